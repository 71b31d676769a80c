"""What dates promise: read when only one reading exists, decided by the column where not, null where in doubt."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.date_columns import DateColumn, DateRules, read_date_columns
from pipeline.ingest.dates import parse_date_text, parse_stage_text
from pipeline.ingest.model import DateOrder
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON

LATEST = dt.date(2028, 8, 1)

CERTAIN = [
    "2026-03-14",
    "2026-3-14",
    "2026/03/14",
    "2026.03.14",
    "20260314",
    "2026-03-14T18:12:00Z",
    "2026-03-14 18:12:00",
    "2026-03-14T17:10:00-07:00",
    "2026-03-14T19:00",
    "14/03/2026",
    "3/14/2026",
    "14.03.2026",
    "14. 3. 2026",
    "14-03-2026",
    "3/14/26, 11:39 PM",
    "14 Mar 2026",
    "Mar 14, 2026",
    "March 14th, 2026",
    "14th of March 2026",
    "14-Mar-26",
    "Sat, 14 Mar 2026",
    "Saturday 14 March 2026",
    "14. März 2026",
    "14 mars 2026",
    "14 de marzo de 2026",
    "sábado, 14 de março de 2026",
    "14 marzo 2026",
    "14 maart 2026",
    "14 Mart 2026",
    "2026年3月14日",
    "2026-03-14 (via email)",
    "2026-03-14 10:00-11:00",
]

UNCERTAIN = [
    pytest.param("8-Jul", "missing_year", id="year-lost"),
    pytest.param("Fri, 05 Jul", "missing_year", id="weekday-without-year"),
    pytest.param("5/21", "missing_year", id="slash-without-year"),
    pytest.param("3月5日", "missing_year", id="chinese-without-year"),
    pytest.param("Jun 20 (call from Kim)", "missing_year", id="words-behind"),
    pytest.param("8/82019", "unparsed_dates", id="slipped-slash"),
    pytest.param("2026-06", "month_only_dates", id="month-only"),
    pytest.param("6d ago", "relative_dates", id="relative"),
    pytest.param("8/5/2019 & 8/14/2019", "two_dates", id="two-dates"),
    pytest.param("2026-03-04 or 2026-03-05", "two_dates", id="two-iso-dates"),
    pytest.param("2026-02-30", "unparsed_dates", id="no-such-day"),
    pytest.param("0024-03-04", "unparsed_dates", id="year-24"),
    pytest.param("1989-12-31", "unparsed_dates", id="before-any-search"),
    pytest.param("2062-03-04", "unparsed_dates", id="far-ahead"),
    pytest.param("13/13/2026", "unparsed_dates", id="no-order-fits"),
    pytest.param("applied", "unparsed_dates", id="words"),
    pytest.param("May", "unparsed_dates", id="month-name-alone"),
]


@pytest.mark.parametrize("text", CERTAIN)
def test_a_date_with_one_reading_is_read(text: str) -> None:
    reading = parse_date_text(text, latest=LATEST, vocabulary=load_vocabulary())
    assert reading.date == dt.date(2026, 3, 14)
    assert reading.problem is None


@pytest.mark.parametrize(("text", "problem"), UNCERTAIN)
def test_an_uncertain_date_is_null_and_says_why(text: str, problem: str) -> None:
    reading = parse_date_text(text, latest=LATEST, vocabulary=load_vocabulary())
    assert reading.date is None
    assert reading.numbers is None
    assert reading.problem == problem


def test_a_stage_was_reached_on_the_first_of_several_days() -> None:
    reading = parse_stage_text("8/22/2019 & 8/14/2019", latest=LATEST, vocabulary=load_vocabulary())
    assert reading.date == dt.date(2019, 8, 14)


def read_column(*texts: str | None, order: DateOrder = "auto", lenient: bool = False) -> DateColumn:
    """One column of dates."""
    return read_columns([texts], order=order, lenient=lenient)[0]


def read_columns(
    columns: list[tuple[str | None, ...]], *, order: DateOrder = "auto", lenient: bool = False
) -> list[DateColumn]:
    """Columns of one sheet."""
    series = {index: pl.Series(texts, dtype=pl.String) for index, texts in enumerate(columns)}
    rules = DateRules(UPLOADED_ON, order, lenient=frozenset(series if lenient else ()))
    read = read_date_columns(series, rules, vocabulary=load_vocabulary())
    return [read[index] for index in series]


def test_a_date_order_is_decided_from_all_values() -> None:
    day_first = read_column("03/04/2026", "25/04/2026")
    month_first = read_column("03/04/2026", "04/25/2026")
    assert day_first.dates.to_list() == [dt.date(2026, 4, 3), dt.date(2026, 4, 25)]
    assert month_first.dates.to_list() == [dt.date(2026, 3, 4), dt.date(2026, 4, 25)]


def test_an_order_nobody_can_know_leaves_the_dates_empty_and_keeps_the_text() -> None:
    column = read_column("03/04/2026", "05/06/2026", "07/07/2026", None)
    assert column.dates.to_list() == [None, None, dt.date(2026, 7, 7), None]
    assert column.problems == {"ambiguous_dates": 2}
    assert column.kept.to_list() == [True, True, False, False]


def test_the_users_order_settles_only_what_the_values_leave_open() -> None:
    assert read_column("03/04/2026", order="dmy").dates.to_list() == [dt.date(2026, 4, 3)]
    assert read_column("03/04/2026", "04/25/2026", order="dmy").dates.to_list() == [
        dt.date(2026, 3, 4),
        dt.date(2026, 4, 25),
    ]


def test_a_neighbour_column_of_the_sheet_settles_an_undecided_one() -> None:
    first, second = read_columns([("03/04/2026",), ("25/04/2026",)])
    assert first.dates.to_list() == [dt.date(2026, 4, 3)]
    assert second.dates.to_list() == [dt.date(2026, 4, 25)]


def test_neighbours_that_disagree_settle_nothing() -> None:
    open_column, _, _ = read_columns([("03/04/2026",), ("25/04/2026",), ("04/25/2026",)])
    assert open_column.problems == {"ambiguous_dates": 1}


def test_values_that_contradict_each_other_each_speak_for_themselves() -> None:
    column = read_column("25/04/2026", "04/25/2026", "03/04/2026")
    assert column.dates.to_list() == [dt.date(2026, 4, 25), dt.date(2026, 4, 25), None]
    assert column.problems == {"ambiguous_dates": 1}


def test_a_short_year_is_read_within_the_years_of_a_job_search() -> None:
    assert read_column("26-03-05", "26-03-25").dates.to_list() == [dt.date(2026, 3, 5), dt.date(2026, 3, 25)]
    assert read_column("5.13.26").dates.to_list() == [dt.date(2026, 5, 13)]
    assert read_column("24-11-23").problems == {"ambiguous_dates": 1}


def test_five_digits_are_a_day_number_only_among_dates() -> None:
    assert read_column("45981", "2026-01-02").dates.to_list() == [dt.date(2025, 11, 20), dt.date(2026, 1, 2)]
    assert read_column("45981", "see notes").dates.to_list() == [None, None]


def test_words_in_a_stage_column_are_no_problem() -> None:
    column = read_column("yes", "CodeSignal", "10/25/2020", lenient=True)
    assert column.dates.to_list() == [None, None, dt.date(2020, 10, 25)]
    assert column.problems == {}
    assert column.kept.to_list() == [True, True, False]


ORDERS = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
DAYS = st.dates(min_value=dt.date(2015, 1, 1), max_value=UPLOADED_ON)


@given(st.lists(DAYS, min_size=1, max_size=12), st.sampled_from(sorted(ORDERS)))
def test_no_date_is_ever_read_wrong(days: list[dt.date], order: str) -> None:
    column = read_column(*(day.strftime(ORDERS[order]) for day in days))
    for day, read in zip(days, column.dates, strict=True):
        assert read in {day, None}


@given(st.lists(st.text(max_size=25), max_size=8))
def test_any_text_is_a_date_or_none(texts: list[str]) -> None:
    column = read_column(*texts)
    assert len(column.dates) == len(texts)
    for read in column.dates.drop_nulls():
        assert dt.date(1990, 1, 1) <= read <= dt.date(2028, 8, 1)
