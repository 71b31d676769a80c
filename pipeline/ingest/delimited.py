"""Delimited text to rows: the strict fast way first, a forgiving one where the file is irregular."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import polars as pl
from clevercsv.detect import Detector

from pipeline.ingest.model import Caution, Sheet
from pipeline.ingest.ragged import ragged_caution, usual_width
from pipeline.ingest.remarks import is_remark
from pipeline.ingest.whole_lines import rare_delimiter, unwrapped

DELIMITERS = [",", ";", "\t", "|"]
_SAMPLE_LINES = 100
_LEAST_EVEN = 3
_FEWEST_CELLS = 3
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<delimiter>[^\r\n"])"? *(?:\r\n|\r|\n|$)', re.IGNORECASE)
"""The first line that Excel writes to name the delimiter; it is shown as no row."""

_WRAPPED = Caution("quoted_lines", "Each line was quoted as one cell; it is read as the cells that stand in it.")
_LONE_RETURN = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True)
class Dialect:
    """How the cells of a line are parted and quoted."""

    delimiter: str
    quote: str
    skips_blanks: bool


def read_delimited(text: str, *, warnings: tuple[Caution, ...] = ()) -> Sheet:
    """The rows of a delimited text as one sheet; every cell is kept, whatever its row's width.

    A row's number counts records as a spreadsheet program shows them: a quoted cell over several lines is one row, a
    blank line is a row.
    """
    named = _SEPARATOR_LINE.match(text)
    text = text[named.end() :] if named else text
    dialect = detect_dialect(text)
    dialect = replace(dialect, delimiter=named["delimiter"]) if named else dialect
    joiner = f"{dialect.delimiter} " if dialect.skips_blanks else dialect.delimiter
    cells = _read_strictly(text, dialect)
    if cells is not None:
        return replace(make_sheet(None, cells, warnings=warnings), joiner=joiner)
    rows = list(_forgiving_rows(text, dialect))
    if (lines := unwrapped(rows, dialect.delimiter)) is not None:
        return read_delimited(lines, warnings=(*warnings, _WRAPPED))
    sheet = make_sheet(None, frame_of(rows), warnings=(*warnings, *_ragged(rows)))
    return replace(sheet, joiner=joiner, widths=pl.Series([len(row) for row in rows], dtype=pl.Int64))


def detect_dialect(text: str) -> Dialect:
    """The delimiter and quote of a text, from its first lines; a comma where nothing parts them."""
    lines = list(_first_lines(text))
    if (rare := rare_delimiter(lines, DELIMITERS)) is not None:
        return Dialect(rare, '"', skips_blanks=False)
    sample = "".join(lines)
    found = Detector().detect(sample, delimiters=DELIMITERS) if sample.strip() else None
    delimiter = found.delimiter if found and found.delimiter in DELIMITERS else ","
    even = [other for other in DELIMITERS if _is_even(lines, other)]
    if len(even) == 1:
        delimiter = even[0]
    quote = "'" if found and found.quotechar == "'" and '"' not in sample else '"'
    skips = re.search(rf"{re.escape(delimiter)} +{quote}", sample) is not None
    return Dialect(delimiter, quote, skips)


def _is_even(lines: list[str], delimiter: str) -> bool:
    """Whether a delimiter parts every row into the same number of cells, and not into one or two."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter, strict=True) if row]
    except csv.Error:
        return False
    whole = rows[:-1] if len(lines) == _SAMPLE_LINES else rows  # the last one may go on beyond the sample
    widths = {len(row) for row in whole}
    return len(whole) >= _LEAST_EVEN and len(widths) == 1 and max(widths) >= _FEWEST_CELLS


def _first_lines(text: str) -> Iterator[str]:
    lines = io.StringIO(text[:500_000])
    for _, line in zip(range(_SAMPLE_LINES), lines, strict=False):
        yield line


def make_sheet(name: str | None, cells: pl.DataFrame, *, warnings: tuple[Caution, ...] = ()) -> Sheet:
    """A sheet of text cells named ``c0``, ``c1``, …; a cell of blanks only is null; rows are numbered from 1."""
    named = cells.rename({old: f"c{index}" for index, old in enumerate(cells.columns)})
    blanked = named.with_columns(
        pl.when(pl.col(pl.String).str.strip_chars() != "").then(pl.col(pl.String)).name.keep()
    )
    numbers = pl.Series("row_number", range(1, cells.height + 1), dtype=pl.Int64)
    return Sheet(name, blanked, numbers, warnings)


