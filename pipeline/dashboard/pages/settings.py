"""Settings: how long an ask waits, gentle mode, where the data is, and erasing it."""

from dataclasses import replace

import streamlit as st

from pipeline.dashboard.charts.remember import forget_figures
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import current_workspace, forget_rows, is_sample
from pipeline.dashboard.working import Outcome, draw_work, is_working, start
from pipeline.settings import (
    EACH_ITS_OWN,
    FEWEST_WAIT_DAYS,
    MOST_WAIT_DAYS,
    THEME_LANGUAGES,
    Settings,
    load_settings,
    save_settings,
)
from pipeline.themes.language import NAMES
from pipeline.warehouse.erase import erase_everything
from pipeline.warehouse.imports import forget
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace, records

# Of the form, in pixels; a comment, since a page's bare texts are drawn
_WIDTH = 640
_EVERYTHING = "Everything"
_CONFIRMATION = "erase everything"
_FIELDS = ("wait_days", "gentle", "theme_language")
_LANGUAGES = {EACH_ITS_OWN: "Each text its own", **NAMES}


def render() -> None:
    """Draw the page."""
    st.title("Settings", anchor=False)
    workspace = current_workspace()
    if is_sample():
        st.info("You are looking at the sample. What you set or erase here goes away with it.")
    with st.container(width=_WIDTH):
        _settings(workspace)
        st.header("Where your data is", anchor=False)
        st.caption("Everything is in this folder on this machine, and nowhere else. Copy it to have a backup.")
        st.code(str(workspace.home), language=None, wrap_lines=True)
        _erase(workspace)


def _settings(workspace: Workspace) -> None:
    settings = load_settings(workspace)
    # What is kept counts, not what the fields held: it may have been changed or erased elsewhere
    st.session_state.update({name: getattr(settings, name) for name in _FIELDS})
    st.number_input(
        "Days an ask waits before silence counts as no answer",
        min_value=FEWEST_WAIT_DAYS,
        max_value=MOST_WAIT_DAYS,
        key="wait_days",
        on_change=_save,
        args=(workspace, settings),
        help="Younger asks are waiting: they count neither as answered nor as silent. 21 unless you change it.",
    )
    st.toggle(
        "Gentle mode",
        key="gentle",
        on_change=_save,
        args=(workspace, settings),
        help="Strengths come first, and what was said stays folded until you open it.",
    )
    st.selectbox(
        "Language of feedback",
        THEME_LANGUAGES,
        format_func=lambda name: _LANGUAGES[name],
        key="theme_language",
        on_change=_save,
        args=(workspace, settings),
        help="Themes are found in English, German and Spanish. Choose one only if texts are taken for another.",
    )
    st.caption("Changes are saved at once. They count here and at the terminal.")


def _save(workspace: Workspace, settings: Settings) -> None:
    """Keep what the fields hold now."""
    held = {name: st.session_state[name] for name in _FIELDS if st.session_state.get(name) is not None}
    save_settings(workspace, replace(settings, **held))


def _erase(workspace: Workspace) -> None:
    st.header("Erase", anchor=False)
    draw_work(workspace)
    trackers = sorted({record.tracker for record in records(workspace)})
    what = st.selectbox(
        "What to erase", [*trackers, _EVERYTHING], key="erase_what", index=None, placeholder="Nothing"
    )
    if what is None:
        st.caption(
            "Erasing a tracker removes its uploads and every copy, what was read in its texts, and what you taught "
            "in words that stand nowhere else. Export or copy first what you want to keep."
        )
        return
    is_everything = what == _EVERYTHING and what not in trackers
    wanted = _CONFIRMATION if is_everything else what
    typed = st.text_input(f"Type “{escaped(wanted)}” to confirm. It cannot be undone.", key="erase_typed")
    if st.button("Erase for good", key="erase", disabled=typed.strip() != wanted or is_working(workspace)):
        _do_erase(workspace, None if is_everything else what)


def _do_erase(workspace: Workspace, tracker: str | None) -> None:
    def do(tell: Progress) -> Outcome:
        if tracker is None:
            erase_everything(workspace, progress=tell)
            return Outcome(("Everything is erased.",))
        along = forget(workspace, tracker, progress=tell).sentences()
        lines = [f"{escaped(tracker)} is erased.", *(escaped(f"{line[:1].upper()}{line[1:]}.") for line in along)]
        return Outcome(("  \n".join(lines),))

    start(workspace, "Erasing everything" if tracker is None else f"Erasing {tracker}", do, _end_erasing)


def _end_erasing(outcome: Outcome) -> None:
    if outcome.said:
        st.cache_data.clear()
        forget_rows()
        forget_figures()
        for key in ("erase_what", "erase_typed"):
            st.session_state.pop(key, None)


if __name__ == "__main__":
    render()
