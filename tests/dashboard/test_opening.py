"""A part of a page is drawn once it is opened, keeps what was typed in it, and its work is told on the page."""

from pathlib import Path

from tests.dashboard.conftest import OpenPage, open_parts, said


def test_a_closed_part_is_not_sent_and_an_opened_one_is(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "feedback")
    hint = "Read what each is out of"
    assert hint not in said(at)
    assert hint in said(open_parts(at, "published_feedback_response_rates"))


def test_what_was_typed_in_a_part_is_kept_when_it_is_closed(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "themes"), "second_in")
    at.text_input(key="second_name").input("Dana").run()
    at.session_state["second_in"] = False
    at.run()
    assert at.text_input(key="second_name").value == "Dana"


def test_a_part_is_closed_again_once_the_page_was_left(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "themes"), "second_in")
    at.switch_page("pipeline/dashboard/pages/help.py").run()
    at.switch_page("pipeline/dashboard/pages/themes.py").run()
    assert not [field for field in at.text_input if field.key == "second_name"]


def test_work_begun_on_a_page_that_was_left_at_once_does_not_draw_the_next_one_for_ever(
    open_page: OpenPage, sample_home: Path
) -> None:
    at = open_page(sample_home, "overview")
    at.session_state["work_begun"] = True
    at.run()
    assert not at.exception
    assert "work_begun" not in at.session_state
    assert "What to do this week" in said(at)
