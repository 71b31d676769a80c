"""A sheet made ready for its table: what is no row is set aside, moved cells are put back, error cells are emptied.

It depends on the sheet and the place of its header alone, so that a kept plan finds the same rows again.
"""

from dataclasses import replace

import polars as pl

from pipeline.ingest.model import Caution, Sheet
from pipeline.ingest.ragged import filled_widths
from pipeline.ingest.remarks import set_aside_remarks
from pipeline.ingest.repair import repair_rows
from pipeline.ingest.set_aside import name_rows
from pipeline.vocabulary import Vocabulary, fold

_LONGEST_ERROR = 15
_NAMED_COLUMNS = 5


def prepare_sheet(sheet: Sheet, header_row: int | None, vocabulary: Vocabulary) -> Sheet:
    """The sheet with as many rows under the same numbers, and cautions for everything that was changed.

    Args:
        sheet: The sheet as read.
        header_row: The spreadsheet row number of its header; None when it has none.
        vocabulary: Words, and what columns look like.
    """
    places = [] if header_row is None else (sheet.row_numbers == header_row).arg_true().to_list()
    header = places[0] if places else None
    prepared = set_aside_remarks(_with_merged(sheet, header_row), header)
    if header is not None:
        prepared = repair_rows(prepared, header, vocabulary)
    return _empty_errors(prepared, header, vocabulary)


def _with_merged(sheet: Sheet, header_row: int | None) -> Sheet:
    """The sheet with what cells merged over several rows below the header say, said in each of those rows."""
    columns: dict[str, pl.Series] = {}
    filled: list[int] = []
    for place, first, last in sheet.merged:
        if place >= sheet.cells.width or (header_row is not None and first <= header_row):
            continue
        name = sheet.cells.columns[place]
        rows = sheet.row_numbers.is_between(first, last).arg_true()
        text = columns.get(name, sheet.cells[name])[int(rows[0])] if len(rows) > 1 else None
        if text is not None:
            columns[name] = columns.get(name, sheet.cells[name]).scatter(rows, text)
            filled += sheet.row_numbers.gather(rows[1:]).to_list()
    if not columns:
        return sheet
    numbers = pl.Series(sorted({*filled}), dtype=pl.Int64)
    message = f"Cells merged over several rows count for each of them; {name_rows(numbers)} were filled from above."
    caution = Caution("merged_cells", message, rows=len(numbers))
    cells = sheet.cells.with_columns(series.alias(name) for name, series in columns.items())
    return replace(sheet, cells=cells, warnings=(*sheet.warnings, caution))


def _empty_errors(sheet: Sheet, header: int | None, vocabulary: Vocabulary) -> Sheet:
    """Take the marks of failed formulas (#REF!, #N/A) out of the rows below the header that say something else too.

    A row that holds nothing else is one that a template filled with formulas.
    """
    below = pl.Series(range(sheet.cells.height)) > (-1 if header is None else header)
    suspects = sheet.cells.select(pl.all().str.starts_with("#").any()).row(0) if sheet.cells.width else ()
    names = [name for name, is_suspect in zip(sheet.cells.columns, suspects, strict=True) if is_suspect]
    wrong = {name: _is_error(sheet.cells[name], vocabulary) & below for name in names}
    wrong = {name: mask for name, mask in wrong.items() if mask.any()}
    if not wrong:
        return sheet
    emptied = sheet.cells.with_columns(pl.when(~mask).then(pl.col(name)).alias(name) for name, mask in wrong.items())
    says_more = filled_widths(emptied) > 0
    columns = {name: mask & says_more for name, mask in wrong.items() if (mask & says_more).any()}
    if not columns:
        return sheet
    cells = sheet.cells.with_columns(pl.when(~mask).then(pl.col(name)).alias(name) for name, mask in columns.items())
    return replace(sheet, cells=cells, warnings=(*sheet.warnings, _error_caution(sheet, header, columns)))


def _is_error(texts: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    suspects = texts.filter(texts.str.starts_with("#") & (texts.str.len_chars() <= _LONGEST_ERROR))
    errors = [text for text in suspects.unique() if fold(text) in vocabulary.words["cell_errors"]]
    return texts.is_in(errors).fill_null(value=False)


def _error_caution(sheet: Sheet, header: int | None, columns: dict[str, pl.Series]) -> Caution:
    rows = pl.any_horizontal(*(pl.lit(mask) for mask in columns.values()))
    numbers = sheet.row_numbers.filter(pl.select(rows).to_series())
    headers = [] if header is None else [sheet.cells[name][header] for name in columns]
    named = [f'"{text.strip()}"' for text in headers if text]
    is_one = sum(int(mask.sum()) for mask in columns.values()) == 1
    these = "this cell is" if is_one else "these cells are"
    under = f" under {', '.join(named[:_NAMED_COLUMNS])}" if named else ""
    message = f"A formula failed{under} in {name_rows(numbers)} (#REF!, #N/A and the like); {these} read as empty."
    column = headers[0] if len(columns) == 1 and headers else None
    return Caution("error_cells", message, column=column, rows=len(numbers))
