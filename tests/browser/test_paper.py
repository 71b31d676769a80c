"""The files that are kept and sent: a browser draws them without asking anybody, and they keep nobody out."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from pipeline.cli import run

pytestmark = pytest.mark.browser

_OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"


def test_a_report_and_a_brief_need_nothing_and_keep_nobody_out(
    browser: Browser, sample_home: Path, tmp_path: Path
) -> None:
    home = str(sample_home)
    report, brief = tmp_path / "report.html", tmp_path / "brief.html"
    assert run(["--home", home, "report", "-o", str(report)]) == 0
    assert run(["--home", home, "brief", "Hesperside Furniture", "-o", str(brief)]) == 0
    page = browser.new_page(viewport={"width": 400, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    for file in (report, brief):
        page.goto(file.as_uri())
        page.evaluate(_OPEN_ALL)
        assert page.evaluate("document.documentElement.scrollWidth") <= 400
        assert Axe().run(page).response["violations"] == []
    assert asked == [report.as_uri(), brief.as_uri()]
    assert complaints == []
    page.close()
