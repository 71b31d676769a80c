"""A coach's list that names each client once, above the rows of theirs: the name counts for the rows below it too."""

from dataclasses import replace

import polars as pl

from pipeline.ingest.fields import FieldValues
from pipeline.ingest.model import Caution
from pipeline.ingest.set_aside import name_rows
from pipeline.ingest.table import Table
from pipeline.vocabulary import counted

_FIELD = "seeker"


def with_names_repeated(fields: FieldValues, table: Table) -> FieldValues:
    """The fields with clients' names below where each stands, where no name comes again after another; else told.

    A list with every row named may lack one by mistake: nothing is filled in there.

    Args:
        fields: Clean values by field.
        table: The rows of data.
    """
    column = table.column(_FIELD)
    if column is None or _FIELD not in fields.values:
        return fields
    names = fields.values[_FIELD]
    filled = names.forward_fill()
    is_below = names.is_null() & filled.is_not_null() & _has_cells(table)
    if not is_below.any():
        return fields
    count = int(is_below.sum())
    rows = name_rows(table.row_numbers.filter(is_below))
    where = f'{counted(count, "row")} without a name under "{column.header.strip()}" ({rows})'
    if _are_groups(filled):
        names = filled
        message = f"{where}: taken to be of the name above, since the rows of each name stand together."
    else:
        message = f"{where}: taken to be of nobody above, since names come and go; write it there."
    told = Caution("no_seeker", message, column=column.header, rows=count)
    return replace(fields, values={**fields.values, _FIELD: names}, warnings=(*fields.warnings, told))


def _are_groups(names: pl.Series) -> bool:
    """Whether no name comes again after another: rows of one client stand together."""
    runs = names.drop_nulls().rle_id().n_unique()
    return runs == names.drop_nulls().n_unique()


def _has_cells(table: Table) -> pl.Series:
    return table.cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
