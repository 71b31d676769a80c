"""Links to pages that look like buttons.

Links, because Streamlit refuses to change the page from Python while a widget keeps its value in the address.
"""

import streamlit as st

from pipeline.dashboard.navigation import page

_BORDER = "1px solid color-mix(in srgb, currentColor 40%, transparent)"
_BUTTON = f"border: {_BORDER}; border-radius: 0.5rem; padding: 0.3rem 0.8rem"


def button_link(target: str, title: str, *, key: str, **params: str) -> None:
    """A link to a page that looks like a button.

    Args:
        target: The page's address.
        title: What the link says.
        key: Its name on the page.
        params: What the address will hold beside the scope.
    """
    st.html(f"<style>.st-key-{key} a {{ {_BUTTON} }}</style>")
    with st.container(key=key, width="content"):
        st.page_link(page(target), label=title, query_params=params)
