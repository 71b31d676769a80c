"""Dates inside a note's sentence, and the one day each can mean: without a year only where one year fits."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pipeline.ingest.dates import FIRST_YEAR
from pipeline.ingest.note_words import flatten
from pipeline.vocabulary import Vocabulary

Reading = tuple[int | None, int, int]
"""Year where it is written, month, day."""

_ISO = re.compile(r"(?<![\d-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/])")
_DAY_MONTH = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.])(\d{1,2})(?![\d/%])")
_CHINESE = re.compile(r"(?:(\d{4})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


@dataclass(frozen=True)
class DateMention:
    """A date in a text: where it stands, and what it can mean."""

    start: int
    end: int
    readings: tuple[Reading, ...]


def find_dates(flat: str, start: int, end: int, vocabulary: Vocabulary) -> list[DateMention]:
    """The dates of a part of a flattened text, in order; no two overlap."""
    found: list[DateMention] = []
    for mention in sorted(_mentions(flat, start, end, vocabulary), key=lambda m: (m.start, -m.end)):
        if mention.readings and (not found or mention.start >= found[-1].end):
            found.append(mention)
    return found


def resolve_date(readings: tuple[Reading, ...], *, applied: dt.date | None, uploaded_on: dt.date) -> dt.date | None:
    """The only day that the readings can mean by the day of the upload, or None where there are several or none.

    Args:
        readings: What is written.
        applied: The day of applying, before which nothing was asked; without it a lost year stays lost.
        uploaded_on: The day the note was brought in, after which nothing can have happened.
    """
    days: set[dt.date] = set()
    for year, month, day in readings:
        years = [year] if year is not None else range(applied.year, uploaded_on.year + 1) if applied else []
        days |= {found for y in years if (found := _day(y, month, day)) and found <= uploaded_on}
    is_certain = len(days) == 1 and all(year is not None for year, _, _ in readings)
    if applied and not is_certain:
        days = {found for found in days if found >= applied}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return found if year >= FIRST_YEAR else None


def _mentions(flat: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[DateMention]:
    for pattern in (_ISO, _CHINESE):
        for found in pattern.finditer(flat, start, end):
            yield DateMention(*found.span(), _valid([(_number(found[1]), int(found[2]), int(found[3]))]))
    for found in _NUMBERS.finditer(flat, start, end):
        year = int(found[4]) + 2000 if len(found[4]) == 2 else int(found[4])
        first, second = int(found[1]), int(found[3])
        yield DateMention(*found.span(), _valid(_orders(year, first, second, found[2])))
    for found in _DAY_MONTH.finditer(flat, start, end):
        yield DateMention(*found.span(), _valid(_orders(None, int(found[1]), int(found[3]), found[2])))
    day_first, month_first = _named(vocabulary)
    for found in day_first.finditer(flat, start, end):
        month = _months(vocabulary)[found[2]]
        yield DateMention(*found.span(), _valid([(_number(found[3]), month, int(found[1]))]))
    for found in month_first.finditer(flat, start, end):
        month = _months(vocabulary)[found[1]]
        yield DateMention(*found.span(), _valid([(_number(found[3]), month, int(found[2]))]))


def _orders(year: int | None, first: int, second: int, separator: str) -> list[Reading]:
    """Day and month either way round; a dot is only written between a day and its month."""
    day_first: Reading = (year, second, first)
    return [day_first] if separator == "." else [day_first, (year, first, second)]


def _valid(readings: list[Reading]) -> tuple[Reading, ...]:
    return tuple(dict.fromkeys(r for r in readings if 1 <= r[1] <= 12 and 1 <= r[2] <= 31))


def _number(text: str | None) -> int | None:
    return int(text) if text else None


@lru_cache(maxsize=4)
def _months(vocabulary: Vocabulary) -> dict[str, int]:
    return {flatten(name): number for name, number in vocabulary.months.items()}


@lru_cache(maxsize=4)
def _named(vocabulary: Vocabulary) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Day before month, and month before day, with the year where it is written."""
    names = "|".join(sorted((re.escape(name) for name in _months(vocabulary)), key=len, reverse=True))
    year = r"(?:,?\s*(?:de\s+|del\s+)?((?:19|20)\d{2}))?(?!\w)"
    return (
        re.compile(rf"(?<![\w/-])(\d{{1,2}})(?:st|nd|rd|th|\.|er)?[\s-]*(?:of\s+|de\s+)?({names})(?!\w)\.?{year}"),
        re.compile(rf"(?<!\w)({names})\.?[\s-]*(?:the\s+)?(\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[./:]\d){year}"),
    )
