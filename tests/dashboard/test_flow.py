"""The flow's promises: nobody is lost on the way, widths are to scale, and no label meets another."""

from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dashboard.charts.flow import FULL_HEIGHT, Link, Node, lay_out, stage_flow
from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.session import Snapshot

STAGES = ("applied", "screening", "first_interview", "second_interview", "final_interview", "offer", "hired")
OUTCOMES = ("open", "rejected", "no_response", "withdrawn")


def _rows(endings: list[dict[str, int]]) -> pl.DataFrame:
    """Rows of the view for how many ended in each way at each stage, from applied on."""
    rows: list[tuple[str, str, int, bool, int, int]] = []
    beyond = 0
    for place in reversed(range(len(endings))):
        stage, rank = STAGES[place], place + 1
        if beyond:
            rows.append((stage, STAGES[place + 1], beyond, False, rank, rank + 1))
        rows += [(stage, outcome, n, True, rank, rank + 1) for outcome, n in endings[place].items() if n]
        beyond += sum(endings[place].values())
    return pl.DataFrame(
        rows,
        schema={
            "from_node": pl.String,
            "to_node": pl.String,
            "application_count": pl.Int64,
            "is_outcome": pl.Boolean,
            "from_rank": pl.Int32,
            "to_rank": pl.Int32,
        },
        orient="row",
    )


def _stages(nodes: list[Node]) -> list[Node]:
    return [node for node in nodes if not node.is_outcome]


def _leaving(links: list[Link], node: Node) -> list[Link]:
    return [link for link in links if link.start.mark == node.mark]


endings = st.lists(st.dictionaries(st.sampled_from(OUTCOMES), st.integers(0, 400)), min_size=1, max_size=7)


@given(endings)
def test_what_enters_a_bar_leaves_it_or_ends_there(counts: list[dict[str, int]]) -> None:
    nodes, links = lay_out(_rows(counts))
    for node in _stages(nodes):
        assert sum(link.count for link in _leaving(links, node)) == node.count
        entering = [link.count for link in links if link.end.mark == node.mark]
        assert not entering or sum(entering) == node.count
    sent = sum(sum(stage.values()) for stage in counts)
    assert sum(node.count for node in nodes if node.is_outcome) == sent


@given(endings)
def test_a_way_is_as_wide_as_its_applications(counts: list[dict[str, int]]) -> None:
    nodes, links = lay_out(_rows(counts))
    sent = sum(sum(stage.values()) for stage in counts)
    for link in links:
        assert link.height == pytest.approx(FULL_HEIGHT * link.count / sent)
        assert link.end.height == pytest.approx(link.height)
    for node in _stages(nodes):
        edges = sorted((link.leaves_at, link.leaves_at + link.height) for link in _leaving(links, node))
        assert edges[0][0] == pytest.approx(node.top)
        assert edges[-1][1] == pytest.approx(node.top + node.height)
        assert all(upper[1] == pytest.approx(lower[0]) for upper, lower in pairwise(edges))


@given(endings)
def test_no_label_of_an_ending_meets_a_later_bar_or_another_label(counts: list[dict[str, int]]) -> None:
    nodes, _ = lay_out(_rows(counts))
    for node in nodes:
        if node.is_outcome:
            room = (node.top, node.top + max(node.height, 17))
            for other in nodes:
                is_in_its_way = other.rank >= node.rank and other.mark != node.mark
                assert not is_in_its_way or other.top >= room[1] or other.top + other.height <= room[0]


def test_the_flow_draws_the_counts_of_its_view(sample: Snapshot) -> None:
    rows = sample.rows("select * from stage_flow")
    figure = stage_flow(rows, LIGHT)
    datasets = figure.chart.to_dict()["datasets"].values()
    ways = {(row["way"], row["count"]) for rows in datasets for row in rows if "way" in row}
    assert sorted(count for _, count in ways) == sorted(rows["application_count"])
    assert "stopped at “Applied”" in figure.title
