"""Search: where applications stop, which way they went, and what goes with getting further."""

from functools import partial

import streamlit as st

from pipeline.dashboard.charts.calendar import activity_calendar
from pipeline.dashboard.charts.flow import lay_out, stage_flow
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.charts.habits import HABITS, habit_effects
from pipeline.dashboard.charts.response_times import response_times
from pipeline.dashboard.charts.sources import OUTCOMES, Outcome, source_outcomes
from pipeline.dashboard.figures import RowsBehind, current_palette, show
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.queries import STAGES
from pipeline.dashboard.rows_behind import applications, applied_on
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import counted, label

_DAYS = """
select applied_date, count(*) as applied_count
from stg_applications
where stage_rank >= 1 and applied_date is not null
group by applied_date
order by applied_date
"""


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Where applications go", anchor=False)
    stop_without_data(snapshot)
    stages = snapshot.rows(STAGES)
    sent = int(stages["sent_count"][0] or 0)
    if not sent:
        st.info("**No application has been sent yet.** Saved openings are kept, and count once they are sent.")
        return
    st.caption(f"{counted(sent, 'application')} sent; saved openings are left out.")
    _flow(snapshot)
    far, sources = st.columns(2, gap="large")
    with far:
        ranks = dict(stages.select("stage_label", "stage_rank").iter_rows())
        behind = partial(_reached, snapshot, ranks)
        show(funnel(stages, current_palette()), key="funnel", behind=behind)
    with sources:
        _sources(snapshot)
    times, habits = st.columns(2, gap="large")
    with times:
        answers = snapshot.rows("select * from response_times where source = 'all' order by day")
        show(response_times(answers, current_palette()), key="response_times")
    with habits:
        _habits(snapshot)
    days = snapshot.rows(_DAYS)
    show(activity_calendar(days, current_palette()), key="calendar", behind=partial(applied_on, snapshot))


def _flow(snapshot: Snapshot) -> None:
    rows = snapshot.rows("select * from stage_flow")
    places = {node.mark: node for node in lay_out(rows)[0]}

    def behind(mark: str) -> RowsBehind:
        node = places[mark]
        if node.came_from is None:
            return applications(snapshot, "stage_rank >= $rank", rank=node.rank)
        return applications(
            snapshot, "stage = $stage and outcome = $outcome", stage=node.came_from, outcome=node.name
        )

    show(stage_flow(rows, current_palette()), key="stage_flow", behind=behind)


def _reached(snapshot: Snapshot, ranks: dict[str, int], mark: str) -> RowsBehind:
    return applications(snapshot, "stage_rank >= $rank", rank=ranks[mark])


def _sources(snapshot: Snapshot) -> None:
    chosen: Outcome | None = st.segmented_control(
        "What counts as success",
        list(OUTCOMES),
        default="response",
        required=True,
        format_func=OUTCOMES.__getitem__,
        key="outcome",
        bind="query-params",
    )
    outcome = chosen or "response"  # an empty value in the address
    rows = snapshot.rows("select * from source_outcomes")

    def behind(mark: str) -> RowsBehind:
        if mark == label(None):
            return applications(snapshot, "stage_rank >= 1 and source is null")
        return applications(snapshot, "stage_rank >= 1 and source = $source", source=mark)

    show(source_outcomes(rows, current_palette(), outcome=outcome), key=f"sources_{outcome}", behind=behind)


def _habits(snapshot: Snapshot) -> None:
    rows = snapshot.rows("select * from habit_effects")
    columns = {title: f"has_{name}" for name, title in HABITS.items()}

    def behind(mark: str) -> RowsBehind:
        return applications(snapshot, f"stage_rank >= 1 and {columns[mark]}")

    show(habit_effects(rows, current_palette()), key="habits", behind=behind)
    if not rows.is_empty():
        st.caption(
            "That a habit and getting further go together is no proof that one causes the other: whoever writes "
            "thank-you notes may do other things well too."
        )


if __name__ == "__main__":
    render(current_snapshot())
