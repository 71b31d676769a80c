"""What settings promise: they last, they have defaults, and nonsense is refused in words."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputRefusedError, WorkspaceError
from pipeline.settings import (
    FEWEST_WAIT_DAYS,
    MOST_WAIT_DAYS,
    THEME_LANGUAGES,
    Settings,
    load_settings,
    save_settings,
)
from pipeline.warehouse.connect import whole_scope
from pipeline.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path)


def test_a_new_home_has_the_defaults(workspace: Workspace) -> None:
    assert load_settings(workspace) == Settings(wait_days=21, gentle=False, theme_language="auto")


@given(st.integers(FEWEST_WAIT_DAYS, MOST_WAIT_DAYS), st.booleans(), st.sampled_from(THEME_LANGUAGES))
def test_what_is_set_lasts(
    tmp_path_factory: pytest.TempPathFactory, wait_days: int, gentle: bool, language: str
) -> None:
    workspace = open_workspace(tmp_path_factory.mktemp("home"))
    settings = Settings(wait_days, gentle, language)
    save_settings(workspace, settings)
    assert load_settings(workspace) == settings


def test_the_wait_window_reaches_every_view(workspace: Workspace) -> None:
    save_settings(workspace, replace(Settings(), wait_days=40))
    assert whole_scope(workspace).variables() == {"wait_days": 40}


@pytest.mark.parametrize("wait_days", [0, -3, 366])
def test_a_wait_of_no_sensible_length_is_refused(workspace: Workspace, wait_days: int) -> None:
    with pytest.raises(InputRefusedError, match=r"Choose 1 to 365 days|wait_days cannot be"):
        save_settings(workspace, Settings(wait_days=wait_days))
    assert load_settings(workspace) == Settings()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wait_days = 'soon'", "wait_days cannot be 'soon'"),
        ("wait_days = 0", "wait_days cannot be 0"),
        ("gentle = 1", "gentle cannot be 1"),
        ("theme_language = 'fr'", "Choose one of: auto, en, de, es"),
        ("colour = 'red'", "no setting called colour"),
        ("wait_days =", "at end of document"),
    ],
)
def test_an_edit_that_cannot_be_says_what_is_wrong_and_what_to_do(
    workspace: Workspace, text: str, found: str
) -> None:
    (workspace.home / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError) as refused:
        load_settings(workspace)
    assert found in (refused.value.found or "")
    assert "remove it" in (refused.value.remedy or "")
