"""Feedback that two trackers have counts once, and no word of either is lost."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from pipeline.warehouse.same_feedback import with_same_entries

ENTRY: dict[str, Any] = {
    "seeker": "me",
    "company_key": "fern",
    "role": "Analyst",
    "is_asked": True,
    "asked_date": date(2026, 5, 1),
    "ask_channel": "phone",
    "has_response": True,
    "responded_date": date(2026, 5, 3),
    "feedback_text": "You seemed flat.",
    "asked_of": None,
    "response_channel": None,
    "stage": "first_interview",
    "stated_reason": None,
    "believed_reason": None,
    "lesson": None,
    "next_step": None,
    "next_step_done_date": None,
}
TEXTS = dict.fromkeys(
    ("asked_of", "response_channel", "stated_reason", "believed_reason", "lesson", "next_step"), pl.String
)
TYPES = {
    **TEXTS,
    "next_step_done_date": pl.Date,
    "asked_date": pl.Date,
    "responded_date": pl.Date,
    "feedback_text": pl.String,
}


def merges(*entries: dict[str, Any], abouts: list[str | None] | None = None) -> dict[str, str]:
    """Which entry goes into which; an entry's tracker is its name's first letter."""
    rows = [
        {**ENTRY, **entry, "tracker": entry["feedback_id"][0], "row_number": place}
        for place, entry in enumerate(entries)
    ]
    frame = pl.DataFrame(rows, schema_overrides=TYPES)
    whole = pl.Series(abouts or ["a-1"] * len(rows), dtype=pl.String)
    merged = with_same_entries(frame, whole)
    assert merged["feedback_id"].to_list() == [row["feedback_id"] for row in rows]
    return dict(merged.drop_nulls("merged_into").select("feedback_id", "merged_into").iter_rows())


def entry(name: str, **said: object) -> dict[str, Any]:
    return {"feedback_id": name, **said}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([entry("a"), entry("b")], {"b": "a"}, id="the same in two trackers"),
        pytest.param([entry("a1"), entry("a2")], {}, id="twice in one tracker is two asks"),
        pytest.param([entry("a"), entry("b", lesson="smile")], {"a": "b"}, id="the one that says more stays"),
        pytest.param([entry("a", lesson="speak up"), entry("b", lesson="smile")], {}, id="two lessons are both kept"),
        pytest.param(
            [entry("a", lesson="smile"), entry("b", asked_of="recruiter")], {}, id="each says something more"
        ),
        pytest.param([entry("a"), entry("b", ask_channel="email")], {}, id="another channel is another ask"),
        pytest.param([entry("a"), entry("b", asked_date=None)], {}, id="a missing day may be any day"),
        pytest.param([entry("a1"), entry("a2"), entry("b")], {"b": "a1"}, id="one to one"),
        pytest.param([entry("a"), entry("b"), entry("c")], {"b": "a", "c": "a"}, id="in three trackers"),
        pytest.param(
            [entry(name, asked_date=None, responded_date=None, feedback_text=None) for name in ("a", "b")],
            {},
            id="too bare to be known again",
        ),
    ],
)
def test_feedback_of_two_trackers_is_one_where_one_adds_nothing(
    entries: list[dict[str, Any]], expected: dict[str, str]
) -> None:
    assert merges(*entries) == expected


def test_feedback_about_another_application_is_another() -> None:
    assert merges(entry("a"), entry("b"), abouts=["a-1", "a-2"]) == {}


def test_without_an_application_the_company_and_role_settle_it() -> None:
    assert merges(entry("a"), entry("b"), abouts=[None, None]) == {"b": "a"}
    assert merges(entry("a"), entry("b", role="Manager"), abouts=[None, None]) == {}
