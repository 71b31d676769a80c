"""What discovery promises: only what two or more employers repeat, whatever its ending, and never the same twice."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resources import resource
from pipeline.themes.codebook import load_codebook
from pipeline.themes.discover import Suggestion, suggest_themes
from pipeline.themes.editing import NewTheme, accept, read
from pipeline.themes.hearing import hear

BUILT_IN = load_codebook()
CLAUSES = [
    ("Your portfolio was thin on case studies", "Northwind"),
    ("We missed case studies in there", "Fabrikam"),
    ("Security clearance took too long", "Contoso"),
    ("Without security clearances nothing can be done", "Tailspin"),
    ("The security clearance again", "Tailspin"),
    ("Parking is awful, parking is awful", "Contoso"),
    ("Parking is awful", "Contoso"),
]


def _frame(clauses: list[tuple[str, str]]) -> pl.DataFrame:
    rows = [
        (clause, company, company.lower() or None, f"f{place}") for place, (clause, company) in enumerate(clauses)
    ]
    return pl.DataFrame(rows, schema=["clause", "company", "company_key", "feedback_id"], orient="row")


def _suggest(clauses: list[tuple[str, str]], said: tuple[str, ...] = ()) -> tuple[Suggestion, ...]:
    return suggest_themes(_frame(clauses), [*(clause for clause, _ in clauses), *said], BUILT_IN)


def test_a_phrase_that_two_employers_repeat_is_suggested_whatever_its_ending_with_its_quotes() -> None:
    found = {suggestion.phrase: suggestion for suggestion in _suggest(CLAUSES)}
    assert list(found) == ["security clearance", "case studies"]
    clearance = found["security clearance"]
    assert clearance.wordings == ("security clearance", "security clearances")
    assert (clearance.company_count, clearance.text_count) == (2, 3)
    assert [quote.company for quote in clearance.quotes] == ["Contoso", "Tailspin", "Tailspin"]


def test_what_one_employer_repeats_is_not_suggested() -> None:
    assert not [suggestion for suggestion in _suggest(CLAUSES) if "parking" in suggestion.phrase]


def test_what_is_said_as_often_elsewhere_is_not_suggested() -> None:
    assert _suggest(CLAUSES[2:4], ("security clearance " * 40,)) == ()


def test_the_lift_says_how_much_denser_it_is_than_in_all_that_was_said() -> None:
    (only,) = _suggest([("nice portfolio", "A"), ("poor portfolio", "B")], ("four words more here",))
    assert only.lift == pytest.approx((2 / 4) / (2 / 8))


def test_accepting_a_suggestion_explains_every_quote_of_it() -> None:
    (clearance, *_) = _suggest(CLAUSES)
    new = NewTheme("Clearance", "", "not_mine")
    text = resource("data", "codebook.toml").read_text(encoding="utf-8")
    text, theme_id = accept(text, new, clearance.wordings, "circumstance")
    for quote in clearance.quotes:
        mentions = hear(quote.clause, read(text)).mentions
        assert (theme_id, "circumstance", "confirmed") in {(m.theme_id, m.polarity, m.method) for m in mentions}


@given(st.lists(st.tuples(st.text(max_size=30), st.sampled_from(["A", "B", ""])), max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_clauses_give_suggestions_with_at_least_two_employers(clauses: list[tuple[str, str]]) -> None:
    for suggestion in _suggest(clauses):
        assert suggestion.company_count >= 2
        assert suggestion.lift >= 1
        assert suggestion.wordings
