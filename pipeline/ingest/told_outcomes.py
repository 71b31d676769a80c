"""Outcomes that other columns than those of the status tell: a day of rejection, a step that came to nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import drop_nothing, in_each_row, map_distinct
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.headers import bare_header, tick_meaning
from pipeline.ingest.model import Caution
from pipeline.ingest.status import read_status
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, compact, counted, fold

_ENDED = frozenset({"rejected", "no_response", "withdrawn", "declined"})
_ANSWERED = frozenset({"first_response_date", "closed_date"})
_BRACKETED = re.compile(r"[(\uff08\[]([^()\uff08\uff09\[\]]+)[)\uff09\]]\s*$")
_FINAL = frozenset({"final", "outcome"})


@dataclass(frozen=True)
class ToldOutcome:
    """Outcomes by row, as their ranks; null where nothing is told.

    Attributes:
        ranks: The ranks.
        is_gone: Whether they only say that the posting has ended.
        warnings: What was concluded and not written.
    """

    ranks: pl.Series
    is_gone: bool = False
    warnings: tuple[Caution, ...] = ()


def told_outcomes(table: Table, vocabulary: Vocabulary) -> tuple[ToldOutcome, ...]:
    """Everything that columns of dates and of steps tell of outcomes."""
    return (
        *_closing_dates(table, vocabulary),
        *_ended_steps(table, vocabulary),
        *_refused_interviews(table, vocabulary),
        *_in_names(table, vocabulary),
    )


def _closing_dates(table: Table, vocabulary: Vocabulary) -> Iterator[ToldOutcome]:
    """A day under "Rejected on" is a rejection; one under "Closed" says no more than the word does."""
    for column in table.plan.columns:
        said = tick_meaning(column.header, vocabulary) if column.field == "closed_date" else None
        if said is not None and said.outcome is not None:
            is_dated = _days(table, "closed_date", vocabulary)
            yield ToldOutcome(_where(is_dated, vocabulary.outcomes[said.outcome].rank), said.is_posting_gone)


def _ended_steps(table: Table, vocabulary: Vocabulary) -> Iterator[ToldOutcome]:
    """How an application ended, where that stands in place of the day of a step or an answer ("Offer: ghosted")."""

    def rank(text: str) -> int | None:
        outcome = ending_of(text, vocabulary)
        return vocabulary.outcomes[outcome].rank if outcome else None

    for column in table.plan.columns:
        if column.field is not None and (column.field.startswith("event:") or column.field in _ANSWERED):
            texts = drop_nothing(table.texts(column), vocabulary)
            yield ToldOutcome(map_distinct(texts, rank, pl.Int32()))


def _in_names(table: Table, vocabulary: Vocabulary) -> Iterator[ToldOutcome]:
    """How an application ended, where that stands in brackets behind the company ("Acme (rejected)")."""
    column = table.column("company")
    if column is None:
        return

    def rank(text: str) -> int | None:
        found = _BRACKETED.search(text)
        said = read_status(found[1], vocabulary) if found else None
        is_end = said is not None and said.is_known and said.outcome in _ENDED and not said.is_posting_gone
        return vocabulary.outcomes[said.outcome].rank if is_end and said and said.outcome else None

    yield ToldOutcome(map_distinct(table.texts(column), rank, pl.Int32()))


def ending_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The outcome that a text names where it names an end and no stage, and is understood in full."""
    if is_plain_no(text, vocabulary):
        return None
    said = read_status(text, vocabulary)
    is_end = said.is_known and said.stage is None and said.outcome in _ENDED and not said.is_posting_gone
    return said.outcome if is_end else None


def _refused_interviews(table: Table, vocabulary: Vocabulary) -> Iterator[ToldOutcome]:
    """A no to "Selected for interview?" beside the day of an answer is a rejection, and told as one."""
    days = _days(table, "first_response_date", vocabulary)
    for column in table.plan.columns:
        asks = compact(bare_header(column.header)) in {
            compact(phrase) for phrase in vocabulary.words["interview_decisions"]
        }
        if column.field != "event:first_interview" or not asks:
            continue
        is_no = map_distinct(table.texts(column), lambda text: is_plain_no(text, vocabulary), pl.Boolean())
        is_refused = is_no.fill_null(value=False) & days
        count = int(is_refused.sum())
        if count:
            message = (
                f'{counted(count, "row")} with a no under "{column.header.strip()}" and the day of an answer '
                f"{'was' if count == 1 else 'were'} read as rejected."
            )
            told = Caution("concluded_rejections", message, column=column.header, rows=count)
            yield ToldOutcome(_where(is_refused, vocabulary.outcomes["rejected"].rank), warnings=(told,))


def is_plain_no(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a no and nothing else."""
    return (fold(text) or text) in vocabulary.words["no"]


def is_last_word(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a header is that of the final outcome, which stands where another column tells an earlier one."""
    return notions_of_header(header, vocabulary) >= _FINAL


def _days(table: Table, field: str, vocabulary: Vocabulary) -> pl.Series:
    """The rows with a day in the column of a field."""
    column = table.column(field)
    if column is None:
        return in_each_row(value=False, count=table.cells.height, dtype=pl.Boolean())
    texts = drop_nothing(table.texts(column), vocabulary, more=vocabulary.words["nothing_dates"])
    return (texts.is_not_null() & texts.str.contains(r"\d")).fill_null(value=False)


def _where(rows: pl.Series, rank: int) -> pl.Series:
    frame = pl.DataFrame({"is_told": rows})
    return frame.select(pl.when("is_told").then(pl.lit(rank, pl.Int32))).to_series()
