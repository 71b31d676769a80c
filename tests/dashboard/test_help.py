"""Help, the tour and the error page: words are found, the tour is a click away and gone, what was typed is kept."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.glossary import find_columns, find_words, glossary
from pipeline.dashboard.navigation import PAGES
from pipeline.dashboard.tour import STOPS
from pipeline.warehouse.views import relations
from tests.dashboard.conftest import OpenPage, key_figures, said


def test_every_word_has_a_meaning_and_comes_once() -> None:
    names = [word.name for word in glossary()]
    assert len(set(names)) == len(names) > 20
    assert all(word.meaning.endswith(".") for word in glossary())


@pytest.mark.parametrize("wanted", ["waiting", "WAIT", "wait window"])
def test_a_word_is_found_however_it_is_typed(wanted: str) -> None:
    assert find_words(wanted)[0].name.casefold().startswith("wait")


def test_every_column_is_found_by_its_name() -> None:
    for column in {column for relation in relations() for column in relation.columns}:
        found = {each.relation for each in find_columns(column) if each.column == column}
        assert found == {relation.name for relation in relations() if column in relation.columns}


def test_looking_up_a_word_shows_its_meaning_and_its_columns(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "help")
    at.text_input(key="lookup").set_value("response rate").run()
    shown = said(at).replace("\\", "")
    assert "**response_rate** in feedback_response_rates: responded_count / settled_count" in shown
    at.text_input(key="lookup").set_value("qwertz").run()
    assert "Nothing is called qwertz here" in said(at)


def _links(at: AppTest) -> dict[str, tuple[str, str]]:
    return {link.proto.label: (link.proto.page, link.proto.query_string) for link in at.get("page_link")}


def test_the_tour_begins_and_ends_with_one_click(open_page: OpenPage, empty_home: Path) -> None:
    begin = _links(open_page(empty_home, "help"))["Take the tour with sample data"]
    assert begin == ("", "tour=1&data=sample")
    at = open_page(empty_home, tour="1", data="sample")
    assert "1 of 5" in said(at)
    assert "This is sample data" in said(at)
    assert int(key_figures(at)["Sent"]) > 100
    links = _links(at)
    assert links["Next: Search"] == ("search", "tour=2&data=sample")
    assert links["End the tour"] == ("", "data=sample")
    assert "1 of 5" not in said(open_page(empty_home, data="sample"))


def test_the_sample_of_the_tour_leaves_ones_own_home_alone(open_page: OpenPage, empty_home: Path) -> None:
    open_page(empty_home, tour="1", data="sample")
    assert not list((empty_home / "uploads").iterdir())


def test_every_stop_of_the_tour_is_a_page() -> None:
    assert {address for address, _ in STOPS} <= set(PAGES)


@pytest.mark.parametrize("place", ["0", "6", "x", "-1"])
def test_a_stop_that_is_none_shows_no_tour(open_page: OpenPage, sample_home: Path, place: str) -> None:
    assert "End the tour" not in _links(open_page(sample_home, tour=place))


def test_a_defect_is_told_and_keeps_what_was_typed(
    open_page: OpenPage, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page(sample_home, "log")
    at.text_area(key="log_feedback_text").set_value("Half a page of typing").run()
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.dashboard.session.Snapshot.rows", _fails)
        at.run()
    assert not at.exception
    assert "a mistake in Debrief, not in your data" in at.error[0].value
    assert "ZeroDivisionError: on purpose" in at.code[0].value
    at.run()
    assert at.text_area(key="log_feedback_text").value == "Half a page of typing"


def _fails(*_: object, **__: object) -> None:
    raise ZeroDivisionError("on purpose")
