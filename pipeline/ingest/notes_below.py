"""Notes, legends and summaries written below a table, or between its parts: rows that are no application."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.legend import is_entry
from pipeline.vocabulary import Vocabulary, fold

_THIN = 2
"""A legend has a word and its meaning, a summary a word and its number."""

_MOST_ROWS = 60
_MOST_BLOCKS = 100
"""With more, blank lines part the rows of the table themselves."""

_LEAST_WIDTH = 3
_LONG_TEXT = 80
_MANY_WORDS = 10
_DATE = re.compile(r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$")
_NUMBER = re.compile(r"^[\d\s.,%$€£/-]+$")
_RANGE_OR_FORMULA = re.compile(r"^[^:]{0,60}(\d[^:]{0,60}:|:\s*=)")
_LEAST_STATUSES = 3
_BULLET = re.compile(r"^[*\u2022\u2023\u25cf\u25aa\u2020\u2021\u203b-]\s*\S")


def find_notes(
    cells: pl.DataFrame, filled: pl.Series, headers: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary
) -> pl.Series:
    """The rows of notes.

    Anywhere, that is a line alone that begins like a note or is long prose. After a gap in the rows, it is also a
    block that is much narrower than the table and explains or counts: a legend, or a table of statuses and numbers.

    Args:
        cells: The rows below the header.
        filled: How many cells of each row are filled; 0 parts blocks.
        headers: The header cells.
        keys: The columns that name a row.
        vocabulary: For the words that begin notes.
    """
    starts = tuple(f"{word} " for word in vocabulary.words["note_starts"])
    lone = cells.filter(filled == 1).select(pl.coalesce(pl.all())).to_series() if cells.width else pl.Series([])
    notes = in_each_row(value=False, count=cells.height, dtype=pl.Boolean()).scatter(
        (filled == 1).arg_true(), [_is_note(text, starts) for text in lone]
    )
    width = sum(bool(header.strip()) for header in headers)
    if width < _LEAST_WIDTH:
        return notes
    notes |= _legends(cells, filled, vocabulary)
    marks = [False] * cells.height
    for start, length, widest in _later_blocks(filled):
        rows = [
            {name: cell for name, cell in row.items() if cell}
            for row in cells.slice(start, length).iter_rows(named=True)
        ]
        is_thin = widest <= _THIN
        if (is_thin and _is_aside(rows, keys, starts, vocabulary)) or _lists_statuses(rows, vocabulary):
            marks[start : start + length] = [True] * length
    return notes | pl.Series(marks, dtype=pl.Boolean)


def _legends(cells: pl.DataFrame, filled: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The thin rows right below a line that says that a legend follows, and lines that explain two marks or more."""
    marks = [False] * cells.height
    counts = filled.to_list()
    lone = {place: next(cell for cell in cells.row(place) if cell) for place in (filled == 1).arg_true()}
    entries = [place for place, text in lone.items() if is_entry(text, vocabulary)]
    for place in entries if len(entries) > 1 else ():
        marks[place] = True
    for place, text in lone.items():
        if fold(text) not in vocabulary.words["legend_starts"]:
            continue
        stop = place + 1
        while stop < len(counts) and 0 < counts[stop] <= _THIN:
            stop += 1
        marks[place:stop] = [True] * (stop - place)
    return pl.Series(marks, dtype=pl.Boolean)


def _is_note(text: str, starts: tuple[str, ...]) -> bool:
    head, colon, _ = text.partition(":")
    return _is_prose(text) or (bool(colon) and f"{fold(head)} ".startswith(starts)) or f"{fold(text)} " in starts


def _is_prose(text: str) -> bool:
    return len(text) > _LONG_TEXT and len(text.split()) >= _MANY_WORDS


def _later_blocks(filled: pl.Series) -> list[tuple[int, int, int]]:
    """Start, length and most cells of a row of the thin blocks and single rows between blank rows, but the first."""
    frame = pl.DataFrame({"filled": filled, "place": pl.int_range(len(filled), eager=True)}).with_columns(
        (pl.col("filled") == 0).cum_sum().alias("block")
    )
    blocks = (
        frame.filter(pl.col("filled") > 0)
        .group_by("block")
        .agg(pl.col("place").min().alias("start"), pl.len().alias("length"), pl.col("filled").max().alias("widest"))
        .sort("start")
        .slice(1)
        .filter(pl.col("length") <= _MOST_ROWS)
        .filter((pl.col("widest") <= _THIN) | ((pl.col("length") == 1) & (pl.len() <= _MOST_BLOCKS)))
    )
    return [
        (start, length, widest) for start, length, widest in blocks.select("start", "length", "widest").iter_rows()
    ]


def _lists_statuses(rows: Sequence[Mapping[str, str]], vocabulary: Vocabulary) -> bool:
    """Whether a block is one row of statuses and next to nothing else: the choices of a drop-down, written down."""
    texts = [fold(text) for text in rows[0].values()]
    known = sum(text in vocabulary.statuses for text in texts)
    return len(rows) == 1 and len({*texts}) == len(texts) >= _LEAST_STATUSES and known * 5 >= len(texts) * 3


def _is_aside(
    rows: Sequence[Mapping[str, str]], keys: Sequence[str], starts: tuple[str, ...], vocabulary: Vocabulary
) -> bool:
    """Whether a block begins like a note or legend, or mostly counts, explains or points."""
    head = list(rows[0].values())
    if len(rows) > 1 and len(head) == 1 and f"{fold(head[0])} " in starts:
        return True
    if len(rows) > 1 and all(_RANGE_OR_FORMULA.match(next(iter(row.values()))) for row in rows):
        return True
    aside = [row for row in rows if _explains(row, keys, vocabulary)]
    return len(aside) * 2 > len(rows)


def _explains(row: Mapping[str, str], keys: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a row counts something, is a bullet or prose, heads such rows, or has a status where a name belongs."""
    own, *others = row.values()
    beside = others[0] if others else ""
    if not beside:
        return _BULLET.match(own) is not None or _is_prose(own)
    if _NUMBER.match(beside) and not _DATE.match(beside) and not _NUMBER.match(own):
        return True
    is_heading = all(next(header_meanings(text, vocabulary), None) is not None for text in row.values())
    is_meaning = len(keys) > 1 and list(row) == list(keys[:2]) and fold(beside) in vocabulary.statuses
    return is_heading or is_meaning or (next(iter(row)) in keys and fold(own) in vocabulary.statuses)
