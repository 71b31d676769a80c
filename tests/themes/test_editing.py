"""What a change to a codebook promises: it is readable, keeps what a person wrote beside it, and can be reversed."""

from collections.abc import Callable

import pytest

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
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

BUILT_IN = resource("data", "codebook.toml").read_text(encoding="utf-8")
REMOTE = NewTheme("Remote work", "Working from home.", "partly")


def test_a_taught_wording_is_readable_text_at_the_end_and_everything_else_stays_byte_for_byte() -> None:
    text = teach(BUILT_IN, "you dragged  on", "communication", "concern")
    assert text == BUILT_IN + (
        '\n[[taught]]\nclause = "you dragged on"\ntheme = "communication"\npolarity = "concern"\n'
    )


def test_the_same_wording_taught_again_takes_the_place_of_the_first() -> None:
    text = teach(
        teach(BUILT_IN, "You dragged, on", "communication", "concern"), "you dragged on", "salary", "unclear"
    )
    assert [(each.theme_id, each.polarity) for each in read(text).taught] == [("salary", "unclear")]


def test_what_is_taught_can_be_taken_out_again() -> None:
    one = teach(BUILT_IN, "dragged on", "communication", "concern")
    assert unteach(teach(one, "sparkled", "enthusiasm", "strength"), "SPARKLED").rstrip() == one.rstrip()
    assert unteach(one, "dragged on").rstrip() == BUILT_IN.rstrip()


@pytest.mark.parametrize(
    ("label", "theme_id"),
    [
        ("Remote work", "remote_work"),
        ("Salary", "salary_2"),
        ("C++ & co.", "c_and_co"),
        ("3D", "theme_3d"),
        ("团队", "团队"),
        ("!?", "theme"),
        ("Courtesy", "courtesy_2"),
    ],
)
def test_a_new_theme_gets_an_id_from_its_name(label: str, theme_id: str) -> None:
    text = BUILT_IN.replace('label = "Salary', 'label = "Pay')
    assert add_theme(text, NewTheme(label, "x", "mine"))[1] == theme_id


def test_a_new_theme_stands_among_the_themes_and_is_described_by_its_name_until_somebody_does() -> None:
    text, theme_id = add_theme(
        teach(BUILT_IN, "dragged on", "communication", "concern"), NewTheme("Pace", "", "mine")
    )
    theme = read(text).current(theme_id)
    assert theme is not None
    assert (theme.label, theme.definition) == ("Pace", "Pace")
    assert text.index('label = "Pace"') < text.index("[[taught]]")


def test_a_merged_theme_is_heard_as_its_survivor_and_comes_back_whole() -> None:
    merged = merge(BUILT_IN, "confidence", "communication")
    assert {m.theme_id for m in hear("You seemed nervous", read(BUILT_IN)).mentions} == {"confidence"}
    assert {m.theme_id for m in hear("You seemed nervous", read(merged)).mentions} == {"communication"}
    survivor = read(merged).current("confidence")
    assert survivor is not None
    assert survivor.theme_id == "communication"
    assert restore(merged, "confidence") == BUILT_IN


def test_a_chain_of_mergers_leads_to_the_last_one() -> None:
    codebook = read(merge(merge(BUILT_IN, "confidence", "communication"), "communication", "leadership"))
    assert [getattr(codebook.current(name), "theme_id", None) for name in ("confidence", "communication")] == [
        "leadership"
    ] * 2


def test_a_retired_theme_is_not_heard_and_comes_back_whole() -> None:
    text = retire(BUILT_IN, "confidence")
    codebook = read(text)
    assert codebook.current("confidence") is None
    assert "confidence" not in {theme.theme_id for theme in codebook.themes}
    heard = hear("You seemed nervous", codebook)
    assert "confidence" not in {mention.theme_id for mention in heard.mentions}
    assert restore(text, "confidence") == BUILT_IN


def test_another_name_keeps_the_id_and_the_phrases() -> None:
    text = describe(BUILT_IN, "salary", NewTheme("Pay", "Money.", "mine"))
    old, new = read(BUILT_IN).current("salary"), read(text).current("salary")
    assert old is not None
    assert new is not None
    assert (new.label, new.definition, new.control, new.phrases) == ("Pay", "Money.", "mine", old.phrases)


