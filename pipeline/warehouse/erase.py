"""Erasing everything that a home folder keeps."""

import shutil

from pipeline.workspace import Workspace, open_workspace, writing

_FILES = ("codebook.toml", "codebook-draft.toml", "decisions.toml", "readings.toml", "settings.toml")
_FOLDERS = ("uploads", "warehouse", "questions", "codebooks", "readings")


def erase_everything(workspace: Workspace) -> None:
    """Remove every upload, record, database version, decision, question, theme, reading and setting for good.

    Only what Debrief keeps is removed: whatever else lies in the folder is somebody's own.
    """
    with writing(workspace, "erasing everything"):
        for name in _FOLDERS:
            if (workspace.home / name).exists():
                shutil.rmtree(workspace.home / name)
        for name in _FILES:
            (workspace.home / name).unlink(missing_ok=True)
        open_workspace(workspace.home)
