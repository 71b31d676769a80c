"""The columns of a table to clean values by field; doubts are told, and what is more than the value is kept."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import (
    Cleaned,
    clean_flags,
    clean_links,
    clean_sources,
    clean_terms,
    distinct_texts,
    drop_nothing,
    in_each_row,
    map_distinct,
    repeat_ditto,
)
from pipeline.ingest.date_columns import DateColumn, DateRules, contradicts, read_date_columns
from pipeline.ingest.dates import Order, Problem
from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.ingest.money import parse_amount, parse_salary
from pipeline.ingest.secrets import is_stored, secret_caution
from pipeline.ingest.table import Table
from pipeline.ingest.told_outcomes import ending_of
from pipeline.ingest.written_day import find_written_day
from pipeline.vocabulary import Vocabulary, compact, counted, fold

_FREE_TEXT = frozenset(
    {"notes", "feedback_text", "stated_reason", "believed_reason", "lesson", "next_step", "next_action"}
)
_STATUS_FIELDS = frozenset({"status_text", "stage", "outcome"})
_EXTRAS_ONLY = frozenset({"last_updated", "last_contact"})
_DATE_TOLD: Mapping[Problem, tuple[str, str]] = {
    "ambiguous_dates": ("can be day-month or month-day", "can be day-month or month-day"),
    "exchanged_dates": (
        "may have its day and month exchanged by a spreadsheet program, beside texts whose day is above 12",
        "may have day and month exchanged by a spreadsheet program, beside texts whose days are all above 12",
    ),
    "missing_year": ("has no year", "have no year"),
    "month_only_dates": ("names a month and no day", "name a month and no day"),
    "placeholder_dates": (
        "is what programs and templates put where there is none",
        "are what programs and templates put where there is none",
    ),
    "relative_dates": ("counts back from the day of writing", "count back from the day of writing"),
    "two_dates": ("is two dates in one cell", "are two dates in one cell each"),
    "unparsed_dates": ("could not be read", "could not be read"),
}
"""What is said of one date and of several."""

_DATE_FILLED: Mapping[Problem, tuple[str, str]] = {
    "missing_year": ("got the year that the dates around leave", "got the year that the dates around leave"),
    "relative_dates": ("was counted from {day}", "were counted from {day}"),
}
_OFFERS = frozenset({"offer", "hired"})
_NAMED_EXAMPLES = 3
_KEPT_EXAMPLES = 50
_PAST_FIELDS = frozenset(
    {"applied_date", "closed_date", "first_response_date", "asked_date", "responded_date", "next_step_done_date"}
)
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Letters of the languages that write the year first."""

_ORDER_HINTS: Mapping[str, Order] = {"d": "dmy", "t": "dmy", "j": "dmy", "g": "dmy", "m": "mdy", "y": "ymd"}
_SPEAKING_ROWS = 20
"""So many rows tell in which letters a sheet is written."""

_ORDER_HINT = re.compile(r"\b([dtjgmy])\w{0,3}\s*[-/.]\s*[mdagj]\w{0,2}\s*[-/.]\s*[yjad]\w{0,3}\b", re.IGNORECASE)


@dataclass(frozen=True)
class StageColumn:
    """A column that says when, or that, a stage was reached."""

    stage: str
    is_reached: pl.Series
    dates: pl.Series


@dataclass(frozen=True)
class FieldValues:
    """Clean values by field; fields that no column holds are absent.

    Attributes:
        values: A series by field name, of the field's own type.
        stages: The columns of stages.
        kept: By column index, the rows whose text goes to ``extras``.
        warnings: What was doubtful.
    """

    values: Mapping[str, pl.Series]
    stages: tuple[StageColumn, ...]
    kept: Mapping[int, pl.Series]
    warnings: tuple[Caution, ...]


def clean_fields(table: Table, *, uploaded_on: dt.date, vocabulary: Vocabulary) -> FieldValues:
    """Clean every column of a table by the type of its field; status columns are left to be read together.

    Args:
        table: The rows of data.
        uploaded_on: What dates are believed up to.
        vocabulary: Words and fields.
    """
    dates, warnings = _clean_dates(table, uploaded_on, vocabulary)
    values: dict[str, pl.Series] = {}
    stages: list[StageColumn] = []
    kept: dict[int, pl.Series] = {}
    for column in table.plan.columns:
        texts = table.texts(column)
        if (told := secret_caution(column, texts, vocabulary)) is not None:
            warnings.append(told)
        if not is_stored(column, vocabulary):
            continue
        if column.field is None or column.field in _EXTRAS_ONLY:
            kept[column.index] = texts.is_not_null()
        elif column.field.startswith("event:"):
            stage, keeps = _stage_column(column, texts, dates[column.index], vocabulary)
            stages.append(stage)
            warnings += _letter_cautions(column, texts, vocabulary)
            kept[column.index] = keeps
        elif column.index in dates:
            values[column.field] = dates[column.index].dates
            kept[column.index] = dates[column.index].kept
        elif column.field not in _STATUS_FIELDS:
            if column.field in values:
                continue  # another column of feedback: an entry of its own, read with the rounds
            cleaned = _clean_text(column.field, texts, vocabulary)
            values[column.field] = cleaned.values
            kept[column.index] = cleaned.kept
    _add_salary(values)
    warnings += _without_early_answers(table, values, kept)
    return FieldValues(values, tuple(stages), kept, tuple(warnings))


