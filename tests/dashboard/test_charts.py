"""What every chart promises: it compiles, it draws the rows it was given, and it says in words what it shows."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from pipeline.dashboard.charts.activity import LANES, weekly_activity
from pipeline.dashboard.charts.calendar import activity_calendar
from pipeline.dashboard.charts.caseload import seeker_rates
from pipeline.dashboard.charts.curves import response_curves
from pipeline.dashboard.charts.differences import channel_differences
from pipeline.dashboard.charts.figure import MOST_ROWS, PICK, Figure
from pipeline.dashboard.charts.flow import stage_flow
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.charts.habits import habit_effects
from pipeline.dashboard.charts.lessons import theme_progress
from pipeline.dashboard.charts.rates import response_rates
from pipeline.dashboard.charts.response_times import response_times
from pipeline.dashboard.charts.sources import OUTCOMES, source_outcomes
from pipeline.dashboard.charts.theme_months import theme_months
from pipeline.dashboard.charts.theme_stages import theme_stages
from pipeline.dashboard.charts.themes import rank, recurring_themes
from pipeline.dashboard.palette import DARK, LIGHT, Palette
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import DIMENSIONS
from pipeline.insight.references import reference_figures
from pipeline.warehouse.views import find_relation

RATES = "select * from feedback_response_rates where dimension = '{}'"
PAIRS = "select *, false as is_discovery from feedback_channel_comparison"
SOURCES = "select * from source_outcomes"
ALL_TIMES = "select * from response_times where source = 'all'"
DAYS = (
    "select applied_date, count(*) as applied_count from stg_applications "
    "where stage_rank >= 1 and applied_date is not null group by applied_date"
)
Draw = Callable[[Snapshot, Palette], Figure]


def _order(sample: Snapshot) -> tuple[str, ...]:
    return tuple(rank(sample.rows("select * from recurring_themes"))["theme_id"])


def _rates(dimension: str, measure: Any) -> Draw:
    return lambda sample, palette: response_rates(
        sample.rows(RATES.format(dimension)), palette, dimension=dimension, measure=measure
    )


def _sources(outcome: Any) -> Draw:
    return lambda sample, palette: source_outcomes(sample.rows(SOURCES), palette, outcome=outcome)


def _seekers(rate: Any) -> Draw:
    return lambda sample, palette: seeker_rates(sample.rows("select * from seeker_overview"), palette, rate=rate)


CHARTS: list[Any] = [
    pytest.param(lambda s, p: funnel(s.rows("select * from funnel"), p), id="funnel"),
    pytest.param(lambda s, p: weekly_activity(s.rows("select * from weekly_activity"), p), id="weekly_activity"),
    pytest.param(lambda s, p: response_curves(s.rows("select * from feedback_response_curves"), p), id="curves"),
    pytest.param(lambda s, p: channel_differences(s.rows(PAIRS), p), id="differences"),
    pytest.param(lambda s, p: recurring_themes(s.rows("select * from recurring_themes"), p), id="themes"),
    pytest.param(lambda s, p: stage_flow(s.rows("select * from stage_flow"), p), id="stage_flow"),
    pytest.param(lambda s, p: response_times(s.rows(ALL_TIMES), p), id="response_times"),
    pytest.param(lambda s, p: habit_effects(s.rows("select * from habit_effects"), p), id="habits"),
    pytest.param(lambda s, p: theme_progress(s.rows("select * from theme_progress"), p), id="lessons"),
    pytest.param(lambda s, p: activity_calendar(s.rows(DAYS), p), id="calendar"),
    *(pytest.param(_sources(outcome), id=f"sources-{outcome}") for outcome in OUTCOMES),
    *(pytest.param(_seekers(rate), id=f"seekers-{rate}") for rate in ("interview", "response")),
    pytest.param(lambda s, p: theme_stages(s.rows("select * from theme_by_stage"), p, _order(s)), id="theme_stages"),
    pytest.param(lambda s, p: theme_months(s.rows("select * from theme_by_month"), p, _order(s)), id="theme_months"),
    *(pytest.param(_rates(dimension, "response"), id=f"rates-{dimension}") for dimension in DIMENSIONS),
]


def drawn_rows(figure: Figure) -> list[dict[str, Any]]:
    """Every row that the chart was given to draw."""
    datasets = figure.spec["datasets"]
    return [row for rows in datasets.values() for row in rows]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("draw", CHARTS)
def test_every_chart_compiles_and_says_what_it_shows(sample: Snapshot, draw: Draw, palette: Palette) -> None:
    figure = draw(sample, palette)
    spec = figure.chart.to_dict()  # checks it against the schema of Vega-Lite
    assert figure.title in spec["description"]
    assert spec["config"]["background"] == "transparent"
    assert 0 < len(drawn_rows(figure)) <= MOST_ROWS
    assert not figure.table.is_empty()
    assert figure.subtitle


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_rows_are_made_a_chart_once(sample: Snapshot, draw: Draw) -> None:
    figure = draw(sample, LIGHT)
    assert draw(sample, LIGHT) is figure
    fuller = figure.resting_on("12 texts")
    assert fuller.subtitle == f"{figure.subtitle}. 12 texts."
    assert fuller.spec is figure.spec


@pytest.mark.parametrize("draw", CHARTS)
def test_a_browser_is_sent_the_rows_that_are_drawn(sample: Snapshot, draw: Draw) -> None:
    figure = draw(sample, LIGHT)
    sent = {name: pl.read_ipc_stream(rows).to_dicts() for name, rows in figure.packed["datasets"].items()}
    assert sent == figure.spec["datasets"]


@pytest.mark.parametrize("draw", CHARTS)
def test_what_every_mark_is_called_is_what_a_click_on_it_says(sample: Snapshot, draw: Draw) -> None:
    figure = draw(sample, LIGHT)
    picks = [param for param in figure.spec.get("params", []) if param.get("name") == PICK]
    assert bool(picks) == bool(figure.marks)
    for pick in picks:
        (field,) = pick["select"]["fields"]
        clickable = {row[field] for row in drawn_rows(figure) if field in row}
        assert set(figure.marks) <= clickable
    assert len(set(figure.marks)) == len(figure.marks)


def _layers(spec: dict[str, Any], above: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each mark of a drawing with what it is encoded by, that of the drawings around it included."""
    encoding = above | spec.get("encoding", {})
    for part in (*spec.get("layer", ()), *([spec["spec"]] if "spec" in spec else [])):
        yield from _layers(part, encoding)
    if "mark" in spec:
        yield spec["mark"], encoding


