"""What an import of a file would do, and its first rows, kept so that the next click does not read it again."""

import polars as pl
import streamlit as st

from pipeline.decisions import StatusWord
from pipeline.ingest.model import ReadingOptions, SheetPlan
from pipeline.ingest.read import read_sheets
from pipeline.ingest.table import planned_rows
from pipeline.warehouse.imports import Imported, Incoming, preview
from pipeline.workspace import Workspace

FIRST_ROWS = 8
_SCANNED_ROWS = 80
"""Enough to hold the header, which may stand below a title or instructions, and some values."""


def preview_of(workspace: Workspace, incoming: Incoming, version: str) -> Imported:
    """What importing the file would do.

    Args:
        workspace: Where it would be imported.
        incoming: The file and what was decided about it.
        version: The published version's name, since an earlier import of the tracker is replaced.

    Raises:
        DebriefError: The file cannot be read, or nothing in it is known.
    """
    plans = tuple(incoming.plans) if incoming.plans is not None else None
    return _preview(
        incoming.content,
        incoming.file_name,
        incoming.options,
        incoming.tracker,
        plans,
        tuple(sorted(incoming.status_words.items(), key=lambda pair: pair[0])),
        version,
        workspace,
    )


@st.cache_data(max_entries=16, show_spinner="Reading the file")
def _preview(
    content: bytes,
    file_name: str,
    options: ReadingOptions,
    tracker: str | None,
    plans: tuple[SheetPlan, ...] | None,
    words: tuple[tuple[str, StatusWord], ...],
    version: str,  # noqa: ARG001  # part of the cache's key: with it the answer changes
    _workspace: Workspace,
) -> Imported:
    return preview(Incoming(content, file_name, options, tracker, plans, dict(words)), _workspace)


@st.cache_data(max_entries=16, show_spinner=False)
def first_rows(
    content: bytes, file_name: str, plans: tuple[SheetPlan, ...]
) -> tuple[tuple[pl.DataFrame, pl.Series], ...]:
    """The first rows of each planned table as they are in the file, with the row numbers its program shows."""
    sheets = {sheet.name: sheet for sheet in read_sheets(content, file_name)}
    tables = [planned_rows(sheets[plan.sheet], plan) for plan in plans]
    return tuple((table.cells.head(_SCANNED_ROWS), table.row_numbers.head(_SCANNED_ROWS)) for table in tables)
