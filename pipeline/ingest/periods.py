"""Texts that name a stretch of time: a month, a week, a quarter, a season."""

import re
from collections.abc import Iterable
from functools import lru_cache

from pipeline.vocabulary import Vocabulary, fold

_NUMBERS = r"q[1-4]|w\d{1,2}|h[12]|\d{1,4}|\d{1,2}(?:st|nd|rd|th)"
_NUMBERED = r"q[1-4]|k?w\d{1,2}"


def is_folded_period(folded: str, vocabulary: Vocabulary) -> bool:
    """Whether folded words are a stretch of time and nothing else."""
    words = [word for word in folded.split() if word not in vocabulary.months]
    has_month = len(words) < len(folded.split())
    named = vocabulary.words["period_words"] | vocabulary.words["weekdays"]
    rest = " ".join(word for word in words if word not in named)
    return bool(_period(vocabulary).match(rest)) and (has_month or bool(re.search(r"\d", rest)))


def is_vague_day(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says when, and not on which day: KW 12, mid March, w/c 3 March 2026, Q1, 3.-5. March."""
    folded = f" {fold(text)} "
    is_dated = bool(_of_a_calendar(vocabulary).search(folded)) or not vocabulary.months.keys().isdisjoint(
        folded.split()
    )
    if not is_dated:
        return False
    for word in sorted(vocabulary.words["date_doubts"], key=len, reverse=True):
        folded = folded.replace(f" {word} ", " ")
    rest = folded.split()
    return not rest or is_folded_period(" ".join(rest), vocabulary) or all(word in vocabulary.months for word in rest)


@lru_cache(maxsize=4)
def _period(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = _either(vocabulary.words["period_units"] | vocabulary.words["period_links"])
    return re.compile(rf"^(?:(?:{words}|{_NUMBERS})(?:\s+|$))*$")


@lru_cache(maxsize=4)
def _of_a_calendar(vocabulary: Vocabulary) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_either(vocabulary.words['period_units'])}|{_NUMBERED})\b")


def _either(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first."""
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))
