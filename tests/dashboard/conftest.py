"""A workspace with the samples, built once, and the dashboard's script run on any home."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from pipeline.dashboard import asking_ahead, working
from pipeline.dashboard.session import Snapshot
from pipeline.resources import resource
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import open_workspace

PAGES = {
    "overview": "overview.py",
    "search": "search.py",
    "feedback": "feedback.py",
    "themes": "themes.py",
    "lessons": "lessons.py",
    "caseload": "caseload.py",
    "brief": "brief.py",
    "report": "report.py",
    "log": "log.py",
    "import": "import_files.py",
    "sql": "sql.py",
    "settings": "settings.py",
    "help": "help.py",
}

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample(sample_home: Path) -> Snapshot:
    """The samples' published version, not limited."""
    return Snapshot(ensure_built(open_workspace(sample_home)))


@pytest.fixture(scope="session", autouse=True)
def installed_components_are_read_once() -> Iterator[None]:
    """Streamlit reads the metadata of every installed package anew for each app under test: most of a test's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield
    st.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def scripts_run_as_served() -> Iterator[None]:
    """The options that change how a script runs, as ``pipeline.serving`` sets them; the defaults take longer."""
    options = dict.fromkeys(("runner.magicEnabled", "browser.gatherUsageStats"), False)
    before = {name: config.get_option(name) for name in options}
    for name, value in options.items():
        config.set_option(name, value)
    yield
    for name, value in before.items():
        config.set_option(name, value)


@pytest.fixture(autouse=True)
def no_inherited_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own data and settings out."""
    for name in ("DEBRIEF_HOME", "DEBRIEF_DEMO", "DEBRIEF_OWN_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def long_work_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click ends with its work, however busy the machine; what is seen until then has tests of its own."""
    monkeypatch.setattr(working, "AT_ONCE", 60.0)


@pytest.fixture(autouse=True)
def nothing_is_asked_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test's time goes to what the next page might ask; it has tests of its own."""
    monkeypatch.setattr(asking_ahead, "HOME", ())


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page of the dashboard on a home, as its address does, which may hold parameters."""

    def open_it(home: Path, address: str = "overview", **params: str) -> AppTest:
        monkeypatch.setenv("DEBRIEF_HOME", str(home))
        at = AppTest.from_file(str(resource("app.py")), default_timeout=60)
        at.query_params.update(params)
        if Path(PAGES[address]).stem != address:  # before its first run an app knows pages by their files' names
            at.run()
            at.query_params.update(params)
        if address != "overview":
            at.switch_page(f"pipeline/dashboard/pages/{PAGES[address]}")
        at.run()
        assert not at.exception
        return at

    return open_it


def said(at: AppTest) -> str:
    """Everything that a page says in words."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "success", "warning", "error", "html")
    return "\n".join(str(element.value) for kind in kinds for element in at.get(kind) if hasattr(element, "value"))


def key_figures(at: AppTest) -> dict[str, str]:
    """The numbers that stand out, by what they count."""
    (drawn,) = (html.proto.body for html in at.get("html") if html.proto.body.startswith("<dl"))
    return dict(re.findall(r'<dt>(.*?)</dt><dd class="value">(.*?)</dd>', drawn))


def open_parts(at: AppTest, *keys: str) -> AppTest:
    """Opens parts of a page that are drawn only when open, and runs the page again."""
    for key in keys:
        at.session_state[key] = True
    return at.run()
