"""The rows of a table that was read: applications, stage events, feedback and what could not be loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.fields import FieldValues
from pipeline.ingest.headers import round_stage
from pipeline.ingest.model import APPLICATION_SCHEMA, FEEDBACK_SCHEMA, STAGE_EVENT_SCHEMA, RejectedRow
from pipeline.ingest.progress import STATUS_FIELDS, Progress
from pipeline.ingest.responses import Responses, Round
from pipeline.ingest.secrets import is_stored
from pipeline.ingest.table import Table, build_extras, extras_names
from pipeline.vocabulary import Vocabulary

_NO_NAME = "The row names neither a company nor a role. Fill in one of them and import the file again."
_NO_FEEDBACK = "The entry has no company, no text and no ask. Fill in what it is about and import the file again."


@dataclass(frozen=True)
class ReadTable:
    """A table with everything that its columns say.

    Attributes:
        table: The rows of data.
        fields: The values of its columns.
        progress: How far each row got and what came of it.
        responses: What each row says of feedback.
        seeker: Whose search it is where a row does not say.
        vocabulary: Words and fields.
    """

    table: Table
    fields: FieldValues
    progress: Progress
    responses: Responses
    seeker: str
    vocabulary: Vocabulary


@dataclass(frozen=True)
class Belongings:
    """Which rows are applications, which are feedback, and which say something of a further round.

    A row may be all of that, or nothing; one that only says something of further rounds is no entry beside those.
    """

    is_application: pl.Series
    is_feedback: pl.Series
    is_round: pl.Series

    @property
    def is_loaded(self) -> pl.Series:
        """Rows that are any of it."""
        return self.is_application | self.is_feedback | self.is_round


def belongings(read: ReadTable) -> Belongings:
    """What each row is, by the kind of its table."""
    table, fields = read.table, read.fields
    response, in_rounds = read.responses.values, read.responses.in_rounds
    nothing = in_each_row(value=False, count=table.cells.height, dtype=pl.Boolean())
    is_named = nothing
    for field in ("company", "role"):
        if field in fields.values:
            is_named |= fields.values[field].is_not_null()
    said = response["is_asked"] | response["has_response"]
    for field in ("feedback_text", "stated_reason", "believed_reason", "lesson", "next_step"):
        if field in response:
            said |= response[field].is_not_null()
    if table.plan.kind == "applications":
        return Belongings(is_named, nothing, nothing)
    if table.plan.kind == "feedback":
        has_company = fields.values["company"].is_not_null() if "company" in fields.values else nothing
        return Belongings(nothing, said | (has_company & ~in_rounds), in_rounds)
    return Belongings(is_named, is_named & said, is_named & in_rounds)


def application_rows(read: ReadTable, rows: Belongings) -> pl.DataFrame:
    """The applications, with the columns of ``APPLICATION_SCHEMA``."""
    if not rows.is_application.any():
        return pl.DataFrame(schema=APPLICATION_SCHEMA)
    table, progress = read.table, read.progress
    unsaid = {index: mask & ~rows.is_feedback for index, mask in _dropped(table, read.responses).items()}
    kept = {**_kept(table, read.fields, APPLICATION_SCHEMA), **unsaid}
    values = {
        **read.fields.values,
        **_shared(read),
        "stage": progress.stage,
        "outcome": progress.outcome,
        "status_text": progress.status_text,
        "extras": build_extras(table, kept),
    }
    return _frame(table, APPLICATION_SCHEMA, values).filter(rows.is_application)


def feedback_rows(read: ReadTable, rows: Belongings) -> pl.DataFrame:
    """The feedback, that of further rounds behind its row's own, with the columns of ``FEEDBACK_SCHEMA``."""
    feedback = pl.DataFrame(schema=FEEDBACK_SCHEMA)
    if rows.is_feedback.any():
        feedback = _feedback(read).filter(rows.is_feedback)
    if rows.is_round.any():
        entries = [_round_entries(read, each).filter(rows.is_round) for each in read.responses.rounds]
        feedback = pl.concat([feedback, *(entry.drop_nulls("feedback_text") for entry in entries)])
        feedback = feedback.sort("row_number", maintain_order=True)
    return feedback


def stage_event_rows(read: ReadTable, mask: pl.Series) -> pl.DataFrame:
    """One row per date of a stage in the rows of a mask, in the order of the sheet."""
    table = read.table.filter(mask)
    frames = [pl.DataFrame(schema=STAGE_EVENT_SCHEMA)]
    for column in read.fields.stages:
        dates = column.dates.filter(mask)
        frame = pl.DataFrame(
            {
                "sheet": in_each_row(table.plan.sheet, len(dates), pl.String()),
                "row_number": table.row_numbers,
                "stage": in_each_row(column.stage, len(dates), pl.String()),
                "event_date": dates,
            }
        )
        frames.append(frame.filter(pl.col("event_date").is_not_null()))
    return pl.concat(frames).sort("row_number", maintain_order=True)


