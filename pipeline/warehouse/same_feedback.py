"""An entry that two trackers have counts once, where one of the two says nothing that the other does not.

Entries of different trackers are one when they are about the same application of the same seeker, agree in the ask
and its answer (dates, channel, words), and one of them adds nothing to the other. The one that says most stays.
Entries of one tracker are never merged: whoever writes twice has asked twice.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import polars as pl

_ALIKE = (
    "seeker",
    "company_key",
    "_about",
    "is_asked",
    "asked_date",
    "ask_channel",
    "has_response",
    "responded_date",
    "feedback_text",
)
"""What has to be the same, missing or not."""

_DETAILS = (
    "asked_of",
    "response_channel",
    "stage",
    "stated_reason",
    "believed_reason",
    "lesson",
    "next_step",
    "next_step_done_date",
)
"""What may be missing in the entry that goes, but may not differ."""

_TELLING = ("asked_date", "responded_date", "feedback_text")
"""Without one of these an entry is too bare to be known again."""


def with_same_entries(feedback: pl.DataFrame, whole_names: pl.Series) -> pl.DataFrame:
    """The feedback with ``merged_into``: the entry that stays, null for one that does.

    Args:
        feedback: The table's columns.
        whole_names: For each row the application it is about, by the name of the row that stays; null where none is.
    """
    merged = dict(_merged(_candidates(feedback, whole_names)))
    names = pl.DataFrame(
        {"feedback_id": list(merged), "merged_into": list(merged.values())},
        schema={"feedback_id": pl.String, "merged_into": pl.String},
    )
    return feedback.join(names, on="feedback_id", how="left", maintain_order="left")


def _candidates(feedback: pl.DataFrame, whole_names: pl.Series) -> pl.DataFrame:
    """The entries that agree with one of another tracker, those that say most first."""
    about = feedback.with_columns(pl.coalesce(whole_names, "role").alias("_about"))
    return (
        about.filter(pl.any_horizontal(pl.col(_TELLING).is_not_null()))
        .filter(pl.col("tracker").n_unique().over(_ALIKE) > 1)
        .with_columns(
            pl.struct(_ALIKE).rank("dense").alias("_group"),
            pl.sum_horizontal(pl.col(_DETAILS).is_not_null()).alias("_said"),
        )
        .sort(
            "_group", "_said", "tracker", "row_number", "feedback_id", descending=[False, True, False, False, False]
        )
    )


def _merged(candidates: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Each entry that goes with the one that stays for it, one to one between two trackers."""
    for _, rows in groupby(candidates.iter_rows(named=True), key=lambda row: row["_group"]):
        staying: list[tuple[dict[str, Any], set[str]]] = []
        for row in rows:
            place = next((s for s in staying if row["tracker"] not in s[1] and _adds_nothing(row, s[0])), None)
            if place is None:
                staying.append((row, {row["tracker"]}))
            else:
                place[1].add(row["tracker"])
                yield row["feedback_id"], place[0]["feedback_id"]


def _adds_nothing(row: dict[str, Any], to: dict[str, Any]) -> bool:
    return all(row[name] is None or row[name] == to[name] for name in _DETAILS)
