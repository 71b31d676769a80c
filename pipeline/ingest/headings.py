"""What stands over rows and is a status: a line between them, the table's title, the sheet's name."""

import re
from collections.abc import Sequence

import polars as pl

from pipeline.ingest.clean import in_each_row
from pipeline.ingest.model import Caution
from pipeline.ingest.status import StatusReading, read_status
from pipeline.vocabulary import Vocabulary, counted, fold

_COUNT = re.compile(r"\s*[(\[]\s*\d+[^)\]]*[)\]]\s*$")


def status_headings(lines: pl.Series, titles: Sequence[str], sheet: str | None, vocabulary: Vocabulary) -> pl.Series:
    """The status that stands over each row; null where none does.

    Args:
        lines: For each row below the header the text of a line that parts the rows, null for any other row.
        titles: What stands above the header.
        sheet: The sheet's name.
        vocabulary: Words of statuses.
    """
    above = [text for text in (sheet, *titles) if text and is_heading(text, vocabulary)]
    current = above[-1] if above else None
    if lines.null_count() == len(lines):
        return in_each_row(current, len(lines), pl.String())
    headings = []
    for text in lines:
        if text is not None and fold(text):
            current = text if is_heading(text, vocabulary) else None
        headings.append(current)
    return pl.Series(headings, dtype=pl.String)


def is_heading(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says a status in full, and is no word that may as well be a name, such as "Target"."""
    said = heading_reading(text, vocabulary)
    is_word_of_a_list = said.stage == "saved" and fold(text) in vocabulary.lone_statuses
    return said.is_known and bool(said.stage or said.outcome) and not (said.is_posting_gone or is_word_of_a_list)


def heading_reading(text: str, vocabulary: Vocabulary) -> StatusReading:
    """What a heading says of the rows below it, the count behind it left out."""
    return read_status(_COUNT.sub("", text), vocabulary)


def heading_caution(headings: pl.Series) -> tuple[Caution, ...]:
    """Tell of the rows that have their status from what stands over them."""
    counts = headings.drop_nulls().value_counts(sort=True)
    if counts.is_empty():
        return ()
    named = ", ".join(f'"{text}" ({count})' for text, count in counts.iter_rows())
    rows = int(counts["count"].sum())
    own = f"{counted(rows, 'row')} {'has no status of its' if rows == 1 else 'have no status of their'} own"
    message = f"{own}; read as what stands over {'it' if rows == 1 else 'them'} or names the sheet: {named}."
    return (Caution("status_from_heading", message, rows=rows, examples=tuple(counts[:, 0])),)
