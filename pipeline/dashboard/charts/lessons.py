"""Whether what was written down as a lesson is heard less since."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, Figure, finished
from pipeline.dashboard.charts.intervals import Mark, difference_chart, left_out, listed
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, points


@remembered
def theme_progress(rows: pl.DataFrame, palette: Palette, *, gentle: bool = False) -> Figure:
    """How much less, or more, often each theme is a concern since its lesson, around a line at zero.

    Args:
        rows: Rows of the view ``theme_progress``.
        palette: The colours.
        gentle: Whether what got better makes the title, in softer words; every number is the same.
    """
    heard = rows.filter(pl.col("share_difference").is_not_null()).sort("share_difference", "label")
    marks = [_mark(row) for row in heard.iter_rows(named=True)]
    title, subtitle = (_gentle_answer if gentle else _answer)(rows, heard)
    subtitle += left_out(marks, "theme")
    chart = finished(
        difference_chart(marks, palette, colour=palette.feedback, axis="← heard less since · heard more since →"),
        palette,
        description=f"{title}. {subtitle}. {listed(marks)}.",
    )
    names = tuple(mark.name for mark in marks)
    return Figure(title, subtitle, chart, _table(rows, gentle=gentle), view="theme_progress", marks=names)


def _mark(row: Mapping[str, Any]) -> Mark:
    return Mark(
        name=row["label"],
        basis=(
            f"{row['before_count']} of {row['before_text_count']} before, "
            f"{row['after_count']} of {row['after_text_count']} since"
        ),
        value=row["share_difference"],
        low=row["share_difference_low"],
        high=row["share_difference_high"],
        is_enough=_is_enough(row),
    )


def _is_enough(row: Mapping[str, Any]) -> bool:
    return bool(min(row["before_text_count"], row["after_text_count"]) >= TOO_FEW)


def _answer(rows: pl.DataFrame, heard: pl.DataFrame) -> tuple[str, str]:
    if rows.is_empty():
        return "No lesson is written down yet", "A lesson counts for the themes of the feedback that it stands beside"
    rest = _rest(rows, heard)
    enough = [row for row in heard.iter_rows(named=True) if _is_enough(row)]
    if not enough:
        return "Too little was heard since to say whether a lesson helped", rest
    sure = [row for row in enough if row["share_difference_high"] < 0 or row["share_difference_low"] > 0]
    row = max(sure or enough, key=lambda each: abs(each["share_difference"]))
    subtitle = f"{_change(row)}; {rest}"
    if not sure:
        return "No change since a lesson is larger than chance yet", f"Largest so far: {row['label']}, {subtitle}"
    often = "less" if row["share_difference"] < 0 else "more"
    return f"“{row['label']}” is heard {often} often since its lesson", subtitle


def _gentle_answer(rows: pl.DataFrame, heard: pl.DataFrame) -> tuple[str, str]:
    """What comes up less since, among how many; where nothing does, that it is early."""
    enough = [row for row in heard.iter_rows(named=True) if _is_enough(row)]
    better = [row for row in enough if row["share_difference"] < 0]
    if not better:
        return _answer(rows, heard) if not enough else (_EARLY, _rest(rows, heard))
    most = min(better, key=lambda each: each["share_difference"])
    sure = "" if most["share_difference_high"] < 0 else ", which chance alone can do so far"
    title = f"{len(better)} of {counted(len(enough), 'theme')} with a lesson came up less since"
    return title, f"Most of all: {most['label']}, {_change(most)}{sure}; {_rest(rows, heard)}"


_EARLY = "It is early: what a lesson changes shows over the next interviews"


def _change(row: Mapping[str, Any]) -> str:
    bounds = f"95% interval {points(row['share_difference_low'])} to {points(row['share_difference_high'])}"
    return f"{points(row['share_difference'])} points, {bounds}"


def _rest(rows: pl.DataFrame, heard: pl.DataFrame) -> str:
    silent = rows.height - heard.height
    rest = f"{counted(rows.height, 'theme')} with a lesson or next step"
    return rest + (f", nothing heard since about {silent}" if silent else "")


def _table(rows: pl.DataFrame, *, gentle: bool) -> pl.DataFrame:
    named = "Named to try" if gentle else "Concerns"
    return rows.sort("share_difference", "label", nulls_last=True).select(
        pl.col("label").alias("Theme"),
        pl.col("turning_date").alias("Lesson from"),
        pl.col("before_text_count").alias("Texts before"),
        pl.col("before_count").alias(f"{named} before"),
        pl.col("after_text_count").alias("Texts since"),
        pl.col("after_count").alias(f"{named} since"),
        pl.col("before_share").alias("Share before"),
        pl.col("after_share").alias("Share since"),
        pl.col("share_difference").alias("Difference"),
        pl.col("share_difference_low").alias("Difference, from"),
        pl.col("share_difference_high").alias("Difference, to"),
    )
