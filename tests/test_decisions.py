"""What decisions promise: readable text, the same when read again, and a clear word when it is broken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decisions import Decisions, StatusWord, Verdict, load_decisions, save_decisions
from pipeline.errors import WorkspaceError
from pipeline.workspace import Workspace, open_workspace

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
VERDICTS: list[Verdict] = ["accepted", "dismissed"]
MEANING = st.builds(
    StatusWord, stage=st.sampled_from([None, "applied", "offer"]), outcome=st.sampled_from([None, "rejected"])
)
PAIR = st.tuples(TEXT, TEXT).map(lambda pair: (min(pair), max(pair)))
DECISIONS = st.builds(
    Decisions,
    status_words=st.dictionaries(TEXT, MEANING, max_size=4),
    notes=st.dictionaries(TEXT, st.sampled_from(VERDICTS), max_size=4),
    told_apart=st.frozensets(PAIR, max_size=4),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(tmp_path_factory.mktemp("home"))


@given(DECISIONS)
def test_what_was_decided_is_read_again_as_it_was(workspace: Workspace, decisions: Decisions) -> None:
    save_decisions(workspace, decisions)
    assert load_decisions(workspace) == decisions


def test_a_home_without_decisions_has_none(tmp_path: Path) -> None:
    assert load_decisions(open_workspace(tmp_path)) == Decisions()


@pytest.mark.parametrize(
    "text",
    ["status_words = [", 'notes = {a = "perhaps"}', "told_apart = [['only one']]", "status_words = 3"],
    ids=["no toml", "unknown verdict", "half a pair", "no table"],
)
def test_broken_decisions_are_named_with_a_remedy(tmp_path: Path, text: str) -> None:
    workspace = open_workspace(tmp_path)
    workspace.decisions.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match="what you decided cannot be read") as caught:
        load_decisions(workspace)
    assert caught.value.remedy == "Mend the file, or remove it to let every decision go."
