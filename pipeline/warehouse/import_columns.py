"""How each column of the current imports was read, as the table ``import_columns``."""

import json
from collections.abc import Iterator, Sequence

import polars as pl

from pipeline.ingest.model import ShapedSheet
from pipeline.ingest.secrets import is_stored
from pipeline.vocabulary import Vocabulary
from pipeline.warehouse.read_import import ReadImport

_SCHEMA = {
    "import_id": pl.Int32,
    "table_number": pl.Int32,
    "sheet": pl.String,
    "column_number": pl.Int32,
    "header": pl.String,
    "field": pl.String,
    "how": pl.String,
    "confidence": pl.Float64,
    "is_stored": pl.Boolean,
    "row_count": pl.Int64,
    "filled_count": pl.Int64,
    "unparsed_count": pl.Int64,
    "examples": pl.String,
}


def import_columns(imports: Sequence[ReadImport], vocabulary: Vocabulary) -> pl.DataFrame:
    """One row for each column of each table that was read, with the columns of ``sql/tables/import_columns.sql``."""
    rows = [
        (item.record.import_id, number, sheet.plan.sheet, *row)
        for item in imports
        for number, sheet in item.reading.numbered_tables()
        for row in _rows(sheet, vocabulary)
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _rows(sheet: ShapedSheet, vocabulary: Vocabulary) -> Iterator[tuple[object, ...]]:
    for counts in sheet.column_counts:
        column = sheet.plan.columns[counts.index]
        yield (
            counts.index + 1,
            " ".join(column.header.split()) or None,
            column.field,
            column.how,
            column.confidence,
            is_stored(column, vocabulary),
            sheet.rows_loaded + sheet.rows_rejected,
            counts.filled,
            counts.unparsed,
            json.dumps(counts.examples, ensure_ascii=False) if counts.examples else None,
        )
