"""Long work on a page: its stage is seen, also in other windows, and it can be stopped with everything as it was."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard import working
from pipeline.warehouse import publishing
from pipeline.warehouse.build import build_version
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import Workspace, active_records, open_workspace
from tests.dashboard.conftest import OpenPage, said

TRACKER = b"Company,Role,Date applied,Status\nAcme,Analyst,2026-05-04,Rejected\nBeta,Analyst,2026-05-06,Applied\n"


NOTES = b'Company,Role,Status,Notes\nAcme,Analyst,Rejected,"HM said I was too junior, need to study"\n'
UNCLEAR = (
    b"Company,Asked on,Asked by,Answered on,What they said\nAcme,2026-05-04,phone,2026-05-06,Your aura was off.\n"
)


class Gate:
    """Holds the building of a version up until it is opened."""

    def __init__(self) -> None:
        self.is_reached, self.is_open = threading.Event(), threading.Event()

    def holding(self, build: Callable[..., str]) -> Callable[..., str]:
        """The building, held up after it has told a step."""

        def held(*args: object, progress: Callable[[str, float], None], **kwargs: object) -> str:
            progress("writing the database: 1 of 2 rows", 0.5)
            self.is_reached.set()
            assert self.is_open.wait(60)
            return build(*args, progress=progress, **kwargs)

        return held


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """An import that does not end before the test lets it."""
    gate = Gate()
    monkeypatch.setattr(working, "AT_ONCE", 0.0)
    monkeypatch.setattr(publishing, "build_version", gate.holding(build_version))
    yield gate
    gate.is_open.set()
    for job in [job for jobs in working._jobs.values() for job in jobs]:  # noqa: SLF001  # none goes on in another test
        job.work.join(60)
    working._jobs.clear()  # noqa: SLF001


@pytest.fixture
def noted_home(empty_home: Path) -> Path:
    """A home with a note that seems to hold feedback."""
    import_file(Incoming(NOTES, "jobs.csv"), open_workspace(empty_home))
    return empty_home


@pytest.fixture
def unclear_home(empty_home: Path) -> Path:
    """A home with a text that no theme explains."""
    import_file(Incoming(UNCLEAR, "asks.csv"), open_workspace(empty_home))
    return empty_home


def _started(open_page: OpenPage, home: Path, gate: Gate) -> AppTest:
    at = open_page(home, "import")
    at.file_uploader[0].set_value([("tracker.csv", TRACKER, "text/csv")]).run()
    at.button(key="import").click().run()
    assert gate.is_reached.wait(60)
    return at.run()


def _ended(at: AppTest, home: Path) -> str:
    deadline = time.monotonic() + 60
    while working.is_busy(open_workspace(home)):
        assert time.monotonic() < deadline, "the work never ended"
        time.sleep(0.02)
    at.run()
    assert not at.exception
    return said(at).replace("\\", "")


def test_an_import_that_takes_long_shows_its_stage_and_then_its_end(
    open_page: OpenPage, empty_home: Path, gate: Gate
) -> None:
    at = _started(open_page, empty_home, gate)
    (bar,) = at.get("progress")
    assert "Importing 1 file" in bar.proto.text
    assert "1 of 2 rows" in bar.proto.text
    assert at.button(key="import").disabled
    gate.is_open.set()
    assert "**tracker.csv** is imported: 2 rows read" in _ended(at, empty_home)
    assert not at.file_uploader[0].value
    assert not at.get("progress")


def test_an_import_that_is_stopped_leaves_everything_and_keeps_the_file_on_the_page(
    open_page: OpenPage, empty_home: Path, gate: Gate
) -> None:
    at = _started(open_page, empty_home, gate)
    at.button(key="work_stop_0").click().run()
    gate.is_open.set()
    assert "Everything is as it was before" in _ended(at, empty_home)
    assert at.file_uploader[0].value
    assert not at.button(key="import").disabled
    assert active_records(open_workspace(empty_home)) == ()


def test_work_whose_window_is_gone_is_told_in_another(
    open_page: OpenPage, empty_home: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    _started(open_page, empty_home, gate)
    monkeypatch.setattr(working, "_session", lambda: "another")
    monkeypatch.setattr(working, "_is_gone", lambda _session: True)
    other = open_page(empty_home, "import")
    (bar,) = other.get("progress")
    assert "Importing 1 file in another window" in bar.proto.text
    gate.is_open.set()
    assert "is imported" in _ended(other, empty_home)


def test_a_decision_about_notes_that_takes_long_shows_its_stage_and_counts_once_it_is_published(
    open_page: OpenPage, noted_home: Path, gate: Gate
) -> None:
    at = open_page(noted_home, "import")
    accept = next(button for button in at.button if str(button.key).startswith("note_accept_"))
    accept.click().run()
    assert gate.is_reached.wait(60)
    (bar,) = at.run().get("progress")
    assert "Keeping what you decided" in bar.proto.text
    gate.is_open.set()
    assert "1 note counts as feedback now" in _ended(at, noted_home)
    at.button(key="notes_undo").click().run()
    assert "counts as feedback now" not in _ended(at, noted_home)


def test_what_was_done_is_told_beside_what_it_did_also_where_it_ends_while_the_page_is_drawn(
    open_page: OpenPage, unclear_home: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page(unclear_home, "themes")
    find_ended = working._ended  # noqa: SLF001  # where a page looks for what has ended

    def after_the_end(workspace: Workspace) -> list[working._Job]:
        gate.is_open.set()
        for job in working._jobs[workspace.home]:  # noqa: SLF001
            job.work.join(60)
        return find_ended(workspace)

    courtesy = next(button for button in at.button if str(button.key).startswith("courtesy_"))
    monkeypatch.setattr(working, "_ended", after_the_end)
    courtesy.click().run()
    assert "not a theme" in said(at).lower()
    assert not any(str(button.key).startswith("courtesy_") for button in at.button)
