"""The phrase language of the codebook.

A phrase is words with stems, alternatives and gaps (the head of ``data/codebook.toml`` explains it to a reader).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.themes.clauses import Letters, split_words

_TOKEN = re.compile(r"\.{3}|\.{2}|\)\??|[(|]|<[^<>\s]+>\??|[^\s()|<>]+|\S")
_NUMBER = r"\d\S* "
ANY_NUMBER = "#"

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
        if token == ANY_NUMBER:
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
    if step == ANY_NUMBER:
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
    if word == ANY_NUMBER or word in _FREQUENT_WORDS:
        return 50
    return 30 / len(word) ** 2


def _single_words(steps: _Steps) -> tuple[str, ...] | None:
    """The words of a phrase that is one word, or one of several; None for any longer phrase."""
    step = steps[0]
    if len(steps) != 1 or step == ANY_NUMBER:
        return None
    if isinstance(step, str):
        return (step,)
    words = [way[0] for way in step.ways if len(way) == 1] if isinstance(step, _Choice) else []
    plain = tuple(word for word in words if isinstance(word, str) and word != ANY_NUMBER)
    return plain if isinstance(step, _Choice) and len(plain) == len(step.ways) else None
