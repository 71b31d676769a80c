"""Home: what the data says, strongest first, what to do this week, and how it has gone so far."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.charts.activity import weekly_activity
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.evidence import in_order, place_of
from pipeline.dashboard.figures import current_palette, escaped, show
from pipeline.dashboard.look import LINK
from pipeline.dashboard.navigation import PAGES, page
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.rows_behind import applications
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace
from pipeline.dashboard.this_week import ToDo, this_week
from pipeline.dashboard.words import counted, interval
from pipeline.insight.findings import percent, with_sentences
from pipeline.settings import load_settings
from pipeline.warehouse.views import find_relation

_MOST_FINDINGS = 5
_MOST_THINGS = 5


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("What your search is telling you", anchor=False)
    stop_without_data(snapshot)
    _key_figures(snapshot)
    _findings(snapshot, gentle=load_settings(current_workspace()).gentle)
    _this_week(snapshot)
    far, weekly = st.columns(2, gap="large")
    stages = snapshot.rows("select * from funnel order by stage_rank")
    with far:
        behind = partial(_reached, snapshot, dict(stages.select("stage_label", "stage_rank").iter_rows()))
        show(funnel(stages, current_palette()), key="funnel", behind=behind)
    with weekly:
        weeks = snapshot.rows("select * from weekly_activity order by week_start")
        show(weekly_activity(weeks, current_palette()), key="weekly_activity")


def _reached(snapshot: Snapshot, ranks: dict[str, int], mark: str) -> pl.DataFrame:
    return applications(snapshot, "stage_rank >= $rank", rank=ranks[mark])


def _key_figures(snapshot: Snapshot) -> None:
    stages = {row["stage"]: row for row in snapshot.rows("select * from funnel").iter_rows(named=True)}
    overall = snapshot.rows("select * from feedback_response_rates where dimension = 'overall'")
    asks = overall.row(0, named=True) if overall.height else None
    reached = _meaning("funnel", "reached_count")
    figures = [
        ("Sent", f"{stages['applied']['sent_count']:,}", "applications", _meaning("funnel", "sent_count")),
        (
            "First interviews",
            f"{stages['first_interview']['reached_count']:,}",
            _of_sent(stages["first_interview"]),
            reached,
        ),
        ("Offers", f"{stages['offer']['reached_count']:,}", _of_sent(stages["offer"]), reached),
        ("Asks answered", *_answered(asks), _meaning("feedback_response_rates", "response_rate")),
        (
            "Asks waiting",
            f"{asks['waiting_count'] if asks else 0:,}",
            "not counted as silence yet",
            _meaning("feedback_response_rates", "waiting_count"),
        ),
    ]
    with st.container(horizontal=True, key="key_figures"):
        for title, figure, basis, meaning in figures:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(title, figure, width="content", help=meaning)
                st.caption(basis)


def _meaning(view: str, column: str) -> str:
    return escaped(find_relation(view).columns[column])


def _of_sent(stage: dict[str, Any]) -> str:
    if stage["overall_rate"] is None:
        return "none sent yet"
    low, high = stage["overall_rate_low"], stage["overall_rate_high"]
    return f"{percent(stage['overall_rate'])} of those sent, likely {percent(low)} to {percent(high)}"


def _answered(asks: dict[str, Any] | None) -> tuple[str, str]:
    if not asks or not asks["settled_count"]:
        return "none", "no ask is settled yet"
    bounds = interval(asks["response_rate_low"], asks["response_rate_high"])
    return f"{asks['responded_count']:,} of {asks['settled_count']:,}", f"{percent(asks['response_rate'])}, {bounds}"


def _findings(snapshot: Snapshot, *, gentle: bool) -> None:
    found = in_order(with_sentences(snapshot.rows("select * from findings")), gentle=gentle).to_dicts()
    if not found:
        return
    st.header("What stands out", anchor=False)
    with st.container(key=f"{LINK}_findings", gap="xsmall"):
        for finding in found[:_MOST_FINDINGS]:
            _finding(finding)
        if rest := found[_MOST_FINDINGS:]:
            draw_when_open(counted(len(rest), "more finding"), partial(_rest, rest), key="more_findings")


def _rest(findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        _finding(finding)


def _finding(finding: dict[str, Any]) -> None:
    """A sentence, and the way to the chart behind it."""
    place = place_of(finding)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.markdown(escaped(finding["sentence"]), width="stretch")
        if place:
            title = f"See it on {PAGES[place.address].title}"
            st.page_link(page(place.address), label=title, query_params=place.params)


def _this_week(snapshot: Snapshot) -> None:
    st.header("What to do this week", anchor=False)
    lists = this_week(snapshot)
    for column, todo in zip(st.columns(len(lists), gap="large"), lists, strict=True):
        with column:
            _to_do(todo)
    if lists[0].things:
        with st.container(key=f"{LINK}_asks"):
            st.page_link(page("feedback"), label="Whom to ask, and in which words")
    if snapshot.rows("select count(*) as n from open_applications where stage_rank >= 2")["n"][0]:
        with st.container(key=f"{LINK}_brief"):
            st.page_link(page("brief"), label="What to read before your next interview")


def _to_do(todo: ToDo) -> None:
    st.subheader(escaped(todo.title), anchor=False)
    if not todo.things:
        st.caption(todo.nothing)
        return
    st.markdown("\n".join(f"- {escaped(thing)}" for thing in todo.things[:_MOST_THINGS]))
    if rest := todo.things[_MOST_THINGS:]:
        with st.expander(f"{len(rest):,} more"):
            st.markdown("\n".join(f"- {escaped(thing)}" for thing in rest))


if __name__ == "__main__":
    render(current_snapshot())
