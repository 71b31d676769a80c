"""Columns of dates: day and month in the order of the whole column, a missing year only where it is certain."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.dates import (
    FIRST_YEAR,
    DateText,
    Order,
    Problem,
    parse_date_text,
    parse_stage_text,
    possible_readings,
)
from pipeline.ingest.exchanged_days import find_exchanged
from pipeline.ingest.missing_years import fill_years
from pipeline.ingest.model import DateOrder
from pipeline.vocabulary import Vocabulary

_OTHER_ORDER: Mapping[DateOrder, Order] = {"dmy": "mdy", "mdy": "dmy"}
_YEARS_AHEAD = 2
_DAYS_AHEAD = 90
"""Nobody has done something this long after the file came; a plan for it may stand."""

_ISO = r"^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$"

_DAYS_STALE = 60
"""Where nothing happened for longer before the upload, the file was most likely written long before it."""


@dataclass(frozen=True)
class DateColumn:
    """A column of dates.

    Attributes:
        dates: The dates, null where there is none.
        kept: Where the cell said more than the date, or could not be read: its text must not be lost.
        problems: Rows by problem, where there is a problem.
        examples: Texts by problem, in the order of the alphabet.
        filled: Rows by problem whose date is known all the same.
    """

    dates: pl.Series
    kept: pl.Series
    problems: Mapping[Problem, int]
    examples: Mapping[Problem, tuple[str, ...]]
    filled: Mapping[Problem, int] = field(default_factory=dict)


@dataclass(frozen=True)
class DateRules:
    """What is known of a sheet's date columns before their cells are read.

    Attributes:
        uploaded_on: When the file came; what "6 days ago" counts from where nothing says otherwise.
        order: The user's decision where the values leave the order open.
        lenient: Columns where words that are no date are an answer too ("yes") and no problem.
        past: Columns of what has happened: no date long after the upload is believed.
        told: Orders that a column's own header tells ("Date (DD/MM/YYYY)").
        written_on: The day that the sheet says it was written on, which "6 days ago" counts from then.
        dots: The order of numbers between dots in the sheet's language, where it has one: in German 03.02.26 is the
            third of February, in Chinese 25.9.24 is September 2025.
    """

    uploaded_on: dt.date
    order: DateOrder = "auto"
    lenient: frozenset[int] = frozenset()
    past: frozenset[int] = frozenset()
    told: Mapping[int, Order] = field(default_factory=dict)
    written_on: dt.date | None = None
    dots: Order | None = None

    def latest(self, index: int) -> dt.date:
        """The last date that is believed in a column."""
        if index in self.past:
            return self.uploaded_on + dt.timedelta(days=_DAYS_AHEAD)
        return self.uploaded_on.replace(year=self.uploaded_on.year + _YEARS_AHEAD, day=min(self.uploaded_on.day, 28))


def read_date_columns(
    columns: Mapping[int, pl.Series], rules: DateRules, *, vocabulary: Vocabulary
) -> dict[int, DateColumn]:
    """Read the date columns of one sheet together, since one column's order speaks for its neighbours.

    Args:
        columns: Stripped texts by column; null where there is nothing.
        rules: What is known of the columns.
        vocabulary: For the names of months and days.
    """
    plain, parsed = _parsed(columns, rules, vocabulary)
    orders = decide_orders(parsed, rules)
    today = _today(plain, parsed, rules)
    resolved = {
        index: without_exchanged(
            _resolve(texts, plain[index], parsed[index], orders, index, rules, today),
            texts,
            plain[index],
            parsed[index],
        )
        for index, texts in columns.items()
    }
    return fill_years_of(columns, resolved, parsed, orders, rules)


def contradicts(columns: Mapping[int, pl.Series], rules: DateRules, *, vocabulary: Vocabulary) -> bool:
    """Whether a column's values contradict the order of the rules: they have the other one, or both."""
    _, parsed = _parsed(columns, rules, vocabulary)
    others = frozenset({_OTHER_ORDER[rules.order]}) if rules.order in _OTHER_ORDER else None
    orders = decide_orders(parsed, replace(rules, order="auto"))
    return any(not possible or possible == others for possible in orders.values())


