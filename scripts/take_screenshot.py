"""Takes the README's picture of the dashboard anew, from the sample trackers: docs/images/dashboard.png.

Needs Chromium and the development requirements.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from pipeline.demo import load_samples
from pipeline.serving import HOST, free_port, start_server, stop_server, wait_until_healthy
from pipeline.workspace import open_workspace

TARGET = Path(__file__).parents[1] / "docs" / "images" / "dashboard.png"
WIDTH, HEIGHT = 1320, 1180
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Serve the samples from a throw-away home and photograph Home."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is needed for a picture; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="debrief-picture-") as home:
        load_samples(open_workspace(Path(home)))
        port = free_port()
        server = start_server(port, {"DEBRIEF_HOME": home})
        try:
            wait_until_healthy(server, port)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
                photograph(page, f"http://{HOST}:{port}/")
                browser.close()
        finally:
            stop_server(server)
    print(TARGET)


def photograph(page: Page, address: str) -> None:
    """Wait until every chart of the page is drawn and fonts are there, then keep what is seen."""
    page.goto(address)
    page.locator("[role='graphics-document'] .mark-symbol path").first.wait_for(timeout=60_000)
    page.get_by_text("Download", exact=True).nth(1).wait_for(timeout=60_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=TARGET, animations="disabled")


if __name__ == "__main__":
    main()
