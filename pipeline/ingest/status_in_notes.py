"""A list without a column for the status, whose notes begin with one: "Applied - good match", "Skipped - too far"."""

import re
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import distinct_texts, map_distinct
from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.ingest.status import read_status
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, counted

_HEAD = re.compile(r"^\s*([^\W\d_][\w ]{1,30}?)\s*(?:[-\u2013\u2014:;,.]\s|$)")
_SAID = 0.5
_LEAST_MEANINGS = 2
"""Where all notes begin alike that is a way of writing, and tells no row from another."""

_MOST_EXAMPLES = 3


@dataclass(frozen=True)
class StatusInNotes:
    """What notes begin with.

    Attributes:
        column: The column of notes.
        texts: The status that each begins with, as written; null where it begins with none.
        caution: That it was read so.
    """

    column: ColumnPlan
    texts: pl.Series
    caution: Caution


def status_in_notes(table: Table, vocabulary: Vocabulary) -> StatusInNotes | None:
    """The statuses that notes begin with, where half of the notes do, and not all with the same; None elsewhere.

    A column that the user named as notes is nothing but that.
    """
    column = table.column("notes")
    if column is None or column.how == "given" or table.plan.kind == "feedback":
        return None
    notes = table.texts(column)
    heads = map_distinct(notes, lambda text: _status_of(text, vocabulary), pl.String())
    said = distinct_texts(heads)
    meanings = {(reading.stage, reading.outcome) for reading in (read_status(text, vocabulary) for text in said)}
    count = len(heads) - heads.null_count()
    if len(meanings) < _LEAST_MEANINGS or count < _SAID * (len(notes) - notes.null_count()):
        return None
    named = ", ".join(f'"{text}"' for text in said[:_MOST_EXAMPLES])
    header = column.header.strip()
    message = (
        f'No column says how far each application got. {counted(count, "note")} in "{header}" begin with a status '
        f"({named}), which was read as that; where it is none, name the column as your notes on the "
        f'Import page, or with --column notes="{header}".'
    )
    return StatusInNotes(column, heads, Caution("status_in_notes", message, column=column.header, rows=count))


def _status_of(text: str, vocabulary: Vocabulary) -> str | None:
    """What a text begins with up to the first break, where that is a status and nothing else."""
    found = _HEAD.match(text)
    reading = read_status(found[1], vocabulary) if found else None
    is_status = reading is not None and reading.is_known and bool(reading.stage or reading.outcome)
    return found[1] if found and is_status else None
