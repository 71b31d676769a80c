"""How fast pages are: drawn in a browser beside a bare Streamlit page with as many charts, and run again at any size.

Pages and bare pages are opened in turn, so that what else the machine does falls on both; what counts are the ratios.
Beside the seconds on the clock stands how long the browser itself worked on the page, which a busy machine changes
little.
"""

import argparse
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit
from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from benchmarks.generate import write_applications, write_feedback
from pipeline.dashboard.navigation import PAGES
from pipeline.demo import load_samples
from pipeline.resources import resource
from pipeline.serving import HOST, free_port, start_server, stop_server, wait_until_healthy
from pipeline.workspace import open_workspace

CHARTS = {"": 2, "search": 6, "feedback": 3, "themes": 3, "lessons": 1, "caseload": 2}
"""How many charts each page draws of the samples, by address; another number is an error."""

_PAGES_FOLDER = "pipeline/dashboard/pages"
_DRAWN = "[role='graphics-document'] svg"
_CHART = "[data-testid=stVegaLiteChart]"
_DONE = "[data-testid=stApp][data-test-script-state=notRunning]"
_BROWSER = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BARE = """
import altair, pandas, streamlit
streamlit.title("Bare")
for place in range({count}):
    frame = pandas.DataFrame({{"x": range(40), "y": [(7 * n + place) % 11 for n in range(40)]}})
    streamlit.altair_chart(altair.Chart(frame).mark_bar().encode(x="x:O", y="y:Q"), key=f"chart_{{place}}")
"""


def main() -> None:
    """Run both measurements and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0, help="Also run every page again over so many applications.")
    parser.add_argument("--keep", type=Path, help="Keep the home of those in this folder, to use it again.")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    logging.disable(logging.WARNING)  # what Streamlit says of a script that no server runs
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load_samples(open_workspace(folder / "sample"))
        compare_drawing(folder, options.repeats)
        print("\nrun again over the samples")
        time_reruns(folder / "sample", options.repeats)
        if options.rows:
            home = _large_home(options.keep or folder, options.rows)
            print(f"\nrun again over {options.rows:,} applications")
            time_reruns(home, options.repeats)


def compare_drawing(folder: Path, repeats: int) -> None:
    """Print how long each page takes until its charts are drawn, and the ratio to a bare page with as many."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        print("no Chromium: nothing is drawn")
        return
    with sync_playwright() as playwright, _served(folder / "sample") as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=_BROWSER)
        browser.new_context(viewport={"width": 1400, "height": 1000})
        print("drawn in a browser, median seconds, beside a bare page with as many charts")
        for path, count in CHARTS.items():
            with _bare_page(folder, count) as bare:
                ours, theirs = [], []
                for _ in range(repeats + 1):
                    ours.append(_seconds_to_draw(browser, f"{address}/{path}", count))
                    theirs.append(_seconds_to_draw(browser, bare, count))
                clock, work = (_compared(ours[1:], theirs[1:], place) for place in (0, 1))
                print(f"  {path or 'home':10} {count} charts: {clock}; the browser's work {work}")
        browser.close()


def time_reruns(home: Path, repeats: int) -> None:
    """Print how long every page's script takes: with nothing known, with everything known, and of another source."""
    os.environ["DEBRIEF_HOME"] = str(home)
    page = AppTest.from_file(str(resource("app.py")), default_timeout=600).run()
    print("  median seconds on the clock, and of the processor")
    for address, entry in PAGES.items():
        streamlit.cache_resource.clear()
        streamlit.cache_data.clear()
        first = _seconds_to_run(page.switch_page(f"{_PAGES_FOLDER}/{entry.file_name}"))
        again = [_seconds_to_run(page) for _ in range(repeats)]
        elsewhere = _seconds_to_run(page.selectbox(key="source").select_index(1))
        page.selectbox(key="source").select_index(0).run()
        print(f"  {address:10} first {_told([first])}, again {_told(again)}, of another source {_told([elsewhere])}")


def _told(runs: Sequence[tuple[float, float]]) -> str:
    clock, work = (statistics.median(run[place] for run in runs) for place in (0, 1))
    return f"{clock:.2f} s ({work:.2f})"


def _seconds_to_run(page: AppTest | Selectbox[Any]) -> tuple[float, float]:
    """Of one run of a page, or of a choice on it: on the clock, and of all this process's threads at work."""
    started, worked = time.perf_counter(), time.process_time()
    drawn = page.run()
    seconds = time.perf_counter() - started, time.process_time() - worked
    if drawn.exception or drawn.error:
        raise RuntimeError(str(drawn.exception or drawn.error[0].value))
    return seconds


def _compared(ours: list[tuple[float, float]], theirs: list[tuple[float, float]], place: int) -> str:
    mine, bare = (statistics.median(each[place] for each in measured) for measured in (ours, theirs))
    return f"{mine:.2f}, bare {bare:.2f}, ratio {mine / bare:.2f}"


def _seconds_to_draw(browser: Browser, address: str, count: int) -> tuple[float, float]:
    """Until every chart is drawn: on the clock, and of work in the browser's main thread; in a new window.

    Raises:
        RuntimeError: The page has another number of charts than was waited for.
    """
    window = browser.contexts[0].new_page()
    tools = window.context.new_cdp_session(window)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})
    started = time.perf_counter()
    window.goto(address)
    window.locator(_DRAWN).nth(count - 1).wait_for(timeout=60_000)
    seconds = time.perf_counter() - started
    metrics = {each["name"]: each["value"] for each in tools.send("Performance.getMetrics")["metrics"]}
    window.locator(_DONE).wait_for(timeout=60_000)
    if (there := window.locator(_CHART).count()) != count:
        raise RuntimeError(f"{address}: {there} charts are there, not {count}")
    window.close()
    return seconds, metrics["TaskDuration"]


def _large_home(folder: Path, rows: int) -> Path:
    home = folder / f"home-{rows}"
    if home.exists():
        return home
    folder.mkdir(exist_ok=True)
    applications, feedback = folder / "applications.csv", folder / "feedback.csv"
    write_applications(applications, rows)
    write_feedback(feedback, rows // 10, companies=rows // 3 + 1)
    started = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", "--home", str(home), "import", str(applications), str(feedback)]
    subprocess.run(command, check=True, capture_output=True)
    print(f"\nimported {rows:,} applications in {time.perf_counter() - started:.0f} s")
    return home


@contextmanager
def _served(home: Path) -> Iterator[str]:
    port = free_port()
    server = start_server(port, {"DEBRIEF_HOME": str(home)})
    try:
        wait_until_healthy(server, port)
        yield f"http://{HOST}:{port}"
    finally:
        stop_server(server)


@contextmanager
def _bare_page(folder: Path, count: int) -> Iterator[str]:
    script = folder / f"bare_{count}.py"
    script.write_text(_BARE.format(count=count), encoding="utf-8")
    port = free_port()
    flags = [f"--server.port={port}", f"--server.address={HOST}", "--server.headless=true"]
    flags += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(script), *flags],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_healthy(server, port)
        yield f"http://{HOST}:{port}"
    finally:
        stop_server(server)


if __name__ == "__main__":
    main()
