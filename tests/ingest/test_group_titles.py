"""What titles over groups of columns promise: a column whose own name its values settle keeps that name."""

import pytest

from tests.ingest.reading import fields_of, read_rows


@pytest.mark.parametrize(
    ("own", "cell", "field"), [("Applied", "2026-02-02", "applied_date"), ("Offer", "2026-03-09", "event:offer")]
)
def test_a_name_that_its_values_settle_stays_as_it_stands(own: str, cell: str, field: str) -> None:
    rows = [["The job", "", "Process (dates)", ""], ["Company", "Role", own, "1st interview"]]
    rows += [["Fern", "Buyer", cell, "2026-02-19"], ["Moss", "Clerk", cell, ""]]
    assert fields_of(read_rows(rows))[own] == field


def test_a_name_that_says_too_little_has_its_groups_before_it() -> None:
    rows = [["The job", "", "Interview", ""], ["Company", "Role", "Date", "With"]]
    rows += [["Fern", "Buyer", "2026-02-19", "Jo"], ["Moss", "Clerk", "2026-02-20", ""]]
    assert fields_of(read_rows(rows))["Interview Date"] == "event:first_interview"
