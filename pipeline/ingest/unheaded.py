"""How a sheet without a header we know is read: by its values, and by what the user says of columns by letter."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipeline.ingest.headerless import plan_by_values
from pipeline.ingest.memory import Memory
from pipeline.ingest.model import ColumnPlan, ReadingOptions, Sheet, SheetPlan
from pipeline.ingest.prepare import prepare_sheet
from pipeline.ingest.profile import profile_column
from pipeline.ingest.recognise import may_be_several
from pipeline.ingest.secrets import mark_secrets
from pipeline.ingest.set_aside import column_name
from pipeline.ingest.settled import Settled, settle
from pipeline.vocabulary import Vocabulary, compact

_PROFILED_ROWS = 1_000
_BOARD_WIDTH = 3
_BOARD_SHARE = 0.6
_NAMING = frozenset({"company", "role", "feedback_text"})
_NAMED = "named by you"


def plan_without_header(
    sheet: Sheet, options: ReadingOptions, vocabulary: Vocabulary, memory: Memory | None
) -> SheetPlan:
    """Decide how such a sheet is read; skipped where neither its values nor the user say what its columns are.

    Args:
        sheet: The sheet as text.
        options: What the user decided about the file.
        vocabulary: Spellings and words.
        memory: How the tracker was read the last time, which counts where the options leave it open.
    """
    cells = prepare_sheet(sheet, None, vocabulary).cells
    found = plan_by_values(cells, vocabulary) if options.kind != "feedback" else None
    header = None if found is None or found.header is None else int(sheet.row_numbers[found.header])
    columns = found.columns if found else tuple(_unknown(place) for place in range(cells.width))
    names = [column.header for column in columns]
    remembered = memory.of_headless(sheet.name, names) if memory and header is None else None
    settled = settle(options, _named(names, options), remembered, width=len(names), told="auto")
    if found is None and _NAMING.isdisjoint(settled.given.values()):
        return skipped_sheet(sheet, _why_unknown(sheet, vocabulary))
    columns = settled.remarked(tuple(_as_settled(columns, settled)))
    columns = mark_secrets(columns, cells, keep=settled.secrets, vocabulary=vocabulary)
    return SheetPlan(
        sheet.name,
        settled.kind or "applications",
        header,
        columns,
        settled.date_order,
        is_told=settled.kind is not None,
        remembered_from=settled.remembered_from,
    )


def skipped_sheet(sheet: Sheet, reason: str) -> SheetPlan:
    """The plan of a sheet that is not read."""
    columns = tuple(_unknown(place) for place in range(sheet.cells.width))
    return SheetPlan(sheet.name, "skipped", None, columns, reason=reason)


def _unknown(place: int) -> ColumnPlan:
    return ColumnPlan(place, column_name(place), None, "unmapped", 0.0)


def _named(names: Sequence[str], options: ReadingOptions) -> dict[str, int]:
    """Field to the place of its column, for the columns that the user names."""
    places = {compact(name): place for place, name in enumerate(names)}
    return {field: places[compact(header)] for field, header in options.columns.items() if compact(header) in places}


def _as_settled(columns: Sequence[ColumnPlan], settled: Settled) -> Sequence[ColumnPlan]:
    """The columns as the user says they are; what was recognised gives way."""
    taken = {field for field in settled.given.values() if not may_be_several(field)}
    decided = []
    for column in columns:
        if column.index in settled.places:
            field = settled.given.get(column.index)
            decided.append(replace(column, field=field, how="given", confidence=1.0, reason=_NAMED))
        elif column.field in taken:
            decided.append(replace(column, field=None, how="unmapped", confidence=0.0, reason=""))
        else:
            decided.append(column)
    return decided


def _why_unknown(sheet: Sheet, vocabulary: Vocabulary) -> str:
    """Why no table was found; boards of days or of statuses are named, since a row of theirs is no application."""
    filled = sheet.cells.head(_PROFILED_ROWS).filter(pl.any_horizontal(pl.all().is_not_null()))
    if filled.height > 1:
        profile = profile_column(pl.Series([cell for cell in filled.row(0) if cell], dtype=pl.String), vocabulary)
        for share, what in ((profile.dates, "day"), (profile.statuses, "status")):
            if profile.filled >= _BOARD_WIDTH and share >= _BOARD_SHARE:
                return (
                    f"each of its columns is a {what} with names below it, where a row for each application is needed"
                )
    return "no row looks like a header we know"
