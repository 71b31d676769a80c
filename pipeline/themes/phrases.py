"""The phrase language of the codebook, and one index that finds all its phrases in a clause.

A phrase is words with stems, alternatives and gaps (the head of ``data/codebook.toml`` explains it to a
reader). Phrases of one word are found by looking the word up; a longer one is tried only where its rarest
word, its anchor, occurs. So the time of a clause hardly grows with the number of phrases.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from pipeline.themes.clauses import Letters, split_words

SenseT = TypeVar("SenseT")

_TOKEN = re.compile(r"\.{3}|\.{2}|\)\??|[(|]|<[^<>\s]+>\??|[^\s()|<>]+|\S")
_NUMBER = r"\d\S* "
_ANY_NUMBER = "#"

_FREQUENT_WORDS = frozenset(
    """
    a about all an and any are as at be been but by do for from get had has have i if in into is it its just like
    more much need no not of on one or our out quite really so some that the their they this to too up us very was
    we were what who with would you your dont didnt wasnt isnt could need needed want wanted other person people
    someone somebody candidate candidates team role job work time questions experience answers good great strong
    well right down looking enough
    """.split(),  # noqa: SIM905 - a list of a hundred strings reads worse
)
"""Words so frequent in feedback that a phrase is better looked for by another of its words."""


class PhraseError(ValueError):
    """A phrase that cannot be read; the message says why."""


class _Gap(NamedTuple):
    pattern: str


_GAPS = {"..": _Gap(r"(?:[^ ,:]+ ){0,3}?"), "...": _Gap(r"(?:[^ ,:]+ )*")}


class _Choice(NamedTuple):
    """One step of a phrase that may be said in several ways."""

    ways: tuple["_Steps", ...]
    is_optional: bool


_Step = str | _Gap | _Choice
_Steps = tuple[_Step, ...]
WordLists = Mapping[str, tuple[_Steps, ...]]
"""Word lists by name, read by :func:`read_lists`."""


@dataclass(frozen=True)
class Phrase:
    """A phrase that was read.

    Attributes:
        text: As written.
        anchors: Words of which one must occur for the phrase to be there.
        needs: More such sets of words, one for each other step.
        words: Every word and stem in it, with those that may be missing.
        is_word: Whether such a word is all of it.
        expression: What finds it among words joined by spaces.
    """

    text: str
    anchors: tuple[str, ...]
    needs: tuple[frozenset[str], ...]
    words: frozenset[str]
    is_word: bool
    expression: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first needed: most phrases never are in a short text."""
        return re.compile(self.expression)

    @property
    def claims(self) -> tuple[str, ...]:
        """What it claims for its theme: each word when it is one of several, else the phrase as a whole."""
        return self.anchors if self.is_word else (" ".join(self.text.split()),)


def read_phrase(phrase: str, lists: WordLists, letters: Letters | None = None) -> Phrase:
    """Read a phrase as written in a codebook; ``<name>`` stands for an entry of that list.

    Args:
        phrase: The phrase.
        lists: The word lists it may name.
        letters: How its language also spells letters.

    Raises:
        PhraseError: It cannot be read, or has no word that must be there.
    """
    steps = _Parser(phrase, lists, letters).read()
    words = _single_words(steps)
    if words is not None:
        return Phrase(phrase, words, (), frozenset(words), is_word=True, expression="")
    anchors, *needs = sorted(_required(steps), key=_rarest_first)
    needed = tuple(frozenset(words) for words in needs)
    return Phrase(
        phrase, anchors, needed, frozenset(_all_words(steps)), is_word=False, expression=r"(?<!\S)" + _pattern(steps)
    )


def read_lists(lists: Mapping[str, Iterable[str]], letters: Letters | None = None) -> dict[str, tuple[_Steps, ...]]:
    """Read word lists; their entries are words and phrases without lists of their own.

    Raises:
        PhraseError: An entry cannot be read.
    """
    return {name: tuple(_Parser(entry, {}, letters).read() for entry in entries) for name, entries in lists.items()}


