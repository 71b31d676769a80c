"""Pages of many windows are drawn in turns, a few at a time, so that the server stays responsive however many wait.

Python draws one page at a time anyway. A hundred at once would each take a hundred times as long, and leave the
server itself next to no time to answer a browser; in turns, the first are done at once and each waits only its turn.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_AT_ONCE = 4
"""More than one, because a page that waits for the disk or the database leaves Python to others."""

_STANDSTILL = 3.0
"""Seconds without any page done after which the next is drawn all the same: those at it wait for something long."""

_turns = threading.BoundedSemaphore(_AT_ONCE)
_last_end = time.monotonic()


@contextmanager
def turn() -> Iterator[None]:
    """Wait for a turn, and keep it while the page is drawn."""
    has_turn = _wait_for_turn()
    try:
        yield
    finally:
        _end(has_turn=has_turn)


def _wait_for_turn() -> bool:
    """Whether there is a turn; False after a standstill."""
    began = time.monotonic()
    while not _turns.acquire(timeout=0.5):
        if time.monotonic() - max(began, _last_end) > _STANDSTILL:
            return False
    return True


def _end(*, has_turn: bool) -> None:
    global _last_end  # noqa: PLW0603  # one server has one queue
    _last_end = time.monotonic()
    if has_turn:
        _turns.release()
