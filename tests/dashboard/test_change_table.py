"""The preview lists every row that would change, by kind, and says how many there are where it cannot show all."""

from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.importing.change_table import MOST_SHOWN
from tests.dashboard.conftest import OpenPage, said
from tests.dashboard.test_import_page import TRACKER, upload

NEWER = TRACKER.replace(b"Rejected", b"Final interview").replace(
    b"Beta,Analyst,2026-05-06,Applied", b"Gamma,Clerk,2026-05-08,Applied"
)


def _changes(at: AppTest) -> pd.DataFrame:
    (table,) = [element.value for element in at.dataframe if "Change" in element.value.columns]
    return table


def _imported_then(open_page: OpenPage, home: Path, newer: bytes) -> AppTest:
    at = upload(open_page(home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    return upload(at, ("tracker.csv", newer))


def test_a_newer_copy_is_shown_row_by_row_with_what_was_and_what_becomes(
    open_page: OpenPage, empty_home: Path
) -> None:
    at = _imported_then(open_page, empty_home, NEWER)
    rows = [tuple(row) for row in _changes(at).fillna("").itertuples(index=False)]
    assert rows == [
        ("New", "Application", "Gamma", "Clerk", "", "", ""),
        ("Updated", "Application", "Acme", "Analyst", "Stage", "Applied", "Final interview"),
        ("Updated", "Application", "Acme", "Analyst", "Outcome", "Rejected", "Open"),
        ("Updated", "Application", "Acme", "Analyst", "Status", "Rejected", "Final interview"),
        ("Gone", "Application", "Beta", "Analyst", "", "", ""),
    ]


def test_one_kind_of_change_can_be_looked_at_alone(open_page: OpenPage, empty_home: Path) -> None:
    at = _imported_then(open_page, empty_home, NEWER)
    at.segmented_control[0].set_value("Gone (1)").run()
    assert not at.exception
    assert _changes(at)["Company"].to_list() == ["Beta"]


def test_an_unchanged_copy_shows_no_table(open_page: OpenPage, empty_home: Path) -> None:
    at = _imported_then(open_page, empty_home, TRACKER)
    assert "Nothing changes." in said(at).replace("\\", "")
    assert not [element for element in at.dataframe if "Change" in element.value.columns]


def test_of_a_huge_upload_the_first_rows_are_shown_and_all_are_counted(open_page: OpenPage, empty_home: Path) -> None:
    many = b"Company,Role,Date applied,Status\n" + b"".join(
        b"Firm %d,Analyst,2026-05-04,Applied\n" % number for number in range(MOST_SHOWN + 100)
    )
    at = upload(open_page(empty_home, "import"), ("tracker.csv", many))
    assert len(_changes(at)) == MOST_SHOWN
    assert "The first 500 of 600 changes" in said(at).replace("\\", "")
