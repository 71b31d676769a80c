"""What a file may unpack to: refused before it is unpacked, by what it declares and by what it really holds."""

import copy
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pipeline.errors import InputRefusedError

MAX_UNZIPPED_BYTES = 1_000_000_000
"""A workbook of the largest allowed file size unzips to about this much; more is no tracker."""

MAX_ZIP_RATIO = 300
"""Spreadsheet XML shrinks ten- to fiftyfold; pre-filled rows a hundredfold."""

SMALL_UNZIPPED_BYTES = 20_000_000
"""Below this a high ratio does no harm."""

MAX_MEMBERS = 10_000
"""A whole LinkedIn archive has a hundred files; a workbook full of pictures some hundreds."""

MAX_CELLS = 20_000_000
"""A million rows of twenty columns; what a laptop's memory holds as text."""

MAX_COLUMNS = 2_000
"""The widest tracker seen had 257."""

_CHUNK = 4_000_000


@dataclass(frozen=True)
class Extent:
    """How far a sheet reaches."""

    rows: int
    columns: int

    @property
    def cells(self) -> int:
        """How many cells the full grid has."""
        return self.rows * self.columns


def check_extent(extent: Extent, where: str) -> None:
    """Refuse a sheet that is too wide or has too many cells.

    Raises:
        InputRefusedError: It is over ``MAX_COLUMNS`` or ``MAX_CELLS``.
    """
    if extent.columns > MAX_COLUMNS:
        raise InputRefusedError(
            f"{where}: too many columns.",
            found=f"Found {extent.columns:,} columns; up to {MAX_COLUMNS:,} are read.",
            remedy="Delete the columns beside the table, or copy the table to a file of its own.",
        )
    if extent.cells > MAX_CELLS:
        raise InputRefusedError(
            f"{where}: too many cells.",
            found=f"Found {extent.rows:,} rows of {extent.columns:,} columns; up to {MAX_CELLS:,} cells are read.",
            remedy="Delete the empty rows below the table, or split it over several files.",
        )


@contextmanager
def open_zip(content: bytes, damaged: Callable[[str], InputRefusedError]) -> Iterator[zipfile.ZipFile]:
    """The zip of a file's bytes; whatever is wrong with it while it is open becomes one refusal.

    Args:
        content: The file.
        damaged: The refusal, given what the zip reader said.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise damaged(str(error) or type(error).__name__) from error


def check_count(entries: list[zipfile.ZipInfo], file_name: str) -> None:
    """Refuse a zip with more files than anyone keeps beside a tracker.

    Raises:
        InputRefusedError: It has more than ``MAX_MEMBERS``.
    """
    if len(entries) > MAX_MEMBERS:
        raise InputRefusedError(
            f"{file_name}: too many files inside.",
            found=f"Found {len(entries):,} files; up to {MAX_MEMBERS:,} are looked through.",
            remedy="Take the tracker out of it and import the tracker alone.",
        )


def check_declared(entries: list[zipfile.ZipInfo], file_bytes: int, file_name: str) -> None:
    """Refuse by what a zip's own list says of the files that would be unpacked.

    Raises:
        InputRefusedError: They unpack to too much, by themselves or for so small a file.
    """
    total = sum(entry.file_size for entry in entries)
    is_bomb = total > SMALL_UNZIPPED_BYTES and total > MAX_ZIP_RATIO * file_bytes
    if total > MAX_UNZIPPED_BYTES or is_bomb:
        raise InputRefusedError(
            f"{file_name}: the file unpacks to too much.",
            found=f"Found {file_bytes:,} bytes that unpack to {total:,}.",
            remedy="Save the tracker's sheet alone, as CSV, and import that.",
        )


def unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A file of a zip in chunks, never more than it declares and one byte.

    Raises:
        zipfile.BadZipFile: It holds more than it declares.
    """
    watched = copy.copy(entry)
    watched.file_size += 1  # the reader stops there, so a byte too many shows without the rest being unpacked
    left = entry.file_size
    with archive.open(watched) as stream:
        while chunk := stream.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(
                    f"{entry.filename} holds more than the {entry.file_size:,} bytes it declares"
                )
            yield chunk
