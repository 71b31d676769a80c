"""What importing promises: nothing is lost, a failure changes nothing, and the database is what the uploads make."""

import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import Decisions, load_decisions
from pipeline.errors import InputRefusedError, UsageError, WorkspaceError
from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse import publishing
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import Imported, Incoming, decide, forget, import_file, preview, rebuild_all, undo
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import (
    Workspace,
    active_records,
    current_version,
    open_workspace,
    records,
    version_path,
    versions,
)
from pipeline.writing import writing

HEADER = "Company,Role,Date Applied,Status\n"
FIRST = HEADER + "Fern,Analyst,2026-01-05,Applied\nMoss,Editor,2026-01-06,Rejected\n"
LATER = (
    HEADER
    + "Fern,Analyst,2026-01-05,First interview\nMoss,Editor,2026-01-06,Rejected\nReed,Clerk,2026-02-01,Applied\n"
)
LOG = (
    "Company,Asked On,Asked How,Answered On,What They Said\nFern,2026-01-20,Phone,2026-01-22,You lacked enthusiasm\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def bring(workspace: Workspace, text: str, name: str = "jobs.csv", day: int = 1, **options: Any) -> Imported:
    return import_file(
        Incoming(text.encode(), name, ReadingOptions(**options), imported_at=datetime(2026, 3, day, tzinfo=UTC)),
        workspace,
    )


def ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, query).rows()


def test_rows_side_by_side_keep_what_is_theirs(workspace: Workspace) -> None:
    header = "Company,Role,Date Applied,Interview Date"
    bring(workspace, f"{header},,{header}\nFern,Analyst,2026-01-05,2026-01-20,,Moss,Editor,2026-01-06,2026-01-21\n")
    dates = "select company, row_number, event_date from stage_events join applications using (application_id)"
    assert ask(workspace, f"{dates} order by company") == [
        ("Fern", 2, date(2026, 1, 20)),
        ("Moss", 2, date(2026, 1, 21)),
    ]


