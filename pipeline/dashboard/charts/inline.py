"""A figure as a drawing inside a page: no title, no background, no name that another drawing could have."""

import re
from html import escape
from typing import Any

import vl_convert

from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.charts.picture import VEGA_LITE, WIDTH

_ROOT = re.compile(r'^<svg [^>]*?viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>(<g [^>]*?translate\(([\d.]+),)')
_NAMED = re.compile(r'<\w+[^<>]*? id="([^"<>]*)"')
_NAME = re.compile(r'( id="|="url\(#|href="#)([^"<>()]*)')
_WIDER = 0.3
"""By how much the widest of the usual fonts is wider than the narrowest."""
_INNER = re.compile(r' (?:role|aria-[a-z]+|class|cursor|pointer-events)="[^"<>]*"')


def inline_svg(figure: Figure, name: str) -> str:
    """The figure as an ``svg`` element that a screen reader is told in one sentence.

    Args:
        figure: What to draw.
        name: What tells its parts from those of the page's other drawings.
    """
    drawn = vl_convert.vegalite_to_svg(_spec(figure), vl_version=VEGA_LITE, allowed_base_urls=[])
    drawn = _INNER.sub("", drawn)
    # the drawing program counts its names up, so the same figure would have others each time
    names = {named: f"{name}-{place}" for place, named in enumerate(dict.fromkeys(_NAMED.findall(drawn)), 1)}
    drawn = _NAME.sub(lambda found: found[1] + names.get(found[2], found[2]), drawn)
    described = escape(figure.spec.get("description", figure.title))
    return _ROOT.sub(lambda root: f"{_opening(root, described)}{root[3]}", drawn, count=1)


def _opening(root: re.Match[str], described: str) -> str:
    """The ``svg`` tag; the labels have room for the reader's font, which may be wider than the one here."""
    width, height, labels = float(root[1]), float(root[2]), float(root[4])
    left, right = _WIDER * labels, _WIDER * WIDTH / 10
    box = f"{-left:.0f} 0 {width + left + right:.0f} {height:.0f}"
    return f'<svg viewBox="{box}" role="img" aria-label="{described}">'


def _spec(figure: Figure) -> dict[str, Any]:
    return {**figure.spec, "width": WIDTH, "padding": 4}
