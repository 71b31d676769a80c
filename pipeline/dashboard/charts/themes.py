"""What keeps coming up: employers with a concern against employers with praise."""

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished, two_lines
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import CONTROL, GENTLE_POLARITY, POLARITY, counted, interval
from pipeline.insight.findings import percent

SELECTION = "picked_theme"
"""The name of the chart's selection: a click on a bar picks its theme."""


@remembered
def recurring_themes(rows: pl.DataFrame, palette: Palette, *, gentle: bool = False) -> Figure:
    """Ranked bars around a middle line: concerns to the left, praise to the right, neither across it.

    Args:
        rows: Rows of the view ``recurring_themes``.
        palette: The colours.
        gentle: Whether strengths come first, in softer words; every number is the same.
    """
    ranked, words = rank(rows, gentle=gentle), GENTLE_POLARITY if gentle else POLARITY
    parts = pl.DataFrame(list(_parts(ranked, words)), schema=_PART_SCHEMA, orient="row")
    title, subtitle = (_gentle_answer if gentle else _answer)(ranked)
    listing = "; ".join(_spoken(row, words) for row in ranked.iter_rows(named=True))
    chart = finished(_chart(parts, ranked, palette, words), palette, description=f"{title}. {listing}.")
    return Figure(title, subtitle, chart, _table(ranked, words), view="recurring_themes")


def rank(rows: pl.DataFrame, *, gentle: bool = False) -> pl.DataFrame:
    """Most employers first, among equals most concerns first; what is out of one's hands comes last.

    In gentle mode, most praised first.
    """
    praised = [-pl.col("strength_company_count")] if gentle else []
    return rows.sort(
        *praised,
        pl.col("control") == "not_mine",
        -pl.col("company_count"),
        -pl.col("concern_company_count"),
        -pl.col("feedback_count"),
        "label",
    )


_PART_SCHEMA = {
    "theme_id": pl.String,
    "axis_label": pl.String,
    "theme": pl.String,
    "polarity": pl.String,
    "employers": pl.Int64,
    "share": pl.String,
    "start": pl.Float64,
    "end": pl.Float64,
    "middle": pl.Float64,
    "spoken": pl.String,
}


def _parts(ranked: pl.DataFrame, words: Mapping[str, str]) -> Iterator[tuple[Any, ...]]:
    """One row for each drawn piece of a bar, from left to right."""
    for row in ranked.iter_rows(named=True):
        neutral = row["circumstance_company_count"] + row["unclear_company_count"]
        place = -row["concern_company_count"] - neutral / 2
        for polarity in ("concern", "circumstance", "unclear", "strength"):
            employers = row[f"{polarity}_company_count"]
            if employers:
                yield (
                    row["theme_id"],
                    _axis_label(row),
                    row["label"],
                    words[polarity],
                    employers,
                    _share(row),
                    place,
                    place + employers,
                    place + employers / 2,
                    f"{row['label']}, {words[polarity].lower()}: {counted(employers, 'employer')}",
                )
            place += employers


def _share(row: dict[str, Any]) -> str:
    named = f"{row['feedback_count']} of {counted(row['text_count'], 'text')}"
    return f"{named} ({interval(row['share_low'], row['share_high'])})"


def _axis_label(row: dict[str, Any]) -> str:
    return f"{row['label']}\n{CONTROL[row['control']]}"


def _chart(parts: pl.DataFrame, ranked: pl.DataFrame, palette: Palette, words: Mapping[str, str]) -> AnyChart:
    order = [_axis_label(row) for row in ranked.iter_rows(named=True)]
    names = list(words.values())
    colours = [palette.polarity[polarity] for polarity in words]
    picked = alt.selection_point(name=SELECTION, fields=["theme_id"], on="click", clear="dblclick")
    base = alt.Chart(parts).encode(
        y=alt.Y("axis_label:N", sort=order, scale=alt.Scale(domain=order), axis=two_lines()),
        tooltip=[
            alt.Tooltip("theme:N", title="theme"),
            alt.Tooltip("polarity:N", title="said as"),
            alt.Tooltip("employers:Q", title="employers"),
            alt.Tooltip("share:N", title="named in"),
        ],
    )
    reach = max([1.0, *parts["start"].abs(), *parts["end"].abs()]) * 1.05
    middle_line = alt.Axis(values=[0], labels=False, title=None, gridColor=palette.muted)
    bars = base.mark_bar(height={"band": 0.6}, cornerRadius=2, cursor="pointer").encode(
        x=alt.X("start:Q", axis=middle_line, scale=alt.Scale(domain=[-reach, reach], nice=False)),
        x2="end:Q",
        color=alt.Color(
            "polarity:N",
            title=None,
            scale=alt.Scale(domain=names, range=colours),
            legend=alt.Legend(columns=2, symbolType="square"),
        ),
        opacity=alt.condition(picked, alt.value(1), alt.value(0.35)),
        description="spoken:N",
    )
    numbers = base.mark_text(color=palette.background, fontWeight="bold", cursor="pointer", aria=False)
    layered = alt.layer(bars, numbers.encode(x="middle:Q", text="employers:Q"))
    # a click on a number is a click on its bar
    return layered.add_params(picked).properties(height=alt.Step(46))


def _answer(ranked: pl.DataFrame) -> tuple[str, str]:
    if ranked.is_empty():
        return "No theme has been named yet", "Themes are found in what employers say, word for word"
    concerns = ranked.filter(
        (pl.col("concern_company_count") > pl.col("strength_company_count"))
        & (pl.col("control") != "not_mine")
        & pl.col("is_recurring")
    ).sort("concern_company_count", descending=True, maintain_order=True)
    top = (concerns if not concerns.is_empty() else ranked).row(0, named=True)
    employers = counted(top["company_count"], "employer")
    verb = "keeps coming up" if top["is_recurring"] else "came up once"
    title = f"“{top['label']}” {verb}: {employers} named it"
    return title, f"{percent(top['share'])}: in {_share(top)}. Numbers in the bars are employers"


def _gentle_answer(ranked: pl.DataFrame) -> tuple[str, str]:
    praised = ranked.filter(pl.col("strength_company_count") > 0)
    if praised.is_empty():
        return _answer(ranked)
    top = praised.row(0, named=True)
    employers = counted(top["strength_company_count"], "employer")
    subtitle = f"{percent(top['share'])} of texts name it: {_share(top)}. Numbers in the bars are employers"
    return f"“{top['label']}” is what they valued most: {employers} praised it", subtitle


def _spoken(row: dict[str, Any], words: Mapping[str, str]) -> str:
    said = [
        f"{row[f'{polarity}_company_count']} {name.lower()}"
        for polarity, name in words.items()
        if row[f"{polarity}_company_count"]
    ]
    return f"{row['label']}, {CONTROL[row['control']]}: {', '.join(said)}"


def _table(ranked: pl.DataFrame, words: Mapping[str, str]) -> pl.DataFrame:
    return ranked.select(
        pl.col("label").alias("Theme"),
        pl.col("control").replace_strict(CONTROL, return_dtype=pl.String).alias("Control"),
        pl.col("company_count").alias("Employers"),
        *(pl.col(f"{polarity}_company_count").alias(f"{name}, employers") for polarity, name in words.items()),
        pl.col("feedback_count").alias("Texts"),
        pl.col("text_count").alias("Of texts"),
        pl.col("share").alias("Share"),
        pl.col("share_low").alias("Share, from"),
        pl.col("share_high").alias("Share, to"),
        pl.col("latest_quote").alias("Latest words"),
    )
