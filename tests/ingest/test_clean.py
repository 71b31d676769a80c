"""What cleaning promises: one word for one thing, words for nothing are empty, and nothing said is lost."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.clean import clean_flags, clean_sources, clean_terms, drop_nothing, repeat_ditto, strip_texts
from pipeline.ingest.money import Salary, parse_amount, parse_salary
from pipeline.vocabulary import load_vocabulary


def series(*texts: str | None) -> pl.Series:
    """A column of text."""
    return pl.Series(texts, dtype=pl.String)


@pytest.mark.parametrize(
    "text", ["N/A", "n/a", "null", "-", "--", "TBD", "#N/A", "Unknown", "YYYY-MM-DD", "Not provided in the email."]
)
def test_words_for_nothing_are_empty(text: str) -> None:
    assert drop_nothing(series(text), load_vocabulary()).to_list() == [None]


@pytest.mark.parametrize("text", ["Nothing Tech", "NaN Corp", "Open AI", "Nullsoft", "✓", "↳", "C++"])
def test_words_that_only_look_like_nothing_stay(text: str) -> None:
    assert drop_nothing(series(text), load_vocabulary()).to_list() == [text]


@pytest.mark.parametrize("text", ["Yes", "y", "TRUE", "x", "✓", "✅", "1", "Ja", "oui", "Sí", "evet", "是"])
def test_a_yes_is_true_in_any_language(text: str) -> None:
    cleaned = clean_flags(series(text), load_vocabulary())
    assert cleaned.values.to_list() == [True]
    assert cleaned.kept.to_list() == [False]


@pytest.mark.parametrize("text", ["No", "n", "FALSE", "0", "❌", "nein", "Não", "hay\u0131r", "否", "not yet"])
def test_a_no_is_false_in_any_language(text: str) -> None:
    assert clean_flags(series(text), load_vocabulary()).values.to_list() == [False]


def test_a_file_name_for_a_yes_is_a_yes_and_is_kept() -> None:
    cleaned = clean_flags(series("letter_v2.pdf", None), load_vocabulary())
    assert cleaned.values.to_list() == [True, None]
    assert cleaned.kept.to_list() == [True, False]


CHANNELS = [
    ("Email", "email", False),
    ("by phone", "phone", False),
    ("LinkedIn DM", "message", False),
    ("Zoom call", "video", False),
    ("E-Mail an Frau Kim", "email", True),
    ("carrier pigeon", "other", True),
]


@pytest.mark.parametrize(("text", "channel", "is_kept"), CHANNELS, ids=[text for text, _, _ in CHANNELS])
def test_a_channel_is_one_of_ours_and_an_unknown_one_is_kept(text: str, channel: str, is_kept: bool) -> None:
    vocabulary = load_vocabulary()
    cleaned = clean_terms(series(text), vocabulary.channels, vocabulary)
    assert (cleaned.values.to_list(), cleaned.kept.to_list()) == ([channel], [is_kept])


SOURCES = [
    ("LinkedIn Easy Apply", "LinkedIn"),
    ("linkedin.com/jobs/view/123", "LinkedIn"),
    ("https://de.indeed.com/viewjob?jk=1", "Indeed"),
    ("Indeed.com", "Indeed"),
    ("Company careers page", "Company website"),
    ("Karriereseite", "Company website"),
    ("via LinkedIn", "LinkedIn"),
    ("Found on Indeed", "Indeed"),
    ("LinkedIn search", "LinkedIn"),
    ("jobs.lever.co/acme/1", "Lever"),
    ("SEEK", "SEEK"),
    ("牛客网", "Nowcoder"),
    ("My aunt", "My aunt"),
    ("https://jobs.acme.example/1", "https://jobs.acme.example/1"),
    ("notlinkedin.com/x", "notlinkedin.com/x"),
]


@pytest.mark.parametrize(("text", "source"), SOURCES, ids=[text for text, _ in SOURCES])
def test_a_source_has_one_name_and_an_unknown_one_stays_as_written(text: str, source: str) -> None:
    assert clean_sources(series(text), load_vocabulary()).values.to_list() == [source]


def test_a_link_that_became_a_name_is_kept() -> None:
    cleaned = clean_sources(series("https://www.linkedin.com/jobs/1", "LinkedIn Easy Apply"), load_vocabulary())
    assert cleaned.kept.to_list() == [True, False]


def test_a_ditto_mark_repeats_the_company_above_and_a_blank_does_not() -> None:
    companies = series("↳", "Acme", "↳", None, "same as above", "Bolt", '"')
    assert repeat_ditto(companies, load_vocabulary()).to_list() == [
        None,
        "Acme",
        "Acme",
        None,
        "Acme",
        "Bolt",
        "Bolt",
    ]


SALARIES = [
    ("$90k - $110k", Salary(90_000, 110_000, "USD")),
    ("80,000 - 100,000 EUR", Salary(80_000, 100_000, "EUR")),
    ("€55.000", Salary(55_000, 55_000, "EUR")),
    ("90-110k", Salary(90_000, 110_000, None)),
    ("3-5 LPA", Salary(300_000, 500_000, "INR")),
    ("up to 90k", Salary(None, 90_000, None)),
    ("from £45,000", Salary(45_000, None, "GBP")),
    ("120k+", Salary(120_000, None, None)),
    ("$45/hr", Salary(None, None, "USD")),
    ("₹30,000/month", Salary(None, None, "INR")),
    ("EUR 60.000", Salary(60_000, 60_000, "EUR")),
    ("60k-80k", Salary(60_000, 80_000, None)),
    ("₹12,00,000", Salary(1_200_000, 1_200_000, "INR")),
    ("1.5 crore", Salary(15_000_000, 15_000_000, "INR")),
    ("CHF 110'000", Salary(110_000, 110_000, "CHF")),
    ("R$ 8.000", Salary(None, None, "BRL")),
    ("R$ 8.000/mês", Salary(None, None, "BRL")),
    ("25-35K·14薪", Salary()),
    ("competitive", Salary()),
    ("2 years, 50k", Salary()),
    ("110k - 90k", Salary()),
]


@pytest.mark.parametrize(("text", "salary"), SALARIES, ids=[text for text, _ in SALARIES])
def test_a_salary_is_a_range_only_where_the_text_leaves_no_doubt(text: str, salary: Salary) -> None:
    assert parse_salary(text) == salary


@pytest.mark.parametrize(
    ("text", "amount"), [("231490", 231_490.0), ("$65k", 65_000.0), ("a lot", None), ("1 or 2", None)]
)
def test_an_amount_is_one_number_or_none(text: str, amount: float | None) -> None:
    assert parse_amount(text) == amount


TEXTS = st.lists(
    st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["N/A", "Yes", "LinkedIn", "↳", " x "])), max_size=8
)


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(texts: list[str | None]) -> None:
    vocabulary = load_vocabulary()
    stripped = strip_texts(series(*texts).to_frame())
    dropped = drop_nothing(stripped.to_series(), vocabulary)
    sources = clean_sources(dropped, vocabulary).values
    assert strip_texts(stripped).equals(stripped)
    assert drop_nothing(dropped, vocabulary).equals(dropped)
    assert clean_sources(sources, vocabulary).values.equals(sources)
