"""Whatever a tracker, a query or an address holds, the page shows it as text and fetches and runs nothing for it."""

from pathlib import Path

import pytest

from pipeline.insight.references import reference_figures
from tests.browser.conftest import OpenWindow, Visit
from tests.browser.test_privacy import PAGES

ATTACKS = {
    "script": "<script>window.ran = 1</script>",
    "html": "<img src=http://outside.example/a.png onerror='window.ran = 1'>",
    "picture": "![p](http://outside.example/b.png)",
    "link": "[l](javascript:window.ran=1)",
    "address": "http://outside.example/c www.outside.example a@outside.example",
    "latex": "$x^2$ $$y$$",
    "icons": ":material/home: :red[r] :streamlit: -> --",
}
"""What a cell, a header, a file's name or a query's result may hold."""

_LEAKS = """
(ours) => [...document.querySelectorAll('[data-testid="stMain"] *, [data-testid="stSidebar"] *')].filter(e =>
    e.matches('a[href^="http://outside"], a[href^="javascript"], a[href^="mailto"], .katex, script, h6')
    || (e.tagName == 'IMG')
    || (e.tagName == 'A' && !e.href.startsWith(location.origin) && e.href && !ours.includes(e.getAttribute('href'))))
  .map(e => e.outerHTML.slice(0, 200))
"""


@pytest.fixture
def hostile_file(tmp_path: Path) -> Path:
    everything = " ".join(ATTACKS.values())
    rows = [
        ",".join(
            [
                "Company",
                "Role",
                "Source",
                "Client",
                "Applied on",
                "Status",
                "Asked for feedback on",
                "Asked by",
                "What they said",
                f'"{everything}"',
            ]
        )
    ]
    for place, attack in enumerate(ATTACKS.values()):
        cells = [
            f"{attack} {place}",
            attack,
            attack,
            f"Ana {attack}",
            "2026-05-04",
            f"Rejected {attack}",
            "2026-05-06",
            "phone",
            f"{attack} you lacked enthusiasm {attack}",
            attack,
        ]
        rows.append(",".join(f'"{cell}"' for cell in cells))
    file = tmp_path / "[l](javascript:alert(1)) $x$ ![p](b).csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    return file


@pytest.mark.browser
def test_a_hostile_tracker_is_text_on_every_page(
    open_window: OpenWindow, own_server: str, hostile_file: Path
) -> None:
    visit = open_window(own_server)
    visit.go_to("import", PAGES["import"])
    visit.page.locator("input[type=file]").set_input_files(hostile_file)
    visit.wait_for("Import 1 file")
    visit.page.wait_for_load_state("networkidle")
    _assert_text_only(visit)
    visit.page.get_by_role("button", name="Import 1 file").click()
    visit.wait_for("is imported")
    _assert_text_only(visit)
    for path, title in PAGES.items():
        visit.go_to(path, title)
        visit.settle()
        visit.page.wait_for_load_state("networkidle")
        _assert_text_only(visit)


@pytest.mark.browser
@pytest.mark.parametrize(
    "name",
    [
        name if name in {"html", "link"} else pytest.param(name, marks=pytest.mark.thorough)
        for name in sorted(ATTACKS)
    ],
)
def test_a_hostile_result_and_a_hostile_error_are_text(
    open_window: OpenWindow, sample_server: str, name: str
) -> None:
    visit = open_window(sample_server)
    visit.go_to("sql", PAGES["sql"])
    text = ATTACKS[name].replace("'", "''")
    name_in_quotes = ATTACKS[name].replace('"', '""')
    ask(visit, f'select \'{text}\' as "{name_in_quotes}", 1 as "image {name_in_quotes}"')
    visit.wait_for("1 row")
    visit.page.get_by_role("tab", name="Chart").click()
    visit.page.wait_for_timeout(500)
    _assert_text_only(visit)
    ask(visit, f"select '{text}'::int")
    visit.wait_for("gave no rows")
    _assert_text_only(visit)


@pytest.mark.browser
def test_a_tooltip_fetches_no_picture(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    visit.go_to("sql", PAGES["sql"])
    ask(visit, "select 'http://outside.example/t.png' as image, 1 as n")
    visit.wait_for("1 row")
    visit.page.get_by_role("tab", name="Chart").click()
    chart = visit.page.locator(".vega-embed")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box
    for step in range(20):
        visit.page.mouse.move(box["x"] + box["width"] * step / 20, box["y"] + box["height"] / 3)
        visit.page.wait_for_timeout(50)
        if visit.page.locator("#vg-tooltip-element.visible").count():
            break
    visit.page.locator("#vg-tooltip-element.visible").wait_for()
    _assert_text_only(visit)


def ask(visit: Visit, sql: str) -> None:
    """Run a query on the SQL page."""
    visit.page.get_by_role("textbox", name="Your query").fill(sql)
    visit.page.get_by_role("button", name="Run", exact=True).click()


def _assert_text_only(visit: Visit) -> None:
    assert visit.page.evaluate("window.ran") is None
    assert visit.page.evaluate(_LEAKS, [figure.address for figure in reference_figures()]) == []
    assert visit.asked_elsewhere() == set()
    assert visit.problems == []
