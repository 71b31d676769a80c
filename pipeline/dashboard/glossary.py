"""The words that Debrief uses in one sense only, and the meanings of all columns, to be looked through."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline.resources import resource
from pipeline.warehouse.views import relations


@dataclass(frozen=True)
class Word:
    """A word and what it means here."""

    name: str
    meaning: str


@dataclass(frozen=True)
class ColumnMeaning:
    """A column of a table or view and what it means."""

    relation: str
    column: str
    meaning: str


@cache
def glossary() -> tuple[Word, ...]:
    """Every word, in the order of its file."""
    text = resource("data", "glossary.toml").read_text(encoding="utf-8")
    return tuple(Word(**entry) for entry in tomllib.loads(text)["word"])


def find_words(wanted: str) -> list[Word]:
    """The words whose name or meaning holds everything that is wanted; those whose name does come first."""
    found = [word for word in glossary() if _holds(f"{word.name} {word.meaning}", wanted)]
    return sorted(found, key=lambda word: not _holds(word.name, wanted))


def find_columns(wanted: str) -> list[ColumnMeaning]:
    """The columns whose name or meaning holds everything that is wanted; those whose name does come first."""
    found = [each for each in _columns() if _holds(f"{each.relation} {each.column} {each.meaning}", wanted)]
    return sorted(found, key=lambda each: not _holds(each.column, wanted))


def _columns() -> Iterator[ColumnMeaning]:
    for relation in relations():
        for column, meaning in relation.columns.items():
            yield ColumnMeaning(relation.name, column, meaning)


def _holds(text: str, wanted: str) -> bool:
    within = text.replace("_", " ").casefold()
    return all(part in within for part in wanted.replace("_", " ").casefold().split())
