"""The Log page: an entry is saved once it is about something, nothing typed is lost, and it can be taken back."""

import html
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.quotes import heard_card
from pipeline.dashboard.session import Snapshot
from pipeline.errors import WorkspaceBusyError
from pipeline.themes.codebook import load_codebook
from pipeline.themes.hearing import hear
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import active_records, open_workspace
from tests.dashboard.conftest import OpenPage, said

TEXT = "You were well prepared, but you lacked <b>enthusiasm</b>."


def _loaded(home: Path) -> list[dict[str, Any]]:
    rows = Snapshot(ensure_built(open_workspace(home))).rows("select * from feedback where tracker = 'journal'")
    return list(rows.iter_rows(named=True))


def add_company(at: AppTest, name: str) -> None:
    """Type a new name, as a browser sends it: the simulated box takes only what it offers."""
    box = at.selectbox(key="log_company")
    box.options.append(name)
    box.set_value(name).run()


def _filled(at: AppTest) -> AppTest:
    add_company(at, "Northwind")
    at.selectbox(key="log_ask_channel").set_value("phone")
    at.text_area(key="log_feedback_text").set_value(TEXT)
    at.text_input(key="log_lesson").set_value("Show more energy").run()
    assert not at.exception
    return at


def test_save_waits_for_a_company_or_words_and_says_so(open_page: OpenPage, empty_home: Path) -> None:
    at = open_page(empty_home, "log")
    assert at.button(key="log_save").disabled
    assert "Save needs a company, or what they said." in said(at)
    at.text_area(key="log_feedback_text").set_value("slow").run()
    assert not at.button(key="log_save").disabled


def test_an_entry_is_saved_and_the_form_is_empty_again(open_page: OpenPage, empty_home: Path) -> None:
    at = _filled(open_page(empty_home, "log"))
    at.button(key="log_save").click().run()
    assert not at.exception
    (row,) = _loaded(empty_home)
    assert (row["company"], row["ask_channel"], row["feedback_text"]) == ("Northwind", "phone", TEXT)
    assert (row["lesson"], row["is_asked"], row["has_response"]) == ("Show more energy", True, True)
    assert "Saved: Northwind." in said(at)
    assert at.text_area(key="log_feedback_text").value in ("", None)
    assert at.selectbox(key="log_company").value is None
    assert at.dataframe[0].value["Company"].to_list() == ["Northwind"]


def test_an_undo_puts_the_entry_back_into_the_form(open_page: OpenPage, empty_home: Path) -> None:
    at = _filled(open_page(empty_home, "log"))
    at.button(key="log_save").click().run()
    at.button(key="log_undo").click().run()
    assert not at.exception
    assert active_records(open_workspace(empty_home)) == ()
    assert at.text_area(key="log_feedback_text").value == TEXT
    assert at.selectbox(key="log_company").value == "Northwind"
    at.button(key="log_save").click().run()
    assert len(_loaded(empty_home)) == 1