def rejected_rows(read: ReadTable, rows: Belongings) -> tuple[RejectedRow, ...]:
    """The rows that are neither, each with why and what it holds."""
    table, plan = read.table.filter(~rows.is_loaded), read.table.plan
    reason = _NO_FEEDBACK if plan.kind == "feedback" else _NO_NAME
    shown = [c for c in plan.columns if is_stored(c, read.vocabulary)]
    headers = extras_names(plan.columns)
    return tuple(
        RejectedRow(number, reason, {headers[c.index]: row[c.index] for c in shown if row[c.index] is not None})
        for number, row in zip(table.row_numbers, table.cells.iter_rows(), strict=True)
    )


def _frame(table: Table, schema: Mapping[str, pl.DataType], values: Mapping[str, pl.Series]) -> pl.DataFrame:
    columns = [
        values[name].cast(dtype).alias(name) if name in values else table.nulls(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return pl.DataFrame(columns)


def _shared(read: ReadTable) -> dict[str, pl.Series]:
    table = read.table
    seekers = read.fields.values.get("seeker", table.nulls(pl.String())).fill_null(read.seeker)
    sheet = in_each_row(table.plan.sheet, table.cells.height, pl.String())
    return {"seeker": seekers, "sheet": sheet, "row_number": table.row_numbers}


def _feedback(read: ReadTable) -> pl.DataFrame:
    table, fields, responses = read.table, read.fields, read.responses
    stages = _said_stages(read)
    kept = {**_kept(table, fields, FEEDBACK_SCHEMA), **_dropped(table, responses)}
    stage_column = table.column("stage")
    if stage_column is not None:
        kept[stage_column.index] = table.texts(stage_column).is_not_null() & stages.is_null()
    if table.plan.kind == "both":
        kept = {
            column.index: kept[column.index]
            for column in table.plan.columns
            if _is_feedback_only(column.field) and column.index in kept
        }
    values = {
        **responses.values,
        **_shared(read),
        "stage": stages,
        "extras": build_extras(table, kept),
    }
    return _frame(table, FEEDBACK_SCHEMA, values)


def _said_stages(read: ReadTable) -> pl.Series:
    """The stage each entry is about: the round that the header of its text names, else what the row says."""
    table, progress = read.table, read.progress
    stages = progress.stage if table.plan.kind == "both" else progress.said_stage
    column = table.column("feedback_text")
    stage = round_stage(column.header, read.vocabulary) if column is not None else None
    if stage is None:
        return stages
    frame = pl.DataFrame({"stage": stages, "text": read.responses.values["feedback_text"]})
    return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.lit(stage)).otherwise("stage")).to_series()


def _round_entries(read: ReadTable, of_round: Round) -> pl.DataFrame:
    """What a column of feedback beside the first says, as entries that came without an ask."""
    table, values_of = read.table, read.fields.values
    about = {name: values_of[name] for name in ("company", "role", "applied_date") if name in values_of}
    count = table.cells.height
    values = {
        **about,
        **_shared(read),
        "stage": in_each_row(of_round.stage, count, pl.String()),
        "is_asked": in_each_row(value=False, count=count, dtype=pl.Boolean()),
        "has_response": in_each_row(value=True, count=count, dtype=pl.Boolean()),
        "feedback_text": of_round.texts,
    }
    return _frame(table, FEEDBACK_SCHEMA, values)


def _dropped(table: Table, responses: Responses) -> dict[int, pl.Series]:
    """By column index, the rows whose cell says something of feedback, but no words of its field."""
    first = {
        column.index: mask for field, mask in responses.dropped.items() if (column := table.column(field)) is not None
    }
    return first | {each.column.index: each.dropped for each in responses.rounds}


def _is_feedback_only(field: str | None) -> bool:
    return field in FEEDBACK_SCHEMA and field not in APPLICATION_SCHEMA


def _kept(table: Table, fields: FieldValues, schema: Mapping[str, pl.DataType]) -> dict[int, pl.Series]:
    """What goes to ``extras``: cells that say more than their value, and every cell of a field the table lacks."""
    kept = dict(fields.kept)
    for column in table.plan.columns:
        field = column.field
        if field is None or field in schema or field == "seeker":
            continue
        if field in STATUS_FIELDS and "status_text" in schema:
            continue
        if field.startswith("event:") and "status_text" in schema:
            continue
        if _is_feedback_only(field) and table.plan.kind == "both":
            kept.pop(column.index, None)
            continue
        kept[column.index] = table.texts(column).is_not_null()
    return kept
