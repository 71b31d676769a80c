"""What a codebook that holds only changes promises: the built-in one with them, whatever the next release has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.themes.built_in import built_in_text, tables
from pipeline.themes.codebook import Codebook
from pipeline.themes.editing import (
    NewTheme,
    add_theme,
    describe,
    merge,
    read,
    restore,
    retire,
    split,
    teach,
    unteach,
    what_changed,
)
from pipeline.themes.hearing import hear
from pipeline.themes.origins import own_changes
from pipeline.themes.whole import whole_text
from tests.themes.own_built_in import NOTHING_CHANGED, SMALL, ship

TEMPLATE = resource("data", "own_codebook.toml").read_text(encoding="utf-8")

Edit = Callable[[str], str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built_in")


@pytest.fixture
def small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    ship(monkeypatch, folder, SMALL)

    def release(text: str) -> None:
        ship(monkeypatch, folder, text)

    return release


_IDS = st.sampled_from(["energy", "talk", "skills", "pay", "pace", "talk_2"])
_LABELS = st.sampled_from(["Pace", "Talk", "Money", "Energy"])
_CLAUSES = st.sampled_from(["dragged on", "you sparkled", "aura"])
_PHRASES = st.sets(st.sampled_from(["enthus*", "drive", "rambl*", "dragged on", "<tool>", "over budget"]), max_size=3)


@st.composite
def _edits(draw: st.DrawFn) -> Edit:
    theme, other, clause = draw(_IDS), draw(_IDS), draw(_CLAUSES)
    new = NewTheme(draw(_LABELS), draw(st.sampled_from(["", "How."])), draw(st.sampled_from(["mine", "partly"])))
    phrases = draw(_PHRASES)
    edits: list[Edit] = [
        lambda text: teach(text, clause, theme, "concern"),
        lambda text: unteach(text, clause),
        lambda text: add_theme(text, new)[0],
        lambda text: describe(text, theme, new),
        lambda text: merge(text, theme, other),
        lambda text: retire(text, theme),
        lambda text: restore(text, theme),
        lambda text: split(text, theme, new, [], phrases)[0],
        lambda text: split(text, theme, new, [clause], phrases)[0],
    ]
    return draw(st.sampled_from(edits))


def _edited(edit: Edit, text: str) -> str | None:
    """None where the edit is refused."""
    try:
        return edit(text)
    except InputRefusedError:
        return None


def _found_by(codebook: Codebook) -> tuple[object, ...]:
    """Everything of a codebook but the order of its themes and phrases; last what is its owner's."""
    themes = [(t.theme_id, t.label, t.definition, t.control, t.kind, t.parent_id) for t in codebook.themes]
    former = [(t.theme_id, t.label, t.merged_into, t.is_retired) for t in codebook.former]
    phrases = {(t.theme_id, *each) for t in (*codebook.themes, *codebook.former) for each in t.phrases}
    return sorted(map(repr, themes)), sorted(map(repr, former)), phrases - codebook.set_aside, codebook.own


_STEPS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_STEPS
@given(st.lists(_edits(), max_size=7))
def test_editing_the_changes_gives_the_same_codebook_as_editing_a_whole_copy(
    small: Callable[[str], None], edits: list[Edit]
) -> None:
    small(SMALL)
    whole, changes = SMALL, NOTHING_CHANGED
    for edit in edits:
        one, other = _edited(edit, whole), _edited(edit, changes)
        assert (one is None) == (other is None)
        whole, changes = one or whole, other or changes
        assert read(changes) == read(whole)


@_STEPS
@given(st.lists(_edits(), max_size=7))
def test_what_was_changed_can_be_written_whole_and_told_from_the_whole_again(
    small: Callable[[str], None], edits: list[Edit]
) -> None:
    small(SMALL)
    changes = NOTHING_CHANGED
    for edit in edits:
        changes = _edited(edit, changes) or changes
    whole = whole_text(changes)
    assert "extends" not in whole
    assert _found_by(read(whole)) == _found_by(read(changes))
    assert _found_by(read(own_changes(whole))) == _found_by(read(changes))


