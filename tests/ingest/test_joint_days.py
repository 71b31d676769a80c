"""What two days in one cell promise: both are read where the header names both, and neither is guessed elsewhere."""

import datetime as dt

import pytest

from tests.ingest.reading import codes_of, read_rows

FIRST, SECOND = dt.date(2026, 3, 14), dt.date(2026, 3, 29)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Applied / replied", "2026-03-14 / 2026-03-29"),
        ("Applied/replied", "2026-03-14/2026-03-29"),
        ("Date applied → date of reply", "3/14/2026 -> 3/29/2026"),
        ("Sent - heard back", "14.03.2026 - 29.03.2026"),
        ("Applied (replied)", "14 Mar 2026 (29 Mar 2026)"),
        ("Applied & response", "Mar 14, 2026 & Mar 29, 2026"),
        ("Applied, response", "2026-03-14, 2026-03-29"),
        ("Beworben / Antwort", "14.03.2026 / 29.03.2026"),
        ("Applied\nReplied", "2026-03-14\n2026-03-29"),
    ],
)
def test_two_days_under_a_header_that_names_both_are_both_read(header: str, cell: str) -> None:
    sheet = read_rows(
        [["Company", "Role", header], ["Acme", "Engineer", cell], ["Bolt", "Designer", "2026-03-20"]],
    )
    rows = sheet.applications.select("applied_date", "first_response_date").rows()
    assert rows == [(FIRST, SECOND), (dt.date(2026, 3, 20), None)]
    assert "joint_days" in codes_of(sheet)
    assert sheet.applications["extras"].null_count() == 2


def test_the_second_day_can_be_that_of_a_stage() -> None:
    sheet = read_rows([["Company", "Role", "Applied / interviewed"], ["Acme", "Engineer", "2026-03-14 / 2026-03-29"]])
    assert sheet.applications.select("applied_date", "stage").rows() == [(FIRST, "first_interview")]
    assert sheet.stage_events.select("stage", "event_date").rows() == [("first_interview", SECOND)]


def test_a_second_day_that_another_column_holds_is_kept_and_not_read() -> None:
    sheet = read_rows(
        [
            ["Company", "Role", "Applied / replied", "Response date"],
            ["Acme", "Engineer", "2026-03-14 / 2026-03-29", "2026-03-30"],
        ]
    )
    (row,) = sheet.applications.select("applied_date", "first_response_date", "extras").rows()
    assert row == (FIRST, dt.date(2026, 3, 30), '{"replied":"2026-03-29"}')


@pytest.mark.parametrize("cell", ["2026-03-14 / 2026-03-29", "3/14/2026 & 3/29/2026", "14.03.2026 - 29.03.2026"])
def test_two_days_under_a_header_that_names_one_are_told_and_left_empty(cell: str) -> None:
    sheet = read_rows([["Company", "Role", "Date applied"], ["Acme", "Engineer", cell]])
    assert sheet.applications["applied_date"].to_list() == [None]
    assert codes_of(sheet) & {"two_dates", "unparsed_dates"}
    assert cell in sheet.applications["extras"][0]


@pytest.mark.parametrize("cell", ["3 - 5 March 2026", "2026-03-14 / soon", "14/03/2026"])
def test_a_cell_that_is_not_two_days_is_read_as_under_any_header(cell: str) -> None:
    rows = [["Company", "Role", "Applied / replied"], ["Acme", "Engineer", cell]]
    plain = [["Company", "Role", "Date applied"], ["Acme", "Engineer", cell]]
    both, one = read_rows(rows), read_rows(plain)
    assert both.applications["applied_date"].to_list() == one.applications["applied_date"].to_list()
    assert "joint_days" not in codes_of(both)
