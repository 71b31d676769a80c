"""What workbooks promise: dates, numbers and ticks as the same text in every format, and no bomb is unpacked."""

import contextlib
import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DebriefError, InputRefusedError
from pipeline.ingest.limits import MAX_CELLS
from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.read import read_sheets
from pipeline.ingest.tracker import read_tracker
from tests.ingest.spreadsheets import Rows, pack, write_ods, write_xlsb, write_xlsx

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


def test_the_binary_workbook_format_is_read_too() -> None:
    rows: list[list[str | float | None]] = [
        ["Company", "Role", "Score", "Sent"],
        ["Acme", "Engineer", 1.5, True],
        ["Bolt", None, 7.0, False],
    ]
    (sheet,) = read_sheets(write_xlsb(rows, first_row=2), "t.xlsb")
    assert [list(row) for row in sheet.cells.iter_rows()] == [
        [None] * 4,
        [None] * 4,
        ["Company", "Role", "Score", "Sent"],
        ["Acme", "Engineer", "1.5", "TRUE"],
        ["Bolt", None, "7", "FALSE"],
    ]


def test_an_old_workbook_is_read_with_its_dates_numbers_and_ticks() -> None:
    """The fixture was written by LibreOffice 7.4, since nothing here writes XLS."""
    (sheet,) = read_sheets((Path(__file__).parent / "old.xls").read_bytes(), "old.xls")
    assert [list(row) for row in sheet.cells.iter_rows()] == [
        ["Company", "Role", "Applied", "Score", "Sent"],
        ["Acme", "Engineer", "2026-03-14", "1.5", "TRUE"],
        ["Bolt", "Designer", "2026-03-15", "7", "FALSE"],
    ]


