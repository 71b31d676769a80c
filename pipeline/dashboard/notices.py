"""What is said when there is nothing to draw, when something went wrong, and when the data is only a sample."""

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.navigation import page
from pipeline.dashboard.scope_bar import reset_scope
from pipeline.dashboard.session import OWN, SAMPLE, Snapshot, is_demo, is_sample
from pipeline.errors import DebriefError
from pipeline.warehouse.connect import Scope

_BUTTON = "border: 1px solid currentColor; border-radius: 0.5rem; padding: 0.3rem 0.8rem"


def sample_banner() -> None:
    """In a demo: say whose data this is, with one click to the user's own and back."""
    if not is_demo():
        return
    if is_sample():
        text, title, target, data = "This is sample data: two invented job searches.", "Start my own", "import", OWN
    else:
        text, title, target, data = "This is your own data. It stays here.", "Back to the sample", "overview", SAMPLE
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="banner"):
        st.markdown(text)
        _link(target, title, key="change_data", data=data)


def _link(target: str, title: str, *, key: str, **params: str) -> None:
    """A link to a page that looks like a button.

    A link, because Streamlit refuses to change the page from Python while a widget keeps its value in the address.
    """
    st.html(f"<style>.st-key-{key} a {{ {_BUTTON} }}</style>")
    with st.container(key=key, width="content"):
        st.page_link(page(target), label=title, query_params=params)


def stop_without_data(snapshot: Snapshot) -> None:
    """Say what to do when nothing was imported, or nothing is left in the scope; the page then ends."""
    if snapshot.rows("select count(*) as n from imports")["n"][0] == 0:
        nothing_imported()
        st.stop()
    counts = snapshot.rows(
        "select (select count(*) from stg_applications) + (select count(*) from stg_feedback) as n"
    )
    if counts["n"][0] == 0:
        nothing_in_scope(snapshot.scope)
        st.stop()


def nothing_imported() -> None:
    """The empty state of a new workspace."""
    st.info(
        "**Nothing has been imported yet.** Bring the spreadsheet you already keep: one row per application, "
        "one row per request for feedback, or both. CSV, XLSX, XLS, XLSB and ODS are read."
    )
    _link("import", "Import my tracker", key="go_to_import")
    if not is_demo():
        st.caption("To look around first, close this and run `debrief demo`: it shows two invented job searches.")


def nothing_in_scope(scope: Scope) -> None:
    """The empty state of a scope that leaves nothing over."""
    if scope == Scope():
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
