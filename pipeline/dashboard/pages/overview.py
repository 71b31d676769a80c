"""Home: what the data says, strongest first, what to do this week, and how it has gone so far."""

from functools import partial
from itertools import compress
from typing import Any

import streamlit as st

from pipeline.dashboard.as_html import KeyFigure, as_html, bullets, draw_key_figures, part
from pipeline.dashboard.charts.activity import weekly_activity
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.evidence import in_order, in_sight, place_of
from pipeline.dashboard.figures import RowsBehind, current_palette, escaped, show
from pipeline.dashboard.look import LINK, SENTENCES
from pipeline.dashboard.navigation import PAGES, page
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.queries import FINDINGS, INTERVIEWS_AHEAD, OVERALL_ASKS, STAGES, WEEKS
from pipeline.dashboard.rows_behind import applications
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace
from pipeline.dashboard.this_week import ToDo, this_week
from pipeline.dashboard.words import counted, interval
from pipeline.insight.findings import claim_of, nothing_yet, percent, with_sentences
from pipeline.settings import load_settings
from pipeline.warehouse.views import find_relation

_MOST_FINDINGS = 4
_MOST_THINGS = 5


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("What your search is telling you", anchor=False)
    stop_without_data(snapshot)
    _key_figures(snapshot)
    _findings(snapshot, gentle=load_settings(current_workspace()).gentle)
    _this_week(snapshot)
    far, weekly = st.columns(2, gap="large")
    stages = snapshot.rows(STAGES)
    with far:
        behind = partial(_reached, snapshot, dict(stages.select("stage_label", "stage_rank").iter_rows()))
        show(funnel(stages, current_palette()), key="funnel", behind=behind)
    with weekly:
        weeks = snapshot.rows(WEEKS)
        show(weekly_activity(weeks, current_palette()), key="weekly_activity")


def _reached(snapshot: Snapshot, ranks: dict[str, int], mark: str) -> RowsBehind:
    return applications(snapshot, "stage_rank >= $rank", rank=ranks[mark])


def _key_figures(snapshot: Snapshot) -> None:
    stages = {row["stage"]: row for row in snapshot.rows(STAGES).iter_rows(named=True)}
    overall = snapshot.rows(OVERALL_ASKS)
    asks = overall.row(0, named=True) if overall.height else None
    reached = _meaning("funnel", "reached_count")
    interviews, offers = stages["first_interview"], stages["offer"]
    draw_key_figures(
        [
            KeyFigure(
                "Sent", f"{stages['applied']['sent_count']:,}", "applications", _meaning("funnel", "sent_count")
            ),
            KeyFigure("First interviews", f"{interviews['reached_count']:,}", _of_sent(interviews), reached),
            KeyFigure("Offers", f"{offers['reached_count']:,}", _of_sent(offers), reached),
            KeyFigure("Asks answered", *_answered(asks), _meaning("feedback_response_rates", "response_rate")),
            KeyFigure(
                "Asks waiting",
                f"{asks['waiting_count'] if asks else 0:,}",
                "not counted as silence yet",
                _meaning("feedback_response_rates", "waiting_count"),
            ),
        ]
    )


def _meaning(view: str, column: str) -> str:
    return find_relation(view).columns[column]


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
    found = in_order(with_sentences(snapshot.rows(FINDINGS)), gentle=gentle).to_dicts()
    if not found:
        st.html(part("What stands out") + f"<p>{as_html(_nothing_yet(snapshot))}</p>")
        return
    with st.container(key=f"{SENTENCES}_findings", gap="xsmall"):
        st.html(part("What stands out"))
        seen = in_sight(found, _MOST_FINDINGS)
        for finding in compress(found, seen):
            _finding(finding)
        if rest := [finding for finding, is_seen in zip(found, seen, strict=True) if not is_seen]:
            draw_when_open(counted(len(rest), "more finding"), partial(_rest, rest), key="more_findings")


def _nothing_yet(snapshot: Snapshot) -> str:
    sent, waiting = (
        snapshot.rows(STAGES)["sent_count"].to_list(),
        snapshot.rows(OVERALL_ASKS)["waiting_count"].to_list(),
    )
    return nothing_yet(sent=max(sent, default=0), waiting=sum(waiting))


def _rest(findings: list[dict[str, Any]]) -> None:
    for finding in findings:
        _finding(finding)


def _finding(finding: dict[str, Any]) -> None:
    """A sentence, which is the way to the chart behind it as well; its claim stands out from its numbers."""
    place = place_of(finding)
    claim = claim_of(finding["sentence"])
    sentence = f"**{escaped(claim)}**{escaped(finding['sentence'].removeprefix(claim))}"
    if place:
        label = f"{sentence} _See it on {PAGES[place.address].title}_"
        st.page_link(page(place.address), label=label, query_params=place.params)
    else:
        st.markdown(sentence)


def _this_week(snapshot: Snapshot) -> None:
    lists = this_week(snapshot)
    st.html(f'{part("What to do this week")}<div class="to-do">{"".join(map(_to_do, lists))}</div>')
    with st.container(key=f"{LINK}_this_week", gap=None):
        if lists[0].things:
            st.page_link(page("feedback"), label="Whom to ask, and in which words")
        if snapshot.rows(INTERVIEWS_AHEAD)["n"][0]:
            st.page_link(page("brief"), label="What to read before your next interview")


def _to_do(todo: ToDo) -> str:
    where = f"the SQL page has them all, in {todo.view}."
    listed = bullets(todo.things, _MOST_THINGS, left=todo.count - len(todo.things), where=where)
    inside = listed if todo.things else f"<p>{as_html(todo.nothing)}</p>"
    return f"<section><h3>{as_html(todo.title)}</h3>{inside}</section>"


if __name__ == "__main__":
    render(current_snapshot())
