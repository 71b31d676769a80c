"""Kept uploads and codebook in, the next database version out; nothing is seen until it is published.

A version's name ends in the fingerprint of everything it was made from: the imports that count, the codebook, what
the user decided, and the SQL and vocabulary of this release. So an undo finds the version it goes back to, and a
release or a codebook that changed is noticed.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import polars as pl

from pipeline.decisions import Decisions, load_decisions
from pipeline.errors import WorkspaceError
from pipeline.ingest.model import ReadingOptions, TrackerReading
from pipeline.ingest.record import plans_from_reading
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import Vocabulary, load_vocabulary
from pipeline.warehouse.assemble import assemble
from pipeline.warehouse.codebook_files import kept_codebook, workspace_codebook
from pipeline.warehouse.published import Progress, codebook_mark, fingerprint, ignore_progress, is_made_alike
from pipeline.warehouse.read_import import ReadImport
from pipeline.warehouse.recode import write_recoded
from pipeline.warehouse.views import create_tables, create_views
from pipeline.warehouse.write import insert, require_kept_promises, unfinished
from pipeline.workspace import (
    ImportRecord,
    Workspace,
    active_records,
    current_version,
    publish,
    version_path,
    versions,
)


def build_version(
    workspace: Workspace,
    records: Sequence[ImportRecord],
    *,
    decisions: Decisions | None = None,
    already_read: Mapping[int, TrackerReading] | None = None,
    codebook_text: str | None = None,
    progress: Progress = ignore_progress,
    force: bool = False,
) -> str:
    """Build the version that the given imports make, or find it built already; the caller holds the lock.

    Args:
        workspace: Where the uploads are kept.
        records: The imports that count, oldest first.
        decisions: What the user decided; what is kept of it when left out.
        already_read: What was just read from a file, by import, so that it is not read twice.
        codebook_text: The codebook; the one that is kept when left out.
        progress: Told of every step.
        force: Build anew even when such a version is there.

    Returns:
        The version's name, not yet published.

    Raises:
        WorkspaceError: A kept upload is missing or was changed.
        BrokenPromiseError: The tables break a check.
    """
    decisions = decisions if decisions is not None else load_decisions(workspace)
    wanted = fingerprint(workspace, records, decisions, codebook_text)
    existing = [name for name in versions(workspace) if name.endswith(wanted)]
    if existing and not force:
        return existing[-1]
    codebook = workspace_codebook(workspace, codebook_text)
    number = max((int(name.split("-")[0]) for name in versions(workspace)), default=0) + 1
    name = f"{number:06d}-{wanted}"
    if not force and (alike := _made_alike(workspace, wanted)):
        earlier = kept_codebook(workspace, codebook_mark(alike))
        write_recoded(
            version_path(workspace, alike), version_path(workspace, name), codebook, earlier, progress=progress
        )
        return name
    vocabulary = decisions.vocabulary(load_vocabulary())
    imports: list[ReadImport] = []
    for place, record in enumerate(records):
        progress(f"reading {record.file_name}", 0.6 * place / len(records))
        reading = (already_read or {}).get(record.import_id)
        imports.append(ReadImport(record, reading or _read_kept(workspace, record, vocabulary)))
    progress("putting the tables together", 0.6)
    tables = assemble(imports, codebook, vocabulary, decisions)
    progress("writing the database", 0.8)
    _write_version(version_path(workspace, name), tables)
    progress("done", 1.0)
    return name


def _made_alike(workspace: Workspace, wanted: str) -> str | None:
    """The newest version that differs from the wanted one in the codebook alone; the published one if it does."""
    alike = [name for name in versions(workspace) if is_made_alike(name, wanted)]
    published = current_version(workspace)
    return published if published in alike else next(reversed(alike), None)


def rebuild(workspace: Workspace, *, progress: Progress = ignore_progress, force: bool = False) -> Path:
    """Build what the kept uploads make, and publish it; the caller holds the lock."""
    name = build_version(workspace, active_records(workspace), progress=progress, force=force)
    publish(workspace, name)
    return version_path(workspace, name)


def _read_kept(workspace: Workspace, record: ImportRecord, vocabulary: Vocabulary) -> TrackerReading:
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
    )


def _write_version(path: Path, tables: dict[str, pl.DataFrame]) -> None:
    with unfinished(path) as building, duckdb.connect(str(building)) as connection:
        create_tables(connection)
        for name, frame in tables.items():
            insert(connection, name, frame)
        create_views(connection)
        require_kept_promises(connection)
        connection.execute("checkpoint").fetchall()
