"""A planned sheet to rows: applications, stage events, feedback and rejected rows, which add up to the rows read."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from pipeline.ingest.column_counts import count_columns
from pipeline.ingest.fields import FieldValues, StageColumn, clean_fields
from pipeline.ingest.headers import round_stage
from pipeline.ingest.history import history_days
from pipeline.ingest.joint_names import take_names_apart
from pipeline.ingest.model import (
    APPLICATION_SCHEMA,
    FEEDBACK_SCHEMA,
    NOTE_SCHEMA,
    STAGE_EVENT_SCHEMA,
    RejectedRow,
    ShapedSheet,
    Sheet,
    SheetPlan,
)
from pipeline.ingest.note_columns import find_notes
from pipeline.ingest.progress import STATUS_FIELDS, Progress, read_progress
from pipeline.ingest.responses import Responses, Round, only_theirs, read_responses, with_reasons
from pipeline.ingest.rounds import rounds_caution
from pipeline.ingest.secrets import is_stored
from pipeline.ingest.table import Table, build_extras, cut_table, extras_names
from pipeline.ingest.undated import undated_caution
from pipeline.vocabulary import Vocabulary

_NO_NAME = "The row names neither a company nor a role. Fill in one of them and import the file again."
_NO_FEEDBACK = "The entry has no company, no text and no ask. Fill in what it is about and import the file again."


def shape_sheet(
    sheet: Sheet,
    plan: SheetPlan,
    *,
    seeker: str,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
    progress: Callable[[float], None] = lambda _share: None,
) -> ShapedSheet:
    """Read one sheet as its plan says.

    Args:
        sheet: The sheet as text.
        plan: Its header row, columns and kind; followed exactly.
        seeker: Whose search it is where a row does not say.
        uploaded_on: When the file came; dates far after it are not believed.
        vocabulary: Words and fields.
        progress: Told of the share that is done; what it raises ends the reading.

    Raises:
        InputRefusedError: The sheet is not the one the plan was made for.
    """
    if plan.kind == "skipped":
        return _empty(plan, sheet)
    table = cut_table(sheet, plan, vocabulary)
    progress(0.1)
    cleaned = clean_fields(table, uploaded_on=uploaded_on, vocabulary=vocabulary)
    progress(0.4)
    cleaned = take_names_apart(cleaned, table, vocabulary)
    fields = _with_history(cleaned, table, uploaded_on, vocabulary)
    reached = read_progress(table, fields.stages, vocabulary)
    progress(0.5)
    responses = read_responses(table, fields, vocabulary)
    reached = with_reasons(reached, table, responses, vocabulary)
    responses = only_theirs(responses, table, reached.outcome)
    progress(0.6)
    is_application, is_feedback, is_round = _belongings(table, fields, responses)
    is_loaded = is_application | is_feedback | is_round
    applications = pl.DataFrame(schema=APPLICATION_SCHEMA)
    if is_application.any():
        unsaid = {index: mask & ~is_feedback for index, mask in _dropped(table, responses).items()}
        applications = _applications(table, fields, reached, unsaid, seeker).filter(is_application)
    feedback = pl.DataFrame(schema=FEEDBACK_SCHEMA)
    if is_feedback.any():
        said = _said_stages(table, reached, responses, vocabulary)
        feedback = _feedback(table, fields, said, responses, seeker).filter(is_feedback)
    if is_round.any():
        entries = [_round_entries(table, fields, each, seeker).filter(is_round) for each in responses.rounds]
        feedback = pl.concat([feedback, *(entry.drop_nulls("feedback_text") for entry in entries)])
        feedback = feedback.sort("row_number", maintain_order=True)
    progress(0.8)
    is_dated = "applied_date" in fields.values
    told = (*rounds_caution(table, vocabulary), *(() if is_dated else undated_caution(table, vocabulary)))
    warnings = (*sheet.warnings, *table.warnings, *fields.warnings, *told)
    return ShapedSheet(
        plan=plan,
        rows_read=table.rows_read,
        rows_loaded=int(is_loaded.sum()),
        rows_blank=table.rows_read - table.cells.height,
        applications=applications,
        stage_events=_stage_events(table.filter(is_application), fields.stages, is_application),
        feedback=feedback,
        rejected=_rejected(table.filter(~is_loaded), plan, vocabulary),
        warnings=(*warnings, *(reached.warnings if plan.kind != "feedback" else ())),
        notes=_notes(table, fields, reached, responses, is_application, uploaded_on, vocabulary),
        column_counts=count_columns(table, cleaned, reached, vocabulary),
    )


def _with_history(fields: FieldValues, table: Table, uploaded_on: dt.date, vocabulary: Vocabulary) -> FieldValues:
    """The fields with the days that a status column lists of its stages; the day of applying where none is given."""
    days = history_days(_status_texts(table), uploaded_on, vocabulary)
    stages = [
        StageColumn(stage, dates.is_not_null(), dates)
        for stage, dates in days.items()
        if vocabulary.stages[stage].rank > vocabulary.stages["applied"].rank
    ]
    values = dict(fields.values)
    if "applied" in days:
        given = values.get("applied_date", table.nulls(pl.Date()))
        both = pl.DataFrame({"given": given, "listed": days["applied"]})
        values["applied_date"] = both.select(pl.coalesce("given", "listed")).to_series()
    return replace(fields, values=values, stages=(*fields.stages, *stages))


def _empty(plan: SheetPlan, sheet: Sheet) -> ShapedSheet:
    return ShapedSheet(
        plan,
        0,
        0,
        0,
        pl.DataFrame(schema=APPLICATION_SCHEMA),
        pl.DataFrame(schema=STAGE_EVENT_SCHEMA),
        pl.DataFrame(schema=FEEDBACK_SCHEMA),
        (),
        sheet.warnings,
    )


def _status_texts(table: Table) -> list[pl.Series]:
    return [table.texts(column) for column in table.plan.columns if column.field in STATUS_FIELDS]


def _belongings(table: Table, fields: FieldValues, responses: Responses) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Which rows are applications, which are feedback, and which say something of a further round.

    A row may be all of that, or nothing; one that only says something of further rounds is no entry beside those.
    """
    response, in_rounds = responses.values, responses.in_rounds
    nothing = pl.repeat(value=False, n=table.cells.height, eager=True)
    is_named = nothing
    for field in ("company", "role"):
        if field in fields.values:
            is_named |= fields.values[field].is_not_null()
    said = response["is_asked"] | response["has_response"]
    for field in ("feedback_text", "stated_reason", "believed_reason", "lesson", "next_step"):
        if field in response:
            said |= response[field].is_not_null()
    if table.plan.kind == "applications":
        return is_named, nothing, nothing
    if table.plan.kind == "feedback":
        has_company = fields.values["company"].is_not_null() if "company" in fields.values else nothing
        return nothing, said | (has_company & ~in_rounds), in_rounds
    return is_named, is_named & said, is_named & in_rounds


