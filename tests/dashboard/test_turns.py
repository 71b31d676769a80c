"""Pages are drawn a few at a time, and nobody waits for a page that waits itself."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from pipeline.dashboard import turns
from pipeline.dashboard.turns import turn


@pytest.fixture(autouse=True)
def _free_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_turns", threading.BoundedSemaphore(2))


def test_no_more_than_a_few_are_drawn_at_once() -> None:
    now, most, lock = 0, 0, threading.Lock()

    def draw() -> None:
        nonlocal now, most
        with turn():
            with lock:
                now += 1
                most = max(most, now)
            threading.Event().wait(0.02)
            with lock:
                now -= 1

    with ThreadPoolExecutor(12) as pool:
        for drawn in [pool.submit(draw) for _ in range(12)]:
            drawn.result()
    assert most == 2


def test_a_page_that_fails_gives_its_turn_back() -> None:
    for _ in range(5):
        with pytest.raises(ValueError, match="broken"), turn():
            raise ValueError("broken")


def test_pages_that_wait_for_something_long_hold_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "_STANDSTILL", 0.1)
    with ExitStack() as slow:
        slow.enter_context(turn())
        slow.enter_context(turn())
        begun = time.monotonic()
        with turn():
            assert time.monotonic() - begun >= 0.1
