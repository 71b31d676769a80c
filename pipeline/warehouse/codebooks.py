"""Changing the codebook: the file, the file before it, and the database that follows, published in one step.

A change that fails or is stopped leaves everything as it was.
"""

from collections.abc import Callable

from pipeline.themes.codebook import parse_codebook
from pipeline.themes.editing import what_changed
from pipeline.warehouse.build import Makings
from pipeline.warehouse.codebook_files import (
    codebook_changes,
    codebook_history,
    codebook_text,
    decoded,
    drop_from,
    earlier_text,
)
from pipeline.warehouse.following import followed
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.warehouse.publishing import follow_first, keep_state, publishing, put_codebook
from pipeline.workspace import Workspace, active_records, replace_file
from pipeline.writing import writing

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
    with writing(workspace, "changing the codebook", while_waiting=lambda text: progress(text, 0.0)):
        follow_first(workspace, progress=progress)
        before = codebook_text(workspace)
        after = edit(before)
        if after == before:
            return ()
        changed = what_changed(*(parse_codebook(text, workspace.codebook.name) for text in (before, after)))
        with publishing(
            workspace, active_records(workspace), makings=Makings(codebook_text=after), progress=progress
        ) as taking_back:
            put_codebook(workspace, after, taking_back)
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
    with writing(workspace, "undoing a change of the codebook", while_waiting=lambda text: progress(text, 0.0)):
        changes = codebook_changes(workspace)
        if number is None and changes:
            number = changes[0].number
        before = earlier_text(workspace, number or 0)
        undone = [line for change in changes if change.number >= (number or 0) for line in change.what]
        with publishing(
            workspace, active_records(workspace), makings=Makings(codebook_text=before), progress=progress
        ) as taking_back:
            taking_back.callback(keep_state(workspace.codebook))
            for path in codebook_history(workspace):
                taking_back.callback(keep_state(path))
            drop_from(workspace, number or 0)
            replace_file(workspace.codebook, before.encode())
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


def follow_built_in(workspace: Workspace, *, progress: Progress = ignore_progress) -> tuple[str, ...]:
    """Keep of the codebook only what its owner changed, and go on from the built-in one.

    Raises:
        InputRefusedError: It differs in what cannot be written as a change; nothing was changed.
    """
    return change_codebook(workspace, followed, progress=progress)
