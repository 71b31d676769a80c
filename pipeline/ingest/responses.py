"""What a row's feedback columns say: whether it was asked and answered, and the words without what says nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from pipeline.ingest.clean import distinct_texts, drop_nothing, in_each_row, map_distinct
from pipeline.ingest.fields import FieldValues
from pipeline.ingest.headers import round_stage
from pipeline.ingest.model import FEEDBACK_SCHEMA, ColumnPlan
from pipeline.ingest.notes import find_in_note, is_refusal
from pipeline.ingest.progress import Progress
from pipeline.ingest.reasons import ReasonReading, read_reason, says_whose
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, fold

_SHORT = 60
_LONGEST_ASK = 150
"""A longer text about asking holds an answer as well, even if no rule finds it."""

_CHOSEN = ["withdrawn", "declined", "accepted", "offer"]
_WORDS = ("feedback_text", "stated_reason", "believed_reason", "lesson", "next_step")


@dataclass(frozen=True)
class Round:
    """What one column of feedback beside the first says, an entry of its own for each text.

    Attributes:
        column: The column.
        stage: The stage that its header names; None where it names none.
        texts: The words that were said, null where none were.
        dropped: The rows whose cell says something, but no such words: its text must not be lost.
    """

    column: ColumnPlan
    stage: str | None
    texts: pl.Series
    dropped: pl.Series


@dataclass(frozen=True)
class Responses:
    """Every row's asks and answers.

    Attributes:
        values: A series by field of ``FEEDBACK_SCHEMA``; ``is_asked`` and ``has_response`` are there and never null.
        dropped: By field, the rows whose cell says something, but no words of that field: its text must not be lost.
        asks: The rows whose feedback column only says that somebody was asked.
        rejections: The rows of a list of applications whose feedback column only says that one was turned down.
        reasons: What each entry of the reason's column says, by its text.
        rounds: The columns of feedback beside the first.
        in_rounds: The rows in which one of those says something.
    """

    values: Mapping[str, pl.Series]
    dropped: Mapping[str, pl.Series]
    asks: pl.Series
    rejections: pl.Series
    reasons: Mapping[str, ReasonReading]
    rounds: tuple[Round, ...]
    in_rounds: pl.Series


def read_responses(table: Table, fields: FieldValues, vocabulary: Vocabulary) -> Responses:
    """Read the feedback columns of a table together."""
    written = {name: fields.values[name] for name in FEEDBACK_SCHEMA if name in fields.values}
    values = {
        name: drop_nothing(series, vocabulary) if name in _WORDS else series for name, series in written.items()
    }
    nothing = in_each_row(value=False, count=table.cells.height, dtype=pl.Boolean())
    texts = values.get("feedback_text", table.nulls(pl.String()))
    asks = _where(texts, lambda text: _is_only_ask(text, vocabulary))
    is_plain_yes = _is_plain_yes(texts, vocabulary)
    is_list = table.plan.kind == "both"
    rejections = _where(texts, lambda text: is_list and _is_only_rejection(text, vocabulary))
    values["is_asked"] = _known(table, values, "is_asked", ("asked_date", "ask_channel"))
    if "feedback_text" in values:
        silent = _where(texts, lambda text: _is_silence(text, vocabulary)) | asks | is_plain_yes | rejections
        silent |= _where(texts, is_refusal) & ~values["is_asked"]
        values["feedback_text"] = _without(texts, silent)
    reasons = _reasons(values, vocabulary)
    given = nothing
    if "stated_reason" in values:
        stated = values["stated_reason"]
        given = _where(stated, lambda text: reasons[text].has_feedback is True)
        values["stated_reason"] = _without(stated, _where(stated, lambda text: not reasons[text].is_reason))
    came = _known(table, values, "has_response", ("responded_date", "feedback_text"))
    rounds = _rounds(table, vocabulary)
    in_rounds = nothing
    for each in rounds:
        in_rounds = in_rounds | each.texts.is_not_null()
    values["has_response"] = came | given | is_plain_yes | (in_rounds & values["is_asked"])
    dropped = {name: written[name].is_not_null() & values[name].is_null() for name in _WORDS if name in written}
    return Responses(values, dropped, asks, rejections, reasons, rounds, in_rounds)


def _rounds(table: Table, vocabulary: Vocabulary) -> tuple[Round, ...]:
    columns = [column for column in table.plan.columns if column.field == "feedback_text"]
    rounds = []
    for column in columns[1:]:
        written = table.texts(column)
        texts = _only_words(written, vocabulary)
        dropped = written.is_not_null() & texts.is_null()
        rounds.append(Round(column, round_stage(column.header, vocabulary), texts, dropped))
    return tuple(rounds)


def _only_words(written: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The texts that are words of an employer; null for silence, asks and a plain yes."""
    texts = drop_nothing(written, vocabulary)
    is_none = _where(
        texts, lambda text: _is_silence(text, vocabulary) or _is_only_ask(text, vocabulary) or is_refusal(text)
    )
    return _without(texts, is_none | _is_plain_yes(texts, vocabulary))


def with_rejections(progress: Progress, responses: Responses) -> Progress:
    """Outcomes with the rejections that stand where the feedback would, in rows that say no other outcome."""
    frame = pl.DataFrame({"stage": progress.stage, "outcome": progress.outcome, "ended": responses.rejections})
    is_ended = pl.col("ended") & (pl.col("outcome") == "open")
    settled = frame.select(
        pl.when(is_ended & (pl.col("stage") == "saved")).then(pl.lit("applied")).otherwise("stage").alias("stage"),
        pl.when(is_ended).then(pl.lit("rejected")).otherwise("outcome").alias("outcome"),
    )
    return replace(progress, stage=settled["stage"], outcome=settled["outcome"])


