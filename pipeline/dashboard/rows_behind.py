"""The rows behind a mark: applications and asks, with headers for people."""

from datetime import date
from typing import Any

import polars as pl

from pipeline.dashboard.figures import MOST_BEHIND, RowsBehind
from pipeline.dashboard.mapped import mapped
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import label

_APPLICATIONS = """
select company, role, source, applied_date, stage, outcome, first_response_date, seeker
from stg_applications
where {condition}
"""
_NEWEST_FIRST = "applied_date desc nulls last, company, application_id"


def applications(snapshot: Snapshot, condition: str, **params: Any) -> RowsBehind:
    """Applications for which a condition on ``stg_applications`` holds.

    Args:
        snapshot: What is looked at.
        condition: Our own SQL; values come in as parameters.
        params: The values.
    """
    rows, count = _first(snapshot, _APPLICATIONS.format(condition=condition), _NEWEST_FIRST, params)
    for_people = rows.select(
        pl.col("company").alias("Company"),
        pl.col("role").alias("Role"),
        pl.col("source").alias("Source"),
        pl.col("applied_date").alias("Applied on"),
        mapped(rows["stage"], label).alias("Got as far as"),
        mapped(rows["outcome"], label).alias("Outcome"),
        pl.col("first_response_date").alias("First answer"),
        pl.col("seeker").alias("Whose search"),
    )
    return RowsBehind(for_people, count)


def applied_on(snapshot: Snapshot, day: str) -> RowsBehind:
    """Applications sent on a day, given as in ``2026-05-04``."""
    return applications(snapshot, "stage_rank >= 1 and applied_date = $day", day=date.fromisoformat(day))


def texts_about(snapshot: Snapshot, theme: str) -> RowsBehind:
    """What was said about a theme, given by its label, oldest first, with the lesson beside it."""
    rows, count = _first(
        snapshot,
        "select quotes.feedback_date, quotes.company, quotes.polarity, quotes.quote, texts.lesson, texts.next_step, "
        "texts.next_step_done_date from theme_quotes as quotes "
        "inner join themes on quotes.theme_id = themes.theme_id "
        "inner join stg_feedback as texts on quotes.feedback_id = texts.feedback_id "
        "where themes.label = $theme",
        "quotes.feedback_date nulls last, quotes.feedback_id, quotes.quote_start",
        {"theme": theme},
    )
    for_people = rows.select(
        pl.col("feedback_date").alias("Date"),
        pl.col("company").alias("Company"),
        pl.col("polarity").str.to_titlecase().alias("Said as"),
        pl.col("quote").alias("They said"),
        pl.col("lesson").alias("Lesson"),
        pl.col("next_step").alias("Next step"),
        pl.col("next_step_done_date").alias("Done on"),
    )
    return RowsBehind(for_people, count)


def _first(snapshot: Snapshot, query: str, order: str, params: dict[str, Any]) -> tuple[pl.DataFrame, int]:
    """The rows to draw and the number of all; the others are left where they are, however many."""
    count: int = snapshot.rows(f"select count(*) as n from ({query})", **params)["n"][0]
    return snapshot.rows(f"{query} order by {order} limit {MOST_BEHIND}", **params), count
