"""What was read from every kept upload, put together into the tables of ``sql/tables/``."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from pipeline.decisions import Decisions
from pipeline.ingest.model import APPLICATION_SCHEMA, FEEDBACK_SCHEMA, NOTE_SCHEMA, STAGE_EVENT_SCHEMA
from pipeline.themes.codebook import Codebook
from pipeline.vocabulary import Vocabulary, counted
from pipeline.warehouse.import_columns import import_columns
from pipeline.warehouse.match import folded, matching_applications, stable_ids
from pipeline.warehouse.merge import under_one_name, with_merges
from pipeline.warehouse.notes import accepted_feedback, note_findings
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.warehouse.read_import import ReadImport
from pipeline.warehouse.same_feedback import with_same_entries
from pipeline.warehouse.snapshots import seen_to_change
from pipeline.warehouse.theme_tables import theme_tables

_PLACE = ["import_id", "table_number", "row_number"]
"""Where a row stands; tables side by side have rows of the same number."""


def assemble(
    imports: Sequence[ReadImport],
    codebook: Codebook,
    vocabulary: Vocabulary,
    decisions: Decisions,
    *,
    progress: Progress = ignore_progress,
) -> dict[str, pl.DataFrame]:
    """Every table by name, with the columns of its file in ``sql/tables/``.

    Args:
        imports: Every import that counts, oldest first; the newest of each tracker gives the rows, older ones
            only the evidence of what changed between two uploads.
        codebook: The themes to look for.
        vocabulary: The stages.
        decisions: What the user decided.
        progress: Told of every step.
    """
    rows = sum(sheet.rows_loaded for item in imports for sheet in item.reading.sheets)
    progress(f"putting {counted(rows, 'row')} together", 0.0)
    newest = {item.record.tracker: item for item in imports}
    current = [item for item in imports if newest[item.record.tracker] is item]
    stages = _stages(vocabulary)
    applications = with_merges(application_rows(current), decisions.told_apart)
    progress("looking for what changed between uploads", 0.25)
    applications, events = _with_changes(imports, current, applications, stages)
    progress("matching feedback to applications", 0.35)
    log = _matched(feedback_rows(current), applications, stages)
    progress("looking through the notes", 0.45)
    notes, feedback = _with_notes(log, current, applications, decisions)
    texts = counted(feedback["feedback_text"].count(), "text")

    def tell_themes(share: float) -> None:
        progress(f"finding themes in {texts}", 0.5 + 0.5 * share)

    tell_themes(0.0)
    return {
        **_dated(applications, events, feedback),
        "note_findings": notes,
        **theme_tables(feedback, codebook, progress=tell_themes),
        "imports": _imports(imports, current),
        "import_columns": import_columns(current, vocabulary),
        "rejected_rows": _rejected_rows(current),
        "stages": stages,
    }


def _with_changes(
    imports: Sequence[ReadImport], current: Sequence[ReadImport], applications: pl.DataFrame, stages: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The applications with the days on which they were seen to have ended, and every stage event."""
    seen = seen_to_change(imports, application_rows, stages)
    applications = _with_closings(applications, seen.closings)
    still_there = seen.events.join(applications.select("application_id"), on="application_id", how="semi")
    return applications, pl.concat([_column_events(current, applications), still_there])


