"""What lines that are no rows promise: comments and conflict marks are named, and every row beside them is read."""

import pytest

from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, codes_of, read_rows

HEADER = "Company,Role,Date applied,Status"
ACME, BOLT, CORP, DYNE = (
    "Acme,Engineer,2026-03-14,Applied",
    "Bolt,Designer,2026-03-15,Rejected",
    "Corp,Analyst,2026-03-16,Applied",
    "Dyne,Chef,2026-03-17,Applied",
)


def read_lines(*lines: str) -> ShapedSheet:
    """Lines of a CSV file as a tracker; its rows add up."""
    content = ("\n".join(lines) + "\n").encode()
    sheet = read_tracker(content, "t.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON).sheets[0]
    assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected
    return sheet


def companies(sheet: ShapedSheet) -> list[tuple[int, str]]:
    """Row number and company of each application."""
    return list(sheet.applications.select("row_number", "company").iter_rows())


def test_both_sides_of_a_conflict_are_read_and_what_is_on_both_only_once() -> None:
    sheet = read_lines(
        HEADER,
        "<<<<<<< HEAD",
        ACME,
        BOLT,
        "=======",
        ACME,
        CORP,
        ">>>>>>> feature/april",
        DYNE,
    )
    assert companies(sheet) == [(3, "Acme"), (4, "Bolt"), (7, "Corp"), (9, "Dyne")]
    assert (sheet.rows_read, sheet.rows_loaded, sheet.rows_blank) == (8, 4, 4)
    (told,) = sheet.warnings
    assert (told.code, told.rows) == ("merge_conflict", 4)
    assert "rows 2, 5, 8" in told.message
    assert "left out: row 6" in told.message


def test_a_row_that_one_side_changed_stays_on_both() -> None:
    changed = ACME.replace("Applied", "Rejected")
    assert companies(read_lines(HEADER, "<<<<<<< HEAD", ACME, "=======", changed, ">>>>>>> theirs")) == [
        (3, "Acme"),
        (5, "Acme"),
    ]


def test_a_row_that_stands_twice_on_each_side_stays_twice() -> None:
    sheet = read_lines(HEADER, "<<<<<<< HEAD", ACME, ACME, "=======", ACME, ACME, ">>>>>>> theirs")
    assert companies(sheet) == [(3, "Acme"), (4, "Acme")]


def test_what_both_sides_began_with_is_not_read_again() -> None:
    sheet = read_lines(HEADER, "<<<<<<< HEAD", BOLT, "||||||| base", ACME, "=======", CORP, ">>>>>>> theirs")
    assert companies(sheet) == [(3, "Bolt"), (7, "Corp")]


def test_a_header_on_both_sides_is_found_and_repeated() -> None:
    sheet = read_lines("<<<<<<< HEAD", HEADER, ACME, "=======", HEADER, BOLT, ">>>>>>> 84f57c1")
    assert companies(sheet) == [(3, "Acme"), (6, "Bolt")]
    assert sheet.plan.header_row == 2
    assert {"merge_conflict", "repeated_header"} <= codes_of(sheet)


def test_several_conflicts_are_each_read() -> None:
    block = ("<<<<<<< HEAD", ACME, "=======", ACME, ">>>>>>> theirs")
    assert len(companies(read_lines(HEADER, *block, BOLT, *block))) == 3


def test_a_rule_of_equal_signs_is_no_conflict() -> None:
    sheet = read_lines(HEADER, ACME, "=======", BOLT)
    assert "merge_conflict" not in codes_of(sheet)
    assert len(companies(sheet)) == 2


COMMENTS = [
    pytest.param("# moved to the other list", id="alone"),
    pytest.param("# updated 2026-04-01, by me, again", id="with-commas"),
    pytest.param("#", id="empty"),
    pytest.param("#todo", id="no-blank"),
    pytest.param("# Corp,Analyst,2026-03-16,Applied", id="a-row-put-out"),
]


@pytest.mark.parametrize("comment", COMMENTS)
def test_a_comment_is_no_row_and_is_told(comment: str) -> None:
    for lines in ((HEADER, ACME, comment, BOLT), (comment, HEADER, ACME, BOLT)):
        sheet = read_lines(*lines)
        assert [company for _, company in companies(sheet)] == ["Acme", "Bolt"]
        assert sheet.rows_blank == 1
        assert "comment_rows" in codes_of(sheet)
        assert "ragged_rows" not in codes_of(sheet)


def test_numbers_and_names_that_begin_with_the_sign_are_rows() -> None:
    numbered = read_rows([["#", *HEADER.split(",")], ["#1", *ACME.split(",")], ["#2", *BOLT.split(",")]])
    assert numbered.applications["company"].to_list() == ["Acme", "Bolt"]
    named = read_rows([HEADER.split(","), ACME.split(","), ["#paid", *BOLT.split(",")[1:]]])
    assert named.applications["company"].to_list() == ["Acme", "#paid"]


def test_comments_do_not_hide_a_table_without_a_header() -> None:
    rows = [f"Firm {n},Software Engineer,2026-03-1{n},Applied" for n in range(1, 8)]
    sheet = read_lines("# my search, spring", "# kept by hand", *rows)
    assert sheet.applications.height == 7
    assert {"no_header", "comment_rows"} <= codes_of(sheet)


def test_failed_formulas_are_empty_and_told() -> None:
    sheet = read_rows([HEADER.split(","), ["Acme", "#N/A", "2026-03-14", "#REF!"], BOLT.split(",")])
    assert sheet.applications["role"].to_list() == [None, "Designer"]
    assert sheet.applications["status_text"].to_list() == [None, "Rejected"]
    (told,) = (warning for warning in sheet.warnings if warning.code == "error_cells")
    assert (told.rows, '"Role", "Status" in row 2' in told.message) == (1, True)


def test_a_hash_that_is_no_failed_formula_stays() -> None:
    sheet = read_rows([HEADER.split(","), ["Acme", "#1 choice", "2026-03-14", "Applied"]])
    assert sheet.applications["role"].to_list() == ["#1 choice"]
