"""The fields of a theme and of what a wording says about it, as every form on the page asks for them."""

from typing import get_args

import streamlit as st

from pipeline.dashboard.words import CONTROL, POLARITY
from pipeline.themes.codebook import Codebook
from pipeline.themes.editing import NewTheme
from pipeline.themes.taught import Polarity
from pipeline.themes.theme import Control, Theme

NEW = "+"
"""What a choice of themes has for one that is not there yet."""

CONTROLS: tuple[Control, ...] = get_args(Control)


def choose_theme(codebook: Codebook, key: str, *, can_be_new: bool = True, without: str | None = None) -> str | None:
    """A choice of the themes in force; the id, NEW, or None while nothing is chosen."""
    labels = {theme.theme_id: theme.label for theme in codebook.themes if theme.theme_id != without}
    names = sorted(labels, key=lambda name: labels[name].casefold())
    return st.selectbox(
        "Theme",
        [*names, *([NEW] if can_be_new else [])],
        index=None,
        format_func=lambda name: "A new theme …" if name == NEW else labels[name],
        placeholder="Choose one",
        key=f"{key}_theme",
    )


def new_theme(key: str, known: Theme | None = None) -> NewTheme:
    """The fields that make a theme, filled in from one that is there."""
    label = st.text_input(
        "Its name", known.label if known else "", key=f"{key}_label", placeholder="Such as: Remote work"
    )
    definition = st.text_input(
        "What belongs to it, in a line", known.definition if known else "", key=f"{key}_definition"
    )
    control: Control = st.segmented_control(
        "Could you change it next time?",
        CONTROLS,
        default=known.control if known else "mine",
        required=True,
        format_func=CONTROL.__getitem__,
        key=f"{key}_control",
    )
    return NewTheme(label, definition, control)


def choose_polarity(key: str) -> Polarity:
    """How the theme is meant."""
    names: list[Polarity] = ["concern", "strength", "circumstance", "unclear"]
    polarity: Polarity = st.segmented_control(
        "Meant as", names, default="concern", required=True, format_func=POLARITY.__getitem__, key=f"{key}_polarity"
    )
    return polarity
