"""The words that people read in place of the data's short names, and numbers the way people say them."""

from collections.abc import Mapping
from datetime import date

from pipeline.insight.findings import percent
from pipeline.vocabulary import counted as counted  # noqa: PLC0414 - one of the words that pages take from here
from pipeline.vocabulary import load_vocabulary

DIMENSIONS: Mapping[str, str] = {
    "ask_channel": "how you asked",
    "asked_of": "whom you asked",
    "stage": "how far it had got",
    "ask_delay": "how soon you asked",
    "source": "where the opening was found",
    "month": "the month of asking",
    "seeker": "whose search it is",
}
"""What asks can be split by, as the end of the words “split by …”."""

CONTROL: Mapping[str, str] = {
    "mine": "in your hands",
    "partly": "partly in your hands",
    "not_mine": "out of your hands",
}

POLARITY: Mapping[str, str] = {
    "concern": "Concern",
    "strength": "Strength",
    "circumstance": "Circumstance",
    "unclear": "No verdict",
}

GENTLE_POLARITY: Mapping[str, str] = {**POLARITY, "concern": "Something to try"}
"""The same in gentle mode: softer words for the same counts."""

METHOD: Mapping[str, str] = {
    "codebook": "found by a phrase",
    "model": "read by the model",
    "confirmed": "taught by you",
}

_DELAYS: Mapping[str, str] = {
    "same or next day": "Same or next day",
    "2 days": "2 days later",
    "3-7 days": "3 to 7 days later",
    "8-14 days": "8 to 14 days later",
    "over 14 days": "Over 14 days later",
    "before the decision": "Before the decision",
}

_ASKS: Mapping[str, str] = {
    "ask_channel": "Asks by {}",
    "asked_of": "Asks to the {}",
    "stage": "Asks after {}",
    "ask_delay": "Asks made {}",
    "source": "Asks about openings from {}",
    "month": "Asks made in {}",
    "seeker": "Asks of {}",
}

_KEPT_AS_WRITTEN = ("source", "month", "seeker")
"""Dimensions whose segments are names, which keep their capital inside a sentence."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def label(name: str | None) -> str:
    """A stage, outcome, channel or person in words; what nobody wrote down says so."""
    if name is None or name == "unknown":
        return "Not written down"
    vocabulary = load_vocabulary()
    term = vocabulary.stages.get(name) or vocabulary.outcomes.get(name)
    return term.label if term else vocabulary.labels.get(name, name.replace("_", " ").capitalize())


def segment_label(dimension: str, segment: str) -> str:
    """A segment of a dimension in words.

    >>> segment_label("month", "2026-05"), segment_label("ask_channel", "in_person")
    ('May 2026', 'In person')
    """
    if segment == "unknown":
        return "Not written down"
    if dimension == "month":
        year, _, month = segment.partition("-")
        return f"{_MONTHS[int(month) - 1]} {year}"
    if dimension in ("source", "seeker"):
        return segment
    return _DELAYS.get(segment) or label(segment)


def asks_phrase(dimension: str, segment: str) -> str:
    """The asks of a segment as the subject of a sentence.

    >>> asks_phrase("ask_channel", "phone")
    'Asks by phone'
    >>> asks_phrase("ask_channel", "in_person")
    'Asks in person'
    """
    if segment == "unknown":
        return "Asks without this written down"
    name = segment_label(dimension, segment)
    inside = name if dimension in _KEPT_AS_WRITTEN else name[:1].lower() + name[1:]
    return _ASKS[dimension].format(inside).replace("by in person", "in person")


def day_in_words(day: date) -> str:
    """A day as in a letter.

    >>> day_in_words(date(2026, 5, 4))
    '4 May 2026'
    """
    return f"{day.day} {day:%B %Y}"


def times_in(count: int, total: int) -> str:
    """How often out of how many, as said aloud.

    >>> times_in(6, 8), times_in(1, 8), times_in(0, 8), times_in(8, 8)
    ('6 times in 8', 'once in 8', 'not once in 8', 'all 8 times')
    """
    if count == total:
        return "all " + counted(total, "time") if total > 1 else "the one time"
    return {0: "not once", 1: "once"}.get(count, f"{count} times") + f" in {total}"


def interval(low: float, high: float) -> str:
    """A 95% interval of a share.

    >>> interval(0.41, 0.928)
    '95% interval 41% to 93%'
    """
    return f"95% interval {percent(low)} to {percent(high)}"


def points(difference: float) -> str:
    """A difference of two shares in percentage points, with its sign.

    >>> points(0.298), points(-0.1), points(0.0)
    ('+30', '-10', '+0')
    """
    return f"{round(100 * difference):+d}"


def in_ten(share: float) -> str:
    """A chance as natural frequencies, which are read right more often than percentages.

    >>> in_ten(0.68), in_ten(0.02), in_ten(1.0)
    ('about 7 in 10', 'less than 1 in 10', 'nearly always')
    """
    tenths = round(10 * share)
    return {0: "less than 1 in 10", 10: "nearly always"}.get(tenths, f"about {tenths} in 10")
