"""A quote in the sentence that it stands in, since a few words alone can be torn from their sense."""

import re

import polars as pl

_END = re.compile("[.!?\u2026]+[\"'\u201d\u2019)]*\\s+|\n+")
_LONGEST = 320
"""Characters; a sentence that goes on for longer is given by the quote alone."""

_NEEDED = ("feedback_text", "quote_start", "quote_end")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence, or sentences, of a text that hold the characters from ``start`` to ``end``.

    >>> sentence_around("Thank you. You need a year or two more! Good luck.", 22, 33)
    'You need a year or two more!'
    """
    ends = [found.end() for found in _END.finditer(text)]
    first = max((place for place in ends if place <= start), default=0)
    last = min((place for place in ends if place >= end), default=len(text))
    said = text[first:last].strip()
    return said if len(said) <= _LONGEST else text[start:end]


def with_said(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of quotes with a column ``said``, the sentence that each stands in; other rows as they are."""
    if not set(_NEEDED) <= set(rows.columns):
        return rows
    said = [sentence_around(*row) for row in rows.select(_NEEDED).iter_rows()]
    return rows.with_columns(pl.Series("said", said, dtype=pl.String))
