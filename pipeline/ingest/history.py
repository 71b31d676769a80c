"""A status cell that lists the steps of an application, in words or as data, each perhaps with its day."""

import ast
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from pipeline.ingest.clean import distinct_texts
from pipeline.ingest.dates import split_date
from pipeline.ingest.status import StatusReading, combine_readings, read_status
from pipeline.vocabulary import Vocabulary, compact, fold

_LONGEST = 5_000
_BREAKS = re.compile(r"\s*(?:->|=>|[>→⇒➜➔»|;\n]|\s[-\u2013\u2014]\s)\s*")
_SLASHES = re.compile(r"\s+/\s+")
_DATED = re.compile(r"\W*\d")
_MOSTLY_DATED = 0.6
"""Steps between slashes are steps where so many begin with their day; else "on site / remote" would be two."""

_LEAST_STEPS = 2
_LONGEST_STEP = 60


@dataclass(frozen=True)
class Step:
    """One step: what it says of stage and outcome, and its day where that is certain."""

    reading: StatusReading
    date: dt.date | None


def read_steps(
    text: str, vocabulary: Vocabulary, *, latest: dt.date = dt.date.max, least: int = _LEAST_STEPS
) -> tuple[Step, ...]:
    """The steps that a text lists; none where it is no list, or one of its parts is no status and has no day."""
    written = _written_steps(text, vocabulary) if len(text) <= _LONGEST else []
    if len(written) < (1 if _is_data(text) else least):
        return ()
    steps = []
    for part, day in written:
        rest, date = split_date(part, latest=latest, vocabulary=vocabulary)
        if day is not None:
            date = split_date(day, latest=latest, vocabulary=vocabulary)[1]
        steps.append(Step(read_status(rest, vocabulary), date))
    known = [step for step in steps if step.reading.stage or step.reading.outcome]
    is_list = len(known) == len(steps) or (_is_diary(text) and len(known) > 1)
    return tuple(known) if is_list else ()


def _is_diary(text: str) -> bool:
    """Whether a text is days with what happened on each, between slashes."""
    parts = _SLASHES.split(text)
    return len(parts) > 1 and sum(_DATED.match(part) is not None for part in parts) >= _MOSTLY_DATED * len(parts)


def history_reading(text: str, vocabulary: Vocabulary) -> StatusReading | None:
    """Stage and outcome of a list of steps; None where a text is none."""
    if not (_is_data(text) or _BREAKS.search(text) or _is_diary(text)):
        return None
    steps = read_steps(text, vocabulary)
    if not steps:
        return None
    said = combine_readings([step.reading for step in steps], vocabulary)
    return replace(said, outcome="rejected") if said.outcome is None and _is_failed(text, vocabulary) else said


def _is_failed(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a mark says that the last step was failed, where marks say so of others that they were passed."""
    signs = [part.replace("\ufe0f", "").rstrip()[-1:] for part, _ in _written_steps(text, vocabulary)]
    end = vocabulary.statuses.get(signs[-1])
    is_ticked = any(sign in vocabulary.words["yes"] for sign in signs[:-1])
    return is_ticked and end is not None and end.outcome == "rejected"


def history_days(
    columns: Sequence[pl.Series], uploaded_on: dt.date, vocabulary: Vocabulary
) -> Mapping[str, pl.Series]:
    """The first day of each stage that columns of status texts list with a day; the days are null where none is."""
    days: dict[str, dict[int, dt.date]] = {}
    for texts in columns:
        distinct = distinct_texts(texts)
        listing = {text: _dated_stages(text, uploaded_on, vocabulary) for text in distinct}
        if any(listing.values()):  # where others list their steps, a single one has its day too
            listing |= {
                text: _dated_stages(text, uploaded_on, vocabulary, least=1)
                for text in distinct
                if not listing[text] and len(text) <= _LONGEST_STEP
            }
        for place, text in enumerate(texts):
            for stage, day in listing.get(text, ()) if text else ():
                known = days.setdefault(stage, {})
                known[place] = min(day, known.get(place, day))
    return {
        stage: pl.Series([known.get(place) for place in range(len(columns[0]))], dtype=pl.Date)
        for stage, known in days.items()
    }


def _dated_stages(
    text: str, uploaded_on: dt.date, vocabulary: Vocabulary, *, least: int = _LEAST_STEPS
) -> tuple[tuple[str, dt.date], ...]:
    is_list = _is_data(text) or _BREAKS.search(text) or _is_diary(text)
    if not (least == 1 or is_list) or not re.search(r"\d", text):
        return ()
    steps = read_steps(text, vocabulary, latest=uploaded_on + dt.timedelta(days=90), least=least)
    return tuple((step.reading.stage, step.date) for step in steps if step.reading.stage and step.date)


def _is_data(text: str) -> bool:
    return text.lstrip()[:1] in {"[", "{"} and any(mark in text for mark in "\"':")


def _written_steps(text: str, vocabulary: Vocabulary) -> list[tuple[str, str | None]]:
    """Each step's words and, where it is kept apart from them, its day."""
    if _is_data(text):
        return list(_data_steps(_loaded(text), vocabulary))
    breaks = _SLASHES if _is_diary(text) else _BREAKS
    return [(part, None) for part in breaks.split(text) if fold(part)]


def _loaded(text: str) -> Any:
    """JSON, or the same written by Python; None where it is neither."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None


def _data_steps(data: Any, vocabulary: Vocabulary) -> Iterator[tuple[str, str | None]]:
    if isinstance(data, list | tuple):
        for entry in data:
            yield from _data_steps(entry, vocabulary)
    elif isinstance(data, str):
        yield data, None
    elif isinstance(data, dict):
        named = {compact(str(key)): value for key, value in data.items()}
        stage = next((named[key] for key in named if key in vocabulary.words["history_stages"]), None)
        day = next((named[key] for key in named if key in vocabulary.words["history_dates"]), None)
        if isinstance(stage, str):
            yield stage, str(day) if day is not None else None
        elif all(isinstance(value, str) for value in data.values()):
            yield from ((str(key), value) for key, value in data.items())
