"""Finds themes in feedback: which theme, what is said of it, and in exactly which words.

The codebook's phrases and rules read each clause first; the model then takes back what is very unlikely in these
words, and proposes themes that the codebook has no words for. Where no model is shipped for the language, the
codebook reads alone. Every text is read in its own language, unless the codebook says in which.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipeline.themes.clauses import Clause, Span, is_empty_clause, split_clauses
from pipeline.themes.codebook import AUTO, Codebook
from pipeline.themes.codebook_reading import ClauseReading, Mention, quoted_span, read_clause
from pipeline.themes.in_language import in_language
from pipeline.themes.language import OTHER, languages_of
from pipeline.themes.model import Model, load_model
from pipeline.themes.proposals import revised, weighable
from pipeline.themes.sureness import are_unsure_alone

MENTION_SCHEMA = {
    "feedback_id": pl.String(),
    "theme_id": pl.String(),
    "polarity": pl.String(),
    "quote": pl.String(),
    "quote_start": pl.Int64(),
    "quote_end": pl.Int64(),
    "method": pl.String(),
}
"""One row per mention; ``feedback_text[quote_start:quote_end] == quote``, in Python characters."""

UNEXPLAINED_SCHEMA = {
    "feedback_id": pl.String(),
    "clause": pl.String(),
    "clause_start": pl.Int64(),
    "clause_end": pl.Int64(),
}
"""One row per clause with something to say that no theme explains."""

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1; what it raises stops the work."""

_BATCH = 1_000
"""Texts that are read between two calls of a progress, and handed to a process at once."""
_WORTH_A_PROCESS = 20_000
"""Distinct texts from which starting a process for each other core pays: more than a second of reading."""


class Annotation(NamedTuple):
    """What is found in a text, both from left to right."""

    mentions: tuple[Mention, ...]
    unexplained: tuple[Span, ...]


def annotate(text: str, codebook: Codebook) -> Annotation:
    """The mentions in a text, and the clauses that no theme explains; what does not tell its language is English."""
    language = language_for([text], codebook)[0] or codebook.language
    return annotate_with(text, in_language(codebook, language), load_model(language))


def annotate_with(text: str, codebook: Codebook, model: Model | None) -> Annotation:
    """As :func:`annotate`, in the codebook's language, with a model of one's own; with None it reads alone."""
    return _Reader(codebook, model).read([text])[0]


def language_for(texts: Sequence[str | None], codebook: Codebook, usual: str | None = None) -> list[str | None]:
    """The language to read each text in; None for None.

    Args:
        texts: The texts.
        codebook: Says whether each is read in its own.
        usual: The language of texts that do not tell theirs; when left out, that of most of the others.
    """
    if codebook.read_as != AUTO:
        return [None if text is None else codebook.read_as for text in texts]
    return languages_of(texts, usual)


class _Reading:
    """What one clause says, with places inside the clause; what it announces for the next is known first."""

    __slots__ = ("announced", "mentions", "unexplained")

    def __init__(self, announced: int | None) -> None:
        self.announced = announced
        self.mentions: tuple[Mention, ...] = ()
        self.unexplained: Span | None = None


class _New(NamedTuple):
    """A clause that was not met before, as the codebook alone reads it; ``reading`` is to be filled."""

    clause: Clause
    heading: int
    by_codebook: ClauseReading
    reading: _Reading


_Placed = list[tuple[int, _Reading]]
"""The clauses of a text, each with the place where it starts."""


