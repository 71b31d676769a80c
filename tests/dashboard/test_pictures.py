"""A figure as a file: the answer above the chart, drawn here and not fetched from anywhere."""

import re
from collections.abc import Callable

import pytest

from pipeline.dashboard.charts.activity import weekly_activity
from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.charts.flow import stage_flow
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.charts.picture import to_png, to_svg
from pipeline.dashboard.palette import DARK, LIGHT, Palette
from pipeline.dashboard.session import Snapshot

FIGURES: dict[str, Callable[[Snapshot, Palette], Figure]] = {
    "bars": lambda sample, palette: funnel(sample.rows("select * from funnel"), palette),
    "lanes": lambda sample, palette: weekly_activity(sample.rows("select * from weekly_activity"), palette),
    "flow": lambda sample, palette: stage_flow(sample.rows("select * from stage_flow"), palette),
}


@pytest.mark.parametrize("kind", FIGURES)
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_a_picture_says_what_its_figure_says(sample: Snapshot, kind: str, palette: Palette) -> None:
    figure = FIGURES[kind](sample, palette)
    svg = to_svg(figure, palette).decode()
    said = re.sub(r"<[^>]*>", " ", svg)
    assert figure.title in said
    assert figure.subtitle[:40] in said
    assert palette.background in svg
    assert not re.search(r"(href|src)=.https?:", svg)


def test_a_png_is_one(sample: Snapshot) -> None:
    assert to_png(FIGURES["bars"](sample, LIGHT), LIGHT).startswith(b"\x89PNG\r\n")
