"""Feedback: which way of asking is answered, how soon, and whom to ask next."""

import streamlit as st

from pipeline.dashboard.as_html import bullets, note, question
from pipeline.dashboard.charts.curves import response_curves
from pipeline.dashboard.charts.differences import channel_differences
from pipeline.dashboard.charts.figure import TOO_FEW
from pipeline.dashboard.charts.rates import Measure, response_rates
from pipeline.dashboard.choosing import choose
from pipeline.dashboard.figures import current_palette, show
from pipeline.dashboard.notices import no_asks, stop_without_data
from pipeline.dashboard.open_asks import show_open_asks
from pipeline.dashboard.published import show_published
from pipeline.dashboard.queries import CHANNEL_PAIRS
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import DIMENSIONS
from pipeline.insight.asking import late_answer_sentence
from pipeline.insight.references import figures_beside

_MEASURES: dict[Measure, str] = {"response": "Any answer", "useful": "Useful answers"}
_LATE = """
select *
from feedback_late_answers
where ask_channel = 'all' and silent_days in (3, 7, 14, 21) and still_waiting_count >= $least
order by silent_days
"""


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Who gives feedback, and how to ask", anchor=False)
    stop_without_data(snapshot)
    asked = snapshot.rows("select asked_count from feedback_response_rates where dimension = 'overall'")
    if asked.is_empty():
        no_asks()
    else:
        rates, curves = st.columns(2, gap="large")
        with rates:
            _rates(snapshot)
        with curves:
            _curves(snapshot)
        _channels(snapshot)
    show_open_asks(snapshot)


def _rates(snapshot: Snapshot) -> None:
    seekers = snapshot.rows("select count(distinct seeker) as n from stg_feedback")["n"][0]
    dimensions = [name for name in DIMENSIONS if name != "seeker" or seekers > 1]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dimension = choose("Asks, split by", dimensions, DIMENSIONS.__getitem__, key="dimension")
        measure: Measure | None = st.segmented_control(
            "What counts",
            list(_MEASURES),
            default="response",
            required=True,
            format_func=_MEASURES.__getitem__,
            key="measure",
            bind="query-params",
            help="An answer is useful when it names at least one theme; “we give no feedback” is an answer, not a "
            "useful one.",
        )
    counted_as = measure or "response"  # an empty value in the address
    rows = snapshot.rows("select * from feedback_response_rates where dimension = $dimension", dimension=dimension)
    published = figures_beside("feedback_response_rates")
    show(
        response_rates(rows, current_palette(), dimension=dimension, measure=counted_as, published=published),
        key=f"response_rates_{dimension}_{counted_as}",
    )
    st.html(
        note(
            f"The dot is the share so far; the line is where the true rate likely lies (95% interval). Grey: fewer "
            f"than {TOO_FEW} settled asks. The rows also differ in whom you asked and when, so a difference may have "
            "another cause."
        )
    )
    show_published("feedback_response_rates")


def _curves(snapshot: Snapshot) -> None:
    st.html(
        question("How long to wait")
        + note(
            "The chance that an ask is answered within so many days. One that still waits counts for as long as it "
            "has waited."
        )
    )
    answers = snapshot.rows("select * from feedback_response_curves order by ask_channel, day")
    show(response_curves(answers, current_palette()), key="response_curves")
    late = snapshot.rows(_LATE, least=TOO_FEW)
    if not late.is_empty():
        sentences = [late_answer_sentence(row) for row in late.iter_rows(named=True)]
        st.html(question("If there is no answer yet") + bullets(sentences, len(sentences)))
    show_published("feedback_response_curves")


def _channels(snapshot: Snapshot) -> None:
    show(channel_differences(snapshot.rows(CHANNEL_PAIRS), current_palette()), key="channel_differences")
    st.html(
        note(
            "Right of the line the first of the two is answered more often; a bar is the 95% interval. The diamond "
            "compares asks after the same stage only: people phone after late interviews, where answers are likelier "
            "anyway. What is left may have other causes still."
        )
    )


if __name__ == "__main__":
    render(current_snapshot())