def _notes(
    table: Table,
    fields: FieldValues,
    progress: Progress,
    responses: Responses,
    is_application: pl.Series,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
) -> pl.DataFrame:
    """What the free notes of the applications say about feedback."""
    if not is_application.any():
        return pl.DataFrame(schema=NOTE_SCHEMA)
    applied = fields.values.get("applied_date", table.nulls(pl.Date()))
    return find_notes(
        table.filter(is_application),
        applied=applied.filter(is_application),
        outcomes=progress.outcome.filter(is_application),
        silent=responses.asks.filter(is_application),
        uploaded_on=uploaded_on,
        vocabulary=vocabulary,
    )


def _frame(table: Table, schema: Mapping[str, pl.DataType], values: Mapping[str, pl.Series]) -> pl.DataFrame:
    columns = [
        values[name].cast(dtype).alias(name) if name in values else table.nulls(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    return pl.DataFrame(columns)


def _shared(table: Table, fields: FieldValues, seeker: str) -> dict[str, pl.Series]:
    seekers = fields.values.get("seeker", table.nulls(pl.String())).fill_null(seeker)
    sheet = pl.repeat(table.plan.sheet, table.cells.height, dtype=pl.String, eager=True)
    return {"seeker": seekers, "sheet": sheet, "row_number": table.row_numbers}


def _applications(
    table: Table, fields: FieldValues, progress: Progress, unsaid: Mapping[int, pl.Series], seeker: str
) -> pl.DataFrame:
    kept = {**_kept(table, fields, APPLICATION_SCHEMA), **unsaid}
    values = {
        **fields.values,
        **_shared(table, fields, seeker),
        "stage": progress.stage,
        "outcome": progress.outcome,
        "status_text": progress.status_text,
        "extras": build_extras(table, kept),
    }
    return _frame(table, APPLICATION_SCHEMA, values)


def _feedback(
    table: Table, fields: FieldValues, stages: pl.Series, responses: Responses, seeker: str
) -> pl.DataFrame:
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
        **_shared(table, fields, seeker),
        "stage": stages,
        "extras": build_extras(table, kept),
    }
    return _frame(table, FEEDBACK_SCHEMA, values)


def _said_stages(table: Table, progress: Progress, responses: Responses, vocabulary: Vocabulary) -> pl.Series:
    """The stage each entry is about: the round that the header of its text names, else what the row says."""
    stages = progress.stage if table.plan.kind == "both" else progress.said_stage
    column = table.column("feedback_text")
    stage = round_stage(column.header, vocabulary) if column is not None else None
    if stage is None:
        return stages
    frame = pl.DataFrame({"stage": stages, "text": responses.values["feedback_text"]})
    return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.lit(stage)).otherwise("stage")).to_series()


