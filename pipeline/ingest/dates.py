"""One text to a date: read where only one reading exists, else told why not; what a column may settle stays open."""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline.ingest.money import parse_salary
from pipeline.vocabulary import Vocabulary, fold

Order = Literal["dmy", "mdy", "ymd"]
Problem = Literal[
    "ambiguous_dates",
    "exchanged_dates",
    "missing_year",
    "month_only_dates",
    "placeholder_dates",
    "relative_dates",
    "two_dates",
    "unparsed_dates",
]

FIRST_YEAR = 1990
"""Nobody's current job search is older; an earlier year is a slip of the keyboard."""

_SHORT_YEARS_BACK = 10
"""A year of two digits is read within this window, so that 26-03-05 is not the year 2005."""

_SERIAL_START = dt.date(1899, 12, 30)
_TIME = re.compile(
    r"(?:[,T ]+|\b)(?:\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\b\.?)?|\d{1,2}\s*(?:[ap]\.?m\b\.?|uhr\b))"
    r"(?:\s*(?:Z|UTC|GMT|CES?T|WES?T|[ECMP][SD]T|[BI]ST|AE[SD]T|JST)\b)?(?:\s*[+-]\d{2}:?\d{2}\b)?"
    r"(?:\s*\((?:[A-Z]{2,5}|[^()]*(?:Time|zeit|hora|heure)[^()]*)\))?",
    re.IGNORECASE,
)
_FULL_WIDTH = 0xFEE0
_ONE_FORM = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-") | {
    ord(letter) + _FULL_WIDTH: letter for letter in "0123456789-/.:"
}
"""Dashes and digits of other keyboards."""

