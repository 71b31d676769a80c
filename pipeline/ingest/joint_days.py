"""Two columns where the header of one names two days ("Applied / replied") and cells hold both of them."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from pipeline.ingest.clean import distinct_texts, map_distinct
from pipeline.ingest.dates import parse_date_text
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.ingest.table import Table
from pipeline.vocabulary import OTHER, Vocabulary, compact, counted

_MARKS = (
    r"\s*(?:[-=]+>|[→>|;\n])\s*",
    r"\s+/\s+",
    "/",
    r"\s*[&+]\s*",
    r"\s+(?:[-\u2013\u2014]+|and|then|und|et|y|e|en|och|og|i)\s+",
    r"\s*\((?=[^)]*\)$)",
    r",\s*",
)
"""What parts two names, or two days: the surest first, since a date has slashes, dashes and commas of its own."""

_DATED = frozenset({"date", "event"})


def take_days_apart(table: Table, uploaded_on: dt.date, vocabulary: Vocabulary) -> Table:
    """The table with a column of its own for the second of two days, wherever a header names both.

    A cell with one day is the first of them. The new column stands behind the last of the sheet under the second
    name; where another column holds that day already, its texts go to ``extras``.

    Args:
        table: The rows of data.
        uploaded_on: What dates are believed up to.
        vocabulary: What the names mean, and the names of months.
    """
    for column in table.plan.columns:
        names = _two(column.header)
        if names is None or not _is_dated(column.field, vocabulary):
            continue
        first, second = (_fields_of(name, vocabulary) for name in names)
        other = next((field for field in second if field != column.field), None)
        if column.field in first and other is not None:
            table = _with_second(table, column, names[1], other, uploaded_on, vocabulary)
    return table


def _with_second(
    table: Table, column: ColumnPlan, name: str, field: str, uploaded_on: dt.date, vocabulary: Vocabulary
) -> Table:
    texts = table.texts(column)
    pairs = {
        text: pair for text in distinct_texts(texts) if (pair := _two_days(text, uploaded_on, vocabulary)) is not None
    }
    if not pairs:
        return table
    place = table.cells.width
    is_taken = table.column(field) is not None and not field.startswith("event:")
    second = ColumnPlan(place, name, None if is_taken else field, column.how, column.confidence)
    firsts = map_distinct(texts, lambda text: pairs[text][0] if text in pairs else text, pl.String())
    seconds = map_distinct(texts, lambda text: pairs[text][1] if text in pairs else None, pl.String())
    rows = int(texts.is_in(list(pairs)).sum())
    became = "kept in extras" if second.field is None else f"read as {field}"
    told = Caution(
        "joint_days",
        f'"{column.header.strip()}" holds two days in one cell; they were taken apart in {counted(rows, "row")}, '
        f'and the second, "{name}", is {became}.',
        column=column.header,
        rows=rows,
    )
    return replace(
        table,
        plan=replace(table.plan, columns=(*table.plan.columns, second)),
        cells=table.cells.with_columns(firsts.alias(f"c{column.index}"), seconds.alias(f"c{place}")),
        warnings=(*table.warnings, told),
    )


def _fields_of(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The days that a name we know can mean, the likeliest first; of "Decision" that of the decision."""
    is_known = any(meaning.fields != (OTHER,) for meaning, _ in header_meanings(name, vocabulary))
    for text in (name, f"{name} date") if is_known else ():
        fields = tuple(
            field
            for meaning, _ in header_meanings(text, vocabulary)
            for field in meaning.fields
            if _is_dated(field, vocabulary)
        )
        if fields:
            return fields
    return ()


def _is_dated(field: str | None, vocabulary: Vocabulary) -> bool:
    return field is not None and field in vocabulary.fields and vocabulary.fields[field].type in _DATED


def _two_days(text: str, uploaded_on: dt.date, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Two texts that are a day each, with or without a year; None where a text is anything else."""

    def is_day(part: str) -> bool:
        return parse_date_text(part, latest=uploaded_on, vocabulary=vocabulary).problem in {None, "missing_year"}

    return next((pair for pair in _splits(text) if all(is_day(part) for part in pair)), None)


def _two(header: str) -> tuple[str, str] | None:
    """The two names of a header, which is all that it says."""
    return next((pair for pair in _splits(header) if all(compact(name) for name in pair)), None)


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Each way to part a text in two."""
    for mark in _MARKS:
        parts = re.split(mark, text.strip())
        if len(parts) == 2 and all(part.strip() for part in parts):
            yield parts[0].strip(), parts[1].strip(" )")
