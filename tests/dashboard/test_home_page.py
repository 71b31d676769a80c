"""Home: every finding leads to its chart, what to do this week is listed, and gentle mode changes the order only."""

from pathlib import Path

import polars as pl
import pytest

from pipeline.dashboard.evidence import in_order, in_sight, place_of
from pipeline.dashboard.navigation import PAGES
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.this_week import this_week
from pipeline.dashboard.words import DIMENSIONS
from pipeline.insight.findings import claim_of, with_sentences
from tests.dashboard.conftest import OpenPage, open_parts


def test_every_finding_leads_to_the_chart_behind_it(open_page: OpenPage, sample_home: Path, sample: Snapshot) -> None:
    found = sample.rows("select * from findings")
    at = open_parts(open_page(sample_home), "more_findings")
    links = [link.proto for link in at.get("page_link") if "_See it on " in link.proto.label]
    assert len(links) == found.height
    assert {link.page for link in links} <= set(PAGES)
    told = "\n".join(link.label for link in links).replace("\\", "").replace("**", "")
    assert all(sentence in told for sentence in with_sentences(found)["sentence"])


@pytest.mark.parametrize(
    ("kind", "view", "address", "params"),
    [
        ("channel_difference", "feedback_response_rates", "feedback", {"dimension": DIMENSIONS["ask_channel"]}),
        ("delay_difference", "feedback_response_rates", "feedback", {"dimension": DIMENSIONS["ask_delay"]}),
        ("response_rate", "feedback_response_rates", "feedback", {}),
        ("theme_concern", "theme_quotes", "themes", {"theme": "Enthusiasm"}),
        ("habit_difference", "habit_effects", "search", {}),
    ],
)
def test_the_link_shows_the_choice_that_the_finding_is_about(
    kind: str, view: str, address: str, params: dict[str, str]
) -> None:
    place = place_of({"kind": kind, "view_name": view, "subject": "Enthusiasm"})
    assert place
    assert (place.address, dict(place.params)) == (address, params)


def test_a_view_that_no_page_draws_has_no_link() -> None:
    assert place_of({"kind": "new", "view_name": "unheard_of", "subject": "x"}) is None


def test_gentle_mode_puts_strengths_first_and_leaves_nothing_out() -> None:
    findings = pl.DataFrame({"rank": [1, 2, 3], "kind": ["response_rate", "theme_concern", "theme_strength"]})
    assert in_order(findings, gentle=False)["rank"].to_list() == [1, 2, 3]
    assert in_order(findings, gentle=True)["rank"].to_list() == [3, 1, 2]


def test_what_keeps_coming_up_is_in_sight_however_strong_the_rest_is() -> None:
    views = ["habit_effects", "funnel", "response_times", "recurring_themes", "source_outcomes", "theme_quotes"]
    findings = [{"kind": "any", "subject": "any", "view_name": view} for view in views]
    assert in_sight(findings, 2) == [True, True, False, True, False, False]


def test_a_theme_is_in_sight_also_beside_what_was_out_of_ones_hands() -> None:
    kinds = [
        ("not_mine", "reason_split"),
        ("theme_concern", "recurring_themes"),
        ("theme_strength", "recurring_themes"),
    ]
    findings = [{"kind": kind, "subject": "any", "view_name": view} for kind, view in kinds]
    assert in_sight(findings, 1) == [True, True, False]


def test_the_claim_of_a_finding_is_what_it_says_before_it_counts(sample: Snapshot) -> None:
    for said in with_sentences(sample.rows("select * from findings"))["sentence"]:
        claim, numbers = claim_of(said), said.removeprefix(claim_of(said))
        assert said == claim + numbers
        assert "interval" in numbers
        assert "%" not in claim


def test_what_to_do_is_all_from_the_views(sample: Snapshot) -> None:
    asks, actions, steps = this_week(sample)
    assert len(asks.things) == sample.rows("select count(*) as n from open_asks")["n"][0]
    assert asks.things[0].startswith(sample.rows("select company from open_asks where place = 1")["company"][0])
    assert any("ask again, 8 days without an answer" in thing for thing in asks.things)
    assert any(thing.endswith("by 16 November 2026") for thing in actions.things)
    undone = "select count(*) as n from stg_feedback where next_step is not null and next_step_done_date is null"
    assert len(steps.things) == sample.rows(undone)["n"][0]


def test_nothing_to_do_says_so(sample: Snapshot) -> None:
    for todo in this_week(Snapshot(sample.version, sample.scope.__class__(source="nowhere"))):
        assert not todo.things
        assert todo.nothing
