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
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pipeline.themes.codebook import AUTO, Codebook
from pipeline.themes.in_language import in_language
from pipeline.themes.language import languages_of
from pipeline.themes.model import Model, load_model
from pipeline.themes.reader import Annotation, Reader

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

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


def annotate(text: str, codebook: Codebook) -> Annotation:
    """The mentions in a text, and the clauses that no theme explains; what does not tell its language is English."""
    language = language_for([text], codebook)[0] or codebook.language
    return annotate_with(text, in_language(codebook, language), load_model(language))


def annotate_with(text: str, codebook: Codebook, model: Model | None) -> Annotation:
    """As :func:`annotate`, in the codebook's language, with a model of one's own; with None it reads alone."""
    return Reader(codebook, model).read([text])[0]


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
        self.readers: dict[str, Reader] = {}

    def __call__(self, batch: _Batch) -> _Frames:
        language = batch.language
        if language not in self.readers:
            self.readers[language] = Reader(in_language(self.codebook, language), load_model(language))
        with _without_garbage_collection():
            return self._read(self.readers[language], batch)

    def _read(self, reader: Reader, batch: _Batch) -> _Frames:
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
    context = get_context("spawn")
    codebooks: Queue[Codebook] = context.Queue()  # as an argument this process would wait until the other has read it
    pool = ProcessPoolExecutor(cores - 1, context, initializer=_start_reader, initargs=(codebooks,))
    try:
        for _ in range(cores - 1):
            codebooks.put(codebook)
        theirs = [pool.submit(_read_here, batch) for batch in batches]
        yield from _read_from_the_end(batches, theirs, _BatchReader(codebook))
        yield from (future.result() for future in theirs if not future.cancelled())
    finally:
        pool.shutdown(cancel_futures=True)
        codebooks.cancel_join_thread()
        codebooks.close()


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


def _start_reader(codebooks: "Queue[Codebook]") -> None:
    _readers[:] = [_BatchReader(codebooks.get())]


def _read_here(batch: _Batch) -> _Frames:
    return _readers[0](batch)
