"""Changing the codebook: the file, the file before it, and the database that follows, published in one step.

A change that fails or is stopped leaves everything as it was.
"""

import threading
from collections.abc import Callable

from pipeline.errors import InputRefusedError
from pipeline.themes.codebook import parse_codebook
from pipeline.themes.editing import what_changed
from pipeline.warehouse.build import build_version
from pipeline.warehouse.codebook_files import (
    codebook_changes,
    codebook_text,
    decoded,
    drop_from,
    earlier_text,
    keep_earlier,
)
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.workspace import Workspace, active_records, publish, replace_file, writing

Edit = Callable[[str], str]
"""From a codebook's text to its text."""

Change = Callable[[Workspace, Progress], tuple[str, ...]]
"""Something that changes the codebook of a workspace, and says what it did."""


def change_codebook(workspace: Workspace, edit: Edit, *, progress: Progress = ignore_progress) -> tuple[str, ...]:
    """Change the codebook and publish the database that follows from it; the earlier file is kept.

    Args:
        workspace: Where it is kept.
        edit: Given the codebook at that moment, so that two writers do not undo each other's changes.
        progress: Told of every step; what it raises stops the change.

    Returns:
        What changed, as short sentences; nothing where nothing did.

    Raises:
        InputRefusedError: The change is refused, or what it makes is no codebook; nothing was changed.
    """
    with writing(workspace, "changing the codebook"):
        before = codebook_text(workspace)
        after = edit(before)
        if after == before:
            return ()
        changed = what_changed(*(parse_codebook(text, workspace.codebook.name) for text in (before, after)))
        version = build_version(workspace, active_records(workspace), codebook_text=after, progress=progress)
        keep_earlier(workspace)
        replace_file(workspace.codebook, after.encode())
        publish(workspace, version)
    return tuple(changed)


def undo_codebook(
    workspace: Workspace, number: int | None = None, *, progress: Progress = ignore_progress
) -> tuple[str, ...]:
    """Go back to the codebook before a change, the newest unless ``number`` names one; later ones go with it.

    The codebook as it was until then stays in ``codebooks/undone.toml``.

    Returns:
        What was undone, as short sentences.

    Raises:
        InputRefusedError: There is no such change.
    """
    with writing(workspace, "undoing a change of the codebook"):
        changes = codebook_changes(workspace)
        if number is None and changes:
            number = changes[0].number
        before = earlier_text(workspace, number or 0)
        version = build_version(workspace, active_records(workspace), codebook_text=before, progress=progress)
        undone = [line for change in changes if change.number >= (number or 0) for line in change.what]
        drop_from(workspace, number or 0)
        replace_file(workspace.codebook, before.encode())
        publish(workspace, version)
    return tuple(undone)


def import_codebook(
    workspace: Workspace, content: bytes, file_name: str, *, progress: Progress = ignore_progress
) -> tuple[str, ...]:
    """Use a codebook that was exported from here or elsewhere in the place of this one.

    Raises:
        InputRefusedError: It cannot be read; the message says where. Nothing was changed.
    """
    text = decoded(content, file_name)
    parse_codebook(text, file_name)
    return change_codebook(workspace, lambda _before: text, progress=progress)


class StoppedError(InputRefusedError):
    """The user stopped a change before it was published."""


class Recoding(threading.Thread):
    """A change of the codebook that goes on in the background; it is published whole, or not at all."""

    def __init__(self, workspace: Workspace, change: Change, *, can_undo: bool = True) -> None:
        super().__init__(name=f"codebook of {workspace.home}", daemon=True)
        self.can_undo = can_undo
        self.stage, self.share = "starting", 0.0
        self.changed: tuple[str, ...] = ()
        self.error: Exception | None = None
        self._workspace, self._change = workspace, change
        self._stopping = threading.Event()

    def run(self) -> None:
        """Make the change; what goes wrong is kept in ``error``, for whoever started it."""
        try:
            self.changed = self._change(self._workspace, self._tell)
        except Exception as error:  # noqa: BLE001  # a thread has nobody to raise it to; finished() does
            self.error = error

    def stop(self) -> None:
        """Ask it to end at its next step, with everything as it was before."""
        self._stopping.set()

    def finished(self) -> tuple[str, ...]:
        """What it changed, once it has ended.

        Raises:
            DebriefError: The change was refused or stopped.
        """
        if self.error is not None:
            raise self.error
        return self.changed

    def _tell(self, stage: str, share: float) -> None:
        if self._stopping.is_set():
            raise StoppedError("The change was stopped. Everything is as it was before.")
        self.stage, self.share = stage, share
