"""The Themes page teaches: a clause is filed, heard at once, listed, undone; nothing is changed by a slip."""

import shutil
import threading
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard import working
from pipeline.resources import resource
from pipeline.themes.codebook import load_codebook
from pipeline.warehouse.codebook_files import codebook_changes
from pipeline.warehouse.codebooks import Edit, change_codebook, import_codebook
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import Progress, ensure_built
from pipeline.workspace import Workspace, current_version, open_workspace, version_path
from tests.dashboard.conftest import OpenPage, open_parts, said

LOG = """Company,Role,Asked on,Asked by,Answered on,What they said
Northwind,Clerk,2026-05-04,phone,2026-05-06,Your aura was off.
Fabrikam,Clerk,2026-05-05,email,2026-05-07,The aura was off; we loved your energy.
Contoso,Clerk,2026-05-06,email,2026-05-08,The stars were not aligned.
"""


@pytest.fixture(scope="session")
def _taught_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("teaching") / "home"
    import_file(Incoming(LOG.encode(), "asks.csv"), open_workspace(home))
    return home


@pytest.fixture
def home(_taught_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_taught_home, tmp_path / "home")


def _clauses(at: AppTest) -> list[str]:
    """What the page shows as unexplained, in its order."""
    return [each.value for each in at.markdown if each.value.startswith("“") and "  \n:small[" in each.value]


def _clause(at: AppTest, words: str) -> str:
    """The key of the clause with these words."""
    (place,) = [place for place, text in enumerate(_clauses(at)) if words in text]
    buttons = [str(button.key) for button in at.button if str(button.key).startswith("file_")]
    return buttons[place].removeprefix("file_")


def _open(at: AppTest, words: str) -> str:
    name = _clause(at, words)
    at.button(key=f"file_{name}").click().run()
    return f"teach_{name}"


def _plain(at: AppTest) -> str:
    return said(at).replace("\\", "")


def test_a_clause_is_filed_heard_at_once_and_taken_back(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "themes")
    key = _open(at, "Your aura was off")
    assert "Also found in 0 other texts." in said(at)
    assert at.button(key=f"{key}_save").disabled
    at.text_input(key=f"{key}_wording").input("aura was off").run()
    assert "Also found in 1 other text." in said(at)
    at.selectbox(key=f"{key}_theme").select("culture_fit").run()
    at.button(key=f"{key}_save").click().run()
    assert not at.exception
    assert "Taught “aura was off”: Team and culture fit, concern." in _plain(at)
    assert not [text for text in _clauses(at) if "aura was off" in text]
    at.selectbox(key="theme").select("culture_fit").run()
    assert "taught by you" in said(at)
    assert len(codebook_changes(open_workspace(home))) == 1
    at = open_parts(open_page(home, "themes"), "codebook_file")
    at.button(key="codebook_undo").click().run()
    assert "Undone: taught “aura was off”" in _plain(at)
    assert open_workspace(home).codebook.read_bytes() == resource("data", "own_codebook.toml").read_bytes()
    assert _clause(at, "Your aura was off")


def test_the_message_after_teaching_undoes_it(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "themes")
    name = _clause(at, "The stars were not aligned")
    at.button(key=f"courtesy_{name}").click().run()
    assert "Taught “The stars were not aligned”: not a theme." in _plain(at)
    assert not [text for text in _clauses(at) if "stars" in text]
    at.button(key="work_undo_0").click().run()
    assert _clause(at, "The stars were not aligned") == name


def test_a_clause_can_start_a_theme_of_its_own(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "themes")
    key = _open(at, "Your aura was off")
    at.selectbox(key=f"{key}_theme").select("+").run()
    assert at.button(key=f"{key}_save").disabled
    at.text_input(key=f"{key}_label").input("Aura").run()
    at.button(key=f"{key}_save").click().run()
    theme = load_codebook(open_workspace(home).codebook).current("aura")
    assert theme is not None
    assert theme.label == "Aura"
    assert "Aura" in at.selectbox(key="theme").options


def test_words_that_are_not_in_the_clause_cannot_be_taught(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "themes")
    key = _open(at, "Your aura was off")
    at.selectbox(key=f"{key}_theme").select("culture_fit").run()
    for words, says in {"moon": "do not follow each other", " ! ": "There are no words yet"}.items():
        at.text_input(key=f"{key}_wording").input(words).run()
        assert says in said(at)
        assert at.button(key=f"{key}_save").disabled


