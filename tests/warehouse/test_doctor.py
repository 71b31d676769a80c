"""What the doctor promises: it looks at everything, says what to do, and one broken part does not hide the next."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.cli import run
from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse.doctor import Diagnosis, examine
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.views import checks
from pipeline.workspace import Workspace, active_records, open_workspace

TRACKER = "Company,Role,Date Applied,Status\nFern,Analyst,2026-01-05,Applied\nMoss,Editor,2026-04-06,Applied\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = open_workspace(tmp_path / "home")
    day = datetime(2026, 3, 1, tzinfo=UTC)
    import_file(Incoming(TRACKER.encode(), "jobs.csv", ReadingOptions(), imported_at=day), workspace)
    return workspace


def by_subject(workspace: Workspace) -> dict[str, Diagnosis]:
    return {diagnosis.subject: diagnosis for diagnosis in examine(workspace)}


def test_every_check_is_run_and_told(workspace: Workspace) -> None:
    found = by_subject(workspace)
    assert set(found) == {
        "privacy",
        "uploads",
        "codebook",
        "decisions",
        "readings",
        "database",
        *(check.name for check in checks()),
    }
    future = found.pop("warn_future_date")
    assert {diagnosis.state for diagnosis in found.values()} == {"fine"}
    assert future.state == "look"
    assert future.found == "Nothing that has happened is later than its import. 1 row does not hold to it."
    assert future.remedy.startswith("Look at the date in these rows")
    assert [row["company"] for row in future.rows] == ["Moss"]


def test_a_changed_upload_is_broken_and_the_database_is_not_looked_at(workspace: Workspace) -> None:
    workspace.upload_path(active_records(workspace)[0]).write_bytes(b"something else")
    workspace.codebook.write_text("themes = [", encoding="utf-8")
    found = by_subject(workspace)
    assert {subject for subject, diagnosis in found.items() if diagnosis.state == "broken"} == {"uploads", "codebook"}
    assert "no longer what was imported" in found["uploads"].found
    assert found["uploads"].remedy == "Put the file back, or let the tracker go with `debrief forget 'jobs'`."
    assert found["database"].state == "look"


def test_a_missing_upload_is_named(workspace: Workspace) -> None:
    workspace.upload_path(active_records(workspace)[0]).unlink()
    assert "cannot be read" in by_subject(workspace)["uploads"].found


def test_the_command_says_what_to_do_and_exits_with_one_when_something_is_broken(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--home", str(workspace.home), "doctor"]) == 0
    assert "look: warn_future_date:" in capsys.readouterr().out
    workspace.upload_path(active_records(workspace)[0]).unlink()
    assert run(["--home", str(workspace.home), "doctor"]) == 1
    assert "    What to do: Put the file back" in capsys.readouterr().out


def test_the_command_gives_json_too(workspace: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", str(workspace.home), "doctor", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {diagnosis["state"] for diagnosis in found} == {"fine", "look"}
