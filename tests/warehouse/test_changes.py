"""What an import changes is told exactly: every row is new, updated, renamed or unchanged, and what left is gone."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions import StatusWord, load_decisions
from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse.changes import changes_between
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.import_report import as_json, as_lines, change_counts
from pipeline.warehouse.imports import Imported, Incoming, import_file, preview
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace

HEADER = "Company,Role,Date Applied,Status,Notes\n"
FIRST = HEADER + (
    "Fern,Analyst,2026-01-05,Applied,\nMoss,Editor,2026-01-06,Vibing,\nRook,Clerk,2026-01-07,Applied,\n"
    "Lark,Clerk,2026-01-09,Applied,\n"
)
LATER = HEADER + (
    "Fern,Analyst,2026-01-05,Rejected,sad\nMoss,Editor,2026-01-06,Vibing,\nRookery,Clerk,2026-01-07,Applied,\n"
    "Wren,Clerk,2026-02-08,Applied,\n"
)
FIELDS = ["company", "role", "applied_date", "url", "stage"]
ROWS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.sampled_from(["Fern", "Moss", None]),
        st.sampled_from(["Clerk", None]),
        st.sampled_from([date(2026, 1, 1), None]),
        st.sampled_from(["https://a.example", None]),
        st.sampled_from(["applied", "offer"]),
    ),
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def incoming(text: str, day: int = 1, **words: StatusWord) -> Incoming:
    return Incoming(
        text.encode(),
        "jobs.csv",
        ReadingOptions(),
        status_words=words,
        imported_at=datetime(2026, 3, day, tzinfo=UTC),
    )


def frame(rows: dict[str, tuple[object, ...]]) -> pl.DataFrame:
    schema = {"application_id": pl.String, **dict.fromkeys(FIELDS, pl.String), "applied_date": pl.Date}
    return pl.DataFrame([(name, *row) for name, row in rows.items()], schema=schema, orient="row")


@given(before=ROWS, after=ROWS)
def test_every_row_is_counted_once(
    before: dict[str, tuple[object, ...]], after: dict[str, tuple[object, ...]]
) -> None:
    changes = changes_between(frame(before), frame(after), id_column="application_id", fields=FIELDS)
    counts = changes.counts()
    assert counts["new"] + counts["updated"] + counts["renamed"] + counts["unchanged"] == len(after)
    assert counts["gone"] + counts["updated"] + counts["renamed"] + counts["unchanged"] == len(before)
    assert counts["unchanged"] == sum(before.get(name) == row for name, row in after.items())
    assert set(changes.new["id"]) <= after.keys() - before.keys()
    assert set(changes.gone["id"]) <= before.keys() - after.keys()


@given(rows=ROWS)
def test_the_same_rows_are_no_change(rows: dict[str, tuple[object, ...]]) -> None:
    assert changes_between(frame(rows), frame(rows), id_column="application_id", fields=FIELDS).is_nothing


def test_a_newer_upload_says_what_is_new_updated_renamed_and_gone(workspace: Workspace) -> None:
    import_file(incoming(FIRST), workspace)
    changes = preview(incoming(LATER, day=9), workspace).changes.applications
    assert changes.counts() == {"new": 1, "updated": 1, "renamed": 1, "gone": 1, "unchanged": 1}
    assert changes.new["company"].to_list() == ["Wren"]
    assert changes.gone["company"].to_list() == ["Lark"]
    assert changes.renamed.select("before", "after").rows() == [("Rook", "Rookery")]
    told = {(row["field"], row["before"], row["after"]) for row in changes.updated.to_dicts()}
    assert told == {("outcome", "open", "rejected"), ("status_text", "Applied", "Rejected"), ("notes", None, "sad")}
    assert change_counts(changes) == (
        "1 new, 1 updated (notes 1, outcome 1, status_text 1), 1 renamed, 1 gone, 1 unchanged"
    )


def test_importing_twice_changes_nothing(workspace: Workspace) -> None:
    import_file(incoming(FIRST), workspace)
    again = import_file(incoming(FIRST, day=2), workspace)
    assert again.changes.applications.counts()["unchanged"] == 4
    assert list(as_lines(again))[-1] == "  nothing has changed since import 1"


def test_a_first_import_says_nothing_of_changes(workspace: Workspace) -> None:
    imported = import_file(incoming(FIRST), workspace)
    assert imported.changes.applications.counts()["new"] == 4
    assert not [line for line in as_lines(imported) if "since import" in line]


def test_a_dry_run_names_the_rows(workspace: Workspace) -> None:
    import_file(incoming(FIRST), workspace)
    lines = list(as_lines(preview(incoming(LATER, day=9), workspace), is_dry_run=True))
    assert "    new: Wren, Clerk" in lines
    assert "    updated: Fern, Analyst: notes nothing → sad" in lines
    assert "    renamed: Rook, Clerk: company Rook → Rookery" in lines
    assert "    gone: Lark, Clerk" in lines


def test_a_dry_run_as_json_lists_every_row_that_would_change(workspace: Workspace) -> None:
    import_file(incoming(FIRST), workspace)
    seen = preview(incoming(LATER, day=9), workspace)
    changes = as_json(seen, is_dry_run=True)["changes"]
    by_change = Counter(row["change"] for row in changes["rows"])
    assert by_change["new"] == changes["new"]
    assert by_change["gone"] == changes["gone"]
    assert by_change["renamed"] == changes["renamed"]
    assert {row["id"] for row in changes["rows"] if row["change"] == "updated"} == set(
        seen.changes.applications.updated["id"]
    )
    assert {("Fern", "notes", None, "sad")} <= {
        (row["company"], row["field"], row["before"], row["after"]) for row in changes["rows"]
    }
    assert "rows" not in as_json(import_file(incoming(LATER, day=9), workspace))["changes"]


def test_a_dry_run_lists_feedback_too(workspace: Workspace) -> None:
    log = "Company,Asked On,Answered On,What They Said\nFern,2026-01-20,,\n"
    import_file(replace(incoming(log), tracker="log"), workspace)
    answered = log.replace(",,\n", ",2026-01-22,Too junior\n")
    lines = list(as_lines(preview(replace(incoming(answered, day=9), tracker="log"), workspace), is_dry_run=True))
    assert "    feedback updated: Fern: feedback_text nothing → Too junior" in lines


def test_the_day_an_application_was_seen_to_have_ended_is_no_change_of_the_next_upload(workspace: Workspace) -> None:
    import_file(incoming(FIRST), workspace)
    import_file(incoming(LATER, day=9), workspace)
    with open_version(ensure_built(workspace)) as connection:
        row = fetch(connection, "select closed_date, closed_origin from applications where company = 'Fern'").row(0)
    assert row == (date(2026, 3, 9), "snapshot")
    assert import_file(incoming(LATER, day=12), workspace).changes.applications.is_nothing
    with open_version(ensure_built(workspace)) as connection:
        assert fetch(connection, "select closed_date from applications where company = 'Fern'").item() == date(
            2026, 3, 9
        )


def _stage_of_moss(workspace: Workspace) -> str:
    with open_version(ensure_built(workspace)) as connection:
        return str(fetch(connection, "select stage from applications where company = 'Moss'").item())


def test_a_status_word_counts_for_every_upload_and_is_kept(workspace: Workspace) -> None:
    first = import_file(incoming(FIRST), workspace)
    assert "unknown_status" in _codes(first)
    assert _stage_of_moss(workspace) == "applied"
    word = StatusWord("first_interview")
    seen = preview(incoming(LATER, day=9, Vibing=word), workspace)
    assert "unknown_status" not in _codes(seen)
    assert load_decisions(workspace).status_words == {}
    import_file(incoming(LATER, day=9, Vibing=word), workspace)
    assert load_decisions(workspace).status_words == {"Vibing": word}
    assert _stage_of_moss(workspace) == "first_interview"
    assert "unknown_status" not in _codes(preview(incoming(LATER, day=10), workspace))


def _codes(imported: Imported) -> set[str]:
    return {warning.code for sheet in imported.reading.sheets for warning in sheet.warnings}