def test_a_split_moves_chosen_wordings_and_phrases_to_a_new_theme() -> None:
    taught = teach(teach(BUILT_IN, "rota", "culture_fit", "concern"), "gelled", "culture_fit", "strength")
    old = read(taught).current("culture_fit")
    assert old is not None
    phrase = old.phrases[0][1]
    text, new_id = split(taught, "culture_fit", REMOTE, ["ROTA"], [phrase])
    codebook = read(text)
    assert {each.clause: each.theme_id for each in codebook.taught} == {"rota": new_id, "gelled": "culture_fit"}
    new, rest = codebook.current(new_id), codebook.current("culture_fit")
    assert new is not None
    assert rest is not None
    assert [written for _, written in new.phrases] == [phrase]
    assert phrase not in [written for _, written in rest.phrases]
    assert len(rest.phrases) + 1 == len(old.phrases)


Edit = Callable[[], object]
REFUSED: list[tuple[str, Edit, str]] = [
    ("no words", lambda: teach(BUILT_IN, " -- ", "salary", "concern"), "There are no words to teach."),
    ("no theme", lambda: teach(BUILT_IN, "x", "salery", "concern"), 'There is no theme "salery".'),
    ("not taught", lambda: unteach(BUILT_IN, "x"), '"x" is not taught.'),
    ("no name", lambda: add_theme(BUILT_IN, NewTheme(" ", "x", "mine")), "A theme needs a name."),
    ("same name", lambda: add_theme(BUILT_IN, NewTheme("enthusiasm", "", "mine")), "There is a theme called Enth"),
    ("itself", lambda: merge(BUILT_IN, "salary", "salary"), "A theme cannot be merged into itself."),
    ("into none", lambda: merge(BUILT_IN, "salary", "none"), 'There is no theme "none".'),
    ("into retired", lambda: merge(retire(BUILT_IN, "timing"), "salary", "timing"), 'There is no theme "timing".'),
    ("twice", lambda: retire(retire(BUILT_IN, "salary"), "salary"), 'There is no theme "salary".'),
    ("nothing", lambda: split(BUILT_IN, "salary", REMOTE, [], []), "Nothing was chosen to move."),
    ("strange", lambda: split(BUILT_IN, "salary", REMOTE, [], ["xyz"]), '"xyz" is not in the theme "salary".'),
]


@pytest.mark.parametrize(("edit", "problem"), [pytest.param(edit, says, id=name) for name, edit, says in REFUSED])
def test_what_cannot_be_done_is_refused_in_words(edit: Edit, problem: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        edit()
    assert refusal.value.problem.startswith(problem)


BROKEN = [
    ('[[taught]]\nclause = "x"\ntheme = "salery"\npolarity = "concern"\n', "there is no theme 'salery'"),
    ('[[taught]]\nclause = "x"\ntheme = "salary"\npolarity = "bad"\n', "unknown polarity 'bad'"),
    ('[[taught]]\nclause = "x"\ntheme = "salary"\n', "no polarity"),
    ('[[taught]]\nclause = "!"\ntheme = "courtesy"\n', "no words"),
    ('[[taught]]\nclauses = "x"\n', 'unknown key "clauses"'),
    ('[[taught]]\nclause = "x"\ntheme = "courtesy"\n[[taught]]\nclause = "X,"\ntheme = "courtesy"\n', "twice"),
]


@pytest.mark.parametrize(("section", "problem"), BROKEN)
def test_a_slip_in_what_is_taught_is_explained_with_its_line(section: str, problem: str) -> None:
    line = BUILT_IN.count("\n") + (1 if "twice" not in problem else 4)
    with pytest.raises(InputRefusedError) as refusal:
        read(BUILT_IN + section)
    assert refusal.value.problem.startswith(f"codebook.toml, line {line}: ")
    assert problem in refusal.value.problem


def test_mergers_that_run_in_a_circle_are_refused() -> None:
    text = BUILT_IN.replace('id = "salary"', 'id = "salary"\nmerged_into = "timing"')
    text = text.replace('id = "timing"', 'id = "timing"\nmerged_into = "salary"')
    with pytest.raises(InputRefusedError, match="merged into a theme that was merged into it"):
        read(text)


def test_what_a_change_did_is_told_in_short_sentences() -> None:
    book = read(BUILT_IN)
    steps = {
        "taught “dragged on”: Communication, concern": teach(BUILT_IN, "dragged on", "communication", "concern"),
        "taught “all the best”: not a theme": teach(BUILT_IN, "all the best", "courtesy", None),
        "new theme Remote work": add_theme(BUILT_IN, REMOTE)[0],
        "Timing retired": retire(BUILT_IN, "timing"),
        "Timing merged into Communication": merge(BUILT_IN, "timing", "communication"),
        "Timing renamed to Calm": describe(BUILT_IN, "timing", NewTheme("Calm", "x", "mine")),
    }
    assert {line: what_changed(book, read(text)) for line, text in steps.items()} == {line: [line] for line in steps}
    assert what_changed(read(steps["Timing retired"]), book) == ["Timing brought back"]
