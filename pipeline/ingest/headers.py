"""What a header may mean: its spellings and parts against those we know, then its likeness to them."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from pipeline.vocabulary import HeaderMeaning, StatusMeaning, Vocabulary, compact, fold

_FUZZY_LIKENESS = 85.0
_FUZZY_LETTERS = 6
_FUZZY_SLIPS = 2
"""A slip of the keyboard: two letters at most, in a word long enough that no other word is as near."""

_COVERAGE = 0.6
"""How much of a header a known spelling inside it must make up; "company size" is no company."""

_WHOLE = 1.0
_PART_BREAKS = re.compile(r"\s*(?:[/|+&\n;:·•]|\s[-\u2013\u2014]\s)\s*")
_BRACKETS = re.compile(r"[(\uff08\[\u3010](.*?)[)\uff09\]\u3011]")


def header_meanings(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """The meanings of a header's spellings with how far to trust each: whole, without its bracket, its parts."""
    for spelling, trust in _variants(header):
        if (meaning := vocabulary.headers.get(compact(spelling))) is not None:
            yield meaning, trust
            if trust < _WHOLE:
                return  # the first part that is known speaks for the header


def _variants(header: str) -> Iterator[tuple[str, float]]:
    yield header, _WHOLE
    bare = _BRACKETS.sub(" ", header)
    if bare != header:
        yield bare, 0.95
        yield from ((inside, 0.9) for inside in _BRACKETS.findall(header))
    parts = [part for part in _PART_BREAKS.split(bare) if part.strip()]
    if len(parts) > 1:
        yield from ((part, 0.9 - 0.03 * place) for place, part in enumerate(parts))


def status_of_header(header: str, vocabulary: Vocabulary) -> StatusMeaning | None:
    """What a tick under a header says where the header is a status itself ("Ghosted", "Applied? (Y/N)")."""
    meaning = vocabulary.statuses.get(fold(_BRACKETS.sub(" ", header)))
    return meaning if meaning is not None and (meaning.stage or meaning.outcome) else None


def alike_meanings(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """Known spellings that a header is a slip of the keyboard away from, or mostly made of."""
    key = compact(header)
    if len(key) >= _FUZZY_LETTERS:
        match = process.extractOne(key, _long_keys(vocabulary), scorer=fuzz.ratio, score_cutoff=_FUZZY_LIKENESS)
        if match and Levenshtein.distance(key, match[0]) <= _FUZZY_SLIPS:
            yield vocabulary.headers[match[0]], 0.6 + (match[1] - _FUZZY_LIKENESS) / 50
    words = fold(header).split()
    fillers = vocabulary.words["fillers"]
    for start in range(len(words)):
        for stop in range(len(words), start, -1):
            meaning = vocabulary.headers.get("".join(words[start:stop]))
            rest = [word for word in words[:start] + words[stop:] if word not in fillers]
            if meaning is None or any(word not in fillers for word in words[stop:]):
                continue
            matched = sum(len(word) for word in words[start:stop])
            coverage = matched / (matched + sum(len(word) for word in rest))
            if coverage >= _COVERAGE:
                yield meaning, 0.55 + 0.3 * coverage


@lru_cache(maxsize=4)
def _long_keys(vocabulary: Vocabulary) -> list[str]:
    return [key for key in vocabulary.headers if len(key) >= _FUZZY_LETTERS - 1]
