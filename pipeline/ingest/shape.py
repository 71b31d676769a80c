"""A planned sheet to rows: applications, stage events, feedback and rejected rows, which add up to the rows read."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from pipeline.ingest.by_elimination import elimination_cautions
from pipeline.ingest.column_counts import count_columns
from pipeline.ingest.event_log import fold_events
from pipeline.ingest.fields import FieldValues, StageColumn, clean_fields
from pipeline.ingest.history import history_days
from pipeline.ingest.joint_days import take_days_apart
from pipeline.ingest.joint_names import take_names_apart
from pipeline.ingest.model import (
    APPLICATION_SCHEMA,
    FEEDBACK_SCHEMA,
    ME,
    NOTE_SCHEMA,
    STAGE_EVENT_SCHEMA,
    Caution,
    ShapedSheet,
    Sheet,
    SheetPlan,
)
from pipeline.ingest.note_columns import find_notes
from pipeline.ingest.progress import STATUS_FIELDS, read_progress
from pipeline.ingest.responses import only_theirs, read_responses, with_reasons, with_rejections
from pipeline.ingest.rounds import rounds_caution
from pipeline.ingest.saving_days import without_days_of_unsent
from pipeline.ingest.seekers_above import with_names_repeated
from pipeline.ingest.shaped_rows import (
    ReadTable,
    application_rows,
    belongings,
    feedback_rows,
    rejected_rows,
    stage_event_rows,
)
from pipeline.ingest.table import Table, cut_table
from pipeline.ingest.undated import contact_day_caution, undated_caution
from pipeline.ingest.unnamed import unnamed_caution
from pipeline.vocabulary import Vocabulary


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
    table = fold_events(cut_table(sheet, plan, vocabulary), vocabulary)
    table = take_days_apart(table, uploaded_on, vocabulary)
    progress(0.1)
    cleaned = clean_fields(table, uploaded_on=uploaded_on, vocabulary=vocabulary)
    progress(0.4)
    read = _read_table(table, cleaned, seeker, uploaded_on, vocabulary)
    progress(0.6)
    rows = belongings(read)
    applications, feedback = application_rows(read, rows), feedback_rows(read, rows)
    progress(0.8)
    return ShapedSheet(
        plan=plan,
        rows_read=table.rows_read,
        rows_loaded=int(rows.is_loaded.sum()),
        rows_blank=table.rows_read - table.cells.height,
        applications=applications,
        stage_events=stage_event_rows(read, rows.is_application),
        feedback=feedback,
        rejected=rejected_rows(read, rows),
        warnings=(*sheet.warnings, *_cautions(read)),
        notes=_notes(read, rows.is_application, uploaded_on),
        column_counts=tuple(
            counts
            for counts in count_columns(table, cleaned, read.progress, vocabulary)
            if counts.index < len(plan.columns)
        ),
    )


def _read_table(
    table: Table, cleaned: FieldValues, seeker: str, uploaded_on: dt.date, vocabulary: Vocabulary
) -> ReadTable:
    """Everything that the columns say, each from the others as well."""
    named = take_names_apart(cleaned, table, vocabulary)
    fields = _with_history(named, table, uploaded_on, vocabulary)
    reached = read_progress(table, fields.stages, vocabulary)
    responses = read_responses(table, fields, vocabulary)
    reached = with_reasons(with_rejections(reached, responses), table, responses, vocabulary)
    if seeker == ME:  # whoever said whose search it is means the rows that do not say as well
        fields = with_names_repeated(fields, table)
    fields = without_days_of_unsent(fields, table, reached, vocabulary)
    return ReadTable(table, fields, reached, only_theirs(responses, table, reached.outcome), seeker, vocabulary)


def _cautions(read: ReadTable) -> Iterator[Caution]:
    """What a careful reader is told of the table, its columns and its statuses."""
    yield from read.table.warnings
    yield from read.fields.warnings
    yield from rounds_caution(read.table, read.vocabulary)
    if "applied_date" not in read.fields.values:
        yield from undated_caution(read.table, read.vocabulary)
    yield from contact_day_caution(read.table, read.vocabulary)
    yield from elimination_cautions(read.table.plan, read.vocabulary)
    if read.table.plan.kind != "feedback":
        yield from unnamed_caution(read.table)
        yield from read.progress.warnings


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


def _notes(read: ReadTable, is_application: pl.Series, uploaded_on: dt.date) -> pl.DataFrame:
    """What the free notes of the applications say about feedback."""
    if not is_application.any():
        return pl.DataFrame(schema=NOTE_SCHEMA)
    applied = read.fields.values.get("applied_date", read.table.nulls(pl.Date()))
    return find_notes(
        read.table.filter(is_application),
        applied=applied.filter(is_application),
        outcomes=read.progress.outcome.filter(is_application),
        silent=read.responses.asks.filter(is_application),
        uploaded_on=uploaded_on,
        vocabulary=read.vocabulary,
    )
