"""What workbooks promise: dates, numbers and ticks as the same text in every format, and no bomb is unpacked."""

import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DebriefError, InputRefusedError
from pipeline.ingest.limits import MAX_CELLS
from pipeline.ingest.read import read_sheets
from tests.ingest.spreadsheets import Rows, write_ods, write_xlsx

ROWS: Rows = [
    ["Company", "Applied", "Score", "Whole"],
    ["Acme", dt.date(2026, 3, 14), 1.5, 7.0],
    ["Bolt", dt.datetime(2026, 3, 14, 5, 6), 2.25, 45981.0],  # noqa: DTZ001 - spreadsheets have no time zone
]


@pytest.mark.parametrize("write", [write_xlsx, write_ods], ids=["xlsx", "ods"])
def test_native_cells_become_plain_text(write: Callable[[Mapping[str, Rows]], bytes]) -> None:
    (sheet,) = read_sheets(write({"Jobs": ROWS}), "t.bin")
    assert [list(row) for row in sheet.cells.iter_rows()] == [
        ["Company", "Applied", "Score", "Whole"],
        ["Acme", "2026-03-14", "1.5", "7"],
        ["Bolt", "2026-03-14 05:06:00", "2.25", "45981"],
    ]
    assert sheet.row_numbers.to_list() == [1, 2, 3]


def test_ticks_are_true_and_false() -> None:
    (sheet,) = read_sheets(write_xlsx({"Jobs": [["Company", "Sent"], ["Acme", True], ["Bolt", False]]}), "t.xlsx")
    assert sheet.cells["c1"].to_list() == ["Sent", "TRUE", "FALSE"]


def test_rows_and_columns_left_empty_above_the_table_keep_their_numbers() -> None:
    (sheet,) = read_sheets(write_xlsx({"Jobs": [[], [], [None, "Company"], [None, "Acme"]]}), "t.xlsx")
    assert sheet.cells["c1"].to_list() == [None, None, "Company", "Acme"]
    assert sheet.row_numbers.to_list() == [1, 2, 3, 4]


def test_every_worksheet_is_read_an_empty_one_too() -> None:
    sheets = read_sheets(write_xlsx({"Notes": [], "Jobs": [["Company"]]}), "t.xlsx")
    assert [(sheet.name, sheet.cells.height) for sheet in sheets] == [("Notes", 0), ("Jobs", 1)]


def changed_workbook(name: str, content: bytes) -> bytes:
    """A workbook with one file of its zip replaced."""
    original = zipfile.ZipFile(io.BytesIO(write_xlsx({"Jobs": [["Company", "Role"], ["Acme", "Engineer"]]})))
    stream = io.BytesIO()
    with original, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in original.namelist():
            archive.writestr(entry, content if entry == name else original.read(entry))
    return stream.getvalue()


def test_two_cells_far_apart_do_not_claim_the_grid_between_them() -> None:
    far = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="BZ1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    with pytest.raises(InputRefusedError, match="too many cells") as refused:
        read_sheets(changed_workbook("xl/worksheets/sheet1.xml", far), "t.xlsx")
    assert f"{MAX_CELLS:,}" in str(refused.value)


def test_a_cell_repeated_over_a_million_rows_and_columns_is_refused() -> None:
    bomb = write_ods({"Jobs": [["Company"], ["Acme"]]})
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as original, zipfile.ZipFile(stream, "w") as archive:
        for name in original.namelist():
            content = original.read(name).replace(
                b'<table:table-row><table:table-cell office:value-type="string"><text:p>Acme',
                b'<table:table-row table:number-rows-repeated="1048575"><table:table-cell office:value-type="string"'
                b' table:number-columns-repeated="1000"><text:p>Acme',
            )
            archive.writestr(name, content)
    with pytest.raises(InputRefusedError, match="too many cells"):
        read_sheets(stream.getvalue(), "t.ods")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InputRefusedError, match="unpacks to too much"):
        read_sheets(changed_workbook("xl/styles.xml", b" " * 30_000_000), "t.xlsx")


def test_a_truncated_workbook_is_refused_with_a_remedy() -> None:
    whole = write_xlsx({"Jobs": [["Company", "Role"]] * 50})
    with pytest.raises(InputRefusedError, match="damaged") as refused:
        read_sheets(whole[: len(whole) // 2], "t.xlsx")
    assert "save it again" in str(refused.value)


def test_another_kind_of_zip_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("letter.txt", "hello")
    with pytest.raises(InputRefusedError, match="the zip holds no table"):
        read_sheets(stream.getvalue(), "t.zip")


WHOLE = [write_xlsx({"Jobs": ROWS}), write_ods({"Jobs": ROWS})]


@settings(max_examples=40)
@given(
    st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4)
)
def test_a_damaged_copy_is_read_or_refused(whole: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(whole)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    with contextlib.suppress(DebriefError):
        assert read_sheets(bytes(damaged), "t.xlsx")
