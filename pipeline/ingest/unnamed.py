"""Applications whose company is left blank below one that has it: told, since it may or may not be the same."""

from collections.abc import Iterator

from pipeline.ingest.model import Caution
from pipeline.ingest.set_aside import name_rows
from pipeline.ingest.table import Table
from pipeline.vocabulary import counted

_MOST = 0.5
"""Where more rows than this have no company, leaving it out is how the list is kept."""


def unnamed_caution(table: Table) -> Iterator[Caution]:
    """Tell of rows with a role and a blank in place of the company, below a row with a company."""
    company, role = table.column("company"), table.column("role")
    if company is None or role is None or table.cells.is_empty():
        return
    names = table.texts(company)
    is_below = names.forward_fill().is_not_null()
    blank = names.is_null() & table.texts(role).is_not_null() & is_below
    count = int(blank.sum())
    if not 0 < count <= _MOST * table.cells.height:
        return
    message = (
        f"{counted(count, 'row')} {'names' if count == 1 else 'name'} a role and no company "
        f"({name_rows(table.row_numbers.filter(blank))}); where it is that of the row above, write it there."
    )
    yield Caution("no_company", message, column=company.header, rows=count)
