"""What is said when there is nothing to draw, when something went wrong, and when the data is only a sample."""

import logging
import traceback
from contextlib import suppress

import streamlit as st
from streamlit.errors import StreamlitAPIException

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.links import button_link
from pipeline.dashboard.queries import ROW_COUNT
from pipeline.dashboard.scope_bar import reset_scope
from pipeline.dashboard.session import OWN, SAMPLE, Snapshot, is_demo, is_sample
from pipeline.dashboard.tour import offer_tour
from pipeline.errors import DebriefError
from pipeline.warehouse.connect import Scope

_LOG = logging.getLogger(__name__)


def sample_banner() -> None:
    """In a demo, or on the sample: say whose data this is, with one click to the user's own and back."""
    if not is_demo() and not is_sample():
        return
    if is_sample():
        text, title, target, data = "This is sample data: two invented job searches.", "Start my own", "import", OWN
    else:
        text, title, target, data = "This is your own data. It stays here.", "Back to the sample", "overview", SAMPLE
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="banner"):
        st.markdown(text)
        button_link(target, title, key="change_data", data=data)


def stop_without_data(snapshot: Snapshot) -> None:
    """Say what to do when nothing was imported, or nothing is left in the scope; the page then ends."""
    if snapshot.rows("select count(*) as n from imports")["n"][0] == 0:
        nothing_imported()
        st.stop()
    if snapshot.rows(ROW_COUNT)["n"][0] == 0:
        nothing_in_scope(snapshot.scope)
        st.stop()


def nothing_imported() -> None:
    """The empty state of a new workspace."""
    st.info(
        "**Nothing has been imported yet.** Bring the spreadsheet you already keep: one row per application, "
        "one row per request for feedback, or both. CSV, XLSX, XLS, XLSB and ODS are read."
    )
    with st.container(horizontal=True):
        button_link("import", "Import my tracker", key="go_to_import")
        offer_tour()


def nothing_in_scope(scope: Scope) -> None:
    """The empty state of a scope that leaves nothing over."""
    if not scope.is_limited:
        st.info("**The imported files hold no application and no feedback.** The Import page says what was read.")
        return
    st.info("**Nothing lies within what you look at.** There is data outside of it.")
    st.button("Look at everything", key="reset_empty_scope", on_click=reset_scope)


def no_asks() -> None:
    """The empty state of a tracker without requests for feedback."""
    st.info(
        "**No request for feedback is on record yet.** Add a sheet to your tracker with one row for each request, "
        "with these columns, and import it again:"
    )
    st.markdown(
        "| Company | Asked on | Asked by | Asked whom | Answered on | What they said |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| Northwind | 2026-05-04 | phone | recruiter | 2026-05-06 | “Clear answers, but …” |\n"
        "| Fabrikam | 2026-05-11 | e-mail | hiring manager | | |"
    )
    st.caption("Log the requests that were never answered too: without them, every way of asking looks perfect.")


def show_error(error: DebriefError) -> None:
    """A problem that is the user's to mend: what, what was found, what to do."""
    rest = [escaped(part) for part in (error.found, error.remedy) if part]
    st.error("\n\n".join([f"**{escaped(error.problem)}**", *rest]))


def show_problem(error: Exception) -> None:
    """Whatever kept a page from being drawn: the user's to mend, or a defect of ours."""
    _keep_what_was_typed()
    if isinstance(error, DebriefError):
        show_error(error)
    else:
        _show_defect(error)


def _show_defect(error: Exception) -> None:
    """A defect of ours: what happened and that nothing is lost; the server's log has the traceback as well."""
    _LOG.exception("a page could not be drawn", exc_info=error)
    st.error(
        "**This page could not be drawn, and that is a mistake in Debrief, not in your data.**\n\n"
        "Nothing you imported or saved has changed, and what you typed on this page is still there. Reload the page, "
        "or look at another one. If it happens again, the lines below say where to look."
    )
    with st.expander("What happened"):
        st.code("".join(traceback.format_exception(error)), language=None, wrap_lines=True)


def _keep_what_was_typed() -> None:
    """Texts in fields that were not drawn would be let go with this run."""
    for key, value in st.session_state.items():
        if isinstance(value, str):
            # a field that was drawn before the page failed keeps its text by itself, and refuses to be given it
            with suppress(StreamlitAPIException):
                st.session_state[key] = value