@pytest.mark.parametrize("draw", CHARTS)
def test_a_mark_is_read_out_in_words_or_not_at_all(sample: Snapshot, draw: Draw) -> None:
    marks = list(_layers(draw(sample, LIGHT).spec, {}))
    assert marks
    for mark, encoding in marks:
        assert mark.get("aria") is False or "description" in encoding, mark


@pytest.mark.parametrize("draw", CHARTS)
def test_the_numbers_of_every_chart_have_a_meaning(sample: Snapshot, draw: Draw) -> None:
    assert find_relation(draw(sample, LIGHT).view or "").columns


@pytest.mark.parametrize("draw", CHARTS)
def test_every_chart_of_no_rows_compiles_too(sample: Snapshot, draw: Draw) -> None:
    nothing = Snapshot(sample.version, sample.scope.__class__(source="nowhere"))
    assert draw(nothing, LIGHT).chart.to_dict()["description"]


def test_the_funnel_draws_the_counts_of_its_view(sample: Snapshot) -> None:
    rows = sample.rows("select * from funnel where stage_rank >= 1 order by stage_rank")
    drawn = drawn_rows(funnel(rows, LIGHT))
    assert [row["reached_count"] for row in drawn] == rows["reached_count"].to_list()
    assert [row["stage_label"] for row in drawn] == rows["stage_label"].to_list()
    assert drawn[2]["bar_label"].startswith(str(rows["reached_count"][2]))


def test_the_week_lanes_add_up_to_the_view(sample: Snapshot) -> None:
    rows = sample.rows("select * from weekly_activity order by week_start")
    drawn = drawn_rows(weekly_activity(rows, LIGHT))
    assert [row["applied_count"] for row in drawn if "applied_count" in row] == rows["applied_count"].to_list()
    for column, name in LANES.items():
        assert sum(row["count"] for row in drawn if row.get("event") == name) == rows[column].sum()


