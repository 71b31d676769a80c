"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) to sheets of text; native dates become ISO text, nothing more is read."""

import datetime as dt
import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from pipeline.errors import InputRefusedError
from pipeline.ingest.delimited import frame_of, make_sheet
from pipeline.ingest.model import Sheet

MAX_UNZIPPED_BYTES = 1_000_000_000
"""A workbook of the largest allowed file size unzips to about this much; more is no tracker."""

MAX_ZIP_RATIO = 300
"""Spreadsheet XML shrinks ten- to fiftyfold; pre-filled rows a hundredfold."""

SMALL_UNZIPPED_BYTES = 20_000_000
"""Below this a high ratio does no harm."""

MAX_CELLS = 20_000_000
"""A million rows of twenty columns; what a laptop's memory holds as text."""

MAX_COLUMNS = 2_000
"""The widest tracker seen had 257."""

_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,8})"')
_ODS_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*:number-rows-repeated="(\d{1,9})"[^>]*(?<!/)>(.*?)</table:table-row>', re.DOTALL
)
_ODS_REPEATED_CELL = re.compile(
    rb'<table:table-cell\b(?=[^>]*\boffice:value-type)[^>]*:number-columns-repeated="(\d{1,9})"'
)
_ODS_FILLED = b"office:value-type"
_PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches."""

    rows: int
    columns: int


def read_workbook(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Every worksheet with its rows from row 1 on; sheets without a cell are empty.

    Raises:
        InputRefusedError: The workbook has a password, is damaged, or is over a limit.
    """
    if _PASSWORD_MARK in content:
        raise _has_password(file_name)
    if content.startswith(b"PK"):
        _check_zip(content, file_name)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
            return tuple(_read_sheet(book.get_sheet_by_name(name), name, file_name) for name in names)
    except PasswordError as error:
        raise _has_password(file_name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _is_damaged(file_name, str(error)) from error


def _read_sheet(sheet: CalamineSheet, name: str, file_name: str) -> Sheet:
    check_extent(Extent(sheet.total_height, sheet.total_width), f'{file_name}, sheet "{name}"')
    rows = [[_cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return make_sheet(name, frame_of(rows) if rows else pl.DataFrame())


def _cell_text(value: object) -> str:
    """The cell as text: dates in ISO form, without a midnight; whole numbers without a fraction."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        is_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_midnight else value.isoformat(sep=" ", timespec="seconds")
    return str(value)


def check_extent(extent: Extent, where: str) -> None:
    """Refuse a sheet that is too wide or has too many cells.

    Raises:
        InputRefusedError: It is over ``MAX_COLUMNS`` or ``MAX_CELLS``.
    """
    if extent.columns > MAX_COLUMNS:
        raise InputRefusedError(
            f"{where}: too many columns.",
            found=f"Found {extent.columns:,} columns; up to {MAX_COLUMNS:,} are read.",
            remedy="Delete the columns beside the table, or copy the table to a file of its own.",
        )
    if extent.rows * extent.columns > MAX_CELLS:
        raise InputRefusedError(
            f"{where}: too many cells.",
            found=f"Found {extent.rows:,} rows of {extent.columns:,} columns; up to {MAX_CELLS:,} cells are read.",
            remedy="Delete the empty rows below the table, or split it over several files.",
        )


def _check_zip(content: bytes, file_name: str) -> None:
    """Refuse what would unpack to more than a tracker needs, before unpacking it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            is_bomb = total > SMALL_UNZIPPED_BYTES and total > MAX_ZIP_RATIO * len(content)
            if total > MAX_UNZIPPED_BYTES or is_bomb:
                raise InputRefusedError(
                    f"{file_name}: the workbook unpacks to too much.",
                    found=f"Found {len(content):,} bytes that unpack to {total:,}.",
                    remedy="Save the tracker's sheet alone, as CSV, and import that.",
                )
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    check_extent(_xml_extent(archive, entry), f"{file_name}, {entry.filename}")
                if entry.filename == "content.xml":
                    check_extent(_repeated_extent(archive.read(entry)), file_name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise _is_damaged(file_name, str(error)) from error


def _xml_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Extent:
    """The last row and column that an XLSX sheet names: two cells far apart would claim a full grid between them."""
    letters: set[bytes] = set()
    last_row = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(4_000_000):
            found = _CELL_REFERENCE.findall(tail + chunk)
            letters.update(column for column, _ in found)
            last_row = max([last_row, *(int(row) for _, row in found[-1:]), *(int(row) for _, row in found[:1])])
            tail = chunk[-200:]
    return Extent(last_row, max((_column_number(name) for name in letters), default=0))


def _repeated_extent(content: bytes) -> Extent:
    """What the repetitions of an ODS sheet unfold to: one filled cell may claim to stand in a million rows."""
    rows = sum(int(times) for times, cells in _ODS_REPEATED_ROW.findall(content) if _ODS_FILLED in cells)
    columns = max((int(times) for times in _ODS_REPEATED_CELL.findall(content)), default=1)
    return Extent(rows, columns)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _has_password(file_name: str) -> InputRefusedError:
    return InputRefusedError(
        f"{file_name}: the workbook is protected with a password.",
        found="Found an encrypted workbook; its contents cannot be read.",
        remedy="Open it in your spreadsheet program, save a copy without a password, and import the copy.",
    )


def _is_damaged(file_name: str, detail: str) -> InputRefusedError:
    return InputRefusedError(
        f"{file_name}: the workbook is damaged or is no workbook.",
        found=f"Found: {detail}",
        remedy="Open it in your spreadsheet program and save it again as XLSX or CSV.",
    )
