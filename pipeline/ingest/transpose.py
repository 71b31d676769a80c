"""Sheets that run sideways: field names down one column, one application a column."""

import polars as pl

from pipeline.ingest.layout import is_plainly_header, score_header
from pipeline.ingest.model import Sheet
from pipeline.ingest.profile import profile_column
from pipeline.vocabulary import Vocabulary

_MOST_FIELDS = 300
_FIRST_COLUMNS = 3
"""The field names stand in the first column, or in the second or third beside a title or a margin."""

_FIT = 0.6
_KEYS = ("company", "role")


def transpose(sheet: Sheet) -> Sheet:
    """The sheet with its columns as rows, numbered from 1 (column A), and its rows as columns."""
    rows = sheet.cells.transpose()
    rows.columns = [f"c{place}" for place in range(rows.width)]
    numbers = pl.Series(range(1, rows.height + 1), dtype=sheet.row_numbers.dtype)
    return Sheet(sheet.name, rows, numbers, sheet.warnings)


def runs_sideways(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether one of the first columns surely is a header, and the cells beside it are values of an application.

    A list that explains fields has the same first column; so a date, an address or a column's worth of status words
    must stand where their names say.
    """
    if not 0 < sheet.cells.height <= _MOST_FIELDS or sheet.cells.width < 2:
        return False
    sideways = transpose(sheet).cells
    for place, row in enumerate(sideways.head(_FIRST_COLUMNS).iter_rows()):
        header = score_header([cell for cell in row if cell], vocabulary)
        if header is not None:
            return is_plainly_header(row, vocabulary) and _has_values(sideways, place, vocabulary)
    return False


def _has_values(sideways: pl.DataFrame, header: int, vocabulary: Vocabulary) -> bool:
    body = sideways.slice(header + 1)
    for name, text in zip(sideways.columns, sideways.row(header), strict=True):
        if not text:
            continue
        profile = profile_column(body[name], vocabulary)
        is_typed = max(profile.dates, profile.urls) >= _FIT
        is_status = profile.statuses >= _FIT and body.height > 1
        if profile.filled and (is_typed or is_status):
            return True
    return False
