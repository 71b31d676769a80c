"""What charts of shares and differences promise: each with its interval, grey where there is too little, in words."""

from typing import Any

import polars as pl
import pytest

from pipeline.dashboard.charts.calendar import activity_calendar
from pipeline.dashboard.charts.caseload import seeker_rates
from pipeline.dashboard.charts.figure import TOO_FEW, Figure
from pipeline.dashboard.charts.habits import HABITS, habit_effects
from pipeline.dashboard.charts.intervals import ENOUGH, FEW
from pipeline.dashboard.charts.lessons import theme_progress
from pipeline.dashboard.charts.response_times import response_times
from pipeline.dashboard.charts.sources import source_outcomes
from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.session import Snapshot

COUNTS = ("before_text_count", "after_text_count")


def drawn(figure: Figure) -> dict[str, dict[str, Any]]:
    """The drawn rows, by the name of their mark."""
    datasets = figure.chart.to_dict()["datasets"].values()
    return {row["mark"]: row for rows in datasets for row in rows if "mark" in row}


def test_sources_are_drawn_with_their_interval(sample: Snapshot) -> None:
    rows = sample.rows("select * from source_outcomes")
    shown = drawn(source_outcomes(rows, LIGHT, outcome="interview"))
    assert {name: (row["value"], row["low"], row["high"]) for name, row in shown.items()} == {
        row["source"]: (row["interview_rate"], row["interview_rate_low"], row["interview_rate_high"])
        for row in rows.iter_rows(named=True)
    }


def _source(name: str, sent: int, answered: int) -> dict[str, Any]:
    rate = {"response_rate": answered / sent, "response_rate_low": 0.2, "response_rate_high": 0.9}
    counts = {"application_count": sent + 3, "waiting_count": 3, "settled_count": sent, "open_count": 3}
    return {"source": name, **counts, "responded_count": answered, **rate}


def test_a_source_with_few_applications_is_grey_and_makes_no_title() -> None:
    figure = source_outcomes(pl.DataFrame([_source("Fair", 4, 4), _source("Ads", 9, 3)]), LIGHT)
    assert figure.title == "Applications through Ads were answered 3 times in 9"
    assert {name: row["evidence"] for name, row in drawn(figure).items()} == {"Fair": FEW, "Ads": ENOUGH}


def test_habits_are_drawn_as_differences_of_like_with_like(sample: Snapshot) -> None:
    rows = sample.rows("select * from habit_effects where step = 'all'")
    shown = drawn(habit_effects(rows, LIGHT))
    for row in rows.iter_rows(named=True):
        mark = shown[HABITS[row["habit"]]]
        assert mark["value"] == row["adjusted_difference"]
        assert (mark["low"], mark["high"]) == (row["adjusted_difference_low"], row["adjusted_difference_high"])


def test_a_change_that_chance_explains_is_not_called_a_change(sample: Snapshot) -> None:
    figure = theme_progress(sample.rows("select * from theme_progress"), LIGHT)
    assert figure.title == "No change since a lesson is larger than chance yet"
    assert "nothing heard since about 1" in figure.subtitle


def test_a_change_beyond_chance_makes_the_title(sample: Snapshot) -> None:
    rows = sample.rows("select * from theme_progress where theme_id = 'company_research'")
    sure = rows.with_columns(share_difference_low=pl.lit(-0.5), share_difference_high=pl.lit(-0.05))
    assert theme_progress(sure, LIGHT).title == "“Company research” is heard less often since its lesson"


def test_gentle_mode_names_what_got_better_among_how_many_and_changes_no_number(sample: Snapshot) -> None:
    rows = sample.rows("select * from theme_progress")
    plain, gentle = theme_progress(rows, LIGHT), theme_progress(rows, LIGHT, gentle=True)
    better = rows.filter((pl.col("share_difference") < 0) & (pl.min_horizontal(COUNTS) >= TOO_FEW))
    tried = rows.filter(pl.col("share_difference").is_not_null() & (pl.min_horizontal(COUNTS) >= TOO_FEW))
    assert gentle.title == f"{better.height} of {tried.height} themes with a lesson came up less since"
    assert "which chance alone can do so far" in gentle.subtitle
    assert gentle.table.rows() == plain.table.rows()
    assert gentle.marks == plain.marks
    assert not any("Concern" in name for name in gentle.table.columns)


def test_in_gentle_mode_what_is_heard_more_often_makes_no_title(sample: Snapshot) -> None:
    rows = sample.rows("select * from theme_progress where theme_id = 'company_research'")
    worse = rows.with_columns(
        share_difference=pl.lit(0.3), share_difference_low=pl.lit(0.05), share_difference_high=pl.lit(0.5)
    )
    assert theme_progress(worse, LIGHT).title == "“Company research” is heard more often since its lesson"
    assert theme_progress(worse, LIGHT, gentle=True).title.startswith("It is early")


def test_each_client_has_the_share_drawn_toward_the_caseload_and_is_named_by_it(sample: Snapshot) -> None:
    toward = {"Ana": 0.7, "Ben": 0.3}
    rows = sample.rows("select * from seeker_overview").with_columns(
        response_shrunk=pl.col("seeker").replace_strict(toward, return_dtype=pl.Float64)
    )
    figure = seeker_rates(rows, LIGHT, rate="response")
    assert {name: row["drawn_toward"] for name, row in drawn(figure).items()} == toward
    assert figure.title.startswith("Ben's asks")


def test_in_a_small_caseload_the_lowest_share_itself_makes_the_title(sample: Snapshot) -> None:
    rows = sample.rows("select * from seeker_overview")
    assert rows["interview_shrunk"].is_null().all()
    assert seeker_rates(rows, LIGHT, rate="interview").title == "Ben's applications led to an interview 9 times in 35"


def test_the_response_curve_starts_at_zero_and_says_when_half_are_answered(sample: Snapshot) -> None:
    rows = sample.rows("select * from response_times where source = 'all'")
    figure = response_times(rows, LIGHT)
    (points,) = figure.chart.to_dict()["datasets"].values()
    assert (points[0]["day"], points[0]["response_probability"]) == (0, 0)
    half = min(rows.filter(pl.col("response_probability") >= 0.5)["day"])
    assert figure.title == f"Half of applications have an answer within {half} days"


def test_a_curve_that_never_reaches_half_says_how_far_it_gets(sample: Snapshot) -> None:
    rows = sample.rows("select * from response_times where source = 'all' and response_probability < 0.5")
    assert response_times(rows, LIGHT).title.startswith("49% of applications have an answer within 12 days")


@pytest.mark.parametrize("days", [1, 30, 800])
def test_the_calendar_has_a_square_for_every_day_of_its_weeks(days: int) -> None:
    sent = pl.select(
        pl.date_range(pl.date(2026, 11, 13) - pl.duration(days=days - 1), pl.date(2026, 11, 13)).alias("applied_date")
    ).with_columns(applied_count=pl.lit(1))
    figure = activity_calendar(sent, LIGHT)
    (squares,) = figure.chart.to_dict()["datasets"].values()
    assert len(squares) % 7 == 0
    assert len(squares) <= 53 * 7
    shown = min(days, 53 * 7 - 2)  # the newest week ends two days after that Friday
    assert sum(square["applied_count"] for square in squares) == shown == len(figure.marks)
