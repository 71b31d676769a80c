"""A legend that a person wrote beside or below a table: what marks of their own ("R", "🔴") mean as a status."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from pipeline.ingest.model import Caution
from pipeline.ingest.status import read_status
from pipeline.vocabulary import StatusMeaning, Vocabulary, fold

_ENTRY = re.compile(r"\s*(?P<mark>[^\s\d=:]{1,3})\s*(?:[=:\u2192]|->|\s[-\u2013\u2014]\s)\s*(?P<meaning>\S.{0,59})")
_OPENING = r"^\s*\S{1,3}\s*(=|:|-|\p{Pd}|\x{2192})"
_FEWEST = 2
_LONGEST = 70
_NEAR = 2_000
"""A legend stands beside the first rows of a table, or below its last."""


@dataclass(frozen=True)
class Entry:
    """One mark that a legend explains.

    Attributes:
        mark: As it is looked for in a cell, folded.
        text: The whole entry as written.
        meaning: What the mark says of an application.
    """

    mark: str
    text: str
    meaning: StatusMeaning


def is_entry(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a cell explains a mark by a status ("R = rejected")."""
    return _entry(text, vocabulary) is not None


def find_legend(cells: pl.DataFrame, vocabulary: Vocabulary) -> Mapping[str, Entry]:
    """The marks that a sheet explains, by mark, where it explains two or more; none else.

    Args:
        cells: All cells of a sheet.
        vocabulary: Words and statuses.
    """
    found: dict[str, Entry] = {}
    near = cells if cells.height <= _NEAR else pl.concat([cells.head(_NEAR // 2), cells.tail(_NEAR // 2)])
    for name in near.columns:
        short = near[name].drop_nulls()
        short = short.filter((short.str.len_chars() <= _LONGEST) & short.str.contains(_OPENING))
        for text in short.unique(maintain_order=True):
            entry = _entry(text, vocabulary)
            if entry is not None:
                found.setdefault(entry.mark, entry)
    return found if len(found) >= _FEWEST else {}


def with_legend(legend: Mapping[str, Entry], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the marks of a legend; what the user said of a status comes first."""
    if not legend:
        return vocabulary
    marks = {mark: entry.meaning for mark, entry in legend.items()}
    return replace(vocabulary, user_statuses={**marks, **vocabulary.user_statuses})


def legend_caution(legend: Mapping[str, Entry], statuses: pl.Series) -> tuple[Caution, ...]:
    """A caution that tells how statuses were read that are marks of a legend; none where there are none.

    Args:
        legend: The marks that the sheet explains.
        statuses: The statuses of its applications, as written.
    """
    counts = dict(statuses.drop_nulls().value_counts().iter_rows())
    used = {mark: count for text, count in counts.items() if (mark := _mark(text)) in legend}
    if not used:
        return ()
    told = ", ".join(f'"{legend[mark].text.strip()}"' for mark in legend if mark in used)
    message = f"Statuses are read as the sheet itself explains them: {told}."
    return (Caution("legend", message, rows=sum(used.values())),)


def _mark(text: str) -> str:
    plain = text.strip().replace("\ufe0f", "")
    return fold(plain) or plain


@lru_cache(maxsize=2_000)
def _entry(text: str, vocabulary: Vocabulary) -> Entry | None:
    match = _ENTRY.fullmatch(text)
    if match is None:
        return None
    said = read_status(match["meaning"], vocabulary)
    if not said.is_known or not (said.stage or said.outcome):
        return None
    return Entry(_mark(match["mark"]), text, StatusMeaning(said.stage, said.outcome, said.is_posting_gone))
