"""Children of the console that are forked from a process which has loaded what each of them would load anew.

Nothing else is spared: each runs ``console_child.main`` in a process of its own, with its limits and no environment.
"""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import IO

from pipeline.warehouse import console_child

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.warehouse.forked_children"])


def _serve(requests: Connection, rows: Connection, answers: Connection) -> None:
    os.environ.clear()
    for place, pipe in enumerate((requests, rows, answers)):
        os.dup2(pipe.fileno(), place)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  # the process ends without closing anything
    console_child.main()


class ForkedChild:
    """What the console uses of a ``subprocess.Popen``."""

    def __init__(self) -> None:
        theirs_in, ours_in = Pipe(duplex=False)
        ours_out, theirs_out = Pipe(duplex=False)
        ours_err, theirs_err = Pipe(duplex=False)
        self._process = _FORKING.Process(target=_serve, args=(theirs_in, theirs_out, theirs_err))
        self._process.start()
        for end in (theirs_in, theirs_out, theirs_err):
            end.close()
        self.stdin, self.stdout, self.stderr = _file(ours_in, "wb"), _file(ours_out, "rb"), _file(ours_err, "rb")
        self.returncode: int | None = None

    def communicate(self, request: bytes, timeout: float) -> tuple[bytes, bytes]:
        """Hand over the request and wait for all that is written."""
        ends = time.monotonic() + timeout
        written: dict[str, bytes] = {}
        readers = [_reading(written, "out", self.stdout.read), _reading(written, "err", self.stderr.read)]
        try:
            self.stdin.write(request)
            self.stdin.close()
        except BrokenPipeError:  # killed before it was asked
            pass
        for reader in readers:
            reader.join(max(0, ends - time.monotonic()))
        self._process.join(max(0, ends - time.monotonic()))
        if self.poll() is None:
            self.kill()  # ends the readers, too
            raise subprocess.TimeoutExpired("a forked child", timeout)
        return written["out"], written["err"]

    def poll(self) -> int | None:
        """The exit code once it has ended; negative is the signal that ended it."""
        self.returncode = self._process.exitcode
        return self.returncode

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def wait(self) -> None:
        """Wait until it has ended."""
        self._process.join()


def _file(end: Connection, mode: str) -> IO[bytes]:
    with end:
        opened: IO[bytes] = os.fdopen(os.dup(end.fileno()), mode)
    return opened


def _reading(written: dict[str, bytes], name: str, read: Callable[[], bytes]) -> threading.Thread:
    thread = threading.Thread(target=lambda: written.update({name: read()}), daemon=True)
    thread.start()
    return thread
