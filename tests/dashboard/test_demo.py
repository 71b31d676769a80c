"""The demo: it says that its data is a sample, and one click leads to the user's own workspace and back."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import PAGES, OpenPage, key_figures, said


@pytest.fixture
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    home = tmp_path / "own"
    monkeypatch.setenv("DEBRIEF_DEMO", "1")
    monkeypatch.setenv("DEBRIEF_OWN_HOME", str(home))
    return home


def test_the_sample_says_that_it_is_one_and_touches_nothing_of_the_users(
    open_page: OpenPage, sample_home: Path, own_home: Path
) -> None:
    assert "This is sample data: two invented job searches." in said(open_page(sample_home))
    assert not own_home.exists()


def _follow(at: AppTest, address: str, label: str) -> None:
    """Follow the banner's link, which the browser does by itself."""
    link = next(link.proto for link in at.get("page_link") if link.proto.label == label)
    assert link.page == address
    at.query_params = dict(parse_qsl(link.query_string))
    at.switch_page(f"pipeline/dashboard/pages/{PAGES[address or 'overview']}").run()
    assert not at.exception


def test_one_click_starts_the_users_own_and_one_goes_back(
    open_page: OpenPage, sample_home: Path, own_home: Path
) -> None:
    at = open_page(sample_home, seeker="Ben")
    _follow(at, "import", "Start my own")
    assert at.title[0].value == "Bring in your tracker"
    assert "This is your own data" in said(at)
    assert own_home.is_dir()
    at.switch_page("pipeline/dashboard/pages/overview.py").run()
    assert "Nothing has been imported yet" in said(at)
    _follow(at, "", "Back to the sample")
    assert "This is sample data" in said(at)
    assert at.selectbox(key="seeker").value is None
    assert int(key_figures(at)["Sent"]) > 100


def test_a_reload_stays_with_the_users_own(open_page: OpenPage, sample_home: Path, own_home: Path) -> None:
    assert "This is your own data" in said(open_page(sample_home, data="own"))
    assert own_home.is_dir()


def test_importing_into_the_sample_warns_that_it_will_not_last(
    open_page: OpenPage, sample_home: Path, own_home: Path
) -> None:
    assert "goes away with it" in said(open_page(sample_home, "import"))
    assert not own_home.exists()


@pytest.mark.usefixtures("own_home")
def test_outside_the_demo_there_is_no_banner(
    open_page: OpenPage, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEBRIEF_DEMO")
    at = open_page(sample_home, data="own")
    assert "sample data" not in said(at)
    assert int(key_figures(at)["Sent"]) > 100