def test_a_suggestion_is_accepted_as_a_theme_in_one_step(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "themes")
    assert "Could be a theme" in said(at)
    open_parts(at, "suggestion_aura")
    at.selectbox(key="suggested_0_theme").select("+").run()
    at.text_input(key="suggested_0_label").input("Aura").run()
    at.button(key="suggested_0_accept").click().run()
    assert "Could be a theme" not in said(at)
    taught = load_codebook(open_workspace(home).codebook).taught
    assert [(each.clause, each.theme_id) for each in taught] == [("aura", "aura")]


def test_themes_are_renamed_merged_retired_and_brought_back(open_page: OpenPage, home: Path) -> None:
    at = open_parts(open_page(home, "themes"), "codebook_themes")
    at.selectbox(key="manage_theme").select("enthusiasm").run()
    at.text_input(key="rename_enthusiasm_label").input("Energy").run()
    at.button(key="manage_save").click().run()
    assert "Enthusiasm renamed to Energy." in _plain(at)
    at.segmented_control(key="manage_what").set_value("Retire").run()
    at.button(key="manage_save").click().run()
    assert "Energy retired." in _plain(at)
    at.button(key="restore_enthusiasm").click().run()
    assert "Energy brought back." in _plain(at)
    at.selectbox(key="manage_theme").select("enthusiasm").run()
    at.segmented_control(key="manage_what").set_value("Merge").run()
    at.selectbox(key="merge_enthusiasm_theme").select("confidence").run()
    at.button(key="manage_save").click().run()
    assert "Energy merged into Confidence and presence." in _plain(at)
    current = load_codebook(open_workspace(home).codebook).current("enthusiasm")
    assert current is not None
    assert current.theme_id == "confidence"


def test_a_slip_is_told_and_changes_nothing(open_page: OpenPage, home: Path) -> None:
    at = open_parts(open_page(home, "themes"), "codebook_themes")
    at.selectbox(key="manage_theme").select("enthusiasm").run()
    at.text_input(key="rename_enthusiasm_label").input("Salary").run()
    at.button(key="manage_save").click().run()
    assert "There is a theme called Salary already" in _plain(at)
    assert codebook_changes(open_workspace(home)) == ()


def test_a_long_change_shows_its_progress_and_can_be_stopped(
    open_page: OpenPage, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = threading.Event()

    def slow(workspace: Workspace, edit: Edit, *, progress: Progress) -> tuple[str, ...]:
        going_on.wait(60)
        return change_codebook(workspace, edit, progress=progress)

    monkeypatch.setattr(working, "AT_ONCE", 0.0)
    monkeypatch.setattr("pipeline.dashboard.teaching.codebook.change_codebook", slow)
    before = ensure_built(open_workspace(home))
    at = open_parts(open_page(home, "themes"), "codebook_themes")
    at.selectbox(key="manage_theme").select("salary").run()
    at.segmented_control(key="manage_what").set_value("Retire").run()
    at.button(key="manage_save").click().run()
    assert not at.error
    at.button(key="work_stop_0").click().run()
    going_on.set()
    for thread in threading.enumerate():
        if thread.name.startswith("Reading your feedback again"):
            thread.join(60)
    at.run()
    assert "This was stopped. Everything is as it was before." in _plain(at)
    assert ensure_built(open_workspace(home)) == before


def test_a_whole_codebook_can_follow_the_built_in_one_from_the_page(open_page: OpenPage, home: Path) -> None:
    workspace = open_workspace(home)
    whole = resource("data", "codebook.toml").read_bytes()
    assert "better ones come with each release" in said(open_parts(open_page(home, "themes"), "codebook_file"))
    import_codebook(workspace, whole, "coach.toml")
    at = open_parts(open_page(home, "themes"), "codebook_file")
    assert "better built-in phrases of later releases do not reach it" in said(at)
    at.button(key="codebook_follow").click().run()
    assert not at.exception
    assert "Follows the built-in codebook from now on" in _plain(at)
    assert workspace.codebook.read_bytes() == resource("data", "own_codebook.toml").read_bytes()


def test_the_page_says_that_a_release_changed_the_codebook_of_a_home(open_page: OpenPage, home: Path) -> None:
    workspace = open_workspace(home)
    assert "now holds only what you changed" not in said(open_page(home, "themes"))
    published = current_version(workspace)
    assert published is not None
    version_path(workspace, published).rename(version_path(workspace, published[:-8]))
    (workspace.warehouse / "CURRENT").write_text(published[:-8])
    workspace.codebook.write_bytes(resource("data", "codebook.toml").read_bytes())
    assert "Your codebook.toml now holds only what you changed" in _plain(open_page(home, "themes"))