def _parsed(
    columns: Mapping[int, pl.Series], rules: DateRules, vocabulary: Vocabulary
) -> tuple[dict[int, pl.Series], dict[int, dict[str, DateText]]]:
    """By column, the dates that need no thought, and every other distinct text taken apart."""
    parsed: dict[int, dict[str, DateText]] = {}
    plain: dict[int, pl.Series] = {}
    for index, texts in columns.items():
        latest = rules.latest(index)
        plain[index] = _plain_iso(texts, latest, vocabulary)
        read = parse_stage_text if index in rules.lenient else parse_date_text
        open_texts = texts.filter(plain[index].is_null() & texts.is_not_null()).unique()
        parsed[index] = {text: read(text, latest=latest, vocabulary=vocabulary) for text in open_texts}
    return plain, parsed


def _plain_iso(texts: pl.Series, latest: dt.date, vocabulary: Vocabulary) -> pl.Series:
    """Dates of ISO cells without touching Python; they are most cells of most files."""
    placeholders = [text.replace(" ", "-") for text in vocabulary.words["date_placeholders"] if text[:1].isdecimal()]
    iso = texts.str.extract(_ISO, 1)
    frame = pl.DataFrame({"iso": iso, "d": iso.str.to_date("%Y-%m-%d", strict=False)})
    believed = (pl.col("d").dt.year() >= FIRST_YEAR) & (pl.col("d") <= latest) & ~pl.col("iso").is_in(placeholders)
    return frame.select(pl.when(believed).then(pl.col("d"))).to_series()


def _today(
    plain: Mapping[int, pl.Series], parsed: Mapping[int, Mapping[str, DateText]], rules: DateRules
) -> dt.date | None:
    """The day that days are counted back from; None where the other dates show that the upload is not that day."""
    if rules.written_on is not None:
        return rules.written_on
    latest = [plain[index].max() for index in rules.past if index in plain]
    whole = [date for date in latest if isinstance(date, dt.date)]
    whole += [
        reading.date
        for index in rules.past
        for reading in parsed.get(index, {}).values()
        if reading.date and not reading.is_serial
    ]
    is_old = bool(whole) and max(whole) < rules.uploaded_on - dt.timedelta(days=_DAYS_STALE)
    return None if is_old else rules.uploaded_on


Orders = Mapping[tuple[int, str], frozenset[Order]]


def decide_orders(parsed: Mapping[int, Mapping[str, DateText]], rules: DateRules) -> Orders:
    """The orders that remain possible by column and separator: one when decided, several when open.

    A part above 12 settles its column; else its header; else the other columns of the sheet with the same separator;
    else the user. An empty set means that the values contradict each other, and each speaks for itself alone.
    """
    groups: dict[tuple[int, str], list[set[Order]]] = defaultdict(list)
    for index, texts in parsed.items():
        for reading in texts.values():
            if reading.numbers:
                readings = set(_readings_of(reading, index, rules))
                groups[index, reading.separator] += [readings] if readings else []
    orders = {
        group: _told_or(frozenset(set.intersection(*possible)), _told_order(group, rules))
        for group, possible in groups.items()
    }
    for group, possible in orders.items():
        if len(possible) > 1:
            decided = {
                next(iter(other)) for key, other in orders.items() if key[1] == group[1] and len(other) == 1
            } & possible
            if len(decided) == 1:
                orders[group] = frozenset(decided)
            elif rules.order in possible:
                orders[group] = frozenset(possible & {rules.order})
        elif not possible and rules.order != "auto":
            orders[group] = frozenset({rules.order})
    return orders


def _told_order(group: tuple[int, str], rules: DateRules) -> Order | None:
    index, separator = group
    return rules.told.get(index) or (rules.dots if separator == "." else None)


def _told_or(possible: frozenset[Order], told: Order | None) -> frozenset[Order]:
    return frozenset({told}) if told in possible else possible


def _readings_of(reading: DateText, index: int, rules: DateRules) -> dict[Order, dt.date]:
    assert reading.numbers is not None
    return possible_readings(
        reading.numbers,
        reading.separator,
        is_short=reading.numbers[2] < 100,
        latest=rules.latest(index),
        weekday=reading.weekday,
        dots_begin_with_year=rules.dots == "ymd",
    )


