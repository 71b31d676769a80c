"""Text to dates. The order of day and month is decided for a whole column; what stays open is null, never a guess."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from pipeline.ingest.model import DateOrder
from pipeline.vocabulary import Vocabulary, fold

Order = Literal["dmy", "mdy", "ymd"]
Problem = Literal["ambiguous_dates", "missing_year", "unparsed_dates"]

FIRST_YEAR = 1990
"""Nobody's current job search is older; an earlier year is a slip of the keyboard."""

_YEARS_AHEAD = 2
_SHORT_YEARS_BACK = 15
"""A year of two digits is read within this window, so that 26-03-05 is not the year 2005."""

_SERIAL_START = dt.date(1899, 12, 30)
_ISO = r"^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$"
_TIME = re.compile(
    r"(?:[,T ]+|\b)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s*(?:Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2})\b)?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?!\d)(.*)$", re.DOTALL)
_NUMBERS = re.compile(r"^(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})(?!\d)(.*)$", re.DOTALL)
_EIGHT_DIGITS = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_NO_YEAR = re.compile(r"^(?:\d{1,2}\s*[-/.]\s*\d{1,2}\.?|\d{1,2}月\d{1,2}日?)$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d+)?$")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er|º|ª|°)(?=\W|$)", re.IGNORECASE)
_WORD = re.compile(r"\d+|[^\W\d_]+")
_LINKING_WORDS = frozenset({"of", "the", "de", "del", "den", "der", "do", "el", "le", "am", "il", "op"})
_SEVERAL = re.compile(r"\s*(?:&|;|\+|\n|,|\band\b|\bund\b|\bet\b|\by\b|\bthen\b)\s*", re.IGNORECASE)


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
    """

    date: dt.date | None = None
    numbers: tuple[int, int, int] | None = None
    separator: str = ""
    has_more: bool = False
    problem: Problem | None = None
    is_serial: bool = False


@dataclass(frozen=True)
class DateColumn:
    """A column of dates.

    Attributes:
        dates: The dates, null where there is none.
        kept: Where the cell said more than the date, or could not be read: its text must not be lost.
        problems: Rows by problem, where there is a problem.
        examples: A few texts by problem, for the message.
    """

    dates: pl.Series
    kept: pl.Series
    problems: Mapping[Problem, int]
    examples: Mapping[Problem, tuple[str, ...]]


_UNPARSED = DateText(problem="unparsed_dates")


def parse_date_text(text: str, *, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Read one text on its own; numbers whose order is open stay numbers.

    Args:
        text: The cell, not blank.
        latest: The last date that is believed.
        vocabulary: For the names of months and days.
    """
    bare = " ".join(_TIME.sub(" ", text).split()).strip(" ,;")
    if found := _YEAR_FIRST.match(bare):
        return _dated(_date(*(int(part) for part in found.groups()[:3]), latest=latest), found[4])
    if found := _NUMBERS.match(bare):
        numbers = (int(found[1]), int(found[3]), int(found[4]))
        if _is_another_date(found[5]):
            return _UNPARSED
        readings = possible_readings(numbers, is_short=len(found[4]) == 2, latest=latest)
        if not readings:
            return _UNPARSED
        if len(set(readings.values())) == 1:
            return DateText(
                date=next(iter(readings.values())), numbers=numbers, separator=found[2], has_more=bool(found[5])
            )
        return DateText(numbers=numbers, separator=found[2], has_more=bool(found[5].strip(" ,;.")))
    if found := _EIGHT_DIGITS.match(bare):
        return _dated(_date(*(int(part) for part in found.groups()), latest=latest), "")
    if _NO_YEAR.match(bare):
        return DateText(problem="missing_year")
    if _SERIAL.match(bare):
        day = _SERIAL_START + dt.timedelta(days=int(bare[:5]))
        return DateText(date=day, is_serial=True) if _is_believed(day, latest) else _UNPARSED
    return _named_month(bare, latest, vocabulary)


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