def _without_early_answers(
    table: Table, values: dict[str, pl.Series], kept: dict[int, pl.Series]
) -> Iterator[Caution]:
    """Take out the days of a first answer that are before the day of applying, and tell of them."""
    column = table.column("first_response_date")
    if column is None or not {"applied_date", "first_response_date"} <= values.keys():
        return
    frame = pl.DataFrame({"applied": values["applied_date"], "answered": values["first_response_date"]})
    is_early = frame.select((pl.col("answered") < pl.col("applied")).fill_null(value=False)).to_series()
    if not is_early.any():
        return
    values["first_response_date"] = frame.select(pl.when(~is_early).then("answered")).to_series()
    kept[column.index] |= is_early
    one = is_early.sum() == 1
    told = (
        f'{counted(int(is_early.sum()), "date")} in "{column.header}" {"is" if one else "are"} before the day of '
        f"applying, and so no answer to it; {'it is' if one else 'they are'} left empty. "
        f"The {'text is' if one else 'texts are'} kept in extras."
    )
    yield Caution("early_answers", told, column=column.header, rows=int(is_early.sum()))


def contradicts_order(table: Table, uploaded_on: dt.date, vocabulary: Vocabulary) -> bool:
    """Whether the dates of a table cannot all be in the order that its plan has."""
    texts, rules = _date_texts(table, uploaded_on, vocabulary)
    return contradicts(texts, rules, vocabulary=vocabulary)


def _clean_dates(
    table: Table, uploaded_on: dt.date, vocabulary: Vocabulary
) -> tuple[dict[int, DateColumn], list[Caution]]:
    texts, rules = _date_texts(table, uploaded_on, vocabulary)
    read = read_date_columns(texts, rules, vocabulary=vocabulary)
    columns = {column.index: column for column in table.plan.columns}
    warnings = [
        _date_caution(columns[index], found, problem, rules.written_on)
        for index, found in read.items()
        for problem in found.problems
    ]
    return read, warnings


def _date_texts(table: Table, uploaded_on: dt.date, vocabulary: Vocabulary) -> tuple[dict[int, pl.Series], DateRules]:
    """The cells of the date columns by column, and what is known of them."""
    columns = {c.index: c for c in table.plan.columns if c.field and c.field not in _EXTRAS_ONLY}
    kinds = {index: vocabulary.fields[c.field].type for index, c in columns.items() if c.field}
    events = [index for index, kind in kinds.items() if kind == "event"]
    no_date = vocabulary.words["nothing_dates"]
    texts = {
        index: drop_nothing(table.texts(columns[index]), vocabulary, more=no_date if kind == "date" else frozenset())
        for index, kind in kinds.items()
        if kind in {"date", "event"}
    }
    rules = DateRules(
        uploaded_on,
        table.plan.date_order,
        lenient=frozenset(events),
        past=frozenset(index for index, column in columns.items() if column.field in _PAST_FIELDS),
        dots=_order_of_dots(_in_its_language(table), vocabulary),
        written_on=find_written_day(table.remarks, uploaded_on, vocabulary),
        told={index: told for index, column in columns.items() if (told := _told_order(column.header)) is not None},
    )
    return texts, rules


def _in_its_language(table: Table) -> list[str]:
    """The headers; the cells of the first rows where there are none."""
    if table.plan.header_row is not None:
        return [column.header for column in table.plan.columns]
    return [text for name in table.cells.columns for text in table.cells[name].head(_SPEAKING_ROWS).drop_nulls()]


def _order_of_dots(headers: Sequence[str], vocabulary: Vocabulary) -> Order | None:
    """The order of numbers between dots in the language that the headers are in."""
    if any(_EAST_ASIAN.search(header) for header in headers):
        return "ymd"
    return "dmy" if any(compact(header) in vocabulary.day_first_headers for header in headers) else None


def _told_order(header: str) -> Order | None:
    """The order of day, month and year that a header asks for: "Date (DD/MM/YYYY)"."""
    found = _ORDER_HINT.search(header)
    return _ORDER_HINTS[found[1].lower()] if found else None