def _with_notes(
    log: pl.DataFrame, current: Sequence[ReadImport], applications: pl.DataFrame, decisions: Decisions
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the notes say of feedback, and the log with what the user accepted of it."""
    notes = note_findings(
        _stacked(current, "notes", NOTE_SCHEMA),
        under_one_name(applications),
        _about_whole_applications(log, applications),
        decisions.notes,
    )
    entries = pl.concat([log, accepted_feedback(notes, applications)], how="diagonal")
    whole = _about_whole_applications(entries, applications)["application_id"]
    return notes, with_same_entries(entries, whole)


def _dated(applications: pl.DataFrame, events: pl.DataFrame, feedback: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The tables that have days, with day numbers and weeks, and the weeks from the first of them to the last."""
    applications = with_days(applications, "applied", "closed", "first_response")
    feedback = with_days(feedback, "asked", "responded")
    events = with_days(events, "event")
    weeks = _weeks(
        applications["applied_week"],
        applications["closed_week"],
        events["event_week"],
        feedback["asked_week"],
        feedback["responded_week"],
    )
    return {"applications": applications, "stage_events": events, "feedback": feedback, "weeks": weeks}


def _stacked(imports: Sequence[ReadImport], part: str, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """One frame of every table's ``part``, with the import, the tracker and the table it comes from."""
    frames: list[pl.DataFrame] = [
        getattr(sheet, part).with_columns(
            pl.lit(item.record.tracker).alias("tracker"),
            pl.lit(item.record.import_id, dtype=pl.Int32).alias("import_id"),
            pl.lit(number, dtype=pl.Int32).alias("table_number"),
        )
        for item in imports
        for number, sheet in item.reading.numbered_tables()
    ]
    whose = {"tracker": pl.String(), "import_id": pl.Int32(), "table_number": pl.Int32()}
    empty = pl.DataFrame(schema={**schema, **whose})
    return pl.concat([empty, *frames])


def application_rows(imports: Sequence[ReadImport]) -> pl.DataFrame:
    """The applications of imports, each with its ``application_id`` and the keys it is matched by."""
    stacked = _stacked(imports, "applications", APPLICATION_SCHEMA)
    frame = stacked.with_columns(
        folded(stacked["company"], as_company=True).alias("company_key"), folded(stacked["role"]).alias("role_key")
    )
    ids = stable_ids(
        frame, "a-", ["tracker", "seeker", "company_key", "role_key"], ["applied_date", "sheet", "row_number"]
    )
    return frame.with_columns(ids.alias("application_id"))


def feedback_rows(imports: Sequence[ReadImport]) -> pl.DataFrame:
    """The feedback of imports, each with its ``feedback_id`` and the keys it is matched by."""
    stacked = _stacked(imports, "feedback", FEEDBACK_SCHEMA)
    frame = stacked.with_columns(
        folded(stacked["company"], as_company=True).alias("company_key"),
        folded(stacked["role"]).alias("role_key"),
        pl.coalesce("asked_date", "responded_date").alias("_day"),
    )
    ids = stable_ids(frame, "f-", ["tracker", "seeker", "company_key", "role_key", "_day"], ["sheet", "row_number"])
    return frame.with_columns(ids.alias("feedback_id"))


def _matched(frame: pl.DataFrame, applications: pl.DataFrame, stages: pl.DataFrame) -> pl.DataFrame:
    """The feedback with the application each entry is about, and what an entry leaves unsaid taken from it."""
    found = matching_applications(frame, under_one_name(applications))
    matched = pl.concat([_from_the_same_row(frame, applications), found]).unique(
        "feedback_id", keep="first", maintain_order=True
    )
    theirs = applications.select(
        "application_id",
        pl.col("company").alias("_company"),
        pl.col("company_key").alias("_company_key"),
        pl.col("role").alias("_role"),
        _furthest_stage(applications, stages).alias("_stage"),
    )
    return (
        frame.join(matched, on="feedback_id", how="left", maintain_order="left")
        .join(theirs, on="application_id", how="left", maintain_order="left")
        .with_columns(
            *(pl.coalesce(name, f"_{name}").alias(name) for name in ("company", "company_key", "role", "stage")),
            pl.lit("log").alias("origin"),
        )
    )


def _about_whole_applications(feedback: pl.DataFrame, applications: pl.DataFrame) -> pl.DataFrame:
    """The feedback with every merged application under the name of the row that stays."""
    names = applications.select("application_id", under_one_name(applications)["application_id"].alias("_whole"))
    return (
        feedback.join(names, on="application_id", how="left", maintain_order="left")
        .with_columns(pl.col("_whole").alias("application_id"))
        .drop("_whole")
    )


def _from_the_same_row(feedback: pl.DataFrame, applications: pl.DataFrame) -> pl.DataFrame:
    """An entry written in an application's own row is about that application."""
    return feedback.join(applications, on=_PLACE, how="inner", nulls_equal=True).select(
        "feedback_id", "application_id"
    )


def _furthest_stage(applications: pl.DataFrame, stages: pl.DataFrame) -> pl.Series:
    """For each row, the furthest stage of all rows that are the same application."""
    named = under_one_name(applications).join(stages, on="stage", how="left", maintain_order="left")
    return named.select(pl.col("stage").sort_by("stage_rank").last().over("application_id")).to_series()


def _column_events(imports: Sequence[ReadImport], applications: pl.DataFrame) -> pl.DataFrame:
    return (
        _stacked(imports, "stage_events", STAGE_EVENT_SCHEMA)
        .join(applications.select("application_id", *_PLACE), on=_PLACE, how="inner", nulls_equal=True)
        .select("application_id", "stage", "event_date", pl.lit("column").alias("origin"))
    )


def _with_closings(applications: pl.DataFrame, closings: pl.DataFrame) -> pl.DataFrame:
    """The day an application was seen to have ended, where its tracker has no date for it."""
    seen = closings.rename({"closed_date": "_seen"})
    return (
        applications.join(seen, on=["application_id", "outcome"], how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("closed_date").is_not_null())
            .then(pl.lit("column"))
            .when(pl.col("_seen").is_not_null())
            .then(pl.lit("snapshot"))
            .alias("closed_origin"),
            pl.coalesce("closed_date", "_seen").alias("closed_date"),
        )
        .drop("_seen")
    )


def with_days(frame: pl.DataFrame, *events: str) -> pl.DataFrame:
    """Day numbers and weeks beside dates, so that no view needs a date function.

    Args:
        frame: Has an ``<event>_date`` for each of ``events``.
        events: For each, ``<event>_day`` (days since 1970-01-01) and ``<event>_week`` (its Monday) are added.
    """
    days = [pl.col(f"{event}_date").cast(pl.Int32).alias(f"{event}_day") for event in events]
    weeks = [pl.col(f"{event}_date").dt.truncate("1w").alias(f"{event}_week") for event in events]
    return frame.with_columns(*days, *weeks)


def _stages(vocabulary: Vocabulary) -> pl.DataFrame:
    rows = [(term.name, term.rank, term.label) for term in vocabulary.stages.values()]
    schema = {"stage": pl.String, "stage_rank": pl.Int32, "stage_label": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _imports(imports: Sequence[ReadImport], current: Sequence[ReadImport]) -> pl.DataFrame:
    rows = [
        {
            "import_id": item.record.import_id,
            "tracker": item.record.tracker,
            "seeker": item.record.seeker,
            "file_name": item.record.file_name,
            "sha256": item.record.sha256,
            "imported_at": item.record.imported_at.replace(tzinfo=None),
            "is_current": item in current,
            "rows_read": sum(sheet.rows_read for sheet in item.reading.sheets),
            "rows_loaded": sum(sheet.rows_loaded for sheet in item.reading.sheets),
            "rows_blank": sum(sheet.rows_blank for sheet in item.reading.sheets),
            "rows_rejected": sum(sheet.rows_rejected for sheet in item.reading.sheets),
        }
        for item in imports
    ]
    counts = dict.fromkeys(("rows_read", "rows_loaded", "rows_blank", "rows_rejected"), pl.Int64)
    texts = dict.fromkeys(("tracker", "seeker", "file_name", "sha256"), pl.String)
    return pl.DataFrame(
        rows,
        schema={
            "import_id": pl.Int32,
            **texts,
            "imported_at": pl.Datetime,
            "is_current": pl.Boolean,
            **counts,
        },
    )


def _rejected_rows(imports: Sequence[ReadImport]) -> pl.DataFrame:
    rows = [
        (
            item.record.import_id,
            sheet.plan.sheet,
            row.row_number,
            row.reason,
            json.dumps(dict(row.cells), ensure_ascii=False),
        )
        for item in imports
        for sheet in item.reading.sheets
        for row in sheet.rejected
    ]
    schema = {
        "import_id": pl.Int32,
        "sheet": pl.String,
        "row_number": pl.Int64,
        "reason": pl.String,
        "cells": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _weeks(*week_columns: pl.Series) -> pl.DataFrame:
    """Every Monday from the first event's week to the last's."""
    bounds = [(column.min(), column.max()) for column in week_columns if column.drop_nulls().len()]
    if not bounds:
        return pl.DataFrame(schema={"week_start": pl.Date})
    first = min(low for low, _ in bounds if isinstance(low, date))
    last = max(high for _, high in bounds if isinstance(high, date))
    return pl.DataFrame({"week_start": pl.date_range(first, last, "1w", eager=True)})
