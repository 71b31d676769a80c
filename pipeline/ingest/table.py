"""One sheet cut to its table: the rows of data, the plan of its columns, and what the fields do not hold."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from pipeline.errors import InputRefusedError
from pipeline.ingest.beside import names_applications
from pipeline.ingest.clean import in_each_row, strip_texts
from pipeline.ingest.header_names import possible_names
from pipeline.ingest.headings import status_headings
from pipeline.ingest.model import Caution, ColumnPlan, Sheet, SheetPlan
from pipeline.ingest.row_kinds import classify_rows
from pipeline.ingest.set_aside import SetAside, cautions_of, column_letters
from pipeline.ingest.side_by_side import narrow
from pipeline.ingest.transpose import transpose
from pipeline.vocabulary import Vocabulary

_KEYS = ("company", "role", "feedback_text")
_LEAST_WIDTH = 3


@dataclass(frozen=True)
class Table:
    """The rows of data of one sheet.

    Attributes:
        plan: How the sheet is read.
        cells: Stripped texts, null where blank; columns ``c0``, ``c1``, … as in the sheet.
        row_numbers: The spreadsheet row of each.
        rows_read: All rows of the sheet but the header.
        warnings: Rows that were set aside, by why.
        headings: The status that stands over each row, as a line, a title or the sheet's name; null where none does.
        remarks: What lines above, below and between the rows say of the table.
    """

    plan: SheetPlan
    cells: pl.DataFrame
    row_numbers: pl.Series
    rows_read: int
    warnings: tuple[Caution, ...]
    headings: pl.Series
    remarks: tuple[str, ...] = ()

    def column(self, field: str) -> ColumnPlan | None:
        """The first column read as a field."""
        return next((column for column in self.plan.columns if column.field == field), None)

    def texts(self, column: ColumnPlan) -> pl.Series:
        """The stripped texts of a column."""
        return self.cells[f"c{column.index}"]

    def nulls(self, dtype: pl.DataType) -> pl.Series:
        """A column of nulls as long as the table."""
        return in_each_row(None, self.cells.height, dtype)

    def filter(self, mask: pl.Series) -> "Table":
        """The rows of a mask."""
        return replace(
            self,
            cells=self.cells.filter(mask),
            row_numbers=self.row_numbers.filter(mask),
            headings=self.headings.filter(mask),
        )


def planned_rows(sheet: Sheet, plan: SheetPlan) -> Sheet:
    """The rows of a sheet that a plan is about: between its bounds, and turned where its table runs sideways.

    The cells of a table beside it are blank.
    """
    sheet = narrow(transpose(sheet) if plan.is_transposed else sheet, plan.band)
    if plan.first_row is None and plan.last_row is None:
        return sheet
    numbers = sheet.row_numbers
    start = 0 if plan.first_row is None else int((numbers < plan.first_row).sum())
    stop = sheet.cells.height if plan.last_row is None else int((numbers <= plan.last_row).sum())
    return sheet.slice(start, stop - start)


def cut_table(sheet: Sheet, plan: SheetPlan, vocabulary: Vocabulary) -> Table:
    """Take the rows of data out of a sheet, as its plan says.

    Raises:
        InputRefusedError: The sheet is not the one the plan was made for.
    """
    sheet = planned_rows(sheet, plan)
    heads = _head_places(sheet, plan)
    start = heads[-1] + 1 if heads else _titles_above(sheet.cells)
    body = sheet.cells.slice(start)
    numbers = sheet.row_numbers.slice(start)
    body = strip_texts(body)
    own = _own_headers(sheet, plan)
    beside = [f"c{place}" for place in _beside(plan)]
    was_filled = _is_filled(body, beside)
    body = body.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in beside)
    keys = [f"c{column.index}" for column in plan.columns if column.field in _KEYS]
    texts = [f"c{column.index}" for column in plan.columns if column.field == "feedback_text"]
    kinds = classify_rows(body, own, keys, vocabulary, texts=texts)
    above = [place for place in range(start) if place not in heads]
    titles = sheet.cells[above]
    aside = SetAside(
        titles=sheet.row_numbers.gather(above).filter(_is_filled(titles, titles.columns)),
        title_texts=tuple(text for text in _first_texts(titles) if text),
        beside=numbers.filter(kinds.blank & was_filled),
        beside_columns=tuple(_beside(plan)),
        is_other_table=names_applications([own[place] for place in _beside(plan)], vocabulary),
        sections=tuple(_first_texts(body.filter(kinds.section))),
    )
    is_data = kinds.is_data
    lines = body.select(pl.when(kinds.section).then(pl.coalesce(pl.all()))).to_series()
    headings = status_headings(lines, aside.title_texts, plan.sheet, vocabulary)
    return Table(
        plan,
        body.filter(is_data),
        numbers.filter(is_data),
        sheet.cells.height - (plan.header_row is not None),
        cautions_of(plan, aside, kinds, numbers),
        headings.filter(is_data),
        (*aside.title_texts, *_first_texts(body.filter(kinds.notes))),
    )


def _beside(plan: SheetPlan) -> list[int]:
    """Columns that are not read; one that a person named as a field is."""
    return [place for place in plan.beside if plan.columns[place].field is None]


def _own_headers(sheet: Sheet, plan: SheetPlan) -> list[str]:
    """The cells of the header row itself, which is what a repeated header repeats."""
    if plan.header_row is None:
        return [column.header for column in plan.columns]
    return [cell or "" for cell in sheet.cells.row(_place_of(sheet, plan.header_row))]


def _first_texts(cells: pl.DataFrame) -> list[str]:
    return cells.select(pl.coalesce(pl.all())).to_series().to_list() if cells.height else []


def _titles_above(cells: pl.DataFrame) -> int:
    """How many rows stand above a table without a header: lines of one cell, until a row is as wide as a table."""
    counts = cells.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
    wide = (counts >= _LEAST_WIDTH).arg_true()
    above = counts.head(int(wide[0])) if len(wide) else counts.clear()
    return len(above) if (above <= 1).all() else 0


def _head_places(sheet: Sheet, plan: SheetPlan) -> list[int]:
    """Where the rows of the header are, in order.

    Raises:
        InputRefusedError: They are not there, or are other headers.
    """
    if len(plan.columns) != sheet.cells.width:
        raise _other_sheet(sheet, f"{sheet.cells.width} columns where {len(plan.columns)} were expected")
    if plan.header_row is None:
        return []
    header = _place_of(sheet, plan.header_row)
    second = None if plan.second_header_row is None else _place_of(sheet, plan.second_header_row)
    names = possible_names(sheet.cells, header, second)
    for column, possible in zip(plan.columns, names, strict=True):
        if " ".join(column.header.split()) not in {" ".join(name.split()) for name in possible}:
            found = (sheet.cells.row(header)[column.index] or "").strip()
            raise _other_sheet(sheet, f'the header "{found}" where "{column.header.strip()}" was expected')
    return sorted({header} if second is None else {header, second})


def _place_of(sheet: Sheet, row: int) -> int:
    places = (sheet.row_numbers == row).arg_true()
    if places.is_empty():
        raise _other_sheet(sheet, f"no row {row} where the header was expected")
    return int(places[0])


def _other_sheet(sheet: Sheet, found: str) -> InputRefusedError:
    where = f'Sheet "{sheet.name}"' if sheet.name else "The file"
    return InputRefusedError(
        f"{where} is laid out differently from how it was last read.",
        found=f"Found {found}.",
        remedy="Import it anew, so that its columns are recognised again.",
    )


def _is_filled(cells: pl.DataFrame, columns: Sequence[str]) -> pl.Series:
    """Rows with a text in any of the columns."""
    if not columns:
        return in_each_row(value=False, count=cells.height, dtype=pl.Boolean())
    return cells.select(pl.any_horizontal(pl.col(columns).is_not_null())).to_series()


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