@st.composite
def _releases(draw: st.DrawFn) -> str:
    """A later built-in codebook: phrases come, go and move, themes are renamed, merged, retired and added."""
    text = SMALL
    places = ["topics = [", "concerns = [", "circumstances = [", None]
    for phrase in ("pace", "(aura|vibe)", "dragged on", "sparkl*"):
        key = draw(st.sampled_from(places))
        if key is not None:
            text = text.replace(f'"{phrase}"', '"moved away"').replace(key, f'{key}"{phrase}", ', 1)
    for theme_id in draw(st.sets(st.sampled_from(["energy", "talk"]), max_size=1)):
        other = "talk" if theme_id == "energy" else "energy"
        state = draw(st.sampled_from(["retired = true", f'merged_into = "{other}"', 'merged_into = "pay"']))
        text = text.replace(f'id = "{theme_id}"\n', f'id = "{theme_id}"\n{state}\n')
    if draw(st.booleans()):
        new = '[[themes]]\nid = "pace"\nlabel = "Pace"\ndefinition = "x"\ncontrol = "mine"\ntopics = ["quick"]\n'
        text += new
    return text


@_STEPS
@given(st.lists(_edits(), max_size=7), _releases())
def test_no_release_makes_what_was_changed_unreadable_or_takes_any_of_it_away(
    small: Callable[[str], None], edits: list[Edit], release: str
) -> None:
    small(SMALL)
    changes = NOTHING_CHANGED
    for edit in edits:
        changes = _edited(edit, changes) or changes
    before = read(changes)
    small(release)
    assert read(release).themes
    after = read(changes)
    assert (after.own, after.taught) == (before.own, before.taught)
    assert after.own.isdisjoint(after.set_aside)
    for theme in before.former:
        stands_for, stood_for = after.current(theme.theme_id), before.current(theme.theme_id)
        assert (stands_for and stands_for.theme_id) == (stood_for and stood_for.theme_id)
    assert _found_by(read(whole_text(changes)))[:3] == _found_by(after)[:3]


def test_the_file_that_a_home_starts_with_changes_nothing() -> None:
    assert read(TEMPLATE) == read(built_in_text("en") or "")
    assert whole_text(TEMPLATE) == built_in_text("en")


def test_what_the_head_of_that_file_shows_can_be_written() -> None:
    shown = [line.removeprefix("#   ") for line in TEMPLATE.splitlines() if line.startswith(("#   ", "#\n"))]
    codebook = read("\n".join([NOTHING_CHANGED, *shown]).replace('merged_into = "confidence"', "# merged_into"))
    assert codebook.notes == ()
    assert {theme.label for theme in codebook.former} == {"How I come across"}
    assert "remote_work" in {theme.theme_id for theme in codebook.themes}
    assert [each.clause for each in codebook.taught] == ["you dragged on"]
    assert "power apps" in codebook.words["tool"]


def test_a_phrase_of_a_newer_release_is_heard_beside_what_was_changed(small: Callable[[str], None]) -> None:
    changes = retire(teach(NOTHING_CHANGED, "sparkled", "energy", "strength"), "pay")
    assert hear("Your aura was off", read(changes)).mentions == ()
    small(SMALL.replace('"rambl*"', '"rambl*", "aura was off"'))
    assert [each.theme_id for each in hear("Your aura was off. You sparkled", read(changes)).mentions] == [
        "talk",
        "energy",
    ]
    assert read(changes).current("pay") is None


def test_a_phrase_that_was_taken_out_stays_out_whatever_a_release_brings(small: Callable[[str], None]) -> None:
    changes = NOTHING_CHANGED + '[[themes]]\nid = "talk"\nwithout = ["rambl*"]\n'
    for release in (SMALL, SMALL.replace('"waffl*"', '"waffl*", "went on"'), SMALL + "\n# newer\n"):
        small(release)
        assert hear("You rambled", read(changes)).mentions == ()
        assert [each.theme_id for each in hear("You waffled", read(changes)).mentions] == ["talk"]