class _Reader:
    """Reads texts of one language, and each distinct clause in them once.

    The model weighs all new clauses of a call at once: one by one, most of its time goes to calls of NumPy.
    """

    def __init__(self, codebook: Codebook, model: Model | None) -> None:
        self.codebook = codebook
        self.model = model
        self.memory: dict[tuple[str, bool, int], _Reading] = {}

    def read(self, texts: Sequence[str]) -> list[Annotation]:
        """What is found in each of the texts."""
        new: list[_New] = []
        placed = [self._placed(text, new) for text in texts]
        self._fill(new)
        return [self._joined(text, clauses) for text, clauses in zip(texts, placed, strict=True)]

    def _placed(self, text: str, new: list[_New]) -> _Placed:
        """The clauses of a text; those not met before are also added to ``new``."""
        wording, memory = self.codebook.wording, self.memory
        placed: _Placed = []
        heading = 0
        for clause in split_clauses(text, wording.boundary, wording.clause_words.abbreviations):
            key = (clause.text, clause.is_question, heading)
            reading = memory.get(key)
            if reading is None:
                by_codebook = read_clause(clause, heading, self.codebook)
                reading = memory[key] = _Reading(by_codebook.announced)
                if by_codebook.words.folded:
                    new.append(_New(clause, heading, by_codebook, reading))
            placed.append((clause.start, reading))
            if reading.announced is not None:
                heading = reading.announced
        return placed

    def _fill(self, new: Sequence[_New]) -> None:
        features = [weighable(each.by_codebook) for each in new]
        weighed = iter(self.model.weigh([each for each in features if each[0]]) if self.model else ())
        for (clause, heading, by_codebook, reading), (words, _) in zip(new, features, strict=True):
            mentions = by_codebook.mentions
            if self.model is not None and words:
                in_force = heading if by_codebook.announced is None else by_codebook.announced
                mentions = revised(by_codebook, clause, in_force, self.codebook, self.model, next(weighed))
            reading.mentions = mentions
            if not mentions and not _says_nothing(by_codebook, self.codebook):
                folded = by_codebook.words.folded
                reading.unexplained = quoted_span(by_codebook.words, 0, len(folded), clause.text)

    def _joined(self, text: str, placed: _Placed) -> Annotation:
        mentions: list[Mention] = []
        unexplained: list[Span] = []
        for shift, reading in placed:
            for theme_id, polarity, start, end, method, chance in reading.mentions:
                mentions.append(Mention(theme_id, polarity, start + shift, end + shift, method, chance))
            if reading.unexplained is not None:
                start, end = reading.unexplained
                unexplained.append(Span(start + shift, end + shift))
        wording = self.codebook.wording
        if self.model is not None and are_unsure_alone(mentions, text, wording, self.model.alone):
            unexplained = sorted([*unexplained, *(Span(mention.start, mention.end) for mention in mentions)])
            mentions = []
        return Annotation(tuple(mentions), () if self.codebook.language == OTHER else tuple(unexplained))


def _says_nothing(reading: ClauseReading, codebook: Codebook) -> bool:
    has_courtesy = any(item.sense.kind == "courtesy" for item in reading.found)
    return has_courtesy or is_empty_clause(reading.words.folded, codebook.wording.plain_words)


