"""What notes in the database promise: nothing counts before it is accepted, and a decision outlives newer uploads."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import Incoming, import_file, rebuild_all
from pipeline.warehouse.note_review import decide_notes, noted, require_notes, undecided_count
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace, version_path, versions

HEADER = "Company,Role,Date applied,Status,Notes\n"
TOLD = 'Acme,Analyst,2026-03-01,Rejected,"HM said I showed too little enthusiasm, need to smile"\n'
ASKED = 'Borg,Clerk,2026-03-02,Rejected,"asked recruiter for feedback by phone 3 May, no reply"\n'
BOTH = "Cyan,Editor,2026-03-03,Rejected,Asked HM on 4 May for feedback. He said I lacked enthusiasm.\n"
BARE = "Dune,Tester,2026-03-04,Rejected,Not enough experience\n"
TRACKER = HEADER + TOLD + ASKED + BOTH + BARE


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def bring(workspace: Workspace, text: str, name: str = "jobs.csv", day: int = 1) -> None:
    incoming = Incoming(text.encode(), name, imported_at=datetime(2026, 8, day, tzinfo=UTC))
    import_file(incoming, workspace)


def ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, query).rows()


def names(workspace: Workspace) -> dict[str, str]:
    return {finding["company"]: finding["note_id"] for finding in noted(workspace)}


RATES = "select asked_count, responded_count, useful_count from feedback_response_rates where dimension = 'overall'"


def test_a_finding_counts_nowhere_before_it_is_accepted(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    assert ask(workspace, "select count(*) from note_findings") == [(4,)]
    assert ask(workspace, "select count(*) from feedback") == [(0,)]
    assert ask(workspace, "select count(*) from theme_mentions") == [(0,)]
    assert ask(workspace, RATES) == []


def test_the_surest_findings_come_first_and_each_quote_is_in_its_note(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    found = noted(workspace)
    assert [finding["company"] for finding in found] == ["Acme", "Borg", "Cyan", "Dune"]
    assert all(f["note"][f["quote_start"] : f["quote_end"]] == f["quote"] for f in found)
    assert [finding["verdict"] for finding in found] == [None] * 4


def test_an_accepted_finding_is_feedback_and_counts_everywhere(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    ids = names(workspace)
    decide_notes(workspace, [ids["Acme"], ids["Borg"], ids["Cyan"]], "accepted")
    rows = ask(
        workspace,
        "select company, role, stage, is_asked, asked_date, ask_channel, asked_of, has_response, feedback_text,"
        " origin from stg_feedback order by company",
    )
    assert rows == [
        ("Acme", "Analyst", "applied", False, None, None, None, True, "I showed too little enthusiasm", "note"),
        ("Borg", "Clerk", "applied", True, date(2026, 5, 3), "phone", "recruiter", False, None, "note"),
        (
            "Cyan",
            "Editor",
            "applied",
            True,
            date(2026, 5, 4),
            None,
            "hiring_manager",
            True,
            "I lacked enthusiasm",
            "note",
        ),
    ]
    assert ask(workspace, RATES) == [(2, 1, 1)]
    assert ask(workspace, "select company_count from recurring_themes where theme_id = 'enthusiasm'") == [(2,)]
    extras = ask(workspace, "select extras from feedback where company = 'Borg'")[0][0]
    assert extras == '{"Notes": "asked recruiter for feedback by phone 3 May, no reply"}'
    assert ask(workspace, "select distinct application_id is not null, import_id from feedback") == [(True, 1)]


def test_a_decision_taken_back_leaves_nothing_behind(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    before = ask(workspace, "select * from note_findings order by 1")
    decide_notes(workspace, [names(workspace)["Acme"]], "accepted")
    decide_notes(workspace, [names(workspace)["Acme"]], None)
    assert ask(workspace, "select * from note_findings order by 1") == before
    assert ask(workspace, "select count(*) from feedback") == [(0,)]


def test_a_dismissed_finding_stays_dismissed_and_counts_nowhere(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    decide_notes(workspace, [names(workspace)["Dune"]], "dismissed")
    assert undecided_count(workspace) == 3
    assert ask(workspace, "select count(*) from feedback") == [(0,)]


def test_a_decision_outlives_a_newer_upload_and_a_rebuild(workspace: Workspace) -> None:
    bring(workspace, TRACKER)
    decide_notes(workspace, [names(workspace)["Borg"]], "accepted")
    bring(
        workspace,
        HEADER + "Elm,Nurse,2026-07-01,Applied,\n" + ASKED.replace("no reply", "still no reply") + TOLD,
        day=9,
    )
    assert ask(workspace, "select company, origin from feedback") == [("Borg", "note")]
    assert undecided_count(workspace) == 1
    before = ask(workspace, "select * from feedback")
    for version in versions(workspace):
        version_path(workspace, version).unlink()
    rebuild_all(workspace)
    assert ask(workspace, "select * from feedback") == before


def test_what_the_log_says_already_is_not_offered(workspace: Workspace) -> None:
    bring(workspace, HEADER + TOLD + ASKED + BOTH)
    log = (
        "Company,Asked on,Asked by,What they said\n"
        "Acme,,,i showed too little enthusiasm!\n"
        "Borg,2026-05-03,phone,\n"
        "Cyan,2026-05-30,email,\n"
    )
    bring(workspace, log, "log.csv")
    assert [finding["company"] for finding in noted(workspace)] == ["Cyan"]


def test_an_ask_without_a_day_is_not_offered_beside_an_ask_of_the_log(workspace: Workspace) -> None:
    bring(workspace, HEADER + "Borg,Clerk,2026-03-02,Rejected,asked for feedback\n")
    assert undecided_count(workspace) == 1
    bring(workspace, "Company,Asked on,Asked by\nBorg,2026-05-03,phone\n", "log.csv")
    assert undecided_count(workspace) == 0


def test_an_accepted_ask_that_the_log_has_later_is_counted_once(workspace: Workspace) -> None:
    bring(workspace, HEADER + ASKED)
    decide_notes(workspace, [names(workspace)["Borg"]], "accepted")
    bring(workspace, "Company,Asked on,Asked by\nBorg,2026-05-03,phone\n", "log.csv")
    assert ask(workspace, "select company, origin from feedback") == [("Borg", "log")]


def test_what_two_columns_say_is_offered_once(workspace: Workspace) -> None:
    text = (
        "Company,Role,Date applied,Status,Notes,Diary\n"
        "Acme,Analyst,2026-03-01,Rejected,HM said I was too junior,HM said I was too junior\n"
        "Borg,Clerk,2026-03-01,Rejected,asked for feedback 3 May,2026-05-03 asked recruiter for feedback. "
        "She said I lacked depth\n"
    )
    bring(workspace, text)
    assert sorted((f["company"], f["what"]) for f in noted(workspace)) == [("Acme", "feedback"), ("Borg", "both")]


def test_two_applications_with_the_same_note_have_findings_of_their_own(workspace: Workspace) -> None:
    bring(workspace, HEADER + TOLD + TOLD.replace("2026-03-01", "2026-04-01"))
    ids = [finding["note_id"] for finding in noted(workspace)]
    assert len(set(ids)) == 2
    decide_notes(workspace, ids[:1], "accepted")
    assert ask(workspace, "select count(*) from feedback") == [(1,)]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="There is no note 'n-12'") as caught:
        require_notes(["n-12"], ["n-123", "n-9"])
    assert caught.value.found == "Did you mean 'n-123'?"
