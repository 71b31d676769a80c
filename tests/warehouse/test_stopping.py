"""Long work that is stopped, fails or is interrupted leaves the home as it was; what is done is done whole."""

import hashlib
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.decisions import StatusWord
from pipeline.themes.editing import retire
from pipeline.warehouse import build, publishing
from pipeline.warehouse.codebooks import change_codebook, undo_codebook
from pipeline.warehouse.erase import erase_everything
from pipeline.warehouse.imports import Incoming, decide, forget, import_file, rebuild_all, undo
from pipeline.warehouse.published import Progress
from pipeline.warehouse.work import StoppedError, Work
from pipeline.workspace import Workspace, active_records, open_workspace
from pipeline.writing import writing

FIRST = b"Company,Role,Date applied,Status\nAcme,Analyst,2026-05-04,Rejected\nBeta,Analyst,2026-05-06,Applied\n"
LATER = FIRST + b"Gamma,Analyst,2026-05-08,Beamed up\n"
LOG = b"Company,Asked on,Channel,Feedback\nAcme,2026-06-01,email,Your enthusiasm was great but you were vague\n"

Action = Callable[[Workspace, Progress], object]


class Stop(Exception):  # noqa: N818  # it is no error, and nothing of ours may know it
    """What a user's wish to stop raises."""


def _import(workspace: Workspace, tell: Progress) -> object:
    words = {"Beamed up": StatusWord("offer", "offer")}
    return import_file(Incoming(LATER, "jobs.csv", status_words=words), workspace, progress=tell)


ACTIONS: dict[str, Action] = {
    "a new tracker": lambda home, tell: import_file(Incoming(LATER, "other.csv"), home, progress=tell),
    "a newer copy, with decisions": _import,
    "undo": lambda home, tell: undo(home, progress=tell),
    "forget": lambda home, tell: forget(home, "jobs", progress=tell),
    "rebuild": lambda home, tell: rebuild_all(home, progress=tell),
    "decide": lambda home, tell: decide(home, lambda kept: replace(kept, notes={"n-1": "dismissed"}), progress=tell),
    "change the codebook": lambda home, tell: change_codebook(
        home, lambda text: retire(text, "communication"), progress=tell
    ),
    "undo a change of the codebook": lambda home, tell: undo_codebook(home, progress=tell),
    "erase everything": lambda home, tell: erase_everything(home, progress=tell),
}


EVERY_STEP = {"a newer copy, with decisions", "change the codebook"}
"""They tell every step that there is, and are stopped at every third; of the others, which build alike, the first
and the last are tried."""


@pytest.fixture(scope="session")
def _kept_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = open_workspace(tmp_path_factory.mktemp("stopping") / "home")
    for name, content in (("jobs.csv", FIRST), ("asks.csv", LOG)):
        import_file(Incoming(content, name), workspace)
    change_codebook(workspace, lambda text: retire(text, "enthusiasm"))
    return workspace.home