def workbook_with(build: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """An XLSX workbook that a function fills."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        build(book)
    return stream.getvalue()


def test_formulas_are_read_as_their_values_and_a_failed_one_keeps_its_mark() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Chart & more")
        sheet = book.add_worksheet("Jobs > all")
        sheet.write_row(0, 0, ["Company", "Role", "Days"])
        sheet.write_formula(1, 0, "=Names!A1", None, "Acme")
        sheet.write_formula(1, 1, "=Names!B1", None, "#REF!")
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")

    sheet = read_sheets(workbook_with(build), "t.xlsx")[1]
    assert [list(row) for row in sheet.cells.iter_rows()] == [
        ["Company", "Role", "Days"],
        ["Acme", "#REF!", "2"],
        [None, None, "#DIV/0!"],
    ]


def test_hidden_sheets_merged_titles_and_macros_change_nothing() -> None:
    def build(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Jobs")
        sheet.merge_range(0, 0, 0, 2, "My search")
        sheet.write_row(1, 0, ["Company", "Role", "Status"])
        sheet.write_row(2, 0, ["Acme", "Engineer", "Applied"])
        hidden = book.add_worksheet("Old")
        hidden.write_row(0, 0, ["Company", "Role"])
        hidden.hide()
        book.add_worksheet("Lists").very_hidden()

    content = workbook_with(build)
    original = zipfile.ZipFile(io.BytesIO(content))
    files: dict[str, bytes | str] = {name: original.read(name) for name in original.namelist()}
    with_macros = pack(files | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open() Shell"})
    for name, book in (("t.xlsx", content), ("t.xlsm", with_macros)):
        jobs, old, lists = read_sheets(book, name)
        assert jobs.cells.row(0) == ("My search", None, None)
        assert jobs.cells.row(2) == ("Acme", "Engineer", "Applied")
        assert (old.name, old.cells.height, lists.cells.height) == ("Old", 1, 0)


def sheet_xml(body: bytes) -> bytes:
    """The XML of a worksheet that claims to be as large as a sheet can be."""
    return (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData>' + body + b"</sheetData></worksheet>"
    )


def test_a_claim_of_a_million_rows_costs_nothing() -> None:
    one = sheet_xml(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    (sheet,) = read_sheets(changed_workbook("xl/worksheets/sheet1.xml", one), "t.xlsx")
    assert sheet.cells.shape == (1, 1)


def test_cells_that_do_not_say_where_they_are_are_counted() -> None:
    far = sheet_xml(b'<row r="1"><c/></row><row r="1048576">' + b"<c/>" * 99 + b"<c><v>1</v></c></row>")
    with pytest.raises(InputRefusedError, match="too many cells") as refused:
        read_sheets(changed_workbook("xl/worksheets/sheet1.xml", far), "t.xlsx")
    assert "sheet1.xml" in refused.value.problem


def test_far_cells_of_a_binary_sheet_are_refused_before_it_is_read() -> None:
    with pytest.raises(InputRefusedError, match="too many cells") as refused:
        read_sheets(write_xlsb([["x"] * 200], first_row=1_000_000), "t.xlsb")
    assert "sheet1.bin" in refused.value.problem


def test_a_long_text_that_many_cells_share_is_refused() -> None:
    cells = b"".join(b'<c r="A%d" t="s"><v>0</v></c>' % row for row in range(1, 3_001))
    text = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si><si><t>short</t></si></sst>"
    original = zipfile.ZipFile(io.BytesIO(changed_workbook("xl/worksheets/sheet1.xml", sheet_xml(cells))))
    files: dict[str, bytes | str] = {name: original.read(name) for name in original.namelist()}
    with pytest.raises(InputRefusedError, match="too much text"):
        read_sheets(pack(files | {"xl/sharedStrings.xml": text}), "t.xlsx")
    shared = cells.replace(b"<v>0<", b"<v>1<").replace(b"<v>1<", b"<v>0<", 1)
    files["xl/worksheets/sheet1.xml"] = sheet_xml(b'<row r="1">' + shared + b"</row>")
    (sheet,) = read_sheets(pack(files | {"xl/sharedStrings.xml": text}), "t.xlsx")
    assert sheet.cells["c0"].str.len_chars().max() == 1_000_000


def test_entities_that_grow_are_not_unfolded() -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"boom") for n in range(10))
    bomb = b'<?xml version="1.0"?><!DOCTYPE sst [' + entities + b"]><sst><si><t>&e9;</t></si></sst>"
    with pytest.raises(InputRefusedError, match="damaged"):
        read_sheets(changed_workbook("xl/sharedStrings.xml", bomb), "t.xlsx")


def test_a_file_inside_that_holds_more_than_it_declares_is_refused() -> None:
    whole = changed_workbook("xl/styles.xml", b" " * 1_000_000)
    declared = (1_000_000).to_bytes(4, "little")
    with pytest.raises(InputRefusedError, match="damaged"):
        read_sheets(whole.replace(declared, (1_000).to_bytes(4, "little")), "t.xlsx")


def test_too_many_files_inside_are_refused_before_they_are_unpacked() -> None:
    with pytest.raises(InputRefusedError, match="too many files inside"):
        read_sheets(pack({"xl/workbook.xml": "", **{f"xl/{n}.xml": "" for n in range(10_001)}}), "t.xlsx")


def test_an_ods_whose_content_is_cut_off_is_refused_instead_of_read_for_ever() -> None:
    original = zipfile.ZipFile(io.BytesIO(write_ods({"Jobs": [["Company"], ["Acme"]]})))
    files: dict[str, bytes | str] = {name: original.read(name) for name in original.namelist()}
    cut = files | {"content.xml": original.read("content.xml").partition(b"<table:table-row>")[0]}
    with pytest.raises(InputRefusedError, match="damaged"):
        read_sheets(pack(cut), "t.ods")


OLD = (Path(__file__).parent / "old.xls").read_bytes()
INNER = [
    pytest.param(write_xlsx({"Jobs": ROWS}), id="xlsx"),
    pytest.param(write_ods({"Jobs": ROWS}), id="ods"),
    pytest.param(write_xlsb([["Company", "Role"], ["Acme", 1.0], ["Bolt", True]]), id="xlsb"),
    pytest.param(OLD, id="xls"),
]


@pytest.mark.parametrize("whole", INNER)
def test_damage_inside_a_workbook_is_a_refusal_or_a_reading_and_never_a_crash(whole: bytes) -> None:
    for seed in range(80):
        chance = random.Random(seed)  # noqa: S311  # a seeded choice is what makes a failure repeatable
        with contextlib.suppress(DebriefError):
            assert read_sheets(damaged_inside(whole, chance), "t.bin")


def damaged_inside(whole: bytes, chance: random.Random) -> bytes:
    """The file with some bits of one of its parts flipped or its end cut off, and packed again where it is a zip."""
    if not whole.startswith(b"PK"):
        return damaged_part(whole, chance)
    original = zipfile.ZipFile(io.BytesIO(whole))
    files: dict[str, bytes | str] = {name: original.read(name) for name in original.namelist()}
    name = chance.choice([name for name, content in files.items() if content])
    return pack(files | {name: damaged_part(original.read(name), chance)})


def damaged_part(part: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(part)
    for _ in range(chance.choice([1, 3, 10])):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged[: chance.randrange(1, len(damaged) + 1)] if chance.random() < 0.2 else damaged)


def test_what_a_cell_merged_over_several_rows_says_counts_for_each_of_them() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Jobs")
        for cells, text in {"A1:A2": "Company", "B1:B2": "Role", "C1:D1": "Application", "A3:A4": "Acme"}.items():
            sheet.merge_range(cells, text)
        sheet.merge_range("D5:D6", "Rejected")
        sheet.write_row("C2", ["Date", "Status"])
        sheet.write_row("C3", ["2026-03-01", "Rejected"])
        sheet.write_row("C4", ["2026-03-02", "Applied"])
        sheet.write_row("B3", ["Engineer"])
        sheet.write_row("B4", ["Analyst"])
        sheet.write_row("A5", ["Bolt", "Designer", "2026-03-03"])
        sheet.write_row("A6", ["Corp", "Designer", "2026-03-04"])
    content = stream.getvalue()
    (read,) = read_tracker(content, "jobs.xlsx", options=ReadingOptions(), uploaded_on=dt.date(2026, 8, 1)).sheets
    assert read.applications.select("company", "role", "outcome", "row_number").rows() == [
        ("Acme", "Engineer", "rejected", 3),
        ("Acme", "Analyst", "open", 4),
        ("Bolt", "Designer", "rejected", 5),
        ("Corp", "Designer", "rejected", 6),
    ]
    (told,) = [warning.message for warning in read.warnings if warning.code == "merged_cells"]
    assert "rows 4, 6 were filled from above" in told
