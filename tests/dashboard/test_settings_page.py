"""The Settings page: what is set there lasts and counts, and nothing is erased without its name being typed."""

import shutil
from pathlib import Path

import pytest

from pipeline.settings import Settings, load_settings, save_settings
from pipeline.workspace import open_workspace, records
from tests.dashboard.conftest import OpenPage, key_figures, said


@pytest.fixture
def own_home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the samples' home that a test may change."""
    return shutil.copytree(sample_home, tmp_path / "own")


def test_the_wait_window_and_gentle_mode_last_and_count(open_page: OpenPage, own_home: Path) -> None:
    at = open_page(own_home, "settings")
    at.number_input(key="wait_days").set_value(60).run()
    at.toggle(key="gentle").set_value(True).run()
    assert not at.exception
    assert load_settings(open_workspace(own_home)) == Settings(wait_days=60, gentle=True)
    home = open_page(own_home)
    assert "is waiting for 60 days" in said(home)
    waiting = key_figures(home)["Asks waiting"]
    assert int(waiting) > 4


def test_the_page_says_where_the_data_is(open_page: OpenPage, own_home: Path) -> None:
    assert open_page(own_home, "settings").code[0].value == str(own_home)


def test_a_tracker_is_erased_only_once_its_name_is_typed(open_page: OpenPage, own_home: Path) -> None:
    at = open_page(own_home, "settings")
    at.selectbox(key="erase_what").select("Ben").run()
    assert at.button(key="erase").disabled
    at.text_input(key="erase_typed").set_value("Ana").run()
    assert at.button(key="erase").disabled
    at.text_input(key="erase_typed").set_value("Ben").run()
    at.button(key="erase").click().run()
    assert not at.exception
    assert "Ben is erased" in said(at)
    assert {record.tracker for record in records(open_workspace(own_home))} == {"Ana"}
    assert not list((own_home / "uploads").glob("Ben*"))


def test_erasing_everything_leaves_an_empty_home(open_page: OpenPage, own_home: Path) -> None:
    save_settings(open_workspace(own_home), Settings(wait_days=9))
    (own_home / "mine.txt").write_text("not of Debrief")
    at = open_page(own_home, "settings")
    at.selectbox(key="erase_what").select("Everything").run()
    at.text_input(key="erase_typed").set_value("erase everything").run()
    at.button(key="erase").click().run()
    assert "Everything is erased" in said(at)
    assert records(open_workspace(own_home)) == ()
    assert load_settings(open_workspace(own_home)) == Settings()
    assert (own_home / "mine.txt").exists()
    assert "Nothing has been imported yet" in said(open_page(own_home))


def test_settings_that_cannot_be_read_are_one_calm_message(open_page: OpenPage, own_home: Path) -> None:
    (own_home / "settings.toml").write_text("wait_days = 'soon'")
    assert "the settings cannot be read" in open_page(own_home).error[0].value
