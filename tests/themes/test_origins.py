"""What is told of a whole copy of the built-in codebook: what its owner changed, and nothing that is merely old."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.themes.built_in import built_in_text, tables
from pipeline.themes.editing import NewTheme, add_theme, describe, merge, read, retire, split, teach
from pipeline.themes.hearing import hear
from pipeline.themes.origins import origin_of, own_changes, prints_of, shipped_prints
from tests.themes.own_built_in import SMALL, ship

TEMPLATE = resource("data", "own_codebook.toml").read_text(encoding="utf-8")
ORIGIN = prints_of(tables(SMALL))
LATER = (
    SMALL.replace('"rambl*"', '"rambl*", "went on"')
    .replace('"flat"', '"listless"')
    .replace('definition = "Tools."', 'definition = "Tools and papers."')
    .replace('id = "pay"', 'id = "pay"\nretired = true')
    + '\n[[themes]]\nid = "pace"\nlabel = "Pace"\ndefinition = "x"\ncontrol = "mine"\ntopics = ["pace"]\n'
)
"""Made from SMALL: phrases added and taken out, a theme described anew, one retired, one added."""


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, tmp_path, LATER)


def test_a_copy_that_nobody_changed_becomes_the_file_that_a_home_starts_with() -> None:
    assert own_changes(SMALL, ORIGIN) == TEMPLATE
    assert own_changes(LATER) == TEMPLATE


CHANGED: list[tuple[str, Callable[[str], str], str]] = [
    ("a phrase added", lambda text: text.replace('"drive"', '"drive", "zest"'), 'topics = [\n    "zest",\n]'),
    ("a phrase taken out", lambda text: text.replace('"rambl*", ', ""), 'without = [\n    "rambl*",\n]'),
    ("a word added", lambda text: text.replace('"excel"', '"excel", "sap"'), '[words]\ntool = [\n    "sap",\n]'),
    ("renamed", lambda text: text.replace('label = "Talk"', 'label = "Speech"'), 'label = "Speech"'),
    ("retired", lambda text: retire(text, "talk"), "retired = true"),
    ("merged", lambda text: merge(text, "talk", "energy"), 'merged_into = "energy"'),
    ("removed", lambda text: text[: text.index('[[themes]]\nid = "pay"')], ""),
    ("taught", lambda text: teach(text, "sparkled", "energy", "strength"), 'clause = "sparkled"'),
    ("kind", lambda text: text.replace('kind = "circumstance"', 'kind = "quality"'), 'kind = "quality"'),
]


@pytest.mark.parametrize(("edit", "written"), [pytest.param(*rest, id=name) for name, *rest in CHANGED])
def test_what_was_changed_is_kept_and_everything_else_comes_from_the_release(
    edit: Callable[[str], str], written: str
) -> None:
    changes = own_changes(edit(SMALL), ORIGIN)
    assert written in changes
    assert changes.startswith(TEMPLATE)
    assert changes.count("[[") - TEMPLATE.count("[[") <= 1
    codebook = read(changes)
    assert [each.theme_id for each in hear("Your pace was fine. You came over as listless", codebook).mentions] == [
        "pace",
        "energy",
    ]
    assert hear("You were flat", codebook).mentions == ()


def test_a_moved_phrase_stays_where_its_owner_moved_it() -> None:
    whole, new_id = split(SMALL, "talk", NewTheme("Length", "", "mine"), [], ["dragged on"])
    codebook = read(own_changes(whole, ORIGIN))
    assert {each.theme_id for each in hear("You dragged on. You went on", codebook).mentions} == {new_id, "talk"}


def test_one_that_was_taken_out_again_of_another_role_keeps_only_the_new_one() -> None:
    whole = SMALL.replace('"enthus*", "drive"', '"enthus*"').replace('"flat"', '"flat", "drive"')
    energy = read(own_changes(whole, ORIGIN)).current("energy")
    assert energy is not None
    assert [role for role, phrase in energy.phrases if phrase == "drive"] == ["concern"]


@pytest.mark.parametrize(
    ("whole", "problem"),
    [
        (SMALL.replace('"python", ', ""), "lacks entries of the built-in word list tool"),
        (SMALL.replace('language = "en"', 'language = "xx"'), "xx"),
        (SMALL.replace("[[themes]]", "[[thema]]"), 'unknown key "thema"'),
    ],
)
def test_what_cannot_be_written_as_a_change_is_refused(whole: str, problem: str) -> None:
    with pytest.raises(InputRefusedError, match=problem):
        own_changes(whole, ORIGIN)


def test_a_copy_is_known_by_what_it_still_has(monkeypatch: pytest.MonkeyPatch) -> None:
    later = prints_of(tables(LATER))
    monkeypatch.setattr("pipeline.themes.origins.shipped_prints", lambda: (ORIGIN, later))
    assert origin_of(add_theme(SMALL, NewTheme("Aura", "", "mine"))[0]) == ORIGIN
    assert origin_of(describe(LATER, "talk", NewTheme("Speech", "", "mine"))) == later
    assert origin_of('[[themes]]\nid = "mine"\nlabel = "M"\ndefinition = "x"\ncontrol = "mine"\n') is None


def test_the_codebook_that_was_given_out_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    parts = 'language = "en"\n[[themes]]\nid = "communication"\nlabel = "Communication"\ncontrol = "mine"\n'
    some = prints_of(tables(parts + 'definition = "x"\nconcerns = ["rambl*", "dragged on"]\n'))
    assert len(shipped_prints()[0] & some) == len(some) - 1
    assert origin_of(built_in_text("en") or "") == shipped_prints()[-1]
