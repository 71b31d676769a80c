"""Rows keep their names, and feedback finds its application only where exactly one fits."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.warehouse.match import company_key, folded, matching_applications, stable_ids

SAME_COMPANY = [
    pytest.param("Müller & Söhne GmbH", "muller sohne", id="accents-and-legal-form"),
    pytest.param("ACME, Inc.", "Acme", id="case-and-punctuation"),
    pytest.param("Fern Ltd", "fern limited", id="two-legal-forms"),
]


@pytest.mark.parametrize(("one", "other"), SAME_COMPANY)
def test_spellings_of_a_company_are_one(one: str, other: str) -> None:
    assert company_key(one) == company_key(other)


@pytest.mark.parametrize("name", ["Company", "SE", "🙂"])
def test_a_name_made_of_nothing_else_keeps_a_key(name: str) -> None:
    assert company_key(name)


@given(st.lists(st.none() | st.text(max_size=8), max_size=20))
def test_folding_a_column_is_folding_each_text(names: list[str | None]) -> None:
    keys = folded(pl.Series(names, dtype=pl.String), as_company=True).to_list()
    assert keys == [None if name is None else company_key(name) for name in names]


ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.none() | st.sampled_from("xy"), st.integers(0, 3)), max_size=12)


@given(ROWS)
def test_every_row_has_a_name_of_its_own_that_does_not_depend_on_the_other_rows_order(
    rows: list[tuple[str, str | None, int]],
) -> None:
    def names(ordered: list[tuple[str, str | None, int]]) -> list[str]:
        frame = pl.DataFrame(ordered, schema={"a": pl.String, "b": pl.String, "n": pl.Int64}, orient="row")
        return stable_ids(frame, "x-", ["a", "b"], ["n"]).to_list()

    forward = names(rows)
    assert len(set(forward)) == len(rows)
    assert sorted(forward) == sorted(names(rows[::-1]))


APPLICATIONS = {
    "one": ("me", "fern", "analyst", date(2026, 1, 1)),
    "two": ("me", "moss", "analyst", date(2026, 1, 1)),
    "three": ("me", "moss", "senior analyst", date(2026, 2, 1)),
    "four": ("me", "reed", "clerk", date(2026, 1, 1)),
    "five": ("me", "reed", "clerk", date(2026, 3, 1)),
    "theirs": ("ben", "wren", "clerk", date(2026, 1, 1)),
}

CASES = [
    pytest.param(("me", "fern", None, None, None), "one", id="the-only-one-at-the-company"),
    pytest.param(("me", "fern", "junior analyst", None, None), "one", id="a-role-that-contains-it"),
    pytest.param(("me", "fern", "painter", None, None), None, id="another-role"),
    pytest.param(("me", "moss", "analyst", None, None), "two", id="the-exact-role-before-the-near-one"),
    pytest.param(("me", "moss", None, None, None), None, id="a-tie-stays-unmatched"),
    pytest.param(("me", "moss", None, None, date(2026, 1, 20)), "two", id="applied-for-by-the-day-of-the-ask"),
    pytest.param(("me", "reed", "clerk", None, date(2026, 4, 1)), "five", id="the-latest-before-the-ask"),
    pytest.param(("me", "reed", "clerk", date(2026, 1, 1), None), "four", id="the-day-of-applying-is-named"),
    pytest.param(("me", "wren", "clerk", None, None), None, id="somebody-elses"),
    pytest.param(("me", None, "clerk", None, None), None, id="no-company"),
]


@pytest.mark.parametrize(("entry", "expected"), CASES)
def test_feedback_finds_the_one_application_that_fits(
    entry: tuple[str, str | None, str | None, date | None, date | None], expected: str | None
) -> None:
    applications = pl.DataFrame(
        [(name, *values) for name, values in APPLICATIONS.items()],
        schema=["application_id", "seeker", "company_key", "role_key", "applied_date"],
        orient="row",
    )
    feedback = pl.DataFrame(
        [("f", *entry, None)],
        schema={
            "feedback_id": pl.String,
            "seeker": pl.String,
            "company_key": pl.String,
            "role_key": pl.String,
            "applied_date": pl.Date,
            "asked_date": pl.Date,
            "responded_date": pl.Date,
        },
        orient="row",
    )
    found = matching_applications(feedback, applications)
    assert found.rows() == ([] if expected is None else [("f", expected)])
