"""Where the chart behind a finding is, and in which order findings are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from pipeline.dashboard.words import DIMENSIONS


@dataclass(frozen=True)
class Place:
    """A page, and the choices there that show the chart: what its address holds."""

    address: str
    params: Mapping[str, str] = field(default_factory=dict)


_BY_VIEW: Mapping[str, Place] = {
    "funnel": Place("search"),
    "stage_flow": Place("search"),
    "source_outcomes": Place("search"),
    "response_times": Place("search"),
    "habit_effects": Place("search"),
    "weekly_activity": Place("overview"),
    "feedback_response_rates": Place("feedback"),
    "feedback_response_curves": Place("feedback"),
    "feedback_channel_comparison": Place("feedback"),
    "open_asks": Place("feedback"),
    "recurring_themes": Place("themes"),
    "theme_by_stage": Place("themes"),
    "theme_by_month": Place("themes"),
    "theme_pairs": Place("themes"),
    "theme_quotes": Place("themes"),
    "reason_split": Place("themes"),
    "theme_progress": Place("lessons"),
    "seeker_overview": Place("caseload"),
}

_DIMENSION: Mapping[str, str] = {
    "channel_difference": "ask_channel",
    "not_known": "ask_channel",
    "asked_of_difference": "asked_of",
    "delay_difference": "ask_delay",
    "stage_difference": "stage",
}

_THEME_KINDS = ("theme_concern", "theme_strength")
_GENTLE_FIRST = ("theme_strength", "not_mine")


def place_of(finding: Mapping[str, Any]) -> Place | None:
    """Where the chart behind a finding is; None for a view that no page draws.

    Args:
        finding: A row of the view ``findings``.
    """
    place = _BY_VIEW.get(finding["view_name"])
    if place is None:
        return None
    if place.address == "feedback" and (dimension := _DIMENSION.get(finding["kind"])):
        return Place(place.address, {"dimension": DIMENSIONS[dimension]})
    if finding["kind"] in _THEME_KINDS:
        return Place(place.address, {"theme": finding["subject"]})
    return place


def in_order(findings: pl.DataFrame, *, gentle: bool) -> pl.DataFrame:
    """The findings, strongest first; in gentle mode after what is good, or was out of one's hands."""
    if not gentle:
        return findings.sort("rank")
    return findings.sort(~pl.col("kind").is_in(_GENTLE_FIRST), "rank")


def in_sight(findings: Sequence[Mapping[str, Any]], most: int) -> list[bool]:
    """Which findings stand open: the first so many, and the first that leads to each page, and to a choice on it.

    So how to ask and what keeps coming up are in sight also where the search as a whole has the stronger evidence.

    Args:
        findings: Rows of the view ``findings``, in the order in which they are told.
        most: How many stand open whatever they are about.
    """
    leads = [(place.address, bool(place.params)) if (place := place_of(finding)) else None for finding in findings]
    return [at < most or lead not in leads[:at] for at, lead in enumerate(leads)]