def test_nothing_typed_is_lost_when_saving_fails(
    open_page: OpenPage, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise WorkspaceBusyError("another writer is still at work")

    at = _filled(open_page(empty_home, "log"))
    monkeypatch.setattr("pipeline.warehouse.journal.import_made", lambda *_, **__: busy())
    at.button(key="log_save").click().run()
    assert not at.exception
    assert "another writer is still at work" in at.error[0].value
    assert at.text_area(key="log_feedback_text").value == TEXT
    assert at.text_input(key="log_lesson").value == "Show more energy"
    monkeypatch.undo()


def test_what_is_typed_is_still_there_after_another_page(open_page: OpenPage, empty_home: Path) -> None:
    at = _filled(open_page(empty_home, "log"))
    at.switch_page("pipeline/dashboard/pages/sql.py").run()
    at.switch_page("pipeline/dashboard/pages/log.py").run()
    assert at.text_area(key="log_feedback_text").value == TEXT
    assert at.selectbox(key="log_company").value == "Northwind"


def test_what_was_told_unasked_is_no_ask(open_page: OpenPage, empty_home: Path) -> None:
    at = _filled(open_page(empty_home, "log"))
    at.toggle(key="log_is_asked").set_value(False).run()
    assert "Told on" in [box.label for box in at.date_input]
    at.button(key="log_save").click().run()
    (row,) = _loaded(empty_home)
    assert (row["is_asked"], row["ask_channel"], row["feedback_text"]) == (False, None, TEXT)


def test_the_themes_heard_follow_the_text(open_page: OpenPage, empty_home: Path) -> None:
    at = _filled(open_page(empty_home, "log"))
    assert "<mark" not in said(at)
    at.button(key="log_hear").click().run()
    assert "<strong>Enthusiasm</strong> · Concern" in said(at)
    at.text_area(key="log_feedback_text").set_value("The role was cancelled.").run()
    assert "Enthusiasm" not in said(at)
    assert "· Circumstance" in said(at)


def test_companies_and_roles_are_offered_from_the_trackers(
    open_page: OpenPage, sample_home: Path, tmp_path: Path
) -> None:
    home = shutil.copytree(sample_home, tmp_path / "home")
    at = open_page(home, "log")
    company = at.selectbox(key="log_company")
    assert "Lanternby Energy" in company.options
    company.set_value("Lanternby Energy").run()
    assert "Product Marketing Manager" in at.selectbox(key="log_role").options
    assert len(at.selectbox(key="log_seeker").options) == 2


def test_a_new_company_is_answered_with_the_known_ones_like_it(
    open_page: OpenPage, sample_home: Path, tmp_path: Path
) -> None:
    at = open_page(shutil.copytree(sample_home, tmp_path / "home"), "log")
    add_company(at, "Lantern")
    assert "Lantern is new here" in said(at)
    at.button(key="log_alike_0").click().run()
    assert at.selectbox(key="log_company").value == "Lanternby Energy"
    assert "is new here" not in said(at)


def test_a_seeker_who_is_the_only_one_is_not_asked_for(open_page: OpenPage, empty_home: Path) -> None:
    content = b"Client,Company,Role,Status\nAna,Northwind,Analyst,Rejected\n"
    import_file(Incoming(content, "jobs.csv"), open_workspace(empty_home))
    at = _filled(open_page(empty_home, "log"))
    assert "log_seeker" not in [box.key for box in at.selectbox]
    at.button(key="log_save").click().run()
    assert _loaded(empty_home)[0]["seeker"] == "Ana"


def test_every_widget_has_a_label(open_page: OpenPage, empty_home: Path) -> None:
    at = open_page(empty_home, "log")
    widgets = [*at.selectbox, *at.date_input, *at.toggle, *at.text_area, *at.text_input, *at.button]
    assert widgets
    assert all(widget.label for widget in widgets)


def test_the_words_heard_are_marked_and_nothing_typed_becomes_markup() -> None:
    codebook = load_codebook()
    labels = {theme.theme_id: theme.label for theme in codebook.themes}
    card = heard_card(TEXT, hear(TEXT, codebook), labels, LIGHT)
    assert "<b>" not in card
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", card)[0] == "well prepared"
    assert TEXT in html.unescape(re.sub(r"<[^>]*>", "", card))


def test_a_text_without_a_theme_says_so() -> None:
    card = heard_card("Thank you.", hear("Thank you.", load_codebook()), {}, LIGHT)
    assert "the words are kept all the same" in card


def test_a_text_in_a_language_that_cannot_be_read_is_not_said_to_be_about_nothing(
    open_page: OpenPage, empty_home: Path
) -> None:
    at = open_page(empty_home, "log")
    at.text_area(key="log_feedback_text").set_value("Vous avez manqué d'exemples concrets pendant l'entretien.").run()
    at.button(key="log_hear").click().run()
    assert not at.exception
    assert "in a language that Debrief cannot read yet" in said(at)
    assert "Nothing that a theme is about" not in said(at)
    at.text_area(key="log_feedback_text").set_value("You gave few examples in the interview.").run()
    assert "cannot read yet" not in said(at)
