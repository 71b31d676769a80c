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
    "Sat Mar 14 2026 09:00:00 GMT+0100 (Central European Standard Time)",
    "Sat, 14 Mar 2026 09:00:00 -0700 (PDT)",
    "Sat 14/03/2026",
    "14.03.26",
    "14 Mar '26",
    "14-Mar-26",
    "14Mar2026",
    "14. Maerz 2026",
    "14 marca 2026",
    "2026\u201103\u201114",
    "3/14/2026 2pm",
    "14.03.2026, 14 Uhr",
    "Applied on 14 Mar 2026",
    "Applied 2026-03-14, interview 2026-03-20",
    "2026-03-14 (followed up 2026-03-20)",
    "3/14/2026 rejected 3/20/2026",
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
    pytest.param("May 2026", "month_only_dates", id="month-by-name"),
    pytest.param("Oct\u2013Nov 2026", "month_only_dates", id="two-months"),
    pytest.param("05/2026", "month_only_dates", id="month-and-year"),
    pytest.param("May '26", "month_only_dates", id="month-and-short-year"),
    pytest.param("3 months ago", "relative_dates", id="months-ago"),
    pytest.param("30+ days ago", "relative_dates", id="more-days-ago"),
    pytest.param("about 2 weeks ago", "relative_dates", id="about-weeks-ago"),
    pytest.param("14.03.2026 - 20.03.2026", "two_dates", id="span"),
    pytest.param("2000-01-01", "placeholder_dates", id="program-placeholder"),
    pytest.param("1/0/1900", "placeholder_dates", id="spreadsheet-zero"),
    pytest.param("Sunday, 14 Mar 2026", "unparsed_dates", id="wrong-weekday"),
    pytest.param("2026-03-14?", "unparsed_dates", id="doubted"),
    pytest.param("by 14 Mar 2026", "unparsed_dates", id="a-deadline"),
    pytest.param("rejected 2026-03-14", "unparsed_dates", id="another-event"),
    pytest.param("week of 3/9/2026", "unparsed_dates", id="a-week"),
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


RELATIVE = [
    ("6d ago", dt.date(2026, 7, 26)),
    ("2wk ago", dt.date(2026, 7, 18)),
    ("yesterday", dt.date(2026, 7, 31)),
    ("a week ago", dt.date(2026, 7, 25)),
    ("vor 3 Tagen", dt.date(2026, 7, 29)),
    ("hace una semana", dt.date(2026, 7, 25)),
    ("il y a 3 jours", dt.date(2026, 7, 29)),
    ("3天前", dt.date(2026, 7, 29)),
    ("3 months ago", None),
    ("5 hours ago", None),
]


@pytest.mark.parametrize(("text", "date"), RELATIVE, ids=[text for text, _ in RELATIVE])
def test_days_and_weeks_ago_are_counted_from_the_upload_and_told(text: str, date: dt.date | None) -> None:
    column = read_column(text)
    assert column.dates.to_list() == [date]
    assert column.problems == {"relative_dates": 1}
    assert column.kept.to_list() == [True]


def test_a_lost_year_is_the_one_that_the_rows_around_leave_and_is_told() -> None:
    column = read_column("2025-12-20", "28-Dec", "2026-01-02", "3/14", "2026-05-01", "8-Jul")
    assert column.dates.to_list() == [
        dt.date(2025, 12, 20),
        dt.date(2025, 12, 28),
        dt.date(2026, 1, 2),
        dt.date(2026, 3, 14),
        dt.date(2026, 5, 1),
        None,
    ]
    assert (column.problems, column.filled) == ({"missing_year": 3}, {"missing_year": 2})


NOT_FILLED = [
    pytest.param(("2026-01-02", "8-Jul", "2025-12-20", "2026-03-01"), id="no-order"),
    pytest.param(("2024-01-02", "8-Jul", "2026-01-02", "2026-03-01"), id="two-years-fit"),
    pytest.param(("2026-01-02", "8-Jul", "2026-02-01", "2026-03-01"), id="outside"),
    pytest.param(("2026-01-02", "8-Jul", "2026-12-02"), id="too-few-dates"),
    pytest.param(("2026-01-02", "May-26", "2026-06-01", "2026-06-02"), id="day-or-year"),
]


@pytest.mark.parametrize("texts", NOT_FILLED)
def test_a_lost_year_that_is_not_certain_stays_lost(texts: tuple[str, ...]) -> None:
    assert read_column(*texts).dates.to_list()[1] is None


def test_a_weekday_says_the_year_where_one_of_the_last_years_has_it() -> None:
    assert read_column("Fri 12 Jun").dates.to_list() == [dt.date(2026, 6, 12)]
    assert read_column("Thursday, 12 June").dates.to_list() == [dt.date(2025, 6, 12)]