def _date_caution(column: ColumnPlan, found: DateColumn, problem: Problem, written_on: dt.date | None) -> Caution:
    count = found.problems[problem]
    examples = found.examples[problem]
    filled = found.filled.get(problem, 0) if problem in _DATE_FILLED else 0
    named = ", ".join(f'"{text}"' for text in examples[:_NAMED_EXAMPLES])
    subject = f'{counted(count, "date")} in "{column.header.strip()}" {_DATE_TOLD[problem][count > 1]} ({named})'
    until = " until you say which" if problem == "ambiguous_dates" else ""
    texts = "The text is" if count == 1 else "The texts are"
    day = "the day of the upload" if written_on is None else f"{written_on}, which the sheet names as its day"
    became = _what_became(problem, count, filled).format(day=day)
    message = f"{subject}; {became}{until}. {texts} kept in extras."
    return Caution(problem, message, column=column.header, rows=count, examples=examples[:_KEPT_EXAMPLES])


def _what_became(problem: Problem, count: int, filled: int) -> str:
    """What became of so many dates, of which so many are known all the same."""
    if not filled:
        return "it is left empty" if count == 1 else "they are left empty"
    what = _DATE_FILLED[problem][filled > 1]
    if filled == count:
        return f"{'it' if count == 1 else 'they'} {what}"
    rest = "the other is left empty" if count - filled == 1 else "the others are left empty"
    return f"{filled:,} {what}, {rest}"


def _stage_column(
    column: ColumnPlan, texts: pl.Series, found: DateColumn, vocabulary: Vocabulary
) -> tuple[StageColumn, pl.Series]:
    """A date, a yes or any other words mean reached; a no, a word for nothing or "other" does not.

    An offer is not reached either where its column has a letter of the person's own, or says that it is awaited or
    came to nothing.
    """
    assert column.field is not None
    stage = column.field.removeprefix("event:")
    said = drop_nothing(texts, vocabulary)
    flags = clean_flags(said, vocabulary)
    short = [text for text in distinct_texts(said) if _is_not_reached(text, stage, vocabulary)]
    is_reached = (found.dates.is_not_null() | flags.values) & ~said.is_in(short)
    keeps = (found.dates.is_null() & flags.kept) | (found.dates.is_not_null() & found.kept)
    return StageColumn(stage, is_reached.fill_null(value=False), found.dates), keeps


def _is_not_reached(text: str, stage: str, vocabulary: Vocabulary) -> bool:
    if fold(text) in vocabulary.words["undecided"]:
        return True
    if stage not in _OFFERS:
        return False
    ends = ending_of(text, vocabulary) in {"rejected", "no_response"}
    return ends or fold(text) in vocabulary.words["awaited"] or _is_own_letter(text, vocabulary)


def _is_own_letter(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a letter whose meaning only its writer knows."""
    return len(text) == 1 and text.isalpha() and fold(text) not in vocabulary.words["yes"] | vocabulary.words["no"]


def _letter_cautions(column: ColumnPlan, texts: pl.Series, vocabulary: Vocabulary) -> Iterator[Caution]:
    """Tell of letters in a column of offers, which are not taken for offers."""
    if column.field not in {f"event:{stage}" for stage in _OFFERS}:
        return
    letters = sorted(text for text in distinct_texts(texts) if _is_own_letter(text, vocabulary))
    if letters:
        count = int(texts.is_in(letters).sum())
        named = ", ".join(f'"{letter}"' for letter in letters)
        message = (
            f'Not understood under "{column.header.strip()}", and not taken for an offer: {named} '
            f"({counted(count, 'row')})."
        )
        yield Caution("unknown_status", message, column=column.header, rows=count, examples=tuple(letters))


def _clean_text(field: str, texts: pl.Series, vocabulary: Vocabulary) -> Cleaned:
    kind = vocabulary.fields[field].type
    none_kept = in_each_row(value=False, count=len(texts), dtype=pl.Boolean())
    if kind == "flag":
        return clean_flags(drop_nothing(texts, vocabulary), vocabulary)
    if kind in {"channel", "person"}:
        terms = vocabulary.channels if kind == "channel" else vocabulary.asked_of
        return clean_terms(drop_nothing(texts, vocabulary), terms, vocabulary)
    if kind == "number":
        values = map_distinct(drop_nothing(texts, vocabulary), parse_amount, pl.Float64())
        return Cleaned(values, texts.is_not_null() & values.is_null())
    if field in _FREE_TEXT:
        return Cleaned(texts, none_kept)
    if field == "company":
        return Cleaned(drop_nothing(repeat_ditto(texts, vocabulary), vocabulary), none_kept)
    plain = drop_nothing(texts, vocabulary)
    if field == "url":
        return clean_links(plain)
    return clean_sources(plain, vocabulary) if field == "source" else Cleaned(plain, none_kept)


def _add_salary(values: dict[str, pl.Series]) -> None:
    """Range and currency from the salary's text, where no columns of their own hold them."""
    texts = values.get("salary_text")
    if texts is None:
        return
    read = {text: parse_salary(text) for text in distinct_texts(texts)}
    values.setdefault("salary_min", map_distinct(texts, lambda text: read[text].low, pl.Float64()))
    values.setdefault("salary_max", map_distinct(texts, lambda text: read[text].high, pl.Float64()))
    values.setdefault("salary_currency", map_distinct(texts, lambda text: read[text].currency, pl.String()))
