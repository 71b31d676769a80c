"""A header read by its words: known spellings in another order, else notions that a rule accounts for in full."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from pipeline.vocabulary import HeaderMeaning, HeaderRule, Vocabulary, fold

_CAMEL = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ELISIONS = re.compile(r"\b(?:l|d|dell|dall|all|nell|sull|un|qu|s|c)['\u2019]", re.IGNORECASE)
_CONTRACTIONS = re.compile(r"(?<=[a-z])['\u2019](?:d|ll|ve|m|s|re)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"#\s*(?=\d)")
_COUNTED = re.compile(r"#(?!\d)")
_STUCK_DIGIT = re.compile(r"(?<=[a-z]{3})(?=\d+$)")
_LONGEST_PHRASE = 4
_LEAST_PART = 3
_MOST_PARTS = 4
_LINKS = ("", "s", "n", "es", "en", "e")
"""What stands between the parts of a compound: Bewerbung-s-datum."""

_SLIP_LETTERS = 6
_BAG_TRUST = 0.92
_RULE_TRUST = 0.88
_SLIP_TRUST = 0.78
_ORDINALS = frozenset({"first", "second", "third", "final"})
_MEETINGS = frozenset({"interview", "round", "screening", "onsite"})
_NEUTRAL = frozenset({"job", "name", "current", "work", "process"})
"""Notions that add nothing to another: a job title is a title."""


@dataclass(frozen=True)
class _Words:
    notions: frozenset[str]
    trust: float


def composed_meaning(header: str, vocabulary: Vocabulary) -> tuple[HeaderMeaning, float] | None:
    """What the words of a header say together, and how far to trust it; None where a word is not accounted for."""
    words = _with_person(split_words(header), vocabulary)
    bag = _bag(words, vocabulary)
    if len(bag) > 1 and (known := _bags(vocabulary).get(bag)) is not None:
        return known, _BAG_TRUST
    read = _notions_of(tuple(words), vocabulary)
    if read is None:
        return None
    word = next(iter(bag)) if len(bag) == 1 else ""
    alone = vocabulary.headers.get(word)
    if alone is not None and len(alone.fields) > 1 and read.notions == set(vocabulary.notions.get(word, ())):
        return alone, _BAG_TRUST
    rule = _best_rule(read.notions, vocabulary)
    return (rule.meaning, read.trust) if rule else None


def _with_person(words: list[str], vocabulary: Vocabulary) -> list[str]:
    """The words of a header with "who" at the end of "2nd interview with"."""
    if len(words) < 2 or words[-1] not in vocabulary.words["with_words"]:
        return words
    read = _notions_of(tuple(words[:-1]), vocabulary)
    return [*words[:-1], "who"] if read and read.notions & _MEETINGS else words


def notions_of_header(header: str, vocabulary: Vocabulary) -> frozenset[str]:
    """The notions in a header; none where one of its words is not known."""
    read = _notions_of(tuple(split_words(header)), vocabulary)
    return read.notions if read else frozenset()


def counts_interviews(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a number under a header is how many interviews or rounds there were."""
    notions = notions_of_header(header, vocabulary)
    is_planned = {"round", "range"} <= notions
    return bool(notions & {"interview", "round"}) and not (is_planned or notions & _ORDINALS)


def without_elisions(text: str) -> str:
    """``l'offre`` as ``offre``."""
    return _ELISIONS.sub("", text)


def split_camel(text: str) -> str:
    """``offerAccepted`` as two words."""
    return _CAMEL.sub(" ", text)


def split_words(header: str) -> list[str]:
    """The folded words of a header, with ``dateApplied`` and ``l'offre`` taken apart and ``#`` read as a number."""
    text = _COUNTED.sub(" number of ", _NUMBERED.sub(" ", header))
    text = split_camel(_ELISIONS.sub(" ", _CONTRACTIONS.sub("", text)))
    return [part for word in fold(text).split() for part in _STUCK_DIGIT.split(word)]


