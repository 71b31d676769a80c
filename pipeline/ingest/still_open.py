"""What "open" and "done" say under a status header, which depends on what its other cells say."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from pipeline.ingest.clean import distinct_texts, drop_nothing
from pipeline.ingest.status import StatusReading
from pipeline.vocabulary import Vocabulary, compact, fold

_LONGEST_PICTURE = 8
_HEAD = re.compile(r"\s*(\w+)\s*[-\u2013\u2014:/(,]")
_NOTHING = StatusReading()
_APPLIED = StatusReading("applied")
_SAVED = StatusReading("saved")
_ASKED = StatusReading(is_known=False)
_OVER = StatusReading(outcome="no_response", is_known=False)


def said_texts(texts: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The texts of a status column, null where they say nothing; "open" and a picture, nothing elsewhere, do here."""
    told = [
        text for text in distinct_texts(texts) if fold(text) in vocabulary.words["open_words"] or _is_picture(text)
    ]
    frame = pl.DataFrame({"text": texts, "said": drop_nothing(texts, vocabulary)})
    return frame.select(pl.when(pl.col("text").is_in(told)).then("text").otherwise("said")).to_series()


def _is_picture(text: str) -> bool:
    """Whether a short text is made of pictures alone, such as a face or a coloured dot."""
    return (
        len(text) <= _LONGEST_PICTURE and not fold(text) and any(unicodedata.category(mark) == "So" for mark in text)
    )


def settle_open(
    read: Mapping[str, StatusReading],
    header: str,
    texts: pl.Series,
    has_applied: pl.Series,
    vocabulary: Vocabulary,
    *,
    is_lone: bool,
) -> dict[str, StatusReading]:
    """The readings of a status column, with what its words for "open" mean settled.

    They speak of the posting where the header does, or where another column has the status of applications; so does
    "closed" beside them there. They
    speak of the application where the header says so, where every row has a day of applying, or where the column's
    other texts are outcomes of applications and none says that
    one was sent or is still to be. Else nobody can tell, and the word is asked about.

    Args:
        read: By text, what each says.
        header: The column's name.
        texts: The column, null where it says nothing.
        has_applied: Rows with a day of applying.
        vocabulary: Words for open and for postings.
        is_lone: Whether it is the only status column.
    """
    words = vocabulary.words["open_words"]
    is_open = [text for text in read if fold(text) in words and fold(text) not in vocabulary.user_statuses]
    if not is_open:
        return dict(read)
    if not is_lone and all(said.is_posting_gone for text, said in read.items() if text not in is_open):
        return dict.fromkeys(read, _NOTHING)  # open or closed, and nothing else: all of it is the posting's
    key = compact(header)
    if any(word in key for word in vocabulary.words["posting_words"]):
        meaning = _NOTHING
    elif any(word in key for word in vocabulary.words["applying_words"]) or _tells_ends_only(read, is_open):
        meaning = _APPLIED
    elif not is_lone:
        meaning = _NOTHING
    else:
        is_dated = not (texts.is_in(is_open).fill_null(value=False) & ~has_applied).any()
        meaning = _APPLIED if is_dated else _ASKED
    return {**read, **dict.fromkeys(is_open, meaning)}


def _tells_ends_only(read: Mapping[str, StatusReading], is_open: list[str]) -> bool:
    """Whether the other texts say how applications ended, and none that one was sent or is still to be."""
    others = [said for text, said in read.items() if text not in is_open]
    ends = any(said.outcome and not said.is_posting_gone for said in others)
    return ends and not any(said.stage in {"saved", "applied"} for said in others)


def settle_ends(read: Mapping[str, StatusReading], vocabulary: Vocabulary) -> dict[str, StatusReading]:
    """The readings of a status column, with the two ends of a board of tasks settled: "apply" and "done".

    "Apply" beside "applied" is still to be done. "Done" beside "in progress" is over: how it ended is not said, so no
    answer is assumed, and told as not understood.
    """
    words = vocabulary.words["to_apply"] - vocabulary.user_statuses.keys()
    to_do = [text for text, said in read.items() if fold(text) in words and said == _APPLIED]
    is_sent = any(said == _APPLIED for text, said in read.items() if text not in to_do)
    settled = {**read, **dict.fromkeys(to_do if is_sent else (), _SAVED)}
    return (
        _with_done(settled, vocabulary)
        if any(fold(text) in vocabulary.words["under_way"] for text in read)
        else settled
    )


def _with_done(read: Mapping[str, StatusReading], vocabulary: Vocabulary) -> dict[str, StatusReading]:
    words = vocabulary.words
    settled = dict(read)
    for text, said in read.items():
        told = fold(text)
        if told in vocabulary.user_statuses or said.outcome or not told:
            continue
        if told in words["over"]:
            settled[text] = _OVER
        elif (head := _HEAD.match(text)) and fold(head[1]) in words["over"]:  # "Done - interviewed"
            settled[text] = replace(said, outcome=_OVER.outcome, is_known=False)
    return settled
