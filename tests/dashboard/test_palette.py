"""The palette's promises: everything stands out from its background, and no colour has two meanings on a page."""

from collections.abc import Iterator

import pytest

from pipeline.dashboard.palette import DARK, LIGHT, Palette, palette_for

PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _drawn(palette: Palette) -> Iterator[str]:
    yield from (palette.search, palette.feedback, *palette.polarity.values(), *palette.channel.values())


@pytest.mark.parametrize("palette", PALETTES)
def test_whatever_is_drawn_stands_out_three_to_one(palette: Palette) -> None:
    assert {colour: round(_contrast(colour, palette.background), 2) for colour in _drawn(palette)} == {
        colour: pytest.approx(_contrast(colour, palette.background), abs=0.01)
        for colour in _drawn(palette)
        if _contrast(colour, palette.background) >= 3
    }


@pytest.mark.parametrize("palette", PALETTES)
def test_text_stands_out_four_and_a_half_to_one(palette: Palette) -> None:
    assert _contrast(palette.ink, palette.background) >= 4.5
    assert _contrast(palette.muted, palette.background) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_what_is_told_apart_on_one_page_has_colours_of_its_own(palette: Palette) -> None:
    assert len(set(palette.polarity.values())) == len(palette.polarity)
    named = {name: colour for name, colour in palette.channel.items() if name not in ("other", "unknown")}
    assert len(set(named.values())) == len(named)
    assert palette.search != palette.feedback


def test_a_theme_nobody_knows_is_light() -> None:
    assert palette_for(None) is LIGHT
    assert palette_for("light") is LIGHT
    assert palette_for("dark") is DARK
