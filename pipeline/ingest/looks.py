"""What one cell looks like by itself (a date, a link, a status word), to see that it stands in a wrong column."""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache, lru_cache

import polars as pl

from pipeline.ingest.clean import distinct_texts, is_one_of
from pipeline.ingest.dates import parse_stage_text
from pipeline.ingest.status import read_status
from pipeline.resources import resource
from pipeline.vocabulary import Vocabulary, fold

Looks = frozenset[str]

_PATTERNS: Mapping[str, str] = {
    "url": r"^(?:\[[^\]]*\]\(|[<`])?(?i:https?://|www\.)\S+$",
    "email": r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$",
    "path": r"^[\w./\\~ -]{1,200}\.(?i:pdf|docx?|odt|tex|md|txt|rtf|pages|png|jpe?g|html?)(?:\s*\([^()]*\))?$",
    "date": r"^(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?:[ T]\d{1,2}:\d{2}.*)?$",
    "number": r"^[~<>≈]?\s*[$€£₹+-]?\s*\d[\d.,']*\s*(?:[%kK€$£+]|/\s*\d+|\([^()]*\)|[A-Z]{3}|(?i:lpa|hours?|h))*$",
}
"""The surest looks, told by a pattern alone, so that a whole column is matched at once."""

_COMPILED = {look: re.compile(pattern) for look, pattern in _PATTERNS.items()}
_LONGEST_WORD = 60
_LONGEST_DATE = 40
_FAR_FUTURE = dt.date(2100, 1, 1)
_REMEMBERED = 50_000


@lru_cache(maxsize=_REMEMBERED)
def looks_of(text: str, vocabulary: Vocabulary) -> Looks:
    """Everything that a stripped text looks like; nothing for free text."""
    found = {look for look, pattern in _COMPILED.items() if pattern.match(text)}
    if "date" in found:
        return frozenset(found - {"number"})
    if found:
        return frozenset(found | ({"flag"} if _is_flag(text, vocabulary) else set()))
    if len(text) > _LONGEST_WORD:
        return frozenset()
    return frozenset(look for look, test in _TESTS.items() if test(text, vocabulary))


@cache
def legal_forms() -> frozenset[str]:
    """The folded words that say what a company is in law (inc, gmbh)."""
    path = resource("data", "vocabulary", "legal_forms.toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["legal_forms"])


def says_nothing(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text stands for an empty cell (N/A, -, none), which may stand in any column."""
    return len(text) <= _LONGEST_WORD and (fold(text) or text) in vocabulary.words["nothing"] | {"-"}


def is_like(texts: pl.Series, looks: Looks, vocabulary: Vocabulary) -> pl.Series:
    """Where the texts of a column have one of some looks or say nothing; null is alike too."""
    surest = [pl.all().str.contains(_PATTERNS[look]) for look in sorted(looks & _PATTERNS.keys())]
    alike = texts.to_frame().select(pl.any_horizontal(pl.all().is_null(), *surest).fill_null(value=False)).to_series()
    rest = distinct_texts(texts.filter(~alike))
    good = [text for text in rest if looks_of(text, vocabulary) & looks or says_nothing(text, vocabulary)]
    return alike | is_one_of(texts, good)


def _is_flag(text: str, vocabulary: Vocabulary) -> bool:
    return (fold(text) or text) in vocabulary.words["yes"] | vocabulary.words["no"]


def _is_status(text: str, vocabulary: Vocabulary) -> bool:
    reading = read_status(text, vocabulary)
    return reading.is_known and bool(reading.stage or reading.outcome)


def _is_work_mode(text: str, vocabulary: Vocabulary) -> bool:
    return fold(text) in vocabulary.words["work_modes"]


def _is_written_date(text: str, vocabulary: Vocabulary) -> bool:
    head = fold(text).split()[:1]
    if not head or not (
        head[0][0].isdecimal() or head[0] in vocabulary.months or head[0] in vocabulary.words["weekdays"]
    ):
        return False  # words before it may be those of another cell
    if len(text) > _LONGEST_DATE or not any(letter.isdecimal() for letter in text):
        return False
    reading = parse_stage_text(text, latest=_FAR_FUTURE, vocabulary=vocabulary)
    return bool((reading.date and not reading.is_serial) or reading.numbers or reading.problem == "missing_year")


_TESTS: Mapping[str, Callable[[str, Vocabulary], bool]] = {
    "date": _is_written_date,
    "status": _is_status,
    "flag": _is_flag,
    "work_mode": _is_work_mode,
}
