"""Erasing for good: everything that a home folder keeps, or parts of it; all of it, or nothing."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.warehouse.publishing import uninterrupted
from pipeline.workspace import ERASED, PRIVATE_FOLDER, Workspace, open_workspace
from pipeline.writing import writing

_FILES = ("codebook.toml", "codebook-draft.toml", "decisions.toml", "readings.toml", "settings.toml")
_FOLDERS = ("uploads", "warehouse", "questions", "codebooks", "readings")


def erase_everything(workspace: Workspace, *, progress: Progress = ignore_progress) -> None:
    """Remove every upload, record, database version, decision, question, theme, reading and setting for good.

    Only what Debrief keeps is removed: whatever else lies in the folder is somebody's own.

    Args:
        workspace: Where it is kept.
        progress: Told of every step; what it raises before anything is removed leaves everything.
    """
    with writing(workspace, "erasing everything", while_waiting=lambda text: progress(text, 0.0)):
        progress("erasing", 0.5)
        paths = [workspace.home / name for name in (*_FOLDERS, *_FILES)]
        with uninterrupted(), ExitStack() as taking_back:
            put_aside(workspace, paths, taking_back)
            open_workspace(workspace.home)
            taking_back.pop_all()
        remove_aside(workspace)
    progress("done", 1.0)


def put_aside(workspace: Workspace, paths: Iterable[Path], taking_back: ExitStack) -> None:
    """Take files and folders out of their places, each in one step; the caller holds the lock.

    Args:
        workspace: Where they are.
        paths: Those that are not there are passed over.
        taking_back: Gets how each comes back to its place.
    """
    aside = workspace.home / ERASED
    aside.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    taking_back.callback(shutil.rmtree, aside)
    for place, path in enumerate(paths):
        if path.exists():
            taking_back.callback(_put_back, path.rename(aside / str(place)), path)


def remove_aside(workspace: Workspace) -> None:
    """Remove for good what was put aside; when this stops midway, the next writer does the rest."""
    shutil.rmtree(workspace.home / ERASED)


def _put_back(aside: Path, path: Path) -> None:
    if path.is_dir():  # a new one, with nothing of the user's
        shutil.rmtree(path)
    aside.replace(path)
