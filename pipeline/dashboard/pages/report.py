"""Report: one page of findings, charts, quotes and definitions, to keep or to send."""

from dataclasses import dataclass

import streamlit as st

from pipeline.dashboard.notices import show_error, stop_without_data
from pipeline.dashboard.report.making import report_page
from pipeline.dashboard.report.printing import browser_path, to_pdf
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace
from pipeline.errors import DebriefError
from pipeline.settings import load_settings

_WIDTH = 880
_MADE = "report_made"
_PAGE, _PDF = "Page (HTML)", "PDF"


@dataclass(frozen=True)
class _Made:
    """A report that was made, and what of."""

    of: tuple[Snapshot, bool, str, bool]
    content: bytes


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("A page to keep or to send", anchor=False)
    stop_without_data(snapshot)
    with st.container(width=_WIDTH):
        st.markdown(
            "One file with what stands out, every chart with the numbers behind it, what was said in their words, "
            "and what the words mean. It holds everything it shows and needs no network: open it in any browser, "
            "print it, or send it. It is about what you look at in the bar at the side."
        )
        is_anonymous = st.toggle(
            "Replace names",
            key="anonymise",
            help="Companies, contacts and seekers get stand-ins such as Company A, in quotes as well; links, "
            "addresses and phone numbers are left out. If a known name is still there afterwards, no report is made.",
        )
        browser = browser_path()
        chosen = st.segmented_control("As", [_PAGE, _PDF] if browser else [_PAGE], default=_PAGE, key="report_as")
        if not browser:
            st.caption("A PDF needs Chromium, Chrome or Edge where Debrief runs. Any browser prints the page as one.")
        gentle = load_settings(current_workspace()).gentle
        wanted = (snapshot, is_anonymous, chosen or _PAGE, gentle)
        if st.button("Make the report", type="primary", key="make_report"):
            _make(wanted, browser)
        made: _Made | None = st.session_state.get(_MADE)
        if made and made.of == wanted:
            _offer(snapshot, made)


def _make(wanted: tuple[Snapshot, bool, str, bool], browser: str | None) -> None:
    snapshot, is_anonymous, kind, gentle = wanted
    st.session_state.pop(_MADE, None)
    try:
        with st.spinner("Drawing the charts …"):
            everything = Snapshot(snapshot.version)
            page = report_page(
                snapshot.rows, everything.rows, snapshot.scope, gentle=gentle, is_anonymous=is_anonymous
            )
            content = to_pdf(page, browser) if browser and kind == _PDF else page.encode()
    except DebriefError as error:
        show_error(error)
    else:
        st.session_state[_MADE] = _Made(wanted, content)


def _offer(snapshot: Snapshot, made: _Made) -> None:
    _, is_anonymous, kind, _ = made.of
    ending, mime = ("pdf", "application/pdf") if kind == _PDF else ("html", "text/html")
    as_of = snapshot.rows("select as_of_date from scope")["as_of_date"][0]
    st.success(f"The report is made: {len(made.content) / 1024:,.0f} KB, as of {as_of:%Y-%m-%d}.")
    if is_anonymous:
        st.caption("A name that stands only in a sentence is not known: read the quotes before you send it.")
    st.download_button(
        "Download the report",
        made.content,
        file_name=f"debrief-report-{as_of:%Y-%m-%d}.{ending}",
        mime=mime,
        key="download_report",
        on_click="ignore",
    )


if __name__ == "__main__":
    render(current_snapshot())
