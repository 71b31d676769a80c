"""Rows of the ``findings`` view as plain sentences, each with its n and interval."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

CHANNEL_WORDS = {
    "phone": "by phone",
    "video": "by video call",
    "in_person": "in person",
    "email": "by email",
    "message": "by message",
    "letter": "by letter",
    "portal": "through a portal",
    "other": "some other way",
}

_AFTERTHOUGHTS = {"clear": "", "leaning": " A rough figure so far.", "too few to say": " Too few to say more."}

Row = Mapping[str, Any]


def with_sentences(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with a ``sentence`` for each row, in rank order.

    Args:
        findings: Rows of the view ``findings``.
    """
    ordered = findings.sort("rank")
    sentences = [sentence(row) for row in ordered.iter_rows(named=True)]
    return ordered.with_columns(pl.Series("sentence", sentences, dtype=pl.String))


def sentence(finding: Row) -> str:
    """One finding in plain words, never more certain than its interval allows."""
    text = _CLAIMS[finding["kind"]](finding)
    return text[:1].upper() + text[1:]


def _response_rate(row: Row) -> str:
    return f"{row['k']} of {row['n']} requests for feedback were answered {_share(row)}"


def _not_mine(row: Row) -> str:
    return f"{row['k']} of {row['n']} texts name a reason that was out of your hands {_share(row)}"


def _funnel_step(row: Row) -> str:
    stage = str(row["subject"]).replace("_", " ")
    return (
        f"the step that fewest pass after screening is to {stage}: {row['k']} of {row['n']} got there {_share(row)}"
    )


def _theme_concern(row: Row) -> str:
    return _theme(row, "something to work on")


def _theme_strength(row: Row) -> str:
    return _theme(row, "something they like")


def _theme(row: Row, meaning: str) -> str:
    verb = {"clear": "keeps coming up", "leaning": "seems to keep coming up", "too few to say": "came up"}
    return f"“{row['subject']}” {verb[row['strength']]} as {meaning}: in {row['k']} of {row['n']} texts {_share(row)}"


def _channel_difference(row: Row) -> str:
    first = CHANNEL_WORDS.get(row["subject"], row["subject"])
    second = CHANNEL_WORDS.get(row["comparison"], row["comparison"])
    return _difference(row, f"asking {first}", f"asking {second}")


def _source_difference(row: Row) -> str:
    return _difference(row, f"an application through {row['subject']}", f"one through {row['comparison']}")


def _difference(row: Row, first: str, second: str) -> str:
    counts = f"{row['k']} of {row['n']} against {row['comparison_k']} of {row['comparison_n']}"
    interval = f"(difference {_points(row['effect'])} points, 95% interval {_points(row['effect_low'])} to "
    evidence = f"{counts} {interval}{_points(row['effect_high'])})."
    if row["strength"] == "clear":
        return f"{first} gets an answer more often than {second}: {evidence}"
    if row["strength"] == "leaning":
        return f"{first} seems to get an answer more often than {second}, but chance could explain it: {evidence}"
    return f"{first} or {second}: too few, or too alike, to say which is answered more often: {evidence}"


def _share(row: Row) -> str:
    interval = f"95% interval {percent(row['effect_low'])} to {percent(row['effect_high'])}"
    return f"({percent(row['effect'])}, {interval}).{_AFTERTHOUGHTS[row['strength']]}"


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}"


def _points(difference: float) -> str:
    return f"{100 * difference:+.0f}"


_CLAIMS: Mapping[str, Callable[[Row], str]] = {
    "response_rate": _response_rate,
    "channel_difference": _channel_difference,
    "theme_concern": _theme_concern,
    "theme_strength": _theme_strength,
    "not_mine": _not_mine,
    "funnel_step": _funnel_step,
    "source_difference": _source_difference,
}
