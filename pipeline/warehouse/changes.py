"""What an import changes: the rows a tracker has now against those it would have."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.model import APPLICATION_SCHEMA, FEEDBACK_SCHEMA
from pipeline.warehouse.assemble import application_rows, feedback_rows
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.read_import import ReadImport
from pipeline.workspace import Workspace, active_records

APPLICATION_FIELDS = [name for name in APPLICATION_SCHEMA if name not in {"sheet", "row_number"}]
"""What of an application can change; where its row stands in the file is no change."""

_TAKEN_FROM_THE_APPLICATION = {"company", "role", "stage"}
"""What an entry that does not say it has from its application; it can differ though the entry is the same."""

FEEDBACK_FIELDS = [
    name
    for name in FEEDBACK_SCHEMA
    if name not in {"sheet", "row_number", "applied_date", *_TAKEN_FROM_THE_APPLICATION}
]
"""What of a feedback entry can change; another company or role makes it another entry."""

_RENAMED_BY = ["role", "applied_date", "url"]


@dataclass(frozen=True)
class RowChanges:
    """What happened to the rows of one kind: new + updated + renamed + unchanged are the rows there are then.

    Attributes:
        new: The rows that were not there, with their id.
        updated: One row a changed field: id, company, role, field, before, after (as text).
        gone: The rows that are there no more, with their id.
        renamed: id, before, after (companies) and role, where one row gone and one new differ in the company alone.
        unchanged_count: Rows that stay as they are.
    """

    new: pl.DataFrame
    updated: pl.DataFrame
    gone: pl.DataFrame
    renamed: pl.DataFrame
    unchanged_count: int

    @property
    def updated_count(self) -> int:
        """How many rows change in at least one field."""
        return self.updated["id"].n_unique()

    @property
    def is_nothing(self) -> bool:
        """Whether everything stays as it is."""
        return not (self.new.height or self.updated.height or self.gone.height or self.renamed.height)

    def counts(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "new": self.new.height,
            "updated": self.updated_count,
            "renamed": self.renamed.height,
            "gone": self.gone.height,
            "unchanged": self.unchanged_count,
        }


@dataclass(frozen=True)
class Changes:
    """What an import changes in a tracker's applications and feedback."""

    applications: RowChanges
    feedback: RowChanges


@dataclass(frozen=True)
class TrackerRows:
    """The applications and feedback of one tracker, each with its id and fields, as its uploads say them."""

    applications: pl.DataFrame
    feedback: pl.DataFrame


def published_rows(workspace: Workspace, tracker: str) -> TrackerRows:
    """The rows of a tracker in the published version; none where it is new."""
    if all(record.tracker != tracker for record in active_records(workspace)):
        return TrackerRows(
            pl.DataFrame(schema={"application_id": pl.String, **APPLICATION_SCHEMA}),
            pl.DataFrame(schema={"feedback_id": pl.String, **FEEDBACK_SCHEMA}),
        )
    with open_version(ensure_built(workspace)) as connection:
        return TrackerRows(
            fetch(connection, _APPLICATIONS, tracker=tracker), fetch(connection, _FEEDBACK, tracker=tracker)
        )


_APPLICATIONS = """
    select * replace (case when closed_origin = 'column' then closed_date end as closed_date)
    from applications
    where tracker = $tracker
"""

_FEEDBACK = "select * from feedback where tracker = $tracker and origin = 'log'"


def rows_of_tracker(item: ReadImport) -> TrackerRows:
    """The rows that an upload makes of its tracker."""
    return TrackerRows(application_rows([item]), feedback_rows([item]))


def changes_in_tracker(before: TrackerRows, after: TrackerRows) -> Changes:
    """Compare two states of a tracker."""
    return Changes(
        changes_between(
            before.applications, after.applications, id_column="application_id", fields=APPLICATION_FIELDS
        ),
        changes_between(before.feedback, after.feedback, id_column="feedback_id", fields=FEEDBACK_FIELDS),
    )


def changes_between(
    before: pl.DataFrame, after: pl.DataFrame, *, id_column: str, fields: Sequence[str]
) -> RowChanges:
    """Compare two states of a tracker's rows.

    Args:
        before: The rows there are, with ``id_column`` and ``fields``.
        after: The rows there would be, likewise.
        id_column: What makes a row the same row.
        fields: What can change about it. Both frames have company and role as well, to name a row by.
    """
    named = dict.fromkeys(["company", "role", *fields])
    old = before.select(pl.col(id_column).alias("id"), *named)
    now = after.select(pl.col(id_column).alias("id"), *named)
    gone, new = old.join(now, on="id", how="anti"), now.join(old, on="id", how="anti")
    renamed = _renamed(gone, new)
    updated = _updated(old, now, fields)
    kept = now.height - new.height
    return RowChanges(
        new=new.join(renamed, on="id", how="anti"),
        updated=updated,
        gone=gone.join(renamed.select(id="gone_id"), on="id", how="anti"),
        renamed=renamed.drop("gone_id"),
        unchanged_count=kept - updated["id"].n_unique(),
    )


def _updated(old: pl.DataFrame, now: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    both = now.join(old, on="id", how="inner", suffix="_before")
    frames = [
        both.filter(pl.col(field).ne_missing(pl.col(f"{field}_before"))).select(
            "id",
            "company",
            "role",
            pl.lit(field).alias("field"),
            pl.col(f"{field}_before").cast(pl.String).alias("before"),
            pl.col(field).cast(pl.String).alias("after"),
        )
        for field in fields
    ]
    return pl.concat(frames)


def _renamed(gone: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Pairs that share role, applied date and link, where only one row on either side has them."""
    columns = {"id": pl.String, "gone_id": pl.String, "before": pl.String, "after": pl.String, "role": pl.String}
    keys = [name for name in _RENAMED_BY if name in gone.columns]
    if len(keys) < len(_RENAMED_BY):
        return pl.DataFrame(schema=columns)
    is_told = pl.col("role").is_not_null() & pl.col("applied_date").is_not_null()
    only = pl.len().over(keys) == 1
    gone, new = gone.filter(is_told).filter(only), new.filter(is_told).filter(only)
    return new.join(gone, on=keys, how="inner", nulls_equal=True, suffix="_gone").select(
        "id",
        pl.col("id_gone").alias("gone_id"),
        pl.col("company_gone").alias("before"),
        pl.col("company").alias("after"),
        "role",
    )
