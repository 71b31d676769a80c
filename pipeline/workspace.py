"""The home folder: every upload as it came, how each was read, and the published database versions.

An upload counts once its ``.toml`` record is there; a version counts once ``CURRENT`` names it. Both are put in
place by one rename, so a crash leaves either the state before or the state after. Whoever changes anything here
holds the writer's lock (``writing``); readers need none, because a published version never changes.
"""

import hashlib
import os
import re
import stat
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import platformdirs
import tomlkit

from pipeline.errors import UsageError, WorkspaceError, nearest_name
from pipeline.resources import resource

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
"""Who may look into the home and its files: nobody but the user."""

ERASED = ".erased"
"""Where what is erased goes first, in one step; it is removed from there, by the next writer at the latest."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")

VERSIONS_KEPT = 3
"""The published version, the one before it for a quick undo, and one that a slow reader may still hold."""


@dataclass(frozen=True)
class ImportRecord:
    """One import: the kept file and how it was read.

    Attributes:
        import_id: Number of the import, counting up.
        tracker: The kept spreadsheet it renews.
        seeker: Whose search it is, for rows that do not say.
        file_name: The file's name when it was imported.
        sha256: Fingerprint of the file, hexadecimal.
        imported_at: When it was imported, UTC.
        reading: How its sheets are read, as TOML-ready values.
        undone_at: When it was undone; None while it counts.
    """

    import_id: int
    tracker: str
    seeker: str
    file_name: str
    sha256: str
    imported_at: datetime
    reading: Mapping[str, Any]
    undone_at: datetime | None = None

    @property
    def stored_name(self) -> str:
        """The name of the kept copy inside the tracker's folder: ours, but for a plain ending."""
        suffix = Path(self.file_name).suffix.lower()
        kept = suffix if _SUFFIX.fullmatch(suffix) else ""
        return f"{self.import_id}-{self.sha256[:12]}{kept}"


@dataclass(frozen=True)
class Workspace:
    """A home folder."""

    home: Path

    @property
    def uploads(self) -> Path:
        """Where the uploads are kept, a folder for each tracker."""
        return self.home / "uploads"

    @property
    def warehouse(self) -> Path:
        """Where the database versions are."""
        return self.home / "warehouse"

    @property
    def codebook(self) -> Path:
        """The user's themes."""
        return self.home / "codebook.toml"

    @property
    def decisions(self) -> Path:
        """What the user decided that no upload says."""
        return self.home / "decisions.toml"

    @property
    def readings(self) -> Path:
        """What a second reader and the user read in the texts."""
        return self.home / "readings.toml"

    def upload_path(self, record: ImportRecord) -> Path:
        """Where the kept copy of an import's file is."""
        return self.uploads / record.tracker / record.stored_name


def default_home() -> Path:
    """The platform's folder for this user's data, or ``DEBRIEF_HOME``."""
    named = os.environ.get("DEBRIEF_HOME")
    return Path(named) if named else platformdirs.user_data_path("debrief", appauthor=False)


def open_workspace(home: Path | None = None) -> Workspace:
    """Open a home folder, making it when it is not there; it is the user's alone from then on.

    Raises:
        WorkspaceError: The folder cannot be made or written to.
    """
    workspace = Workspace((home or default_home()).expanduser().absolute())
    try:
        workspace.home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if not is_private(workspace):
            _make_private(workspace)
        workspace.uploads.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        workspace.warehouse.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        if not workspace.codebook.exists():
            replace_file(workspace.codebook, resource("data", "own_codebook.toml").read_bytes())
    except OSError as error:
        raise WorkspaceError(
            f"{workspace.home}: this folder cannot be used as the home of your data.",
            found=f"The system says: {error.strerror}.",
            remedy="Choose another with --home DIR or DEBRIEF_HOME, or mend its permissions.",
        ) from error
    return workspace


def is_private(workspace: Workspace) -> bool:
    """Whether nobody but the user may look into the home; always so on Windows, whose profile folders are private."""
    return os.name == "nt" or stat.S_IMODE(workspace.home.stat().st_mode) & 0o077 == 0


def _make_private(workspace: Workspace) -> None:
    """Close a home that others could look into, and what Debrief keeps in it.

    A disk without permissions, or a folder of somebody else's, stays as it is: `debrief doctor` says so.
    """
    ours = [workspace.uploads, workspace.warehouse, workspace.home / "questions"]
    files = [workspace.codebook, workspace.decisions, workspace.readings]
    with suppress(PermissionError):
        workspace.home.chmod(PRIVATE_FOLDER)
        for path in [*ours, *files, *(path for folder in ours for path in folder.rglob("*"))]:
            if path.exists() and not path.is_symlink():
                path.chmod(PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE)


def tracker_name(wanted: str) -> str:
    """A tracker's name that is also a safe folder name; letters of every script, digits, spaces, ``._-()``."""
    name = re.sub(r"[^\w .()-]+", "-", wanted, flags=re.UNICODE).strip(" .-")[:80].strip(" .-")
    return name or "tracker"


def records(workspace: Workspace) -> tuple[ImportRecord, ...]:
    """Every import, undone ones too, oldest first.

    Raises:
        WorkspaceError: A record cannot be read.
    """
    found = [_read_record(path, path.stat()) for path in workspace.uploads.glob("*/*.toml")]
    return tuple(sorted(found, key=lambda record: record.import_id))


