"""Reads texts of one language, and each distinct sentence and clause in them once.

The codebook's phrases and rules read each clause first; the model then revises what they say of all new clauses of a
call at once: one by one, most of its time would go to calls of NumPy.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.themes.clauses import PAUSES, Clause, Span, is_empty_clause, split_clauses, split_sentences
from pipeline.themes.codebook import Codebook
from pipeline.themes.codebook_reading import ClauseReading, Mention, read_clause
from pipeline.themes.language import OTHER
from pipeline.themes.model import Model
from pipeline.themes.proposals import Revising, revised, weighable
from pipeline.themes.sureness import are_unsure_alone

_REMEMBERED = 100_000
"""Clauses beyond which everything is forgotten before more texts are read: some 100 MB."""


class Annotation(NamedTuple):
    """What is found in a text, both from left to right."""

    mentions: tuple[Mention, ...]
    unexplained: tuple[Span, ...]


class _Reading:
    """What a clause or a sentence says, with places inside it; what it announces for the next is known first."""

    __slots__ = ("announced", "mentions", "unexplained")

    def __init__(self, announced: int | None) -> None:
        self.announced = announced
        self.mentions: tuple[Mention, ...] = ()
        self.unexplained: tuple[Span, ...] = ()


_Placed = list[tuple[int, _Reading]]
"""The parts of a stretch of text, each with the place where it starts."""


_NewClause = tuple[Clause, int, ClauseReading, _Reading]
"""A clause not met before, what was announced for it, how the codebook alone reads it, and a reading to be filled."""


class _New(NamedTuple):
    """What was not met before: clauses, and sentences by their clauses."""

    clauses: list[_NewClause]
    sentences: list[tuple[_Reading, _Placed]]


class Reader:
    """Reads texts with one codebook and, beside it, the model of its language, if there is one."""

    def __init__(self, codebook: Codebook, model: Model | None) -> None:
        self.codebook = codebook
        self.revising = Revising(codebook, model) if model else None
        self.clauses: dict[tuple[str, bool, int], _Reading] = {}
        self.sentences: dict[tuple[str, int], _Reading] = {}

    def read(self, texts: Sequence[str]) -> list[Annotation]:
        """What is found in each of the texts."""
        if len(self.clauses) > _REMEMBERED:
            self.clauses.clear()
            self.sentences.clear()
        new = _New([], [])
        placed = [self._sentences_of(text, new) for text in texts]
        self._fill(new.clauses)
        for reading, clauses in new.sentences:
            reading.mentions, reading.unexplained = _joined(clauses)
        return [self._annotation(text, sentences) for text, sentences in zip(texts, placed, strict=True)]

    def _sentences_of(self, text: str, new: _New) -> _Placed:
        """The sentences of a text; what was not met before is also added to ``new``."""
        known = self.sentences
        placed: _Placed = []
        heading = 0
        for start, sentence in split_sentences(text, self.codebook.wording.clause_words):
            key = (sentence, heading)
            reading = known.get(key)
            if reading is None:
                reading = known[key] = self._read_sentence(sentence, heading, new)
            placed.append((start, reading))
            if reading.announced is not None:
                heading = reading.announced
        return placed

    def _read_sentence(self, sentence: str, heading: int, new: _New) -> _Reading:
        clauses = split_clauses(sentence, self.codebook.wording.clause_words)
        if len(clauses) == 1 and clauses[0].start == 0:
            return self._clause(clauses[0], heading, new)
        whole = _Reading(None)
        placed: _Placed = []
        for clause in clauses:
            reading = self._clause(clause, heading, new)
            placed.append((clause.start, reading))
            if reading.announced is not None:
                heading = whole.announced = reading.announced
        new.sentences.append((whole, placed))
        return whole

    def _clause(self, clause: Clause, heading: int, new: _New) -> _Reading:
        """What a clause says; one that was not met before is also added to ``new``."""
        key = (clause.text, clause.is_question, heading)
        reading = self.clauses.get(key)
        if reading is None:
            reading = self.clauses[key] = self._read_clause(clause, heading, new)
        return reading

    def _read_clause(self, clause: Clause, heading: int, new: _New) -> _Reading:
        by_codebook = read_clause(clause, heading, self.codebook)
        reading = _Reading(by_codebook.announced)
        if PAUSES.issuperset(by_codebook.words.folded):
            reading.mentions = by_codebook.mentions
        else:
            new.clauses.append((clause, heading, by_codebook, reading))
        return reading

    def _fill(self, new: Sequence[_NewClause]) -> None:
        if not new:
            return
        by = self.revising
        weighed = by.model.weigh([weighable(by_codebook) for _, _, by_codebook, _ in new]) if by else None
        for place, (clause, heading, by_codebook, reading) in enumerate(new):
            mentions = by_codebook.mentions
            if by and weighed and (mentions or weighed.likeliest[place] >= by.model.propose_above):
                in_force = heading if by_codebook.announced is None else by_codebook.announced
                mentions = revised(by_codebook, clause, in_force, by, weighed[place])
            reading.mentions = mentions
            if not mentions and not self._says_nothing(by_codebook):
                folded = by_codebook.words.folded
                reading.unexplained = (by_codebook.words.quote(0, len(folded)),)

    def _says_nothing(self, reading: ClauseReading) -> bool:
        has_courtesy = "courtesy" in [item.sense.kind for item in reading.found]
        return has_courtesy or is_empty_clause(reading.words.folded, self.codebook.wording.plain_words)

    def _annotation(self, text: str, sentences: _Placed) -> Annotation:
        mentions, unexplained = _joined(sentences)
        by, wording = self.revising, self.codebook.wording
        if by and mentions and are_unsure_alone(mentions, text, wording, by.model.alone):
            unexplained = tuple(sorted([*unexplained, *(Span(mention.start, mention.end) for mention in mentions)]))
            mentions = ()
        return Annotation(mentions, () if self.codebook.language == OTHER else unexplained)


def _joined(parts: Iterable[tuple[int, _Reading]]) -> tuple[tuple[Mention, ...], tuple[Span, ...]]:
    """What the parts of a stretch of text say, with places in it."""
    mentions: list[Mention] = []
    unexplained: list[Span] = []
    for shift, reading in parts:  # _make takes half the time of a call with the fields
        for theme_id, polarity, start, end, method, chance in reading.mentions:
            mentions.append(Mention._make((theme_id, polarity, start + shift, end + shift, method, chance)))
        for start, end in reading.unexplained:
            unexplained.append(Span._make((start + shift, end + shift)))
    return tuple(mentions), tuple(unexplained)
