"""Caseload: a coach's clients, who needs attention first, and each rate beside what the caseload makes of it."""

from functools import partial

import polars as pl
import streamlit as st

from pipeline.dashboard.charts.caseload import Rate, seeker_rates
from pipeline.dashboard.figures import RowsBehind, current_palette, show
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.opening import show_table_to_read
from pipeline.dashboard.rows_behind import applications
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import counted

_RATES: tuple[Rate, ...] = ("response", "interview")
_DRAWN = (
    "The hollow diamond is that share drawn toward the caseload's: the fewer cases of one's own, the further. "
    "Compare clients by the diamonds; the dots of few cases are mostly chance."
)
_NOT_DRAWN = (
    "A caseload of so few clients says nothing of what is usual, so no share is drawn toward it. Mind the lines: "
    "where they overlap, a difference may be chance."
)


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Who needs you today", anchor=False)
    stop_without_data(snapshot)
    rows = snapshot.rows(
        "select * from seeker_overview order by unasked_late_count desc, quiet_days desc nulls first, seeker"
    )
    late = int(rows["unasked_late_count"].sum())
    st.caption(
        f"{counted(rows.height, 'client')}; {counted(late, 'rejection')} after a second interview or later that "
        "nobody asked about. First comes who has most of those, then who was quiet longest."
    )
    show_table_to_read(_attention(rows), "Who needs you today", key="attention")
    for rate, column in zip(_RATES, st.columns(2, gap="large"), strict=True):
        with column:
            figure = seeker_rates(rows, current_palette(), rate=rate)
            show(figure, key=f"seekers_{rate}", behind=partial(_of_seeker, snapshot))
    st.caption(
        "The dot is the client's own share, the line its 95% interval. " + (_DRAWN if _is_drawn(rows) else _NOT_DRAWN)
    )


def _is_drawn(rows: pl.DataFrame) -> bool:
    """Whether the caseload is large enough for any share to be drawn toward it."""
    return any(rows[f"{rate}_shrunk"].is_not_null().any() for rate in _RATES)


def _of_seeker(snapshot: Snapshot, seeker: str) -> RowsBehind:
    return applications(snapshot, "stage_rank >= 1 and seeker = $seeker", seeker=seeker)


def _attention(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("seeker").alias("Whose search"),
        pl.col("unasked_late_count").alias("Late, not asked about"),
        pl.col("quiet_days").alias("Quiet for days"),
        pl.col("waiting_count").alias("Asks waiting"),
        pl.col("open_count").alias("Open applications"),
        pl.col("application_count").alias("Sent"),
        pl.col("interviewed_count").alias("Interviewed"),
        pl.col("offered_count").alias("Offers"),
        pl.col("last_activity_date").alias("Last activity"),
    )


if __name__ == "__main__":
    render(current_snapshot())
