"""Kept uploads and codebook in, the next database version out; nothing is seen until it is published.

A version's name ends in the fingerprint of everything it was made from: the imports that count, the codebook, what
the user decided, what people read in the texts, and the SQL and vocabulary of this release. So an undo finds the
version it goes back to, and a release or a codebook that changed is noticed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from pipeline.decisions import Decisions, load_decisions
from pipeline.errors import WorkspaceError
from pipeline.ingest.model import ReadingOptions, TrackerReading
from pipeline.ingest.record import plans_from_reading
from pipeline.ingest.tracker import read_tracker
from pipeline.readings import Readings, load_readings
from pipeline.vocabulary import Vocabulary, counted, load_vocabulary
from pipeline.warehouse.assemble import assemble
from pipeline.warehouse.blank import write_blank
from pipeline.warehouse.codebook_files import kept_codebook, workspace_codebook
from pipeline.warehouse.published import (
    Progress,
    codebook_mark,
    fingerprint,
    ignore_progress,
    is_made_alike,
    part_of,
)
from pipeline.warehouse.read_import import ReadImport
from pipeline.warehouse.reading_tables import reading_tables
from pipeline.warehouse.recode import write_recoded
from pipeline.warehouse.write import insert, require_kept_promises, unfinished
from pipeline.workspace import (
    ImportRecord,
    Workspace,
    current_version,
    version_path,
    versions,
)

_ROWS_AT_ONCE = 100_000
"""Rows that are written between two calls of a progress: a fraction of a second."""


@dataclass(frozen=True)
class Makings:
    """What a version is made from beside the imports; what is left out is what the home keeps.

    Attributes:
        decisions: What the user decided.
        codebook_text: The codebook.
        readings: What people read in the texts.
    """

    decisions: Decisions | None = None
    codebook_text: str | None = None
    readings: Readings | None = None


KEPT = Makings()
"""All as the home keeps it."""


def build_version(
    workspace: Workspace,
    records: Sequence[ImportRecord],
    *,
    makings: Makings = KEPT,
    already_read: Mapping[int, TrackerReading] | None = None,
    progress: Progress = ignore_progress,
    force: bool = False,
) -> str:
    """Build the version that the given imports make, or find it built already; the caller holds the lock.

    Args:
        workspace: Where the uploads are kept.
        records: The imports that count, oldest first.
        makings: What else it is made from.
        already_read: What was just read from a file, by import, so that it is not read twice.
        progress: Told of every step.
        force: Build anew even when such a version is there.

    Returns:
        The version's name, not yet published.

    Raises:
        WorkspaceError: A kept upload is missing or was changed.
        BrokenPromiseError: The tables break a check.
    """
    decisions = makings.decisions if makings.decisions is not None else load_decisions(workspace)
    readings = makings.readings if makings.readings is not None else load_readings(workspace)
    codebook_text = makings.codebook_text
    wanted = fingerprint(workspace, records, decisions, codebook_text, readings)
    existing = [name for name in versions(workspace) if name.endswith(wanted)]
    if existing and not force:
        return existing[-1]
    codebook = workspace_codebook(workspace, codebook_text)
    number = max((int(name.split("-")[0]) for name in versions(workspace)), default=0) + 1
    name = f"{number:06d}-{wanted}"
    if not force and (alike := _made_alike(workspace, wanted)):
        earlier = kept_codebook(workspace, codebook_mark(alike))
        source, target = version_path(workspace, alike), version_path(workspace, name)
        write_recoded(source, target, codebook, earlier, readings, progress=progress)
        return name
    vocabulary = decisions.vocabulary(load_vocabulary())
    imports: list[ReadImport] = []
    for place, record in enumerate(records):
        step = part_of(progress, 0.4 * place / len(records), 0.4 * (place + 1) / len(records))
        reading = (already_read or {}).get(record.import_id)
        imports.append(ReadImport(record, reading or read_kept(workspace, record, vocabulary, step)))
    tables = assemble(imports, codebook, vocabulary, decisions, progress=part_of(progress, 0.4, 0.7))
    tables |= reading_tables(readings, tables["feedback"], codebook)
    _write_version(version_path(workspace, name), tables, part_of(progress, 0.7, 0.98))
    return name


def _made_alike(workspace: Workspace, wanted: str) -> str | None:
    """The newest version that differs from the wanted one in the codebook alone; the published one if it does."""
    alike = [name for name in versions(workspace) if is_made_alike(name, wanted)]
    published = current_version(workspace)
    return published if published in alike else next(reversed(alike), None)


def read_kept(
    workspace: Workspace, record: ImportRecord, vocabulary: Vocabulary, progress: Progress = ignore_progress
) -> TrackerReading:
    """Read the kept copy of an import again, as its record says.

    Raises:
        WorkspaceError: It is missing or was changed.
    """
    path = workspace.upload_path(record)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"{path}: the kept copy of import {record.import_id} is missing.",
            found=f"It was {record.file_name} of tracker {record.tracker!r}.",
            remedy=f"Put the file back, or let the tracker go with `debrief forget {record.tracker!r}`.",
        ) from error
    if hashlib.sha256(content).hexdigest() != record.sha256:
        raise WorkspaceError(
            f"{path}: the kept copy of import {record.import_id} is no longer what was imported.",
            remedy="Put the original back, or import the changed file as a new copy of the tracker.",
        )
    return read_tracker(
        content,
        record.file_name,
        options=ReadingOptions(seeker=record.seeker),
        uploaded_on=record.imported_at.date(),
        vocabulary=vocabulary,
        plans=plans_from_reading(record.reading),
        format=record.reading.get("format"),
        progress=progress,
    )


def _write_version(path: Path, tables: dict[str, pl.DataFrame], progress: Progress) -> None:
    rows = sum(frame.height for frame in tables.values())
    written = 0
    with unfinished(path) as building:
        progress("preparing the views", 0.0)
        write_blank(building)
        with duckdb.connect(str(building)) as connection:
            for name, frame in tables.items():
                for part in frame.iter_slices(_ROWS_AT_ONCE):
                    share = 0.2 + 0.7 * written / rows
                    progress(f"writing the database: {written:,} of {counted(rows, 'row')}", share)
                    insert(connection, name, part)
                    written += part.height
            progress("checking the database", 0.9)
            require_kept_promises(connection)
            progress("closing the database", 0.95)
            connection.execute("checkpoint").fetchall()
