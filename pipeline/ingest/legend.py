"""A legend that a person wrote beside or below a table: what marks of their own ("R", "🔴") mean as a status."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import polars as pl

from pipeline.ingest.status import read_status
from pipeline.vocabulary import StatusMeaning, Vocabulary, fold

_ENTRY = re.compile(r"\s*(?P<mark>[^\s\d=:]{1,3})\s*(?:[=:\u2192]|->|\s[-\u2013\u2014]\s)\s*(?P<meaning>\S.{0,59})")
_OPENING = r"^\s*\S{1,3}\s*(=|:|-|\p{Pd}|\x{2192})"
_FEWEST = 2
_LONGEST = 70
_NEAR = 2_000
"""A legend stands beside the first rows of a table, or below its last."""


def is_entry(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell explains a mark by a status ("R = rejected")."""
    return _meaning(text, vocabulary) is not None


def with_legend(cells: pl.DataFrame, vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the marks that a sheet explains, where it explains two or more; the user's own words win.

    Args:
        cells: All cells of a sheet.
        vocabulary: Words and statuses.
    """
    entries = _entries(cells, vocabulary)
    if len(entries) < _FEWEST:
        return vocabulary
    return replace(vocabulary, user_statuses={**entries, **vocabulary.user_statuses})


def _entries(cells: pl.DataFrame, vocabulary: Vocabulary) -> Mapping[str, StatusMeaning]:
    found: dict[str, StatusMeaning] = {}
    near = cells if cells.height <= _NEAR else pl.concat([cells.head(_NEAR // 2), cells.tail(_NEAR // 2)])
    for name in near.columns:
        short = near[name].drop_nulls()
        short = short.filter((short.str.len_chars() <= _LONGEST) & short.str.contains(_OPENING))
        for text in short.unique(maintain_order=True):
            entry = _meaning(text, vocabulary)
            if entry is not None:
                found.setdefault(*entry)
    return found


@lru_cache(maxsize=2_000)
def _meaning(text: str, vocabulary: Vocabulary) -> tuple[str, StatusMeaning] | None:
    match = _ENTRY.fullmatch(text)
    if match is None:
        return None
    said = read_status(match["meaning"], vocabulary)
    if not said.is_known or not (said.stage or said.outcome):
        return None
    mark = match["mark"].replace("\ufe0f", "")
    return fold(mark) or mark, StatusMeaning(said.stage, said.outcome, said.is_posting_gone)
