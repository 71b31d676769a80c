"""What a zipped workbook would unfold to, found in its files before a reader builds the grid; its failed cells."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

import numpy as np
import numpy.typing as npt

from pipeline.errors import InputRefusedError
from pipeline.ingest.limits import MAX_CELLS, Extent, check_extent, unpack

MAX_TEXT = 2_000_000_000
"""Bytes of text that the cells of a workbook have together; a text that many cells share counts for each of them."""

Failed = Mapping[tuple[int, int], str]
"""Row and column, both from 0, to the mark of a failed formula (#REF!)."""

_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,8})"')
_CELL = re.compile(rb'<(?:\w{1,20}:)?c (?:[^>]{0,300}?\s)?r="([A-Z]{1,3})(\d{1,8})"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,300}?\br="(\d{1,8})"')
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_ENDS = (b"<c ", b"<c>", b"<c/>", b":c ", b":c>", b":c/>")
_ROW_START = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHARED_END = re.compile(rb"</(?:\w{1,20}:)?si>")
_SHARED = re.compile(rb'<(?:\w+:)?c\b[^>]{0,300}?\bt="s"[^>]{0,300}>\s*<(?:\w+:)?v>(\d{1,9})<')
_FAILED = re.compile(
    rb'<(?:\w+:)?c\b[^>]{0,300}?\br="([A-Z]{1,3})(\d{1,8})"[^>]{0,300}?\bt="e"[^>]{0,300}>(?:(?!</?(?:\w+:)?c\b).){0,9000}?<(?:\w+:)?v>(#[^<]{1,20})<',
    re.DOTALL,
)
_SHEET = re.compile(r'<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"[^>]*?\b\w+:id="([^"]*)"')
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(Id|Target)="([^"]*)"')
_LONGEST_TAG = 1_000

_ODS_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]{0,500}:number-rows-repeated="(\d{1,9})"[^>]{0,500}(?<!/)>(.{0,200000}?)</table:table-row>',
    re.DOTALL,
)
_ODS_REPEATED_CELL = re.compile(
    rb'<table:table-cell\b(?=[^>]{0,500}\boffice:value-type)[^>]{0,500}:number-columns-repeated="(\d{1,9})"'
)
_ODS_FILLED = b"office:value-type"

_ROW_RECORD = 0
_CELL_RECORDS = range(1, 12)


@dataclass
class _Grid:
    """How far the cells of a sheet reach, and how many are written."""

    rows: int = 0
    columns: int = 0
    written: int = 0

    @property
    def extent(self) -> Extent:
        return Extent(self.rows, self.columns)


@dataclass
class _Book:
    """What the files of a workbook say so far: cells of all grids, written cells, failed cells by file."""

    cells: int = 0
    written: int = 0
    failed: dict[str, Failed] = field(default_factory=dict)


def check_workbook(archive: zipfile.ZipFile, file_name: str) -> Mapping[str, Failed]:
    """Look through every file of a workbook, once each, and return the failed cells of an XLSX by sheet.

    Raises:
        InputRefusedError: Its sheets have too many columns or cells, or its cells too much text.
        zipfile.BadZipFile: A file of it is damaged, or holds more than it declares.
    """
    book = _Book()
    for entry in archive.infolist():
        _check_member(archive, entry, file_name, book)
    if book.cells > MAX_CELLS:
        raise InputRefusedError(
            f"{file_name}: too many cells.",
            found=f"Found {book.cells:,} cells in all its sheets; up to {MAX_CELLS:,} are read.",
            remedy="Save the tracker's sheet alone, as XLSX or CSV, and import that.",
        )
    _check_shared_text(archive, book, file_name)
    return _by_sheet(archive, book.failed)


def _check_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, file_name: str, book: _Book) -> None:
    chunks = unpack(archive, entry)
    is_sheet = entry.filename.startswith("xl/worksheets/")
    if is_sheet and entry.filename.endswith(".xml"):
        grid, has_failed = _scan_xml(chunks)
        if has_failed:
            book.failed[entry.filename] = _failed_cells(b"".join(unpack(archive, entry)))
    elif is_sheet and entry.filename.endswith(".bin"):
        grid = _scan_records(b"".join(chunks))
    elif entry.filename == "content.xml":
        content = b"".join(chunks)
        _require_whole(content)
        check_extent(_repeated_extent(content), file_name)
        return
    else:
        for _ in chunks:
            continue  # unpacked once, to see that it holds no more than it declares
        return
    check_extent(grid.extent, f"{file_name}, {entry.filename}")
    book.cells += grid.extent.cells
    book.written += grid.written


def _scan_xml(chunks: Iterable[bytes]) -> tuple[_Grid, bool]:
    """The last row and column that an XLSX sheet names: two cells far apart would claim a full grid between them."""
    grid = _Grid()
    letters: set[bytes] = set()
    has_failed = False
    unnamed = 0  # cells so far in a row whose cells do not say where they are
    for tags in _whole_tags(chunks):
        count = sum(tags.count(end) for end in _CELL_ENDS)
        found = _PLAIN_CELL.findall(tags)
        if len(found) < count:
            found = _CELL.findall(tags)
        if len(found) < count:
            for place, row in enumerate(_ROW_START.split(tags)):
                unnamed = len(_ANY_CELL.findall(row)) + (unnamed if place == 0 else 0)
                grid.columns = max(grid.columns, unnamed)
        letters.update({column for column, _ in found})
        rows = {row for _, row in found}.union(_ROW.findall(tags))
        grid.rows = max(grid.rows, max(map(int, rows), default=0))
        grid.written += len(found)
        has_failed = has_failed or b't="e"' in tags
    grid.columns = max([grid.columns, *(_column_number(name) for name in letters)])
    return grid, has_failed


