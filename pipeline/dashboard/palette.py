"""The colours, one meaning each on every page, for a light and a dark background.

Derived from the set of Okabe and Ito (2008), which people with any common colour blindness can tell apart; darkened
on light and lightened on dark until each stands out from its background by 3 to 1, the least that WCAG 2.2 (1.4.11)
asks of graphics.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'


@dataclass(frozen=True)
class Palette:
    """Colours for one background, as hexadecimal RGB.

    Attributes:
        background: What the page is painted with; charts themselves are transparent.
        ink: Text, and the line for everything taken together.
        muted: Secondary text, axes, and what is too few to say.
        grid: Grid lines.
        search: Applications and how far they got.
        on_accent: Text on a button in the accent colour, which is that of the theme.
        feedback: Asks for feedback and their answers.
        polarity: What a text says about a theme, by strength, concern, circumstance and unclear.
        channel: How an ask travelled.
    """

    background: str
    ink: str
    muted: str
    grid: str
    on_accent: str
    search: str
    feedback: str
    polarity: Mapping[str, str]
    channel: Mapping[str, str]


LIGHT = Palette(
    background="#ffffff",
    ink="#262730",
    muted="#5f6672",
    grid="#e3e6ea",
    on_accent="#ffffff",
    search="#4a6fa5",
    feedback="#7b4f9d",
    polarity={"strength": "#008560", "concern": "#d55e00", "circumstance": "#7d8594", "unclear": "#8f8f86"},
    channel={
        "phone": "#0072b2",
        "email": "#b07900",
        "message": "#2f8fc4",
        "video": "#c05a94",
        "in_person": "#8a6440",
        "letter": "#7f7f1f",
        "portal": "#5d6673",
        "other": "#8b8b8b",
        "unknown": "#8b8b8b",
        "all": "#262730",
    },
)

DARK = Palette(
    background="#171614",
    ink="#fafafa",
    muted="#a3a8b4",
    grid="#31343d",
    on_accent="#171614",
    search="#86a9dc",
    feedback="#bd93e0",
    polarity={"strength": "#2fc79a", "concern": "#f58a42", "circumstance": "#9aa3b2", "unclear": "#8f8f86"},
    channel={
        "phone": "#4aa8e0",
        "email": "#e69f00",
        "message": "#8fd0f5",
        "video": "#e08bbc",
        "in_person": "#c49a6c",
        "letter": "#c2c24d",
        "portal": "#8b95a5",
        "other": "#9a9a9a",
        "unknown": "#9a9a9a",
        "all": "#fafafa",
    },
)


def palette_for(background: str | None) -> Palette:
    """The palette for a theme of type ``light`` or ``dark``; light while it is not known."""
    return DARK if background == "dark" else LIGHT


def chart_config(palette: Palette) -> dict[str, Any]:
    """The Vega-Lite configuration that every chart gets: transparent, quiet axes, our font."""
    text = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **text,
            "labelColor": palette.ink,
            "titleColor": palette.muted,
            "gridColor": palette.grid,
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
            "titlePadding": 10,
        },
        "legend": {
            **text,
            "labelColor": palette.ink,
            "titleColor": palette.muted,
            "orient": "top",
            "symbolStrokeWidth": 3,
            "padding": 0,
            "offset": 12,
        },
        "text": {"font": FONT, "fontSize": 13, "color": palette.ink},
    }
