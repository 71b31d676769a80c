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

_HEDGES = {"clear": "", "leaning": "It looks as if ", "too few to say": "Too few to say, but so far "}


def with_sentences(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with a ``sentence`` for each row, in rank order.

    Args:
        findings: Rows of the view ``findings``.
    """
    ordered = findings.sort("rank")
    sentences = [sentence(row) for row in ordered.iter_rows(named=True)]
    return ordered.with_columns(pl.Series("sentence", sentences, dtype=pl.String))


def sentence(finding: Mapping[str, Any]) -> str:
    """One finding in plain words, never more certain than its interval allows."""
    return _capitalised(_HEDGES[finding["strength"]] + _CLAIMS[finding["kind"]](finding)) + _evidence(finding)


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}"


def _response_rate(row: Mapping[str, Any]) -> str:
    return f"{row['k']} of {row['n']} requests for feedback were answered"


def _channel_difference(row: Mapping[str, Any]) -> str:
    first = CHANNEL_WORDS.get(row["subject"], row["subject"])
    second = CHANNEL_WORDS.get(row["comparison"], row["comparison"])
    return (
        f"asking {first} gets more answers than asking {second}: "
        f"{row['k']} of {row['n']} against {row['comparison_k']} of {row['comparison_n']}"
    )


def _theme_concern(row: Mapping[str, Any]) -> str:
    return f"{_quoted(row['subject'])} keeps coming up as something to work on: in {row['k']} of {row['n']} texts"


def _theme_strength(row: Mapping[str, Any]) -> str:
    return f"{_quoted(row['subject'])} is what you are praised for most: in {row['k']} of {row['n']} texts"


def _not_mine(row: Mapping[str, Any]) -> str:
    return f"{row['k']} of {row['n']} texts name a reason that was out of your hands"


def _funnel_step(row: Mapping[str, Any]) -> str:
    stage = str(row["subject"]).replace("_", " ")
    return f"the narrowest step after screening is to {stage}: {row['k']} of {row['n']} got there"


def _source_difference(row: Mapping[str, Any]) -> str:
    return (
        f"applications found through {row['subject']} are answered more often than those through "
        f"{row['comparison']}: {row['k']} of {row['n']} against {row['comparison_k']} of {row['comparison_n']}"
    )


_CLAIMS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "response_rate": _response_rate,
    "channel_difference": _channel_difference,
    "theme_concern": _theme_concern,
    "theme_strength": _theme_strength,
    "not_mine": _not_mine,
    "funnel_step": _funnel_step,
    "source_difference": _source_difference,
}


def _evidence(row: Mapping[str, Any]) -> str:
    low, high = row["effect_low"], row["effect_high"]
    if row["comparison"] is None:
        return f" ({percent(row['effect'])}, 95% interval {percent(low)} to {percent(high)})."
    return f" (difference {_points(row['effect'])}, 95% interval {_points(low)} to {_points(high)} points)."


def _points(difference: float) -> str:
    return f"{100 * difference:+.0f}"


def _quoted(label: str) -> str:
    return f"“{label}”"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
