"""The writer's lock of a home: one writer at a time, also between processes; what a killed one left is removed."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import filelock

from pipeline.errors import WorkspaceBusyError
from pipeline.workspace import ERASED, PRIVATE_FILE, Workspace, replace_file

LOCK_SECONDS = 60.0
"""How long a second writer waits: longer than an import of a large tracker takes."""

_POLL_SECONDS = 0.2


@contextmanager
def writing(
    workspace: Workspace,
    purpose: str,
    *,
    seconds: float = LOCK_SECONDS,
    on_wait: Callable[[str], None] | None = None,
    while_waiting: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the writer's lock; a second writer waits, is told for whom, and gives up after ``seconds``.

    Args:
        workspace: What is written to.
        purpose: What a waiting writer is told.
        seconds: How long to wait for another writer.
        on_wait: Told once, and for whom, when it has to wait.
        while_waiting: Told the same again and again while it waits; what it raises ends the waiting.

    Raises:
        WorkspaceBusyError: Another process still holds the lock; the message says which and what it is doing.
    """
    lock = filelock.FileLock(workspace.home / "writer.lock", mode=PRIVATE_FILE)
    holder = workspace.home / "writer.txt"
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        if on_wait:
            on_wait(_waiting_for(holder))

        def go_on_waiting() -> bool:
            if while_waiting:
                while_waiting(_waiting_for(holder))
            return False

        try:
            lock.acquire(timeout=seconds, poll_interval=_POLL_SECONDS, cancel_check=go_on_waiting)
        except filelock.Timeout as error:
            raise WorkspaceBusyError(
                f"{workspace.home}: another writer is still at work after {seconds:.0f} s.",
                found=f"The lock is held by {_holder(holder)}.",
                remedy="Wait for it to end, or end that process, and try again; nothing was changed.",
            ) from error
    try:
        replace_file(holder, f"process {os.getpid()}, {purpose}, since {datetime.now(UTC):%H:%M:%S} UTC".encode())
        _sweep(workspace)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _sweep(workspace: Workspace) -> None:
    """Remove what a process that was killed has left behind; whoever calls it is the only writer."""
    shutil.rmtree(workspace.home / ERASED, ignore_errors=True)
    # only where nobody but a writer writes: settings and questions are kept without the lock
    parts = (*workspace.uploads.glob("*/.*.part"), *workspace.warehouse.glob(".*.part"))
    for path in (*parts, *workspace.warehouse.glob("*.building*")):
        path.unlink(missing_ok=True)


def _waiting_for(holder: Path) -> str:
    return f"waiting for another writer: {_holder(holder)}"


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return "a process that has not said its name"
