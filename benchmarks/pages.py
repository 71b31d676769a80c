"""How fast pages are: drawn in a browser beside a bare Streamlit page with as many charts, and run again at any size.

Pages and bare pages are opened in turn, so that what else the machine does falls on both; what counts are the ratios.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from benchmarks.generate import write_applications, write_feedback
from pipeline.demo import load_samples
from pipeline.resources import resource
from pipeline.serving import HOST, free_port, start_server, stop_server, wait_until_healthy
from pipeline.workspace import open_workspace

CHARTS = {"": 2, "search": 6, "feedback": 2, "themes": 1, "lessons": 1, "caseload": 2}
"""How many charts each page draws, by address."""

_FILES = {"": "overview.py"}
_DRAWN = "[role='graphics-document'] svg"
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
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load_samples(open_workspace(folder / "sample"))
        compare_drawing(folder, options.repeats)
        print("\nrun again over the samples")
        time_reruns(folder / "sample", options.repeats)
        if options.rows:
            home = _large_home(folder, options.rows)
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
        window = browser.new_page(viewport={"width": 1400, "height": 1000})
        print("drawn in a browser, median seconds")
        for path, count in CHARTS.items():
            with _bare_page(folder, count) as bare:
                ours, theirs = [], []
                for _ in range(repeats + 1):
                    ours.append(_seconds_to_draw(window, f"{address}/{path}", count))
                    theirs.append(_seconds_to_draw(window, bare, count))
                mine, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
                print(f"  {path or 'home':10} {count} charts: {mine:.2f}, bare {other:.2f}, ratio {mine / other:.2f}")
        browser.close()


def time_reruns(home: Path, repeats: int) -> None:
    """Print how long each page's script takes the first time, and then when what it reads is known."""
    os.environ["DEBRIEF_HOME"] = str(home)
    for path in CHARTS:
        page = AppTest.from_file(str(resource("app.py")), default_timeout=600)
        started = time.perf_counter()
        page.run()
        if path:
            page.switch_page(f"pipeline/dashboard/pages/{_FILES.get(path, path + '.py')}").run()
        first = time.perf_counter() - started
        again = [_seconds_to_run(page) for _ in range(repeats)]
        print(f"  {path or 'home':10} first {first:.2f} s, again {statistics.median(again):.2f} s")


def _seconds_to_run(page: AppTest) -> float:
    started = time.perf_counter()
    page.run()
    seconds = time.perf_counter() - started
    if page.exception or page.error:
        raise RuntimeError(str(page.exception or page.error[0].value))
    return seconds


def _seconds_to_draw(window: Page, address: str, count: int) -> float:
    started = time.perf_counter()
    window.goto(address)
    window.locator(_DRAWN).nth(count - 1).wait_for(timeout=60_000)
    return time.perf_counter() - started


def _large_home(folder: Path, rows: int) -> Path:
    applications, feedback = folder / "applications.csv", folder / "feedback.csv"
    write_applications(applications, rows)
    write_feedback(feedback, rows // 10, companies=rows // 3 + 1)
    home = folder / "large"
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
