"""Feedback: which way of asking is answered, how soon, and whom to ask next."""

import polars as pl
import streamlit as st

from pipeline.dashboard.charts.curves import response_curves
from pipeline.dashboard.charts.figure import TOO_FEW
from pipeline.dashboard.charts.rates import Measure, response_rates
from pipeline.dashboard.figures import current_palette, show, show_table
from pipeline.dashboard.notices import no_asks, stop_without_data
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import DIMENSIONS, counted, in_ten, label

_MEASURES: dict[Measure, str] = {"response": "Any answer", "useful": "Useful answers"}
_ACTIONS = {"ask": "Ask", "nudge": "Ask again"}


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
            st.markdown("**How long to wait**")
            st.caption(
                "The chance that an ask is answered within so many days. One that still waits counts for as long as "
                "it has waited."
            )
            answers = snapshot.rows("select * from feedback_response_curves order by ask_channel, day")
            show(response_curves(answers, current_palette()), key="response_curves")
    _open_asks(snapshot)


def _rates(snapshot: Snapshot) -> None:
    seekers = snapshot.rows("select count(distinct seeker) as n from stg_feedback")["n"][0]
    dimensions = [name for name in DIMENSIONS if name != "seeker" or seekers > 1]
    if st.session_state.get("dimension") not in (None, *dimensions):
        del st.session_state["dimension"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dimension = st.selectbox(
            "Asks, split by", dimensions, format_func=DIMENSIONS.__getitem__, key="dimension", bind="query-params"
        )
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
    show(
        response_rates(rows, current_palette(), dimension=dimension, measure=counted_as),
        key=f"response_rates_{dimension}_{counted_as}",
    )
    st.caption(
        f"The dot is the share so far; the line is where the true rate likely lies (95% interval). Grey: fewer "
        f"than {TOO_FEW} settled asks. The rows also differ in whom you asked and when, so a difference may have "
        "another cause."
    )


def _open_asks(snapshot: Snapshot) -> None:
    st.markdown("##### Whom to ask next")
    rows = snapshot.rows("select * from open_asks order by days_since, company")
    if rows.is_empty():
        st.caption(
            "Nobody right now: all that ended in the last 60 days was asked about, and no ask waits for 7 days."
        )
        return
    asks = rows.filter(pl.col("action") == "ask").height
    st.caption(
        f"{counted(asks, 'application')} that ended lately after a screening or later, never asked about; "
        f"{counted(rows.height - asks, 'ask')} without an answer for a week or more."
    )
    show_table(_for_people(rows), key="open_asks")


def _for_people(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("action").replace_strict(_ACTIONS, return_dtype=pl.String).alias("Do"),
        pl.col("company").alias("Company"),
        pl.col("role").alias("Role"),
        pl.col("days_since").alias("Days since"),
        pl.col("suggested_channel").map_elements(label, pl.String).alias("How"),
        pl.struct("chance", "chance_n").map_elements(_chance, pl.String).alias("Chance of an answer"),
        pl.col("stage").map_elements(label, pl.String).alias("Got as far as"),
        pl.col("contact").alias("Contact"),
    )


def _chance(row: dict[str, float | None]) -> str:
    chance, n = row["chance"], row["chance_n"]
    if chance is None or n is None:
        return "not known yet"
    basis = f"from {counted(int(n), 'ask')}"
    return f"too few to say, {basis}" if n < TOO_FEW else f"{in_ten(chance)}, {basis}"


if __name__ == "__main__":
    render(current_snapshot())