def contents(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    with open_version(ensure_built(workspace)) as connection:
        tables = fetch(connection, "select table_name from duckdb_tables() order by 1")["table_name"].to_list()
        return {table: fetch(connection, f"select * from {table} order by all").rows() for table in tables}


def test_an_import_can_be_asked_about_at_once(workspace: Workspace) -> None:
    imported = bring(workspace, FIRST)
    assert (imported.record.import_id, imported.replaced_import_id) == (1, None)
    assert ask(workspace, "select company, stage, outcome from applications order by 1") == [
        ("Fern", "applied", "open"),
        ("Moss", "applied", "rejected"),
    ]


def test_a_newer_copy_replaces_what_the_older_said_and_keeps_it(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    imported = bring(workspace, LATER, day=9)
    assert imported.replaced_import_id == 1
    assert ask(workspace, "select count(*) from applications") == [(3,)]
    assert ask(workspace, "select import_id, is_current from imports order by 1") == [(1, False), (2, True)]
    assert [workspace.upload_path(record).read_text() for record in records(workspace)] == [FIRST, LATER]


def test_a_stage_that_rose_between_two_copies_is_an_event_of_the_later(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    bring(workspace, LATER, day=9)
    assert ask(workspace, "select stage, event_date, origin from stage_events") == [
        ("first_interview", date(2026, 3, 9), "snapshot")
    ]


def test_an_application_keeps_its_name_in_a_newer_copy(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = dict(ask(workspace, "select company, application_id from applications"))
    bring(workspace, LATER)
    after = dict(ask(workspace, "select company, application_id from applications"))
    assert before.items() <= after.items()


def test_importing_the_same_copy_again_changes_no_row(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = ask(workspace, "select * exclude (import_id) from applications order by all")
    bring(workspace, FIRST)
    assert ask(workspace, "select * exclude (import_id) from applications order by all") == before


def test_feedback_finds_its_application_in_another_tracker(workspace: Workspace) -> None:
    bring(workspace, LATER)
    bring(workspace, LOG, "log.csv")
    assert ask(
        workspace,
        "select company, role, stage, a.role from feedback join applications as a using (application_id)".replace(
            "company, role, stage", "feedback.company, feedback.role, feedback.stage"
        ),
    ) == [("Fern", "Analyst", "first_interview", "Analyst")]


def test_a_company_with_two_applications_leaves_feedback_unmatched(workspace: Workspace) -> None:
    bring(workspace, HEADER + "Fern,Analyst,2026-01-05,Rejected\nFern,Editor,2026-01-05,Rejected\n")
    bring(workspace, LOG, "log.csv")
    assert ask(workspace, "select application_id from feedback") == [(None,)]
    assert ask(workspace, "select count(*) from applications") == [(2,)]


def test_feedback_of_one_person_never_finds_anothers_application(workspace: Workspace) -> None:
    bring(workspace, FIRST, seeker="Ana")
    bring(workspace, LOG, "log.csv", seeker="Ben")
    assert ask(workspace, "select application_id from feedback") == [(None,)]


def test_undo_goes_back_one_import_and_keeps_the_file(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before, version = contents(workspace), current_version(workspace)
    bring(workspace, LATER)
    undone = undo(workspace)
    assert undone.import_id == 2
    assert workspace.upload_path(undone).exists()
    assert contents(workspace) == before
    assert current_version(workspace) == version


def test_undo_of_the_only_import_leaves_an_empty_workspace(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    undo(workspace)
    assert ask(workspace, "select count(*) from applications") == [(0,)]
    with pytest.raises(InputRefusedError, match="There is no import to undo"):
        undo(workspace)


def test_rebuilding_makes_the_same_database_again(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    bring(workspace, LOG, "log.csv")
    bring(workspace, LATER, day=9)
    before = contents(workspace)
    for version in versions(workspace):
        version_path(workspace, version).unlink()
    rebuild_all(workspace)
    assert contents(workspace) == before


def test_a_rebuild_reads_a_file_the_way_it_was_read(workspace: Workspace) -> None:
    text = "Wer,Was,Wann\nFern,Analyst,03/04/2026\nMoss,Editor,05/04/2026\n"
    bring(workspace, text, columns={"company": "Wer", "role": "Was", "applied_date": "Wann"}, date_order="dmy")
    before = contents(workspace)
    assert ask(workspace, "select applied_date from applications order by 1")[0] == (date(2026, 4, 3),)
    rebuild_all(workspace)
    assert contents(workspace) == before


def test_a_forgotten_tracker_leaves_no_trace(workspace: Workspace) -> None:
    bring(workspace, FIRST, "secret.csv")
    bring(workspace, LOG, "log.csv")
    forget(workspace, "secret")
    assert ask(workspace, "select count(*) from applications") == [(0,)]
    assert len(versions(workspace)) == 1
    left = [path for path in workspace.home.rglob("*") if path.is_file() and b"Moss" in path.read_bytes()]
    assert left == []


def test_forgetting_what_is_not_there_changes_nothing(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    with pytest.raises(UsageError, match="Did you mean 'jobs'"):
        forget(workspace, "jobz")
    assert len(active_records(workspace)) == 1


def test_a_preview_changes_nothing(workspace: Workspace) -> None:
    result = preview(Incoming(FIRST.encode(), "jobs.csv"), workspace)
    assert result.reading.sheets[0].rows_loaded == 2
    assert (records(workspace), versions(workspace)) == ((), ())


def test_a_refused_file_changes_nothing(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = sorted(workspace.home.rglob("*"))
    with pytest.raises(InputRefusedError):
        bring(workspace, "")
    assert sorted(workspace.home.rglob("*")) == before


def test_a_build_that_fails_leaves_what_was_published(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(workspace, FIRST)
    before = sorted(workspace.home.rglob("*"))

    def fail(*_: object, **__: object) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, "build_version", fail)
    with pytest.raises(OSError, match="disk full"):
        bring(workspace, LATER, "other.csv")
    assert sorted(workspace.home.rglob("*")) == before


def test_a_crash_between_keeping_and_publishing_is_mended_by_the_next_reader(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(workspace, FIRST)
    monkeypatch.setattr(publishing, "publish", lambda *_, **__: None)
    bring(workspace, LATER)
    monkeypatch.undo()
    assert ask(workspace, "select count(*) from applications") == [(3,)]


def test_a_reader_never_waits_for_a_writer(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = ensure_built(workspace)
    with workspace.codebook.open("a", encoding="utf-8") as file:
        file.write("\n# a note of mine\n")
    with writing(workspace, "a long import"):
        assert ensure_built(workspace) == before
    assert ensure_built(workspace) != before


def test_a_missing_upload_is_named(workspace: Workspace) -> None:
    imported = bring(workspace, FIRST)
    workspace.upload_path(imported.record).unlink()
    with pytest.raises(WorkspaceError, match="the kept copy of import 1 is missing"):
        rebuild_all(workspace)


def test_a_changed_upload_is_noticed(workspace: Workspace) -> None:
    imported = bring(workspace, FIRST)
    workspace.upload_path(imported.record).write_text(LATER)
    with pytest.raises(WorkspaceError, match="no longer what was imported"):
        rebuild_all(workspace)


def test_a_changed_codebook_makes_a_new_version(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = ensure_built(workspace)
    with workspace.codebook.open("a", encoding="utf-8") as file:
        file.write("\n# a note of mine\n")
    assert ensure_built(workspace) != before


def test_an_open_reader_keeps_its_version_while_a_new_one_is_published(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    with open_version(ensure_built(workspace)) as reader:
        bring(workspace, LATER)
        assert fetch(reader, "select count(*) from applications").item() == 2
        assert ask(workspace, "select count(*) from applications") == [(3,)]


def test_two_imports_at_once_both_count(workspace: Workspace) -> None:
    def first() -> None:
        bring(workspace, FIRST, "one.csv")

    told: list[str] = []
    with writing(workspace, "holding the door"):
        thread = threading.Thread(target=first)
        thread.start()
        other = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "--home", str(workspace.home), "import", "-", "--format", "csv"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert other.stdin is not None
        other.stdin.write(LATER.encode())
        other.stdin.close()
        assert other.stderr is not None
        told.append(other.stderr.readline().decode())
    thread.join()
    other.stderr.read()
    assert other.wait() == 0
    other.stderr.close()
    assert told[0].startswith("waiting for another writer")
    assert sorted(ask(workspace, "select tracker from imports")) == [("one",), ("stdin",)]
    assert ask(workspace, "select count(*) from applications") == [(5,)]


def test_a_decision_is_published_with_the_database_that_follows_from_it(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = current_version(workspace)
    decide(workspace, lambda decisions: replace(decisions, notes={"n-1": "dismissed"}))
    assert load_decisions(workspace).notes == {"n-1": "dismissed"}
    assert current_version(workspace) != before
    decide(workspace, lambda decisions: replace(decisions, notes={}))
    assert current_version(workspace) == before


def test_a_decision_that_fails_changes_nothing(workspace: Workspace) -> None:
    bring(workspace, FIRST)
    before = current_version(workspace)

    def stop(_stage: str, _share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        decide(workspace, lambda decisions: replace(decisions, notes={"n-1": "accepted"}), progress=stop)
    assert load_decisions(workspace) == Decisions()
    assert current_version(workspace) == before
