"""What the cells of one status column say: words, ticks under a header, steps, boxes, a number of interviews."""

import re
from dataclasses import replace

import polars as pl

from pipeline.ingest.clean import distinct_texts
from pipeline.ingest.header_words import counts_interviews, notions_of_header
from pipeline.ingest.headers import tick_meaning
from pipeline.ingest.history import history_reading
from pipeline.ingest.status import StatusReading, read_status
from pipeline.vocabulary import Vocabulary, compact, fold

COUNT = re.compile(r"\d(?:\.0)?")
"""A number of interviews."""

_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b|\d{1,2}[-/ .]*[^\W\d]{3,}|[^\W\d]{3,}\.? \d{1,2}\b")
_APPLIED = "applied"
_REFUSED = StatusReading(outcome="rejected")
_TICKED, _UNTICKED = frozenset({"✅", "☑", "☑️", "✔", "✔️", "✓"}), frozenset({"⬜", "⬜️", "☐", "□", "🔲"})


def read_cells(texts: pl.Series, header: str, vocabulary: Vocabulary) -> dict[str, StatusReading]:
    """What the texts of a status column say; under "Reply" a no says that none came, unless other words say that.

    Boxes alone, some of them ticked, say what was sent. Under "Got it?" a no is a refusal where what is not yet known
    is left blank.
    """
    read = {text: read_cell(text, header, vocabulary) for text in distinct_texts(texts)}
    if read.keys() <= _TICKED | _UNTICKED and read.keys() & _UNTICKED and tick_meaning(header, vocabulary) is None:
        return {text: StatusReading(_APPLIED if text in _TICKED else "saved") for text in read}
    noes = [
        text
        for text in read
        if (fold(text) or text) in vocabulary.words["no"] and (fold(text) or text) not in vocabulary.user_statuses
    ]
    if compact(header) in {compact(question) for question in vocabulary.words["got_questions"]} and texts.has_nulls():
        return {**read, **dict.fromkeys(noes, _REFUSED)}
    is_silence_named = any(said.outcome == "no_response" for said in read.values())
    is_answer = "respond" in notions_of_header(header, vocabulary) and not _asks_decision(header, vocabulary)
    if is_answer and not is_silence_named:
        return {**read, **dict.fromkeys(noes, StatusReading(outcome="no_response"))}
    return read


def _asks_decision(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a header asks what was decided ("Outcome", "Final answer"), and not only whether an answer came."""
    notions = notions_of_header(header, vocabulary)
    return "outcome" in notions or {"final", "respond"} <= notions


def read_cell(text: str, header: str, vocabulary: Vocabulary) -> StatusReading:
    """A status cell: a text, a list of steps, a number of interviews.

    A yes under a header that is itself a status ("Applied", "Ghosted") says the header.
    """
    word = fold(text) or text
    if word in vocabulary.user_statuses:
        return read_status(text, vocabulary)
    if COUNT.fullmatch(text) and counts_interviews(header, vocabulary):
        return StatusReading()
    is_yes, is_no = _says_yes(word, vocabulary), word in vocabulary.words["no"]
    if compact(header) in vocabulary.open_headers and (is_yes or is_no):
        return StatusReading(outcome=None if is_yes else "rejected")
    if is_yes and word not in vocabulary.statuses and _asks_decision(header, vocabulary):
        return StatusReading("offer", "offer")
    named = tick_meaning(header, vocabulary)
    if named is not None:
        if is_yes or word in vocabulary.words["step_words"] or (named.outcome and _DATE.match(text)):
            return StatusReading(named.stage, named.outcome)
        if is_no:
            is_applying = bool(notions_of_header(header, vocabulary) & {"apply", "send"})
            is_applying &= "receive" not in notions_of_header(header, vocabulary)
            return StatusReading("saved" if named.stage == _APPLIED and not named.outcome and is_applying else None)
    is_listed = fold(text) in vocabulary.statuses  # "Offer - declined" is one phrase, and no list of steps
    said = (None if is_listed else history_reading(text, vocabulary)) or read_status(text, vocabulary)
    if said.stage == "saved" and said.outcome is None and "interview" in notions_of_header(header, vocabulary):
        return replace(said, stage=None)  # an interview that has not begun says nothing of what was sent
    is_theirs = bool(notions_of_header(header, vocabulary) & {"respond", "feedback"})
    return replace(said, stage=None, outcome="rejected") if is_theirs and _is_skipped(said) else said


def _says_yes(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a yes, or one with more behind it ("yes (form email)")."""
    first, _, rest = word.partition(" ")
    return word in vocabulary.words["yes"] or (bool(rest) and first in vocabulary.words["plain_yes"])


def _is_skipped(said: StatusReading) -> bool:
    """What "pass" says: the seeker did not apply, or, as an answer, the employer did not want to."""
    return (said.stage, said.outcome) == ("saved", "withdrawn")
