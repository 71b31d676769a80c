"""The pages, their order and their addresses."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

_PAGES: Mapping[str, tuple[str, str]] = {
    "overview": ("overview.py", "Overview"),
    "feedback": ("feedback.py", "Feedback"),
    "themes": ("themes.py", "Themes"),
    "log": ("log.py", "Log"),
    "import": ("import_files.py", "Import"),
    "sql": ("sql.py", "SQL"),
}
"""Address to file and title. No icons: Streamlit turns a page's into a favicon that it fetches from outside."""


def page(address: str) -> StreamlitPage:
    """The page at an address."""
    file_name, title = _PAGES[address]
    path = Path(__file__).parent / "pages" / file_name
    return st.Page(path, title=title, url_path=address, default=address == "overview")


def choose_page() -> StreamlitPage:
    """Draw the list of pages; returns the one to run."""
    return st.navigation([page(address) for address in _PAGES])
