"""A drawing inside a page: the same each time, described, and with names of its own."""

import re

from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.charts.inline import inline_svg
from pipeline.dashboard.charts.sources import source_outcomes
from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.session import Snapshot


def test_the_same_figure_is_drawn_the_same_and_under_its_own_names(sample: Snapshot) -> None:
    figure = funnel(sample.rows("select * from funnel order by stage_rank"), LIGHT)
    first, again, other = (inline_svg(figure, name) for name in ("a", "a", "b"))
    assert first == again
    named = set(re.findall(r'\bid="([^"]*)"', first))
    assert named
    assert all(re.fullmatch(r"a-\d+", each) for each in named)
    assert set(re.findall(r"url\(#([^)]*)\)", first)) <= named
    assert not named & set(re.findall(r'\bid="([^"]*)"', other))


def test_a_screen_reader_is_told_the_description_and_a_name_is_text(sample: Snapshot) -> None:
    rows = sample.rows("select * from source_outcomes")
    hostile = '<script>"\\1 & url(#x)'
    figure = source_outcomes(rows.with_columns(source=rows["source"].replace("Indeed", hostile)), LIGHT)
    drawn = inline_svg(figure, "a")
    assert re.match(r'<svg viewBox="-\d+ 0 \d+ \d+" role="img" aria-label="[^"]*">', drawn)
    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn
    assert "http" not in drawn