def active_records(workspace: Workspace) -> tuple[ImportRecord, ...]:
    """Every import that was not undone, oldest first."""
    return tuple(record for record in records(workspace) if record.undone_at is None)


def _read_record(path: Path, state: os.stat_result) -> ImportRecord:
    """A record, read anew only once its file was replaced: every look at a page asks for all of them."""
    return _record_in(path, (state.st_ino, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=1000)
def _record_in(path: Path, _state: tuple[int, int, int]) -> ImportRecord:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return ImportRecord(
            import_id=int(table["import_id"]),
            tracker=path.parent.name,
            seeker=str(table["seeker"]),
            file_name=str(table["file_name"]),
            sha256=str(table["sha256"]),
            imported_at=table["imported_at"],
            reading=table.get("reading", {}),
            undone_at=table.get("undone_at"),
        )
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            f"{path}: this record of an import cannot be read.",
            found=f"{type(error).__name__}: {error}",
            remedy="Mend the file, or remove it to leave that import out.",
        ) from error


def new_record(
    workspace: Workspace,
    content: bytes,
    *,
    tracker: str,
    seeker: str,
    file_name: str,
    reading: Mapping[str, Any],
    imported_at: datetime | None = None,
) -> ImportRecord:
    """The record of an import about to be made, numbered after every other; nothing is written yet."""
    return ImportRecord(
        import_id=max((record.import_id for record in records(workspace)), default=0) + 1,
        tracker=tracker,
        seeker=seeker,
        file_name=Path(file_name).name,
        sha256=hashlib.sha256(content).hexdigest(),
        imported_at=(imported_at or _now()).replace(microsecond=0),
        reading=reading,
    )


def keep_upload(workspace: Workspace, record: ImportRecord, content: bytes) -> None:
    """Write the kept copy of a file; it does not count until its record is kept too."""
    path = workspace.upload_path(record)
    path.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    replace_file(path, content)


def keep_record(workspace: Workspace, record: ImportRecord) -> None:
    """Write an import's record: from now on the import counts, or no longer counts when it was undone."""
    table: dict[str, Any] = {
        "import_id": record.import_id,
        "seeker": record.seeker,
        "file_name": record.file_name,
        "sha256": record.sha256,
        "imported_at": record.imported_at,
    }
    if record.undone_at is not None:
        table["undone_at"] = record.undone_at
    table["reading"] = record.reading
    replace_file(record_path(workspace, record), tomlkit.dumps(table).encode())


def record_path(workspace: Workspace, record: ImportRecord) -> Path:
    """Where an import's record is."""
    return workspace.uploads / record.tracker / f"{record.import_id}.toml"


def drop_import(workspace: Workspace, record: ImportRecord) -> None:
    """Take back ``keep_upload`` and ``keep_record`` for an import that came to nothing."""
    folder = workspace.uploads / record.tracker
    record_path(workspace, record).unlink(missing_ok=True)
    workspace.upload_path(record).unlink(missing_ok=True)
    if folder.exists() and not any(folder.iterdir()):
        folder.rmdir()


def mark_undone(workspace: Workspace, record: ImportRecord) -> None:
    """Make an import no longer count; its file stays."""
    keep_record(workspace, replace(record, undone_at=_now().replace(microsecond=0)))


def require_tracker(workspace: Workspace, tracker: str) -> None:
    """Refuse the name of a tracker that is not kept here.

    Raises:
        UsageError: There is no such tracker; the message names the nearest, or all.
    """
    names = sorted({record.tracker for record in records(workspace)})
    if tracker not in names:
        near = nearest_name(tracker, names)
        raise UsageError(
            f"There is no tracker called {tracker!r}.",
            found=f"Kept here: {', '.join(names) or 'none yet'}.",
            remedy=f"Did you mean {near!r}?" if near else "See `debrief status` for what is loaded.",
        )


def version_path(workspace: Workspace, version: str) -> Path:
    """Where a version's database file is."""
    return workspace.warehouse / f"{version}.duckdb"


def current_version(workspace: Workspace) -> str | None:
    """The name of the published version, or None while nothing was published."""
    try:
        name = (workspace.warehouse / "CURRENT").read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return name if version_path(workspace, name).exists() else None


def versions(workspace: Workspace) -> tuple[str, ...]:
    """Every finished version's name, oldest first."""
    return tuple(sorted(path.stem for path in workspace.warehouse.glob("*.duckdb")))


def publish(workspace: Workspace, version: str, *, keep: int = VERSIONS_KEPT) -> None:
    """Make a version the one that readers open, in one step, and remove versions beyond the ``keep`` newest."""
    replace_file(workspace.warehouse / "CURRENT", version.encode())
    others = [name for name in versions(workspace) if name != version]
    for name in others[: max(0, len(others) - (keep - 1))]:
        # Windows refuses while a reader has the file open; it then goes with a later publication
        with suppress(PermissionError):
            version_path(workspace, name).unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file so that it is either wholly there or not at all, and the user's alone."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    temporary.unlink(missing_ok=True)
    try:
        with open(temporary, "xb", opener=_open_private) as file:  # a path has no opener
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)


def _now() -> datetime:
    return datetime.now(UTC)
