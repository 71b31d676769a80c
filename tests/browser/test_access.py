"""No page keeps anybody out: axe-core finds nothing serious, light, dark, wide and narrow, and every chart fits.

And no page asks another machine for anything, which is looked at on the same visits.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import OpenWindow, Visit
from tests.browser.test_journeys import CHART
from tests.browser.test_privacy import PAGES

pytestmark = pytest.mark.browser

_SERIOUS = ("serious", "critical")
_DRAWN = ("", "search", "feedback", "themes", "lessons", "caseload")


def _problems(visit: Visit) -> Iterator[tuple[str, str]]:
    """Each rule that is broken with the first element that breaks it, once nothing is drawn any more."""
    visit.page.wait_for_load_state("networkidle")
    visit.settle()
    found: dict[str, Any] = Axe().run(visit.page).response
    for violation in found["violations"]:
        if violation["impact"] in _SERIOUS:
            yield violation["id"], str(violation["nodes"][0]["html"])


def _charts_beyond(visit: Visit, width: int) -> Iterator[tuple[str, str]]:
    """Each chart that does not lie within the window's width."""
    for chart in visit.page.locator(CHART).all():
        box = chart.bounding_box()
        assert box is not None
        if box["x"] < 0 or box["x"] + box["width"] > width:
            yield "wider than its page", chart.get_attribute("aria-label") or ""


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (1400, "light"),
        pytest.param(420, "dark", marks=pytest.mark.thorough),
        pytest.param(1400, "dark", marks=pytest.mark.thorough),
        pytest.param(420, "light", marks=pytest.mark.thorough),
    ],
)
def test_no_page_has_a_serious_barrier_or_asks_another_machine_for_anything(
    open_window: OpenWindow, sample_server: str, width: int, theme: str
) -> None:
    visit = open_window(sample_server, width=width, theme=theme)
    found = {}
    for path, title in PAGES.items():
        visit.go_to(path, title)
        if path in _DRAWN:
            visit.page.locator(CHART).first.wait_for()
        problems = dict([*_problems(visit), *_charts_beyond(visit, width)])
        if problems:
            found[path] = problems
        visit.picture(f"{path or 'home'}-{theme}-{width}")
    assert found == {}
    assert visit.problems == []
    assert any(address.endswith("/_stcore/stream") for address in visit.requested)
    assert visit.asked_elsewhere() == set()


def test_what_a_figure_offers_has_no_serious_barrier(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("lessons", "Did it help?")
    for name in ("Table", "Rows behind", "What it means", "Download"):
        visit.page.get_by_text(name, exact=True).click()
        assert list(_problems(visit)) == []
