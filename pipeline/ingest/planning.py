"""How one sheet is read: where its tables are, what their columns are named, and which field each is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from pipeline.ingest.beside import find_beside
from pipeline.ingest.candidates import Column
from pipeline.ingest.exports import apply_export, find_export, told_columns
from pipeline.ingest.header_names import find_second_row, name_columns
from pipeline.ingest.layout import Region, find_regions, is_plainly_header
from pipeline.ingest.memory import Memory
from pipeline.ingest.model import ColumnPlan, Kind, ReadingOptions, Sheet, SheetPlan
from pipeline.ingest.prepare import prepare_sheet
from pipeline.ingest.profile import profile_column
from pipeline.ingest.program_runs import with_reasons_of_runs
from pipeline.ingest.recognise import recognise
from pipeline.ingest.saving_days import without_saving_date
from pipeline.ingest.secrets import mark_secrets
from pipeline.ingest.settled import Settled, settle
from pipeline.ingest.side_by_side import Band, find_bands, narrow
from pipeline.ingest.transpose import runs_sideways, transpose
from pipeline.ingest.unheaded import plan_without_header, skipped_sheet
from pipeline.vocabulary import Vocabulary, compact

PROFILED_ROWS = 1_000
"""Rows whose values are looked at; more change no decision."""

_BESIDE = "beside the table"


def plan_sheet(
    sheet: Sheet, options: ReadingOptions, vocabulary: Vocabulary, memory: Memory | None = None
) -> tuple[SheetPlan, ...]:
    """One plan for each table of a sheet from top to bottom; a skipped one where there is no table we know.

    Args:
        sheet: The sheet as text.
        options: What the user decided about the file.
        vocabulary: Spellings and words.
        memory: How the tracker was read the last time, which counts where the options leave it open.
    """
    if sheet.cells.height == 0 or sheet.cells.width == 0:
        return (skipped_sheet(sheet, "the sheet is empty"),)
    regions = find_regions(sheet.cells, vocabulary)
    is_plain = any(is_plainly_header(sheet.cells.row(region.header), vocabulary) for region in regions)
    if not is_plain and runs_sideways(sheet, vocabulary):
        turned = plan_sheet(transpose(sheet), options, vocabulary, memory)
        return tuple(replace(plan, is_transposed=True) for plan in turned)
    if not regions and (place := row_of_given(sheet, options, memory)) is not None:
        regions = (Region(0, sheet.cells.height, place),)
    if not regions:
        return (plan_without_header(sheet, options, vocabulary, memory),)
    tables = [table for region in regions for table in _tables_of(sheet, region, vocabulary)]
    return tuple(_plan_region(*table, options, vocabulary, memory, place) for place, table in enumerate(tables))


def _tables_of(sheet: Sheet, region: Region, vocabulary: Vocabulary) -> Iterator[tuple[Sheet, Region, Band]]:
    """The tables that stand side by side in a region, each with the others' cells blank; mostly there is one."""
    bands = find_bands(sheet.cells, region, vocabulary)
    if not bands:
        yield sheet, region, None
    for band in bands:
        own = narrow(sheet, band)
        for part in find_regions(own.slice(region.start, region.stop - region.start).cells, vocabulary):
            rows = (region.start + place for place in (part.start, part.stop, part.header))
            yield own, Region(*rows), band


def row_of_given(sheet: Sheet, options: ReadingOptions, memory: Memory | None) -> int | None:
    """The first row that holds every header the user named, or most of a header that is remembered."""
    wanted = {compact(header) for header in options.columns.values()}
    known = memory.known_headers(sheet.name) if memory else frozenset()
    for place, row in enumerate(sheet.cells.head(PROFILED_ROWS).iter_rows() if wanted or known else ()):
        cells = {compact(cell) for cell in row if cell}
        if (wanted and wanted <= cells) or (not wanted and len(known & cells) * 2 > len(known)):
            return place
    return None


def _plan_region(
    sheet: Sheet,
    region: Region,
    band: Band,
    options: ReadingOptions,
    vocabulary: Vocabulary,
    memory: Memory | None,
    place: int,
) -> SheetPlan:
    second = find_second_row(sheet.cells, region, vocabulary)
    names = name_columns(sheet.cells, region.header, second, vocabulary)
    start = max(region.header, second if second is not None else 0) + 1
    header_row = int(sheet.row_numbers[region.header])
    looked_at = sheet.slice(region.start, min(region.stop, start + PROFILED_ROWS) - region.start)
    body = prepare_sheet(looked_at, header_row, vocabulary).cells.slice(start - region.start)
    own = [cell or "" for cell in sheet.cells.row(region.header)]
    export = find_export(own, vocabulary)
    settled = settle(
        options,
        _given_columns(names, own, options),
        memory.of_table(sheet.name, names, place) if memory else None,
        width=len(names),
        told=export.date_order if export else "auto",
    )
    told = settled.with_told(told_columns(own, export, settled.places))
    beside = tuple(at for at in find_beside(body, names, own, vocabulary) if at not in told.given)
    headed = len(names) if sheet.widths is None else int(sheet.widths[region.header])
    kind, columns = _plan_columns(names, body, beside, told, vocabulary, headed=headed)
    return SheetPlan(
        sheet=sheet.name,
        kind=kind,
        header_row=header_row,
        columns=settled.remarked(apply_export(columns, export, settled.places)),
        date_order=settled.date_order,
        reason="no column names a company or role" if kind == "skipped" else "",
        first_row=int(sheet.row_numbers[region.start]) if region.start else None,
        last_row=int(sheet.row_numbers[region.stop - 1]) if region.stop < sheet.cells.height else None,
        band=band,
        second_header_row=int(sheet.row_numbers[second]) if second is not None else None,
        beside=beside,
        export=export.name if export else None,
        is_told=settled.kind is not None,
        remembered_from=settled.remembered_from,
    )


def _plan_columns(
    names: Sequence[str],
    body: pl.DataFrame,
    beside: Sequence[int],
    settled: Settled,
    vocabulary: Vocabulary,
    *,
    headed: int,
) -> tuple[Kind, tuple[ColumnPlan, ...]]:
    seen = [
        Column(index, name, profile_column(body[f"c{index}"], vocabulary), is_headed=index < headed)
        for index, name in enumerate(names)
        if index not in beside
    ]
    kind, planned = recognise(
        seen, kind=settled.kind, given=settled.given, unread=settled.unread, vocabulary=vocabulary
    )
    planned = without_saving_date(settled.filled(planned), body, vocabulary)
    planned = with_reasons_of_runs(planned, body, vocabulary)
    planned = mark_secrets(planned, body, keep=settled.secrets, vocabulary=vocabulary)
    aside = (ColumnPlan(index, names[index], None, "unmapped", 1.0, _BESIDE) for index in beside)
    return kind, tuple(sorted((*planned, *aside), key=lambda column: column.index))


def _given_columns(names: Sequence[str], own: Sequence[str], options: ReadingOptions) -> dict[str, int]:
    """Field to column index for the columns the user named, by whole name or header cell, of those that are here."""
    places: dict[str, int] = {}
    for headers in (names, own):
        for index, header in enumerate(headers):
            places.setdefault(compact(header), index)
    return {field: places[compact(header)] for field, header in options.columns.items() if compact(header) in places}
