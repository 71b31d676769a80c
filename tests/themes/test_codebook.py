"""What the codebook promises: all themes are there, its own examples hold, and a slip in it is explained."""

from pathlib import Path

import pytest

from pipeline.errors import InputRefusedError
from pipeline.themes.annotate import annotate
from pipeline.themes.codebook import load_codebook

CODEBOOK = load_codebook()

CONTROLS = {
    "enthusiasm": "mine",
    "company_research": "mine",
    "technical_depth": "mine",
    "problem_solving": "mine",
    "communication": "mine",
    "examples_evidence": "mine",
    "leadership": "mine",
    "confidence": "mine",
    "questions_asked": "mine",
    "professionalism": "mine",
    "specific_skills": "partly",
    "experience_level": "partly",
    "culture_fit": "partly",
    "career_alignment": "partly",
    "salary": "partly",
    "overqualified": "not_mine",
    "stronger_candidate": "not_mine",
    "internal_candidate": "not_mine",
    "role_cancelled": "not_mine",
    "visa_location": "not_mine",
    "timing": "not_mine",
}


def test_the_built_in_codebook_has_the_themes_and_who_has_them_in_hand() -> None:
    assert {theme.theme_id: theme.control for theme in CODEBOOK.themes} == CONTROLS


EXAMPLES = [
    pytest.param(theme.theme_id, example.polarity, example.text, id=f"{theme.theme_id}-{example.text}")
    for theme in CODEBOOK.themes
    for example in theme.examples
]


@pytest.mark.parametrize(("theme_id", "polarity", "text"), EXAMPLES)
def test_a_theme_is_found_in_its_own_examples(theme_id: str, polarity: str, text: str) -> None:
    mentions = annotate(text, CODEBOOK).mentions
    assert (theme_id, polarity) in {(mention.theme_id, mention.polarity) for mention in mentions}


def test_every_theme_has_an_example() -> None:
    assert [theme.theme_id for theme in CODEBOOK.themes if not theme.examples] == []


THEME = 'id = "remote"\nlabel = "Remote"\ndefinition = "Working from home."\ncontrol = "mine"\n'


def test_a_users_own_theme_is_found(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(f'[words]\nplace = ["home", "the beach"]\n[[themes]]\n{THEME}topics = ["work* from <place>"]\n')
    codebook = load_codebook(path)
    mentions = annotate("We had concerns about you working from the beach", codebook).mentions
    assert [(mention.theme_id, mention.polarity) for mention in mentions] == [("remote", "concern")]


REFUSED = [
    pytest.param(
        "",
        "codebook.toml: no themes.\nGive each theme a [[themes]] section with id, label, definition and control.",
        id="empty",
    ),
    pytest.param(
        "[[themes]\n",
        "codebook.toml: the codebook is not valid TOML.\nFound: Expected ']]' at the end of an array declaration "
        "(at line 1, column 9)\nMend that line; a missing quote, comma or bracket is the usual cause.",
        id="not-toml",
    ),
    pytest.param(
        "[[theme]]\n" + THEME,
        'codebook.toml: unknown key "theme".\nKnown keys: language, words, themes, taught.\nDid you mean "themes"?',
        id="unknown-section",
    ),
    pytest.param(
        'language = "xx"\n[[themes]]\n' + THEME,
        'codebook.toml: no wording for the language "xx".\nThere is one for: de, en, es.\n'
        'Write, for example, language = "en".',
        id="unknown-language",
    ),
    pytest.param(
        "[[themes]]\nlabel = 'x'\n",
        "codebook.toml, theme 1: no usable id.\nFound: None\n"
        'Give it one of small letters and underscores, such as id = "remote_work".',
        id="no-id",
    ),
    pytest.param(
        "[[themes]]\n" + THEME.replace("definition", "defintion"),
        'codebook.toml, theme "remote": unknown key "defintion".\nKnown keys: id, label, definition, control, kind, '
        "parent, merged_into, retired, strengths, concerns, circumstances, topics, examples.\n"
        'Did you mean "definition"?',
        id="unknown-key",
    ),
    pytest.param(
        "[[themes]]\n" + THEME.replace('label = "Remote"\n', ""),
        'codebook.toml, theme "remote": no label.\nAdd label = "…".',
        id="no-label",
    ),
    pytest.param(
        "[[themes]]\n" + THEME.replace('"mine"', '"not-mine"'),
        "codebook.toml, theme \"remote\": unknown control 'not-mine'.\nIt can be: mine, partly, not_mine.\n"
        'Did you mean "not_mine"?',
        id="unknown-control",
    ),
    pytest.param(
        "[[themes]]\n" + THEME + 'kind = "thing"\n',
        "codebook.toml, theme \"remote\": unknown kind 'thing'.\nIt can be: quality, circumstance, comparison.\n"
        'Write, for example, kind = "quality".',
        id="unknown-kind",
    ),
    pytest.param(
        "[[themes]]\n" + THEME + 'topics = "home"\n',
        'codebook.toml, theme "remote": topics is not a list of texts.\nFound: \'home\'\nWrite it as ["one", "two"].',
        id="no-list",
    ),
    pytest.param(
        "[[themes]]\n" + THEME + 'topics = ["(home"]\n',
        'codebook.toml, theme "remote": a phrase cannot be read.\nFound: a bracket of "(home" is not closed.\n'
        "The head of the built-in codebook shows how phrases are written.",
        id="bad-phrase",
    ),
    pytest.param(
        '[words]\nplace = ["(home"]\n[[themes]]\n' + THEME,
        'codebook.toml, [words]: a phrase cannot be read.\nFound: a bracket of "(home" is not closed.\n'
        "The head of the built-in codebook shows how phrases are written.",
        id="bad-word-list",
    ),
    pytest.param(
        f"[[themes]]\n{THEME}[[themes]]\n{THEME}",
        'codebook.toml: two themes have the id "remote".\nRename one, or move its phrases to the other.',
        id="duplicate-id",
    ),
    pytest.param(
        f'[[themes]]\n{THEME}topics = ["home"]\n'
        f'[[themes]]\n{THEME.replace("remote", "hybrid")}concerns = ["(home|far)"]\n',
        'codebook.toml, theme "hybrid": "home" also belongs to "remote".\nRemove it from one of the two.',
        id="phrase-claimed-twice",
    ),
    pytest.param(
        f'[[themes]]\n{THEME}parent = "remot"\n[[themes]]\n{THEME.replace("remote", "remotely")}',
        'codebook.toml, theme "remote": the parent "remot" is no other theme.\nDid you mean "remotely"?',
        id="unknown-parent",
    ),
    pytest.param(
        f'[[themes]]\n{THEME}examples.praise = ["x"]\n',
        'codebook.toml, theme "remote", examples: unknown key "praise".\n'
        "Known keys: strength, concern, circumstance, unclear.\nRemove it, or use one of those.",
        id="unknown-polarity",
    ),
]


@pytest.mark.parametrize(("content", "message"), REFUSED)
def test_a_slip_in_a_codebook_is_explained(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "codebook.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputRefusedError) as refusal:
        load_codebook(path)
    assert str(refusal.value) == message


def test_a_codebook_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codebook.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputRefusedError, match=r"^codebook\.toml: the codebook is not UTF-8 text\."):
        load_codebook(path)


def test_a_missing_codebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="the codebook cannot be read"):
        load_codebook(tmp_path / "none.toml")
