"""Sheets that run sideways: field names down one column, one application a column."""

from collections import Counter
from collections.abc import Sequence

import polars as pl

from pipeline.ingest.beside import field_of
from pipeline.ingest.layout import HeaderRow, is_plainly_header, is_value_like, score_header
from pipeline.ingest.model import Sheet
from pipeline.ingest.profile import profile_column
from pipeline.vocabulary import Vocabulary, compact, fold

_MOST_FIELDS = 300
_FIRST_COLUMNS = 3
"""The field names stand in the first column, or in the second or third beside a title or a margin."""

_MANY = 4
"""So many fields in one column are no chance."""

_AGAIN = 3
"""A text that stands there so often, and in one cell of so many, names no field."""

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

    A list that explains fields has the same first column; so dates, addresses, statuses or job titles must stand
    where their names say, and no word for a kind of cell, nor another header, where the company's and the role's do.
    """
    if not 0 < sheet.cells.height <= _MOST_FIELDS or sheet.cells.width < 2:
        return False
    sideways = transpose(sheet).cells
    for place, row in enumerate(sideways.head(_FIRST_COLUMNS).iter_rows()):
        texts = [cell for cell in row if cell]
        header = score_header(texts, vocabulary)
        if header is not None:
            if _says_one_thing(texts):
                return False
            names_fields = is_plainly_header(row, vocabulary) or _names_many(row, header, vocabulary)
            return names_fields and _has_values(sideways, place, vocabulary)
    return False


def _says_one_thing(texts: Sequence[str]) -> bool:
    """Whether one text comes again and again, as in a column of kinds of jobs; names of fields differ."""
    most = Counter(compact(text) for text in texts).most_common(1)[0][1]
    return most >= _AGAIN and most * _AGAIN >= len(texts)


def _names_many(row: Sequence[str | None], header: HeaderRow, vocabulary: Vocabulary) -> bool:
    """Whether cells name so many fields, the company's among them, that the rest may be notes of the person's own."""
    texts = [cell for cell in row if cell]
    is_plain = not any(is_value_like(text) for text in texts)
    return is_plain and header.names >= _MANY and "company" in {field_of(text, vocabulary) for text in texts}


def _has_values(sideways: pl.DataFrame, header: int, vocabulary: Vocabulary) -> bool:
    body = sideways.slice(header + 1)
    fields = {
        name: field_of(text, vocabulary)
        for name, text in zip(sideways.columns, sideways.row(header), strict=True)
        if text
    }
    if any(_explains(body[name], vocabulary) for name, field in fields.items() if field in _KEYS):
        return False
    return any(_is_typed(body[name], field, vocabulary) for name, field in fields.items())


def _explains(texts: pl.Series, vocabulary: Vocabulary) -> bool:
    """Whether one of the texts says what belongs there, or is the name of a field."""
    words = vocabulary.words["cell_kinds"] | vocabulary.words["yes"] | vocabulary.words["no"]
    return any(fold(text) in words or compact(text) in vocabulary.headers for text in texts.drop_nulls())


def _is_typed(texts: pl.Series, field: str | None, vocabulary: Vocabulary) -> bool:
    profile = profile_column(texts, vocabulary)
    several = profile.filled > 1
    is_status = profile.statuses >= _FIT and len(texts) > 1
    is_role = field == "role" and profile.roles >= _FIT and several
    return profile.filled > 0 and (max(profile.dates, profile.urls) >= _FIT or is_status or is_role)
