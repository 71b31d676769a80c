"""The SQL page by keyboard, and what its table does not let out undefused."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser


def test_the_editor_suggests_runs_and_lets_the_keyboard_go(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("sql", "Ask the data yourself")
    editor = visit.page.get_by_role("textbox", name="Your query")
    editor.fill("select reached_cou from funnel")
    editor.press("Home")
    for _ in range(len("select reached_cou")):
        editor.press("ArrowRight")
    editor.press("Control+Space")
    visit.page.get_by_role("option", name="reached_count").wait_for()
    visit.page.wait_for_timeout(200)  # a suggestion is taken no sooner than a person could have read it
    editor.press("Tab")
    expect(editor).to_have_text("select reached_count from funnel")
    editor.press("Control+Enter")
    visit.wait_for("8 rows ·")
    expect(editor).to_be_focused()
    editor.press("Tab")
    expect(editor).not_to_be_focused()
    table = visit.page.get_by_test_id("stDataFrame")
    table.hover()
    visit.page.get_by_test_id("stElementToolbar").get_by_role("button").first.wait_for()
    expect(visit.page.get_by_role("button", name="Download as CSV")).to_have_count(0)
    assert visit.problems == []
