"""An entry is written, heard, saved and taken back with the keyboard alone, in the size and theme of a phone too."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenWindow, Visit

pytestmark = pytest.mark.browser

_FOCUSED = "() => document.activeElement.ariaLabel || document.activeElement.innerText || ''"
_MOST_TABS = 60


def _tab_to(visit: Visit, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    visit.settle()
    for _ in range(_MOST_TABS):
        visit.page.keyboard.press("Tab")
        if str(visit.page.evaluate(_FOCUSED)).startswith(name):
            return
    pytest.fail(f"Tab leads to no {name!r}")


@pytest.mark.parametrize(("width", "theme"), [(1400, "light"), pytest.param(420, "dark", marks=pytest.mark.thorough)])
def test_an_entry_is_written_and_taken_back_with_the_keyboard_alone(
    open_window: OpenWindow, own_server: str, width: int, theme: str
) -> None:
    visit = open_window(own_server, width=width, theme=theme)
    visit.go_to("log", "Write down what you asked and heard")
    keyboard = visit.page.keyboard
    save = visit.page.get_by_role("button", name="Save")
    expect(save).to_be_disabled()
    _tab_to(visit, "Company")
    keyboard.type("Northwind")
    keyboard.press("Enter")
    expect(save).to_be_enabled()
    _tab_to(visit, "What they said")
    keyboard.type("You were well prepared, but you lacked enthusiasm.")
    keyboard.press("Control+Enter")
    _tab_to(visit, "Show what Debrief hears in it")
    keyboard.press("Enter")
    visit.wait_for("lacked enthusiasm")
    visit.picture(f"log-{theme}-{width}")
    _tab_to(visit, "Save")
    keyboard.press("Enter")
    visit.wait_for("Saved: Northwind.")
    _tab_to(visit, "Undo")
    keyboard.press("Enter")
    visit.wait_for("It is in the form again")
    expect(visit.page.get_by_label("What they said")).to_have_value(
        "You were well prepared, but you lacked enthusiasm."
    )
    assert visit.problems == []
