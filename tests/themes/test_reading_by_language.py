"""Each text is read by the codebook of its language; the themes and what the user added are the same in all."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipeline.settings import EACH_ITS_OWN, THEME_LANGUAGES
from pipeline.themes.annotate import annotate_texts
from pipeline.themes.built_in import shipped_path
from pipeline.themes.codebook import AUTO, Codebook, load_codebook, parse_codebook
from pipeline.themes.discover import suggest_themes
from pipeline.themes.editing import NewTheme, add_theme, merge, retire, teach
from pipeline.themes.hearing import hear, hear_texts
from pipeline.themes.language import LANGUAGES, NAMES, OTHER

LOOKED_AT = Path(__file__).parent / "looked_at"
MARK = re.compile(r"\{\{(\w+)\.(\w+): (.*?)\}\}")
ENGLISH = "You didn't show enough energy, and your answers rambled."
GERMAN = "Ihre Motivation war leider nicht zu spüren, und Ihre Antworten waren zu lang."
SPANISH = "No mostraste interés por el puesto y tus respuestas fueron demasiado largas."
FRENCH = "Vous n'avez pas donné d'exemples concrets pendant notre entretien."
BUILT_IN = shipped_path("en").read_text(encoding="utf-8")


def book(text: str) -> Codebook:
    return parse_codebook(text, "codebook.toml")


def frame(*texts: str | None) -> pl.DataFrame:
    return pl.DataFrame({"feedback_id": [str(place) for place in range(len(texts))], "feedback_text": texts})


def themes_in(text: str, codebook: Codebook) -> set[tuple[str, str, str]]:
    return {(mention.theme_id, mention.polarity, mention.method) for mention in hear(text, codebook).mentions}


def test_texts_side_by_side_are_each_read_in_their_language() -> None:
    found, _ = annotate_texts(frame(ENGLISH, GERMAN, None, SPANISH), load_codebook())
    named = found.group_by("feedback_id").agg(pl.col("theme_id").unique().sort()).sort("feedback_id")
    assert named.rows() == [(place, ["communication", "enthusiasm"]) for place in ("0", "1", "3")]


def test_english_is_read_the_same_beside_other_languages() -> None:
    alone, alone_left = annotate_texts(frame(ENGLISH), load_codebook())
    beside, beside_left = annotate_texts(frame(ENGLISH, GERMAN, SPANISH, FRENCH), load_codebook())
    assert beside.filter(pl.col("feedback_id") == "0").rows() == alone.rows()
    assert beside_left.filter(pl.col("feedback_id") == "0").rows() == alone_left.rows()


def test_the_english_model_proposes_nothing_in_another_language() -> None:
    lines = [MARK.sub(lambda mark: mark[3], line) for name in ("de", "es") for line in read_lines(name)]
    found, _ = annotate_texts(frame(*lines), load_codebook())
    assert set(found["method"]) == {"codebook"}


@pytest.mark.parametrize(
    ("text", "theme_id"), [(ENGLISH, "enthusiasm"), (GERMAN, "enthusiasm"), (SPANISH, "enthusiasm")]
)
def test_what_is_retired_or_merged_is_so_in_every_language(text: str, theme_id: str) -> None:
    assert theme_id in {name for name, _, _ in themes_in(text, load_codebook())}
    assert theme_id not in {name for name, _, _ in themes_in(text, book(retire(BUILT_IN, theme_id)))}
    merged = {name for name, _, _ in themes_in(text, book(merge(BUILT_IN, theme_id, "confidence")))}
    assert theme_id not in merged
    assert "confidence" in merged


def test_a_german_clause_that_was_taught_is_heard_in_german() -> None:
    text = "Leider war Ihre Aura so gar nicht die richtige für unser Haus."
    assert hear(text, load_codebook()).mentions == ()
    taught = book(teach(BUILT_IN, "Aura so gar nicht", "culture_fit", "concern"))
    assert themes_in(text, taught) == {("culture_fit", "concern", "confirmed")}


def test_phrases_of_the_users_own_are_found_in_every_language() -> None:
    text, theme_id = add_theme(BUILT_IN, NewTheme("Remote work", "Where one works.", "partly"))
    text = text.replace(f'id = "{theme_id}"', f'id = "{theme_id}"\ncircumstances = ["hot desk", "schreibtisch"]')
    for said in ("We could only offer you a hot desk.", "Leider haben wir keinen Schreibtisch frei für Sie."):
        assert theme_id in {name for name, _, _ in themes_in(said, book(text))}


def test_a_text_that_does_not_tell_is_read_like_most_of_the_others() -> None:
    among_germans, _ = annotate_texts(frame(GERMAN, "Kommunikationsstärke"), load_codebook())
    assert "1" in set(among_germans["feedback_id"])
    among_english, _ = annotate_texts(frame(ENGLISH, "Kommunikationsstärke"), load_codebook())
    assert "1" not in set(among_english["feedback_id"])


def test_a_fixed_language_is_what_every_text_is_read_in() -> None:
    german = replace(load_codebook(), read_as="de")
    assert themes_in("Motivation", german) == {("enthusiasm", "unclear", "codebook")}
    assert hear(ENGLISH, german).language == "de"
    assert hear(GERMAN, replace(load_codebook(), read_as="en")).language == "en"


def test_a_language_that_cannot_be_read_has_no_themes_but_those_taught() -> None:
    heard = hear(FRENCH, load_codebook())
    assert heard == ((), (), OTHER)
    taught = book(teach(BUILT_IN, "d'exemples concrets", "examples_evidence", "concern"))
    assert themes_in(FRENCH, taught) == {("examples_evidence", "concern", "confirmed")}


def test_a_codebook_in_german_reads_english_too() -> None:
    german = load_codebook(shipped_path("de"))
    assert themes_in(GERMAN, german) == themes_in(GERMAN, load_codebook())
    assert {name for name, _, _ in themes_in(ENGLISH, german)} == {"enthusiasm", "communication"}


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("Ihre Präsentation war überzeugend", "Ihre Praesentation war ueberzeugend"),
        ("Sie haben große Führungserfahrung", "Sie haben grosse Fuehrungserfahrung"),
        ("Wir hätten uns mehr Begeisterung gewünscht", "Wir haetten uns mehr Begeisterung gewuenscht"),
        ("Te faltó motivación en la presentación", "Te falto motivacion en la presentacion"),
    ],
)
def test_another_spelling_is_the_same_word(written: str, other: str) -> None:
    assert themes_in(written, load_codebook()) == themes_in(other, load_codebook()) != set()


def test_what_could_be_is_advice_and_what_could_was_praise() -> None:
    assert themes_in("Sie könnten gute Beispiele nennen", load_codebook()) == {
        ("examples_evidence", "concern", "codebook")
    }
    assert themes_in("Sie konnten gute Beispiele nennen", load_codebook()) == {
        ("examples_evidence", "strength", "codebook")
    }


def read_lines(name: str) -> list[str]:
    return (LOOKED_AT / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["de", "es"])
def test_courtesy_and_empty_rejections_give_no_theme(language: str) -> None:
    lines = read_lines(f"courtesy_{language}")
    found, _ = hear_texts(frame(*lines), load_codebook())
    assert found["feedback_id"].n_unique() <= 0.05 * len(lines)


@pytest.mark.parametrize("language", ["de", "es"])
def test_varied_voices_are_read_end_to_end(language: str) -> None:
    lines = read_lines(language)
    found, _ = hear_texts(frame(*(MARK.sub(lambda mark: mark[3], line) for line in lines)), load_codebook())
    named = set(found.select("feedback_id", "theme_id", "polarity").iter_rows())
    labelled = {(str(place), mark[1], mark[2]) for place, line in enumerate(lines) for mark in MARK.finditer(line)}
    assert 2 * len(named & labelled) / (len(named) + len(labelled)) >= 0.9


def test_suggestions_pass_over_a_languages_own_plain_words() -> None:
    clauses = ["weil die Aura für uns nicht können", "und die Aura für uns wir können"]
    rows = [(clause, f"C{place}", f"c{place}", str(place)) for place, clause in enumerate(clauses)]
    unexplained = pl.DataFrame(rows, schema=["clause", "company", "company_key", "feedback_id"], orient="row")
    assert [each.phrase for each in suggest_themes(unexplained, clauses, load_codebook())] == ["aura"]


def test_every_language_has_a_name_a_codebook_and_a_place_among_the_settings() -> None:
    assert set(THEME_LANGUAGES) == {EACH_ITS_OWN, *LANGUAGES}
    assert set(NAMES) == set(LANGUAGES)
    assert EACH_ITS_OWN == AUTO
    assert all(shipped_path(language).is_file() for language in LANGUAGES)
