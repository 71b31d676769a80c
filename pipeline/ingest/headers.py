"""What a header may mean: its spellings and parts against those we know, then its likeness to them."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from pipeline.ingest.header_words import composed_meaning, notions_of_header, split_camel
from pipeline.vocabulary import OTHER, HeaderMeaning, StatusMeaning, Vocabulary, compact, fold

_FUZZY_LIKENESS = 85.0
_FUZZY_LETTERS = 6
_FUZZY_SLIPS = 2
"""A slip of the keyboard: two letters at most, in a word long enough that no other word is as near."""

_COVERAGE = 0.6
"""How much of a header a known spelling inside it must make up; "company size" is no company."""

_TOO_DEAR = frozenset({"applied_date"})
"""A wrong day of applying is the worst error: a word nobody knows among the known ones is reason to leave it."""

_HAN = "[\u4e00-\u9fff]"
_PART_BREAKS = re.compile(
    r"\s*(?:[-=]+>|[/|+&\n;:·•→]|,(?=\s)|\s[-\u2013\u2014]\s"
    rf"|(?<={_HAN})[-\u2013\u2014及和与](?={_HAN}))\s*"
)
_LEADING_NUMBER = re.compile(r"^\s*(?:[qQ]\s*)?\d{1,2}\s*[.):]\s*(?=\D)")
"""What numbers the questions of a form: "1. Company"."""

_POSSESSOR = re.compile(r"^\s*[^\W\d_]+['\u2019]s\s+", re.IGNORECASE)
_REMARKS = ("notes",)
"""Whoever's notes they are ("Mum's notes"), they are notes; somebody's name or answer is another thing."""

_PAIR = 2
_NAMES = frozenset({("company",), ("role",)})
_COUNTED = re.compile(r"#\s*[^\W\d]")
_NUMBERED = re.compile(r"\s*[#\u2116]\s*$")
_BRACKETS = re.compile(r"[(\uff08\[\u3010](.*?)[)\uff09\]\u3011]")


def bare_header(header: str) -> str:
    """A header without what stands in brackets."""
    return _BRACKETS.sub(" ", header)


