"""Whether one way of asking is answered more often than another: differences around a zero line."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import TOO_FEW, AnyChart, Figure, finished, two_lines
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import label
from pipeline.insight.asking import higher_first, needed_sentence, verdict

MOST_PAIRS = 4
"""More pairs than this nobody reads in a chart; the table beside it has all."""

_KINDS = ("all asks", "within stages")


@remembered
def channel_differences(rows: pl.DataFrame, palette: Palette) -> Figure:
    """The difference between the shares of answers of two channels, as counted and within stages, with intervals.

    Args:
        rows: Rows of the view ``feedback_channel_comparison``, each with ``is_discovery``: whether the difference
            stands among all comparisons that are made.
        palette: The colours.
    """
    pairs = sorted((higher_first(row) for row in rows.iter_rows(named=True)), key=_place)
    title, subtitle = _answer(pairs)
    drawn = _drawn(pairs[:MOST_PAIRS])
    listing = "; ".join(dict.fromkeys(text.replace("\n", ", ") for text in drawn["label"]))
    chart = finished(_chart(drawn, palette), palette, description=f"{title}. {subtitle}. {listing}.")
    return Figure(title, subtitle, chart, _table(pairs), view="feedback_channel_comparison")


def _place(pair: dict[str, Any]) -> tuple[int, int, str, str]:
    """The pairs that most is known of come first."""
    fewest, most = sorted((pair["settled_a_count"], pair["settled_b_count"]))
    return -fewest, -most, pair["channel_a"], pair["channel_b"]


def _is_enough(pair: dict[str, Any]) -> bool:
    return bool(pair["settled_a_count"] >= TOO_FEW and pair["settled_b_count"] >= TOO_FEW)


def _answer(pairs: Sequence[dict[str, Any]]) -> tuple[str, str]:
    if not pairs:
        return "Only one way of asking so far", "Settled asks through two channels are needed to compare them"
    pair = pairs[0]
    first, second = label(pair["channel_a"]), label(pair["channel_b"]).lower()
    title = {
        "clear": f"{first} is answered more often than {second}",
        "leaning": f"{first} seems to be answered more often than {second}, but chance could explain it",
        "not known": f"Whether {first.lower()} or {second} is answered more often is not known yet",
    }[verdict(pair) if _is_enough(pair) else "not known"]
    return title, needed_sentence(pair)


def _drawn(pairs: Sequence[dict[str, Any]]) -> pl.DataFrame:
    drawn = []
    for pair in pairs:
        for kind, name in zip(_KINDS, ("rate_difference", "adjusted_difference"), strict=True):
            if pair[name] is not None:
                drawn.append(
                    {
                        "label": _label(pair),
                        "kind": kind,
                        "difference": pair[name],
                        "low": pair[f"{name}_low"],
                        "high": pair[f"{name}_high"],
                        "evidence": "enough to show" if _is_enough(pair) else "too few to say",
                    }
                )
    names, numbers = ("label", "kind", "evidence"), ("difference", "low", "high")
    schema = {**dict.fromkeys(names, pl.String), **dict.fromkeys(numbers, pl.Float64)}
    return pl.DataFrame(drawn, schema=schema)


def _label(pair: dict[str, Any]) -> str:
    counts = (
        f"{pair['responded_a_count']} of {pair['settled_a_count']} against "
        f"{pair['responded_b_count']} of {pair['settled_b_count']}"
    )
    few = "" if _is_enough(pair) else ", too few to say"
    return f"{label(pair['channel_a'])} over {label(pair['channel_b']).lower()}\n{counts}{few}"


def _chart(drawn: pl.DataFrame, palette: Palette) -> AnyChart:
    labels = list(dict.fromkeys(drawn["label"]))
    base = alt.Chart(drawn).encode(
        y=alt.Y("label:N", sort=labels, scale=alt.Scale(domain=labels, padding=0.3), axis=two_lines()),
        yOffset=alt.YOffset("kind:N", sort=list(_KINDS), scale=alt.Scale(domain=list(_KINDS))),
        color=alt.Color(
            "evidence:N",
            legend=None,
            scale=alt.Scale(domain=["enough to show", "too few to say"], range=[palette.feedback, palette.muted]),
        ),
        tooltip=[
            alt.Tooltip("label:N", title="channels"),
            alt.Tooltip("kind:N", title="compared"),
            alt.Tooltip("difference:Q", title="difference", format="+.0%"),
            alt.Tooltip("low:Q", title="interval from", format="+.0%"),
            alt.Tooltip("high:Q", title="interval to", format="+.0%"),
        ],
    )
    axis = alt.Axis(
        values=[-1, -0.5, 0, 0.5, 1],
        labelExpr="datum.value === 0 ? '0' : format(100 * datum.value, '+.0f')",
        title="difference in points",
        labelOverlap=True,
        labelSeparation=6,
    )
    position = alt.X("low:Q", scale=alt.Scale(domain=[-1, 1]), axis=axis)
    intervals = base.mark_rule(strokeWidth=5, strokeCap="round", opacity=0.4, aria=False).encode(
        x=position, x2="high:Q"
    )
    shape = alt.Shape(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=list(_KINDS), range=["circle", "diamond"]),
        legend=alt.Legend(symbolFillColor=palette.ink, symbolStrokeColor=palette.ink),
    )
    points = base.mark_point(filled=True, size=150, opacity=1).encode(
        x="difference:Q", shape=shape, description="label:N"
    )
    zero = alt.Chart(pl.DataFrame({"zero": [0]})).mark_rule(color=palette.ink, aria=False).encode(x="zero:Q")
    return alt.layer(zero, intervals, points).properties(height=alt.Step(24))


def _table(pairs: Sequence[dict[str, Any]]) -> pl.DataFrame:
    rows = [
        {
            "One way": label(pair["channel_a"]),
            "Answered": pair["responded_a_count"],
            "Of settled": pair["settled_a_count"],
            "The other way": label(pair["channel_b"]),
            "Answered, other": pair["responded_b_count"],
            "Of settled, other": pair["settled_b_count"],
            "Difference": pair["rate_difference"],
            "Difference, from": pair["rate_difference_low"],
            "Difference, to": pair["rate_difference_high"],
            "Within stages": pair["adjusted_difference"],
            "Within stages, from": pair["adjusted_difference_low"],
            "Within stages, to": pair["adjusted_difference_high"],
            "Asks needed per channel": pair["asks_needed"] if _is_enough(pair) else None,
        }
        for pair in pairs
    ]
    return pl.DataFrame(rows)
