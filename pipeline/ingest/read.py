"""A file's bytes to sheets of text cells: format and limits; nothing in a cell is interpreted."""

import re
from dataclasses import replace
from typing import Literal

import polars as pl

from pipeline.errors import InputRefusedError
from pipeline.ingest.archive import Member, kind_of_zip, read_members
from pipeline.ingest.decode import decode_text
from pipeline.ingest.delimited import read_delimited
from pipeline.ingest.limits import Extent, check_extent
from pipeline.ingest.model import Caution, Sheet
from pipeline.ingest.workbook import read_workbook
from pipeline.plain_text import DEFUSED
from pipeline.vocabulary import counted

MAX_FILE_BYTES = 200_000_000
"""A tracker of a million rows is about this large."""

TEXT_SUFFIXES = ("csv", "tsv", "txt", "tab")
WORKBOOK_SUFFIXES = ("xlsx", "xlsm", "xls", "xlsb", "ods")
ARCHIVE_SUFFIXES = ("zip",)
"""A zip is read for the tables that LinkedIn put into it, or for the only one in it."""

_ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_MARKS = {
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a text document (RTF)",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"\x1f\x8b": "a compressed file (gzip)",
    b"PAR1": "a Parquet file",
    b"SQLite format 3": "a database",
}
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|head|body)\b", re.IGNORECASE)
_CODE_LINE = re.compile(
    r"^\s*(?:import \w|from [\w.]+ import |def \w+\(|class \w+[(:]|if __name__|#include\b|function \w*\(|const \w+ =|"
    r"let \w+ =|var \w+ =|public (?:class|static)\b|package \w+;|return\b.*[;)]$)"
)


def read_sheets(
    content: bytes,
    file_name: str,
    *,
    format: str | None = None,  # noqa: A002 - named like the option that sets it
    max_bytes: int = MAX_FILE_BYTES,
) -> tuple[Sheet, ...]:
    """The sheets of a tracker file as text; a text file is one sheet without a name.

    Args:
        content: The file as it came.
        file_name: For messages, and its suffix where the bytes do not say what the file is.
        format: A suffix such as ``csv`` that settles the format, for content without a file name.
        max_bytes: The largest file to read.

    Raises:
        InputRefusedError: It is empty, too large, no table, protected, damaged, or of a kind that is not read.
    """
    if (meant := _locked_file(file_name)) is not None:
        raise InputRefusedError(
            f"{file_name}: this is no tracker but the mark of one that is open.",
            found="Found the small file that a spreadsheet program keeps beside an open workbook, to say who has it.",
            remedy=f"Close the workbook and choose {meant} itself.",
        )
    if len(content) > max_bytes:
        raise InputRefusedError(
            f"{file_name}: the file is too large.",
            found=f"Found {len(content):,} bytes; up to {max_bytes:,} are read.",
            remedy="Export the tracker's sheet alone as CSV, or split it over several files.",
        )
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise InputRefusedError(
            f"{file_name}: the file is empty.",
            found=f"Found {len(content):,} bytes and no cell.",
            remedy="Save the tracker again and check that the file has rows.",
        )
    kind = _kind(content, file_name, format)
    if kind == "archive":
        return tuple(sheet for member in read_members(content, file_name) for sheet in _read_member(member))
    return read_workbook(content, file_name) if kind == "workbook" else (_read_text(content, file_name),)


def _read_member(member: Member) -> tuple[Sheet, ...]:
    """The sheets of one table out of a zip; a zip inside it is no table."""
    kind = _kind(member.content, member.file_name, None)
    if kind == "archive":
        raise _no_table(member.file_name, "a zip inside the zip")
    if kind == "workbook":
        return read_workbook(member.content, member.file_name)
    return (replace(_read_text(member.content, member.file_name), name=member.sheet),)


def _locked_file(file_name: str) -> str | None:
    """The workbook that a lock file of Excel or LibreOffice stands beside, or None for any other file."""
    found = re.fullmatch(r"(?:~\$(.+)|\.~lock\.(.+)#)", re.split(r"[\\/]", file_name)[-1])
    return (found[1] or found[2]) if found else None


def _kind(content: bytes, file_name: str, given: str | None) -> Literal["workbook", "archive", "text"]:
    """By the bytes first, since files are often renamed; then by what the name says.

    Raises:
        InputRefusedError: The bytes or the name are of a kind that is not read.
    """
    suffix = (given or (file_name.rpartition(".")[2] if "." in file_name else "")).lower().lstrip(".")
    if content.startswith(_OLE_MARK):
        return "workbook"
    if content.startswith(_ZIP_MARKS):
        inside = kind_of_zip(content, file_name)
        if inside in {"workbook", "archive"}:
            return "workbook" if inside == "workbook" else "archive"
        raise _no_table(file_name, inside)
    for mark, what in _OTHER_MARKS.items():
        if content.startswith(mark):
            raise _no_table(file_name, what)
    if suffix in WORKBOOK_SUFFIXES and b"\x00" in content[:4000]:
        return "workbook"  # calamine says what is wrong with it
    known = TEXT_SUFFIXES + WORKBOOK_SUFFIXES + ARCHIVE_SUFFIXES
    if suffix and suffix not in known:
        kinds = ", ".join(kind.upper() for kind in ("csv", "tsv", *WORKBOOK_SUFFIXES, *ARCHIVE_SUFFIXES))
        raise InputRefusedError(
            f"{file_name}: files of this kind are not read.",
            found=f'Found the ending ".{suffix}"; {kinds} are read.',
            remedy="Save or export the tracker as CSV or XLSX.",
        )
    return "text"


def _read_text(content: bytes, file_name: str) -> Sheet:
    text, caution = decode_text(content)
    if "\x00" in text:
        raise _no_table(file_name, "binary data")
    if _MARKUP.match(text):
        raise _no_table(file_name, "a web page or XML")
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:60]
    if sum(1 for line in lines if _CODE_LINE.match(line)) >= max(2, len(lines) * 0.15):
        raise _no_table(file_name, "a program")
    sheet = read_delimited(text, warnings=(caution,) if caution else ())
    sheet = _without_apostrophes(sheet) if "'" in text else sheet
    check_extent(Extent(sheet.cells.height, sheet.cells.width), file_name)
    return sheet


def _without_apostrophes(sheet: Sheet) -> Sheet:
    """The sheet with the apostrophe taken off that an export puts before a text like a formula, and that told."""
    cells = pl.col(pl.String)
    count = (
        sheet.cells.select(pl.sum_horizontal(cells.str.contains(DEFUSED).sum())).item() if sheet.cells.width else 0
    )
    if not count:
        return sheet
    one = count == 1
    told = (
        f"{counted(count, 'cell')} {'begins' if one else 'begin'} with an apostrophe before a text like a formula, "
        f"which keeps a spreadsheet program from running {'it' if one else 'them'}; the apostrophe is left out."
    )
    caution = Caution("apostrophes", told)
    return replace(
        sheet, cells=sheet.cells.with_columns(cells.str.replace(DEFUSED, "$1")), warnings=(*sheet.warnings, caution)
    )


def _no_table(file_name: str, what: str) -> InputRefusedError:
    return InputRefusedError(
        f"{file_name}: this is not a table.",
        found=f"Found {what}.",
        remedy="Save or export the tracker as CSV or XLSX and import that file.",
    )
