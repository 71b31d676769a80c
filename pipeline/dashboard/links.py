"""Links to pages that look like buttons.

Links, because Streamlit refuses to change the page from Python while a widget keeps its value in the address.
"""

import streamlit as st

from pipeline.dashboard.look import BUTTON
from pipeline.dashboard.navigation import page


def button_link(target: str, title: str, *, key: str, **params: str) -> None:
    """A link to a page that looks like a button.

    Args:
        target: The page's address.
        title: What the link says.
        key: Its name on the page.
        params: What the address will hold beside the scope.
    """
    with st.container(key=f"{BUTTON}_{key}", width="content"):
        st.page_link(page(target), label=title, query_params=params)
