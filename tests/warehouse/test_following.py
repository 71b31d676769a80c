"""What a home promises about the built-in codebook: better phrases reach it, and what its owner changed stays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run
from pipeline.resources import resource
from pipeline.themes.built_in import tables
from pipeline.themes.editing import retire, teach
from pipeline.themes.origins import prints_of
from pipeline.warehouse import following
from pipeline.warehouse.codebook_files import codebook_changes, codebook_text
from pipeline.warehouse.codebooks import change_codebook, follow_built_in, import_codebook, undo_codebook
from pipeline.warehouse.connect import open_version
from pipeline.warehouse.doctor import examine
from pipeline.warehouse.imports import Incoming, forget, import_file, rebuild_all
from pipeline.warehouse.published import built_in_mark, ensure_built
from pipeline.workspace import Workspace, current_version, open_workspace, version_path, versions
from tests.themes.own_built_in import SMALL, ship

TEMPLATE = resource("data", "own_codebook.toml").read_text(encoding="utf-8")
LOG = """Company,Asked on,Asked by,Answered on,What they said
Northwind,2026-05-04,phone,2026-05-06,You rambled a bit.
Fabrikam,2026-05-05,email,2026-05-07,The aura was off
"""
LATER = SMALL.replace('"rambl*"', '"rambl*", "aura was off"')
STRANGE = '[[themes]]\nid = "mine"\nlabel = "M"\ndefinition = "x"\ncontrol = "mine"\ntopics = ["aura"]\n'


@pytest.fixture(autouse=True)
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A small built-in codebook, of which homes were given copies; what is returned ships another."""
    monkeypatch.setattr("pipeline.themes.origins.shipped_prints", lambda: (prints_of(tables(SMALL)),))

    def other(text: str) -> None:
        ship(monkeypatch, tmp_path, text)

    other(SMALL)
    return other


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = open_workspace(tmp_path / "home")
    import_file(Incoming(LOG.encode(), "asks.csv"), workspace)
    return workspace


def _as_left_by_an_earlier_release(workspace: Workspace, codebook: str) -> str:
    """A home with a whole codebook, and a version named as releases before ``extends`` named theirs."""
    workspace.codebook.write_text(codebook, encoding="utf-8")
    version = current_version(workspace)
    assert version is not None
    earlier = version[:-8]
    version_path(workspace, version).rename(version_path(workspace, earlier))
    (workspace.warehouse / "CURRENT").write_text(earlier)
    return earlier


def _themes(workspace: Workspace) -> list[tuple[Any, ...]]:
    with open_version(ensure_built(workspace)) as connection:
        query = "select company, theme_id from theme_quotes order by all"
        return connection.execute(query).fetchall()


def test_a_new_home_holds_no_copy_and_follows_the_built_in_codebook(workspace: Workspace) -> None:
    assert codebook_text(workspace) == TEMPLATE
    assert _themes(workspace) == [("Northwind", "talk")]
    assert codebook_changes(workspace) == ()


