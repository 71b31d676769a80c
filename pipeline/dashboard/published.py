"""Published figures beside one's own: in words, with whom was asked and what they are out of."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.opening import draw_when_open
from pipeline.insight.references import ReferenceFigure, figures_beside


def show_published(view: str) -> None:
    """The published figures that belong to a view, behind one click; nothing where there are none."""
    figures = figures_beside(view)
    if figures:
        draw_when_open("What others have published", partial(_draw, figures), key=f"published_{view}")


def _draw(figures: Sequence[ReferenceFigure]) -> None:
    st.caption("Read what each is out of before you hold your own beside it.")
    st.markdown("\n".join(f"- {escaped(figure.told)} [Source]({figure.address})" for figure in figures))