def possible_readings(numbers: tuple[int, int, int], *, is_short: bool, latest: dt.date) -> dict[Order, dt.date]:
    """Every order in which three numbers are a believable date; a short year may stand first as well."""
    first, second, third = numbers
    orders: dict[Order, tuple[int, int, int]] = {"dmy": (third, second, first), "mdy": (third, first, second)}
    if is_short:
        orders["ymd"] = (first, second, third)
    readings: dict[Order, dt.date] = {}
    for order, (year, month, day) in orders.items():
        full_year = year + 2000 if is_short else year
        date = _date(full_year, month, day, latest=latest)
        if date and not (is_short and date.year < latest.year - _SHORT_YEARS_BACK):
            readings[order] = date
    return readings


def _named_month(text: str, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Dates with a month's name: 14 Jan 2026, Jan 14th, 2026, 5-Mar-26, lunes 5 de mayo de 2025."""
    words = [fold(word) for word in _WORD.findall(_ORDINAL.sub(r"\1", text))]
    weekdays = vocabulary.words["weekdays"]
    while words and words[0] in weekdays and words[0] not in vocabulary.months:
        words.pop(0)
    words = [word for word in words[:6] if word not in _LINKING_WORDS] + words[6:]
    head = words[:3]
    months = [index for index, word in enumerate(head) if word in vocabulary.months]
    if len(months) != 1 or months[0] == 2:
        return _UNPARSED
    month = vocabulary.months[head[months[0]]]
    numbers = [word for word in head if word.isdecimal()]
    if len(numbers) == 1 and len(numbers[0]) <= 2:
        return DateText(problem="missing_year")
    if len(numbers) != 2 or len(head) != 3:
        return _UNPARSED
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    if len(year) not in {2, 4} or len(day) > 2:
        return _UNPARSED
    full_year = int(year) + 2000 if len(year) == 2 else int(year)
    rest = " ".join(words[3:])
    return _dated(_date(full_year, month, int(day), latest=latest), rest)


def read_date_columns(
    columns: Mapping[int, pl.Series],
    *,
    lenient: Iterable[int],
    order: DateOrder,
    uploaded_on: dt.date,
    vocabulary: Vocabulary,
) -> dict[int, DateColumn]:
    """Read the date columns of one sheet together, since one column's order speaks for its neighbours.

    Args:
        columns: Stripped texts by column; null where there is nothing.
        lenient: Columns where words that are no date are an answer too ("yes") and no problem.
        order: The user's decision where the values leave the order open.
        uploaded_on: Dates more than two years later are not believed.
        vocabulary: For the names of months and days.
    """
    latest = uploaded_on.replace(year=uploaded_on.year + _YEARS_AHEAD, day=min(uploaded_on.day, 28))
    lenient = frozenset(lenient)
    parsed: dict[int, dict[str, DateText]] = {}
    plain: dict[int, pl.Series] = {}
    for index, texts in columns.items():
        plain[index] = _plain_iso(texts, latest)
        open_texts = texts.filter(plain[index].is_null() & texts.is_not_null()).unique()
        parsed[index] = {
            text: parse_stage_text(text, latest=latest, vocabulary=vocabulary)
            if index in lenient
            else parse_date_text(text, latest=latest, vocabulary=vocabulary)
            for text in open_texts
        }
    orders = decide_orders(parsed, latest=latest, order=order)
    return {
        index: _resolve(texts, plain[index], parsed[index], orders, index, latest, is_lenient=index in lenient)
        for index, texts in columns.items()
    }


def _plain_iso(texts: pl.Series, latest: dt.date) -> pl.Series:
    """Dates of ISO cells without touching Python; they are most cells of most files."""
    found = texts.str.extract(_ISO, 1).str.to_date("%Y-%m-%d", strict=False)
    frame = pl.DataFrame({"d": found})
    believed = (pl.col("d").dt.year() >= FIRST_YEAR) & (pl.col("d") <= latest)
    return frame.select(pl.when(believed).then(pl.col("d"))).to_series()


def parse_stage_text(text: str, *, latest: dt.date, vocabulary: Vocabulary) -> DateText:
    """Read the cell of a stage, which may list several days; the stage was reached on the first."""
    whole = parse_date_text(text, latest=latest, vocabulary=vocabulary)
    if whole.problem != "unparsed_dates":
        return whole
    parts = [part for part in _SEVERAL.split(text) if part]
    if len(parts) < 2:
        return whole
    dates = [parse_date_text(part, latest=latest, vocabulary=vocabulary).date for part in parts]
    known = [date for date in dates if date is not None]
    return DateText(date=min(known), has_more=True) if len(known) == len(parts) else whole


def decide_orders(
    parsed: Mapping[int, Mapping[str, DateText]], *, latest: dt.date, order: DateOrder
) -> dict[tuple[int, str], frozenset[Order]]:
    """The orders that remain possible by column and separator: one when decided, several when open.

    A part above 12 settles its column; else the other columns of the sheet with the same separator; else the user.
    An empty set means that the values contradict each other, and each speaks for itself alone.
    """
    groups: dict[tuple[int, str], list[set[Order]]] = defaultdict(list)
    for index, texts in parsed.items():
        for reading in texts.values():
            if reading.numbers:
                groups[index, reading.separator].append(set(_readings_of(reading, latest)))
    orders = {group: frozenset(set.intersection(*possible)) for group, possible in groups.items()}
    for group, possible in orders.items():
        if len(possible) > 1:
            decided = {
                next(iter(other)) for key, other in orders.items() if key[1] == group[1] and len(other) == 1
            } & possible
            if len(decided) == 1:
                orders[group] = frozenset(decided)
            elif order in possible:
                orders[group] = frozenset(possible & {order})
        elif not possible and order != "auto":
            orders[group] = frozenset({order})
    return orders


def _readings_of(reading: DateText, latest: dt.date) -> dict[Order, dt.date]:
    assert reading.numbers is not None
    return possible_readings(reading.numbers, is_short=reading.numbers[2] < 100, latest=latest)


def _resolve(
    texts: pl.Series,
    plain: pl.Series,
    parsed: Mapping[str, DateText],
    orders: Mapping[tuple[int, str], frozenset[Order]],
    index: int,
    latest: dt.date,
    *,
    is_lenient: bool,
) -> DateColumn:
    allows_serials = _serials_are_dates(plain, parsed)
    dates: dict[str, dt.date | None] = {}
    problems: dict[str, Problem] = {}
    kept: dict[str, bool] = {}
    for text, reading in parsed.items():
        date, problem = reading.date, reading.problem
        if reading.is_serial and not allows_serials:
            date, problem = None, "unparsed_dates"
        elif reading.numbers:
            date, problem = _in_order(reading, orders.get((index, reading.separator), frozenset()), latest)
        dates[text] = date
        kept[text] = reading.has_more or date is None
        if problem and not (is_lenient and problem == "unparsed_dates"):
            problems[text] = problem
    return _column_of(texts, plain, dates, problems, kept)


def _in_order(reading: DateText, orders: frozenset[Order], latest: dt.date) -> tuple[dt.date | None, Problem | None]:
    readings = _readings_of(reading, latest)
    chosen = {readings[order] for order in orders if order in readings} or set(readings.values())
    return (next(iter(chosen)), None) if len(chosen) == 1 else (None, "ambiguous_dates")


def _serials_are_dates(plain: pl.Series, parsed: Mapping[str, DateText]) -> bool:
    """Five digits are day numbers only where every other cell of the column is a date."""
    readings = parsed.values()
    return (plain.is_not_null().any() or bool(parsed)) and all(
        reading.date is not None or reading.numbers or reading.problem == "missing_year" for reading in readings
    )


def _column_of(
    texts: pl.Series,
    plain: pl.Series,
    dates: Mapping[str, dt.date | None],
    problems: Mapping[str, Problem],
    kept: Mapping[str, bool],
) -> DateColumn:
    if not dates:
        return DateColumn(plain, pl.repeat(value=False, n=len(texts), eager=True), {}, {})
    keys = list(dates)
    values = texts.replace_strict(keys, list(dates.values()), default=None, return_dtype=pl.Date)
    keeps = texts.replace_strict(keys, [kept[key] for key in keys], default=False, return_dtype=pl.Boolean)
    counts: dict[Problem, int] = {}
    examples: dict[Problem, tuple[str, ...]] = {}
    for problem in sorted(set(problems.values())):
        concerned = [text for text, found in problems.items() if found == problem]
        counts[problem] = int(texts.is_in(concerned).sum())
        examples[problem] = tuple(sorted(concerned)[:3])
    merged = pl.DataFrame({"plain": plain, "read": values}).select(pl.coalesce("plain", "read")).to_series()
    return DateColumn(merged, keeps.fill_null(value=False), counts, examples)
