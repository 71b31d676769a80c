"""What a caution says is right for one thing and for several."""

import re

import pytest

from pipeline.ingest.decode import decode_text
from tests.ingest.reading import read_rows

HEADER = ["Company", "Role", "Date applied", "Status"]


def _told(*rows: list[str], code: str) -> str:
    sheet = read_rows([HEADER, *rows])
    (message,) = [warning.message for warning in sheet.warnings if warning.code == code]
    return message


def _row(date: str, company: str = "Fern") -> list[str]:
    return [company, "Analyst", date, "Applied"]


ONE_AND_TWO = [
    ("unparsed_dates", ["soonish", "someday"], "could not be read", "could not be read", "left empty"),
    ("month_only_dates", ["March 2026", "April 2026"], "names a month and no day", "name a month and no day", "left"),
    ("ambiguous_dates", ["03/04/2026", "05/04/2026"], "can be day-month", "can be day-month", "left empty until you"),
    (
        "relative_dates",
        ["3 days ago", "5 days ago"],
        "counts back from",
        "count back from",
        "counted from the day of",
    ),
    ("two_dates", ["2026-03-01 - 2026-03-04", "2026-03-02 - 2026-03-05"], "is two", "are two dates", "left empty"),
]


@pytest.mark.parametrize(
    ("code", "dates", "one", "two", "became"), ONE_AND_TWO, ids=[case[0] for case in ONE_AND_TWO]
)
def test_one_date_and_two_dates_are_told_rightly(
    code: str, dates: list[str], one: str, two: str, became: str
) -> None:
    # further rows with sound dates, so that the column is one of dates
    sound = [_row(f"2026-07-{day:02}", f"Firm {day}") for day in range(10, 20)] if code != "ambiguous_dates" else []
    told = _told(_row(dates[0]), *sound, code=code)
    assert told.startswith(f'1 date in "Date applied" {one}')
    assert re.search(rf"; it (?:is|was) {became}", told)
    assert told.endswith(". The text is kept in extras.")
    told = _told(_row(dates[0]), _row(dates[1], "Moss"), *sound, code=code)
    assert told.startswith(f'2 dates in "Date applied" {two}')
    assert re.search(rf"; they (?:are|were) {became}", told)
    assert told.endswith(". The texts are kept in extras.")


def test_one_status_and_two_are_told_rightly() -> None:
    one = _told(["Fern", "Analyst", "2026-03-01", "Vibing"], _row("2026-03-02", "Moss"), code="unknown_status")
    assert one == 'Not understood, or not in full; check the stage and outcome of this row: "Vibing" (1).'
    rows = [["Fern", "Analyst", "2026-03-01", "Vibing"], ["Moss", "Analyst", "2026-03-01", "Vibing"]]
    assert "of these rows" in _told(*rows, _row("2026-03-02", "Reed"), code="unknown_status")


def test_one_lost_byte_and_two_are_told_rightly() -> None:
    text = ("Company,Role\n" + "Zürich é à ö ü ä,Analyst\n" * 9).encode()
    for count, told in ((1, "1 character could not be read and stands as"), (2, "2 characters could not be read")):
        _, caution = decode_text(text + b"\xff" * count)
        assert caution is not None
        assert told in caution.message


def test_one_failed_formula_and_two_are_told_rightly() -> None:
    assert _told(["Fern", "Analyst", "#REF!", "Applied"], _row("2026-03-02", "Moss"), code="error_cells").endswith(
        "this cell is read as empty."
    )
    both = ["Fern", "#N/A", "#REF!", "Applied"]
    assert _told(both, _row("2026-03-02", "Moss"), code="error_cells").endswith("these cells are read as empty.")


def test_what_became_of_some_of_several_is_told_of_each_part() -> None:
    dates = ["8-Jul"]
    sheet = read_rows([HEADER, _row("2026-07-01"), _row(dates[0], "Moss"), _row("2026-07-20", "Reed")])
    (told,) = [warning.message for warning in sheet.warnings if warning.code == "missing_year"]
    assert "has no year" in told
    assert "the rest" not in told
