"""Cuts a text into clauses and a clause into folded words, keeping where each stood in the text.

Offsets are positions of Python characters in the text as given, so that a quote is always a plain slice.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

_MARKS = "\u0300-\u036f"
_APOSTROPHES = "'\u2019\u02bc"
_WORD = re.compile(
    rf"\d+(?:\.\d+)?/\d+|[cC](?:\+\+|\#)|[^\W_][\w{_MARKS}]*(?:[{_APOSTROPHES}][\w{_MARKS}]+)*|[,:&+]",
)
PAUSES = frozenset({",", ":"})
_SIGNS = "".join(chr(code) for code in range(128) if not chr(code).isalnum()) + "\u2019"
_MEANT = frozenset("/+#&_\0")
"""Signs that can be part of a word or words themselves: "4/10", "C++", "R&D"; the last stands for them all."""
_FOLDED = bytes(
    ord("\0" if sign in _MEANT else sign.lower() if sign.isalnum() or sign in PAUSES else " ")
    for sign in map(chr, range(128))
).ljust(256)
"""What :meth:`bytes.translate` makes of plain text, sign by sign."""
_WORDS_ONLY = bytes(ord(sign.lower() if sign.isalnum() else " ") for sign in map(chr, range(128))).ljust(256)
_UNWRITTEN = str.maketrans("", "", _APOSTROPHES + "_")
_STOPS = ".!?\u2026"
_SENTENCE_END = re.compile(f"[{_STOPS}] ")
_DASHES = r"\u2013\u2014"
_BREAKS = rf";\r\n\u2028\u2029{_DASHES}()\[\]{{}}\u2022\u00b7|"
_STOP = rf"(?P<stop>(?<=[{_STOPS}])[{_STOPS}]*[\"'\u201d\u2019)\]]*(?=\s|$))"
_MARKED_ENDS = re.compile(rf"[{_STOPS}{_BREAKS}](?:{_STOP}|(?<=[{_BREAKS}]))")
_MARK = re.compile(f"[{_STOPS}{_BREAKS}]")
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


class Words:
    """The words of a clause, folded; commas and colons are words too.

    Where they stand is looked for when it is first asked for: most clauses have nothing to be quoted.
    """

    __slots__ = ("_clause", "_is_plain", "_spans", "folded")

    def __init__(self, folded: list[str], clause: str, *, is_plain: bool) -> None:
        self.folded = folded
        self._clause = clause
        self._is_plain = is_plain
        self._spans: list[tuple[int, int]] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each word starts and ends in the clause."""
        if self._spans is None:
            self._spans = [match.span() for match in _WORD.finditer(self._clause)]
        return self._spans

    def quote(self, first: int, last: int) -> Span:
        """The stretch of the clause from one word to before another, without punctuation at its ends."""
        folded, clause = self.folded, self._clause
        if self._is_plain and PAUSES.issuperset(folded[:first]) and PAUSES.issuperset(folded[last:]):
            start, end = len(clause) - len(clause.lstrip(_SIGNS)), len(clause.rstrip(_SIGNS))
            if start < end:
                return Span(start, end)
        while folded[first] in PAUSES and first < last - 1:
            first += 1
        while folded[last - 1] in PAUSES and last - 1 > first:
            last -= 1
        return Span(self.spans[first][0], whole_characters(clause, self.spans[last - 1][1]))


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
    abbreviations: tuple[str, ...]

    def may_contrast(self, text: str) -> bool:
        """Whether words may end a clause in a text, or marks that only end one between spaces."""
        plain = text.replace("\u2019", "'")
        if not plain.isascii() or "-" in plain or "/" in plain:
            return True
        words = plain.encode().translate(_WORDS_ONLY).split()
        return not self._telling.isdisjoint(words) or (
            "," in plain and not self._telling_after_comma.isdisjoint(words)
        )

    @cached_property
    def _telling(self) -> frozenset[bytes]:
        return _telling_words(self.contrast)

    @cached_property
    def _telling_after_comma(self) -> frozenset[bytes]:
        return _telling_words(self.contrast_after_comma)

    @cached_property
    def ends(self) -> re.Pattern[str]:
        """What finds where clauses may end in a text; a match of the group ``kept`` is no end at all."""
        kept, words = _either(self.not_contrast), _either(self.contrast)
        after_comma = _either(self.contrast_after_comma)
        ways = (
            rf"(?<=[,\s])(?P<kept>\s*(?:{kept})\b)",
            _STOP,
            rf"(?<=[{_BREAKS}])|(?<=-)-+|(?<=\s)[-{_DASHES}]+(?=\s)|(?<=\s)/(?=\s)",
            rf"(?<=[,\s])\s*(?:{words})\b,?",
            rf"(?<=,)\s*(?:and\s+)?(?:{after_comma})\b",
        )
        # Every end starts with one of these characters: the engine skips all others at once.
        return re.compile(rf"[,\s\-{_STOPS}{_BREAKS}](?:{'|'.join(ways)})", re.IGNORECASE)


