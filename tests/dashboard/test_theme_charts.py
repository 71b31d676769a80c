"""Themes by stage, by month and in pairs: every row is drawn, and what rests on too few texts is grey and says so."""

from typing import Any

import polars as pl

from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.charts.theme_months import theme_months
from pipeline.dashboard.charts.theme_pairs import theme_pairs
from pipeline.dashboard.charts.theme_stages import theme_stages
from pipeline.dashboard.palette import LIGHT
from tests.dashboard.test_charts import drawn_rows

SHARES = {"share": 0.5, "share_low": 0.2, "share_high": 0.8, "feedback_count": 3}


def _rows(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**SHARES, **row} for row in rows])


STAGES = _rows(
    {
        "theme_id": "pay",
        "label": "Salary",
        "stage": "screening",
        "stage_rank": 2,
        "company_count": 2,
        "text_count": 6,
    },
    {"theme_id": "pace", "label": "Pace", "stage": "screening", "stage_rank": 2, "company_count": 3, "text_count": 6},
    {"theme_id": "pace", "label": "Pace", "stage": "offer", "stage_rank": 6, "company_count": 4, "text_count": 4},
)


def _titles(figure: Figure) -> tuple[str, str]:
    return figure.title, figure.subtitle


def test_a_theme_is_placed_at_its_stage_and_the_answer_rests_on_enough_texts() -> None:
    figure = theme_stages(STAGES, LIGHT, ("pace", "pay"))
    drawn = {(row["label"], row["stage"]): row["evidence"] for row in drawn_rows(figure)}
    assert drawn == {
        ("Pace", "screening"): "enough to show",
        ("Pace", "offer"): "too few to say",
        ("Salary", "screening"): "enough to show",
    }
    assert figure.title == "“Pace” at screening: 3 employers named it"
    assert figure.subtitle.startswith("In 3 of 6 texts, 50% (95% interval 20% to 80%). Numbers are employers")
    assert figure.table["Theme"].to_list() == ["Pace", "Pace", "Salary"]
    assert "Pace, Offer: 4 employers, 3 of 4 texts, too few to say" in figure.chart.to_dict()["description"]


def test_stages_with_few_texts_are_not_compared() -> None:
    figure = theme_stages(STAGES.filter(stage="offer"), LIGHT, ("pace",))
    assert figure.title == "Too few texts at any one stage to compare"


MONTHS = _rows(
    *(
        {"theme_id": f"t{number}", "label": f"T{number}", "month": month, "company_count": 1, "text_count": 7}
        for number in range(8)
        for month in ("2026-03", "2026-05")
    )
)


def test_the_first_six_themes_get_a_row_of_months_and_the_table_has_all() -> None:
    figure = theme_months(MONTHS, LIGHT, tuple(f"t{number}" for number in range(8)))
    assert {row["label"] for row in drawn_rows(figure)} == {f"T{number}" for number in range(6)}
    assert figure.table["Theme"].n_unique() == 8
    assert figure.title == "“T0” came up in 2 months of 2, last in May 2026"
    one_month = theme_months(MONTHS.filter(month="2026-03"), LIGHT, ("t0",))
    assert one_month.title == "Feedback of one month shows no change"


PAIRS = pl.DataFrame(
    {
        "theme_a_id": ["a", "a"],
        "theme_b_id": ["b", "c"],
        "label_a": ["Pace", "Pace"],
        "label_b": ["Salary", "Timing"],
        "feedback_count": [6, 1],
        "company_count": [3, 1],
        "a_count": [8, 8],
        "b_count": [7, 2],
        "text_count": [20, 20],
        "expected_count": [2.8, 0.8],
        "lift": [2.1, 1.25],
    }
)


def test_a_pair_is_drawn_against_chance_once_two_employers_have_it() -> None:
    figure = theme_pairs(PAIRS, LIGHT)
    assert [row["pair"] for row in drawn_rows(figure)] == ["Pace + Salary"]
    assert figure.title == "“Pace” and “Salary” came up together at 3 employers"
    assert figure.subtitle.startswith("In 6 of 20 texts.")
    assert "Pace + Salary: 6 texts of 3 employers, 2.8 by chance" in figure.chart.to_dict()["description"]


def test_without_such_a_pair_that_is_said_and_nothing_is_drawn() -> None:
    figure = theme_pairs(PAIRS.tail(1), LIGHT)
    assert figure.title == "No two themes came up together at more than one employer"
    assert figure.table.is_empty()
