"""A bare "Date" of what was not sent is the day of finding it: a wrong day of applying would be the worst error."""

from dataclasses import replace

import polars as pl

from pipeline.ingest.by_elimination import is_by_elimination
from pipeline.ingest.clean import map_distinct
from pipeline.ingest.fields import FieldValues
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.model import ColumnPlan
from pipeline.ingest.progress import Progress
from pipeline.ingest.status import read_status
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, fold

_APPLYING = frozenset({"apply", "send"})


def without_saving_date(
    plans: tuple[ColumnPlan, ...], body: pl.DataFrame, vocabulary: Vocabulary
) -> tuple[ColumnPlan, ...]:
    """Unmap a bare "Date" as the applied date where most rows that have it were not applied to yet.

    One whose header says nothing at all is unmapped where most rows that were not applied to have it.
    """
    date = next((plan for plan in plans if plan.field == "applied_date" and plan.how != "given"), None)
    status = next((plan for plan in plans if plan.field in {"status_text", "stage"}), None)
    if date is None or status is None or not _is_open_header(date.header, vocabulary):
        return plans
    told = body.select(status=f"c{status.index}", is_dated=pl.col(f"c{date.index}").is_not_null()).drop_nulls(
        "status"
    )
    readings = [(read_status(text, vocabulary), is_dated) for text, is_dated in told.iter_rows()]
    known = [
        (reading.stage == "saved", is_dated) for reading, is_dated in readings if reading.stage or reading.outcome
    ]
    saved = [is_dated for is_saved, is_dated in known if is_saved]
    is_of_saving = sum(saved) * 2 > sum(is_dated for _, is_dated in known)
    is_of_all = is_by_elimination(date) and sum(saved) * 2 > len(saved)
    if not (is_of_saving or is_of_all):
        return plans
    reason = "rows that were not applied to yet have this date, so it is not the day of applying"
    return tuple(replace(plan, field=None, how="unmapped", reason=reason) if plan is date else plan for plan in plans)


def without_days_of_unsent(
    fields: FieldValues, table: Table, progress: Progress, vocabulary: Vocabulary
) -> FieldValues:
    """The fields without days of applying of rows that say they were not sent, under a header that says only "Date".

    What was sent already was so on another day. The cells are kept as they are, among what no field holds.
    """
    column = table.column("applied_date")
    if column is None or column.how == "given" or not _is_open_header(column.header, vocabulary):
        return fields
    days = fields.values["applied_date"]
    already = vocabulary.words["sent_before"]
    was_sent = map_distinct(
        progress.status_text, lambda text: any(word in fold(text) for word in already), pl.Boolean()
    )
    frame = pl.DataFrame({"day": days, "is_sent": (progress.stage != "saved") & ~was_sent.fill_null(value=False)})
    is_dropped = table.texts(column).is_not_null() & ~frame["is_sent"]
    kept = fields.kept.get(column.index)
    return replace(
        fields,
        values={**fields.values, "applied_date": frame.select(pl.when("is_sent").then("day")).to_series()},
        kept={**fields.kept, column.index: is_dropped if kept is None else kept | is_dropped},
    )


def _is_open_header(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a header leaves open which day it is; "Applied on" may be that or where, but nothing else."""
    is_open = all(len(meaning.fields) > 1 for meaning, _ in header_meanings(header, vocabulary))
    return is_open and notions_of_header(header, vocabulary).isdisjoint(_APPLYING)
