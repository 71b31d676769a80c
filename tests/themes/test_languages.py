"""German and Spanish: each rule of polarity by minimal pairs, courtesy, and which language a text is in."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.resources import resource
from pipeline.themes.annotate import annotate_with
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.language import LANGUAGES, OTHER, language_of, languages_of

HELD_OUT = Path(__file__).parent / "held_out"
_MARK = re.compile(r"\{\{(\w+)\.(\w+): (.*?)\}\}")
ENGLISH = load_codebook()
CODEBOOKS = {language: load_codebook(resource("data", "codebooks", f"{language}.toml")) for language in ("de", "es")}


def found_in(text: str, codebook: Codebook) -> set[tuple[str, str]]:
    return {(mention.theme_id, mention.polarity) for mention in annotate_with(text, codebook, None).mentions}


@pytest.mark.parametrize("language", CODEBOOKS)
def test_every_language_has_the_same_themes(language: str) -> None:
    def shape(codebook: Codebook) -> list[tuple[object, ...]]:
        return [(theme.theme_id, theme.control, theme.kind, theme.parent_id) for theme in codebook.themes]

    assert CODEBOOKS[language].language == language
    assert shape(CODEBOOKS[language]) == shape(ENGLISH)


@pytest.mark.parametrize(
    ("language", "text", "theme_id", "polarity"),
    [
        (language, example.text, theme.theme_id, example.polarity)
        for language, codebook in CODEBOOKS.items()
        for theme in codebook.themes
        for example in theme.examples
    ],
)
def test_every_theme_is_found_in_its_own_examples(language: str, text: str, theme_id: str, polarity: str) -> None:
    assert found_in(text, CODEBOOKS[language]) == {(theme_id, polarity)}


@pytest.mark.parametrize("language", CODEBOOKS)
def test_every_theme_has_an_example(language: str) -> None:
    assert [theme.theme_id for theme in CODEBOOKS[language].themes if not theme.examples] == []


GERMAN_PAIRS = [
    # negation before, behind and at the end
    ("Ihre Kommunikation war gut", {"communication.strength"}),
    ("Ihre Kommunikation war nicht gut", {"communication.concern"}),
    ("Ihre Antworten waren klar", {"communication.strength"}),
    ("Ihre Antworten waren nicht besonders klar", {"communication.concern"}),
    ("Ihr Englisch reicht für die Stelle nicht aus", {"specific_skills.concern"}),
    ("Ihre Beispiele haben uns überzeugt", {"examples_evidence.strength"}),
    ("Ihre Beispiele haben uns leider nicht überzeugt", {"examples_evidence.concern"}),
    ("Nicht überzeugt hat uns Ihre Präsentation", {"communication.concern"}),
    ("Sie waren nicht unpünktlich", {"professionalism.strength"}),
    # wishes, also where the wish closes the sentence
    ("Wir hätten uns mehr Motivation gewünscht", {"enthusiasm.concern"}),
    ("Wir hätten uns klare Antworten gewünscht", {"communication.concern"}),
    ("Beispiele hätten wir uns gewünscht", {"examples_evidence.concern"}),
    ("Ihre Motivation hat mir gut gefallen", {"enthusiasm.strength"}),
    ("Arbeiten Sie an Ihrer Körpersprache", {"confidence.concern"}),
    ("Etwas mehr Führungserfahrung wäre gut gewesen", {"leadership.concern"}),
    # lack
    ("Es fehlte an Eigeninitiative", {"leadership.concern"}),
    ("Ihnen fehlt die Berufserfahrung", {"experience_level.concern"}),
    ("Es fehlte nicht an Eigeninitiative", {"leadership.strength"}),
    # ruled out, before and behind
    ("Es lag nicht an Ihrem Fachwissen", {"technical_depth.strength"}),
    ("Es lag an Ihrem Fachwissen", {"technical_depth.unclear"}),
    ("Ihr Fachwissen war nicht das Problem", {"technical_depth.strength"}),
    ("Ihr Fachwissen war das Problem", {"technical_depth.concern"}),
    ("Am Gehalt lag es nicht", set()),
    # contrast, also where the word stands behind the verb
    ("Fachlich stark, aber zu wenig Berufserfahrung", {"technical_depth.strength", "experience_level.concern"}),
    ("Ihre Antworten waren aber zu lang", {"communication.concern"}),
    ("Fachlich gut, jedoch wenig Eigeninitiative", {"technical_depth.strength", "leadership.concern"}),
    ("Obwohl Ihre Präsentation gut war, fehlten konkrete Beispiele",
     {"communication.strength", "examples_evidence.concern"}),
    # comparison: what is praised in the other one is not the seeker's
    ("Eine andere Kandidatin hatte mehr Erfahrung mit SAP", {"stronger_candidate.circumstance"}),
    ("Wir suchen jemanden mit mehr Erfahrung", {"experience_level.concern"}),
    # excess
    ("Sie wirkten selbstbewusst", {"confidence.strength"}),
    ("Sie wirkten etwas zu selbstbewusst", {"confidence.concern"}),
    # separable verbs
    ("Sie sind sehr selbstbewusst aufgetreten", {"confidence.strength"}),
    ("Sie traten sehr souverän auf", {"confidence.strength"}),
    ("Sie gingen kaum vorbereitet ins Gespräch", {"company_research.concern"}),
    # "ß" and, as in Switzerland, "ss"
    ("Große Erfahrung", {"experience_level.strength"}),
    ("Grosse Erfahrung", {"experience_level.strength"}),
    # headings and marks
    ("Stärken: Kommunikation", {"communication.strength"}),
    ("Schwächen: Kommunikation", {"communication.concern"}),
    ("Kommunikation 9/10", {"communication.strength"}),
    ("Kommunikation 3/10", {"communication.concern"}),
    # a question decides nothing
    ("War Ihre Motivation zu gering?", {"enthusiasm.unclear"}),
    # "zu" before an infinitive is no excess
    ("Ihre Fähigkeit, klar zu kommunizieren, hat uns überzeugt", {"communication.strength"}),
]  # fmt: skip

SPANISH_PAIRS = [
    # negation
    ("Tu comunicación fue buena", {"communication.strength"}),
    ("Tu comunicación no fue buena", {"communication.concern"}),
    ("Mostraste iniciativa", {"leadership.strength"}),
    ("No mostraste iniciativa", {"leadership.concern"}),
    ("Tus ejemplos nos convencieron", {"examples_evidence.strength"}),
    ("Tus ejemplos no nos convencieron", {"examples_evidence.concern"}),
    ("Tu inglés no es suficiente", {"specific_skills.concern"}),
    ("No fuiste impuntual", {"professionalism.strength"}),
    # wishes
    ("Nos hubiera gustado ver más entusiasmo", {"enthusiasm.concern"}),
    ("Nos gustó tu entusiasmo", {"enthusiasm.strength"}),
    ("Esperábamos buenos ejemplos", {"examples_evidence.concern"}),
    ("Deberías trabajar tu lenguaje corporal", {"confidence.concern"}),
    ("Eché en falta buenos ejemplos", {"examples_evidence.concern"}),
    # lack
    ("Te falta experiencia", {"experience_level.concern"}),
    ("Falta de iniciativa", {"leadership.concern"}),
    ("Sin falta de iniciativa", {"leadership.strength"}),
    # ruled out, before and behind
    ("No fue por tu nivel técnico", {"technical_depth.strength"}),
    ("Tu nivel técnico no fue el problema", {"technical_depth.strength"}),
    ("Tu nivel técnico fue el problema", {"technical_depth.concern"}),
    ("No fue por el salario", set()),
    # contrast
    ("Buena técnica, pero poca experiencia", {"technical_depth.strength", "experience_level.concern"}),
    ("Aunque tu presentación fue buena, faltaron ejemplos concretos",
     {"communication.strength", "examples_evidence.concern"}),
    # comparison
    ("Otra candidata tenía más experiencia en SAP", {"stronger_candidate.circumstance"}),
    ("Buscamos a alguien con más experiencia", {"experience_level.concern"}),
    # excess
    ("Parecías seguro", {"confidence.strength"}),
    ("Parecías demasiado seguro", {"confidence.concern"}),
    # the adjective behind the noun, the subject left out
    ("Comunicación clara, poca iniciativa", {"communication.strength", "leadership.concern"}),
    ("Explicas muy bien y no preguntaste nada", {"communication.strength", "questions_asked.concern"}),
    # headings and marks
    ("Puntos fuertes: comunicación", {"communication.strength"}),
    ("Puntos débiles: comunicación", {"communication.concern"}),
    ("Comunicación 9/10", {"communication.strength"}),
    ("Comunicación 3/10", {"communication.concern"}),
    # a question decides nothing
    ("¿Fue mala tu motivación?", {"enthusiasm.unclear"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [("de", *pair) for pair in GERMAN_PAIRS] + [("es", *pair) for pair in SPANISH_PAIRS],
)
def test_the_words_around_a_theme_decide_what_is_said_of_it(language: str, text: str, expected: set[str]) -> None:
    assert {f"{theme}.{polarity}" for theme, polarity in found_in(text, CODEBOOKS[language])} == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Vielen Dank für Ihr Interesse an einer Mitarbeit und Ihre Motivation."),
        ("de", "Wir wünschen Ihnen für Ihren weiteren beruflichen Weg viel Erfolg."),
        ("de", "Leider müssen wir Ihnen mitteilen, dass wir Ihre Bewerbung nicht weiter berücksichtigen können."),
        ("de", "Diese Entscheidung ist uns nicht leicht gefallen."),
        ("de", "Bitte verstehen Sie diese Absage nicht als Bewertung Ihrer Qualifikation."),
        ("de", "Gerne nehmen wir Ihr Profil in unseren Talentpool auf."),
        ("de", "Mit freundlichen Grüßen"),
        ("de", "Kein Feedback bekommen, trotz zweier Nachfragen."),
        ("es", "Muchas gracias por su interés en formar parte de nuestro equipo."),
        ("es", "Te deseamos mucha suerte en tu carrera profesional."),
        ("es", "Lamentamos informarle de que no ha sido seleccionado."),
        ("es", "Ha sido una decisión muy difícil por el alto nivel de los candidatos."),
        ("es", "Guardaremos tu perfil en nuestra base de datos para futuras vacantes."),
        ("es", "No dude en contactarnos si tiene alguna pregunta."),
        ("es", "Un cordial saludo"),
        ("es", "No me han dado ninguna respuesta."),
    ],
)
def test_courtesy_names_no_theme(language: str, text: str) -> None:
    assert found_in(text, CODEBOOKS[language]) == set()


AWKWARD_WORDS = ["nicht", "gut", "Erfahrung", "ß", "é", "no", "más", ",", ".", "aber", "¿", "ñ", "pero", "👍🏽"]


@pytest.mark.parametrize("language", CODEBOOKS)
@given(text=st.text() | st.lists(st.sampled_from(AWKWARD_WORDS)).map(" ".join))
def test_any_text_is_read_and_quoted_from_itself(language: str, text: str) -> None:
    for mention in annotate_with(text, CODEBOOKS[language], None).mentions:
        assert 0 <= mention.start < mention.end <= len(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your answers were hard to follow", "en"),
        ("Too junior", "en"),
        ("sql weak", None),
        ("strong technically, weak comms", "en"),
        ("No feedback", None),
        ("salary mismatch", None),
        ("Great résumé, naïve questions", "en"),
        ("They said I was über-qualified", "en"),
        ("Went to Siemens AG in München, the panel was nice", "en"),
        ("Fachlich stark, aber zu wenig Erfahrung", "de"),
        ("Gute Kommunikation", "de"),
        ("Budget gestrichen", "de"),
        ("GEHALT ZU HOCH", "de"),
        ("Faehigkeiten gut, Auftreten schlecht", "de"),
        ("Feedback vom Hiring Manager: passt nicht ins Team", "de"),
        ("no tienes experiencia suficiente", "es"),
        ("salario demasiado alto", "es"),
        ("Muy buena actitud", "es"),
        ("El manager dice que me falta experiencia", "es"),
        # doubtful, empty, or in a language without a codebook
        ("", None),
        ("ok", None),
        ("Python", None),
        ("4/10", None),
        ("👍👍", None),
        ("Nous avons choisi un candidat avec plus d'expérience", OTHER),
        ("Infelizmente o candidato não tem experiência suficiente", OTHER),
        ("Purtroppo abbiamo scelto un altro candidato", OTHER),
        ("Helaas hebben we voor een andere kandidaat gekozen", OTHER),
    ],
)
def test_a_text_is_in_the_language_it_clearly_is_in_and_else_in_none(text: str, language: str | None) -> None:
    assert language_of(text) == language


@given(text=st.text())
def test_any_text_has_a_language_and_always_the_same(text: str) -> None:
    language = language_of(text)
    assert language is None or language in {*LANGUAGES, OTHER}
    language_of.cache_clear()
    assert language_of(text) == language
    beside_german = languages_of([text, "Leider haben wir uns für jemand anderen entschieden"], usual="en")
    assert beside_german == [language or "en", "de"]


def held_out(language: str) -> list[tuple[str, set[tuple[str, str]]]]:
    lines = (HELD_OUT / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [
        (_MARK.sub(lambda match: match[3], line), {(match[1], match[2]) for match in _MARK.finditer(line)})
        for line in lines
    ]


@pytest.mark.parametrize("language", CODEBOOKS)
def test_a_text_that_no_phrase_was_written_for_is_in_its_language(language: str) -> None:
    assert [text for text, _ in held_out(language) if language_of(text) != language] == []


@pytest.mark.parametrize("language", CODEBOOKS)
def test_themes_and_polarity_are_read_in_texts_that_no_phrase_was_written_for(language: str) -> None:
    right = wrong = missed = 0
    for text, labelled in held_out(language):
        found = found_in(text, CODEBOOKS[language])
        right += len(found & labelled)
        wrong += len(found - labelled)
        missed += len(labelled - found)
    assert right / (right + wrong) >= 0.85
    assert 2 * right / (2 * right + wrong + missed) >= 0.85


@pytest.mark.parametrize("language", CODEBOOKS)
def test_an_empty_rejection_that_no_phrase_was_written_for_names_no_theme(language: str) -> None:
    assert [
        text for text, labelled in held_out(language) if not labelled and found_in(text, CODEBOOKS[language])
    ] == []
