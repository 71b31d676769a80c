"""Giving texts out to a second reader, and taking what the reader found in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from pipeline.errors import InputRefusedError
from pipeline.readings import YOURSELF
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.warehouse.connect import EVERYTHING, Scope, fetch, open_version
from pipeline.warehouse.keep_readings import change_readings
from pipeline.warehouse.published import Progress, ensure_built, ignore_progress
from pipeline.warehouse.second_reader import SheetRead, known_texts, read_second_reader
from pipeline.warehouse.second_reader_sheet import (
    COMPANIES,
    TEXTS,
    SheetOptions,
    sheet_as_csv,
    sheet_as_xlsx,
    texts_to_read,
)
from pipeline.workspace import Workspace

ADVISER = "adviser"
"""What a second reader is called where nobody is named."""


@dataclass(frozen=True)
class GivenOut:
    """The texts of a sheet.

    Attributes:
        rows: The sheet's rows.
        text_count: Texts there are; more than the rows when the sheet is a sample.
    """

    rows: pl.DataFrame
    text_count: int

    @property
    def sentence(self) -> str:
        """How many texts are in it, of how many."""
        if self.rows.height < self.text_count:
            return f"{self.rows.height:,} of {self.text_count:,} texts, a sample that the seed decides"
        return f"{self.rows.height:,} texts" if self.rows.height != 1 else "1 text"


FORMATS: Mapping[str, Callable[[pl.DataFrame, Codebook], bytes]] = {
    "xlsx": sheet_as_xlsx,
    "csv": lambda rows, _codebook: sheet_as_csv(rows),
}
"""How a sheet is written, by the ending of its file."""


def give_out(version: Path, options: SheetOptions, scope: Scope = EVERYTHING) -> GivenOut:
    """The texts for a second reader.

    Raises:
        InputRefusedError: There is no text to read.
    """
    with open_version(version) as connection:
        texts = fetch(connection, TEXTS, scope)
        companies = fetch(connection, COMPANIES)["company"].to_list()
    if texts.is_empty():
        raise InputRefusedError(
            "There is no feedback in words to read.", remedy="Import a tracker with what employers said first."
        )
    return GivenOut(texts_to_read(texts, companies, options), texts.height)


def take_in(
    workspace: Workspace,
    content: bytes,
    file_name: str,
    reader: str = ADVISER,
    *,
    progress: Progress = ignore_progress,
) -> SheetRead:
    """Read a sheet that was given out, keep what is in it, and publish the database that follows.

    Raises:
        InputRefusedError: It is no such sheet, a cell of it is not understood, or it holds nothing yet.
    """
    name = " ".join(reader.split())
    if not name or name == YOURSELF:
        raise InputRefusedError(
            f"A second reader cannot be called {reader!r}.", remedy="Give a name of their own, such as adviser."
        )
    codebook = load_codebook(workspace.codebook)
    with open_version(ensure_built(workspace, progress=progress)) as connection:
        texts = fetch(connection, TEXTS)
        mentions = fetch(connection, "select feedback_id, theme_id, polarity from theme_mentions")
        companies = fetch(connection, COMPANIES)["company"].to_list()
    read = read_second_reader(
        content,
        file_name,
        name,
        known_texts(texts, mentions),
        codebook,
        companies=companies,
        today=datetime.now(UTC).date(),
    )
    if not read.second and not read.reframed:
        raise InputRefusedError(
            f"{file_name}: nothing is filled in yet.",
            found="; ".join(read.sentences()) + ".",
            remedy="Choose a theme, or “No theme”, for at least one text.",
        )
    change_readings(workspace, read.into, progress=progress)
    return read
