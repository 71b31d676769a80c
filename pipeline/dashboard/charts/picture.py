"""A figure as a picture file: the chart under its answer and its basis, drawn without a browser or a request."""

from textwrap import wrap
from typing import Any

import vl_convert

from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.palette import FONT, Palette

WIDTH = 760
"""Half a page of print at 96 dots an inch, in which every label of every chart has room."""

_TITLE_CHARACTERS, _SUBTITLE_CHARACTERS = 80, 110
"""What fits into a line of that width."""

VEGA_LITE = "6.4"
_SCALE = 2
"""Sharp on paper and on a dense screen."""


def to_svg(figure: Figure, palette: Palette) -> bytes:
    """The figure as an SVG file."""
    return vl_convert.vegalite_to_svg(_spec(figure, palette), vl_version=VEGA_LITE, allowed_base_urls=[]).encode()


def to_png(figure: Figure, palette: Palette) -> bytes:
    """The figure as a PNG file."""
    return bytes(
        vl_convert.vegalite_to_png(_spec(figure, palette), vl_version=VEGA_LITE, scale=_SCALE, allowed_base_urls=[])
    )


def _spec(figure: Figure, palette: Palette) -> dict[str, Any]:
    spec = dict(figure.spec)
    spec["width"] = WIDTH
    spec["title"] = {
        "text": wrap(figure.title, _TITLE_CHARACTERS),
        "subtitle": wrap(figure.subtitle, _SUBTITLE_CHARACTERS),
        "anchor": "start",
        "frame": "bounds",
        "offset": 16,
        "font": FONT,
        "subtitleFont": FONT,
        "color": palette.ink,
        "subtitleColor": palette.muted,
        "fontSize": 17,
        "subtitleFontSize": 13,
        "subtitlePadding": 6,
    }
    spec["padding"] = 16
    spec["config"] = {**spec["config"], "background": palette.background}
    return spec