def frame_of(rows: list[list[str]]) -> pl.DataFrame:
    """Rows of any width as String columns, as wide as the widest."""
    width = max((len(row) for row in rows), default=0)
    padded = (row if len(row) == width else row + [""] * (width - len(row)) for row in rows)
    columns = list(zip(*padded, strict=True)) or [()] * width
    return pl.DataFrame([pl.Series(f"c{index}", values, dtype=pl.String) for index, values in enumerate(columns)])


def _read_strictly(text: str, dialect: Dialect) -> pl.DataFrame | None:
    """The cells when every row has as many as the first and quoting is whole, else None."""
    content = text.encode()
    if dialect.quote != '"' or dialect.skips_blanks or _LONE_RETURN.search(content):
        return None
    first = next(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter), [])
    if len(first) < 2:
        return None
    try:
        cells = pl.read_csv(
            content,
            has_header=False,
            schema={f"c{index}": pl.String() for index in range(len(first))},
            separator=dialect.delimiter,
            infer_schema=False,
            extra_columns="raise",
            missing_columns="raise",
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError:
        return None  # irregular: the forgiving reader says where
    return cells if _has_every_delimiter(content, cells, dialect.delimiter) else None


def _has_every_delimiter(content: bytes, cells: pl.DataFrame, delimiter: str) -> bool:
    """Whether no row was short: Polars fills a short row with nulls and says nothing.

    Delimiters in the file = those between cells + those inside quoted cells; a blank line has none.
    """
    inside = cells.select(
        pl.sum_horizontal(pl.all().str.count_matches(delimiter, literal=True).sum().cast(pl.Int64))
    ).item()
    blank_rows = cells.select(pl.all_horizontal(pl.all().is_null()).sum()).item()
    between = cells.width - 1
    missing = cells.height * between + int(inside or 0) - content.count(delimiter.encode())
    return missing in {0, blank_rows * between}


def _forgiving_rows(text: str, dialect: Dialect) -> Iterator[list[str]]:
    """Rows by the csv module; a quote that never closes is taken as a plain character of its own line."""
    lines = io.StringIO(text, newline="").readlines()
    start = 0
    while start < len(lines):
        counted = _Counted(lines, start)
        done = 0
        try:
            for row in _reader(counted, dialect, strict=True):
                done = counted.given
                yield row
        except csv.Error:
            broken = lines[start + done]
            yield from _reader([broken], dialect, strict=False, is_quoted=broken.count(dialect.quote) % 2 == 0)
            done += 1
        start += done


class _Counted:
    """Lines from a place on, counting those handed out, so that reading can go on after a bad one."""

    def __init__(self, lines: list[str], start: int) -> None:
        self._lines = lines
        self._start = start
        self.given = 0

    def __iter__(self) -> Iterator[str]:
        for index in range(self._start, len(self._lines)):
            self.given += 1
            yield self._lines[index]


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool, is_quoted: bool = True) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 30)
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote if is_quoted else None,
        quoting=csv.QUOTE_MINIMAL if is_quoted else csv.QUOTE_NONE,
        skipinitialspace=dialect.skips_blanks,
        strict=strict,
    )


def _ragged(rows: list[list[str]]) -> tuple[Caution, ...]:
    """A caution that names the rows of another width than most; title lines above the table and remarks are none.

    Empty cells at a row's end are no cells too many.
    """
    filled = [max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0) for row in rows]
    usual = usual_width([len(row) for row, count in zip(rows, filled, strict=True) if count])
    widths = [max(count, min(len(row), usual)) for row, count in zip(rows, filled, strict=True)]
    start = next((place for place, width in enumerate(widths) if width == usual), len(widths))
    odd = [
        (place + 1, widths[place])
        for place, row in enumerate(rows)
        if place >= start and filled[place] and widths[place] != usual and not _is_remark(row)
    ]
    return (ragged_caution(odd, usual),) if odd else ()


def _is_remark(row: list[str]) -> bool:
    return is_remark(row[0], is_alone=sum(bool(cell.strip()) for cell in row) == 1)
