"""The words of ``data/vocabulary/notes.toml`` as patterns on flattened text, whose places are those of the text."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipeline.resources import resource

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class _Letters(dict[int, str]):
    """One plain lower-case letter for each letter, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = unicodedata.normalize("NFKD", letter)
        first, rest = plain[:1], plain[1:]
        is_accented = bool(rest) and all(unicodedata.combining(mark) for mark in rest)
        lowered = (first if is_accented else letter).lower()
        self[code] = lowered if len(lowered) == 1 else lowered[:1] or letter
        return self[code]


_LETTERS = _Letters(
    str.maketrans(
        {
            "\u0131": "i",
            "\u2018": "'",
            "\u2019": "'",
            "\u00b4": "'",
            "`": "'",
            "\u201c": '"',
            "\u201d": '"',
            "\u201e": '"',
            "\u00ab": '"',
            "\u00bb": '"',
            "\u00a0": " ",
            "\t": " ",
            "\uff1a": ":",
            "\uff0c": ",",
            "\uff1f": "?",
        }
    )
)


def flatten(text: str) -> str:
    """The text in lower case without accents, letter for letter: a place in it is the same place in the text.

    >>> flatten("Rückmeldung: “Très bien”")
    'ruckmeldung: "tres bien"'
    """
    return text.translate(_LETTERS)


@dataclass(frozen=True, eq=False)
class NoteWords:
    """The words by what they are for.

    Attributes:
        parts: For each part of speech, an alternation of its words for use inside a pattern.
        words: For each part of speech, its words, flattened.
        contact_channels: The words for writing or ringing, an alternation each, by the channel they name.
    """

    parts: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    contact_channels: Mapping[str, re.Pattern[str]]


@cache
def note_words() -> NoteWords:
    """The shipped words, read once."""
    path = resource("data", "vocabulary", "notes.toml")
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    contacted: dict[str, Any] = tables.pop("contacted")
    words = {name: frozenset(_phrases(table)) for name, table in tables.items()}
    channels = {channel: frozenset(_phrases(table)) for channel, table in contacted.items()}
    words["contacted"] = frozenset().union(*channels.values())
    return NoteWords(
        parts={name: alternation(phrases) for name, phrases in words.items()},
        words=words,
        contact_channels={
            channel: re.compile(alternation(phrases)) for channel, phrases in channels.items() if channel != "unsaid"
        },
    )


def alternation(phrases: frozenset[str]) -> str:
    """A pattern of any of the phrases, the longest that fits, on the bounds of words where its script has them."""
    bounded = [phrase for phrase in phrases if phrase[0].isalnum() and not _CJK.search(phrase)]
    free = sorted(phrases.difference(bounded), key=lambda phrase: (-len(phrase), phrase))
    others = [
        re.escape(phrase) + (r"(?!\w)" if phrase[-1].isascii() and phrase[-1].isalnum() else "") for phrase in free
    ]
    words = [rf"(?<!\w){_tree(sorted(bounded))}(?!\w)"] if bounded else []
    return f"(?:{'|'.join([*words, *others])})"


def _tree(phrases: list[str]) -> str:
    """A pattern in which phrases share their beginnings, so that a place in a text is tried once and not for each."""
    branches: dict[str, list[str]] = {}
    for phrase in phrases:
        if phrase:
            branches.setdefault(phrase[0], []).append(phrase[1:])
    grown = [_letter(first) + _tree(rest) for first, rest in branches.items()]
    if not grown:
        return ""
    pattern = grown[0] if len(grown) == 1 else f"(?:{'|'.join(grown)})"
    return f"(?:{pattern})?" if "" in phrases else pattern


def _letter(letter: str) -> str:
    return r"\s+" if letter == " " else re.escape(letter)


def _phrases(table: Mapping[str, list[str]]) -> Iterator[str]:
    for phrases in table.values():
        yield from (flatten(phrase) for phrase in phrases)
