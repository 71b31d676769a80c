"""What holds for every test, and the home with the samples that many of them read."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest
from filelock import FileLock


def pytest_configure() -> None:
    """Hear Ctrl-C also where the shell that started the tests ignores it: what they start inherits that.

    And keep what is compiled wherever the tests run: else each process that they start compiles Debrief anew. And
    have Polars work on one thread: the small tables of the tests take more time to be handed from thread to thread,
    with as many processes at work as there are cores, than to be worked on.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample trackers; tests read it and change nothing. One worker makes it for all."""
    from pipeline.demo import load_samples  # noqa: PLC0415  # a second that most runs of a few tests need not take
    from pipeline.workspace import open_workspace  # noqa: PLC0415

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made = shared / "samples"
    with FileLock(shared / "samples.lock"):
        if not made.exists():
            load_samples(open_workspace(shared / "samples-unfinished"))
            (shared / "samples-unfinished").rename(made)
    return shutil.copytree(made, tmp_path_factory.mktemp("sample_home") / "home")


@pytest.fixture(scope="session")
def _built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pipeline.warehouse.published import ensure_built  # noqa: PLC0415
    from pipeline.workspace import open_workspace  # noqa: PLC0415

    home = tmp_path_factory.mktemp("empty_home")
    ensure_built(open_workspace(home))
    return home


@pytest.fixture
def empty_home(_built_home: Path, tmp_path: Path) -> Path:
    """A new home without any import; its database is copied, since building even an empty one takes a second."""
    return shutil.copytree(_built_home, tmp_path / "home")
