"""Stage and outcome of every row, from all columns that speak of them: status words, ticks and stage dates."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import distinct_texts, drop_nothing, in_each_row, map_distinct
from pipeline.ingest.fields import StageColumn
from pipeline.ingest.header_words import counts_interviews
from pipeline.ingest.headers import tick_meaning
from pipeline.ingest.headings import heading_caution, heading_reading
from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.ingest.program_runs import settle_runs
from pipeline.ingest.status import StatusReading
from pipeline.ingest.status_cells import COUNT, read_cell, read_cells
from pipeline.ingest.status_in_notes import status_in_notes
from pipeline.ingest.still_open import said_texts, settle_ends, settle_open
from pipeline.ingest.table import Table
from pipeline.ingest.told_outcomes import ToldOutcome, is_last_word, is_plain_no, told_outcomes
from pipeline.ingest.unknown_statuses import unknown_caution
from pipeline.vocabulary import Term, Vocabulary, fold

STATUS_FIELDS = ("status_text", "stage", "outcome")
_DIGIT = re.compile(r"\d")
_APPLIED = "applied"
_HEADING = -1
"""The place of what stands over the rows, among those of the status columns."""

_STAGE_OF_COUNT = (None, "first_interview", "second_interview")
"""How far so many interviews got; which of more was the final one is not known."""


@dataclass(frozen=True)
class Progress:
    """How far each row got and what came of it.

    Attributes:
        stage: Never null.
        outcome: Never null.
        said_stage: The stage that the row itself names, null where it names none.
        status_text: What the status columns say, as written, joined; else the status that stands over the row.
        warnings: Status texts that were not understood, and rows whose status stands over them.
        unknown: By the place of a status column, its texts that were not understood, or not in full.
    """

    stage: pl.Series
    outcome: pl.Series
    said_stage: pl.Series
    status_text: pl.Series
    warnings: tuple[Caution, ...]
    unknown: Mapping[int, frozenset[str]]


def read_progress(table: Table, stages: Sequence[StageColumn], vocabulary: Vocabulary) -> Progress:
    """Combine everything that a row says of its stage and outcome: the furthest stage, the weightiest outcome.

    Args:
        table: The rows of data.
        stages: Columns of stage dates; a filled one raises the stage.
        vocabulary: Phrases, and the order of stages and outcomes.
    """
    columns = [column for column in table.plan.columns if column.field in STATUS_FIELDS]
    texts = {column.index: said_texts(table.texts(column), vocabulary) for column in columns}
    noted = None if columns or stages else status_in_notes(table, vocabulary)
    if noted is not None:
        columns, texts = [noted.column], {noted.column.index: noted.texts}
    has_applied = _has_applied(table, vocabulary)
    read = {
        column.index: settle_open(
            settle_ends(read_cells(texts[column.index], column.header, vocabulary), vocabulary),
            column.header,
            texts[column.index],
            has_applied,
            vocabulary,
            is_lone=len(columns) == 1,
        )
        for column in columns
    }
    day = table.column("applied_date")
    read = settle_runs(read, table.texts(day) if day else None, vocabulary)
    unknown = {
        index: frozenset(text for text, said in of_column.items() if not said.is_known)
        for index, of_column in read.items()
    }
    headings = _headings_of_silent(table, read, texts, has_applied, vocabulary)
    over = {text: heading_reading(text, vocabulary) for text in distinct_texts(headings)}
    elsewhere = told_outcomes(table, vocabulary)
    said = _rank_frame(table, {**read, _HEADING: over}, {**texts, _HEADING: headings}, stages, elsewhere, vocabulary)
    ranks = _settle(
        _with_export(said, table, vocabulary),
        has_applied,
        is_ticked=any(_ticks_applied(column, texts[column.index], vocabulary) for column in columns),
    )
    return Progress(
        stage=_named(ranks["stage"], vocabulary.stages),
        outcome=_named(ranks["outcome"], vocabulary.outcomes),
        said_stage=_named(said["stage"], vocabulary.stages),
        status_text=_joined(columns, texts, headings, vocabulary),
        warnings=(
            *unknown_caution(columns, texts, unknown),
            *heading_caution(headings),
            *([noted.caution] if noted else ()),
            *(warning for one in elsewhere for warning in one.warnings),
        ),
        unknown=unknown,
    )


def _headings_of_silent(
    table: Table,
    read: Mapping[int, Mapping[str, StatusReading]],
    texts: Mapping[int, pl.Series],
    has_applied: pl.Series,
    vocabulary: Vocabulary,
) -> pl.Series:
    """The status that stands over each row whose own cells say nothing of one.

    A list of what is still to be applied for says nothing of a row with a day of applying.
    """
    silent = in_each_row(value=table.plan.kind != "feedback", count=table.cells.height, dtype=pl.Boolean())
    for index, said in read.items():
        telling = [text for text, one in said.items() if one.stage or one.outcome or not one.is_known]
        silent &= ~texts[index].is_in(telling).fill_null(value=False)
    distinct = distinct_texts(table.headings)
    saved = [text for text in distinct if heading_reading(text, vocabulary).stage == "saved"]
    silent &= ~(table.headings.is_in(saved).fill_null(value=False) & has_applied)
    frame = pl.DataFrame({"heading": table.headings, "silent": silent})
    return frame.select(pl.when("silent").then("heading")).to_series()


def _rank_frame(
    table: Table,
    read: Mapping[int, Mapping[str, StatusReading]],
    texts: Mapping[int, pl.Series],
    stages: Sequence[StageColumn],
    told_elsewhere: Sequence[ToldOutcome],
    vocabulary: Vocabulary,
) -> pl.DataFrame:
    """The highest stage rank and outcome weight that each row names; null where it names none.

    A final outcome stands before any other. The end of a posting counts only where the row says no other outcome.
    """
    stage_ranks = [table.nulls(pl.Int32())]
    weights = [table.nulls(pl.Int32())]
    gone = [table.nulls(pl.Int32())]
    texted = [in_each_row(value=False, count=table.cells.height, dtype=pl.Boolean())]
    of_outcomes = [table.nulls(pl.Int32())]
    outcomes = {column.index for column in table.plan.columns if column.field == "outcome"}
    last = [table.nulls(pl.Int32())]
    last_words = {c.index for c in table.plan.columns if c.index in read and is_last_word(c.header, vocabulary)}
    for index, said in read.items():
        ranks = map_distinct(texts[index], _rank_of_stage(said, vocabulary), pl.Int32())
        is_vague = index not in outcomes and _is_vague(texts[index], vocabulary)
        (of_outcomes if index in outcomes or is_vague else stage_ranks).append(ranks)
        weight = map_distinct(texts[index], _weight_of_outcome(said, vocabulary, is_gone=False), pl.Int32())
        (last if index in last_words else weights).append(weight)
        gone.append(map_distinct(texts[index], _weight_of_outcome(said, vocabulary, is_gone=True), pl.Int32()))
        texted.append(_says_more_than_no(texts[index], vocabulary))
    stage_ranks.append(_said_beside_dates(table, vocabulary))
    for one in told_elsewhere:
        (gone if one.is_gone else weights).append(one.ranks)
    for reached in stages:
        rank = vocabulary.stages[reached.stage].rank
        frame = pl.DataFrame({"is_reached": reached.is_reached})
        stage_ranks.append(frame.select(pl.when("is_reached").then(pl.lit(rank, pl.Int32))).to_series())
    frame = pl.DataFrame({"last": _highest(last), "told": _highest(weights), "gone": _highest(gone)})
    frame = frame.select(told=pl.coalesce("last", "told"), gone="gone")
    told = _unless_waiting(_highest(stage_ranks), _highest(of_outcomes), vocabulary)
    return pl.DataFrame(
        {
            "stage": _highest([told, _counted_interviews(table, texts, told, vocabulary)]),
            "outcome": frame.select(pl.coalesce("told", "gone")).to_series(),
            "is_gone": frame.select(pl.col("told").is_null() & pl.col("gone").is_not_null()).to_series(),
            "has_text": _highest(texted),
        }
    )


def _is_vague(texts: pl.Series, vocabulary: Vocabulary) -> bool:
    """Whether a column says no more than that a record is active, which says of nothing that it was sent."""
    return {fold(text) for text in distinct_texts(texts)} <= vocabulary.words["vague_statuses"]


def _says_more_than_no(texts: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The rows with a text; a no, as to "Rejected?", says nothing of how far an application got."""
    return map_distinct(texts, lambda text: not is_plain_no(text, vocabulary), pl.Boolean()).fill_null(value=False)


