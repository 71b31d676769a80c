"""Long work that goes on in the background while others look on, and can be stopped."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from pipeline.errors import InputRefusedError
from pipeline.warehouse.published import Progress

Result = TypeVar("Result")


_AS_IT_WAS = "This was stopped. Everything is as it was before."


class StoppedError(InputRefusedError):
    """The user stopped some work before it was published."""


class Work(threading.Thread, Generic[Result]):
    """Something long that is done in a thread of its own; it stops at its next step once the program ends.

    Attributes:
        stage: What it is doing now.
        share: How much of it is done, 0 to 1.
        is_stopping: Whether it was asked to end.
    """

    def __init__(self, do: Callable[[Progress], Result], *, name: str) -> None:
        # No daemon: cut off within DuckDB, it would take the process down before all is as it was
        super().__init__(name=name, daemon=False)
        self.stage, self.share = "starting", 0.0
        self._do = do
        self._outcome: Result | Exception | None = None
        self._stopping = threading.Event()

    def run(self) -> None:
        """Do it; what goes wrong is kept for whoever started it."""
        try:
            self._outcome = self._do(self._tell)
        except KeyboardInterrupt:  # Polars raises it in whichever thread it works for, not in the main one only
            self._outcome = StoppedError(_AS_IT_WAS)
        except Exception as error:  # noqa: BLE001  # a thread has nobody to raise it to; finished() does
            self._outcome = error

    def stop(self) -> None:
        """Ask it to end at its next step, with everything as it was before."""
        self._stopping.set()

    @property
    def is_stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stopping.is_set()

    def finished(self) -> Result:
        """What came of it, once it has ended.

        Raises:
            DebriefError: The work was refused or stopped.
        """
        if isinstance(self._outcome, Exception):
            raise self._outcome
        assert self._outcome is not None, "it has not ended"
        return self._outcome

    def _tell(self, stage: str, share: float) -> None:
        is_unwanted = self._stopping.is_set() or not threading.main_thread().is_alive()
        if is_unwanted and share < 1:
            raise StoppedError(_AS_IT_WAS)
        self.stage, self.share = stage, share
