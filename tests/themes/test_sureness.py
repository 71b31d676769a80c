"""What is alone in its text has to be sure, unless the codebook's own words are most of what the text says."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.themes.annotate import annotate, annotate_with
from pipeline.themes.codebook import load_codebook
from pipeline.themes.codebook_reading import Mention
from pipeline.themes.model import load_model
from pipeline.themes.sureness import AloneThresholds, are_unsure_alone

CODEBOOK = load_codebook()
THRESHOLDS = AloneThresholds(alone_above=0.7, named_above=0.2)
VOICES = Path(__file__).parent / "voices.jsonl"


def mention(text: str, quote: str, *, chance: float, method: str = "codebook", theme: str = "confidence") -> Mention:
    start = text.index(quote)
    return Mention(theme, "concern", start, start + len(quote), method, chance)


def is_unsure(text: str, *mentions: Mention) -> bool:
    return are_unsure_alone(mentions, text, CODEBOOK.wording, THRESHOLDS)


SHORT = "You weren't confident."
MOST = "You weren't confident, sadly."
LONG = "Lovely weather for a walk along the river, then lunch with friends, and you weren't confident."


@pytest.mark.parametrize(
    ("text", "chance", "method", "unsure"),
    [
        pytest.param(SHORT, 0.3, "codebook", False, id="all-that-a-text-says"),
        pytest.param(SHORT, 0.1, "codebook", False, id="nothing-else-that-it-could-mean"),
        pytest.param(MOST, 0.3, "codebook", False, id="most-of-what-a-text-says"),
        pytest.param(MOST, 0.1, "codebook", True, id="very-unlikely-all-the-same"),
        pytest.param(SHORT, 0.3, "model", True, id="a-proposal-is-no-word-of-the-codebook"),
        pytest.param(LONG, 0.3, "codebook", True, id="a-small-part-of-a-text"),
        pytest.param(LONG, 0.7, "codebook", False, id="sure"),
        pytest.param(LONG, 0.7, "model", False, id="sure-proposal"),
    ],
)
def test_what_is_alone_has_to_be_sure(text: str, chance: float, method: str, *, unsure: bool) -> None:
    assert is_unsure(text, mention(text, "weren't confident", chance=chance, method=method)) is unsure


def test_two_themes_in_a_text_vouch_for_each_other() -> None:
    text = "You weren't confident, and you rambled."
    one = mention(text, "weren't confident", chance=0.1)
    other = mention(text, "rambled", chance=0.1, theme="communication")
    assert is_unsure(text, one)
    assert not is_unsure(text, one, other)


def test_a_text_without_a_theme_is_not_unsure_of_one() -> None:
    assert not is_unsure(SHORT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You weren't confident.", ("confidence", "concern")),
        ("You weren't confident enough.", ("confidence", "concern")),
        ("Not confident enough for a client-facing role.", ("confidence", "concern")),
        ("You were not enthusiastic.", ("enthusiasm", "concern")),
        ("You hadn't researched us.", ("company_research", "concern")),
        ("You were not prepared.", ("company_research", "concern")),
        ("You didn't ask any questions.", ("questions_asked", "concern")),
        ("Not enough detail.", ("examples_evidence", "concern")),
        ("More structure would have helped.", ("communication", "concern")),
        ("You weren't clear.", ("communication", "concern")),
        ("You were confident.", ("confidence", "strength")),
        ("You lacked confidence.", ("confidence", "concern")),
        ("You were late.", ("professionalism", "concern")),
        ("Your coding was weak.", ("technical_depth", "concern")),
        ("Great energy.", ("enthusiasm", "strength")),
    ],
)
def test_a_text_of_one_clause_names_its_theme(text: str, expected: tuple[str, str]) -> None:
    assert [(each.theme_id, each.polarity) for each in annotate(text, CODEBOOK).mentions] == [expected]


def test_words_that_the_codebook_explains_are_not_given_to_another_theme_lightly() -> None:
    advice = "My honest advice would be to do your research on the company."
    assert {each.theme_id for each in annotate(advice, CODEBOOK).mentions} == {"company_research"}
    shipped = load_model("en")
    assert shipped is not None
    guessing = replace(shipped, propose_above=0.05)
    for line in VOICES.read_text(encoding="utf-8").splitlines():
        found = annotate_with(json.loads(line)["text"], CODEBOOK, guessing).mentions
        explained = [each for each in found if each.method == "codebook"]
        for each in found:
            if each.method == "model" and any(o.start < each.end and each.start < o.end for o in explained):
                assert each.chance >= 0.6