def _whole_tags(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes cut before a tag, so that each tag is seen once and whole."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        cut = data.rfind(b"<")
        yield data[: max(cut, 0)]
        rest = data[max(cut, 0) :][:_LONGEST_TAG] if len(data) - cut > _LONGEST_TAG else data[max(cut, 0) :]
    yield rest


def _scan_records(content: bytes) -> _Grid:
    """The same of an XLSB sheet, whose rows and cells are records: a kind, a length, then the row or column."""
    grid = _Grid()
    place = 0
    while place < len(content):
        kind, place = _variable(content, place, 2)
        length, place = _variable(content, place, 4)
        value = int.from_bytes(content[place : place + 4], "little")
        if kind == _ROW_RECORD:
            grid.rows = max(grid.rows, value + 1)
        elif kind in _CELL_RECORDS:
            grid.columns = max(grid.columns, value + 1)
            grid.written += 1
        place += length
    return grid


def _variable(content: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and the place after it."""
    number = 0
    for shift in range(most):
        byte = content[place] if place < len(content) else 0
        place += 1
        number |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:
            break
    return number, place


def _repeated_extent(content: bytes) -> Extent:
    """What the repetitions of an ODS sheet unfold to: one filled cell may claim to stand in a million rows."""
    rows = sum(int(times) for times, cells in _ODS_REPEATED_ROW.findall(content) if _ODS_FILLED in cells)
    columns = max((int(times) for times in _ODS_REPEATED_CELL.findall(content)), default=1)
    return Extent(rows, columns)


def _require_whole(content: bytes) -> None:
    """Refuse an ODS whose XML is cut off: the reader would wait for the end of the table for ever.

    Raises:
        ValueError: It is no whole XML.
    """
    try:
        expat.ParserCreate().ParseFile(io.BytesIO(content))
    except (expat.ExpatError, LookupError) as error:
        raise ValueError(f"content.xml is cut off or broken ({error})") from error


def _check_shared_text(archive: zipfile.ZipFile, book: _Book, file_name: str) -> None:
    """Refuse a workbook in which so many cells share a long text that memory would not hold a copy for each.

    Only where the longest text in every cell would be too much are the cells that hold it counted.
    """
    names = set(archive.namelist())
    if "xl/sharedStrings.bin" in names:
        total = book.written * archive.getinfo("xl/sharedStrings.bin").file_size
        if total > MAX_TEXT:
            total = book.written * _longest_record(archive.read("xl/sharedStrings.bin"))
    elif "xl/sharedStrings.xml" in names:
        lengths = _shared_lengths(archive.read("xl/sharedStrings.xml"))
        total = book.written * int(lengths.max())
        if total > MAX_TEXT:
            total = _shared_bytes(archive, names, lengths)
    else:
        return
    if total > MAX_TEXT:
        raise InputRefusedError(
            f"{file_name}: too much text.",
            found=f"Found cells that repeat long texts, {total:,} characters together; up to {MAX_TEXT:,} are read.",
            remedy="Save the tracker's sheet alone, as CSV, and import that.",
        )


def _shared_lengths(content: bytes) -> npt.NDArray[np.int64]:
    """Bytes of each shared text with its formatting, what stands behind the last one as well."""
    ends = (found.end() for found in _SHARED_END.finditer(content))
    marks = np.array([0, *ends, len(content)], dtype=np.int64)
    return marks[1:] - marks[:-1]


def _shared_bytes(archive: zipfile.ZipFile, names: set[str], lengths: npt.NDArray[np.int64]) -> int:
    total = 0
    for name in names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            indices = np.array(_SHARED.findall(archive.read(name)), dtype=np.int64)
            total += int(lengths[indices[indices < len(lengths)]].sum())
    return total


def _longest_record(content: bytes) -> int:
    longest = place = 0
    while place < len(content):
        _, place = _variable(content, place, 2)
        length, place = _variable(content, place, 4)
        longest = max(longest, length)
        place += length
    return longest


def _failed_cells(content: bytes) -> Failed:
    return {
        (int(row) - 1, _column_number(letters) - 1): text.decode("ascii", errors="replace")
        for letters, row, text in _FAILED.findall(content)
    }


def _by_sheet(archive: zipfile.ZipFile, failed: Mapping[str, Failed]) -> Mapping[str, Failed]:
    """The failed cells by the name of the sheet that the file is."""
    if not failed:
        return {}
    book = archive.read("xl/workbook.xml").decode("utf-8", errors="replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", errors="replace")
    targets = {}
    for relation in _RELATION.findall(relations):
        attributes = dict(_ATTRIBUTE.findall(relation))
        if "Id" in attributes and "Target" in attributes:
            targets[attributes["Id"]] = attributes["Target"]
    files = {unescape(name): targets.get(relation, "") for name, relation in _SHEET.findall(book)}
    return {
        name: failed[path]
        for name, target in files.items()
        if (path := target.removeprefix("/") if target.startswith("/xl/") else f"xl/{target}") in failed
    }


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
