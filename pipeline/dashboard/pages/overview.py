"""Overview: the key figures, what the data says in sentences, how far applications came, and week by week."""

from typing import Any

import streamlit as st

from pipeline.dashboard.charts.activity import weekly_activity
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.figures import current_palette, escaped, show
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import counted, interval
from pipeline.insight.findings import percent, with_sentences

_MOST_FINDINGS = 5


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("What your search is telling you", anchor=False)
    stop_without_data(snapshot)
    _key_figures(snapshot)
    _findings(snapshot)
    far, weekly = st.columns([2, 3], gap="large")
    with far:
        show(funnel(snapshot.rows("select * from funnel order by stage_rank"), current_palette()), key="funnel")
    with weekly:
        weeks = snapshot.rows("select * from weekly_activity order by week_start")
        show(weekly_activity(weeks, current_palette()), key="weekly_activity")


def _key_figures(snapshot: Snapshot) -> None:
    stages = {row["stage"]: row for row in snapshot.rows("select * from funnel").iter_rows(named=True)}
    overall = snapshot.rows("select * from feedback_response_rates where dimension = 'overall'")
    asks = overall.row(0, named=True) if overall.height else None
    sent = stages["applied"]["sent_count"]
    figures = [
        ("Sent", f"{sent:,}", "applications"),
        ("First interviews", f"{stages['first_interview']['reached_count']:,}", _of_sent(stages["first_interview"])),
        ("Offers", f"{stages['offer']['reached_count']:,}", _of_sent(stages["offer"])),
        ("Asks answered", *_answered(asks)),
        ("Asks waiting", f"{asks['waiting_count'] if asks else 0:,}", "not counted as silence yet"),
    ]
    with st.container(horizontal=True, key="key_figures"):
        for title, figure, basis in figures:
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(title, figure, width="content")
                st.caption(basis)


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


def _findings(snapshot: Snapshot) -> None:
    found = with_sentences(snapshot.rows("select * from findings"))
    if found.is_empty():
        return
    st.markdown("#### What stands out")
    sentences = found["sentence"].to_list()
    with st.container(key="findings", gap="xsmall"):
        st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in sentences[:_MOST_FINDINGS]))
        if rest := sentences[_MOST_FINDINGS:]:
            with st.expander(counted(len(rest), "more finding")):
                st.markdown("\n".join(f"- {escaped(sentence)}" for sentence in rest))


if __name__ == "__main__":
    render(current_snapshot())
