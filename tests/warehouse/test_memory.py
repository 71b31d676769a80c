"""What a tracker's next upload is spared: what was said of the last one counts again, and a change is noticed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.model import ReadingOptions, SheetPlan
from pipeline.warehouse.imports import Imported, Incoming, import_file, preview, rebuild_all, undo
from pipeline.workspace import Workspace, active_records, open_workspace
from tests.warehouse.test_imports import ask, contents

HEADER = "Wohin,Role,Date Applied,Status\n"
FIRST = HEADER + "Fern,Analyst,2026-01-05,Applied\nMoss,Editor,2026-01-06,Rejected\n"
LATER = FIRST + "Reed,Clerk,2026-02-01,Applied\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def bring(workspace: Workspace, text: str, name: str = "jobs.csv", **options: Any) -> Imported:
    day = datetime(2026, 6, 1, tzinfo=UTC)
    return import_file(Incoming(text.encode(), name, ReadingOptions(**options), imported_at=day), workspace)


def plan_of(imported: Imported) -> SheetPlan:
    return imported.reading.sheets[0].plan


def column(plan: SheetPlan, header: str) -> tuple[str | None, str, str]:
    found = next(column for column in plan.columns if column.header == header)
    return found.field, found.how, found.reason


def test_a_column_named_once_need_not_be_named_again(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"})
    again = bring(workspace, LATER)
    assert column(plan_of(again), "Wohin") == ("company", "given", "remembered from import 1")
    assert plan_of(again).remembered_from == 1
    assert "changed_headers" not in {warning.code for warning in again.reading.sheets[0].warnings}
    third = bring(workspace, LATER)
    assert column(plan_of(third), "Wohin") == ("company", "given", "remembered from import 2")


def test_a_fresh_import_remembers_nothing(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"}, seeker="Ana")
    again = bring(workspace, FIRST, is_fresh=True)
    assert column(plan_of(again), "Role")[:2] == ("role", "exact")
    assert (plan_of(again).remembered_from, again.record.seeker) == (None, "me")


def test_another_tracker_has_a_memory_of_its_own(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"}, seeker="Ana")
    other = bring(workspace, FIRST, "other.csv")
    assert column(plan_of(other), "Role")[:2] == ("role", "exact")
    assert other.record.seeker == "me"


def test_an_import_that_was_undone_is_not_remembered(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"})
    undo(workspace)
    assert column(plan_of(bring(workspace, FIRST)), "Role")[:2] == ("role", "exact")


def test_the_persons_name_is_remembered_until_another_is_given(workspace: Workspace) -> None:
    bring(workspace, LATER, seeker="Ana", columns={"company": "Wohin"})
    assert bring(workspace, LATER).record.seeker == "Ana"
    assert bring(workspace, LATER, seeker="Ben").record.seeker == "Ben"
    assert ask(workspace, "select distinct seeker from applications") == [("Ben",)]


def test_a_preview_and_the_import_after_it_agree(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"}, seeker="Ana")
    incoming = Incoming(LATER.encode(), "jobs.csv")
    seen = preview(incoming, workspace)
    done = import_file(incoming, workspace, reading=seen.reading)
    assert (done.record.seeker, seen.record.seeker) == ("Ana", "Ana")
    assert plan_of(done) == plan_of(seen)


def test_a_rebuild_makes_the_same_of_what_was_remembered(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"}, seeker="Ana", date_order="dmy")
    bring(workspace, LATER.replace("2026-02-01", "01/02/2026"))
    before = contents(workspace)
    rebuild_all(workspace)
    assert contents(workspace) == before
    assert [record.seeker for record in active_records(workspace)] == ["Ana", "Ana"]