def _resolve(
    texts: pl.Series,
    plain: pl.Series,
    parsed: Mapping[str, DateText],
    orders: Orders,
    index: int,
    rules: DateRules,
    today: dt.date | None,
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
            possible = orders.get((index, reading.separator), frozenset())
            date, problem = _in_order(_readings_of(reading, index, rules), possible)
        elif reading.days_back is not None and today is not None:
            date = today - dt.timedelta(days=reading.days_back)
        dates[text] = date
        kept[text] = reading.has_more or date is None or problem is not None
        if problem and not (index in rules.lenient and problem == "unparsed_dates"):
            problems[text] = problem
    return _column_of(texts, plain, dates, problems, kept)


def _in_order(readings: Mapping[Order, dt.date], orders: frozenset[Order]) -> tuple[dt.date | None, Problem | None]:
    if not readings:
        return None, "unparsed_dates"
    chosen = {readings[order] for order in orders if order in readings} or set(readings.values())
    return (next(iter(chosen)), None) if len(chosen) == 1 else (None, "ambiguous_dates")


def _serials_are_dates(plain: pl.Series, parsed: Mapping[str, DateText]) -> bool:
    """Five digits are day numbers only where every other cell of the column is a date."""
    readings = parsed.values()
    return (plain.is_not_null().any() or bool(parsed)) and all(
        reading.date is not None or reading.numbers or reading.problem != "unparsed_dates" for reading in readings
    )


def _column_of(
    texts: pl.Series,
    plain: pl.Series,
    dates: Mapping[str, dt.date | None],
    problems: Mapping[str, Problem],
    kept: Mapping[str, bool],
) -> DateColumn:
    if not dates:
        return DateColumn(plain, in_each_row(value=False, count=len(texts), dtype=pl.Boolean()), {}, {})
    keys = list(dates)
    values = texts.replace_strict(keys, list(dates.values()), default=None, return_dtype=pl.Date)
    keeps = texts.replace_strict(keys, [kept[key] for key in keys], default=False, return_dtype=pl.Boolean)
    counts: dict[Problem, int] = {}
    filled: dict[Problem, int] = {}
    examples: dict[Problem, tuple[str, ...]] = {}
    for problem in sorted(set(problems.values())):
        concerned = [text for text, found in problems.items() if found == problem]
        is_concerned = texts.is_in(concerned)
        counts[problem] = int(is_concerned.sum())
        filled[problem] = int((is_concerned & values.is_not_null()).sum())
        examples[problem] = tuple(sorted(concerned))
    merged = pl.DataFrame({"plain": plain, "read": values}).select(pl.coalesce("plain", "read")).to_series()
    return DateColumn(merged, keeps.fill_null(value=False), counts, examples, filled)


def fill_years_of(
    columns: Mapping[int, pl.Series],
    resolved: Mapping[int, DateColumn],
    parsed: Mapping[int, Mapping[str, DateText]],
    orders: Orders,
    rules: DateRules,
) -> dict[int, DateColumn]:
    """The columns with years filled where a row's neighbours, weekday or other dates leave one only."""
    result = dict(resolved)
    for index, column in resolved.items():
        if "missing_year" not in column.problems:
            continue
        others = [
            other.dates for place, other in resolved.items() if place != index and place in rules.past | rules.lenient
        ]
        texts = {text: reading for text, reading in parsed[index].items() if reading.problem == "missing_year"}
        allowed = {
            text: _days_in_order(reading, orders.get((index, reading.separator), frozenset()))
            for text, reading in texts.items()
        }
        dates = fill_years(columns[index], column.dates, texts, allowed, others, rules.latest(index))
        filled = int((dates.is_not_null() & column.dates.is_null()).sum())
        result[index] = DateColumn(
            dates, column.kept, column.problems, column.examples, {**column.filled, "missing_year": filled}
        )
    return result


def without_exchanged(
    column: DateColumn, texts: pl.Series, plain: pl.Series, parsed: Mapping[str, DateText]
) -> DateColumn:
    """The column without whole dates that a spreadsheet program has most likely read in the other order."""
    as_text = [text for text, reading in parsed.items() if reading.numbers]
    exchanged = find_exchanged(plain, column.dates.filter(texts.is_in(as_text).fill_null(value=False)))
    if not exchanged.any():
        return column
    frame = pl.DataFrame({"date": column.dates, "exchanged": exchanged})
    return replace(
        column,
        dates=frame.select(pl.when(~pl.col("exchanged")).then("date")).to_series(),
        kept=column.kept | exchanged,
        problems={**column.problems, "exchanged_dates": int(exchanged.sum())},
        examples={**column.examples, "exchanged_dates": tuple(sorted({*texts.filter(exchanged)}))},
    )


def _days_in_order(reading: DateText, orders: frozenset[Order]) -> tuple[tuple[int, int], ...]:
    """Month and day in the order that the column's whole dates have; in every order where they leave it open."""
    if len(reading.days) < 2 or len(orders) != 1:
        return reading.days
    month_first, day_first = reading.days
    return (day_first,) if "dmy" in orders else (month_first,)