_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)(.*)$", re.DOTALL)
_NUMBERS = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{1,2})(?!\d)(.*)$", re.DOTALL)
_EIGHT_DIGITS = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_NO_YEAR = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\.?(?=$|[\s(,;])(?!\s*\d)")
_NO_YEAR_CJK = re.compile(r"^(\d{1,2})月(\d{1,2})日?$")
_RANGE_SO_FAR = re.compile(r"(?<!\d)\d{1,2}\.?\s?[-/+&]\s?$")
"""What stands before the last of several days: 3.- before 5 March."""

_MONTH_ONLY = re.compile(r"^(?:\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{1,2}\s*[-/.]\s*\d{4})$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_ORDINAL = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|ª|°)(?=\W|$)", re.IGNORECASE)
_STUCK = re.compile(r"(?<=\d)(?=[^\W\d_]{3})|(?<=[^\W\d_]{3})(?=\d)")
_WORD = re.compile(r"\d+|[^\W\d_]+")
_LINKING_WORDS = frozenset({"of", "the", "de", "del", "den", "der", "do", "el", "le", "am", "il", "op", "d"})


@dataclass(frozen=True)
class DateText:
    """What one text says.

    Attributes:
        date: The date, where only one reading exists.
        numbers: Three numbers in the order written, where the order of day, month and year is open.
        separator: What stands between the numbers.
        has_more: Whether other words follow the date.
        problem: Why there is no date, or None.
        is_serial: Whether it is a day number of a spreadsheet program.
        weekday: The day of the week that stands beside it, Monday is 1.
        days: Month and day where the year is missing, in every order they can be meant.
        days_back: How many days before the upload it says it was.
    """

    date: dt.date | None = None
    numbers: tuple[int, int, int] | None = None
    separator: str = ""
    has_more: bool = False
    problem: Problem | None = None
    is_serial: bool = False
    weekday: int | None = None
    days: tuple[tuple[int, int], ...] = ()
    days_back: int | None = None


_UNPARSED = DateText(problem="unparsed_dates")


def parse_date_text(text: str, *, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Read one text on its own; numbers whose order is open stay numbers.

    Args:
        text: The cell, not blank.
        latest: The last date that is believed.
        vocabulary: For the names of months and days.
    """
    return _parse(text, latest, vocabulary, is_stage=False)


def parse_stage_text(text: str, *, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Read the cell of a stage, which may tell a story and list several days; the stage was reached on the first."""
    return _parse(text, latest, vocabulary, is_stage=True)


def split_date(text: str, *, latest: dt.date, vocabulary: Vocabulary) -> tuple[str, dt.date | None]:
    """A text without the date in it, and that date; None where there is none, several, or one that is not certain."""
    plain = text.translate(_ONE_FORM)
    bare = " ".join(_TIME.sub(" ", plain).split())
    spans = [found.span() for found in _date_like(vocabulary).finditer(_unaccented(bare))]
    if len(spans) != 1:
        return text, None
    start, stop = spans[0]
    reading = _read_at_start(bare[start:stop].strip(" ,"), None, latest, vocabulary)
    return f"{bare[:start]} {bare[stop:]}", None if _is_doubted(bare, vocabulary) else reading.date


def _parse(text: str, latest: dt.date, vocabulary: Vocabulary, *, is_stage: bool) -> DateText:
    if fold(text) in vocabulary.words["date_placeholders"]:
        return DateText(problem="placeholder_dates")
    plain = text.translate(_ONE_FORM)
    bare, weekday = _without_weekday(" ".join(_TIME.sub(" ", plain).split()).strip(" ,;"), vocabulary)
    if (relative := _read_relative(bare, vocabulary)) is not None:
        return relative
    whole = _read_at_start(bare, weekday, latest, vocabulary)
    if whole.problem != "unparsed_dates" or weekday is not None:
        return _without_doubtful(whole, bare, vocabulary)
    spans = [found.span() for found in _date_like(vocabulary).finditer(_unaccented(bare))]
    if len(spans) == 1:
        return _read_amid(bare, spans[0], latest, vocabulary, is_stage=is_stage)
    if len(spans) > 1:
        return _read_first(bare, spans, latest, vocabulary, is_stage=is_stage)
    return whole


def _without_doubtful(reading: DateText, bare: str, vocabulary: Vocabulary) -> DateText:
    """What was read, without a day that the words beside it doubt."""
    if not _is_doubted(bare, vocabulary):
        return reading
    return _UNPARSED if reading.problem is None else replace(reading, days=())


def _without_weekday(text: str, vocabulary: Vocabulary) -> tuple[str, int | None]:
    """The text without the name of a weekday around it, and which one that is."""
    for pattern in (r"^\W*([^\W\d_]+(?:-feira)?)[.,]*\s+(.+)$", r"^(.+\d.*?)[\s,(\uff08]+([^\W\d_]+)[.)\uff09]*$"):
        found = re.match(pattern, text, re.DOTALL)
        if found is None:
            continue
        word, rest = (found[1], found[2]) if pattern.startswith(r"^\W") else (found[2], found[1])
        weekday = vocabulary.weekdays.get(fold(word))
        if weekday is not None and fold(word) not in vocabulary.months:
            return rest.strip(" ,;"), weekday
    return text, None


def _read_at_start(bare: str, weekday: int | None, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """The date that a text begins with."""
    if found := _YEAR_FIRST.match(bare):
        return _on_weekday(
            _dated(_date(*(int(part) for part in found.groups()[:3]), latest=latest), found[4]), weekday
        )
    if found := _NUMBERS.match(bare):
        return _read_numbers(found, weekday, latest)
    if found := _EIGHT_DIGITS.match(bare):
        return _dated(_date(*(int(part) for part in found.groups()), latest=latest), "")
    if _MONTH_ONLY.match(bare):
        return DateText(problem="month_only_dates")
    if found := _NO_YEAR.match(bare):
        if _begins_with_month(bare[found.end() :], vocabulary):
            return DateText(problem="two_dates")
        if parse_salary(bare).currency is not None:
            return _UNPARSED
        first, second = int(found[1]), int(found[3])
        days = tuple(dict.fromkeys(day for day in ((first, second), (second, first)) if _is_day_of_month(*day)))
        return DateText(problem="missing_year", days=days, separator=found[2], weekday=weekday) if days else _UNPARSED
    if found := _NO_YEAR_CJK.match(bare):
        return DateText(problem="missing_year", days=((int(found[1]), int(found[2])),), weekday=weekday)
    if _SERIAL.match(bare):
        day = _SERIAL_START + dt.timedelta(days=int(bare[:5]))
        return DateText(date=day, is_serial=True) if _is_believed(day, latest) else _UNPARSED
    return _on_weekday(_read_named_month(bare, weekday, latest, vocabulary), weekday)


def _begins_with_month(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a month goes on after two numbers, which are its first and its last day: 3-5 March."""
    return fold(text).partition(" ")[0] in vocabulary.months


def _read_numbers(found: "re.Match[str]", weekday: int | None, latest: dt.date) -> DateText:
    numbers = (int(found[1]), int(found[3]), int(found[4]))
    if _is_another_date(found[5]):
        return _UNPARSED
    is_short = len(found[4]) <= len("26")
    has_more = bool(found[5].strip(" ,;."))
    readings = possible_readings(numbers, found[2], is_short=is_short, latest=latest, weekday=weekday)
    if not readings:
        early = possible_readings(
            numbers, found[2], is_short=is_short, latest=latest, weekday=weekday, dots_begin_with_year=True
        )
        open_numbers = DateText(numbers=numbers, separator=found[2], has_more=has_more, weekday=weekday)
        return open_numbers if early else _UNPARSED
    if len(set(readings.values())) == 1:
        date = next(iter(readings.values()))
        return DateText(date, numbers, found[2], has_more=has_more, weekday=weekday)
    return DateText(numbers=numbers, separator=found[2], has_more=has_more, weekday=weekday)


def _on_weekday(reading: DateText, weekday: int | None) -> DateText:
    """A date beside the name of another weekday is a slip in one of the two."""
    if reading.date is None or weekday is None or reading.date.isoweekday() == weekday:
        return reading
    return _UNPARSED


def _dated(date: dt.date | None, rest: str) -> DateText:
    if date is None or _is_another_date(rest):
        return _UNPARSED
    return DateText(date=date, has_more=bool(rest.strip(" ,;.")))


def _is_another_date(rest: str) -> bool:
    """A second date, or a number glued to the first: then the first is not surely the one meant."""
    return bool(re.search(r"\d\s*[-/.]\s*\d|\b\d{4}\b|^\d", rest.strip()))


def _date(year: int, month: int, day: int, *, latest: dt.date) -> dt.date | None:
    try:
        date = dt.date(year, month, day)
    except ValueError:
        return None
    return date if _is_believed(date, latest) else None


def _is_believed(date: dt.date, latest: dt.date) -> bool:
    return date.year >= FIRST_YEAR and date <= latest


def _is_day_of_month(month: int, day: int) -> bool:
    leap_year = 2024
    return _date(leap_year, month, day, latest=dt.date(leap_year, 12, 31)) is not None


def possible_readings(
    numbers: tuple[int, int, int],
    separator: str,
    *,
    is_short: bool,
    latest: dt.date,
    weekday: int | None = None,
    dots_begin_with_year: bool = False,
) -> dict[Order, dt.date]:
    """Every order in which three numbers are a believable date; a short year may stand first as well.

    Between dots a short year stands first in some languages only. A weekday beside it all must be the date's own.
    """
    first, second, third = numbers
    orders: dict[Order, tuple[int, int, int]] = {"dmy": (third, second, first), "mdy": (third, first, second)}
    if is_short and (separator != "." or dots_begin_with_year):
        orders["ymd"] = (first, second, third)
    readings: dict[Order, dt.date] = {}
    for order, (year, month, day) in orders.items():
        full_year = year + 2000 if is_short else year
        date = _date(full_year, month, day, latest=latest)
        is_near = not (is_short and full_year < latest.year - _SHORT_YEARS_BACK)
        if date and is_near and weekday in {None, date.isoweekday()}:
            readings[order] = date
    return readings


def _read_named_month(text: str, weekday: int | None, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Dates with a month's name: 14 Jan 2026, Jan 14th, 2026, 5-Mar-26, 5 de mayo de 2025."""
    plain = _STUCK.sub(" ", _ORDINAL.sub(r"\1", text))
    words = [fold(word) for word in _WORD.findall(plain)]
    words = [word for word in words[:6] if word not in _LINKING_WORDS] + words[6:]
    head = words[:3]
    months = [index for index, word in enumerate(head) if word in vocabulary.months]
    numbers = [word for word in head if word.isdecimal()]
    if not months or months[0] == 2:
        return _UNPARSED
    if len(numbers) == 1 and (len(numbers[0]) == 4 or re.search(r"['\u2019]\d\d$", text)):
        return DateText(problem="month_only_dates") if len(words) == 1 + len(months) else _UNPARSED
    if len(months) != 1:
        return _UNPARSED
    month = vocabulary.months[head[months[0]]]
    if len(numbers) == 1 and len(numbers[0]) <= 2 and not (words[3:] and _is_year(words[3])):
        return _without_year(text, month, int(numbers[0]), weekday, is_month_first=months[0] == 0)
    if len(numbers) != 2 or len(head) != 3:
        return _UNPARSED
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    if len(year) not in {2, 4} or len(day) > 2:
        return _UNPARSED
    full_year = int(year) + 2000 if len(year) == 2 else int(year)
    return _dated(_date(full_year, month, int(day), latest=latest), " ".join(words[3:]))


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4


def _without_year(text: str, month: int, day: int, weekday: int | None, *, is_month_first: bool) -> DateText:
    """Day and month; "May-26" may be a month of 2026 as well, so that its day is not certain."""
    is_open = is_month_first and "-" in text
    days = ((month, day),) if _is_day_of_month(month, day) and not is_open else ()
    return DateText(problem="missing_year", days=days, weekday=weekday)


def _is_doubted(text: str, vocabulary: Vocabulary) -> bool:
    """Whether the words beside a date say that it is not sure, or the day of something still to come."""
    folded = f" {fold(text)} "
    return "?" in text or "~" in text or any(f" {word} " in folded for word in vocabulary.words["date_doubts"])


def _read_relative(bare: str, vocabulary: Vocabulary) -> DateText | None:
    """How many days ago a text says it was; months and hours are known and not exact."""
    words = fold(bare).split()
    for start in range(len(words)):
        text = " ".join(words[start:])
        if (days := vocabulary.days_back.get(text)) is not None:
            return DateText(problem="relative_dates", days_back=days)
        found = _relative(vocabulary).match(text)
        if found is not None and (found["before"] or found["after"]):
            days = vocabulary.time_units[found["unit"]]
            is_exact = days > 0 and not re.search(r"[+~<>]", bare) and not _is_doubted(bare, vocabulary)
            amount = int(found["amount"]) if found["amount"].isdecimal() else 1
            return DateText(problem="relative_dates", days_back=days * amount if is_exact else None)
        if words[start] not in vocabulary.words["date_openers"] | vocabulary.words["date_doubts"]:
            return None
    return None


def _read_amid(
    bare: str, span: tuple[int, int], latest: dt.date, vocabulary: Vocabulary, *, is_stage: bool
) -> DateText:
    """The one date in a text: certain behind "applied on" and the like, and behind any sure words for a stage."""
    if _RANGE_SO_FAR.search(bare[: span[0]]):
        return DateText(problem="two_dates")
    before = fold(bare[: span[0]]).split()
    if _is_doubted(bare, vocabulary) or not (is_stage or set(before) <= vocabulary.words["date_openers"]):
        return _UNPARSED
    reading = _read_at_start(bare[span[0] :].strip(" ,;)"), None, latest, vocabulary)
    return replace(reading, has_more=True) if reading.problem is None else _UNPARSED


def _read_first(
    bare: str, spans: Sequence[tuple[int, int]], latest: dt.date, vocabulary: Vocabulary, *, is_stage: bool
) -> DateText:
    """The first of several dates: a stage was reached on it; elsewhere only where words tell the dates apart."""
    readings = [_read_at_start(bare[start:stop].strip(" ,;."), None, latest, vocabulary) for start, stop in spans]
    before = set(fold(bare[: spans[0][0]]).split())
    between = fold(bare[spans[0][1] : spans[1][0]])
    is_told = bool(before & vocabulary.words["date_applied"]) or _is_later(between, vocabulary)
    is_certain = is_stage or (is_told and before <= vocabulary.words["date_openers"])
    if not is_certain or _is_doubted(bare, vocabulary) or any(r.problem for r in readings):
        return DateText(problem="two_dates")
    dates = [reading.date for reading in readings if reading.date is not None]
    if is_stage and len(dates) == len(readings):
        return DateText(date=min(dates), has_more=True)
    return replace(readings[0], has_more=True)


def _is_later(between: str, vocabulary: Vocabulary) -> bool:
    """Whether words between two dates name another event than applying."""
    if not vocabulary.words["date_later"].isdisjoint(between.split()):
        return True
    meaning = vocabulary.statuses.get(between)
    return meaning is not None and (meaning.outcome is not None or meaning.stage not in {None, "saved", "applied"})


def _unaccented(text: str) -> str:
    """The text in lower case without accents, letter for letter."""
    return "".join((unicodedata.normalize("NFKD", letter)[:1] or letter).lower()[:1] for letter in text)


@lru_cache(maxsize=4)
def _date_like(vocabulary: Vocabulary) -> re.Pattern[str]:
    """What looks like a whole date inside a text."""
    months = "|".join(sorted((re.escape(month) for month in vocabulary.months), key=len, reverse=True))
    return re.compile(
        r"(?<!\d)(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?!\d)"
        r"|\d{1,2}\s?([-/.])\s?\d{1,2}\s?\1\s?(?:\d{4}|\d{2})(?!\d)"
        rf"|\d{{1,2}}(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:of |de |del |den )?(?:{months})\b\.?[\s\-/,']*(?:de |del |of )?"
        r"(?:\d{4}|\d{2})(?!\d))"
        rf"|\b(?:{months})\b\.?[\s\-/]*\d{{1,2}}(?:st|nd|rd|th)?,?[\s\-/,]+\d{{4}}(?!\d)"
    )


@lru_cache(maxsize=4)
def _relative(vocabulary: Vocabulary) -> re.Pattern[str]:
    def either(words: Sequence[str]) -> str:
        return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))

    ago = either(list(vocabulary.words["date_ago"]))
    amount = rf"(?P<amount>\d{{1,3}}|{either(list(vocabulary.words['date_one']))})"
    unit = rf"(?P<unit>{either(list(vocabulary.time_units))})"
    return re.compile(rf"^(?P<before>(?:{ago}) )?{amount}\s*{unit}(?P<after>\s*(?:{ago}))?$")