def header_meanings(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """The meaning of a header with how far to trust it: as listed, by its words, then of its bracket and its parts.

    Nothing where no reading is known; one meaning otherwise.
    """
    found = next(_readings(header, vocabulary), None)
    if found is None and (bare := _LEADING_NUMBER.sub("", header)) != header:
        found = next(_readings(bare, vocabulary), None)
    if found is not None:
        yield found


def _readings(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    if _COUNTED.search(header):
        yield from _composed(header, 1.0, vocabulary)
    if _NUMBERED.search(header):
        yield from _listed(_NUMBERED.sub(" number", header), 1.0, vocabulary)
    yield from _listed(header, 1.0, vocabulary)
    bare = bare_header(header)
    inside = _BRACKETS.findall(header)
    if "date" in {notion for text in inside for notion in notions_of_header(text, vocabulary)}:
        yield from _composed(header, 1.0, vocabulary)
    yield from _listed(bare, 0.95, vocabulary)
    parts = [part for part in _PART_BREAKS.split(bare) if part.strip()]
    if len(parts) > 1:
        yield from _listed_parts(parts, vocabulary)
    yield from _composed(bare, 1.0, vocabulary)
    for text in inside:
        yield from (found for found in _listed(text, 0.9, vocabulary) if len(found[0].fields) == 1)
    if len(parts) > 1:
        for place, part in enumerate(parts):
            yield from _composed(part, 0.95 - 0.03 * place, vocabulary)
    yield from _named_twice(bare, vocabulary)
    yield from _named_last(bare, vocabulary)
    if (own := _POSSESSOR.sub("", bare)) != bare:
        yield from (found for found in _listed(own, 0.85, vocabulary) if found[0].fields == _REMARKS)


def _named_twice(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """A header of two names of one field with nothing between them ("role_position")."""
    found = [vocabulary.headers.get(compact(word)) for word in fold(split_camel(header)).split()]
    fields = {meaning.fields if meaning else () for meaning in found}
    if len(found) == _PAIR and len(fields) == 1 and found[0] is not None and len(found[0].fields) == 1:
        yield found[0], 0.85


def _named_last(header: str, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """A Chinese header whose last word is known, with another before it: 目标公司, the company aimed at."""
    text = header.strip()
    tails = (text[start:] for start in range(1, len(text) - 1)) if re.fullmatch(rf"\w*{_HAN}{{2,}}", text) else ()
    found = (vocabulary.headers.get(compact(tail)) for tail in tails if tail[-_PAIR:] == text[-_PAIR:])
    yield from ((meaning, 0.8) for meaning in found if meaning is not None and meaning.fields in _NAMES)


def _listed_parts(parts: Sequence[str], vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    """The parts of a header that are listed, before them one that settles what the first leaves open.

    A first part that no question needs ("Department / Role") does not stand in the way of a company or role.
    """
    found = [
        (meaning, 0.9 - 0.03 * place)
        for place, part in enumerate(parts)
        for meaning, _ in _listed(part, 1.0, vocabulary)
    ]
    opening = found[0][0].fields if found else ()
    yield from (
        each for each in found if len(opening) > 1 and len(each[0].fields) == 1 and each[0].fields[0] in opening
    )
    if opening[:1] == (OTHER,):
        yield from (each for each in found if each[0].fields in _NAMES)
    yield from found


def _listed(header: str, trust: float, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    meaning = vocabulary.headers.get(compact(header))
    if meaning is not None:
        yield meaning, trust


def _composed(header: str, trust: float, vocabulary: Vocabulary) -> Iterator[tuple[HeaderMeaning, float]]:
    found = composed_meaning(header, vocabulary)
    if found is not None:
        yield found[0], found[1] * trust


def status_of_header(header: str, vocabulary: Vocabulary) -> StatusMeaning | None:
    """What a tick under a header says where the header is a status itself ("Ghosted", "Applied? (Y/N)")."""
    meaning = vocabulary.statuses.get(fold(bare_header(header)))
    return meaning if meaning is not None and (meaning.stage or meaning.outcome) else None


def tick_meaning(header: str, vocabulary: Vocabulary) -> StatusMeaning | None:
    """What a tick or a date under a header says: a status itself, or its words do ("Did I apply?", "Rejected on")."""
    named = status_of_header(header, vocabulary)
    if named is not None:
        return named
    told = {
        vocabulary.ticks[notion] for notion in notions_of_header(header, vocabulary) if notion in vocabulary.ticks
    }
    return vocabulary.statuses[told.pop()] if len(told) == 1 else None


def stage_that_ends(header: str, vocabulary: Vocabulary) -> str | None:
    """The stage in a header's last word where nothing before it is a word that we know ("Visiting offer")."""
    words = fold(header).split()
    if len(words) < 2 or any(notions_of_header(word, vocabulary) for word in words[:-1]):
        return None
    meaning = tick_meaning(words[-1], vocabulary)
    return meaning.stage if meaning is not None else None


@lru_cache(maxsize=1024)
def round_stage(header: str, vocabulary: Vocabulary) -> str | None:
    """The stage that a header of feedback names, as "Feedback (final)" does; None for any other header."""
    words = fold(header).split()
    rest = [word for word in words if word not in vocabulary.words["round_feedback"]]
    if len(rest) == len(words):
        return None
    named = " ".join(word for word in rest if word not in vocabulary.words["round_fillers"])
    meaning = vocabulary.statuses.get(named)
    if meaning is None or meaning.stage is None or meaning.outcome or named in vocabulary.words["round_open"]:
        return None
    is_heard = vocabulary.stages[meaning.stage].rank >= vocabulary.stages["screening"].rank
    return meaning.stage if is_heard else None


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
            is_dear = meaning.fields[0] in _TOO_DEAR and not _is_unknown_prefix(words[:start], vocabulary)
            if rest and (len(meaning.fields) > 1 or is_dear):
                continue
            matched = sum(len(word) for word in words[start:stop])
            coverage = matched / (matched + sum(len(word) for word in rest))
            if coverage >= _COVERAGE:
                yield meaning, 0.55 + 0.3 * coverage


def _is_unknown_prefix(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether one word that means nothing to us stands before a header, as a table's name in log_applied_date."""
    return len(words) == 1 and not notions_of_header(words[0], vocabulary) and words[0] not in vocabulary.statuses


@lru_cache(maxsize=4)
def _long_keys(vocabulary: Vocabulary) -> list[str]:
    return [key for key in vocabulary.headers if len(key) >= _FUZZY_LETTERS - 1]