def _unless_waiting(told: pl.Series, of_outcomes: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The further stage; but a pending decision does not say that something was sent where a column denies it."""
    saved, applied = vocabulary.stages["saved"].rank, vocabulary.stages[_APPLIED].rank
    frame = pl.DataFrame({"told": told, "of_outcomes": of_outcomes})
    is_only_waiting = (pl.col("told") == saved) & (pl.col("of_outcomes") == applied)
    further = pl.max_horizontal("told", "of_outcomes")
    return frame.select(pl.when(is_only_waiting).then("told").otherwise(further)).to_series()


def _counted_interviews(
    table: Table, texts: Mapping[int, pl.Series], told: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """How far so many interviews got; the first of them was the screening where that is what else the row tells."""
    screening = vocabulary.stages["screening"].rank
    ranks = [vocabulary.stages[stage].rank if stage else None for stage in _STAGE_OF_COUNT]
    lifted = table.nulls(pl.Int32())
    for column in table.plan.columns:
        if column.index not in texts or not counts_interviews(column.header, vocabulary):
            continue
        counts = map_distinct(
            texts[column.index], lambda text: int(float(text)) if COUNT.fullmatch(text) else None, pl.Int32()
        )
        frame = pl.DataFrame({"count": counts, "told": told})
        further = pl.col("count") - (pl.col("told") == screening).fill_null(value=False).cast(pl.Int32)
        places = frame.select(further.clip(0, len(ranks) - 1)).to_series()
        lifted = _highest([lifted, places.replace_strict(range(len(ranks)), ranks, return_dtype=pl.Int32)])
    return lifted


def _with_export(said: pl.DataFrame, table: Table, vocabulary: Vocabulary) -> pl.DataFrame:
    """The stage that a known export means where a row says none."""
    export = vocabulary.exports.get(table.plan.export or "")
    if export is None or export.missing is None or export.missing.stage is None:
        return said
    rank = vocabulary.stages[export.missing.stage].rank
    is_silent = pl.col("stage").is_null() & ~pl.col("has_text")
    return said.with_columns(stage=pl.when(is_silent).then(pl.lit(rank, pl.Int32)).otherwise("stage"))


def _has_applied(table: Table, vocabulary: Vocabulary) -> pl.Series:
    """Rows with something in the applied date's column, even where it could not be read as a date."""
    column = table.column("applied_date")
    if column is None:
        return in_each_row(value=False, count=table.cells.height, dtype=pl.Boolean())
    return drop_nothing(table.texts(column), vocabulary, more=vocabulary.words["nothing_dates"]).is_not_null()


def _said_beside_dates(table: Table, vocabulary: Vocabulary) -> pl.Series:
    """What the applied date's column says in words instead of a date: "not yet", "yes"."""
    column = table.column("applied_date")
    if column is None:
        return table.nulls(pl.Int32())

    def rank(text: str) -> int | None:
        if _DIGIT.search(text):
            return None
        stage = read_cell(text, _APPLIED, vocabulary).stage
        return vocabulary.stages[stage].rank if stage in {"saved", "applied"} else None

    return map_distinct(table.texts(column), rank, pl.Int32())


def _rank_of_stage(read: Mapping[str, StatusReading], vocabulary: Vocabulary) -> Callable[[str], int | None]:
    def rank(text: str) -> int | None:
        stage = read[text].stage
        return vocabulary.stages[stage].rank if stage else None

    return rank


def _weight_of_outcome(
    read: Mapping[str, StatusReading], vocabulary: Vocabulary, *, is_gone: bool
) -> Callable[[str], int | None]:
    def weight(text: str) -> int | None:
        said = read[text]
        return vocabulary.outcomes[said.outcome].rank if said.outcome and said.is_posting_gone == is_gone else None

    return weight


def _highest(columns: Sequence[pl.Series]) -> pl.Series:
    frame = pl.DataFrame([column.alias(str(index)) for index, column in enumerate(columns)])
    return frame.select(pl.max_horizontal(pl.all())).to_series()


def _ticks_applied(column: ColumnPlan, texts: pl.Series, vocabulary: Vocabulary) -> bool:
    """Whether a column ticks the rows that were applied for, so that a blank there says that one was not."""
    named = tick_meaning(column.header, vocabulary)
    is_applied = named is not None and named.stage == "applied" and named.outcome is None
    return is_applied and any((fold(text) or text) in vocabulary.words["yes"] for text in distinct_texts(texts))


def _settle(said: pl.DataFrame, has_applied: pl.Series, *, is_ticked: bool) -> pl.DataFrame:
    """Fill what the rows leave open, and make stage and outcome agree with each other.

    A row that says nothing at all is applied in a list of applications, and saved in a list that has saved ones or
    ticks the applied ones.

    Ranks are those of data/vocabulary/stages.toml; a test holds the two together.
    """
    saved, applied, offer, hired = 0, 1, 6, 7
    outcome_open, outcome_offer, rejected, withdrawn, declined, accepted = 0, 1, 3, 4, 5, 6
    is_told = has_applied | (said["stage"] >= applied).fill_null(value=False)
    is_list_of_applications = bool(is_told.any()) and not is_ticked and not (said["stage"] == saved).any()
    outcome = pl.col("outcome").fill_null(outcome_open)
    ended = ~outcome.is_in([outcome_open, withdrawn]) & ~pl.col("is_gone")
    unsaid = pl.lit(is_list_of_applications) & (~pl.col("has_text") | pl.col("is_gone"))
    implied = pl.when(pl.lit(has_applied) | ended | unsaid).then(applied).otherwise(saved)
    staged = said.select(
        pl.when(outcome == accepted).then(hired).otherwise(pl.coalesce("stage", implied)).alias("stage"),
        outcome.alias("outcome"),
    )
    stage, outcome = pl.col("stage"), pl.col("outcome")
    return staged.select(
        "stage",
        pl.when((outcome == declined) & (stage < offer))
        .then(rejected)
        .when((outcome == withdrawn) & (stage == offer))
        .then(declined)
        .when(outcome.is_in([outcome_open, outcome_offer]) & (stage == hired))
        .then(accepted)
        .when((outcome == outcome_open) & (stage == offer))
        .then(outcome_offer)
        .otherwise(outcome)
        .alias("outcome"),
    )


def _named(ranks: pl.Series, terms: Mapping[str, Term]) -> pl.Series:
    keys = [term.rank for term in terms.values()]
    return ranks.replace_strict(keys, list(terms), default=None, return_dtype=pl.String)


def _joined(
    columns: Sequence[ColumnPlan], texts: Mapping[int, pl.Series], headings: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """All status cells of a row as one text, and what stands over it; a bare yes or no gets its header."""
    flags = vocabulary.words["yes"] | vocabulary.words["no"]

    def told(column: ColumnPlan) -> pl.Series:
        header = " ".join(column.header.split())
        return map_distinct(
            texts[column.index],
            lambda text: f"{header}: {text}" if (fold(text) or text) in flags or text.isdecimal() else text,
            pl.String(),
        )

    parts = [*(told(column).alias(str(column.index)) for column in columns), headings.alias("heading")]
    frame = pl.DataFrame(parts)
    joined = pl.concat_str(pl.all(), separator=" / ", ignore_nulls=True)
    return frame.select(pl.when(joined != "").then(joined)).to_series()
