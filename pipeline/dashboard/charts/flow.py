"""The way of every application: from stage to stage, and how it ended at each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import polars as pl

from pipeline.dashboard.charts.figure import AnyChart, Figure, finished, pickable
from pipeline.dashboard.charts.remember import remembered
from pipeline.dashboard.mapped import mapped
from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import counted, label

FULL_HEIGHT = 240.0
"""Pixels of the first stage's bar; every other height follows from it."""

_SLOT = 17.0
"""Pixels that a node's label needs, however thin its bar is."""

_GAP = 6.0
_TOP, _LINE = 50.0, 15.0
"""Room over the bars for the names of the stages, in pixels, and one line of it."""

_BAR = 0.05
"""Half the width of a bar, where the next stage is 1 away."""

_CURVE = 6
"""Places along a link at which its edges are computed: enough to look smooth."""

_GOING, _ENDED = "goes on", "ends here"
_ORDER = ("accepted", "offer", "open", "declined", "withdrawn", "no_response", "rejected")
"""Outcomes from the top down: what may still go on first, so that the ways do not cross."""


@dataclass(frozen=True)
class Node:
    """A bar: a stage, or the applications that ended in one way at a stage.

    Attributes:
        name: The stage or outcome, as in the view.
        rank: Where it stands from left to right.
        is_outcome: Whether applications end here.
        count: Applications that come through it.
        top: Its upper edge, in pixels from the top.
        height: Its height, in pixels: the count, to scale.
        came_from: The stage at which an outcome was reached; None for a stage.
    """

    name: str
    rank: int
    is_outcome: bool
    count: int
    top: float
    height: float
    came_from: str | None = None

    @property
    def mark(self) -> str:
        """What it is called among all bars."""
        return label(self.name) if self.came_from is None else f"{label(self.name)} after {label(self.came_from)}"


@dataclass(frozen=True)
class Link:
    """The applications that went from a stage to a node; the edges are where it leaves and enters, in pixels."""

    start: Node
    end: Node
    count: int
    leaves_at: float
    enters_at: float
    height: float


@remembered
def stage_flow(rows: pl.DataFrame, palette: Palette) -> Figure:
    """Bars for stages and endings, joined by ways as wide as the applications that took them.

    Args:
        rows: Rows of the view ``stage_flow``.
        palette: The colours.
    """
    nodes, links = lay_out(rows)
    title, subtitle = _answer(rows, nodes)
    listing = "; ".join(f"{link.start.mark} to {label(link.end.name)} {link.count}" for link in links)
    chart = finished(_chart(nodes, links, palette), palette, description=f"{title}. {subtitle}. {listing}.")
    marks = tuple(node.mark for node in nodes)
    return Figure(title, subtitle, chart, _table(rows), view="stage_flow", marks=marks)


def lay_out(rows: pl.DataFrame) -> tuple[list[Node], list[Link]]:
    """Where every bar and way lies: stages along the top, what ended at each in the next column, no crossings.

    Args:
        rows: Rows of the view ``stage_flow``.
    """
    steps = sorted(rows.iter_rows(named=True), key=_step_order)
    by_stage: dict[str, list[Mapping[str, Any]]] = {}
    for step in steps:
        by_stage.setdefault(step["from_node"], []).append(step)
    total = sum(step["application_count"] for step in steps if step["from_rank"] == 1)
    scale = FULL_HEIGHT / max(total, 1)
    rooms = _rooms(by_stage, scale)
    nodes: dict[tuple[str, str | None], Node] = {}
    links: list[Link] = []
    for stage, leaving in by_stage.items():
        count = sum(step["application_count"] for step in leaving)
        start = nodes.setdefault(
            (stage, None),
            Node(stage, leaving[0]["from_rank"], is_outcome=False, count=count, top=_TOP, height=count * scale),
        )
        top, leaves_at = _TOP, start.top
        for way in leaving:
            name, n = way["to_node"], way["application_count"]
            origin = stage if way["is_outcome"] else None
            height = n * scale
            end = Node(name, start.rank + 1, way["is_outcome"], n, top, height, origin)
            nodes[name, origin] = end
            links.append(Link(start, end, n, leaves_at, end.top, height))
            leaves_at += height
            top += (max(height, _SLOT) if way["is_outcome"] else rooms[name]) + _GAP
    return list(nodes.values()), links


def _step_order(step: Mapping[str, Any]) -> tuple[int, bool, int]:
    place = _ORDER.index(step["to_node"]) if step["is_outcome"] and step["to_node"] in _ORDER else len(_ORDER)
    return step["from_rank"], step["is_outcome"], place


def _rooms(by_stage: Mapping[str, Sequence[Mapping[str, Any]]], scale: float) -> dict[str, float]:
    """The height that each stage takes with all that follows it, so that no label meets another."""
    rooms: dict[str, float] = {}
    for stage in reversed(list(by_stage)):
        leaving = by_stage[stage]
        following = [
            max(step["application_count"] * scale, _SLOT) if step["is_outcome"] else rooms[step["to_node"]]
            for step in leaving
        ]
        count = sum(step["application_count"] for step in leaving)
        rooms[stage] = max(count * scale, _SLOT, sum(following) + _GAP * (len(following) - 1))
    return rooms


