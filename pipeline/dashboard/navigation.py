"""The pages, the group that each belongs to, and their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage


@dataclass(frozen=True)
class PageEntry:
    """A page in the list: its file, its title there, and the group that it stands in."""

    file_name: str
    title: str
    group: str


PAGES: Mapping[str, PageEntry] = {
    "overview": PageEntry("overview.py", "Home", ""),
    "search": PageEntry("search.py", "Search", "Understand"),
    "feedback": PageEntry("feedback.py", "Feedback", "Understand"),
    "themes": PageEntry("themes.py", "Themes", "Understand"),
    "lessons": PageEntry("lessons.py", "Lessons", "Understand"),
    "caseload": PageEntry("caseload.py", "Caseload", "Understand"),
    "brief": PageEntry("brief.py", "Brief", "Understand"),
    "report": PageEntry("report.py", "Report", "Understand"),
    "log": PageEntry("log.py", "Log", "Keep"),
    "import": PageEntry("import_files.py", "Import", "Keep"),
    "sql": PageEntry("sql.py", "SQL", "Keep"),
    "settings": PageEntry("settings.py", "Settings", "Keep"),
    "help": PageEntry("help.py", "Glossary", "Help"),
}
"""By address; the first page's is empty. No icons: Streamlit turns a page's into a favicon fetched from outside."""

_ONLY_OF_SEVERAL = "caseload"


def page(address: str) -> StreamlitPage:
    """The page at an address."""
    entry = PAGES[address]
    return st.Page(
        Path(__file__).parent / "pages" / entry.file_name,
        title=entry.title,
        url_path=address,
        default=address == "overview",
    )


def choose_page(*, has_caseload: bool) -> StreamlitPage:
    """Draw the list of pages in the sidebar; returns the one to run.

    The list is drawn from links, because Streamlit's own nests groups in a way that screen readers do not announce.

    Args:
        has_caseload: Whether there are several searches, so that a page about all of them says something.
    """
    pages = {address: page(address) for address in PAGES}
    chosen = st.navigation(list(pages.values()), position="hidden")
    with st.sidebar.container(key="pages", gap=None):
        for group, addresses in _groups(has_caseload=has_caseload).items():
            if group:
                st.caption(group)
            for address in addresses:
                st.page_link(pages[address], label=PAGES[address].title)
    return chosen


def _groups(*, has_caseload: bool) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for address, entry in PAGES.items():
        if has_caseload or address != _ONLY_OF_SEVERAL:
            groups.setdefault(entry.group, []).append(address)
    return groups
