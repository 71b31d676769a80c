"""A stranger's statements, some 350 of them and 100 bombs, change nothing, show nothing and end in time."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import QueryRefusedError
from pipeline.warehouse import console as console_module
from pipeline.warehouse.console import Console, Result
from pipeline.warehouse.views import create_tables, create_views
from tests.warehouse.forked_children import ForkedChild
from tests.warehouse.hostile_files import FOLDER, Attack, attacks, kinds

BOMBS = FOLDER / "bombs"

SECRET = "do-not-show-7f3a91"  # noqa: S105  # what no statement may bring to light

DEADLINES = {"memory": 1.0, "values": 1.0, "plans": 0.5, "time": 0.5}
"""Seconds by kind; short, since most bombs use all of it, and longer where memory has to have time to grow."""

GRACE = 2.0
"""Seconds that a statement may live past its deadline."""

SMALL_MEMORY = 256
"""Megabytes that a bomb may use."""

STARTED_MEMORY = 120
"""Megabytes that the process has of its own before a query, and with the database open."""

AS_STARTED = {"environment", "settings"}
"""Kinds that may look at how the child was started, so it is started as ever; the others' are forked."""

REFERENCE = "select stage, stage_label from stages order by stage_rank"
ANSWER = [("applied", "Applied"), ("offer", "Offer")]


@dataclass(frozen=True)
class Scene:
    """A database, its folder, and a file outside that holds a secret."""

    path: Path
    folder: Path
    outside: Path

    @property
    def paths(self) -> dict[str, Path]:
        """What the names in the statements stand for."""
        return {"path": self.path, "folder": self.folder, "outside": self.outside}

    def state(self) -> dict[str, str]:
        """Every file below the scene's folder with its fingerprint."""
        top = self.folder.parent
        return {
            str(path.relative_to(top)): sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            for path in sorted(top.rglob("*"))
        }


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    top = tmp_path_factory.mktemp("hostile")
    folder = top / "warehouse"
    folder.mkdir()
    path = folder / "000001-aaaa.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection)
        create_views(connection)
        connection.execute("insert into stages values ('applied', 1, 'Applied'), ('offer', 6, 'Offer')").fetchall()
    (top / "outside.csv").write_text(f"word\n{SECRET}\n", encoding="utf-8")
    return Scene(path, folder, top / "outside.csv")


def _outcome(console: Console, scene: Scene, attack: Attack, timeout: float) -> Result | QueryRefusedError:
    try:
        return console.run(scene.path, attack.against(scene.paths), timeout=timeout)
    except QueryRefusedError as refusal:
        return refusal


def _faults(attack: Attack, outcome: Result | QueryRefusedError) -> Iterator[str]:
    if isinstance(outcome, Result):
        if not attack.may_run:
            yield f"ran: {outcome.frame.rows()[:3]}"
        if SECRET in str(outcome.frame.rows()):
            yield "showed the secret"
        return
    said = str(outcome)
    if "\n" in outcome.problem or len(outcome.problem) > 400:
        yield f"is refused with more than a line: {outcome.problem[:200]!r}"
    if "Traceback" in said or SECRET in said:
        yield f"says {said!r}"


@pytest.mark.parametrize("kind", kinds(FOLDER))
@pytest.mark.parametrize("step", [16, pytest.param(1, marks=pytest.mark.thorough)], ids=["every sixteenth", "all"])
def test_a_hostile_statement_is_refused_in_one_line_and_changes_and_shows_nothing(
    kind: str, step: int, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    if kind not in AS_STARTED:
        monkeypatch.setattr(console_module, "_start_child", ForkedChild)
    before = scene.state()
    with Console(keep_spare=True) as console, ThreadPoolExecutor(2) as pool:
        found = attacks(FOLDER, kind)[::step]
        outcomes = list(pool.map(lambda attack: _outcome(console, scene, attack, 30), found))
        after = console.run(scene.path, REFERENCE, timeout=30).frame.rows()
    faults = [f"{a.sql}: {fault}" for a, o in zip(found, outcomes, strict=True) for fault in _faults(a, o)]
    assert faults == []
    assert (after, scene.state()) == (ANSWER, before)


def test_there_are_enough_of_them() -> None:
    assert sum(len(attacks(FOLDER, kind)) for kind in kinds(FOLDER)) >= 200
    assert sum(len(attacks(BOMBS, kind)) for kind in kinds(BOMBS)) >= 60


class Watch:
    """The largest memory that a child of the console had, in megabytes, looked at all the time."""

    def __init__(self) -> None:
        self.children: list[int] = []
        self.peak = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look as long as this lasts."""
        self._thread.start()
        yield
        self._is_over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._is_over.wait(0.01):
            for child in self.children[-2:]:
                self.peak = max(self.peak, _peak_memory(child))


def _peak_memory(process: int) -> int:
    """Megabytes; none of a process that has ended, or on a system that does not tell."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) // 1024 if lines else 0


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    watch = Watch()
    start = console_module._start_child  # noqa: SLF001  # to learn each child's number

    def start_and_note() -> object:
        child = start()
        watch.children.append(child.pid)
        return child

    monkeypatch.setattr(console_module, "_start_child", start_and_note)
    return watch


@pytest.mark.parametrize("kind", kinds(BOMBS))
@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.thorough)], ids=["every eighth", "all"])
def test_a_bomb_is_over_soon_after_its_deadline_and_within_its_memory(
    kind: str, step: int, scene: Scene, watch: Watch
) -> None:
    before = scene.state()
    faults = []
    with Console(keep_spare=True, memory_mb=SMALL_MEMORY) as console, watch.watching():
        for attack in attacks(BOMBS, kind)[::step]:
            time.sleep(0.2)  # lets the spare get ready, so that the deadline is the query's alone
            started = time.monotonic()
            outcome = _outcome(console, scene, attack, DEADLINES[kind])
            seconds = time.monotonic() - started
            faults += [f"{attack.sql[:200]}: {fault}" for fault in _faults(attack, outcome)]
            if seconds > DEADLINES[kind] + GRACE:
                faults.append(f"{attack.sql[:200]}: took {seconds:.1f} s")
            if watch.peak > STARTED_MEMORY + SMALL_MEMORY:
                faults.append(f"{attack.sql[:200]}: used {watch.peak} MB")
                watch.peak = 0
        after = console.run(scene.path, REFERENCE).frame.rows()
    assert faults == []
    assert (after, scene.state()) == (ANSWER, before)


def test_another_session_gets_its_answers_while_a_bomb_goes_off(scene: Scene) -> None:
    bombs = ["select range(500000000)", "select count(*) from range(10000000) a, range(10000000) b"]
    with Console(keep_spare=True, memory_mb=SMALL_MEMORY) as stranger, Console(keep_spare=True) as person:
        with ThreadPoolExecutor(1) as pool:
            thrown = [pool.submit(_outcome, stranger, scene, Attack(bomb, may_run=False), 2.0) for bomb in bombs]
            answers = [person.run(scene.path, REFERENCE, timeout=30).frame.rows() for _ in range(5)]
        assert answers == [ANSWER] * 5
        assert all(isinstance(each.result(), QueryRefusedError) for each in thrown)
