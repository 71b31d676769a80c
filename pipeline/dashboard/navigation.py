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
    "log": PageEntry("log.py", "Log", "Keep"),
    "import": PageEntry("import_files.py", "Import", "Keep"),
    "sql": PageEntry("sql.py", "SQL", "Keep"),
    "settings": PageEntry("settings.py", "Settings", "Keep"),
    "help": PageEntry("help.py", "Glossary", "Help"),
}
"""By address; the first page's is empty. No icons: Streamlit turns a page's into a favicon fetched from outside."""

_ONLY_OF_SEVERAL = "caseload"


def page(address: str, *, is_listed: bool = True) -> StreamlitPage:
    """The page at an address."""
    entry = PAGES[address]
    return st.Page(
        Path(__file__).parent / "pages" / entry.file_name,
        title=entry.title,
        url_path=address,
        default=address == "overview",
        visibility="visible" if is_listed else "hidden",
    )


def choose_page(*, has_caseload: bool) -> StreamlitPage:
    """Draw the list of pages; returns the one to run.

    Args:
        has_caseload: Whether there are several searches, so that a page about all of them says something.
    """
    groups: dict[str, list[StreamlitPage]] = {}
    for address, entry in PAGES.items():
        is_listed = has_caseload or address != _ONLY_OF_SEVERAL
        groups.setdefault(entry.group, []).append(page(address, is_listed=is_listed))
    return st.navigation(groups, expanded=True)
