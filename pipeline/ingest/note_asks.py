"""Whether a sentence of a note says that the seeker asked for feedback: when, how, whom, and what came of it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.ingest.note_dates import DateMention, find_dates
from pipeline.ingest.note_words import NoteWords, alternation, flatten
from pipeline.vocabulary import Vocabulary

_UNSAID = "other"
_TIME = 16
"""How far behind the request its day may stand, in letters: "asked for feedback by phone on 3 May"."""


@dataclass(frozen=True)
class Ask:
    """A request for feedback in a sentence.

    Attributes:
        start: Where it starts in the text.
        end: Where it ends, its day included.
        date: Its day, where it is written.
        channel: How it was made, where it is written.
        asked_of: Whom, where it is written.
        confidence: How sure it is, 0 to 1.
        reason: Why, in words.
    """

    start: int
    end: int
    date: DateMention | None
    channel: str | None
    asked_of: str | None
    confidence: float
    reason: str


@dataclass(frozen=True)
class _Patterns:
    asked: re.Pattern[str]
    contacted: re.Pattern[str]
    behind: re.Pattern[str]
    not_before: re.Pattern[str]
    not_near: re.Pattern[str]
    not_behind: re.Pattern[str]
    theirs: re.Pattern[str]
    friends: re.Pattern[str]
    channel: re.Pattern[str]
    people: re.Pattern[str]
    reply: re.Pattern[str]


def find_ask(flat: str, start: int, end: int, words: NoteWords, vocabulary: Vocabulary) -> Ask | None:
    """The request in a sentence of a flattened text, or None where it says none, or only that one is to be made."""
    patterns = _patterns(words, vocabulary)
    for pattern, confidence, reason in (
        (patterns.asked, 0.9, "it says that feedback was asked for"),
        (patterns.behind, 0.9, "it says that feedback was asked for"),
        (patterns.contacted, 0.85, "it says that somebody was contacted about feedback"),
    ):
        for found in pattern.finditer(flat, start, end):
            is_negated = pattern is patterns.behind and patterns.not_near.search(flat[start : found.start()])
            if not is_negated and _is_request(flat, start, end, found, patterns):
                return _ask(flat, start, end, found, words, vocabulary, confidence, reason)
    return None


def _is_request(flat: str, start: int, end: int, found: re.Match[str], patterns: _Patterns) -> bool:
    before = flat[start : found.start()]
    return not (
        patterns.not_before.search(before)
        or patterns.theirs.search(before)
        or patterns.friends.search(found[0])
        or patterns.not_behind.match(flat, found.end(), min(end + 1, len(flat)))
    )


def _ask(
    flat: str,
    start: int,
    end: int,
    found: re.Match[str],
    words: NoteWords,
    vocabulary: Vocabulary,
    confidence: float,
    reason: str,
) -> Ask:
    patterns = _patterns(words, vocabulary)
    left = max(start, flat.rfind(",", start, found.start()) + 1)
    reply = patterns.reply.search(flat, found.end(), end)
    right = min(reply.start() if reply else end, end)
    date = _date_of(flat, left, found.start(), found.end(), right, vocabulary)
    stop = max(found.end(), date.end) if date and date.start >= found.start() else found.end()
    if "(" in flat[found.start() : stop] and flat[stop : stop + 1] == ")":
        stop += 1
    zone = flat[left:right]
    return Ask(
        start=found.start(),
        end=stop,
        date=date,
        channel=_channel_of(zone, found[0], patterns, words, vocabulary),
        asked_of=_person_of(zone, patterns, vocabulary),
        confidence=confidence,
        reason=reason,
    )


def _date_of(flat: str, left: int, verb: int, stop: int, right: int, vocabulary: Vocabulary) -> DateMention | None:
    """The day inside the request or soon behind it, else the one at the head of its clause."""
    dates = find_dates(flat, left, right, vocabulary)
    inside = [date for date in dates if date.start >= verb]
    if inside:
        comma = flat.find(",", stop, inside[0].start)
        return inside[0] if inside[0].start < stop or comma < 0 or inside[0].start - stop <= _TIME else None
    heads = [date for date in dates if not flat[left : date.start].strip(" ([on-*")]
    return heads[0] if heads else None


def _channel_of(zone: str, request: str, patterns: _Patterns, words: NoteWords, vocabulary: Vocabulary) -> str | None:
    named = {
        _channels(vocabulary)[" ".join((found[1] or found[2]).split())] for found in patterns.channel.finditer(zone)
    }
    named.discard(_UNSAID)
    if not named:
        named = {channel for channel, verbs in words.contact_channels.items() if verbs.search(request)}
    if not named:
        named = {channel for channel, verbs in words.contact_channels.items() if verbs.search(zone)}
    return named.pop() if len(named) == 1 else None


def _person_of(zone: str, patterns: _Patterns, vocabulary: Vocabulary) -> str | None:
    named = {_people(vocabulary)[" ".join(found[0].split())] for found in patterns.people.finditer(zone)}
    return named.pop() if len(named) == 1 else None


@lru_cache(maxsize=4)
def _channels(vocabulary: Vocabulary) -> dict[str, str]:
    return {flatten(spelling): channel for spelling, channel in vocabulary.channels.items()}


@lru_cache(maxsize=4)
def _people(vocabulary: Vocabulary) -> dict[str, str]:
    return {flatten(spelling): who for spelling, who in vocabulary.asked_of.items() if who != _UNSAID}


@lru_cache(maxsize=4)
def _patterns(words: NoteWords, vocabulary: Vocabulary) -> _Patterns:
    parts = words.parts
    goal = rf"(?:{parts['objects']}|{parts['objects_at_end']}(?=\s*(?:[,:)(\u2013-]|$)))"
    theirs = rf"(?:{parts['to_me']}|{parts['not_theirs']})"
    gap = rf"(?:(?!{theirs})[^,;:?]){{0,60}}?"
    plain = rf"(?:\s+|(?<=[\u3400-\u9fff]))(?:(?!{theirs})[^,;:?]){{0,40}}?"
    last = rf"(?:{parts['passives']}|{parts['tellers']}(?:\s+\w+)?)\s+$"
    return _Patterns(
        asked=re.compile(rf"{parts['asked']}{plain}{goal}"),
        contacted=re.compile(
            rf"{parts['contacted']}(?!\w){gap}{parts['contact_links']}\s+(?:(?!{theirs})\w+\s+){{0,3}}?{goal}"
        ),
        behind=re.compile(rf"{parts['objects']}\s*[:\u2013-]?\s*(?:from\s+\w+\s+)?{parts['asked_behind']}"),
        not_before=re.compile(rf"{parts['not_asked']}\W*$"),
        not_near=re.compile(rf"{parts['not_asked']}(?:\s+\w+){{0,2}}\s*$"),
        not_behind=re.compile(rf"\s*(?:{parts['not_asked_behind']}|{parts['not_asked_at_end']}\s*$)"),
        theirs=re.compile(last),
        friends=re.compile(parts["friends"]),
        channel=re.compile(
            rf"(?:{parts['by']}\s+(?:{parts['articles']}\s+)?|\()"
            rf"({alternation(frozenset(_channels(vocabulary)))})"
            rf"|({alternation(frozenset(name for name in _channels(vocabulary) if ' ' in name))})"
        ),
        people=re.compile(alternation(frozenset(_people(vocabulary)))),
        reply=re.compile(rf"{parts['no_reply']}|{parts['refused']}|{parts['answered']}|{parts['told']}"),
    )
