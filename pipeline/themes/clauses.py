"""Cuts a text into clauses and a clause into folded words, keeping where each stood in the text.

Offsets are positions of Python characters in the text as given, so that a quote is always a plain slice.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

_MARKS = "\u0300-\u036f"
_APOSTROPHES = "'\u2019\u02bc"
_WORD = re.compile(
    rf"\d+(?:\.\d+)?/\d+|[cC](?:\+\+|\#)|[^\W_][\w{_MARKS}]*(?:[{_APOSTROPHES}][\w{_MARKS}]+)*|[,:&+]",
)
_UNWRITTEN = str.maketrans("", "", _APOSTROPHES + "_")
_STOPS = r".!?\u2026"
_DASHES = r"\u2013\u2014"
_BREAKS = rf";\r\n\u2028\u2029{_DASHES}()\[\]{{}}\u2022\u00b7|"
_JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_SCALES = frozenset({4.0, 5.0, 10.0, 20.0, 100.0})
"""Denominators of marks; "24/7" and "9/11" are not marks."""


Letters = Mapping[int, str]
"""Letters that a language also spells with others, for :meth:`str.translate`: in German "\u00e4" as "ae"."""


class Span(NamedTuple):
    """A stretch of a text: ``text[start:end]``."""

    start: int
    end: int


class Clause(NamedTuple):
    """A stretch of text that is judged by itself.

    Attributes:
        start: Where it starts in the text.
        text: The clause as written, without the mark that ended it.
        is_question: Whether a question mark ended it.
    """

    start: int
    text: str
    is_question: bool


class Words(NamedTuple):
    """The words of a clause, folded, with their places in it; commas and colons are words too."""

    folded: list[str]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True)
class ClauseWords:
    """The words that decide where a language's clauses end.

    Attributes:
        contrast: Words before which a clause ends wherever they stand ("but").
        contrast_after_comma: Words before which it ends only after a comma ("yet").
        not_contrast: Phrases in which such a word does not end one ("nothing but").
        abbreviations: Words whose full stop ends no sentence ("e.g").
    """

    contrast: tuple[str, ...]
    contrast_after_comma: tuple[str, ...]
    not_contrast: tuple[str, ...]
    abbreviations: frozenset[str]

    def boundary(self) -> re.Pattern[str]:
        """The expression that finds the end of a clause; its group ``kept`` is no end at all."""
        kept, words = _either(self.not_contrast), _either(self.contrast)
        after_comma = _either(self.contrast_after_comma)
        ways = (
            rf"(?<=[,\s])(?P<kept>\s*(?:{kept})\b)",
            rf"(?P<stop>(?<=[{_STOPS}])[{_STOPS}]*[\"'\u201d\u2019)\]]*(?=\s|$))",
            rf"(?<=[{_BREAKS}])|(?<=-)-+|(?<=\s)[-{_DASHES}]+(?=\s)|(?<=\s)/(?=\s)",
            rf"(?<=[,\s])\s*(?:{words})\b,?",
            rf"(?<=,)\s*(?:and\s+)?(?:{after_comma})\b",
        )
        # Every end starts with one of these characters: the engine skips all others at once.
        return re.compile(rf"[,\s\-{_STOPS}{_BREAKS}](?:{'|'.join(ways)})", re.IGNORECASE)


def _either(phrases: Sequence[str]) -> str:
    """An expression for one of these phrases; a look at the first letter spares most tries of them one by one."""
    if not phrases:
        return r"(?!)"
    longest_first = [phrase.split() for phrase in sorted(phrases, key=len, reverse=True)]
    first_letters = "".join(sorted({re.escape(words[0][0]) for words in longest_first}))
    ways = "|".join(r"\s+".join(map(re.escape, words)) for words in longest_first)
    return rf"(?=[{first_letters}])(?:{ways})"


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word as it is compared: lower case, without accents and apostrophes."""
    if word in {"&", "+"}:
        return "and"
    if "/" in word:
        return _read_mark(word)
    if word.isascii():
        return word.lower().translate(_UNWRITTEN)
    plain = unicodedata.normalize("NFKD", word)
    letters = (c for c in plain if not unicodedata.combining(c) and not c.isspace())
    return "".join(letters).lower().translate(_UNWRITTEN) or word


def split_clauses(
    text: str,
    boundary: re.Pattern[str],
    abbreviations: frozenset[str],
) -> Iterator[Clause]:
    """The clauses of a text, in order; what lies between two is punctuation or a contrast word."""
    start = 0
    for match in boundary.finditer(" " + text):  # the space lets a contrast word stand first
        end = max(0, match.start() - 1)
        if match["kept"] is not None:
            continue
        if match["stop"] is not None and _is_abbreviation(text, start, end, abbreviations):
            continue
        if end > start:
            yield Clause(start, text[start:end], "?" in match.group())
        start = match.end() - 1
    if start < len(text):
        yield Clause(start, text[start:], is_question=False)


def _is_abbreviation(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    if text[end] != ".":
        return False
    written = text[max(start, end - 12) : end].split()
    return bool(written) and written[-1].lstrip("(\"'").lower() in abbreviations


def fold_in(word: str, letters: Letters) -> str:
    """A word as it is compared in a language with spellings of its own."""
    return fold(word if word.isascii() or not letters else unicodedata.normalize("NFC", word).translate(letters))


def split_words(clause: str, letters: Letters | None = None) -> Words:
    """The words of a clause, folded; a mark such as 4/10 becomes ``lowmark``, ``midmark`` or ``highmark``."""
    matches = list(_WORD.finditer(clause))
    if letters:
        folded = [fold_in(match.group(), letters) for match in matches]
    else:
        folded = [fold(match.group()) for match in matches]
    return Words(folded, [match.start() for match in matches], [match.end() for match in matches])


def _read_mark(written: str) -> str:
    mark, scale = map(float, written.split("/"))
    if scale not in _SCALES or mark > scale:
        return written
    if mark >= 0.7 * scale:
        return "highmark"
    return "lowmark" if mark <= 0.5 * scale else "midmark"


def whole_characters(text: str, end: int) -> int:
    """The end moved past marks that belong to the last character, so that a quote never cuts one in two."""
    while end < len(text) and (text[end] in _JOINERS or unicodedata.category(text[end])[0] == "M"):
        end += 1
    return end


def is_empty_clause(words: Iterable[str], plain_words: frozenset[str]) -> bool:
    """Whether a clause says nothing: no word but frequent ones, numbers and punctuation."""
    return all(word in plain_words or not word[0].isalpha() for word in words)
