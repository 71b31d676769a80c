"""Rows of one text where the others are full: a heading or a remark in the column of names, or a name alone."""

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.looks import legal_forms
from pipeline.vocabulary import fold

_LEAST_FULL = 3
"""So many full rows show how rows are written, and so many cells make one full."""

_SHOUTED_LETTERS = 4
_MOST_SHOUTED = 0.2
_SENTENCE_WORDS = 4
_LEAST_HEADINGS = 2
"""A name in capitals may be a company's own (IKEA); several lone ones, each above full rows, part them."""

_LEAST_BELOW = 2


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
    nothing = in_each_row(value=False, count=len(first), dtype=pl.Boolean())
    if full.sum() < _LEAST_FULL or lone.sum() < _LEAST_HEADINGS:
        return nothing
    names = first.filter(full).to_list()
    if sum(map(_is_shouted, names)) <= _MOST_SHOUTED * len(names):
        shouted = [bool(mark) and _is_shouted(text) for text, mark in zip(first, lone, strict=True)]
        in_capitals = pl.Series(shouted, dtype=pl.Boolean)
        if in_capitals.sum() >= _LEAST_HEADINGS and _are_followed(in_capitals, full, data, rows=1):
            return in_capitals
    begins = bool(lone.filter(data)[0])
    others = bool((full | lone).filter(data).all())
    return lone if begins and others and _are_followed(lone, full, data, rows=_LEAST_BELOW) else nothing


def remarks_among(first: pl.Series, lone: pl.Series, filled: pl.Series, total: pl.Series) -> pl.Series:
    """The lone rows that say something of the table: sentences, and what stands below the sum of all rows."""
    if not lone.any():
        return lone
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


def _are_followed(heads: pl.Series, full: pl.Series, data: pl.Series, *, rows: int) -> bool:
    """Whether so many full rows stand directly below each heading, blank rows aside."""
    marks, below = heads.filter(data), full.filter(data)
    return all(bool((~marks | below.shift(-step, fill_value=False)).all()) for step in range(1, rows + 1))
