"""What layout promises: the header is found wherever it is, and only rows of data are loaded, the rest counted."""

import pytest

from tests.ingest.reading import codes_of, read_rows

HEADER = ["Company", "Role", "Date Applied", "Status"]
ROW = ["Acme", "Engineer", "2026-03-14", "Applied"]


@pytest.mark.parametrize("above", range(0, 40, 6))
def test_the_header_is_found_in_the_first_forty_rows(above: int) -> None:
    sheet = read_rows([*([f"Note {index}", "", "", ""] for index in range(above)), HEADER, ROW])
    assert sheet.plan.header_row == above + 1
    assert sheet.applications["row_number"].to_list() == [above + 2]
    assert sheet.rows_blank == above


def test_title_rows_are_told() -> None:
    sheet = read_rows([["My search", "", "", ""], ["", "", "", ""], HEADER, ROW])
    (warning,) = sheet.warnings
    assert (warning.code, warning.rows) == ("title_rows", 1)
    assert warning.message == "Not loaded: row 1 (a title or note above the header)."


def test_group_titles_above_the_header_are_no_header() -> None:
    sheet = read_rows([["", "Application", "Interview", ""], HEADER, ROW])
    assert sheet.plan.header_row == 2


VALUES = [
    ["Acme", "Data Engineer", "2026-03-14", "Applied"],
    ["Bolt", "Designer", "2026-03-15", "Rejected"],
    ["Corp", "Sales Manager", "2026-03-16", "Interview"],
]


def test_a_table_without_a_header_is_read_by_its_values_and_told() -> None:
    sheet = read_rows(VALUES)
    assert sheet.plan.header_row is None
    assert codes_of(sheet) == {"no_header", "by_elimination"}
    assert (sheet.rows_read, sheet.rows_loaded) == (3, 3)
    assert sheet.applications.select("company", "role", "stage", "row_number").rows() == [
        ("Acme", "Data Engineer", "applied", 1),
        ("Bolt", "Designer", "applied", 2),
        ("Corp", "Sales Manager", "first_interview", 3),
    ]


NOT_DATA = [
    pytest.param(HEADER, "repeated_header", id="header-again"),
    pytest.param(["COMPANY", "ROLE ", "date applied", "x"], "repeated_header", id="header-again-in-other-case"),
    pytest.param(["March 2026", "", "", ""], "section_rows", id="month"),
    pytest.param(["Week 12", "", "", ""], "section_rows", id="week"),
    pytest.param(["=======", "", "", ""], "section_rows", id="merge-marker"),
    pytest.param(["# keep this", "", "", ""], "comment_rows", id="comment"),
    pytest.param(["Total", "12", "", ""], "total_rows", id="total"),
    pytest.param(["Gesamt", "", "", "12"], "total_rows", id="german-total"),
    pytest.param(["EXAMPLE - delete this row", "Engineer", "", "Applied"], "example_rows", id="example"),
    pytest.param(["示例公司", "", "", ""], "example_rows", id="chinese-example"),
    pytest.param(["", "", "FALSE", "0"], "prefilled_rows", id="residue"),
    pytest.param(["", "", "#N/A", ""], "prefilled_rows", id="formula"),
]


@pytest.mark.parametrize(("row", "code"), NOT_DATA)
def test_a_row_that_is_no_data_counts_as_blank_and_is_told(row: list[str], code: str) -> None:
    sheet = read_rows([HEADER, ROW, row, ["Bolt", "Designer", "2026-03-15", "Applied"]])
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt"]
    assert (sheet.rows_read, sheet.rows_loaded, sheet.rows_blank, sheet.rows_rejected) == (3, 2, 1, 0)
    assert code in codes_of(sheet)


LOOKS_LIKE_MORE = [
    pytest.param(["Ufedrib", "", "", ""], id="company-alone"),
    pytest.param(["Total Energies", "Engineer", "", ""], id="company-named-total"),
    pytest.param(["March", "Engineer", "2026-03-14", "Applied"], id="company-named-like-a-month"),
    pytest.param(["Interview Co", "", "", ""], id="company-named-like-a-status"),
]


@pytest.mark.parametrize("row", LOOKS_LIKE_MORE)
def test_an_application_with_an_odd_name_is_loaded(row: list[str]) -> None:
    sheet = read_rows([HEADER, ROW, row])
    assert sheet.rows_loaded == 2
    assert sheet.applications["company"][1] == row[0]


def test_drop_down_defaults_in_empty_rows_are_pre_filled() -> None:
    rows = [["", "", "", "To Apply"]] * 4
    sheet = read_rows([HEADER, ROW, *rows])
    assert (sheet.rows_loaded, sheet.rows_blank) == (1, 4)
    assert "prefilled_rows" in codes_of(sheet)