def with_reasons(progress: Progress, table: Table, responses: Responses, vocabulary: Vocabulary) -> Progress:
    """Stage and outcome with what the reason's drop-down adds: a further stage, an outcome where none was told."""
    column = table.column("stated_reason")
    if column is None or not any(reading.stage or reading.outcome for reading in responses.reasons.values()):
        return progress
    texts = table.texts(column)
    stages = [term.name for term in sorted(vocabulary.stages.values(), key=lambda term: term.rank)]
    said = map_distinct(texts, lambda text: _reading(responses, text).stage, pl.String())
    outcome = map_distinct(texts, lambda text: _reading(responses, text).outcome, pl.String())
    is_entry = _where(texts, lambda text: not _reading(responses, text).is_reason)
    ranks = {name: rank for rank, name in enumerate(stages)}
    frame = pl.DataFrame(
        {"stage": progress.stage, "outcome": progress.outcome, "said": said, "came": outcome, "entry": is_entry}
    )
    # the reason why one did not apply ends nothing, and under a bare "Reason" it may be that
    is_sent = pl.col("entry") | ((pl.col("stage") != "saved") & pl.lit(says_whose(column.header)))
    is_open = pl.col("outcome").is_in(["open", "no_response"]) & pl.col("came").is_not_null() & is_sent
    at_least = pl.when(is_open).then(ranks["applied"]).otherwise(ranks["saved"])
    furthest = pl.max_horizontal(
        pl.col("stage").replace_strict(ranks, return_dtype=pl.Int32),
        pl.col("said").replace_strict(ranks, default=0, return_dtype=pl.Int32),
        at_least,
    )
    settled = frame.select(
        furthest.replace_strict(list(ranks.values()), list(ranks), return_dtype=pl.String).alias("stage"),
        pl.when(is_open).then("came").otherwise("outcome").alias("outcome"),
    )
    return replace(progress, stage=settled["stage"], outcome=settled["outcome"])


def only_theirs(responses: Responses, table: Table, outcomes: pl.Series) -> Responses:
    """The responses without reasons of an end that the seeker chose, or that may be: they are no employer's words.

    In a list of applications, a reason beside a withdrawal is the seeker's; under a header that does not say whose
    it is, only a rejected application's counts.
    """
    column = table.column("stated_reason")
    if column is None or table.plan.kind != "both" or "stated_reason" not in responses.values:
        return responses
    stated = responses.values["stated_reason"]
    is_theirs = ~outcomes.is_in(_CHOSEN) if says_whose(column.header) else outcomes == "rejected"
    dropped = responses.dropped["stated_reason"] | (stated.is_not_null() & ~is_theirs)
    return replace(
        responses,
        values={**responses.values, "stated_reason": _without(stated, ~is_theirs)},
        dropped={**responses.dropped, "stated_reason": dropped},
    )


def _reading(responses: Responses, text: str) -> ReasonReading:
    return responses.reasons.get(text, ReasonReading())


def _reasons(values: Mapping[str, pl.Series], vocabulary: Vocabulary) -> dict[str, ReasonReading]:
    if "stated_reason" not in values:
        return {}
    readings = {}
    for text in distinct_texts(values["stated_reason"]):
        is_none = _is_silence(text, vocabulary) or is_refusal(text)
        readings[text] = read_reason(text, vocabulary)
        if is_none and readings[text].is_reason:
            readings[text] = replace(readings[text], is_reason=False)
    return readings


def _known(table: Table, values: Mapping[str, pl.Series], flag: str, signs: tuple[str, ...]) -> pl.Series:
    """A yes in the flag's own column, or anything in a column that is only filled where it is one."""
    known = values.get(flag, table.nulls(pl.Boolean())).fill_null(value=False)
    for sign in signs:
        if sign in values:
            known |= values[sign].is_not_null()
    return known


def _is_silence(text: str, vocabulary: Vocabulary) -> bool:
    """Whether it only says that nobody answered, or that nothing is known."""
    return len(text) < _SHORT and fold(text) in vocabulary.words["no_answer"]


def _is_only_rejection(text: str, vocabulary: Vocabulary) -> bool:
    meaning = vocabulary.statuses.get(fold(text))
    return meaning is not None and meaning.outcome == "rejected" and not meaning.is_posting_gone


def _is_only_ask(text: str, vocabulary: Vocabulary) -> bool:
    if len(text) > _LONGEST_ASK:
        return False
    found = find_in_note(text, vocabulary)
    return len(found) == 1 and found[0].what == "ask" and found[0].has_response is not True


def _is_plain_yes(texts: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    return _where(texts, lambda text: (fold(text) or text) in vocabulary.words["yes"])


def _where(texts: pl.Series, holds: Callable[[str], bool]) -> pl.Series:
    """The rows whose text holds; each distinct text is asked once."""
    return map_distinct(texts, holds, pl.Boolean()).fill_null(value=False)


def _without(texts: pl.Series, mask: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"text": texts, "drop": mask})
    return frame.select(pl.when(~pl.col("drop")).then("text").alias("text")).to_series()
