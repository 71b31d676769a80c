"""What a program that applies writes of its own runs: a run that failed sent nothing, and nobody was rejected."""

from collections.abc import Collection, Mapping
from dataclasses import replace

import polars as pl

from pipeline.ingest.model import ColumnPlan
from pipeline.ingest.status import StatusReading, read_status
from pipeline.vocabulary import Vocabulary, fold

_CLOCK = r"\d:[0-5]\d:[0-5]\d"
"""Seconds are written by programs; people write no more than minutes."""

_TIMED_SHARE = 0.8
_FAILED = StatusReading("saved", is_known=False)
_DONE = StatusReading("applied")
_NOTHING = StatusReading(is_known=False)
_HUMAN_STAGES = frozenset({None, "saved", "applied"})
_HUMAN_OUTCOMES = frozenset({None, "open", "withdrawn"})
_LEAST_JOINED = 2
"""So many statuses of words joined by a line ("employer_viewed") are a program's, which knows answers too."""

_REASON = "beside the runs of a program it says how each run went, and not what an employer gave as a reason"


def is_run_log(texts: Collection[str], days: pl.Series, vocabulary: Vocabulary) -> bool:
    """Whether status texts are a program's: some sent nothing, no person wrote an answer, and days have seconds.

    Args:
        texts: The distinct texts of all status columns.
        days: The cells of the day of applying.
        vocabulary: Words for runs and statuses.
    """
    written = days.drop_nulls()
    if not len(written) or written.str.contains(_CLOCK).sum() < _TIMED_SHARE * len(written):
        return False
    failed = {text for text in texts if _is_failed(text, vocabulary)}
    done = {text for text in texts if fold(text) in vocabulary.words["run_done"]}
    others = [read_status(text, vocabulary) for text in texts if text not in failed | done]
    is_joined = sum("_" in text for text in texts) >= _LEAST_JOINED
    return bool(failed) and (
        is_joined or all(said.stage in _HUMAN_STAGES and said.outcome in _HUMAN_OUTCOMES for said in others)
    )


def _is_failed(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is, or has, a word for a run that sent nothing ("SUBMIT_FAILED", "REQUIRES_EXTERNAL").

    Beside a stage it is no such word: "failed interview".
    """
    known = vocabulary.words["run_failed"]
    has_word = not known.isdisjoint(fold(text).split())
    return fold(text) in known or (has_word and read_status(text, vocabulary).stage in _HUMAN_STAGES)


def settle_runs(
    read: Mapping[int, Mapping[str, StatusReading]], days: pl.Series | None, vocabulary: Vocabulary
) -> dict[int, dict[str, StatusReading]]:
    """The readings of the status columns, where they are of a program's runs: failed is not sent, done is applied.

    A word that says nothing known is none for sending either, since a program has one for that. What failed is told
    as not understood, since a person may mean a rejection by it.
    """
    texts = {text for said in read.values() for text in said}
    settled = {index: dict(said) for index, said in read.items()}
    if days is None or not is_run_log(texts, days, vocabulary):
        return settled
    for said in settled.values():
        for text in [text for text in said if fold(text) not in vocabulary.user_statuses]:
            if fold(text) in vocabulary.words["run_done"]:
                said[text] = _DONE
            elif said[text].is_known and said[text].stage == "saved":
                continue
            elif _is_failed(text, vocabulary) or said[text] == _NOTHING:
                said[text] = _FAILED
    return settled


def with_reasons_of_runs(
    plans: tuple[ColumnPlan, ...], body: pl.DataFrame, vocabulary: Vocabulary
) -> tuple[ColumnPlan, ...]:
    """A column of reasons beside a program's runs is kept as it is, unless the user named it."""
    by_field = {plan.field: plan for plan in plans}
    day, reason = by_field.get("applied_date"), by_field.get("stated_reason")
    statuses = [plan for plan in plans if plan.field in {"status_text", "stage", "outcome"}]
    if day is None or reason is None or reason.how == "given":
        return plans
    texts = {text for plan in statuses for text in body[f"c{plan.index}"].drop_nulls().unique()}
    if not is_run_log(texts, body[f"c{day.index}"], vocabulary):
        return plans
    kept = replace(reason, field=None, how="unmapped", reason=_REASON)
    return tuple(kept if plan is reason else plan for plan in plans)