@pytest.mark.usefixtures("small")
def test_an_entry_of_a_word_list_counts_in_the_built_in_phrases() -> None:
    changes = NOTHING_CHANGED + '[words]\ntool = ["power apps"]\n'
    assert [each.theme_id for each in hear("Strong in Power Apps", read(changes)).mentions] == ["skills"]
    assert [each.theme_id for each in hear("Strong in Python", read(changes)).mentions] == ["skills"]


def _theme(section: str) -> str:
    return f"{NOTHING_CHANGED}[[themes]]\n{section}\n"


OWN = 'id = "aura"\nlabel = "Aura"\ndefinition = "x"\ncontrol = "mine"\n'
CONFLICTS = [
    pytest.param(
        _theme('id = "energy"\nconcerns = ["went on"]'),
        SMALL.replace('"rambl*"', '"rambl*", "went on"'),
        "“went on” of Talk is left out: “went on” belongs to Energy.",
        id="the same phrase for another theme",
    ),
    pytest.param(
        _theme('id = "talk"\nwithout = ["rambl*"]'),
        SMALL.replace('"rambl*", ', ""),
        "Talk has no built-in phrase “rambl*” to be without.",
        id="nothing left to be without",
    ),
    pytest.param(
        _theme(OWN),
        SMALL + '[[themes]]\nid = "glow"\nlabel = "Aura"\ndefinition = "x"\ncontrol = "mine"\n',
        "Two themes are called Aura: glow and aura. Rename one of them, or merge them.",
        id="a theme of the same name",
    ),
    pytest.param(
        _theme('id = "talk"\nconcerns = ["went on"]'),
        SMALL.replace('id = "talk"', 'id = "talk"\nretired = true'),
        "Talk is no longer a built-in theme, and your phrases for it went with it.",
        id="a theme that was added to is retired",
    ),
    pytest.param(
        _theme('id = "energy"\nmerged_into = "talk"'),
        SMALL.replace('id = "talk"', 'id = "talk"\nmerged_into = "energy"'),
        "Talk stays a theme of its own, because you merged another into it.",
        id="merged the other way round",
    ),
]


@pytest.mark.parametrize(("changes", "release", "said"), CONFLICTS)
def test_where_a_release_wants_something_else_the_owner_wins_and_it_is_said(
    small: Callable[[str], None], changes: str, release: str, said: str
) -> None:
    assert read(changes).notes == ()
    small(release)
    assert read(changes).notes == (said,)


def test_what_a_release_retired_can_be_brought_back(small: Callable[[str], None]) -> None:
    small(SMALL.replace('id = "talk"', 'id = "talk"\nretired = true'))
    assert read(NOTHING_CHANGED).current("talk") is None
    changes = restore(NOTHING_CHANGED, "talk")
    assert "retired = false" in changes
    assert [each.theme_id for each in hear("You rambled", read(changes)).mentions] == ["talk"]
    assert read(retire(changes, "talk")).current("talk") is None


@pytest.mark.usefixtures("small")
def test_only_what_is_different_is_written_and_taking_it_back_leaves_nothing() -> None:
    renamed = describe(NOTHING_CHANGED, "talk", NewTheme("Speech", "How clearly.", "mine"))
    assert renamed == NOTHING_CHANGED + '\n[[themes]]\nid = "talk"\nlabel = "Speech"\n'
    assert describe(renamed, "talk", NewTheme("Talk", "How clearly.", "mine")).strip() == NOTHING_CHANGED.strip()
    assert restore(retire(NOTHING_CHANGED, "talk"), "talk").strip() == NOTHING_CHANGED.strip()


@pytest.mark.usefixtures("small")
def test_a_persons_comments_stay_where_they_are() -> None:
    text = "# mine\n" + _theme('id = "talk"  # clearer\n# of a coach\nlabel = "Speech"')
    assert merge(text, "talk", "energy") == text.rstrip() + '\nmerged_into = "energy"\n'


