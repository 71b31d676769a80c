"""What a careful reader is told about the rows and columns of a table that are no applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from pipeline.ingest.model import BY_VALUES, Caution, SheetPlan
from pipeline.ingest.row_kinds import RowKinds

_NAMED = 5
_TELLING = frozenset({"company", "role", "status_text", "stage", "outcome"})
WHY_NOT_LOADED = {
    "title_rows": "a title or note above the header",
    "repeated_header": "the header again",
    "section_rows": "a heading, a period or a rule between the rows",
    "total_rows": "a sum of other rows",
    "example_rows": "an example of how to fill the table",
    "prefilled_rows": "only what a template puts into empty rows",
    "notes_rows": "notes, a legend or a summary below the table or in a gap of it",
    "beside_rows": "only cells beside the table",
}
"""What is said of rows that are no applications, by the code of the caution."""


@dataclass(frozen=True)
class SetAside:
    """What the kinds of rows below a header do not say.

    Attributes:
        titles: Numbers of the filled rows above the header.
        title_texts: What they begin with.
        beside: Numbers of the rows that only have cells beside the table.
        beside_columns: Places of the columns beside the table.
        is_other_table: Whether those columns have a header like that of a table of applications.
        sections: What the rows that part the others say.
    """

    titles: pl.Series
    title_texts: tuple[str, ...]
    beside: pl.Series
    beside_columns: tuple[int, ...]
    is_other_table: bool
    sections: tuple[str, ...]


def cautions_of(plan: SheetPlan, aside: SetAside, kinds: RowKinds, numbers: pl.Series) -> tuple[Caution, ...]:
    """The cautions about one table.

    Args:
        plan: How the table is read.
        aside: What is above, beside and between.
        kinds: What each row below the header is.
        numbers: The number of each row below the header.
    """
    rows = {
        "title_rows": aside.titles,
        "repeated_header": numbers.filter(kinds.repeated_header),
        "section_rows": numbers.filter(kinds.section),
        "total_rows": numbers.filter(kinds.total),
        "example_rows": numbers.filter(kinds.example),
        "prefilled_rows": numbers.filter(kinds.prefilled),
        "notes_rows": numbers.filter(kinds.notes),
        "beside_rows": aside.beside,
    }
    why = WHY_NOT_LOADED | {"section_rows": f"{WHY_NOT_LOADED['section_rows']}: {_quoted(aside.sections)}"}
    if plan.first_row is not None or plan.last_row is not None or plan.band is not None:
        why["title_rows"] += f": {_quoted(aside.title_texts)}"
    not_loaded = (
        Caution(code, f"Not loaded: {name_rows(found)} ({why[code]}).", rows=len(found))
        for code, found in rows.items()
        if len(found)
    )
    return (*_about_the_plan(plan), *_about_beside(aside), *not_loaded)


def _about_the_plan(plan: SheetPlan) -> list[Caution]:
    found = []
    if plan.is_transposed:
        told = (
            "The table runs sideways, one application a column; row numbers are the numbers of its columns (A is 1)."
        )
        found.append(Caution("transposed", told))
    if plan.first_row is not None or plan.last_row is not None:
        rows = f"from row {plan.first_row}" if plan.last_row is None else f"up to row {plan.last_row}"
        if plan.first_row is not None and plan.last_row is not None:
            rows = f"rows {plan.first_row} to {plan.last_row}"
        found.append(Caution("several_tables", f"The sheet holds several tables; this one is {rows}."))
    if plan.band is not None:
        first, last = plan.band
        where = f"columns {column_letters(first)} to {column_letters(last)}"
        if plan.is_transposed:
            where = f"rows {first + 1} to {last + 1}"
        found.append(Caution("side_by_side", f"Tables stand side by side in this sheet; this one is {where}."))
    by_values = [column for column in plan.columns if column.field and column.how == "values"]
    named = ", ".join(f"{column.header} as {column.field}" for column in by_values)
    if plan.header_row is None:
        told = "The table has no header row" + (
            f"; its columns were read by their values: {named}." if named else "."
        )
        found.append(Caution("no_header", told))
    elif _says_nothing(plan):
        told = (
            f"The header, row {plan.header_row}, names no company, role or status in words that are known; columns "
            f"were read by their values: {named}."
        )
        found.append(Caution("unknown_header", told))
    if plan.second_header_row is not None:
        told = f"Row {plan.second_header_row} was read as part of the header in row {plan.header_row}."
        found.append(Caution("two_row_header", told, rows=1))
    return found


def _says_nothing(plan: SheetPlan) -> bool:
    """Whether a header names nothing of what tells applications apart, so that values alone say which is which."""
    telling = [column for column in plan.columns if column.field in _TELLING]
    return len(telling) > 1 and all(column.how == "values" and column.confidence <= BY_VALUES for column in telling)


def _about_beside(aside: SetAside) -> list[Caution]:
    if not aside.beside_columns:
        return []
    runs = [[aside.beside_columns[0]]]
    for left, right in pairwise(aside.beside_columns):
        if right == left + 1:
            runs[-1].append(right)
        else:
            runs.append([right])
    named = ", ".join(
        column_letters(run[0]) if len(run) == 1 else f"{column_letters(run[0])} to {column_letters(run[-1])}"
        for run in runs
    )
    is_one = len(aside.beside_columns) == 1
    columns, stand, hold = ("column", "stands", "holds") if is_one else ("columns", "stand", "hold")
    if aside.is_other_table:
        told = (
            f"which {hold} another table; move it below this one, or to a sheet of its own, and import the file again"
        )
        return [Caution("other_table_beside", f"Not read: {columns} {named}, {told}.")]
    return [Caution("beside_table", f"Not read: {columns} {named}, which {stand} beside the table.")]


def _quoted(texts: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(texts))
    named = ", ".join(f'"{text}"' for text in distinct[:_NAMED])
    more = len(distinct) - _NAMED
    return f"{named}{f' and {more:,} more' if more > 0 else ''}"


def name_rows(numbers: pl.Series) -> str:
    """The first few rows by number: row 3; rows 3, 4; rows 3, 4, 5, 6, 7 and 12 more."""
    named = ", ".join(str(number) for number in numbers.head(_NAMED))
    more = len(numbers) - _NAMED
    return f"row{'s' if len(numbers) > 1 else ''} {named}{f' and {more:,} more' if more > 0 else ''}"


def column_name(index: int) -> str:
    """What a column without a header is called, for people and by them: "column A"."""
    return f"column {column_letters(index)}"


def column_letters(index: int) -> str:
    """What a spreadsheet program calls a column: A for 0, Z for 25, AA for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
