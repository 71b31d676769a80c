"""The entries of a reason's drop-down: stage, outcome, whether feedback came, and whether one is a reason at all."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.ingest.status import read_status
from pipeline.resources import resource
from pipeline.vocabulary import Vocabulary, compact, fold


@dataclass(frozen=True)
class ReasonReading:
    """What one entry says; None where it does not say it.

    Attributes:
        stage: How far the application got.
        outcome: What came of it.
        has_feedback: Whether feedback came.
        is_reason: Whether the entry gives a reason; any words that we do not know do.
    """

    stage: str | None = None
    outcome: str | None = None
    has_feedback: bool | None = None
    is_reason: bool = True


@dataclass(frozen=True)
class _Words:
    feedback_came: tuple[str, ...]
    feedback_none: tuple[str, ...]
    outcome_ends: tuple[str, ...]
    open_headers: frozenset[str]
    entries: dict[str, ReasonReading]


def read_reason(text: str, vocabulary: Vocabulary) -> ReasonReading:
    """Read one entry; a text that is no entry of a drop-down is a reason in its own words, and says nothing else."""
    words = _words()
    folded = fold(text)
    if (known := words.entries.get(folded)) is not None:
        return known
    rest, has_feedback = _without_feedback(folded, words)
    if rest in words.entries:
        known = words.entries[rest]
        return ReasonReading(known.stage, known.outcome, has_feedback, known.is_reason)
    ends = rest.endswith(words.outcome_ends) and len(rest.split()) <= 5
    status = read_status(rest, vocabulary) if ends or (has_feedback is not None and rest) else None
    if status is not None and status.is_known:
        return ReasonReading(status.stage, status.outcome, has_feedback, is_reason=False)
    return ReasonReading(has_feedback=has_feedback, is_reason=bool(rest) or has_feedback is None)


def says_whose(header: str) -> bool:
    """Whether a header says that the reason is the employer's; a bare "Reason" or "Why" does not."""
    return compact(header) not in _words().open_headers


def _without_feedback(folded: str, words: _Words) -> tuple[str, bool | None]:
    for endings, came in ((words.feedback_none, False), (words.feedback_came, True)):
        for ending in endings:
            if folded == ending or folded.endswith(f" {ending}"):
                return folded.removesuffix(ending).strip(), came
    return folded, None


@cache
def _words() -> _Words:
    path = resource("data", "vocabulary", "reasons.toml")
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return _Words(
        feedback_came=_longest_first(table["feedback_came"]),
        feedback_none=_longest_first(table["feedback_none"]),
        outcome_ends=_longest_first(table["outcome_ends"]),
        open_headers=frozenset(compact(header) for header in table["open_headers"]),
        entries={
            fold(phrase): ReasonReading(
                entry.get("stage"), entry.get("outcome"), is_reason=entry.get("is_reason", True)
            )
            for entry in table["reason"]
            for phrase in entry["phrases"]
        },
    )


def _longest_first(phrases: list[str]) -> tuple[str, ...]:
    return tuple(sorted((fold(phrase) for phrase in phrases), key=len, reverse=True))
