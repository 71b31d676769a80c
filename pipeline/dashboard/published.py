"""Published figures beside one's own: in words, with whom was asked and what they are out of."""

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.insight.references import figures_beside


def show_published(view: str) -> None:
    """The published figures that belong to a view, behind one click; nothing where there are none."""
    figures = figures_beside(view)
    if not figures:
        return
    with st.expander("What others have published"):
        st.caption("Read what each is out of before you hold your own beside it.")
        st.markdown("\n".join(f"- {escaped(figure.told)} [Source]({figure.address})" for figure in figures))
