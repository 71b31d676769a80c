"""What belongs to a figure, done in a real browser: the rows behind a mark, the table by keyboard, the files."""

import re

import pytest
from playwright.sync_api import Download, expect

from tests.browser.conftest import OpenWindow, Visit
from tests.browser.test_journeys import CHART

pytestmark = pytest.mark.browser


def _chart(visit: Visit, described: str) -> str:
    """The chart whose description holds some words, once it is drawn."""
    chart = f"{CHART}[aria-label*='{described}']"
    visit.page.locator(f"{chart} path").first.wait_for(state="attached")
    return chart


def test_a_click_on_a_bar_shows_the_rows_behind_it(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("search", "Where applications go")
    chart = _chart(visit, "led to a first interview")
    visit.click_mark(visit.page.locator(f"{chart} .mark-rect path").nth(2), {"x": 5, "y": 5})
    visit.wait_for("40 rows")
    expect(visit.page.get_by_role("combobox", name="The rows behind")).to_have_value("First interview")
    assert visit.problems == []


def test_a_click_on_an_ending_of_the_flow_shows_who_ended_there(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("search", "Where applications go")
    chart = _chart(visit, "stopped at")
    visit.click_mark(visit.page.locator(f"{chart} .mark-rect path[aria-label^='Rejected after Applied']"))
    visit.wait_for("49 rows")
    assert visit.problems == []


def test_the_table_is_the_next_stop_after_the_chart(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("lessons", "Did it help?")
    _chart(visit, "lesson")
    table = visit.page.get_by_text("Table", exact=True)
    table.wait_for()
    visit.settle()
    for _ in range(40):
        visit.page.keyboard.press("Tab")
        if visit.page.evaluate("document.activeElement.innerText") == "Table":
            break
    visit.page.keyboard.press("Enter")
    visit.page.get_by_test_id("stDataFrame").wait_for()
    assert visit.problems == []


def _downloaded(visit: Visit, name: str) -> Download:
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name=name, exact=True).click()
    return download.value


def test_a_figure_is_downloaded_as_a_picture_and_as_data(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("lessons", "Did it help?")
    visit.page.get_by_text("Download", exact=True).click()
    assert _downloaded(visit, "PNG").path().read_bytes().startswith(b"\x89PNG")
    svg = _downloaded(visit, "SVG").path().read_text()
    assert "No change since a lesson" in svg
    data = _downloaded(visit, "Data as CSV")
    assert data.path().read_text().startswith("Theme,Lesson from,")
    assert data.suggested_filename == "theme_progress_data.csv"


def test_the_meaning_of_the_numbers_is_beside_them(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("lessons", "Did it help?")
    visit.page.get_by_text("What it means", exact=True).click()
    expect(visit.page.get_by_text("below zero is for the better")).to_be_visible()
    assert visit.problems == []


def test_back_and_forward_lead_through_pages_with_what_was_looked_at(
    open_window: OpenWindow, sample_server: str
) -> None:
    visit = open_window(sample_server)
    visit.go_to("?seeker=Ben", "35 applications led to a first interview")
    visit.page.get_by_role("link", name="Search", exact=True).click()
    visit.wait_for("Where applications go")
    visit.page.get_by_label("Whose search").click()
    visit.page.get_by_role("option", name="Ana").click()
    visit.wait_for("118 applications sent")
    visit.page.get_by_role("link", name="Lessons", exact=True).click()
    visit.wait_for("Did it help?")
    expect(visit.page).to_have_url(re.compile(r"/lessons\?seeker=Ana"))
    visit.page.go_back()
    visit.wait_for("118 applications sent")
    visit.page.go_back()
    visit.wait_for("35 applications led to a first interview")
    expect(visit.page).to_have_url(re.compile(r"/\?seeker=Ben"))
    visit.page.go_forward()
    visit.wait_for("118 applications sent")
    assert visit.problems == []


def test_the_tour_leads_through_its_pages_and_ends(open_window: OpenWindow, own_server: str) -> None:
    visit = open_window(own_server)
    visit.go_to("", "Nothing has been imported yet")
    visit.page.get_by_role("link", name="Take the tour with sample data").click()
    for place, (said, following) in enumerate(
        [
            ("What your search is telling you", "Next: Search"),
            ("Where applications go", "Next: Feedback"),
            ("Who gives feedback", "Next: Themes"),
            ("What keeps coming up", "Next: Import"),
        ],
        start=1,
    ):
        visit.wait_for(f"{place} of 5")
        visit.wait_for(said)
        visit.page.get_by_role("link", name=following).click()
    visit.wait_for("5 of 5")
    visit.page.get_by_role("link", name="End the tour").click()
    expect(visit.page.get_by_text("5 of 5")).to_have_count(0)
    visit.page.get_by_role("link", name="Start my own").click()
    expect(visit.page.get_by_text("This is sample data")).to_have_count(0)
    assert visit.problems == []