def annotate_texts(
    feedback: pl.DataFrame, codebook: Codebook, *, progress: Progress | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions and the unexplained clauses of many texts; each distinct text is read once, on every core.

    Args:
        feedback: Columns ``feedback_id`` and ``feedback_text``, both String; a null text has neither. A column
            ``language`` says what each text is read in; without it, these texts alone decide.
        codebook: The themes to look for.
        progress: Told after every thousand texts.

    Returns:
        Frames of MENTION_SCHEMA and of UNEXPLAINED_SCHEMA, in the order of the rows and, in a text, of its words.
    """
    rows = feedback.drop_nulls("feedback_text")
    if "language" not in rows.columns:
        rows = with_languages(rows, codebook)
    what_is_read = ["feedback_text", "language"]
    distinct = rows.select(what_is_read).unique(maintain_order=True).with_row_index("_text")
    numbered = rows.join(distinct, on=what_is_read, how="left", maintain_order="left").select("feedback_id", "_text")
    batches = [
        _Batch(language, batch["_text"].to_list(), batch["feedback_text"].to_list())
        for (language,), texts in distinct.group_by("language", maintain_order=True)
        for batch in texts.iter_slices(_BATCH)
    ]
    mentions, unexplained = [_EMPTY_MENTIONS], [_EMPTY_UNEXPLAINED]
    for place, (found, left) in enumerate(_read_batches(batches, codebook), start=1):
        mentions.append(found)
        unexplained.append(left)
        if progress:
            progress(place / len(batches))
    return _by_row(numbered, mentions, MENTION_SCHEMA), _by_row(numbered, unexplained, UNEXPLAINED_SCHEMA)


def with_languages(feedback: pl.DataFrame, codebook: Codebook, usual: str | None = None) -> pl.DataFrame:
    """The texts with the column ``language``, what each is to be read in; see :func:`language_for`."""
    texts = feedback.select("feedback_text").unique(maintain_order=True)
    languages = language_for(texts["feedback_text"].to_list(), codebook, usual)
    told = texts.with_columns(pl.Series("language", languages, pl.String))
    return feedback.join(told, on="feedback_text", how="left", maintain_order="left", nulls_equal=True)


def _by_row(numbered: pl.DataFrame, found: Sequence[pl.DataFrame], schema: dict[str, pl.DataType]) -> pl.DataFrame:
    """What was found in each distinct text, for every row that has the text."""
    return numbered.join(pl.concat(found), on="_text", how="inner", maintain_order="left_right").select(list(schema))


class _Batch(NamedTuple):
    """Distinct texts of one language, each with its number."""

    language: str
    numbers: list[int]
    texts: list[str]


_Frames = tuple[pl.DataFrame, pl.DataFrame]
"""Mentions and unexplained clauses of a batch, by the number of the text in ``_text``."""

_EMPTY_MENTIONS = pl.DataFrame(schema={"_text": pl.UInt32(), **MENTION_SCHEMA}).drop("feedback_id")
_EMPTY_UNEXPLAINED = pl.DataFrame(schema={"_text": pl.UInt32(), **UNEXPLAINED_SCHEMA}).drop("feedback_id")


class _BatchReader:
    """Reads batches of texts, with a reader for each language."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.readers: dict[str, _Reader] = {}

    def __call__(self, batch: _Batch) -> _Frames:
        language = batch.language
        if language not in self.readers:
            self.readers[language] = _Reader(in_language(self.codebook, language), load_model(language))
        with _without_garbage_collection():
            return self._read(self.readers[language], batch)

    def _read(self, reader: _Reader, batch: _Batch) -> _Frames:
        mentions: list[tuple[object, ...]] = []
        unexplained: list[tuple[object, ...]] = []
        annotations = reader.read(batch.texts)
        for number, text, (found, left) in zip(batch.numbers, batch.texts, annotations, strict=True):
            mentions += [(number, m[0], m[1], text[m[2] : m[3]], *m[2:5]) for m in found]
            unexplained += [(number, text[start:end], start, end) for start, end in left]
        return _framed(mentions, _EMPTY_MENTIONS), _framed(unexplained, _EMPTY_UNEXPLAINED)


def _read_batches(batches: Sequence[_Batch], codebook: Codebook) -> Iterator[_Frames]:
    """What is found in each of the batches, in any order."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    text_count = sum(len(batch.texts) for batch in batches)
    if cores == 1 or text_count < _WORTH_A_PROCESS or not _can_be_started_anew():
        yield from map(_BatchReader(codebook), batches)
        return
    # spawned, not forked: a fork of a process with Polars' threads in it may never wake
    pool = ProcessPoolExecutor(cores - 1, get_context("spawn"), initializer=_start_reader, initargs=(codebook,))
    try:
        theirs = [pool.submit(_read_here, batch) for batch in batches]
        yield from _read_from_the_end(batches, theirs, _BatchReader(codebook))
        yield from (future.result() for future in theirs if not future.cancelled())
    finally:
        pool.shutdown(cancel_futures=True)


def _read_from_the_end(
    batches: Sequence[_Batch], theirs: Sequence[Future[_Frames]], reader: _BatchReader
) -> Iterator[_Frames]:
    """Read here, last first, what no other process has begun: they start slowly, and this one would only wait."""
    for batch, future in zip(reversed(batches), reversed(theirs), strict=True):
        if not future.cancel():
            return
        yield reader(batch)


def _can_be_started_anew() -> bool:
    """Whether another process can load the main module as this one did; not what was typed or piped in."""
    main = sys.modules["__main__"]
    return main.__spec__ is not None or Path(getattr(main, "__file__", "")).is_file()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Reading makes no circles, and looking for them among all that it remembers takes a fifth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _framed(rows: Sequence[tuple[object, ...]], like: pl.DataFrame) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * like.width
    return pl.DataFrame(
        [pl.Series(name, column, dtype) for column, (name, dtype) in zip(columns, like.schema.items(), strict=True)]
    )


_readers: list[_BatchReader] = []
"""In a reading process: its one reader."""


def _start_reader(codebook: Codebook) -> None:
    _readers[:] = [_BatchReader(codebook)]


def _read_here(batch: _Batch) -> _Frames:
    return _readers[0](batch)