@pytest.mark.parametrize("measure", ["response", "useful"])
def test_the_rates_draw_every_segment_with_its_interval(sample: Snapshot, measure: Any) -> None:
    rows = sample.rows(RATES.format("ask_channel"))
    figure = response_rates(rows, LIGHT, dimension="ask_channel", measure=measure)
    drawn = {row["segment"]: (row["rate"], row["low"], row["high"]) for row in drawn_rows(figure)}
    assert drawn == {
        row["segment"]: (row[f"{measure}_rate"], row[f"{measure}_rate_low"], row[f"{measure}_rate_high"])
        for row in rows.iter_rows(named=True)
    }


RATE_ROWS = pl.DataFrame(
    {
        "dimension": ["ask_channel"] * 3,
        "segment": ["phone", "email", "unknown"],
        "segment_order": pl.Series([None] * 3, dtype=pl.Int32),
        "asked_count": [8, 6, 9],
        "waiting_count": [0, 2, 0],
        "settled_count": [8, 4, 9],
        "responded_count": [6, 1, 9],
        "useful_count": [5, 1, 9],
        "response_rate": [0.75, 0.25, 1.0],
        "response_rate_low": [0.41, 0.05, 0.7],
        "response_rate_high": [0.93, 0.7, 1.0],
        "useful_rate": [0.62, 0.25, 1.0],
        "useful_rate_low": [0.3, 0.05, 0.7],
        "useful_rate_high": [0.86, 0.7, 1.0],
        "median_response_days": [2.0, 9.0, 1.0],
    }
)


def test_the_title_is_the_answer_and_the_subtitle_its_basis() -> None:
    figure = response_rates(RATE_ROWS, LIGHT, dimension="ask_channel")
    assert figure.title == "Asks by phone were answered 6 times in 8"
    assert figure.subtitle == "75%, 95% interval 41% to 93%; 21 settled asks, 2 still waiting in all"


def test_too_few_asks_are_drawn_grey_with_a_note_and_never_make_the_title() -> None:
    figure = response_rates(RATE_ROWS.filter(pl.col("segment") == "email"), LIGHT, dimension="ask_channel")
    (row,) = drawn_rows(figure)
    assert row["evidence"] == "too few to say"
    assert row["label"] == "E-mail · 1 of 4\ntoo few to say, 2 waiting"
    assert figure.title == "Too few settled asks to compare"


def test_what_nobody_wrote_down_comes_last_and_makes_no_title() -> None:
    figure = response_rates(RATE_ROWS, LIGHT, dimension="ask_channel")
    assert [row["name"] for row in drawn_rows(figure)] == ["Phone", "E-mail", "Not written down"]


CURVE_ROWS = pl.DataFrame(
    {
        "ask_channel": ["all", "all", "phone", "email"],
        "day": [2, 6, 2, 6],
        "at_risk_count": [8, 4, 4, 3],
        "responded_count": [3, 1, 3, 1],
        "response_probability": [0.375, 0.53, 0.75, 0.33],
        "response_probability_low": [0.1, 0.2, 0.4, 0.1],
        "response_probability_high": [0.7, 0.8, 0.9, 0.7],
    }
)


def test_a_difference_is_drawn_as_counted_and_within_stages_and_few_asks_are_grey(sample: Snapshot) -> None:
    figure = channel_differences(sample.rows(PAIRS), LIGHT)
    drawn = [row for row in drawn_rows(figure) if "label" in row]
    assert figure.title == "Whether phone or e-mail is answered more often is not known yet"
    assert {row["kind"] for row in drawn if row["label"].startswith("Phone over e-mail")} == {
        "all asks",
        "within stages",
    }
    assert all((row["evidence"] == "too few to say") == ("too few to say" in row["label"]) for row in drawn)
    assert figure.table.height == sample.rows(PAIRS).height


@pytest.mark.parametrize(("is_discovery", "title"), [(True, "is answered"), (False, "seems to be answered")])
def test_a_difference_is_worded_as_surely_as_the_findings_word_it(
    sample: Snapshot, is_discovery: bool, title: str
) -> None:
    rows = sample.rows(PAIRS).filter((pl.col("channel_a") == "email") & (pl.col("channel_b") == "phone"))
    rows = rows.with_columns(pl.lit(is_discovery).alias("is_discovery"), pl.lit(-0.1).alias("rate_difference_high"))
    assert f"Phone {title} more often than e-mail" in channel_differences(rows, LIGHT).title


