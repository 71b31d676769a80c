"""Notes on the Import page: nothing counts before it is accepted, and the last decision can be taken back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.importing.note_review import note_card, record_in_words
from pipeline.dashboard.palette import LIGHT
from pipeline.decisions import load_decisions
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.note_review import noted
from pipeline.workspace import Workspace, open_workspace
from tests.dashboard.conftest import OpenPage, said

TRACKER = (
    b"Company,Role,Date applied,Status,Notes\n"
    b'Acme,Analyst,2026-03-01,Rejected,"HM said I was <b>too junior</b>, need to study"\n'
    b'Borg,Clerk,2026-03-02,Rejected,"asked recruiter for feedback 2026-05-03, no reply"\n'
    b"Cyan,Editor,2026-03-03,Rejected,Not enough experience\n"
)


@pytest.fixture
def home(empty_home: Path) -> Path:
    import_file(Incoming(TRACKER, "jobs.csv"), open_workspace(empty_home))
    return empty_home


def _click(at: AppTest, key: str) -> None:
    at.button(key=key).click().run()
    assert not at.exception


def _names(workspace: Workspace) -> dict[str, str]:
    return {finding["company"]: finding["note_id"] for finding in noted(workspace)}


def test_a_home_without_findings_says_nothing_of_notes(open_page: OpenPage, empty_home: Path) -> None:
    assert "Feedback in your notes" not in said(open_page(empty_home, "import"))


def test_each_finding_shows_its_words_in_its_note_and_what_would_be_recorded(open_page: OpenPage, home: Path) -> None:
    text = said(open_page(home, "import")).replace("\\", "")
    assert "3 notes seem to hold an ask or what an employer said. Nothing of it counts until you accept it." in text
    assert "<mark" in text
    assert "<b>too junior" not in text
    assert "Would be recorded as an ask to the recruiter on 3 May 2026, not answered." in text
    assert "Unsure: it is a verdict, and nothing says whose." in text


def test_accepting_and_dismissing_are_kept_and_undone(open_page: OpenPage, home: Path) -> None:
    workspace = open_workspace(home)
    names = _names(workspace)
    at = open_page(home, "import")
    _click(at, f"note_accept_{names['Acme']}")
    assert load_decisions(workspace).notes == {names["Acme"]: "accepted"}
    assert "1 note counts as feedback now." in said(at)
    _click(at, f"note_dismiss_{names['Cyan']}")
    assert load_decisions(workspace).notes == {names["Acme"]: "accepted", names["Cyan"]: "dismissed"}
    _click(at, "notes_undo")
    assert load_decisions(workspace).notes == {names["Acme"]: "accepted"}
    assert not [button for button in at.button if button.key == "notes_undo"]


def test_all_that_are_sure_are_accepted_at_once_and_the_end_is_calm(open_page: OpenPage, home: Path) -> None:
    workspace = open_workspace(home)
    names = _names(workspace)
    at = open_page(home, "import")
    _click(at, "notes_accept_sure")
    assert load_decisions(workspace).notes == {names["Acme"]: "accepted", names["Borg"]: "accepted"}
    _click(at, f"note_dismiss_{names['Cyan']}")
    assert "No note is waiting for you." in said(at)


def _finding(**values: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("asked_of", "ask_channel", "asked_date", "has_response"))
    return {"what": "ask", **nothing, **values}


RECORDS = [
    (_finding(what="feedback"), "Would be recorded as feedback that came without asking, in the words marked."),
    (
        _finding(what="both", asked_of="hiring_manager", ask_channel="phone", asked_date=date(2026, 5, 4)),
        "Would be recorded as an ask to the hiring manager by phone on 4 May 2026, answered in the words marked.",
    ),
    (
        _finding(ask_channel="in_person", has_response=True),
        "Would be recorded as an ask in person on a day that is not certain, answered without feedback.",
    ),
    (
        _finding(asked_date=date(2026, 5, 4)),
        "Would be recorded as an ask on 4 May 2026; it does not say whether an answer came.",
    ),
]


@pytest.mark.parametrize(("finding", "words"), RECORDS)
def test_what_would_be_recorded_is_said_in_words(finding: dict[str, Any], words: str) -> None:
    assert record_in_words(finding) == words


def test_a_long_note_is_shown_around_its_quote() -> None:
    note = "a" * 500 + "the quote" + "b" * 500
    card = note_card({"note": note, "quote_start": 500, "quote_end": 509}, LIGHT)
    assert ">the quote</mark>" in card
    assert f">…{'a' * 240}<" in card
    assert f">{'b' * 240}…<" in card
