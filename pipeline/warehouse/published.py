"""Which version is published, and whether it is still what the kept uploads and everything beside them make."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version as installed_version
from pathlib import Path

from pipeline.decisions import Decisions, load_decisions
from pipeline.errors import WorkspaceBusyError
from pipeline.ingest.record import plans_from_reading
from pipeline.readings import Readings, load_readings
from pipeline.resources import resource
from pipeline.settings import load_settings
from pipeline.themes.built_in import extended_text
from pipeline.workspace import ImportRecord, Workspace, active_records, current_version, version_path
from pipeline.writing import LOCK_SECONDS, writing

Progress = Callable[[str, float], None]
"""Called with what is being done and the share that is done, 0 to 1.

What it raises stops the work, with everything as it was before; a share of 1 is told when all is done, too late to
stop anything.
"""


def ignore_progress(_stage: str, _share: float) -> None:
    """Tell nobody."""


def part_of(progress: Progress, first: float, last: float) -> Progress:
    """A progress for a part of the work, from one share of the whole to another."""

    def tell(stage: str, share: float) -> None:
        progress(stage, first + (last - first) * share)

    return tell


def ensure_built(workspace: Workspace, *, progress: Progress = ignore_progress) -> Path:
    """The published version's file, built first when nothing was published or its makings have changed.

    While another writer is at work, what is published is what there is: a reader never waits for a writer.

    Raises:
        WorkspaceError: A kept upload is missing or was changed, or nothing is published and another writer does not
            end.
    """
    if fresh := _fresh_version(workspace):
        return fresh
    published = current_version(workspace)
    try:
        with writing(workspace, "building the database", seconds=0 if published else LOCK_SECONDS):
            return _fresh_version(workspace) or _rebuilt(workspace, progress)
    except WorkspaceBusyError:
        if published is None:
            raise
        return version_path(workspace, published)


def _rebuilt(workspace: Workspace, progress: Progress) -> Path:
    from pipeline.warehouse.publishing import rebuild  # noqa: PLC0415  # half a second that most reads never need

    return rebuild(workspace, progress=progress)


def fingerprint(
    workspace: Workspace,
    records: Sequence[ImportRecord],
    decisions: Decisions,
    codebook_text: str | None = None,
    readings: Readings | None = None,
) -> str:
    """What a version's name ends in: hashes of what the imports make it from, of the readings, and of the codebook.

    Args:
        workspace: Where the codebook and the readings are kept.
        records: The imports that count.
        decisions: What the user decided.
        codebook_text: The codebook; the one that is kept when left out.
        readings: What people read in the texts; what is kept of it when left out.
    """
    digest = hashlib.sha256(_release_fingerprint())
    digest.update(decisions.as_toml().encode())
    for record in records:
        digest.update(repr((record.import_id, record.tracker, record.seeker, record.sha256)).encode())
        digest.update(repr((record.imported_at.isoformat(), plans_from_reading(record.reading))).encode())
    content = workspace.codebook.read_bytes() if codebook_text is None else codebook_text.encode()
    read = readings if readings is not None else load_readings(workspace)
    codebook = mark_of_codebook(content, load_settings(workspace).theme_language)
    return digest.hexdigest()[:_MAKINGS] + mark_of(read.as_toml().encode()) + codebook


_MAKINGS, _MARK = 12, 8
"""Digits that tell the makings of most tables apart, and that tell readings and codebooks apart."""

WHOLE = "0" * _MARK
"""In place of the mark of the built-in codebook, for a version whose codebook is whole by itself."""


def mark_of(content: bytes) -> str:
    """What tells a codebook, or readings, from others in the name of a version."""
    return hashlib.sha256(content).hexdigest()[:_MARK]


def mark_of_codebook(codebook: bytes, theme_language: str) -> str:
    """What tells a codebook, and the language it is told to read in, from others in the name of a version.

    It ends in the mark of the built-in codebook that it goes on from, so that a newer one is noticed.
    """
    built_in = extended_text(codebook.decode("utf-8-sig", errors="replace"))
    return mark_of(codebook + b"\0" + theme_language.encode()) + (mark_of(built_in.encode()) if built_in else WHOLE)


def codebook_mark(version: str) -> str:
    """The mark of the codebook that a version was made with."""
    return version[-2 * _MARK :]


def built_in_mark(version: str) -> str | None:
    """The mark of the built-in codebook that a version was made with, or WHOLE.

    None for a version of a release before ``extends``, when a codebook could be nothing but whole.
    """
    made_from = version.partition("-")[2]
    return version[-_MARK:] if len(made_from) == _MAKINGS + 3 * _MARK else None


def is_made_alike(version: str, wanted: str) -> bool:
    """Whether a version was made from the same as the fingerprint says, readings and codebooks aside."""
    return version[: -3 * _MARK].endswith(f"-{wanted[:_MAKINGS]}")


def _fresh_version(workspace: Workspace) -> Path | None:
    name = current_version(workspace)
    is_fresh = name is not None and name.endswith(
        fingerprint(workspace, active_records(workspace), load_decisions(workspace))
    )
    return version_path(workspace, name) if name and is_fresh else None


@cache
def _release_fingerprint() -> bytes:
    """What of this release decides a version's content: its number and its files of SQL and words."""
    digest = hashlib.sha256(installed_version("job-debrief").encode())
    for folder in (
        resource("sql"),
        resource("data", "vocabulary"),
        resource("data", "themes"),
        resource("data", "codebooks"),
    ):
        for path in sorted(folder.rglob("*.*")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.digest()
