"""A person's own questions: kept as they were written, never over another, and every change can be undone."""

import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputRefusedError, UsageError
from pipeline.warehouse.own_questions import (
    as_file,
    delete_question,
    own_questions,
    put_back,
    question_name,
    save_question,
)
from pipeline.warehouse.questions import Param, Question, find_question, questions, read_question
from pipeline.workspace import Workspace, open_workspace

MINE = Question(
    "who-answers",
    "Who answers?",
    "By channel.",
    {"channel": Param("phone", "How I asked."), "n": Param(3, "At least."), "code": Param("007: x", "As text.")},
    "-- mine\nselect *\nfrom stg_feedback\nwhere ask_channel = $channel and $n > 1 and $code <> ''",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def test_a_saved_question_is_listed_with_the_ready_ones_as_it_was_written(workspace: Workspace) -> None:
    ready = set(questions(workspace.home))
    save_question(workspace, MINE)
    assert find_question("who-answers", workspace.home) == MINE
    assert set(questions(workspace.home)) - ready == own_questions(workspace) == {"who-answers"}


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another thing there")
def test_a_saved_question_is_the_users_alone(workspace: Workspace) -> None:
    save_question(workspace, MINE)
    folder = workspace.home / "questions"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "who-answers.sql").stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["who-answers", "what-did-they-say"])
def test_nothing_is_written_over_unasked(workspace: Workspace, name: str) -> None:
    save_question(workspace, MINE)
    with pytest.raises(InputRefusedError, match="called"):
        save_question(workspace, replace(MINE, name=name, sql="select 1"))
    assert find_question("who-answers", workspace.home) == MINE
    assert own_questions(workspace) == {"who-answers"}


def test_a_change_and_a_new_name_can_be_undone(workspace: Workspace) -> None:
    save_question(workspace, MINE)
    renamed = replace(MINE, name="who-is-silent", title="Who is silent?", sql="select 2")
    before = save_question(workspace, renamed, replaces="who-answers")
    assert own_questions(workspace) == {"who-is-silent"}
    put_back(workspace, before)
    assert own_questions(workspace) == {"who-answers"}
    assert find_question("who-answers", workspace.home) == MINE


def test_a_deleted_question_can_be_put_back(workspace: Workspace) -> None:
    save_question(workspace, MINE)
    before = delete_question(workspace, "who-answers")
    assert own_questions(workspace) == frozenset()
    put_back(workspace, before)
    assert find_question("who-answers", workspace.home) == MINE


@pytest.mark.parametrize("name", ["what-did-they-say", "../codebook", "nothing"])
def test_only_ones_own_are_deleted(workspace: Workspace, name: str) -> None:
    with pytest.raises(UsageError):
        delete_question(workspace, name)
    assert workspace.codebook.exists()


@pytest.mark.parametrize(("title", "sql"), [(" ", "select 1"), ("x", " ")])
def test_a_question_without_a_title_or_a_query_is_refused(workspace: Workspace, title: str, sql: str) -> None:
    with pytest.raises(InputRefusedError):
        save_question(workspace, replace(MINE, title=title, sql=sql))


@given(st.text())
def test_no_title_makes_a_path_of_a_name(title: str) -> None:
    name = question_name(title)
    assert name
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name not in {"con", "nul", "aux", "prn"}


_LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).map(lambda text: " ".join(text.split()))
_TOLD = _LINE.filter(bool)
_VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=20))
_PARAMS = st.dictionaries(st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True), st.builds(Param, _VALUES, _TOLD))


@given(title=_TOLD, description=_LINE, params=_PARAMS, sql=_TOLD)
def test_a_question_is_read_as_it_was_saved(
    tmp_path_factory: pytest.TempPathFactory, title: str, description: str, params: dict[str, Param], sql: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "round-trip.sql"
    question = Question("round-trip", title, description, params, sql)
    path.write_text(as_file(question), encoding="utf-8")
    assert read_question(path) == question


def test_a_file_in_another_encoding_is_still_listed(workspace: Workspace) -> None:
    folder = workspace.home / "questions"
    folder.mkdir()
    (folder / "old.sql").write_bytes("-- Wer hört zu?\nselect 1".encode("latin-1"))
    assert questions(workspace.home)["old"].sql == "select 1"
