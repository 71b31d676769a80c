"""What two trackers have is shown with both rows and why they count once; a button tells them apart, and back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.importing.merged import side_by_side, why_merged
from pipeline.decisions import load_decisions
from pipeline.ingest.model import APPLICATION_SCHEMA
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import Workspace, open_workspace
from tests.dashboard.conftest import OpenPage, said

OWN = b"Company,Role,Date Applied,Status,Notes\nFern GmbH,Analyst,2026-01-05,Applied,kind\n"
PORTAL = b"Company,Role,Date Applied,Status\nFern,analyst,2026-01-06,Rejected\n"
TITLE = "#### The same application in two trackers"


@pytest.fixture
def workspace(empty_home: Path) -> Workspace:
    workspace = open_workspace(empty_home)
    for name, content in (("own.csv", OWN), ("portal.csv", PORTAL)):
        import_file(Incoming(content, name, imported_at=datetime(2026, 3, 1, tzinfo=UTC)), workspace)
    return workspace


def _pairs(at: AppTest) -> list[pd.DataFrame]:
    return [element.value for element in at.dataframe if any("(stays)" in name for name in element.value.columns)]


def test_both_rows_are_shown_side_by_side_with_why(open_page: OpenPage, workspace: Workspace) -> None:
    at = open_page(workspace.home, "import")
    assert TITLE in said(at)
    assert "1 application is in two trackers and counted once." in said(at)
    assert "and the dates of applying are 1 day apart" in said(at).replace("\\", "")
    (table,) = _pairs(at)
    assert list(table.columns) == ["", "In own (stays)", "In portal (merged into it)"]
    rows = {row[0]: tuple(row[1:]) for row in table.itertuples(index=False)}
    assert rows["Company"] == ("Fern GmbH", "Fern")
    assert rows["Applied on"] == ("5 January 2026", "6 January 2026")
    assert rows["What came of it"] == ("Open", "Rejected")
    assert rows["Where it stands"] == ("import 1, row 2", "import 2, row 2")


def test_telling_apart_counts_two_and_an_undo_counts_one_again(open_page: OpenPage, workspace: Workspace) -> None:
    at = open_page(workspace.home, "import")
    next(button for button in at.button if button.label == "They are two applications").click().run()
    assert not at.exception
    assert len(load_decisions(workspace).told_apart) == 1
    assert _pairs(at) == []
    assert "They are two applications from now on" in said(at)
    assert [expander.label for expander in at.expander] == ["Told apart by you: 1 pair"]
    at.button(key="apart_undo").click().run()
    assert not at.exception
    assert load_decisions(workspace).told_apart == frozenset()
    assert len(_pairs(at)) == 1
    assert "from now on" not in said(at)


def test_what_was_told_apart_long_ago_can_be_put_together(open_page: OpenPage, workspace: Workspace) -> None:
    at = open_page(workspace.home, "import")
    next(button for button in at.button if button.label == "They are two applications").click().run()
    at = open_page(workspace.home, "import")
    assert "Fern GmbH, Analyst in own" in said(at).replace("\\", "")
    next(button for button in at.button if button.label == "Let the rule decide again").click().run()
    assert not at.exception
    assert len(_pairs(at)) == 1


def test_without_anything_in_common_there_is_no_section(open_page: OpenPage, empty_home: Path) -> None:
    import_file(Incoming(OWN, "own.csv"), open_workspace(empty_home))
    assert TITLE not in said(open_page(empty_home, "import"))


@pytest.mark.parametrize(
    ("rule", "days", "end"),
    [
        ("same day", 0, "they were applied to on the same day."),
        ("days apart", 1, "the dates of applying are 1 day apart."),
        ("one date missing", None, "one of them has no date of applying, and no other row could be meant."),
        ("no date", None, "neither has a date of applying, and no other row could be meant."),
    ],
)
def test_every_rule_is_told_in_words(rule: str, days: int | None, end: str) -> None:
    assert why_merged({"rule": rule, "days_apart": days}).endswith(end)


def test_what_neither_row_says_is_left_out() -> None:
    empty = dict.fromkeys(APPLICATION_SCHEMA)
    stays = {**empty, "tracker": "a", "import_id": 1, "row_number": 2, "stage": "applied", "outcome": "open"}
    merged = {**stays, "tracker": "b", "applied_date": date(2026, 1, 5)}
    table = side_by_side(stays, merged, load_vocabulary())
    assert table[""].to_list() == ["Applied on", "How far it got", "What came of it", "Where it stands"]
    assert table.row(0) == ("Applied on", None, "5 January 2026")
