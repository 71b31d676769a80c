"""Texts that name a stretch of time: a month, a week, a quarter, a season."""

import re

from pipeline.vocabulary import Vocabulary, fold

_PERIOD = re.compile(
    r"^(?:(?:week|wk|w c|w b|w e|wc|wb|kw|commencing|beginning|starting|ending|vom|du|au|van|dal|al|woche|semaine|"
    r"semana|settimana|hafta|q|quarter|year|jahr|of|the|to|till|until|bis|from|"
    r"q[1-4]|w\d{1,2}|h[12]|\d{1,4}|\d{1,2}(?:st|nd|rd|th))(?:\s+|$))*$"
)
_OF_A_CALENDAR = re.compile(
    r"\b(?:week|wk|kw|w\d{1,2}|kw\d{1,2}|woche|semaine|semana|settimana|hafta|q[1-4]|quarter)\b"
)


def is_folded_period(folded: str, vocabulary: Vocabulary) -> bool:
    """Whether folded words are a stretch of time and nothing else."""
    words = [word for word in folded.split() if word not in vocabulary.months]
    has_month = len(words) < len(folded.split())
    named = vocabulary.words["period_words"] | vocabulary.words["weekdays"]
    rest = " ".join(word for word in words if word not in named)
    return bool(_PERIOD.match(rest)) and (has_month or bool(re.search(r"\d", rest)))


def is_vague_day(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says when, and not on which day: KW 12, mid March, w/c 3 March 2026, Q1, 3.-5. March."""
    folded = f" {fold(text)} "
    is_dated = bool(_OF_A_CALENDAR.search(folded)) or not vocabulary.months.keys().isdisjoint(folded.split())
    if not is_dated:
        return False
    for word in sorted(vocabulary.words["date_doubts"], key=len, reverse=True):
        folded = folded.replace(f" {word} ", " ")
    rest = folded.split()
    return not rest or is_folded_period(" ".join(rest), vocabulary) or all(word in vocabulary.months for word in rest)
