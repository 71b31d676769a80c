"""A clause is taught with the mouse, is heard at once, and is taken back; on a wide and a narrow window."""

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as NothingInTimeError

from pipeline.ingest.model import ReadingOptions
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import open_workspace
from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

LOG = """Company,Role,Asked on,Asked by,Answered on,What they said
Northwind,Clerk,2026-05-04,phone,2026-05-06,Your aura was off.
Fabrikam,Clerk,2026-05-05,email,2026-05-07,The aura was off; we loved your energy.
"""


@pytest.mark.parametrize(("width", "theme"), [(1400, "light"), pytest.param(420, "dark", marks=pytest.mark.thorough)])
def test_a_clause_is_taught_and_taken_back(
    open_window: OpenWindow, own_server: str, tmp_path: Path, width: int, theme: str
) -> None:
    import_file(Incoming(LOG.encode(), "asks.csv", ReadingOptions()), open_workspace(tmp_path / "home"))
    visit = open_window(own_server, width=width, theme=theme)
    visit.go_to("themes", "What keeps coming up")
    page = visit.page
    clause = page.locator("[class*='st-key-clause_']").filter(has_text="Your aura was off")
    clause.get_by_role("button", name="File under a theme").click()
    words = page.get_by_role("textbox", name="Heard by these words")
    words.fill("aura was off")
    words.press("Enter")
    visit.wait_for("Also found in 1 other text.")
    clause.get_by_role("combobox", name="Theme").click()
    page.get_by_role("option", name="Team and culture fit").click()
    visit.picture(f"teaching-{theme}-{width}")
    clause.get_by_role("button", name="Teach").click()
    visit.wait_for("Taught “aura was off”: Team and culture fit, concern.")
    expect(clause).to_have_count(0)
    page.get_by_role("button", name="Undo", exact=True).click()
    visit.wait_for("Undone: taught “aura was off”: Team and culture fit, concern.")
    expect(clause).to_have_count(1)
    assert visit.problems == []


def _pick(page: Page, combobox: Locator, name: str) -> None:
    """Choose from a list, again where a part that is still being drawn has closed it."""
    option = page.get_by_role("option", name=name)
    for _ in range(5):
        combobox.fill("")
        combobox.fill(name)
        with suppress(NothingInTimeError):
            option.click(timeout=5_000)
            return
    option.click()


def test_a_part_is_opened_with_the_keyboard_and_the_page_tells_what_was_done_in_it(
    open_window: OpenWindow, own_server: str, tmp_path: Path
) -> None:
    import_file(Incoming(LOG.encode(), "asks.csv", ReadingOptions()), open_workspace(tmp_path / "home"))
    visit = open_window(own_server)
    visit.go_to("themes", "What keeps coming up")
    page = visit.page
    part = page.locator(".st-key-codebook_themes")
    expect(part.get_by_role("combobox", name="Theme")).to_have_count(0)
    title = part.locator("summary")
    title.focus()
    title.press("Enter")
    theme = part.get_by_role("combobox", name="Theme")
    theme.wait_for()
    visit.settle()
    _pick(page, theme, "Team and culture fit")
    part.get_by_role("radio", name="Retire").click()
    part.get_by_role("button", name="Retire").click()
    visit.wait_for("Team and culture fit retired.")
    visit.wait_for("Team and culture fit is retired.")
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_visible()
    assert visit.problems == []
