"""What a change of the codebook promises: it is published whole or not at all, like a rebuild, and can be undone."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.settings import Settings, save_settings
from pipeline.themes.editing import NewTheme, add_theme, merge, retire, teach
from pipeline.themes.hearing import hear_texts
from pipeline.themes.taught import COURTESY
from pipeline.warehouse import recode
from pipeline.warehouse.codebook_files import codebook_changes
from pipeline.warehouse.codebooks import (
    Change,
    Edit,
    change_codebook,
    import_codebook,
    undo_codebook,
)
from pipeline.warehouse.connect import open_version
from pipeline.warehouse.imports import Incoming, import_file, rebuild_all
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.theme_tables import THEME_TABLES
from pipeline.warehouse.work import StoppedError, Work
from pipeline.workspace import Workspace, open_workspace

BUILT_IN = resource("data", "codebook.toml").read_text(encoding="utf-8")
AT_FIRST = resource("data", "own_codebook.toml").read_text(encoding="utf-8")
LOG = """Company,Asked on,Asked by,Answered on,What they said,Stated reason
Northwind,2026-05-04,phone,2026-05-06,You dragged on a bit. We loved your energy.,Dragged on
Fabrikam,2026-05-05,email,2026-05-07,You dragged on; the aura was off,
Contoso,2026-05-06,email,2026-05-08,You seemed nervous.,Someone dragged on
Tailspin,2026-05-06,email,,,
"""


@pytest.fixture(scope="session")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("codebooks") / "home"
    import_file(Incoming(LOG.encode(), "asks.csv"), open_workspace(home))
    return home


@pytest.fixture
def workspace(_imported: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(_imported, tmp_path / "home"))


def _tables(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    with open_version(ensure_built(workspace)) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: sorted(connection.execute(f"from {name}").fetchall(), key=repr) for name in names}


def _confirmed(workspace: Workspace) -> list[tuple[Any, ...]]:
    with open_version(ensure_built(workspace)) as connection:
        query = "select theme_id, polarity, quote from theme_mentions where method = 'confirmed' order by all"
        return connection.execute(query).fetchall()


def _dragged(text: str) -> str:
    return teach(text, "dragged on", "communication", "concern")


EDITS: list[tuple[str, Edit]] = [
    ("taught", _dragged),
    ("taught for a new theme", lambda text: teach(*_with_pace(text), "strength")),
    ("taught as no theme", lambda text: teach(text, "seemed nervous", COURTESY, None)),
    ("taught over the codebook", lambda text: teach(text, "loved your energy", "culture_fit", "strength")),
    ("retired", lambda text: retire(text, "enthusiasm")),
    ("merged", lambda text: merge(text, "confidence", "communication")),
    ("taught, then merged", lambda text: merge(_dragged(text), "communication", "confidence")),
]


def _with_pace(text: str) -> tuple[str, str, str]:
    text, theme_id = add_theme(text, NewTheme("Pace", "How fast.", "mine"))
    return text, "dragged on", theme_id


@pytest.mark.parametrize("edit", [pytest.param(edit, id=name) for name, edit in EDITS])
def test_a_change_publishes_what_a_rebuild_would_and_undoing_it_what_was(workspace: Workspace, edit: Edit) -> None:
    before, file_before = _tables(workspace), workspace.codebook.read_bytes()
    assert change_codebook(workspace, edit)
    changed = _tables(workspace)
    assert any(changed[name] != before[name] for name in THEME_TABLES)
    assert all(changed[name] == before[name] for name in before.keys() - set(THEME_TABLES))
    rebuild_all(workspace)
    assert _tables(workspace) == changed
    undo_codebook(workspace)
    assert workspace.codebook.read_bytes() == file_before
    assert _tables(workspace) == before
    assert codebook_changes(workspace) == ()


def test_what_was_taught_counts_at_once_in_every_text_and_reason_and_is_marked_confirmed(
    workspace: Workspace,
) -> None:
    change_codebook(workspace, _dragged)
    assert _confirmed(workspace) == [("communication", "concern", "dragged on")] * 2
    reasons = _tables(workspace)["reason_mentions"]
    assert {row[4].lower() for row in reasons if "communication" in row} == {"dragged on"}


def test_teaching_reads_only_the_texts_with_those_words_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []

    def count(frame: Any, codebook: Any) -> Any:
        read.append(frame.height)
        return hear_texts(frame, codebook)

    monkeypatch.setattr(recode, "hear_texts", count)
    change_codebook(workspace, _dragged)
    assert read == [2, 2]


def test_every_change_is_listed_and_going_back_takes_later_ones_along(workspace: Workspace) -> None:
    change_codebook(workspace, _dragged)
    change_codebook(workspace, lambda text: retire(text, "salary"))
    change_codebook(workspace, lambda text: retire(text, "timing"))
    assert [(change.number, change.what) for change in codebook_changes(workspace)] == [
        (3, ("Timing retired",)),
        (2, ("Salary retired",)),
        (1, ("taught “dragged on”: Communication, concern",)),
    ]
    last = workspace.codebook.read_bytes()
    assert undo_codebook(workspace, 2) == ("Timing retired", "Salary retired")
    assert workspace.codebook.read_text(encoding="utf-8") == _dragged(AT_FIRST)
    assert (workspace.home / "codebooks" / "undone.toml").read_bytes() == last
    assert [change.number for change in codebook_changes(workspace)] == [1]


def test_a_change_that_changes_nothing_leaves_no_trace(workspace: Workspace) -> None:
    assert change_codebook(workspace, lambda text: text) == ()
    assert codebook_changes(workspace) == ()


def test_without_a_change_there_is_nothing_to_undo(workspace: Workspace) -> None:
    with pytest.raises(InputRefusedError, match="no such change"):
        undo_codebook(workspace)


def test_a_codebook_edited_by_hand_is_noticed_and_only_its_themes_are_made_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_built(workspace)
    monkeypatch.setattr("pipeline.warehouse.build.read_tracker", None)  # reading an upload again would fail
    workspace.codebook.write_text(_dragged(BUILT_IN), encoding="utf-8")
    assert len(_confirmed(workspace)) == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe", "mine.toml: the codebook is not UTF-8 text."),
        (b"[[themes]\n", "(at line 1, column 9)"),
        ((BUILT_IN + '[[taught]]\nclause = "x"\ntheme = "pay"\n').encode(), "mine.toml, line 932: there is no theme"),
    ],
)
def test_a_broken_codebook_is_refused_with_its_line_and_nothing_changes(
    workspace: Workspace, content: bytes, says: str
) -> None:
    says = says.replace("932", str(BUILT_IN.count("\n") + 1))
    before = workspace.codebook.read_bytes()
    with pytest.raises(InputRefusedError) as refusal:
        import_codebook(workspace, content, "mine.toml")
    assert says in str(refusal.value)
    assert workspace.codebook.read_bytes() == before


def test_what_was_exported_can_be_imported_elsewhere(workspace: Workspace, tmp_path: Path) -> None:
    change_codebook(workspace, _dragged)
    other = open_workspace(tmp_path / "other")
    import_file(Incoming(LOG.encode(), "asks.csv"), other)
    import_codebook(other, workspace.codebook.read_bytes(), "codebook.toml")
    assert _confirmed(other) == _confirmed(workspace)


def _in_background(workspace: Workspace, change: Change) -> Work[tuple[str, ...]]:
    return Work(lambda tell: change(workspace, tell), name="a change")


def _retire_enthusiasm(workspace: Workspace, progress: Any) -> tuple[str, ...]:
    return change_codebook(workspace, lambda text: retire(text, "enthusiasm"), progress=progress)


def test_a_change_in_the_background_ends_published(workspace: Workspace) -> None:
    recoding = _in_background(workspace, _retire_enthusiasm)
    recoding.start()
    recoding.join(60)
    assert recoding.finished() == ("Enthusiasm retired",)
    assert (recoding.stage, recoding.share) == ("done", 1.0)


def test_a_change_that_is_stopped_leaves_everything_as_it_was(workspace: Workspace) -> None:
    before, version = workspace.codebook.read_bytes(), ensure_built(workspace)
    recoding = _in_background(workspace, _retire_enthusiasm)
    recoding.stop()
    recoding.start()
    recoding.join(60)
    with pytest.raises(StoppedError, match="as it was before"):
        recoding.finished()
    assert workspace.codebook.read_bytes() == before
    assert ensure_built(workspace) == version
    assert sorted(path.suffix for path in workspace.warehouse.iterdir() if path.name != "CURRENT") == [".duckdb"]


def test_a_refused_change_in_the_background_is_told_to_whoever_asks(workspace: Workspace) -> None:
    recoding = _in_background(workspace, lambda home, _: change_codebook(home, lambda text: retire(text, "none")))
    recoding.start()
    recoding.join(60)
    with pytest.raises(InputRefusedError, match='no theme "none"'):
        recoding.finished()


def test_a_fixed_language_is_published_as_a_rebuild_would_and_taken_back(workspace: Workspace) -> None:
    before = _tables(workspace)
    assert {row[1] for row in before["text_languages"]} == {"en"}
    save_settings(workspace, Settings(theme_language="de"))
    german = _tables(workspace)
    assert {row[1] for row in german["text_languages"]} == {"de"}
    assert all(german[name] == before[name] for name in before.keys() - set(THEME_TABLES))
    rebuild_all(workspace)
    assert _tables(workspace) == german
    save_settings(workspace, Settings())
    assert _tables(workspace) == before