def _telling_words(phrases: Iterable[str]) -> frozenset[bytes]:
    """A word of each of these phrases without which it does not occur in plain text: the longest."""
    plain = (phrase.encode().translate(_WORDS_ONLY).split() for phrase in phrases if phrase.isascii())
    return frozenset(max(words, key=len) for words in plain)


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


def split_clauses(text: str, words: ClauseWords) -> list[Clause]:
    """The clauses of a text, in order; what lies between two is punctuation or a contrast word."""
    if words.may_contrast(text):
        return list(_cut(text, words.ends, words.abbreviations))
    end = len(text.rstrip(_STOPS))
    if _MARK.search(text, 0, end) or _is_abbreviation(text, 0, end, words.abbreviations):
        return list(_cut(text, _MARKED_ENDS, words.abbreviations))
    return [Clause(0, text[:end], "?" in text[end:])] if end else []


def _cut(text: str, ends: re.Pattern[str], abbreviations: tuple[str, ...]) -> Iterator[Clause]:
    start = 0
    for match in ends.finditer(" " + text):  # the space lets a contrast word stand first
        end = max(0, match.start() - 1)
        if match.lastgroup == "kept":
            continue
        if match.lastgroup == "stop" and _is_abbreviation(text, start, end, abbreviations):
            continue
        if end > start:
            yield Clause(start, text[start:end], "?" in match.group())
        start = match.end() - 1
    if start < len(text):
        yield Clause(start, text[start:], is_question=False)


def split_sentences(text: str, words: ClauseWords) -> list[tuple[int, str]]:
    """A text in stretches whose clauses are the text's clauses, each with its start; most are sentences.

    Cut only where a stop and a space surely end a clause, which takes a fraction of the time that clauses take.
    """
    sentences = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = match.end() - 1
        sentence = text[start:end]
        if not sentence.rstrip(_STOPS).rstrip().lower().endswith(words.abbreviations):
            sentences.append((start, sentence))
            start = end
    sentences.append((start, text[start:]))
    return sentences


def _is_abbreviation(text: str, start: int, end: int, abbreviations: tuple[str, ...]) -> bool:
    before = text[max(start, end - 12) : end].rstrip().lower()
    if text[end : end + 1] != "." or not before.endswith(abbreviations):
        return False
    return before.split()[-1].lstrip("(\"'") in abbreviations


def fold_in(word: str, letters: Letters) -> str:
    """A word as it is compared in a language with spellings of its own."""
    return fold(word if word.isascii() or not letters else unicodedata.normalize("NFC", word).translate(letters))


def split_words(clause: str, letters: Letters | None = None) -> Words:
    """The words of a clause, folded; a mark such as 4/10 becomes ``lowmark``, ``midmark`` or ``highmark``."""
    plain = _folded_plainly(clause)
    if plain is not None:
        return Words(plain.split(), clause, is_plain=True)
    written = _WORD.findall(clause)
    folded = [fold_in(word, letters) for word in written] if letters else list(map(fold, written))
    return Words(folded, clause, is_plain=False)


def _folded_plainly(clause: str) -> str | None:
    """The folded words of a clause between spaces; None for one with letters or signs that need a closer look."""
    plain = clause.replace("\u2019", "'")
    if not plain.isascii() or "''" in plain:
        return None
    folded = plain.encode().translate(_FOLDED, b"'").decode()
    return None if "\0" in folded else folded.replace(",", " , ").replace(":", " : ")


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
    for word in words:  # noqa: SIM110 - this runs for every clause, and all() takes three times as long
        if word not in plain_words and word[0].isalpha():
            return False
    return True
