"""One index that finds all phrases of a codebook in a clause.

Phrases of one word are found by looking the word up; a longer one is tried only where its rarest word, its anchor,
occurs together with the others that it needs. So the time of a clause hardly grows with the number of phrases.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from pipeline.themes.phrases import ANY_NUMBER, Phrase

SenseT = TypeVar("SenseT")


class Found(NamedTuple, Generic[SenseT]):
    """A phrase found in a clause, as a range of its words."""

    start: int
    end: int
    sense: SenseT


@dataclass(frozen=True)
class _Entry(Generic[SenseT]):
    """A phrase in the index; of two on the same words the lower rank wins."""

    sense: SenseT
    rank: int
    phrase: Phrase


@dataclass(frozen=True, eq=False, slots=True)
class _Family(Generic[SenseT]):
    """What words can be part of that no phrase tells apart, such as most names and most numbers.

    What a phrase needs and a word offers are bits, one for each set of words of which one is needed.

    Attributes:
        alone: The phrases it is all of.
        anchored: The other phrases it anchors, each after what it needs beside.
        offers: What phrases need and it offers.
    """

    alone: tuple[_Entry[SenseT], ...]
    anchored: tuple[tuple[int, _Entry[SenseT]], ...]
    offers: int


@dataclass(frozen=True, eq=False)
class PhraseIndex(Generic[SenseT]):
    """All phrases, by the word or stem that must be there; built by :func:`build_index`.

    Attributes:
        by_key: The phrases that a word or stem anchors.
        keys: Every word and stem of the phrases.
        bits: For each set of words of which a phrase needs one, its bit.
        offers: For each word or stem that is needed, the bits of these sets.
    """

    by_key: Mapping[str, tuple[_Entry[SenseT], ...]]
    keys: frozenset[str]
    bits: Mapping[frozenset[str], int]
    offers: Mapping[str, int]

    @cached_property
    def _families(self) -> dict[frozenset[str], _Family[SenseT]]:
        return {}

    @cached_property
    def _known(self) -> dict[str, _Family[SenseT]]:
        return {}

    @cached_property
    def _read(self) -> dict[tuple[_Family[SenseT], ...], tuple[Found[SenseT], ...]]:
        return {}

    def __getstate__(self) -> dict[str, object]:
        """What another process is sent: not what was remembered, which takes longer to send than to find anew."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def find(self, words: list[str]) -> tuple[Found[SenseT], ...]:
        """Every phrase in the clause that no longer phrase contains, from left to right.

        Clauses that differ only in words of the same families hold the same phrases in the same places.
        """
        families = tuple([self._known.get(word) or self._learn(word) for word in words])
        found = self._read.get(families)
        if found is None:
            if len(self._read) >= _READ_CLAUSES:
                self._read.clear()
            found = self._read[families] = tuple(self._find(words, families))
        return found

    def _find(self, words: list[str], families: Sequence[_Family[SenseT]]) -> list[Found[SenseT]]:
        offered = 0
        for family in families:
            offered |= family.offers
        found: list[tuple[int, int, int, SenseT]] = []
        tried: dict[int, _Entry[SenseT]] = {}
        for position, family in enumerate(families):
            if family.alone:
                found += [(position, position + 1, entry.rank, entry.sense) for entry in family.alone]
            for needed, entry in family.anchored:
                if offered & needed == needed:
                    tried[entry.rank] = entry
        if tried:
            found.extend(_try_patterns(tried.values(), words))
        return _keep_longest(found)

    @cached_property
    def _stems(self) -> dict[str, int]:
        """The first two letters of all stems, with the length of the longest."""
        longest: dict[str, int] = {}
        for stem in (key[:-1] for key in self.keys if key.endswith("*")):
            longest[stem[:2]] = max(len(stem), longest.get(stem[:2], 0))
        return longest

    def _learn(self, word: str) -> _Family[SenseT]:
        longest = min(len(word), self._stems.get(word[:2], 0))
        keys = [word, *[word[:length] + "*" for length in range(2, longest + 1)]]
        if word[0].isdecimal():
            keys.append(ANY_NUMBER)
        family = self._stand_for(self.keys.intersection(keys))
        if len(self._known) < _KNOWN_WORDS:
            self._known[word] = family
        return family

    def _stand_for(self, keys: frozenset[str]) -> _Family[SenseT]:
        """The words that stand for just these words and stems."""
        if keys not in self._families:
            entries = [entry for key in sorted(keys) for entry in self.by_key.get(key, ())]
            self._families[keys] = _Family(
                tuple(entry for entry in entries if entry.phrase.is_word),
                tuple((self._needed(entry.phrase), entry) for entry in entries if not entry.phrase.is_word),
                reduce(or_, (self.offers.get(key, 0) for key in keys), 0),
            )
        return self._families[keys]

    def _needed(self, phrase: Phrase) -> int:
        return reduce(or_, (self.bits[need] for need in phrase.needs), 0)


_KNOWN_WORDS = 200_000
"""Words whose family is remembered: far more than a language's, small enough for any memory."""
_READ_CLAUSES = 50_000
"""Clauses whose phrases are remembered, for those that differ in a name or number only."""


def _try_patterns(
    entries: Iterable[_Entry[SenseT]],
    words: list[str],
) -> Iterator[tuple[int, int, int, SenseT]]:
    joined = " ".join(words) + " "
    for entry in entries:
        for match in entry.phrase.pattern.finditer(joined):
            start = joined.count(" ", 0, match.start())
            yield start, start + match.group().count(" "), entry.rank, entry.sense


def _keep_longest(found: list[tuple[int, int, int, SenseT]]) -> list[Found[SenseT]]:
    """Drop what lies inside a longer phrase; of two on the same words the one listed first stays."""
    if len(found) > 1:
        found.sort(key=lambda item: (item[0], -item[1], item[2]))
    kept: list[Found[SenseT]] = []
    furthest = 0
    for start, end, _, sense in found:
        if end > furthest:
            kept.append(Found(start, end, sense))
            furthest = end
    return kept


def build_index(phrases: Iterable[tuple[Phrase, SenseT]]) -> PhraseIndex[SenseT]:
    """Index phrases with what each means; earlier ones win where two match the same words."""
    by_key: dict[str, list[_Entry[SenseT]]] = {}
    keys: set[str] = set()
    bits: dict[frozenset[str], int] = {}
    offers: dict[str, int] = {}
    for rank, (phrase, sense) in enumerate(phrases):
        entry = _Entry(sense, rank, phrase)
        for word in dict.fromkeys(phrase.anchors):
            by_key.setdefault(word, []).append(entry)
        keys |= phrase.words
        for need in phrase.needs:
            bit = bits.setdefault(need, 1 << len(bits))
            for word in need:
                offers[word] = offers.get(word, 0) | bit
    return PhraseIndex({key: tuple(entries) for key, entries in by_key.items()}, frozenset(keys), bits, offers)
