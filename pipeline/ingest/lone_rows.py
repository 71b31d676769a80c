"""Rows of one text where the others are full: a heading or a remark in the column of names, or a name alone."""

from itertools import pairwise

import polars as pl

from pipeline.ingest.looks import legal_forms
from pipeline.vocabulary import fold

_LEAST_FULL = 3
"""So many full rows show how rows are written, and so many cells make one full."""

_SHOUTED_LETTERS = 4
_MOST_SHOUTED = 0.2
_SENTENCE_WORDS = 4
_LEAST_HEADINGS = 2


def headings_among(first: pl.Series, lone: pl.Series, filled: pl.Series, data: pl.Series) -> pl.Series:
    """The lone rows that part the others: in capitals where the names are not, or one above each group of full rows.

    A name alone is an application still to come, so that a heading needs such a sign.

    Args:
        first: The first text of each row.
        lone: The rows of one text.
        filled: How many cells of each row are filled.
        data: The rows that are data so far, the lone ones included.
    """
    full = data & (filled >= _LEAST_FULL)
    nothing = pl.zeros(len(first), pl.Boolean, eager=True)
    if full.sum() < _LEAST_FULL or not lone.any():
        return nothing
    names = first.filter(full).to_list()
    if sum(map(_is_shouted, names)) <= _MOST_SHOUTED * len(names):
        nothing |= pl.Series([bool(mark) and _is_shouted(text) for text, mark in zip(first, lone, strict=True)])
    return lone if _heads_each_group(lone, full, data) else nothing


def remarks_among(first: pl.Series, lone: pl.Series, filled: pl.Series, total: pl.Series) -> pl.Series:
    """The lone rows that say something of the table: sentences, and what stands below the sum of all rows."""
    said = [bool(mark) and _is_sentence(text) for text, mark in zip(first, lone, strict=True)]
    marks = pl.Series(said, dtype=pl.Boolean)
    sums, full = total.arg_true(), (filled >= _LEAST_FULL).arg_true()
    if len(sums) and len(full):
        end = max(int(sums[-1]), int(full[-1]))
        is_below = pl.int_range(len(first), eager=True) > end
        marks |= lone & is_below & (int(sums[-1]) == end or int(sums[-1]) > int(full[-1]))
    return marks


def _is_shouted(text: str | None) -> bool:
    letters = [letter for letter in text or "" if letter.isalpha()]
    return len(letters) >= _SHOUTED_LETTERS and all(letter.isupper() for letter in letters)


def _is_sentence(text: str | None) -> bool:
    words = (text or "").split()
    ends = bool(words) and words[-1][-1] in ".!?\u3002" and fold(words[-1]) not in legal_forms()
    return ends and len(words) >= _SENTENCE_WORDS


def _heads_each_group(lone: pl.Series, full: pl.Series, data: pl.Series) -> bool:
    """Whether the rows begin with a lone one, several are lone, and full rows alone stand below each of them."""
    rows = [bool(mark) for mark in lone.filter(data)]
    is_full = [bool(mark) for mark in full.filter(data)]
    if sum(rows) < _LEAST_HEADINGS or not rows[0] or rows[-1]:
        return False
    return all(one or other for one, other in zip(rows, is_full, strict=True)) and not any(
        one and other for one, other in pairwise(rows)
    )
