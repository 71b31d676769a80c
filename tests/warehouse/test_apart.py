"""Applications of several trackers: what is counted once, what belongs to it, and telling two apart again."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import load_decisions
from pipeline.errors import UsageError
from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse.apart import merged_applications, put_together, tell_apart, told_apart
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import Incoming, forget, import_file, undo
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace

OWN = "Company,Role,Date Applied,Status,Notes\nFern GmbH,Analyst,2026-01-05,Applied,liked them\n"
PORTAL = (
    "Company,Role,Date Applied,Status,Source,Phone Screen\nFern,analyst,2026-01-06,Phone screen,LinkedIn,2026-01-09\n"
)
LOG = (
    "Company,Asked On,Asked How,Answered On,What They Said\nFern,2026-01-20,Phone,2026-01-22,You lacked enthusiasm\n"
)
BOTH = (
    "Company,Role,Date Applied,Status,Asked On,Asked How,Answered On,What They Said\n"
    "Fern,Analyst,2026-01-05,Rejected,2026-01-20,Phone,2026-01-22,You lacked enthusiasm\n"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def bring(workspace: Workspace, text: str, name: str, **options: Any) -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    import_file(Incoming(text.encode(), name, ReadingOptions(**options), imported_at=day), workspace)


def ask(workspace: Workspace, query: str) -> list[tuple[Any, ...]]:
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, query).rows()


@pytest.fixture
def merged(workspace: Workspace) -> Workspace:
    bring(workspace, OWN, "own.csv")
    bring(workspace, PORTAL, "portal.csv")
    return workspace


def test_an_application_of_two_trackers_counts_once_and_says_all_that_both_say(merged: Workspace) -> None:
    assert ask(merged, "select company, stage, source, notes, merged_from_count from stg_applications") == [
        ("Fern GmbH", "screening", "LinkedIn", "liked them", 1)
    ]
    assert ask(merged, "select stage, reached_count from funnel where stage in ('applied', 'screening')") == [
        ("applied", 1),
        ("screening", 1),
    ]
    assert ask(merged, "select count(*) from applications") == [(2,)]


def test_a_stage_date_of_the_merged_row_belongs_to_the_one_that_stays(merged: Workspace) -> None:
    query = "select company, event_date from stg_stage_events join stg_applications using (application_id)"
    assert ask(merged, query) == [("Fern GmbH", date(2026, 1, 9))]


def test_feedback_that_fits_both_rows_is_no_tie_and_has_the_furthest_stage(merged: Workspace) -> None:
    bring(merged, LOG, "log.csv")
    query = "select e.stage, a.company from stg_feedback as e join stg_applications as a using (application_id)"
    assert ask(merged, query) == [("screening", "Fern GmbH")]
    assert ask(merged, "select count(*) from feedback where application_id is null") == [(0,)]


def test_feedback_in_a_merged_row_belongs_to_the_one_that_stays(workspace: Workspace) -> None:
    full = OWN.replace("Notes", "Notes,Location,Source,Contact").replace("liked them", "liked them,Leeds,Fair,Ida")
    bring(workspace, full, "own.csv")
    bring(workspace, BOTH, "portal.csv")
    assert ask(workspace, "select tracker, outcome from stg_applications") == [("own", "rejected")]
    query = "select a.tracker, e.tracker from stg_feedback as e join stg_applications as a using (application_id)"
    assert ask(workspace, query) == [("own", "portal")]


def test_the_trackers_of_two_people_have_nothing_in_common(workspace: Workspace) -> None:
    bring(workspace, OWN, "own.csv", seeker="Ana")
    bring(workspace, OWN, "other.csv", seeker="Ben")
    assert merged_applications(workspace).is_empty()
    assert ask(workspace, "select count(*) from stg_applications") == [(2,)]


def test_undoing_or_forgetting_one_tracker_leaves_the_others_row_as_it_is(merged: Workspace) -> None:
    undo(merged)
    assert ask(merged, "select company, stage, merged_from_count from stg_applications") == [
        ("Fern GmbH", "applied", 0)
    ]
    bring(merged, PORTAL, "portal.csv")
    forget(merged, "own")
    assert ask(merged, "select company, stage, merged_from_count from stg_applications") == [("Fern", "screening", 0)]


@pytest.mark.parametrize("side", ["application_id", "merged_application_id"])
def test_either_name_tells_them_apart_and_together_again(merged: Workspace, side: str) -> None:
    name = merged_applications(merged)[side].item()
    pairs = tell_apart(merged, [name])
    assert load_decisions(merged).told_apart == pairs
    assert merged_applications(merged).is_empty()
    assert ask(merged, "select company from stg_applications order by 1") == [("Fern",), ("Fern GmbH",)]
    assert put_together(merged, [name]) == pairs
    assert merged_applications(merged).height == 1
    assert told_apart(merged).is_empty()


def test_told_apart_holds_for_a_later_upload(merged: Workspace) -> None:
    tell_apart(merged, [merged_applications(merged)["application_id"].item()])
    bring(merged, PORTAL.replace("LinkedIn", "Referral"), "portal.csv")
    assert ask(merged, "select count(*) from stg_applications") == [(2,)]
    assert told_apart(merged).select("tracker", "other_tracker").null_count().row(0) == (0, 0)


def test_a_pair_whose_tracker_is_gone_is_still_listed_by_name(merged: Workspace) -> None:
    tell_apart(merged, [merged_applications(merged)["application_id"].item()])
    forget(merged, "portal")
    (row,) = told_apart(merged).to_dicts()
    assert sorted(str(row[name]) for name in ("tracker", "other_tracker")) == ["None", "own"]


def test_only_what_is_one_can_be_told_apart_and_only_what_was_can_be_put_together(merged: Workspace) -> None:
    name = merged_applications(merged)["application_id"].item()
    with pytest.raises(UsageError, match="not told apart"):
        put_together(merged, [name])
    with pytest.raises(UsageError, match="not shown as one") as caught:
        tell_apart(merged, [name, "nonsense"])
    assert caught.value.remedy == "`debrief apart --list` lists them."
    assert not load_decisions(merged).told_apart
