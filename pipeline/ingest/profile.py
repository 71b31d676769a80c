"""What a column's values look like: shares of dates, links, yes/no, status words and so on."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.dates import parse_stage_text
from pipeline.ingest.history import history_reading
from pipeline.ingest.job_titles import names_job
from pipeline.ingest.joints import find_joint
from pipeline.ingest.notes import is_refusal
from pipeline.ingest.periods import is_vague_day
from pipeline.ingest.status import read_status
from pipeline.vocabulary import Vocabulary, fold

_LONGEST_STATUS = 60
_SAMPLE = 60
"""Distinct values that are looked at; more change no decision."""

_URL = re.compile(r"^(?:\[[^\]]*\]\(|[<`])?(?:https?://|www\.)\S+$|^[\w-]+(?:\.[\w-]+)+/\S*$", re.IGNORECASE)
"""An address, as it is or marked up as a link: [Careers](https://…)."""

_EMAIL = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")
_NUMBER = re.compile(r"^[\d.,:\s%$€£₹+-]+$")
_SERIAL = re.compile(r"^[34]\d{4}$")
_SHORT_DATE = re.compile(r"^\d{1,2}([-/.])\d{1,2}\1\d{2}(?:,? \d{1,2}:\d{2}.*)?$")
_FAR_FUTURE = dt.date(2100, 1, 1)


@dataclass(frozen=True)
class ColumnProfile:
    """Shares (0 to 1) among the distinct filled values of a column; all 0 when ``filled`` is 0.

    ``statuses`` are texts that are a status and nothing else, ``status_hints`` those that say one among other things;
    ``told`` is the share of cells, each counted, that are the former.
    ``calendar`` are names of weekdays and months. ``distinctness`` is the share of different texts among the filled
    cells. ``is_joint`` says whether the cells hold a role and a company each.
    """

    filled: int
    dates: float = 0.0
    flags: float = 0.0
    urls: float = 0.0
    emails: float = 0.0
    numbers: float = 0.0
    serials: float = 0.0
    counts: float = 0.0
    statuses: float = 0.0
    status_hints: float = 0.0
    told: float = 0.0
    no_answers: float = 0.0
    channels: float = 0.0
    people: float = 0.0
    work_modes: float = 0.0
    sources: float = 0.0
    roles: float = 0.0
    colours: float = 0.0
    calendar: float = 0.0
    mean_length: float = 0.0
    distinctness: float = 0.0
    is_distinct: bool = False
    is_joint: bool = False

    @property
    def oddest(self) -> float:
        """The largest share of texts that are something else than words: days, links, numbers, statuses."""
        return max(self.dates, self.calendar, self.urls, self.flags, self.numbers, self.statuses, self.work_modes)


def _is_yes_with_more(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text is a yes with something in brackets: "yes (form email)"."""
    head, bracket, _ = text.partition("(")
    return bool(bracket) and fold(head) in vocabulary.words["plain_yes"]


def profile_column(texts: pl.Series, vocabulary: Vocabulary) -> ColumnProfile:
    """Look at the first distinct values of a column; words for nothing are left out."""
    nothing = vocabulary.words["nothing"]
    filled = texts.drop_nulls()
    distinct = [text.strip() for text in filled.unique(maintain_order=True).head(_SAMPLE)]
    values = [text for text in distinct if text and (fold(text) or text) not in nothing]
    if not values:
        return ColumnProfile(0)
    folded = [fold(value) or value for value in values]
    pairs = list(zip(values, folded, strict=True))
    count = len(values)
    flags = vocabulary.words["yes"] | vocabulary.words["no"]
    statuses = {value for value, word in pairs if word not in flags and _is_status(value, vocabulary)}
    return ColumnProfile(
        filled=count,
        dates=sum(_is_date(value, vocabulary) for value in values) / count,
        flags=max(
            sum(word in flags or _is_yes_with_more(value, vocabulary) for value, word in pairs) / count,
            _share_of_ticks(filled, {value for value, word in pairs if word in flags and not value.isdecimal()}),
        ),
        urls=sum(_URL.match(value) is not None for value in values) / count,
        emails=sum(_EMAIL.match(value) is not None for value in values) / count,
        numbers=sum(_NUMBER.match(value) is not None for value in values) / count,
        serials=sum(_SERIAL.match(value) is not None for value in values) / count,
        counts=sum(value.isdecimal() and len(value) == 1 for value in values) / count,
        statuses=len(statuses) / count,
        status_hints=sum(word not in flags and _names_status(value, vocabulary) for value, word in pairs) / count,
        told=_share_of_cells(filled, values, statuses),
        no_answers=sum(word in vocabulary.words["no_answer"] or is_refusal(value) for value, word in pairs) / count,
        channels=sum(word in vocabulary.channels for word in folded) / count,
        people=sum(word in vocabulary.asked_of for word in folded) / count,
        work_modes=sum(word in vocabulary.words["work_modes"] for word in folded) / count,
        sources=sum(word in vocabulary.sources for word in folded) / count,
        roles=sum(names_job(value, vocabulary) for value in values) / count,
        colours=sum(word in vocabulary.words["colours"] for word in folded) / count,
        calendar=sum(word in vocabulary.weekdays or word in vocabulary.months for word in folded) / count,
        mean_length=sum(len(value) for value in values) / count,
        distinctness=filled.n_unique() / max(1, len(filled)),
        is_distinct=filled.n_unique() == len(filled),
        is_joint=find_joint(values, vocabulary) is not None,
    )


def _share_of_ticks(filled: pl.Series, ticks: Collection[str]) -> float:
    """The share of cells that are ticks where the one other cell is their count."""
    others = filled.str.strip_chars().filter(~filled.str.strip_chars().is_in(list(ticks)))
    is_counted = len(others) == 1 and str(others[0]).isdecimal() and int(others[0]) == len(filled) - 1
    return 1 - 1 / len(filled) if ticks and is_counted else 0.0


def _share_of_cells(filled: pl.Series, values: Collection[str], told: Collection[str]) -> float:
    cells = filled.str.strip_chars()
    return int(cells.is_in(list(told)).sum()) / max(1, int(cells.is_in(list(values)).sum()))


def _is_date(value: str, vocabulary: Vocabulary) -> bool:
    if _SHORT_DATE.match(value):
        return True  # which year is meant depends on the upload, which a profile does not know
    reading = parse_stage_text(value, latest=_FAR_FUTURE, vocabulary=vocabulary)
    return bool(
        (reading.date and not reading.is_serial)
        or reading.numbers
        or reading.problem not in {None, "unparsed_dates"}
        or is_vague_day(value, vocabulary)
    )


def _names_status(value: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says anything of a stage or an outcome, among other things perhaps."""
    reading = history_reading(value, vocabulary) or read_status(value, vocabulary)
    return bool(reading.stage or reading.outcome)


def _is_status(value: str, vocabulary: Vocabulary) -> bool:
    if len(value) > _LONGEST_STATUS:
        return history_reading(value, vocabulary) is not None
    reading = history_reading(value, vocabulary) or read_status(value, vocabulary)
    return reading.is_known and bool(reading.stage or reading.outcome)