def _chart(nodes: Sequence[Node], links: Sequence[Link], palette: Palette) -> AnyChart:
    height = max([node.top + max(node.height, _SLOT) for node in nodes], default=_TOP) + _GAP
    last = max([node.rank for node in nodes], default=2)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[1 - 2 * _BAR, last + 0.75], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False))
    colour = alt.Color(
        "kind:N",
        legend=None,
        scale=alt.Scale(domain=[_GOING, _ENDED], range=[palette.search, palette.muted]),
    )
    told = [alt.Tooltip("mark:N", title="to"), alt.Tooltip("count:Q", title="applications")]
    ways = (
        alt.Chart(pl.DataFrame(list(_edges(links)), schema=_EDGES, orient="row"))
        .mark_area(opacity=0.28, interpolate="monotone", aria=False, cursor="pointer")
        .encode(
            x=x,
            y=alt.Y("low:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False)),
            y2="high:Q",
            detail="way:N",
            color=colour,
            tooltip=[alt.Tooltip("start:N", title="from"), *told],
        )
    )
    bars_of = pl.DataFrame(list(_bars(nodes)), schema=_BARS, orient="row")
    base = alt.Chart(bars_of).encode(color=colour, tooltip=[alt.Tooltip("mark:N", title="what"), told[1]])
    bars = pickable(
        base.mark_rect(cornerRadius=1, cursor="pointer").encode(
            x=x, x2="x2:Q", y=y, y2="y2:Q", description="spoken:N"
        ),
        "mark",
    )
    size = alt.ExprRef("width < 560 ? 10 : 13")
    over = (
        alt.Chart(bars_of.filter(~pl.col("is_outcome")))
        .mark_text(
            align="left",
            baseline="top",
            color=palette.ink,
            fontSize=size,
            lineBreak="\n",
            lineHeight=_LINE,
            aria=False,
        )
        .encode(x=x, y=alt.Y("text_at:Q", axis=None), text="text:N")
    )
    beside = (
        alt.Chart(bars_of.filter(pl.col("is_outcome")))
        .mark_text(align="left", dx=5, color=palette.ink, fontSize=size, aria=False)
        .encode(x=alt.X("x2:Q", axis=None), y=alt.Y("middle:Q", axis=None), text="text:N")
    )
    return alt.layer(bars, ways, over, beside).properties(height=height)


_EDGES = {
    "way": pl.String,
    "start": pl.String,
    "mark": pl.String,
    "kind": pl.String,
    "count": pl.Int64,
    "x": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def _edges(links: Sequence[Link]) -> Iterator[tuple[Any, ...]]:
    """The upper and lower edge of each way at each place along it."""
    for link in links:
        kind = _ENDED if link.end.is_outcome else _GOING
        for step in range(_CURVE + 1):
            share = step / _CURVE
            eased = share * share * (3 - 2 * share)
            upper = link.leaves_at + (link.enters_at - link.leaves_at) * eased
            x = link.start.rank + _BAR + share * (link.end.rank - link.start.rank - 2 * _BAR)
            way = f"{link.start.name} > {link.end.name}{' (ends)' if link.end.is_outcome else ''}"
            yield way, link.start.mark, link.end.mark, kind, link.count, x, upper, upper + link.height


_BARS = {
    "mark": pl.String,
    "text": pl.String,
    "spoken": pl.String,
    "kind": pl.String,
    "is_outcome": pl.Boolean,
    "count": pl.Int64,
    "x": pl.Float64,
    "x2": pl.Float64,
    "y": pl.Float64,
    "y2": pl.Float64,
    "middle": pl.Float64,
    "text_at": pl.Float64,
}


def _bars(nodes: Sequence[Node]) -> Iterator[tuple[Any, ...]]:
    for node in nodes:
        name = label(node.name)
        text = f"{name} {node.count:,}" if node.is_outcome else "\n".join([*name.split(" ", 1), f"{node.count:,}"])
        yield (
            node.mark,
            text,
            f"{node.mark}: {counted(node.count, 'application')}",
            _ENDED if node.is_outcome else _GOING,
            node.is_outcome,
            node.count,
            node.rank - _BAR,
            node.rank + _BAR,
            node.top,
            node.top + max(node.height, 1.5),
            node.top + max(node.height, 1.5) / 2,
            node.top - _LINE * (text.count("\n") + 1) - 3,
        )


def _answer(rows: pl.DataFrame, nodes: Sequence[Node]) -> tuple[str, str]:
    ended = rows.filter(pl.col("is_outcome") & ~pl.col("to_node").is_in(["open", "offer", "accepted"]))
    sent = sum(node.count for node in nodes if node.rank == 1)
    if ended.is_empty():
        return "No application has ended yet", f"{counted(sent, 'application')} sent"
    at = ended.group_by("from_node", "from_rank").agg(pl.col("application_count").sum()).sort("from_rank")
    most = at.sort("application_count", descending=True, maintain_order=True).row(0, named=True)
    over = int(ended["application_count"].sum())
    title = f"{most['application_count']:,} of {counted(over, 'application')} that ended "
    title += f"stopped at “{label(most['from_node'])}”"
    still = rows.filter(pl.col("is_outcome") & (pl.col("to_node") == "open"))["application_count"].sum()
    return title, f"{counted(sent, 'application')} sent, {still:,} still open; the wider a way, the more took it"


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    ways = rows.sort("from_rank", "is_outcome", "to_node")
    return ways.with_columns(mapped(ways["from_node"], label), mapped(ways["to_node"], label)).select(
        pl.col("from_node").alias("From"),
        pl.col("to_node").alias("To"),
        pl.when("is_outcome").then(pl.lit("ends here")).otherwise(pl.lit("goes on")).alias("What happens"),
        pl.col("application_count").alias("Applications"),
    )
