"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) to sheets of text; native dates become ISO text, nothing more is read.

Formulas are read as the values that were last calculated, macros are never looked at.
"""

import datetime as dt
import io
from collections.abc import Mapping
from dataclasses import replace

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from pipeline.errors import InputRefusedError
from pipeline.ingest.delimited import frame_of, make_sheet
from pipeline.ingest.limits import Extent, check_count, check_declared, check_extent, open_zip
from pipeline.ingest.model import Sheet
from pipeline.ingest.workbook_checks import Failed, check_workbook

_PANIC = "PanicException"
"""What the reader's Rust code raises where damage breaks an assumption of its own; it is no ``Exception``."""

_PASSWORD_MARK = "EncryptedPackage".encode("utf-16-le")


def read_workbook(content: bytes, file_name: str) -> tuple[Sheet, ...]:
    """Every worksheet with its rows from row 1 on; sheets without a cell are empty.

    Raises:
        InputRefusedError: The workbook has a password, is damaged, or is over a limit.
    """
    if _PASSWORD_MARK in content:
        raise _has_password(file_name)
    failed = _check_zip(content, file_name) if content.startswith(b"PK") else {}
    sheets = _read_sheets(content, file_name, failed)
    if not sheets:
        raise _is_damaged(file_name, "no worksheet in it")
    return sheets


def _read_sheets(content: bytes, file_name: str, failed: Mapping[str, Failed]) -> tuple[Sheet, ...]:
    """What the reader makes of a workbook; whatever it stumbles over is damage."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
            return tuple(
                _read_sheet(book.get_sheet_by_name(name), name, file_name, failed.get(name, {})) for name in names
            )
    except PasswordError as error:
        raise _has_password(file_name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise _is_damaged(file_name, str(error)) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise _is_damaged(file_name, str(error)) from error


def _check_zip(content: bytes, file_name: str) -> Mapping[str, Failed]:
    """Refuse what would unpack to more than a tracker needs, before unpacking it; returns the failed cells."""
    with open_zip(content, lambda detail: _is_damaged(file_name, detail)) as archive:
        check_count(archive.infolist(), file_name)
        check_declared(archive.infolist(), len(content), file_name)
        return check_workbook(archive, file_name)


def _read_sheet(sheet: CalamineSheet, name: str, file_name: str, failed: Failed) -> Sheet:
    """The sheet as text; a failed formula, which the reader leaves empty, shows its mark again."""
    check_extent(Extent(sheet.total_height, sheet.total_width), f'{file_name}, sheet "{name}"')
    rows = [[_cell_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), mark in failed.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = mark
    merged = tuple(
        (first_column, first_row + 1, last_row + 1)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
        if first_column == last_column and first_row < last_row
    )
    return replace(make_sheet(name, frame_of(rows) if rows else pl.DataFrame()), merged=merged)


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
