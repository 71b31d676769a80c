"""Reads the bank: clauses and texts labelled with themes, each by one voice."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.resources import resource
from pipeline.themes.clauses import Clause, Span, split_clauses
from pipeline.themes.codebook import Codebook
from pipeline.themes.wording import Wording

_MARK = re.compile(r"\{\{(\w+)\.(\w+): (.*?)\}\}")
NO_THEME = "none"
"""The file of the clauses that name no theme."""


class Label(NamedTuple):
    """A theme in a text; ``text[start:end]`` is the quote."""

    theme_id: str
    polarity: str
    start: int
    end: int


@dataclass(frozen=True)
class LabelledText:
    """A text with the themes a reader finds in it."""

    voice: str
    text: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class LabelledClause:
    """A clause with the themes it names, each with its polarity."""

    voice: str
    text: str
    is_question: bool
    labels: frozenset[tuple[str, str]]


def bank_folder(language: str) -> Path:
    """Where the bank of a language lies."""
    return resource("data", "bank", language)


def read_clauses(folder: Path) -> list[LabelledClause]:
    """Every clause of the bank, with the labels of all files it stands in."""
    labels: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for path in sorted(folder.glob("*.tsv")):
        if path.stem == "texts":
            continue
        for row in _rows(path):
            known = labels[row["voice"], row["clause"]]
            if path.stem != NO_THEME:
                known.add((path.stem, row["polarity"]))
    return [
        LabelledClause(voice, clause, clause.rstrip().endswith("?"), frozenset(found))
        for (voice, clause), found in labels.items()
    ]


def read_texts(folder: Path) -> list[LabelledText]:
    """Every whole text of the bank."""
    return [read_marked(row["text"], row["voice"]) for row in _rows(folder / "texts.tsv")]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def codebook_examples(codebook: Codebook) -> list[LabelledClause]:
    """The clauses that the codebook gives as examples of its themes."""
    return [
        LabelledClause(
            "codebook", example.text, example.text.endswith("?"), frozenset({(theme.theme_id, example.polarity)})
        )
        for theme in codebook.themes
        for example in theme.examples
    ]


def read_marked(marked: str, voice: str) -> LabelledText:
    """A text whose quotes are marked as ``{{theme.polarity: quote}}``.

    >>> read_marked("You {{confidence.concern: seemed tense}}.", "one").text
    'You seemed tense.'
    """
    parts: list[str] = []
    labels: list[Label] = []
    length = position = 0
    for match in _MARK.finditer(marked):
        before, quote = marked[position : match.start()], match[3]
        start = length + len(before)
        labels.append(Label(match[1], match[2], start, start + len(quote)))
        parts += [before, quote]
        length, position = start + len(quote), match.end()
    return LabelledText(voice, "".join([*parts, marked[position:]]), tuple(labels))


def clauses_of(text: LabelledText, wording: Wording) -> list[LabelledClause]:
    """The clauses of a text; each label goes to the clause it shares most with."""
    clauses = list(split_clauses(text.text, wording.clause_words))
    found: list[set[tuple[str, str]]] = [set() for _ in clauses]
    for label in text.labels:
        if clauses:
            found[_nearest(label, clauses)].add((label.theme_id, label.polarity))
    return [
        LabelledClause(text.voice, clause.text, clause.is_question, frozenset(labels))
        for clause, labels in zip(clauses, found, strict=True)
    ]


def _nearest(label: Label, clauses: Sequence[Clause]) -> int:
    spans = [Span(clause.start, clause.start + len(clause.text)) for clause in clauses]
    return max(range(len(spans)), key=lambda at: min(label.end, spans[at].end) - max(label.start, spans[at].start))
