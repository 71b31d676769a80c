"""Which habits go with getting further."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, Figure, finished
from pipeline.dashboard.charts.intervals import Mark, difference_chart, listed
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, points

HABITS: Mapping[str, str] = {
    "thank_you": "Thank-you note",
    "cover_letter": "Cover letter",
    "referral": "Referral",
    "tailored_resume": "Tailored CV",
    "company_research": "Company research",
    "mock_interview": "Mock interview",
}
"""The habits in words, by their name in the view."""


@remembered
def habit_effects(rows: pl.DataFrame, palette: Palette) -> Figure:
    """The difference a habit goes with, within each step, around a line at zero.

    Args:
        rows: Rows of the view ``habit_effects``; those over all steps are drawn, the table has every step.
        palette: The colours.
    """
    whole = rows.filter(pl.col("step") == "all").sort("adjusted_difference", descending=True, nulls_last=True)
    marks = [_mark(row) for row in whole.iter_rows(named=True)]
    title, subtitle = _answer(whole)
    chart = finished(
        difference_chart(marks, palette, colour=palette.search, axis="← less far · further →"),
        palette,
        description=f"{title}. {subtitle}. {listed(marks)}.",
    )
    names = tuple(mark.name for mark in marks)
    return Figure(title, subtitle, chart, _table(rows), view="habit_effects", marks=names)


def _mark(row: Mapping[str, Any]) -> Mark:
    return Mark(
        name=HABITS.get(row["habit"], row["habit"]),
        basis=(
            f"{row['with_passed_count']} of {row['with_count']} with, "
            f"{row['without_passed_count']} of {row['without_count']} without"
        ),
        value=row["adjusted_difference"],
        low=row["adjusted_difference_low"],
        high=row["adjusted_difference_high"],
        is_enough=_is_enough(row),
    )


def _is_enough(row: Mapping[str, Any]) -> bool:
    return min(row["with_count"], row["without_count"]) >= TOO_FEW and row["adjusted_difference_low"] is not None


def _answer(whole: pl.DataFrame) -> tuple[str, str]:
    enough = [row for row in whole.iter_rows(named=True) if _is_enough(row)]
    if not enough:
        return "Too few applications to compare habits", "Habits are columns such as thank-you note or referral"
    sure = [row for row in enough if row["adjusted_difference_low"] > 0 or row["adjusted_difference_high"] < 0]
    row = max(sure or enough, key=lambda each: abs(each["adjusted_difference"]))
    name = HABITS.get(row["habit"], row["habit"])
    steps = counted(row["with_count"] + row["without_count"], "step")
    bounds = f"95% interval {points(row['adjusted_difference_low'])} to {points(row['adjusted_difference_high'])}"
    subtitle = f"{points(row['adjusted_difference'])} points within each step, {bounds}; {steps}"
    if not sure:
        return "No habit is known to go with getting further yet", f"Largest so far: {name}, {subtitle}"
    far = "further" if row["adjusted_difference"] > 0 else "less far"
    return f"“{name}” goes with getting {far}", subtitle


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort("habit", "step_rank").select(
        pl.col("habit").replace(dict(HABITS)).alias("Habit"),
        pl.col("step").str.replace_all("_", " ").alias("Step"),
        pl.col("with_count").alias("With it"),
        pl.col("with_passed_count").alias("Passed"),
        pl.col("without_count").alias("Without it"),
        pl.col("without_passed_count").alias("Passed without"),
        pl.col("adjusted_difference").alias("Difference, like with like"),
        pl.col("adjusted_difference_low").alias("Difference, from"),
        pl.col("adjusted_difference_high").alias("Difference, to"),
        pl.col("rate_difference").alias("Plain difference"),
    )
