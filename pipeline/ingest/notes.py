"""Feedback that hides in a free note: asks, and what employers said, each with its exact words and how sure it is.

The rules are readable and rather miss than invent: a verb of asking or telling and its object, a heading, a verdict.
What is to be done, guessed or self-criticism is no feedback, and no standard line of a rejection is.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.ingest.note_asks import Ask, find_ask
from pipeline.ingest.note_dates import Reading
from pipeline.ingest.note_tellings import Basis, Telling, continues, find_telling, is_aside, is_personal
from pipeline.ingest.note_words import NoteWords, alternation, flatten, note_words
from pipeline.vocabulary import Vocabulary

What = Literal["ask", "feedback", "both"]

_LONGEST = 5_000
"""A longer note is a pasted text, of which the beginning is looked at."""

_LONGEST_REFUSAL = 120
_MOST_CONTINUED = 6
_STARTS_ANEW = frozenset({"said", "label", "reason", "summary"})
_BREAK = re.compile(r"[\n\r;|\u2022\u2192\u3002\uff1b\uff01]+|[.!\u2026]+\"?(?=\s|$)")
_QUOTATION = re.compile(r'(?<!\w)"[^"\n]{3,400}"')
_ABBREVIATION = re.compile(r"(?<!\w)(?:e\.g|i\.e|mr|ms|mrs|dr|vs|approx|z\.b)$")


@dataclass(frozen=True)
class Finding:
    """One thing a note says about feedback.

    Attributes:
        what: An ask, feedback, or an ask with the feedback that came of it.
        start: Where the quote starts in the note: what was said, or the ask where nothing was said.
        end: Where it ends.
        asked_days: What the day of asking can mean; empty where none is written.
        ask_channel: How it was asked, where that is written.
        asked_of: Whom, where that is written.
        has_response: Whether an answer came, None where the note does not say.
        confidence: How sure it is, 0 to 1.
        reason: Why, in words.
        basis: What shows it.
        is_personal: Whether the words told name the seeker.
    """

    what: What
    start: int
    end: int
    asked_days: tuple[Reading, ...]
    ask_channel: str | None
    asked_of: str | None
    has_response: bool | None
    confidence: float
    reason: str
    basis: Basis | Literal["asked"]
    is_personal: bool = False


def find_in_note(text: str, vocabulary: Vocabulary) -> tuple[Finding, ...]:
    """Everything a note says about feedback, in the order of the note.

    Args:
        text: The note as written.
        vocabulary: Channels, people and months.
    """
    words = note_words()
    flat = flatten(text[:_LONGEST])
    hits = [hit.start() for hit in _trigger(words).finditer(flat)]
    if not hits:
        return ()
    found: list[Finding] = []
    pending: Finding | None = None
    sentences = _sentences(flat, vocabulary)
    for place, (start, end) in enumerate(sentences):
        is_telling = any(start <= hit < end for hit in hits)
        ask = find_ask(flat, start, end, words, vocabulary) if is_telling else None
        telling = _telling(flat, text, ask.end if ask else start, place, sentences, words) if is_telling else None
        if ask is None and telling is None and start < (found[-1].end if found else 0):
            continue
        if ask is not None:
            pending = _of_ask(ask, telling, _reply(flat, ask.end, end, words))
            found.append(pending)
        elif pending is not None and found[-1] is pending and pending.has_response is None:
            found[-1] = _answered(pending, telling, _reply(flat, start, end, words))
            pending = None if found[-1] is not pending else pending
            if found[-1].what == "ask" and telling is not None:
                found.append(_of_telling(telling))
        elif telling is not None and telling.start >= (found[-1].end if found else 0):
            found.append(_of_telling(telling))
    return tuple(replace(each, is_personal=is_personal(flat, each.start, each.end, words)) for each in found)


def is_refusal(text: str) -> bool:
    """Whether a text only says that no feedback or reason was given: an answer to an ask, and no feedback.

    >>> is_refusal("No reason given"), is_refusal("No feedback given, but strong SQL")
    (True, False)
    """
    words = note_words()
    flat = flatten(text)
    if len(flat) > _LONGEST_REFUSAL or not _replies(words)["refused"].search(flat):
        return False
    return re.search(words.parts["cues"], _replies(words)["refused"].sub(" ", flat)) is None


def _telling(
    flat: str, text: str, start: int, place: int, sentences: list[tuple[int, int]], words: NoteWords
) -> Telling | None:
    """What is told from ``start`` to the end of a sentence, and in those after it that go on under its heading."""
    end = sentences[place][1]
    telling = find_telling(flat, text, start, end, words)
    if telling is None or telling.basis != "label" or telling.end < end - 2:
        return telling
    is_open = False
    for after_start, after_end in sentences[place + 1 : place + 1 + _MOST_CONTINUED]:
        other = find_telling(flat, text, after_start, after_end, words)
        if other is not None and other.basis in _STARTS_ANEW:
            break
        if continues(flat, after_start, after_end, words):
            telling, is_open = (
                replace(telling, end=after_start + len(flat[after_start:after_end].rstrip(" .!"))),
                False,
            )
        elif is_open or is_aside(flat, after_start, after_end, words):
            break
        else:
            is_open = True  # one sentence that says little may stand between two that go on
    return telling


def _of_ask(ask: Ask, telling: Telling | None, reply: bool | None) -> Finding:
    finding = Finding(
        what="ask",
        start=ask.start,
        end=ask.end,
        asked_days=ask.date.readings if ask.date else (),
        ask_channel=ask.channel,
        asked_of=ask.asked_of,
        has_response=reply,
        confidence=ask.confidence,
        reason=ask.reason,
        basis="asked",
    )
    return finding if telling is None else _with_words(finding, telling)


def _answered(pending: Finding, telling: Telling | None, reply: bool | None) -> Finding:
    """An ask with what the sentence after it says of an answer."""
    if telling is not None and telling.basis not in ("bare", "wanted", "because"):
        return _with_words(pending, telling)
    return pending if reply is None else replace(pending, has_response=reply)


def _with_words(ask: Finding, telling: Telling) -> Finding:
    if telling.basis == "bare":
        return replace(ask, has_response=ask.has_response)
    return replace(
        ask,
        what="both",
        start=telling.start,
        end=telling.end,
        has_response=True,
        confidence=min(ask.confidence, telling.confidence),
        reason=f"{ask.reason}, and {telling.reason}",
    )


def _of_telling(telling: Telling) -> Finding:
    return Finding(
        what="feedback",
        start=telling.start,
        end=telling.end,
        asked_days=(),
        ask_channel=None,
        asked_of=None,
        has_response=True,
        confidence=telling.confidence,
        reason=telling.reason,
        basis=telling.basis,
    )


def _reply(flat: str, start: int, end: int, words: NoteWords) -> bool | None:
    """Whether words from ``start`` on say that an answer came, or that none did; None where they say neither."""
    patterns = _replies(words)
    if patterns["refused"].search(flat, start, end):
        return True
    if patterns["no_reply"].search(flat, start, end):
        return False
    answered = patterns["answered"].search(flat, start, end)
    if answered is None:
        return None
    return re.search(rf"{words.parts['no']}\s*$", flat[start : answered.start()]) is None


def _sentences(flat: str, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Start and end of each sentence; a dot behind a day ("3. Mai") or a short form ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    quotations = [found.span() for found in _QUOTATION.finditer(flat)]
    for stop in _BREAK.finditer(flat):
        is_quoted = any(opens < stop.start() and stop.end() < closes for opens, closes in quotations)
        if is_quoted or (stop[0] == "." and _is_inside(flat, stop.start(), vocabulary)):
            continue
        end = stop.end() if stop[0].endswith('"') else stop.start()
        if flat[start:end].strip():
            spans.append((start, end))
        start = stop.end()
    if flat[start:].strip():
        spans.append((start, len(flat)))
    return spans


def _is_inside(flat: str, dot: int, vocabulary: Vocabulary) -> bool:
    if flat[dot - 1 : dot].isdecimal():
        return _months(vocabulary).match(flat, dot + 1) is not None
    return _ABBREVIATION.search(flat, max(0, dot - 6), dot) is not None


@lru_cache(maxsize=4)
def _months(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\s+{alternation(frozenset(flatten(name) for name in vocabulary.months))}")


@lru_cache(maxsize=1)
def _replies(words: NoteWords) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(words.parts[name]) for name in ("refused", "no_reply", "answered")}


SURE_TRIGGERS = ("according", "objects", "objects_at_end", "feedback_label", "reason_label", "was_told", "bare")
"""Whatever is found has a word of one of these, or one of the last with a verdict or the seeker beside it."""

QUOTED = r':\s*"'
"""So does a quotation behind a colon."""

VERDICT_TRIGGERS = ("told", "told_loosely", "judged", "came_back", "they_wanted", "because")


@lru_cache(maxsize=1)
def _trigger(words: NoteWords) -> re.Pattern[str]:
    phrases = frozenset().union(*(words.words[name] for name in (*SURE_TRIGGERS, *VERDICT_TRIGGERS)))
    return re.compile(f"{alternation(phrases)}|{QUOTED}")
