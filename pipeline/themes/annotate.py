"""Finds themes in feedback: which theme, what is said of it, and in exactly which words.

The codebook's phrases and rules read each clause first; the model then takes back what is very unlikely in these
words, and proposes themes that the codebook has no words for. Where no model is shipped for the language, the
codebook reads alone. Every text is read in its own language, unless the codebook says in which.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pipeline.themes.clauses import Clause, Span, is_empty_clause, split_clauses
from pipeline.themes.codebook import AUTO, Codebook
from pipeline.themes.codebook_reading import Mention, quoted_span, read_clause
from pipeline.themes.in_language import in_language
from pipeline.themes.language import OTHER, languages_of
from pipeline.themes.model import Model, load_model
from pipeline.themes.proposals import revised
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

_BATCH = 5_000
"""Texts that are read between two calls of a progress, and handed to a process at once."""
_WORTH_A_PROCESS = 20_000
"""Distinct texts from which starting a process for each core pays: about three seconds of reading."""


class Annotation(NamedTuple):
    """What is found in a text, both from left to right."""

    mentions: tuple[Mention, ...]
    unexplained: tuple[Span, ...]


class _Reading(NamedTuple):
    """What one clause says, with places inside the clause; ``heading`` is what it announces for the next."""

    mentions: tuple[Mention, ...]
    unexplained: Span | None
    heading: int | None


_ClauseKey = tuple[str, bool, int]
_Memory = dict[_ClauseKey, _Reading]


def annotate(text: str, codebook: Codebook) -> Annotation:
    """The mentions in a text, and the clauses that no theme explains; what does not tell its language is English."""
    language = language_for([text], codebook)[0] or codebook.language
    return annotate_with(text, in_language(codebook, language), load_model(language))


def annotate_with(text: str, codebook: Codebook, model: Model | None) -> Annotation:
    """As :func:`annotate`, in the codebook's language, with a model of one's own; with None it reads alone."""
    return _annotate(text, codebook, model, {})


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


def _annotate(text: str, codebook: Codebook, model: Model | None, memory: _Memory) -> Annotation:
    mentions: list[Mention] = []
    unexplained: list[Span] = []
    heading = 0
    wording = codebook.wording
    for clause in split_clauses(text, wording.boundary, wording.clause_words.abbreviations):
        key = (clause.text, clause.is_question, heading)
        reading = memory.get(key)
        if reading is None:
            reading = memory[key] = _read(clause, heading, codebook, model)
        shift = clause.start
        mentions += [m._replace(start=m.start + shift, end=m.end + shift) for m in reading.mentions]
        if reading.unexplained is not None:
            start, end = reading.unexplained
            unexplained.append(Span(start + shift, end + shift))
        if reading.heading is not None:
            heading = reading.heading
    if model is not None and are_unsure_alone(mentions, text, wording, model.alone):
        unexplained = sorted([*unexplained, *(Span(mention.start, mention.end) for mention in mentions)])
        mentions = []
    return Annotation(tuple(mentions), () if codebook.language == OTHER else tuple(unexplained))


def _read(clause: Clause, heading: int, codebook: Codebook, model: Model | None) -> _Reading:
    reading = read_clause(clause, heading, codebook)
    words = reading.words
    if not words.folded:
        return _Reading((), None, None)
    in_force = heading if reading.announced is None else reading.announced
    mentions = revised(reading, clause, in_force, codebook, model) if model else reading.mentions
    has_courtesy = any(item.sense.kind == "courtesy" for item in reading.found)
    is_silent = bool(mentions) or has_courtesy or is_empty_clause(words.folded, codebook.wording.plain_words)
    unexplained = None if is_silent else quoted_span(words, 0, len(words.folded), clause.text)
    return _Reading(mentions, unexplained, reading.announced)


def annotate_texts(
    feedback: pl.DataFrame, codebook: Codebook, *, progress: Progress | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions and the unexplained clauses of many texts; each distinct text is read once, on every core.

    Args:
        feedback: Columns ``feedback_id`` and ``feedback_text``, both String; a null text has neither. A column
            ``language`` says what each text is read in; without it, these texts alone decide.
        codebook: The themes to look for.
        progress: Told after every few thousand texts.

    Returns:
        Frames of MENTION_SCHEMA and of UNEXPLAINED_SCHEMA, in the order of the rows and, in a text, of its words.
    """
    rows = feedback.drop_nulls("feedback_text")
    if "language" not in rows.columns:
        rows = with_languages(rows, codebook)
    what_is_read = ["feedback_text", "language"]
    distinct = rows.select(what_is_read).unique(maintain_order=True).with_row_index("_text")
    texts = list(distinct.select(what_is_read).iter_rows())
    numbered = rows.join(distinct, on=what_is_read, how="left", maintain_order="left").select("feedback_id", "_text")
    batches = [_Batch(start, texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
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
    """Distinct texts, each with its language, the first of them with its number."""

    start: int
    texts: list[tuple[str, str]]


_Frames = tuple[pl.DataFrame, pl.DataFrame]
"""Mentions and unexplained clauses of a batch, by the number of the text in ``_text``."""

_EMPTY_MENTIONS = pl.DataFrame(schema={"_text": pl.UInt32(), **MENTION_SCHEMA}).drop("feedback_id")
_EMPTY_UNEXPLAINED = pl.DataFrame(schema={"_text": pl.UInt32(), **UNEXPLAINED_SCHEMA}).drop("feedback_id")


def _read_batches(batches: Sequence[_Batch], codebook: Codebook) -> Iterator[_Frames]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    text_count = sum(len(batch.texts) for batch in batches)
    if cores == 1 or text_count < _WORTH_A_PROCESS or not _can_be_started_anew():
        yield from map(_Reader(codebook), batches)
        return
    # spawned, not forked: a fork of a process with Polars' threads in it may never wake
    with ProcessPoolExecutor(cores, get_context("spawn"), initializer=_start_reader, initargs=(codebook,)) as pool:
        yield from pool.map(_read_here, batches)


def _can_be_started_anew() -> bool:
    """Whether another process can load the main module as this one did; not what was typed or piped in."""
    main = sys.modules["__main__"]
    return main.__spec__ is not None or Path(getattr(main, "__file__", "")).is_file()


class _Reader:
    """Reads batches of texts and remembers the clauses it has met."""

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self.memories: dict[str, _Memory] = {}

    def __call__(self, batch: _Batch) -> _Frames:
        mentions: list[tuple[object, ...]] = []
        unexplained: list[tuple[object, ...]] = []
        for number, (text, language) in enumerate(batch.texts, batch.start):
            memory = self.memories.setdefault(language, {})
            found, left = _annotate(text, in_language(self.codebook, language), load_model(language), memory)
            mentions += [(number, m[0], m[1], text[m[2] : m[3]], *m[2:5]) for m in found]
            unexplained += [(number, text[start:end], start, end) for start, end in left]
        return _framed(mentions, _EMPTY_MENTIONS), _framed(unexplained, _EMPTY_UNEXPLAINED)


def _framed(rows: Sequence[tuple[object, ...]], like: pl.DataFrame) -> pl.DataFrame:
    columns = zip(*rows, strict=True) if rows else ((),) * like.width
    return pl.DataFrame(
        [pl.Series(name, column, dtype) for column, (name, dtype) in zip(columns, like.schema.items(), strict=True)]
    )


_readers: list[_Reader] = []
"""In a reading process: its one reader."""


def _start_reader(codebook: Codebook) -> None:
    _readers[:] = [_Reader(codebook)]


def _read_here(batch: _Batch) -> _Frames:
    return _readers[0](batch)