def test_a_phrase_of_a_newer_release_reaches_a_home_with_changes_and_is_told_once(
    workspace: Workspace, release: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    change_codebook(workspace, lambda text: retire(teach(text, "a bit", "energy", "concern"), "pay"))
    before, file_before = current_version(workspace), codebook_text(workspace)
    assert _themes(workspace) == [("Northwind", "energy"), ("Northwind", "talk")]
    release(LATER)
    status = ["--home", str(workspace.home), "status"]
    assert run(status) == 0
    assert capsys.readouterr().err.count(following.NEWER) == 1
    assert run(status) == 0
    assert following.NEWER not in capsys.readouterr().err
    assert _themes(workspace) == [("Fabrikam", "talk"), ("Northwind", "energy"), ("Northwind", "talk")]
    assert current_version(workspace) != before
    assert codebook_text(workspace) == file_before


def test_the_same_release_reads_nothing_again(workspace: Workspace) -> None:
    before = ensure_built(workspace)
    assert ensure_built(workspace) == before
    assert following.news(before.stem, before.stem) is None


COPIES = [
    pytest.param(SMALL, [("Fabrikam", "talk"), ("Northwind", "talk")], 0, id="nobody changed it"),
    pytest.param(
        teach(SMALL, "a bit", "energy", "concern"),
        [("Fabrikam", "talk"), ("Northwind", "energy"), ("Northwind", "talk")],
        1,
        id="taught",
    ),
    pytest.param(SMALL.replace('"rambl*", ', ""), [("Fabrikam", "talk")], 1, id="a phrase taken out"),
]


@pytest.mark.parametrize(("copy", "themes", "section_count"), COPIES)
def test_a_whole_copy_of_an_earlier_release_becomes_what_was_changed_in_it(
    workspace: Workspace,
    release: Callable[[str], None],
    copy: str,
    themes: list[tuple[str, str]],
    section_count: int,
) -> None:
    earlier = _as_left_by_an_earlier_release(workspace, copy)
    release(LATER)
    assert _themes(workspace) == themes
    text = codebook_text(workspace)
    assert text.startswith(TEMPLATE)
    assert text.removeprefix(TEMPLATE).count("[[") == section_count
    assert following.news(earlier, current_version(workspace)) == following.FOLLOWS
    (change,) = codebook_changes(workspace)
    assert change.what[0] == "follows the built-in codebook from now on, and holds only what you changed"


def test_it_can_be_undone_and_is_then_left_alone(workspace: Workspace, release: Callable[[str], None]) -> None:
    _as_left_by_an_earlier_release(workspace, SMALL)
    release(LATER)
    ensure_built(workspace)
    undo_codebook(workspace)
    assert codebook_text(workspace) == SMALL
    assert _themes(workspace) == [("Northwind", "talk")]
    rebuild_all(workspace)
    change_codebook(workspace, lambda text: retire(text, "pay"))
    undo_codebook(workspace)
    ensure_built(workspace)
    assert codebook_text(workspace) == SMALL


def test_it_is_told_in_one_line_by_whichever_command_comes_first(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    _as_left_by_an_earlier_release(workspace, SMALL)
    assert run(["--home", str(workspace.home), "themes", "teach", "a bit", "--theme", "energy"]) == 0
    assert capsys.readouterr().err.splitlines() == ["taught “a bit”: Energy, concern", following.FOLLOWS]
    assert codebook_text(workspace).removeprefix(TEMPLATE).count("[[") == 1
    assert [change.number for change in codebook_changes(workspace)] == [2, 1]
    assert run(["--home", str(workspace.home), "themes", "undo"]) == 0
    assert codebook_text(workspace) == TEMPLATE


def test_one_that_fails_leaves_the_copy_as_it_was(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    _as_left_by_an_earlier_release(workspace, SMALL)

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("pipeline.warehouse.publishing.publish", fail)
    with pytest.raises(OSError, match="disk full"):
        ensure_built(workspace)
    assert codebook_text(workspace) == SMALL
    assert codebook_changes(workspace) == ()


def test_a_copy_of_nothing_known_stays_whole_and_its_owner_is_told_what_can_be_done(workspace: Workspace) -> None:
    earlier = _as_left_by_an_earlier_release(workspace, STRANGE)
    assert _themes(workspace) == [("Fabrikam", "mine")]
    assert codebook_text(workspace) == STRANGE
    assert following.news(earlier, current_version(workspace)) == following.STAYS_WHOLE
    (diagnosis,) = [each for each in examine(workspace) if each.subject == "codebook"]
    assert (diagnosis.state, "debrief themes follow" in diagnosis.remedy) == ("look", True)
    follow_built_in(workspace)
    assert codebook_text(workspace).startswith(TEMPLATE)
    assert "mine" in {theme for _, theme in _themes(workspace)}
    (diagnosis,) = [each for each in examine(workspace) if each.subject == "codebook"]
    assert diagnosis.state == "fine"


def test_a_whole_codebook_that_was_imported_is_kept_whole(workspace: Workspace) -> None:
    whole = SMALL.replace('"rambl*", ', "")
    assert import_codebook(workspace, whole.encode(), "coach.toml")[0].startswith("a whole codebook from now on")
    rebuild_all(workspace)
    assert (codebook_text(workspace), _themes(workspace)) == (whole, [])
    assert following.news(versions(workspace)[0], current_version(workspace)) is None
    import_codebook(workspace, retire(TEMPLATE, "energy").encode(), "mine.toml")
    assert _themes(workspace) == [("Northwind", "talk")]


def test_where_a_release_wants_something_else_the_doctor_says_so(
    workspace: Workspace, release: Callable[[str], None]
) -> None:
    workspace.codebook.write_text(TEMPLATE + '\n[[themes]]\nid = "energy"\nconcerns = ["aura was off"]\n')
    release(LATER)
    assert _themes(workspace) == [("Fabrikam", "energy"), ("Northwind", "talk")]
    (diagnosis,) = [each for each in examine(workspace) if each.subject == "codebook"]
    assert diagnosis.state == "look"
    assert "“aura was off” of Talk is left out: “aura was off” belongs to Energy." in diagnosis.found


def test_what_is_forgotten_is_gone_from_the_copy_that_was_kept_too(workspace: Workspace) -> None:
    copy = teach(SMALL, "a bit", "energy", "concern")
    _as_left_by_an_earlier_release(workspace, copy)
    forget(workspace, "asks")
    kept = [path for path in workspace.home.rglob("*.toml") if "a bit" in path.read_text(encoding="utf-8")]
    assert kept == []


def test_versions_say_what_they_were_made_with(workspace: Workspace) -> None:
    version = ensure_built(workspace).stem
    assert built_in_mark(version) not in (None, "00000000")
    assert built_in_mark(version[:-8]) is None
    workspace.codebook.write_text(SMALL)
    assert built_in_mark(ensure_built(workspace).stem) == "00000000"
