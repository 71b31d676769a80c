"""Lessons: whether what was written down is heard less since, and what the texts could mean for next time."""

from functools import partial

import streamlit as st

from pipeline.dashboard.charts.lessons import theme_progress
from pipeline.dashboard.figures import current_palette, show
from pipeline.dashboard.links import button_link
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.reading.gentle import draw_proportion
from pipeline.dashboard.reading.reframing import draw_reframings
from pipeline.dashboard.rows_behind import texts_about
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace
from pipeline.dashboard.working import draw_work
from pipeline.settings import load_settings


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    workspace = current_workspace()
    gentle = load_settings(workspace).gentle
    st.title("What is getting better, and what to try" if gentle else "Did it help?", anchor=False)
    stop_without_data(snapshot)
    draw_work(workspace)
    if gentle:
        draw_proportion(snapshot)
        draw_reframings(workspace, snapshot, gentle=True)
        st.divider()
        _progress(snapshot, gentle=True)
    else:
        _progress(snapshot, gentle=False)
        st.divider()
        draw_reframings(workspace, snapshot)


def _progress(snapshot: Snapshot, *, gentle: bool) -> None:
    """Whether what was written down as a lesson is heard less since."""
    rows = snapshot.rows("select * from theme_progress")
    if rows.is_empty():
        st.info(
            "**No lesson is written down yet.** When feedback names something to work on, write down beside it what "
            "you learn or will do next. From then on this page compares what you hear after with what you heard "
            "before."
        )
        button_link("log", "Write down a lesson", key="go_to_log")
        return
    named = "named as something to try" if gentle else "a concern"
    st.caption(f"Each theme that a lesson or next step stands beside: how often it was {named} before, and since.")
    figure = theme_progress(rows, current_palette(), gentle=gentle)
    show(figure, key="theme_progress", behind=partial(texts_about, snapshot))
    st.caption(
        "Left of the line is for the better. A change is no proof that the lesson worked: later interviews are other "
        "interviews, and what was bad enough to write a lesson about tends to look better next time by chance alone."
    )


if __name__ == "__main__":
    render(current_snapshot())