def test_the_other_dates_of_a_row_say_the_year_that_lies_between_them() -> None:
    rules = DateRules(UPLOADED_ON, past=frozenset({0, 1, 2}))
    texts = {0: ["2026-03-01"], 1: ["12-Mar"], 2: ["2026-03-20"]}
    columns = {index: pl.Series(cells, dtype=pl.String) for index, cells in texts.items()}
    assert read_date_columns(columns, rules, vocabulary=load_vocabulary())[1].dates.to_list() == [
        dt.date(2026, 3, 12)
    ]


def test_a_header_may_tell_the_order_of_its_column() -> None:
    columns = {0: pl.Series(["03/04/2026"], dtype=pl.String)}
    rules = DateRules(UPLOADED_ON, told={0: "dmy"})
    assert read_date_columns(columns, rules, vocabulary=load_vocabulary())[0].dates.to_list() == [dt.date(2026, 4, 3)]


def test_dots_are_day_first_where_the_sheets_language_is() -> None:
    columns = {0: pl.Series(["03.04.2026"], dtype=pl.String), 1: pl.Series(["03/04/2026"], dtype=pl.String)}
    read = read_date_columns(columns, DateRules(UPLOADED_ON, dots="dmy"), vocabulary=load_vocabulary())
    assert read[0].dates.to_list() == [dt.date(2026, 4, 3)]
    assert read[1].problems == {"ambiguous_dates": 1}


def test_dots_begin_with_the_year_where_the_sheets_language_does() -> None:
    texts = ["25.9.24", "25.10.30", "25.10.3", "25.13.1"]
    columns = {0: pl.Series(texts, dtype=pl.String)}
    read = read_date_columns(columns, DateRules(UPLOADED_ON, dots="ymd"), vocabulary=load_vocabulary())[0]
    assert read.dates.to_list() == [dt.date(2025, 9, 24), dt.date(2025, 10, 30), dt.date(2025, 10, 3), None]
    elsewhere = read_date_columns(columns, DateRules(UPLOADED_ON), vocabulary=load_vocabulary())[0]
    assert elsewhere.dates.to_list()[0] == dt.date(2024, 9, 25)


def test_what_has_happened_did_not_happen_long_after_the_upload() -> None:
    columns = {0: pl.Series(["2026-12-24", "2026-09-01"], dtype=pl.String)}
    read = read_date_columns(columns, DateRules(UPLOADED_ON, past=frozenset({0})), vocabulary=load_vocabulary())
    assert read[0].dates.to_list() == [None, dt.date(2026, 9, 1)]


SPANS = ["3-5 March 2026", "3.-5. März 2026", "March 3-5, 2026", "1./2. April 2026"]
VAGUE = [
    "w/c 3 March 2026",
    "week of March 3, 2026",
    "~10 March 2026",
    "mid March 2026",
    "after 10/3/2026",
    "by 3 March",
]


@pytest.mark.parametrize("text", [*SPANS, *VAGUE])
def test_no_day_is_read_out_of_a_span_or_the_week_of_a_day(text: str) -> None:
    for parse in (parse_date_text, parse_stage_text):
        reading = parse(text, latest=dt.date(2028, 1, 1), vocabulary=load_vocabulary())
        assert (reading.date, reading.numbers, reading.days) == (None, None, ())
        assert reading.problem is not None


def _exchanged(whole: list[str], texts: list[str]) -> tuple[list[dt.date | None], int]:
    columns = {0: pl.Series([*whole, *texts], dtype=pl.String)}
    read = read_date_columns(columns, DateRules(UPLOADED_ON), vocabulary=load_vocabulary())[0]
    return read.dates.to_list()[: len(whole)], read.problems.get("exchanged_dates", 0)


def test_whole_dates_that_a_program_most_likely_read_in_the_other_order_are_left_empty_and_told() -> None:
    texts = ["13/03/2026", "14/03/2026", "25/03/2026"]
    assert _exchanged(["2026-05-03", "2026-06-03"], texts) == ([None, None], 2)
    assert _exchanged(["2026-03-03", "2026-06-03"], texts) == ([dt.date(2026, 3, 3), None], 1)


def test_whole_dates_beside_texts_of_days_stay_where_nothing_shows_an_exchange() -> None:
    texts = ["13/03/2026", "14/03/2026", "25/03/2026"]
    assert _exchanged(["2026-03-05", "2026-03-20"], texts)[1] == 0
    assert _exchanged(["2026-03-05", "2026-03-06"], texts)[1] == 0
    assert _exchanged(["2026-05-03", "2026-06-03"], ["13/05/2026", "03/06/2026"])[1] == 0
