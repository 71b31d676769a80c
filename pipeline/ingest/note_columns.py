"""The columns of a sheet in which feedback may hide, searched: each distinct text once, and only where it could."""

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import polars as pl

from pipeline.ingest.clean import distinct_texts
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.model import NOTE_SCHEMA, ColumnPlan
from pipeline.ingest.note_dates import resolve_date
from pipeline.ingest.note_words import NoteWords, note_words
from pipeline.ingest.notes import QUOTED, SURE_TRIGGERS, VERDICT_TRIGGERS, Finding, find_in_note
from pipeline.ingest.table import Table
from pipeline.vocabulary import OTHER, Vocabulary

_NOTE_FIELDS = frozenset({"notes", "next_action", "status_text"})
_SILENT_FIELD = "feedback_text"
_LONGEST_EXTRA = 1_000
"""A longer text in a column that nobody named is a pasted posting or letter."""

_OPEN_TO_GUESS = frozenset({"bare", "wanted", "loosely"})
_GIVEN_BY_SEEKER = frozenset({"withdrawn", "declined", "accepted", "offer"})
_UNSETTLED = 0.5


def find_notes(
    table: Table,
    *,
    applied: pl.Series,
    outcomes: pl.Series,
    silent: pl.Series | None,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
) -> pl.DataFrame:
    """What the free notes of a sheet say about feedback: a frame of ``NOTE_SCHEMA``.

    Args:
        table: The rows.
        applied: The day of applying of each, before which nothing was asked.
        outcomes: The outcome of each: a reason for an end that the seeker chose is no employer's.
        silent: Rows whose feedback column holds no employer's words, only that somebody was asked.
        uploaded_on: When the file came, after which nothing can have happened.
        vocabulary: Words.
    """
    rows = [
        row
        for column in table.plan.columns
        if _holds_notes(column, vocabulary) or (silent is not None and column == table.column(_SILENT_FIELD))
        for row in _rows_of(column, table, applied, outcomes, silent, uploaded_on, vocabulary)
    ]
    return pl.DataFrame(rows, schema=NOTE_SCHEMA, orient="row").sort("row_number", maintain_order=True)


def _holds_notes(column: ColumnPlan, vocabulary: Vocabulary) -> bool:
    if column.field is not None:
        return column.field in _NOTE_FIELDS
    is_other = any(OTHER in meaning.fields for meaning, _ in header_meanings(column.header, vocabulary))
    return not is_other and not vocabulary.is_secret(column.header)


def _rows_of(
    column: ColumnPlan,
    table: Table,
    applied: pl.Series,
    outcomes: pl.Series,
    silent: pl.Series | None,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
) -> Iterator[tuple[Any, ...]]:
    texts = table.texts(column)
    frame = pl.DataFrame({"row": table.row_numbers, "text": texts, "applied": applied, "outcome": outcomes})
    if column.field == _SILENT_FIELD and silent is not None:
        frame = frame.filter(silent)
    if column.field is None:
        frame = frame.filter(pl.col("text").str.len_chars() <= _LONGEST_EXTRA)
    distinct = distinct_texts(frame["text"])
    found = {text: find_in_note(text, vocabulary) for text in distinct.filter(could_tell(distinct))}
    telling = [text for text, findings in found.items() if findings]
    if not telling:
        return
    for number, text, day, outcome in frame.filter(pl.col("text").is_in(telling)).iter_rows():
        for finding in found[text]:
            confidence = _confidence(finding, outcome, is_status=column.field == "status_text")
            if confidence:
                yield (
                    table.plan.sheet,
                    number,
                    column.header,
                    text,
                    finding.what,
                    text[finding.start : finding.end],
                    finding.start,
                    finding.end,
                    resolve_date(finding.asked_days, applied=day, uploaded_on=uploaded_on),
                    finding.ask_channel,
                    finding.asked_of,
                    finding.has_response,
                    confidence,
                    finding.reason,
                )


def _confidence(finding: Finding, outcome: str, *, is_status: bool) -> float:
    """How sure a finding is once the outcome is known; 0 where outcome or column speak against it.

    A lone verdict in a column of statuses ("Role cancelled") is the status itself.
    """
    if finding.basis in _OPEN_TO_GUESS:
        return finding.confidence if outcome == "rejected" and not is_status else 0.0
    if finding.basis == "said" and not finding.is_personal and outcome != "rejected":
        return min(finding.confidence, _UNSETTLED)  # before the end it may be news of the role or the team
    if finding.basis in ("reason", "because") and outcome != "rejected":
        return 0.0 if outcome in _GIVEN_BY_SEEKER else min(finding.confidence, _UNSETTLED)
    return finding.confidence


def could_tell(texts: pl.Series) -> pl.Series:
    """Which texts have a word without which nothing is found, by a search for fixed words over all at once."""
    text = pl.col("text")
    lowered = text.str.to_lowercase().str.replace_all("[\u2018\u2019\u00b4`]", "'")
    lowered = lowered.str.replace_all("[\u201c\u201d\u201e\u00ab\u00bb]", '"').str.replace_all("\uff1a", ":")
    frame = texts.to_frame("text").select(lowered, is_plain=text.str.len_bytes() == text.str.len_chars())
    if not frame["is_plain"].all():
        bare = text.str.normalize("NFKD").str.replace_all(r"\p{M}", "").str.replace_all("\u0131", "i")
        frame = frame.with_columns(pl.when("is_plain").then(text).otherwise(bare))
    has_sure, has_told, has_verdict = (text.str.contains(pattern) for pattern in _fixed_words(note_words()))
    return frame.select((has_sure | (has_told & has_verdict)).fill_null(value=False)).to_series()


@lru_cache(maxsize=1)
def _fixed_words(words: NoteWords) -> tuple[str, str, str]:
    """Patterns of words that show something alone, that show it beside a verdict, and of verdicts."""
    groups = (SURE_TRIGGERS, VERDICT_TRIGGERS, ("cues", "about_me"))
    sure, told, verdict = (_any_of({phrase for name in names for phrase in words.words[name]}) for names in groups)
    return f"{sure}|{QUOTED}", told, verdict


def _any_of(phrases: set[str]) -> str:
    spaced = sorted(phrase for phrase in phrases if phrase.isascii())
    bounded = "|".join(r"[ \n\t\r]+".join(re.escape(word) for word in phrase.split()) for phrase in spaced)
    others = "".join(f"|{re.escape(phrase)}" for phrase in sorted(phrases) if not phrase.isascii())
    return rf"(?-u:\b)(?:{bounded})(?-u:\b){others}"
