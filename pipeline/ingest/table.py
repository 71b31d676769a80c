"""One sheet cut to its table: the rows of data, the plan of its columns, and what the fields do not hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.errors import InputRefusedError
from pipeline.ingest.clean import strip_text
from pipeline.ingest.layout import RowKinds, classify_rows
from pipeline.ingest.model import Caution, ColumnPlan, Sheet, SheetPlan
from pipeline.vocabulary import Vocabulary

_NAMED_ROWS = 5
_KEYS = ("company", "role", "feedback_text")
_CAUTIONS = {
    "title_rows": "a title or note above the header",
    "repeated_header": "the header again",
    "section_rows": "a heading, a period or a rule between the rows",
    "total_rows": "a sum of other rows",
    "example_rows": "an example of how to fill the table",
    "prefilled_rows": "only what a template puts into empty rows",
}


@dataclass(frozen=True)
class Table:
    """The rows of data of one sheet.

    Attributes:
        plan: How the sheet is read.
        cells: Stripped texts, null where blank; columns ``c0``, ``c1``, … as in the sheet.
        row_numbers: The spreadsheet row of each.
        rows_read: All rows of the sheet but the header.
        warnings: Rows that were set aside, by why.
    """

    plan: SheetPlan
    cells: pl.DataFrame
    row_numbers: pl.Series
    rows_read: int
    warnings: tuple[Caution, ...]

    def column(self, field: str) -> ColumnPlan | None:
        """The first column read as a field."""
        return next((column for column in self.plan.columns if column.field == field), None)

    def texts(self, column: ColumnPlan) -> pl.Series:
        """The stripped texts of a column."""
        return self.cells[f"c{column.index}"]

    def nulls(self, dtype: pl.DataType) -> pl.Series:
        """A column of nulls as long as the table."""
        return pl.repeat(None, self.cells.height, dtype=dtype, eager=True)

    def filter(self, mask: pl.Series) -> "Table":
        """The rows of a mask."""
        return Table(self.plan, self.cells.filter(mask), self.row_numbers.filter(mask), self.rows_read, self.warnings)


def cut_table(sheet: Sheet, plan: SheetPlan, vocabulary: Vocabulary) -> Table:
    """Take the rows of data out of a sheet, as its plan says.

    Raises:
        InputRefusedError: The sheet is not the one the plan was made for.
    """
    start = _body_start(sheet, plan)
    body = sheet.cells.slice(start)
    numbers = sheet.row_numbers.slice(start)
    body = body.with_columns(strip_text(body[name]).alias(name) for name in body.columns)
    keys = [f"c{column.index}" for column in plan.columns if column.field in _KEYS]
    headers = [column.header for column in plan.columns]
    kinds = classify_rows(body, headers, keys, vocabulary)
    above = sheet.cells.head(max(0, start - 1) if plan.header_row else 0)
    titles = sheet.row_numbers.head(above.height).filter(_is_filled(above))
    rows_read = sheet.cells.height - (plan.header_row is not None)
    is_data = kinds.is_data
    warnings = (*_headerless(plan), *_cautions(titles, kinds, numbers))
    return Table(plan, body.filter(is_data), numbers.filter(is_data), rows_read, warnings)


def _body_start(sheet: Sheet, plan: SheetPlan) -> int:
    if len(plan.columns) != sheet.cells.width:
        raise _other_sheet(sheet, f"{sheet.cells.width} columns where {len(plan.columns)} were expected")
    if plan.header_row is None:
        return 0
    places = (sheet.row_numbers == plan.header_row).arg_true()
    if places.is_empty():
        raise _other_sheet(sheet, f"no row {plan.header_row} where the header was expected")
    place = int(places[0])
    found = tuple((cell or "").strip() for cell in sheet.cells.row(place))
    expected = tuple(column.header.strip() for column in plan.columns)
    if found != expected:
        changed = next(pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1])
        raise _other_sheet(sheet, f'the header "{changed[0]}" where "{changed[1]}" was expected')
    return place + 1


def _other_sheet(sheet: Sheet, found: str) -> InputRefusedError:
    where = f'Sheet "{sheet.name}"' if sheet.name else "The file"
    return InputRefusedError(
        f"{where} is laid out differently from how it was last read.",
        found=f"Found {found}.",
        remedy="Import it anew, so that its columns are recognised again.",
    )


def _is_filled(cells: pl.DataFrame) -> pl.Series:
    if cells.width == 0:
        return pl.Series([], dtype=pl.Boolean)
    return cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()


def _headerless(plan: SheetPlan) -> tuple[Caution, ...]:
    if plan.header_row is not None:
        return ()
    named = ", ".join(f"{column.header} as {column.field}" for column in plan.columns if column.field)
    return (Caution("no_header", f"The table has no header row; its columns were read by their values: {named}."),)


def _cautions(titles: pl.Series, kinds: RowKinds, numbers: pl.Series) -> tuple[Caution, ...]:
    rows = {
        "title_rows": titles,
        "repeated_header": numbers.filter(kinds.repeated_header),
        "section_rows": numbers.filter(kinds.section),
        "total_rows": numbers.filter(kinds.total),
        "example_rows": numbers.filter(kinds.example),
        "prefilled_rows": numbers.filter(kinds.prefilled),
    }
    return tuple(
        Caution(code, f"Not loaded: {name_rows(found)} ({_CAUTIONS[code]}).", rows=len(found))
        for code, found in rows.items()
        if len(found)
    )


def name_rows(numbers: pl.Series) -> str:
    """The first few rows by number: row 3; rows 3, 4; rows 3, 4, 5, 6, 7 and 12 more."""
    named = ", ".join(str(number) for number in numbers.head(_NAMED_ROWS))
    more = len(numbers) - _NAMED_ROWS
    return f"row{'s' if len(numbers) > 1 else ''} {named}{f' and {more:,} more' if more > 0 else ''}"


def column_letters(index: int) -> str:
    """What a spreadsheet program calls a column: A for 0, Z for 25, AA for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def extras_names(columns: Sequence[ColumnPlan]) -> dict[int, str]:
    """A name in ``extras`` for each column: its header; its letter where blank; numbered where repeated."""
    seen: Counter[str] = Counter()
    names = {}
    for column in columns:
        header = " ".join(column.header.split()) or f"column {column_letters(column.index)}"
        seen[header] += 1
        names[column.index] = header if seen[header] == 1 else f"{header} ({seen[header]})"
    return names


def build_extras(table: Table, kept: Mapping[int, pl.Series]) -> pl.Series:
    """A JSON object a row of what the fields do not hold, by header; null where there is nothing.

    Args:
        table: The table.
        kept: By column index, the rows whose text must be kept.
    """
    names = extras_names(table.plan.columns)
    parts: list[pl.Expr] = []
    for column in table.plan.columns:
        mask = kept.get(column.index)
        if mask is None or not mask.any():
            continue
        cell = pl.col(f"c{column.index}")
        pair = pl.struct(cell.alias(names[column.index])).struct.json_encode()
        inner = pair.str.slice(1, pair.str.len_chars() - 2)
        parts.append(pl.when(pl.lit(mask) & cell.is_not_null()).then(inner).alias(f"e{column.index}"))
    if not parts:
        return table.nulls(pl.String()).alias("extras")
    joined = pl.concat_str(parts, separator=", ", ignore_nulls=True)
    return table.cells.select(
        pl.when(joined != "").then(pl.concat_str(pl.lit("{"), joined, pl.lit("}"))).alias("extras")
    ).to_series()