@pytest.fixture
def workspace(_kept_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A home with two trackers and a change of the codebook; the checks of its database are left out."""
    monkeypatch.setattr(build, "require_kept_promises", lambda _connection: None)
    return open_workspace(shutil.copytree(_kept_home, tmp_path / "home"))


def _state(workspace: Workspace) -> dict[str, str]:
    """Every file of the home and its content, but for the lock, which is no data."""
    return {
        str(path.relative_to(workspace.home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in workspace.home.rglob("*")
        if path.is_file() and path.name != "writer.lock"
    }


def _steps(action: Action, workspace: Workspace, folder: Path) -> list[tuple[str, float]]:
    """What a run of the action tells."""
    told: list[tuple[str, float]] = []
    action(Workspace(shutil.copytree(workspace.home, folder)), lambda stage, share: told.append((stage, share)))
    return told


@pytest.mark.parametrize(
    ("name", "pace"),
    [
        *(pytest.param(name, 4, id=name) for name in ACTIONS),
        *(pytest.param(name, 1, id=f"{name}, every step", marks=pytest.mark.thorough) for name in sorted(EVERY_STEP)),
    ],
)
def test_work_that_is_stopped_at_any_step_leaves_the_home_as_it_was(
    name: str, pace: int, workspace: Workspace, tmp_path: Path
) -> None:
    action, before = ACTIONS[name], _state(workspace)
    told = _steps(action, workspace, tmp_path / "whole")
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1] == ("done", 1.0)
    places = range(len(told) - 1)
    for place in sorted({*places[::pace], places[-1]}) if name in EVERY_STEP else {0, places[-1]}:
        left = place

        def tell(_stage: str, _share: float) -> None:
            nonlocal left
            if left == 0:
                raise Stop
            left -= 1

        with pytest.raises(Stop):
            action(workspace, tell)
        assert _state(workspace) == before, told[place]
    with writing(workspace, "after all that", seconds=0):
        pass


COMMITS = {
    "a new tracker": ("keep_upload", "keep_record"),
    "a newer copy, with decisions": ("keep_upload", "keep_record", "save_decisions"),
    "undo": ("mark_undone",),
    "decide": ("save_decisions",),
}


@pytest.mark.parametrize(("name", "step"), [(name, step) for name, steps in COMMITS.items() for step in steps])
def test_a_step_that_fails_while_publishing_leaves_the_home_as_it_was(
    name: str, step: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(workspace)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(f"pipeline.warehouse.imports.{step}", fail)
    with pytest.raises(OSError, match="disk full"):
        ACTIONS[name](workspace, lambda *_: None)
    assert _state(workspace) == before


@pytest.mark.parametrize("name", [name for name in ACTIONS if name != "erase everything"])
def test_a_publication_that_fails_leaves_the_home_as_it_was(
    name: str, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _state(workspace)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, "publish", fail)
    with pytest.raises(OSError, match="disk full"):
        ACTIONS[name](workspace, lambda *_: None)
    assert _state(workspace) == before


def test_what_is_erased_is_gone_for_good(workspace: Workspace) -> None:
    forget(workspace, "jobs")
    assert [record.tracker for record in active_records(workspace)] == ["asks"]
    assert sorted(path.name for path in workspace.uploads.iterdir()) == ["asks"]
    assert len(list(workspace.warehouse.glob("*.duckdb"))) == 1
    erase_everything(workspace)
    assert {path for path in _state(workspace) if "codebook" not in path} == set()


def test_the_next_writer_removes_what_a_killed_one_has_left(workspace: Workspace) -> None:
    before = _state(workspace)
    left = [workspace.warehouse / "000009-x.building", workspace.uploads / "jobs" / ".1.toml.99.part"]
    left.append(workspace.home / ".erased" / "0")
    left[-1].parent.mkdir()
    for path in left:
        path.write_text("half")
    with writing(workspace, "the next one"):
        assert not any(path.exists() for path in left)
    assert _state(workspace) == before


def test_the_rows_are_told(workspace: Workspace, tmp_path: Path) -> None:
    stages = {stage for stage, _ in _steps(ACTIONS["a new tracker"], workspace, tmp_path / "whole")}
    assert "reading 4 rows of other.csv" in stages
    assert any(stage.startswith("writing the database: 5 of ") for stage in stages)


def test_work_that_waits_says_for_whom_and_can_be_stopped(workspace: Workspace) -> None:
    before = _state(workspace)
    work = Work(lambda tell: ACTIONS["a new tracker"](workspace, tell), name="waiting")
    with writing(workspace, "importing another.csv"):
        work.start()
        _wait_until(lambda: "importing another.csv" in work.stage)
        work.stop()
        work.join(10)
        assert not work.is_alive()
    with pytest.raises(StoppedError):
        work.finished()
    assert _state(workspace) == before


def test_work_is_not_stopped_once_it_is_done() -> None:
    is_done = threading.Event()

    def do(tell: Progress) -> str:
        tell("publishing", 0.99)
        work.stop()
        tell("done", 1.0)
        is_done.set()
        return "kept"

    work = Work(do, name="late")
    work.start()
    work.join(10)
    assert is_done.is_set()
    assert work.finished() == "kept"


def test_an_interrupt_that_reaches_the_work_itself_is_a_stop() -> None:
    def do(_tell: Progress) -> str:
        raise KeyboardInterrupt

    work = Work(do, name="interrupted")
    work.start()
    work.join(10)
    with pytest.raises(StoppedError):
        work.finished()


def test_a_program_that_ends_waits_for_the_next_step_of_its_work_only() -> None:
    program = """
import time
from pipeline.warehouse.work import Work

def do(tell):
    while True:
        tell("going on", 0.5)
        time.sleep(0.01)

Work(do, name="endless").start()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to one process")
def test_an_interrupted_import_exits_with_130_and_leaves_nothing(tmp_path: Path) -> None:
    rows = b"".join(b"Company %d,Analyst %d,2026-05-04,Applied\n" % (n, n) for n in range(5_000))
    (tmp_path / "many.csv").write_bytes(b"Company,Role,Date applied,Status\n" + rows)
    workspace = open_workspace(tmp_path / "home")
    before = _state(workspace)
    command = [sys.executable, "-m", "pipeline", "--home", str(workspace.home), "import", str(tmp_path / "many.csv")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        _wait_until((workspace.home / "writer.txt").exists)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, said.decode().strip()) == (130, "debrief: interrupted")
    assert _state(workspace) == before
    assert not list(workspace.uploads.iterdir())


def _wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)
