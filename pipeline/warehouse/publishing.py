"""Building a version, and publishing it in one moment: whatever stops before leaves everything as it was."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from pipeline.ingest.model import TrackerReading
from pipeline.warehouse.build import KEPT, Makings, build_version
from pipeline.warehouse.codebook_files import keep_earlier
from pipeline.warehouse.following import following_text
from pipeline.warehouse.published import Progress, ignore_progress, part_of
from pipeline.workspace import (
    VERSIONS_KEPT,
    ImportRecord,
    Workspace,
    active_records,
    current_version,
    publish,
    replace_file,
    version_path,
    versions,
)


@contextmanager
def publishing(
    workspace: Workspace,
    records: Sequence[ImportRecord],
    *,
    makings: Makings = KEPT,
    already_read: Mapping[int, TrackerReading] | None = None,
    keep: int = VERSIONS_KEPT,
    progress: Progress = ignore_progress,
    force: bool = False,
) -> Iterator[ExitStack]:
    """Build the version that the imports make, let the block keep what it is made from, and publish it.

    The long part comes first and can be stopped by what ``progress`` raises, or by Ctrl-C; the block and the
    publication are one short moment that Ctrl-C does not break. The caller holds the lock. The first version after
    the releases that gave out whole codebooks also makes the home's follow the built-in one.

    Args:
        workspace: Where the uploads are kept.
        records: The imports that count, oldest first.
        makings: What else it is made from.
        already_read: What was just read from a file, by import, so that it is not read twice.
        keep: How many versions stay.
        progress: Told of every step.
        force: Build anew even when such a version is there.

    Yields:
        What takes back a step of the block: the block adds to it before each, and when anything fails it is done.
    """
    earlier = versions(workspace)
    following = following_text(workspace) if makings.codebook_text is None else None
    if following is not None:
        makings = replace(makings, codebook_text=following)
    version = build_version(
        workspace,
        records,
        makings=makings,
        already_read=already_read,
        progress=progress,
        force=force,
    )
    try:
        progress("publishing", 0.99)
        with uninterrupted(), ExitStack() as taking_back:
            if following is not None:
                put_codebook(workspace, following, taking_back)
            yield taking_back
            publish(workspace, version, keep=keep)
            taking_back.pop_all()
    except BaseException:
        if version not in earlier:
            version_path(workspace, version).unlink(missing_ok=True)
        raise
    progress("done", 1.0)


def rebuild(workspace: Workspace, *, progress: Progress = ignore_progress, force: bool = False) -> Path:
    """Build what the kept uploads make, and publish it; the caller holds the lock.

    Args:
        workspace: Where the uploads are kept.
        progress: Told of every step.
        force: Build anew even when such a version is there.

    Returns:
        The published version's file.
    """
    with publishing(workspace, active_records(workspace), progress=progress, force=force):
        pass
    version = current_version(workspace)
    assert version is not None, "it was published just now"
    return version_path(workspace, version)


def put_codebook(workspace: Workspace, text: str, taking_back: ExitStack) -> None:
    """Put a codebook in the place of the one that is kept, which stays as an earlier one."""
    taking_back.callback(keep_earlier(workspace).unlink)
    taking_back.callback(keep_state(workspace.codebook))
    replace_file(workspace.codebook, text.encode())


def follow_first(workspace: Workspace, *, progress: Progress = ignore_progress) -> None:
    """Before a change of the codebook: let a whole one from an earlier release follow the built-in one.

    The caller holds the lock.
    """
    if following_text(workspace) is not None:
        rebuild(workspace, progress=part_of(progress, 0.0, 0.9))


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let no Ctrl-C in between the steps of a moment that leave nothing half done only together.

    A Ctrl-C in that moment comes too late: everything is done, and the caller goes on to say so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is interrupted
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def keep_state(path: Path) -> Callable[[], None]:
    """Remember a small file, or that it is not there; what is returned puts it back."""
    content = path.read_bytes() if path.exists() else None

    def put_back() -> None:
        if content is None:
            path.unlink(missing_ok=True)
        else:
            replace_file(path, content)

    return put_back