REFUSED = [
    (_theme('id = "tolk"'), 'codebook.toml, theme "tolk": the built-in codebook has no such theme', '"talk"'),
    (_theme('id = "talk"\nwithin = ["x"]'), 'codebook.toml, theme "talk": unknown key "within"', '"without"'),
    (_theme('id = "talk"\nwithout = "x"'), 'theme "talk": without is not a list of texts', "Write it as"),
    (_theme(OWN + 'without = ["x"]'), 'codebook.toml, theme "aura": unknown key "without"', "Remove it"),
    (_theme('id = "talk"\n[[themes]]\nid = "talk"'), 'two themes have the id "talk"', "into one section"),
    (_theme('label = "Talk"'), "codebook.toml, theme 1: no id.", "Found: None"),
    ('extends = "built_in"\n', "there is no codebook to extend", 'Write extends = "built-in"'),
    (NOTHING_CHANGED + "themes = 3\n", "themes is not a list of sections", "[[themes]]"),
    (NOTHING_CHANGED + "words = 3\n", "[words] is not a section", 'name = ["…"]'),
    (
        _theme('id = "talk"\ntopics = ["x"]\n[[themes]]\nid = "pay"\ntopics = ["x"]'),
        'theme "pay": "x" also belongs to "talk"',
        "Remove it from one of the two",
    ),
]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("text", "problem", "remedy"), REFUSED)
def test_a_slip_is_refused_with_what_to_do(text: str, problem: str, remedy: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        read(text)
    assert problem in str(refusal.value)
    assert remedy in str(refusal.value)


def test_a_codebook_that_extends_nothing_is_as_before_and_says_when_it_changes_over(
    small: Callable[[str], None],
) -> None:
    whole = read(SMALL.replace('"rambl*", ', ""))
    small(SMALL.replace('"waffl*"', '"waffl*", "went on"'))
    assert hear("You went on", whole).mentions == ()
    assert not whole.extends
    assert what_changed(read(SMALL), read(NOTHING_CHANGED))[0].startswith("follows the built-in codebook from now on")
    assert what_changed(read(NOTHING_CHANGED), read(SMALL))[0].startswith("a whole codebook from now on")


def test_texts_in_other_languages_are_read_with_what_was_changed_too() -> None:
    changes = retire(add_theme(TEMPLATE, NewTheme("Aura", "", "mine"))[0], "enthusiasm")
    changes = changes.replace('label = "Aura"', 'label = "Aura"\ntopics = ["ausstrahlung"]')
    heard = hear("Es fehlte Ihnen an Begeisterung und an Ausstrahlung, das war schade", read(changes))
    assert (heard.language, [each.theme_id for each in heard.mentions]) == ("de", ["aura"])


IDS_FOR_EVER = (
    "enthusiasm",
    "company_research",
    "technical_depth",
    "problem_solving",
    "communication",
    "examples_evidence",
    "leadership",
    "confidence",
    "questions_asked",
    "professionalism",
    "specific_skills",
    "experience_level",
    "culture_fit",
    "career_alignment",
    "salary",
    "overqualified",
    "stronger_candidate",
    "internal_candidate",
    "role_cancelled",
    "visa_location",
    "timing",
)


def test_a_built_in_theme_is_never_removed_for_codebooks_name_it() -> None:
    built_in = tables(built_in_text("en") or "")
    assert {theme["id"] for theme in built_in["themes"]} >= set(IDS_FOR_EVER)


def test_what_is_an_owners_own_follows_what_is_shipped(small: Callable[[str], None]) -> None:
    same = SMALL.replace('label = "Pay"', 'label = "Wages"')
    small(SMALL)
    assert read(same).own == frozenset()
    small(SMALL.replace('"over budget"', '"too dear"'))
    assert read(same).own == {("pay", "circumstance", "over budget")}
