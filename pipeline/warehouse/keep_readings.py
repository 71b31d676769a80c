"""Changing what people read in the texts: the file, the file before it, and the database that follows, in one step.

Every change keeps the file before it as ``readings/NNNN.toml``, so that it can be undone.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InputRefusedError
from pipeline.readings import Readings, load_readings, parse_readings
from pipeline.warehouse.build import build_version
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.workspace import PRIVATE_FOLDER, Workspace, active_records, publish, replace_file, writing


def change_readings(
    workspace: Workspace, change: Callable[[Readings], Readings], *, progress: Progress = ignore_progress
) -> bool:
    """Keep what ``change`` makes of the readings, and publish the database that follows from it.

    Args:
        workspace: Where they are kept.
        change: Given what is kept at that moment, so that two writers do not undo each other's readings.
        progress: Told of every step; what it raises leaves everything as it was.

    Returns:
        Whether anything changed.
    """
    with writing(workspace, "keeping readings"):
        before = load_readings(workspace)
        after = change(before)
        if after.as_toml() == before.as_toml():
            return False
        version = build_version(workspace, active_records(workspace), readings=after, progress=progress)
        folder = _folder(workspace)
        folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
        number = max(_earlier(workspace), default=0) + 1
        replace_file(folder / f"{number:04d}.toml", before.as_toml().encode())
        replace_file(workspace.readings, after.as_toml().encode())
        publish(workspace, version)
    return True


def undo_readings(workspace: Workspace, *, progress: Progress = ignore_progress) -> None:
    """Go back to the readings before the newest change.

    Raises:
        InputRefusedError: There is no change to undo.
    """
    with writing(workspace, "undoing a change of readings"):
        earlier = _earlier(workspace)
        if not earlier:
            raise InputRefusedError("There is no reading to undo.", remedy="Nothing was read in or written yet.")
        path = earlier[max(earlier)]
        before = parse_readings(path.read_bytes(), str(path))
        version = build_version(workspace, active_records(workspace), readings=before, progress=progress)
        replace_file(workspace.readings, before.as_toml().encode())
        path.unlink()
        publish(workspace, version)


def can_undo_readings(workspace: Workspace) -> bool:
    """Whether there is a change to undo."""
    return bool(_earlier(workspace))


def forget_readings(workspace: Workspace, tracker: str) -> None:
    """Erase what is about a tracker's texts, in earlier files too; the caller holds the writer's lock."""
    for path in (workspace.readings, *_earlier(workspace).values()):
        if path.exists():
            left = parse_readings(path.read_bytes(), str(path)).without_tracker(tracker)
            replace_file(path, left.as_toml().encode())


def _folder(workspace: Workspace) -> Path:
    return workspace.home / "readings"


def _earlier(workspace: Workspace) -> dict[int, Path]:
    return {int(path.stem): path for path in _folder(workspace).glob("[0-9]*.toml") if path.stem.isdecimal()}
