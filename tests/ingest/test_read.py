"""What reading promises: every cell kept as text under the row number the spreadsheet shows, and clear refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DebriefError, InputRefusedError
from pipeline.ingest.model import Sheet
from pipeline.ingest.read import read_sheets
from pipeline.vocabulary import counted
from tests.ingest.reading import csv_bytes
from tests.ingest.spreadsheets import write_xlsx

WIDE = [["Company", "Role", "Notes"], ["Acme", "Engineer", "a, b"], ["Bolt", "Designer", ""]]


def read_one(content: bytes, name: str = "tracker.csv") -> Sheet:
    """The only sheet of a text file."""
    (sheet,) = read_sheets(content, name)
    return sheet


def rows_of(sheet: Sheet) -> list[list[str | None]]:
    """The rows as lists."""
    return [list(row) for row in sheet.cells.iter_rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    assert rows_of(read_one(csv_bytes(WIDE, delimiter))) == [
        ["Company", "Role", "Notes"],
        ["Acme", "Engineer", "a, b"],
        ["Bolt", "Designer", None],
    ]


@pytest.mark.parametrize(
    ("encoding", "is_told"),
    [("utf-8", False), ("utf-8-sig", False), ("utf-16", True), ("utf-16-le", True), ("cp1252", True)],
)
def test_umlauts_survive_every_encoding_and_only_plain_utf8_goes_untold(encoding: str, is_told: bool) -> None:
    text = "Firma;Stelle\nMüller & Söhne;Geschäftsführer\nGrün AG;Prüfer\n"
    sheet = read_one(text.encode(encoding))
    assert rows_of(sheet)[1] == ["Müller & Söhne", "Geschäftsführer"]
    assert [warning.code for warning in sheet.warnings] == (["encoding"] if is_told else [])


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("Plzeňské mlýny;Řidič;odmítl jsem\nKeramo Horní Bříza;Třídič zásilek;přijat", "cp1250"),
        ("Petróleo São João;Técnico de manutenção;não\nÁgua Boa;Operário;em análise", "cp1252"),
        ("Güneş Eğitim;Şoför;görüşme\nİş Çözüm;Öğretmen;değerlendirme", "cp1254"),
        ("Пиксель;Бухгалтерия;ждём\nБилд;Инженеры;учёба", "cp1251"),
    ],
)
def test_letters_survive_the_encoding_of_their_language(line: str, encoding: str) -> None:
    sheet = read_one(f"Firma;Pozice;Status\n{line}\n".encode(encoding))
    assert rows_of(sheet)[1:] == [each.split(";") for each in line.split("\n")]


def test_one_stray_byte_does_not_lose_the_umlauts_of_a_utf8_file() -> None:
    sheet = read_one("Firma,Stelle\nMüller,Prüfer\nGrün,Köchin\nSöhne,Gärtner\n".encode() + b"Rest \xe2,Bote\n")
    assert rows_of(sheet)[1] == ["Müller", "Prüfer"]
    assert rows_of(sheet)[4] == ["Rest \ufffd", "Bote"]
    assert [warning.code for warning in sheet.warnings] == ["encoding"]


def test_a_blank_line_and_a_quoted_cell_over_lines_are_one_row_each() -> None:
    sheet = read_one(b'Company,Notes\n\nAcme,"first\nsecond"\nBolt,x\n')
    assert rows_of(sheet) == [["Company", "Notes"], [None, None], ["Acme", "first\nsecond"], ["Bolt", "x"]]
    assert sheet.row_numbers.to_list() == [1, 2, 3, 4]


def test_row_numbers_are_the_same_whichever_reader_was_needed() -> None:
    regular = b'Company,Notes\n\nAcme,"first\nsecond"\nBolt,x\n'
    ragged = regular + b"Corp,x,y\n"
    assert read_one(ragged).row_numbers.to_list()[:4] == read_one(regular).row_numbers.to_list()
    assert [row[:2] for row in rows_of(read_one(ragged))[:4]] == rows_of(read_one(regular))


def test_ragged_rows_keep_every_cell_and_are_named() -> None:
    sheet = read_one(
        b"Company,Role,Status\nAcme,Engineer,Applied\nBolt,Designer\nCorp,Analyst, remote,Applied\nDo,It,x\n"
    )
    assert rows_of(sheet)[2] == ["Bolt", "Designer", None, None]
    assert rows_of(sheet)[3] == ["Corp", "Analyst", " remote", "Applied"]
    (warning,) = sheet.warnings
    assert (warning.code, warning.rows) == ("ragged_rows", 2)
    assert warning.message.startswith("Most rows have 3 cells; row 3 has 2, row 4 has 4.")


def test_a_short_row_is_told_even_where_cells_hold_delimiters() -> None:
    sheet = read_one(b'Company,Role,Notes\nAcme,Engineer,"a, b"\nBolt,Designer\nCorp,Analyst,"c, d, e"\n')
    assert [warning.code for warning in sheet.warnings] == ["ragged_rows"]


def test_a_quote_that_never_closes_spoils_its_own_row_only() -> None:
    sheet = read_one(b'Company,Role,Notes\nAcme,Engineer,"open\nBolt,Designer,fine\nCorp,Analyst,"closed"\n')
    assert [row[0] for row in rows_of(sheet)] == ["Company", "Acme", "Bolt", "Corp"]
    assert rows_of(sheet)[2] == ["Bolt", "Designer", "fine"]


def test_lone_carriage_returns_end_lines() -> None:
    assert len(rows_of(read_one(b"Company,Role\rAcme,Engineer\rBolt,Designer\r"))) == 3


REFUSED = [
    pytest.param(b"", "t.csv", "t.csv: the file is empty.", id="empty"),
    pytest.param(b" \n\n  \n", "t.csv", "t.csv: the file is empty.", id="blank"),
    pytest.param(b"%PDF-1.7 ...", "t.csv", "t.csv: this is not a table.", id="pdf"),
    pytest.param(b"\x89PNG\r\n\x1a\n...", "t.xlsx", "t.xlsx: this is not a table.", id="picture"),
    pytest.param(b"\x00\x01\x02\x00\x05binary\x00", "t.csv", "t.csv: this is not a table.", id="binary"),
    pytest.param(b"<!DOCTYPE html><html><table>", "t.xls", "t.xls: this is not a table.", id="web-page"),
    pytest.param(
        b"import os\n\n\ndef main():\n    return 1\n\n\nif __name__ == '__main__':\n    main()\n",
        "jobs.csv",
        "jobs.csv: this is not a table.",
        id="a-python-program-named-csv",
    ),
    pytest.param(b"Company,Role\n", "t.docx", "t.docx: files of this kind are not read.", id="suffix"),
    pytest.param(
        b"PK\x03\x04 broken", "t.xlsx", "t.xlsx: the workbook is damaged or is no workbook.", id="damaged-zip"
    ),
    pytest.param(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "t.xlsx",
        "t.xlsx: the workbook is protected with a password.",
        id="password",
    ),
]


@pytest.mark.parametrize(("content", "name", "problem"), REFUSED)
def test_what_is_no_table_is_refused_in_one_line_with_a_remedy(content: bytes, name: str, problem: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        read_sheets(content, name)
    assert refused.value.problem == problem
    assert refused.value.found
    assert refused.value.remedy


def test_a_file_over_the_size_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(InputRefusedError, match="the file is too large"):
        read_sheets(b"Company,Role\nAcme,Engineer\n", "t.csv", max_bytes=10)


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(InputRefusedError, match="too many columns"):
        read_sheets(b",".join([b"x"] * 2_500) + b"\n", "t.csv")


def test_the_bytes_say_what_a_file_is_whatever_its_name() -> None:
    content = write_xlsx({"Jobs": [["Company", "Role"], ["Acme", "Engineer"]]})
    (sheet,) = read_sheets(content, "tracker.csv")
    assert sheet.name == "Jobs"


def test_standard_input_needs_a_format_and_no_name() -> None:
    (sheet,) = read_sheets(b"Company\tRole\nAcme\tEngineer\n", "-", format="tsv")
    assert sheet.cells.shape == (2, 2)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheets = read_sheets(content, "t.csv")
    except DebriefError:
        return
    for sheet in sheets:
        assert len(sheet.row_numbers) == sheet.cells.height


# no other delimiter of ours: a grid of semicolons and commas is as well one of the other kind
CELL = st.text(alphabet=st.sampled_from("ab ,'\"\né"), max_size=6).filter(lambda text: text == text.strip())
GRIDS = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=3, max_size=6)
)


@given(GRIDS)
def test_what_a_csv_writer_writes_comes_back(grid: list[list[str]]) -> None:
    header = [f"Header {index}" for index in range(len(grid[0]))]
    sheet = read_one(csv_bytes([header, *[[f"x{cell}" for cell in row] for row in grid]]))
    assert rows_of(sheet) == [header, *[[f"x{cell}" for cell in row] for row in grid]]


FIRST_LINES = [
    pytest.param("sep=;\r\nFirma;Stelle\r\nAcme, Inc.;Koch\r\n", ["Acme, Inc.", "Koch"], id="semicolon"),
    pytest.param("SEP=\t\nCompany\tRole\nAcme\tChef, head\n", ["Acme", "Chef, head"], id="tab"),
    pytest.param('"sep=|"\nCompany|Role\nAcme|Chef\n', ["Acme", "Chef"], id="quoted"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(("text", "row"), FIRST_LINES)
def test_the_line_in_which_excel_names_the_delimiter_is_obeyed_and_no_row(
    text: str, row: list[str], encoding: str
) -> None:
    sheet = read_one(text.encode(encoding))
    assert rows_of(sheet)[1:] == [row]
    assert sheet.row_numbers.to_list() == [1, 2]


def test_a_column_named_like_that_line_is_a_column() -> None:
    assert rows_of(read_one(b"sep=applied,Company\nx,Acme\n"))[0] == ["sep=applied", "Company"]


STRAYS = [
    pytest.param(b"Company,Role\nAc\x00me,Engineer at a large firm in town\n" + b"Bolt,x\n" * 9, 1, id="in-a-cell"),
    pytest.param(b"Company,Role\nAcme,Engineer at a large firm in town\n" + b"\x00" * 4_096, 4_096, id="at-the-end"),
]


@pytest.mark.parametrize(("content", "zeros"), STRAYS)
def test_zero_bytes_in_a_sound_text_are_left_out_and_told(content: bytes, zeros: int) -> None:
    sheet = read_one(content)
    assert rows_of(sheet)[1] == ["Acme", "Engineer at a large firm in town"]
    (told,) = sheet.warnings
    assert (told.code, f" {counted(zeros, 'zero byte')} in it w" in told.message) == ("encoding", True)


def test_a_byte_order_mark_in_the_middle_is_dropped() -> None:
    part = '"Company","Role"\n"Acme, Inc.","Chef"\n'.encode("utf-8-sig")
    assert rows_of(read_one(part + part)) == [["Company", "Role"], ["Acme, Inc.", "Chef"]] * 2


def test_a_text_of_one_column_is_one_column() -> None:
    assert rows_of(read_one(b"Company\nAcme Inc\nBolt Ltd\n")) == [["Company"], ["Acme Inc"], ["Bolt Ltd"]]


def test_line_ends_may_be_mixed() -> None:
    assert len(rows_of(read_one(b"Company,Role\r\nAcme,Chef\nBolt,Cook\rCorp,Baker"))) == 4


def test_empty_cells_at_the_end_of_rows_are_not_ragged() -> None:
    assert read_one(b"Company,Role\nAcme,Chef,,,\nBolt,Cook\nCorp,Baker,\n").warnings == ()


@pytest.mark.parametrize("name", ["~$tracker.xlsx", ".~lock.tracker.xlsx#", "C:\\jobs\\~$tracker.xlsx"])
def test_the_mark_of_an_open_workbook_is_told_from_the_workbook(name: str) -> None:
    with pytest.raises(InputRefusedError, match="the mark of one that is open") as refused:
        read_sheets(b"\x05Kim D" + b" " * 150, name)
    assert refused.value.remedy == "Close the workbook and choose tracker.xlsx itself."
