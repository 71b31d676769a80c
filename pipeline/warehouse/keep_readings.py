"""Changing what people read in the texts: the file, the file before it, and the database that follows, in one step.

Every change keeps the file before it as ``readings/NNNN.toml``, so that it can be undone.
"""

from collections.abc import Callable
from pathlib import Path

from pipeline.errors import InputRefusedError
from pipeline.readings import Readings, load_readings, parse_readings
from pipeline.warehouse.build import Makings
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.warehouse.publishing import keep_state, publishing
from pipeline.workspace import PRIVATE_FOLDER, Workspace, active_records, replace_file
from pipeline.writing import writing


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
    with writing(workspace, "keeping readings", while_waiting=lambda text: progress(text, 0.0)):
        before = load_readings(workspace)
        after = change(before)
        if after.as_toml() == before.as_toml():
            return False
        number = max(_earlier(workspace), default=0) + 1
        earlier = _folder(workspace) / f"{number:04d}.toml"
        with publishing(
            workspace, active_records(workspace), makings=Makings(readings=after), progress=progress
        ) as taking_back:
            earlier.parent.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
            for path in (earlier, workspace.readings):
                taking_back.callback(keep_state(path))
            replace_file(earlier, before.as_toml().encode())
            replace_file(workspace.readings, after.as_toml().encode())
    return True


def undo_readings(workspace: Workspace, *, progress: Progress = ignore_progress) -> None:
    """Go back to the readings before the newest change.

    Raises:
        InputRefusedError: There is no change to undo.
    """
    with writing(workspace, "undoing a change of readings", while_waiting=lambda text: progress(text, 0.0)):
        earlier = _earlier(workspace)
        if not earlier:
            raise InputRefusedError("There is no reading to undo.", remedy="Nothing was read in or written yet.")
        path = earlier[max(earlier)]
        before = parse_readings(path.read_bytes(), str(path))
        with publishing(
            workspace, active_records(workspace), makings=Makings(readings=before), progress=progress
        ) as taking_back:
            for changed in (path, workspace.readings):
                taking_back.callback(keep_state(changed))
            replace_file(workspace.readings, before.as_toml().encode())
            path.unlink()


def can_undo_readings(workspace: Workspace) -> bool:
    """Whether there is a change to undo."""
    return bool(_earlier(workspace))


def forget_readings(workspace: Workspace, tracker: str) -> None:
    """Erase what is about a tracker's texts, in earlier files too; the caller holds the writer's lock."""
    for path in reading_files(workspace):
        if path.exists():
            left = parse_readings(path.read_bytes(), str(path)).without_tracker(tracker)
            replace_file(path, left.as_toml().encode())


def reading_files(workspace: Workspace) -> list[Path]:
    """The file of readings, which may not be there, and every earlier one."""
    return [workspace.readings, *_earlier(workspace).values()]


def _folder(workspace: Workspace) -> Path:
    return workspace.home / "readings"


def _earlier(workspace: Workspace) -> dict[int, Path]:
    return {int(path.stem): path for path in _folder(workspace).glob("[0-9]*.toml") if path.stem.isdecimal()}
