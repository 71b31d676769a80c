"""What people do with the dashboard, done in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from pipeline.resources import resource
from tests.browser.conftest import OpenWindow, Visit

pytestmark = pytest.mark.browser

CHART = "[role='graphics-document']"


def _marks(visit: Visit, kind: str) -> int:
    """How many marks of a kind are drawn, once there are any."""
    marks = visit.page.locator(f"{CHART} .mark-{kind}").locator("path, line, text")
    marks.first.wait_for(state="attached")
    return marks.count()


def test_a_tracker_is_uploaded_previewed_and_imported(open_window: OpenWindow, new_server: str) -> None:
    visit = open_window(new_server)
    visit.go_to("", "Nothing has been imported yet")
    visit.page.get_by_role("link", name="Import my tracker").click()
    visit.wait_for("Bring in your tracker")
    with visit.page.expect_file_chooser() as chooser:
        visit.page.get_by_text("Upload", exact=True).click()
    chooser.value.set_files(resource("data", "samples", "ana_job_search.xlsx"))
    visit.wait_for("120 rows read = 120 loaded + 0 blank + 0 rejected")
    visit.wait_for("25 rows read = 25 loaded + 0 blank + 0 rejected")
    visit.picture("import")
    visit.page.get_by_role("button", name="Import 1 file").click()
    visit.wait_for("145 rows read = 145 loaded + 0 blank + 0 rejected")
    visit.picture("imported")
    visit.page.get_by_role("link", name="See what your search is telling you").click()
    visit.wait_for("applications led to a first interview")
    assert visit.problems == []


def test_the_feedback_charts_are_drawn(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("feedback", "Who gives feedback")
    visit.settle()
    visit.page.locator(CHART).nth(2).wait_for()
    assert _marks(visit, "symbol") >= 4
    assert _marks(visit, "rule") >= 4
    assert _marks(visit, "line") == 3
    assert _marks(visit, "area") == 3
    described = visit.page.locator(CHART).first.get_attribute("aria-label") or ""
    assert "Asks by phone were answered 8 times in 10" in described
    visit.picture("feedback")
    assert visit.problems == []


def test_the_charts_of_home_are_drawn(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("", "What your search is telling you")
    assert _marks(visit, "symbol") > 50
    assert _marks(visit, "rect") >= 40
    visit.picture("home")
    assert visit.problems == []


def test_a_click_on_a_theme_shows_its_words(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("themes", "What keeps coming up")
    ranked = visit.page.locator(CHART).first
    visit.click_mark(ranked.locator(".mark-text text[font-weight=bold]").last)
    expect(visit.page).to_have_url(re.compile(r"theme="))
    expect(visit.page.get_by_text("out of your hands.")).to_be_visible()
    visit.picture("themes")
    assert visit.problems == []


def test_a_query_is_run_and_its_result_downloaded(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("sql", "Ask the data yourself")
    editor = visit.page.get_by_role("textbox", name="Your query")
    editor.fill("select '=1+1' as formula, 'Zürich, CH' as town, 42 as answer")
    editor.press("Control+Enter")
    visit.wait_for("1 row ·")
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="CSV", exact=True).click()
    content = download.value.path().read_bytes()
    assert content.decode() == 'formula,town,answer\n\'=1+1,"Zürich, CH",42\n'
    assert download.value.suggested_filename == "result.csv"
    visit.picture("sql")
    assert visit.problems == []


def test_the_scope_is_kept_in_the_address(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("?seeker=Ben", "35 applications led to a first interview")
    visit.page.get_by_role("link", name="Themes", exact=True).click()
    visit.wait_for("What keeps coming up")
    expect(visit.page).to_have_url(re.compile(r"seeker=Ben"))
    visit.page.get_by_role("button", name="Look at everything").click()
    expect(visit.page).to_have_url(re.compile(r"^(?!.*seeker)"))


def test_the_demo_leads_to_ones_own_data_and_back(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("feedback?dimension=whom+you+asked&seeker=Ana", "This is sample data: two invented job searches.")
    own, sample = visit.page.get_by_text("This is your own data"), visit.page.get_by_text("This is sample data")
    visit.page.get_by_role("link", name="Start my own").click()
    expect(visit.page.get_by_text("Bring in your tracker")).to_be_visible()
    expect(own).to_be_visible()
    expect(sample).to_be_hidden()
    visit.page.reload()
    expect(own).to_be_visible()
    visit.page.get_by_role("link", name="Home", exact=True).click()
    expect(visit.page.get_by_text("Nothing has been imported yet")).to_be_visible()
    expect(visit.page.get_by_text("applications led to a first interview")).to_be_hidden()
    visit.page.get_by_role("link", name="Back to the sample").click()
    expect(sample).to_be_visible()
    expect(own).to_be_hidden()
    expect(visit.page.get_by_text("applications led to a first interview").first).to_be_visible()
    assert visit.problems == []