def _bag(words: Sequence[str], vocabulary: Vocabulary) -> frozenset[str]:
    fillers = vocabulary.words["fillers"]
    return frozenset(_singular(word) for word in words if word not in fillers)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=4)
def _bags(vocabulary: Vocabulary) -> dict[frozenset[str], HeaderMeaning]:
    """Known spellings without order, plurals and fillers; a bag that two different meanings share says nothing."""
    bags: dict[frozenset[str], HeaderMeaning | None] = {}
    for spelling, meaning in vocabulary.spellings.items():
        bag = _bag(split_words(spelling), vocabulary)
        if len(bag) < 2:
            continue
        known = bags.setdefault(bag, meaning)
        if known is not None and known.fields != meaning.fields:
            bags[bag] = None
    return {bag: meaning for bag, meaning in bags.items() if meaning is not None}


@lru_cache(maxsize=2_000)
def _notions_of(words: tuple[str, ...], vocabulary: Vocabulary) -> _Words | None:
    notions: list[str] = []
    trust = _RULE_TRUST
    place = 0
    while place < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - place), 0, -1):
            found = _phrase(" ".join(words[place : place + length]), vocabulary)
            if found is not None:
                notions += found
                place += length
                break
        else:
            found = _compound(words[place], vocabulary) or _slip(words[place], vocabulary)
            if found is None:
                return None
            trust = min(trust, _SLIP_TRUST) if _compound(words[place], vocabulary) is None else trust
            notions += found
            place += 1
    return _Words(frozenset(notions), trust) if notions else None


def _phrase(phrase: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    known = vocabulary.notions.get(phrase) or vocabulary.notions.get(_singular(phrase))
    if known is not None:
        return known
    return () if phrase in vocabulary.words["fillers"] else None


@lru_cache(maxsize=2_000)
def _compound(word: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The notions of a word's parts where it is made of known words throughout, in the fewest parts."""
    least = 1 if not word.isascii() else _LEAST_PART
    return _parts(word, vocabulary, least, _MOST_PARTS if word.isascii() else _MOST_PARTS + 2)


def _parts(word: str, vocabulary: Vocabulary, least: int, most: int) -> tuple[str, ...] | None:
    if not word:
        return ()
    if most == 0:
        return None
    best: tuple[str, ...] | None = None
    for stop in range(len(word), least - 1, -1):
        found = _phrase(word[:stop], vocabulary)
        if found is None:
            continue
        for link in _LINKS:
            if word[stop:].startswith(link) and (stop + len(link) < len(word) or not link):
                rest = _parts(word[stop + len(link) :], vocabulary, least, most - 1)
                if rest is not None and (best is None or len(found) + len(rest) < len(best)):
                    best = (*found, *rest)
    return best


def _slip(word: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The notions of a long word that a word is one slip of the keyboard away from; a header that we know is none."""
    if len(word) < _SLIP_LETTERS - 1 or not word.isascii() or word in vocabulary.headers:
        return None
    match = process.extractOne(word, _long_words(vocabulary), scorer=OSA.distance, score_cutoff=1)
    return vocabulary.notions[match[0]] if match and max(len(word), len(match[0])) >= _SLIP_LETTERS else None


@lru_cache(maxsize=4)
def _long_words(vocabulary: Vocabulary) -> list[str]:
    return [word for word in vocabulary.notions if len(word) >= _SLIP_LETTERS - 1 and " " not in word]


def _best_rule(notions: frozenset[str], vocabulary: Vocabulary) -> HeaderRule | None:
    fitting = (rule for rule in vocabulary.header_rules if _fits(rule, notions))
    return max(fitting, key=lambda rule: len(rule.required), default=None)


def _fits(rule: HeaderRule, notions: frozenset[str]) -> bool:
    if not rule.required <= notions:
        return False
    return rule.allows_any or notions - rule.required - rule.optional <= _NEUTRAL