def test_a_published_figure_is_a_line_only_where_it_is_out_of_the_same(sample: Snapshot) -> None:
    rows = sample.rows(RATES.format("ask_channel"))
    for is_same in (True, False):
        published = replace(reference_figures()[0], value=0.09, is_same_denominator=is_same)
        figure = response_rates(rows, LIGHT, dimension="ask_channel", published=(published,))
        assert any("published" in row for row in drawn_rows(figure)) == is_same
        useful = response_rates(rows, LIGHT, dimension="ask_channel", measure="useful", published=(published,))
        assert not any("published" in row for row in drawn_rows(useful))


def test_a_curve_starts_at_zero_and_stays_level_after_its_last_answer() -> None:
    drawn = drawn_rows(response_curves(CURVE_ROWS, LIGHT))
    phone = [(row["day"], row["response_probability"]) for row in drawn if row["ask_channel"] == "phone"]
    assert phone == [(0, 0.0), (2, 0.75), (7, 0.75)]


def test_a_channel_with_fewer_than_three_answers_has_no_curve_and_is_mentioned() -> None:
    figure = response_curves(CURVE_ROWS, LIGHT)
    assert {row["ask_channel"] for row in drawn_rows(figure)} == {"all", "phone"}
    assert figure.subtitle.endswith("1 channel with fewer than 3 answers left out")
    assert set(figure.table["Asked by"]) == {"All together", "Phone", "E-mail"}


def _theme(name: str, control: str, concern: int, circumstance: int, strength: int) -> dict[str, Any]:
    companies = concern + circumstance + strength
    return {
        "theme_id": name.lower(),
        "label": name,
        "control": control,
        "feedback_count": companies,
        "text_count": 20,
        "company_count": companies,
        "concern_company_count": concern,
        "strength_company_count": strength,
        "circumstance_company_count": circumstance,
        "unclear_company_count": 0,
        "share": companies / 20,
        "share_low": 0.01,
        "share_high": 0.5,
        "is_recurring": companies >= 2,
        "latest_quote": "so",
    }


THEMES = pl.DataFrame(
    [
        _theme("Timing", "not_mine", 0, 4, 0),
        _theme("Pace", "mine", 0, 0, 2),
        _theme("Energy", "mine", 2, 0, 1),
        _theme("Depth", "mine", 1, 0, 2),
    ]
)


def test_concerns_lie_left_of_the_line_and_praise_right_of_it() -> None:
    drawn = {(row["theme"], row["polarity"]): row for row in drawn_rows(recurring_themes(THEMES, LIGHT))}
    assert (drawn["Energy", "Concern"]["start"], drawn["Energy", "Concern"]["end"]) == (-2, 0)
    assert (drawn["Energy", "Strength"]["start"], drawn["Energy", "Strength"]["end"]) == (0, 1)
    assert (drawn["Timing", "Circumstance"]["start"], drawn["Timing", "Circumstance"]["end"]) == (-2, 2)


def test_the_themes_bars_are_as_long_as_the_view_counts_employers(sample: Snapshot) -> None:
    rows = sample.rows("select * from recurring_themes")
    drawn = drawn_rows(recurring_themes(rows, LIGHT))
    polarities = ("concern", "strength", "circumstance", "unclear")
    counted = sum(rows[f"{polarity}_company_count"].sum() for polarity in polarities)
    assert sum(row["employers"] for row in drawn) == counted
    assert all(row["end"] - row["start"] == row["employers"] for row in drawn)


def test_what_is_out_of_ones_hands_is_ranked_last() -> None:
    assert rank(THEMES)["label"].to_list() == ["Energy", "Depth", "Pace", "Timing"]


def test_the_themes_title_names_the_recurring_concern() -> None:
    assert recurring_themes(THEMES, LIGHT).title == "“Energy” keeps coming up: 3 employers named it"


def test_the_same_rows_and_choices_are_drawn_once_and_others_anew(sample: Snapshot) -> None:
    rows = sample.rows("select * from source_outcomes")
    figure = source_outcomes(rows, LIGHT, outcome="response")
    assert source_outcomes(rows.clone(), LIGHT, outcome="response") is figure
    others = [
        source_outcomes(rows, DARK, outcome="response"),
        source_outcomes(rows, LIGHT, outcome="interview"),
        source_outcomes(rows.head(2), LIGHT, outcome="response"),
    ]
    assert all(other is not figure and other.chart is not figure.chart for other in others)