def _round_entries(table: Table, fields: FieldValues, of_round: Round, seeker: str) -> pl.DataFrame:
    """What a column of feedback beside the first says, as entries that came without an ask."""
    about = {name: fields.values[name] for name in ("company", "role", "applied_date") if name in fields.values}
    count = table.cells.height
    values = {
        **about,
        **_shared(table, fields, seeker),
        "stage": pl.repeat(of_round.stage, count, dtype=pl.String, eager=True),
        "is_asked": pl.repeat(value=False, n=count, eager=True),
        "has_response": pl.repeat(value=True, n=count, eager=True),
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


def _stage_events(table: Table, stages: tuple[StageColumn, ...], mask: pl.Series) -> pl.DataFrame:
    """One row per date of a stage, in the order of the sheet."""
    frames = [pl.DataFrame(schema=STAGE_EVENT_SCHEMA)]
    for column in stages:
        dates = column.dates.filter(mask)
        frame = pl.DataFrame(
            {
                "sheet": pl.repeat(table.plan.sheet, len(dates), dtype=pl.String, eager=True),
                "row_number": table.row_numbers,
                "stage": pl.repeat(column.stage, len(dates), dtype=pl.String, eager=True),
                "event_date": dates,
            }
        )
        frames.append(frame.filter(pl.col("event_date").is_not_null()))
    return pl.concat(frames).sort("row_number", maintain_order=True)


def _rejected(table: Table, plan: SheetPlan, vocabulary: Vocabulary) -> tuple[RejectedRow, ...]:
    reason = _NO_FEEDBACK if plan.kind == "feedback" else _NO_NAME
    shown = [c for c in plan.columns if is_stored(c, vocabulary)]
    headers = extras_names(plan.columns)
    return tuple(
        RejectedRow(number, reason, {headers[c.index]: row[c.index] for c in shown if row[c.index] is not None})
        for number, row in zip(table.row_numbers, table.cells.iter_rows(), strict=True)
    )
