"""A column whose header says nothing is what the tracker lacks, where nothing else can be it, and that is told."""

import pytest

from tests.ingest.reading import codes_of, fields_of, grid, read_rows

TRACKER = """
    Company      | Role         | Applied on | Status
    Fernbridge   | Night crew   | 2026-03-01 | Applied
    Mossgate     | Paper desk   | 2026-03-02 | Rejected
    Reedley      | North round  | 2026-03-03 | Interview
    Larchwood    | Yard         | 2026-03-04 | Applied
"""
FIELDS = {"Company": "company", "Role": "role", "Applied on": "applied_date", "Status": "status_text"}


def _headed(header: str, name: str) -> list[list[str]]:
    first, *rows = grid(TRACKER)
    return [[name if cell == header else cell for cell in first], *rows]


@pytest.mark.parametrize("header", FIELDS)
def test_any_one_header_may_be_a_word_that_nobody_knows(header: str) -> None:
    read = read_rows(_headed(header, "Zorblax"))
    assert fields_of(read)["Zorblax"] == FIELDS[header]
    assert read.applications.height == 4


@pytest.mark.parametrize(
    ("header", "named", "said"),
    [
        ("Company", "names the company", "--column notes="),
        ("Role", "names the role", "--column notes="),
        ("Applied on", "says when you applied", "--column last_updated="),
    ],
)
def test_what_was_concluded_is_told_with_how_to_say_otherwise(header: str, named: str, said: str) -> None:
    (told,) = [each for each in read_rows(_headed(header, "Zorblax")).warnings if each.code == "by_elimination"]
    assert told.message.startswith(f'No header {named}. "Zorblax" was read as that')
    assert f'{said}"Zorblax"' in told.message
    assert told.column == "Zorblax"


def test_words_that_are_statuses_need_no_telling() -> None:
    assert "by_elimination" not in codes_of(read_rows(_headed("Status", "Zorblax")))


def test_what_the_user_says_of_the_column_counts() -> None:
    read = read_rows(_headed("Applied on", "Zorblax"), columns={"last_updated": "Zorblax"})
    assert read.applications["applied_date"].null_count() == 4
    assert "by_elimination" not in codes_of(read)


@pytest.mark.parametrize("header", ["Event date", "Closing date", "Date of birth", "Found", "Zorblax deadline"])
def test_a_header_that_speaks_of_other_days_is_not_the_day_of_applying(header: str) -> None:
    assert read_rows(_headed("Applied on", header)).applications["applied_date"].null_count() == 4


def test_days_to_come_are_not_those_of_applying() -> None:
    rows = _headed("Applied on", "Zorblax")
    rows[2][2] = "2026-08-20"
    read = read_rows(rows)
    assert read.applications["applied_date"].null_count() == 4
    assert "no_applied_date" in codes_of(read)


def test_days_of_what_was_not_sent_are_not_those_of_applying() -> None:
    rows = _headed("Applied on", "Zorblax")
    rows[1][3] = "To apply"
    assert read_rows(rows).applications["applied_date"].null_count() == 4


def test_of_two_columns_of_unknown_days_none_is_taken() -> None:
    rows = [
        [*row, more]
        for row, more in zip(_headed("Applied on", "Zorblax"), ["Frumious", *["2026-04-01"] * 4], strict=True)
    ]
    read = read_rows(rows)
    assert read.applications["applied_date"].null_count() == 4
    assert "no_applied_date" in codes_of(read)


def test_times_of_day_and_numbers_are_no_companies() -> None:
    rows = [["Zorblax", "Role", "Status"], ["10:49", "Clerk", "Applied"], ["11:02", "Buyer", "Rejected"]]
    assert fields_of(read_rows(rows))["Zorblax"] is None


def test_a_status_under_a_header_of_links_is_none() -> None:
    rows = [["Company", "Role", "Zorblax link"], ["Fern", "Clerk", "Applied"], ["Moss", "Buyer", "Applied"]]
    assert fields_of(read_rows(rows))["Zorblax link"] is None


def test_remarks_beside_the_company_without_a_header_are_no_role() -> None:
    rows = [["Company", "", "Status"], ["Fern", "ring Jo", "Applied"], ["Moss", "too far", "Rejected"]]
    assert read_rows(rows).applications["role"].null_count() == 2
