"""A coach's clients side by side, each rate beside what the caseload makes of it."""

from collections.abc import Mapping
from typing import Any, Literal

import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, Figure, finished
from pipeline.dashboard.charts.intervals import Mark, left_out, listed, share_chart
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, interval, times_in
from pipeline.insight.findings import percent

Rate = Literal["interview", "response"]

_COUNTS: Mapping[Rate, tuple[str, str]] = {
    "interview": ("interviewed_count", "application_count"),
    "response": ("responded_count", "settled_count"),
}
_SHARE_OF: Mapping[Rate, str] = {
    "interview": "share of applications with an interview",
    "response": "share of settled asks answered",
}
_TITLE: Mapping[Rate, str] = {
    "interview": "{name}'s applications led to an interview {times}",
    "response": "{name}'s asks were answered {times}",
}
_CASES: Mapping[Rate, str] = {"interview": "application", "response": "settled ask"}
_NONE: Mapping[Rate, str] = {
    "interview": "Too few applications to compare",
    "response": "Too few settled asks to compare",
}


@remembered
def seeker_rates(rows: pl.DataFrame, palette: Palette, *, rate: Rate) -> Figure:
    """Each client's share with its interval, and as a hollow diamond the share drawn toward the caseload's.

    Args:
        rows: Rows of the view ``seeker_overview``.
        palette: The colours.
        rate: Which share.
    """
    # where a caseload is too small to draw toward, the plain share is what there is
    ordered = rows.sort(pl.coalesce(f"{rate}_shrunk", f"{rate}_rate"), "seeker", nulls_last=True)
    marks = [_mark(row, rate) for row in ordered.iter_rows(named=True)]
    title, subtitle = _answer(ordered, rate)
    subtitle += left_out(marks, "client")
    colour = palette.search if rate == "interview" else palette.feedback
    chart = finished(
        share_chart(marks, palette, colour=colour, axis=_SHARE_OF[rate]),
        palette,
        description=f"{title}. {subtitle}. {listed(marks)}.",
    )
    names = tuple(mark.name for mark in marks)
    return Figure(title, subtitle, chart, _table(ordered, rate), view="seeker_overview", marks=names)


def _mark(row: Mapping[str, Any], rate: Rate) -> Mark:
    count, total = (row[name] for name in _COUNTS[rate])
    return Mark(
        name=row["seeker"],
        basis=f"{count:,} of {total:,}",
        value=row[f"{rate}_rate"],
        low=row[f"{rate}_rate_low"],
        high=row[f"{rate}_rate_high"],
        is_enough=total >= TOO_FEW,
        drawn_toward=row[f"{rate}_shrunk"],
    )


def _answer(ordered: pl.DataFrame, rate: Rate) -> tuple[str, str]:
    count, total = _COUNTS[rate]
    n = int(ordered[total].sum())
    basis = f"{counted(ordered.height, 'client')}, {counted(n, _CASES[rate])} in all"
    enough = ordered.filter(pl.col(total) >= TOO_FEW)
    if enough.is_empty():
        return _NONE[rate], basis
    least = enough.row(0, named=True)
    title = _TITLE[rate].format(name=least["seeker"], times=times_in(least[count], least[total]))
    shrunk = least[f"{rate}_shrunk"]
    toward = "" if shrunk is None else f", {percent(shrunk)} drawn toward the caseload"
    bounds = interval(least[f"{rate}_rate_low"], least[f"{rate}_rate_high"])
    return title, f"{percent(least[f'{rate}_rate'])}{toward}, {bounds}; lowest of {basis}"


def _table(ordered: pl.DataFrame, rate: Rate) -> pl.DataFrame:
    count, total = _COUNTS[rate]
    return ordered.select(
        pl.col("seeker").alias("Whose search"),
        pl.col(count).alias("Count"),
        pl.col(total).alias("Out of"),
        pl.col(f"{rate}_rate").alias("Share"),
        pl.col(f"{rate}_rate_low").alias("Share, from"),
        pl.col(f"{rate}_rate_high").alias("Share, to"),
        pl.col(f"{rate}_shrunk").alias("Drawn toward the caseload"),
        pl.col(f"{rate}_prior_weight").alias("Weight of the caseload"),
    )
