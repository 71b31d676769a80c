"""Brief: what to read before the interview for an open application, on the screen and to print."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import current_palette, escaped
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.quotes import quoted
from pipeline.dashboard.report.brief import Item, Section, facts_of, page_of, sections_of, title_of
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace
from pipeline.dashboard.words import day_in_words
from pipeline.insight.brief import OPEN, Brief, read_brief
from pipeline.settings import load_settings

_WIDTH = 880
_MOST_OFFERED = 500  # in the list; of more, letters of the company or role find them


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Before the interview", anchor=False)
    stop_without_data(snapshot)
    applications = snapshot.rows(OPEN)
    if applications.is_empty():
        st.info(
            "**No application is open.** One is open from the day it was sent until it ends. Import the newest copy "
            "of your tracker, and this page has what to read before the next interview there."
        )
        return
    with st.container(width=_WIDTH):
        application = _choose(applications)
        gentle = load_settings(current_workspace()).gentle
        _draw(snapshot, snapshot.made(_brief, application, gentle=gentle))


def _brief(snapshot: Snapshot, application: Mapping[str, Any], *, gentle: bool) -> Brief:
    return read_brief(snapshot.rows, application, gentle=gentle)


def _choose(applications: pl.DataFrame) -> Mapping[str, Any]:
    titles: dict[str, Mapping[str, Any]] = {}
    for application in _offered(applications).iter_rows(named=True):
        titles.setdefault(_distinct(application, titles), application)
    if st.session_state.get("application") not in (None, *titles):
        del st.session_state["application"]
    return titles[st.selectbox("The interview", list(titles), key="application", bind="query-params")]


def _offered(applications: pl.DataFrame) -> pl.DataFrame:
    """The applications to choose from; of very many, those that have what is typed, or are in the address."""
    if applications.height <= _MOST_OFFERED:
        return applications
    said = st.text_input("Find a company or role", key="brief_find", placeholder="Some letters of either").strip()
    title = pl.concat_str("company", "role", separator=": ", ignore_nulls=True)
    in_address = applications.filter(pl.lit(st.session_state.get("application") or "").str.starts_with(title))
    found = applications.filter(title.str.to_lowercase().str.contains(said.lower(), literal=True)) if said else None
    shown = applications if found is None or found.is_empty() else found
    missed = f"None of them has “{escaped(said)}”. " if said and shown is applications else ""
    st.caption(
        f"{missed}{applications.height:,} applications are open; the first {min(shown.height, _MOST_OFFERED):,} "
        f"{'that have it ' if shown is found else ''}are below."
    )
    offered = shown.head(_MOST_OFFERED)
    return offered if said else pl.concat([in_address.head(1), offered]).unique("application_id", maintain_order=True)


def _distinct(application: Mapping[str, Any], taken: Mapping[str, Any]) -> str:
    """The company and the role, and the day of applying or the name of the row where that is not enough."""
    title = ": ".join(filter(None, (application["company"] or "A company not written down", application["role"])))
    day = application["applied_date"]
    dated = f"{title}, applied {day_in_words(day)}" if day else title
    return next(each for each in (title, dated, f"{dated} ({application['application_id']})") if each not in taken)


def _draw(snapshot: Snapshot, brief: Brief) -> None:
    as_of = snapshot.rows("select as_of_date from scope")["as_of_date"][0]
    st.header(escaped(title_of(brief)), anchor=False)
    st.markdown("\n".join(f"- {escaped(fact)}" for fact in facts_of(brief)))
    st.download_button(
        "Download to print",
        lambda: page_of([brief], as_of=as_of).encode(),
        file_name="debrief-brief.html",
        mime="text/html",
        key="download_brief",
        on_click="ignore",
    )
    for place, section in enumerate(sections_of(brief)):
        st.subheader(escaped(section.title), anchor=False)
        if brief.gentle and section.is_told and section.items:
            key = f"said_{brief.application['application_id']}_{place}"
            draw_when_open("Open what was said", partial(_list, section), key=key)
        else:
            _list(section)


def _list(section: Section) -> None:
    if section.basis:
        st.caption(escaped(section.basis))
    if not section.items:
        st.caption(escaped(section.nothing))
    elif any(item.is_quote for item in section.items):
        st.html("\n".join(map(_card, section.items)))
    else:
        st.markdown("\n".join(f"- {_line(item)}" for item in section.items))
    if section.more:
        st.caption(f"… and {section.more:,} more.")


def _card(item: Item) -> str:
    palette = current_palette()
    return quoted(item.told, item.about, palette.polarity[item.polarity] if item.polarity else palette.muted)


def _line(item: Item) -> str:
    return escaped(item.text) + (f" ({escaped(item.about)})" if item.about else "")


if __name__ == "__main__":
    render(current_snapshot())