class _Parser:
    """Reads one phrase from left to right."""

    def __init__(self, phrase: str, lists: WordLists, letters: Letters | None) -> None:
        self.phrase = phrase
        self.lists = lists
        self.letters = letters
        self.tokens = _TOKEN.findall(phrase)
        self.position = 0

    def read(self) -> _Steps:
        steps = self._read_steps()
        if self.position < len(self.tokens):
            raise PhraseError(f'"{self.phrase}" has a "{self.tokens[self.position]}" too many')
        if not steps or isinstance(steps[0], _Gap) or steps[-1] == _GAPS[".."]:
            raise PhraseError(f'"{self.phrase}" starts or ends with a gap, or is empty')
        if not any(_must_be_there(step) for step in steps):
            raise PhraseError(f'"{self.phrase}" has no word that must be there')
        return steps

    def _read_steps(self) -> _Steps:
        steps: list[_Step] = []
        while self.position < len(self.tokens) and self.tokens[self.position][0] not in "|)":
            written = self.tokens[self.position]
            self.position += 1
            if written in _GAPS:
                steps.append(_GAPS[written])
            elif written == "(":
                steps.append(self._read_choice())
            elif written.startswith("<") and len(written) > 2:
                steps.append(self._read_list(written))
            elif written.endswith("?"):
                steps.append(_Choice((tuple(self._read_word(written[:-1])),), is_optional=True))
            else:
                steps.extend(self._read_word(written))
        return tuple(steps)

    def _read_choice(self) -> _Choice:
        ways = [self._read_steps()]
        while self.position < len(self.tokens) and self.tokens[self.position] == "|":
            self.position += 1
            ways.append(self._read_steps())
        if self.position == len(self.tokens):
            raise PhraseError(f'a bracket of "{self.phrase}" is not closed')
        if not all(any(map(_must_be_there, way)) for way in ways):
            raise PhraseError(f'a bracket of "{self.phrase}" has an alternative without a word')
        closing = self.tokens[self.position]
        self.position += 1
        return _Choice(tuple(ways), closing.endswith("?"))

    def _read_list(self, token: str) -> _Choice:
        name = token.strip("<>?")
        if name not in self.lists:
            raise PhraseError(f'"{self.phrase}" uses the word list <{name}>, which [words] does not have')
        return _Choice(self.lists[name], token.endswith("?"))

    def _read_word(self, token: str) -> Iterator[str]:
        if token == _ANY_NUMBER:
            yield token
            return
        words = split_words(token.removesuffix("*"), self.letters).folded
        if not words or "*" in token[:-1]:
            raise PhraseError(f'"{token}" in "{self.phrase}" is not a word')
        if token.endswith("*"):
            if len(words[-1]) < 2:
                raise PhraseError(f'the stem "{token}" in "{self.phrase}" has less than two letters')
            words[-1] += "*"
        yield from words


def _must_be_there(step: _Step) -> bool:
    return isinstance(step, str) or (isinstance(step, _Choice) and not step.is_optional)


def _pattern(steps: _Steps) -> str:
    return "".join(_step_pattern(step) for step in steps)


def _step_pattern(step: _Step) -> str:
    if isinstance(step, _Gap):
        return step.pattern
    if isinstance(step, _Choice):
        return f"(?:{'|'.join(map(_pattern, step.ways))}){'?' if step.is_optional else ''}"
    if step == _ANY_NUMBER:
        return _NUMBER
    return f"{re.escape(step[:-1])}\\S* " if step.endswith("*") else f"{re.escape(step)} "


def _all_words(steps: _Steps) -> Iterator[str]:
    for step in steps:
        if isinstance(step, str):
            yield step
        elif isinstance(step, _Choice):
            for way in step.ways:
                yield from _all_words(way)


def _required(steps: _Steps) -> list[tuple[str, ...]]:
    """For each step that must be there, words of which one must occur."""
    return [
        (step,) if isinstance(step, str) else tuple(word for way in step.ways for word in _anchors(way))
        for step in steps
        if isinstance(step, str) or (isinstance(step, _Choice) and not step.is_optional)
    ]


def _anchors(steps: _Steps) -> tuple[str, ...]:
    return min(_required(steps), key=_rarest_first)


def _rarest_first(words: tuple[str, ...]) -> float:
    """A sort key: about how often one of these words occurs, guessed from their length."""
    return sum(map(_frequency, words))


def _frequency(word: str) -> float:
    if word == _ANY_NUMBER or word in _FREQUENT_WORDS:
        return 50
    return 30 / len(word) ** 2


def _single_words(steps: _Steps) -> tuple[str, ...] | None:
    """The words of a phrase that is one word, or one of several; None for any longer phrase."""
    step = steps[0]
    if len(steps) != 1 or step == _ANY_NUMBER:
        return None
    if isinstance(step, str):
        return (step,)
    words = [way[0] for way in step.ways if len(way) == 1] if isinstance(step, _Choice) else []
    plain = tuple(word for word in words if isinstance(word, str) and word != _ANY_NUMBER)
    return plain if isinstance(step, _Choice) and len(plain) == len(step.ways) else None


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
        keys = {word, *[word[:length] + "*" for length in range(2, longest + 1)]}
        if word[0].isdecimal():
            keys.add(_ANY_NUMBER)
        family = self._stand_for(self.keys & keys)
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
