"""What is said to be missing, or not enough, is a concern; what could not be more is a strength.

The sentences differ in shape rather than in words: each shape speaks of several themes, and each has its opposite.
"""

import pytest

from pipeline.themes.annotate import annotate, annotate_with
from pipeline.themes.codebook import load_codebook
from pipeline.themes.in_language import in_language

CODEBOOK = load_codebook()

ENGLISH = [
    # not enough, and enough
    ("You didn't show enough energy.", {"enthusiasm.concern"}),
    ("There was not enough detail in your answers.", {"examples_evidence.concern"}),
    ("You didn't give us enough concrete examples.", {"examples_evidence.concern"}),
    ("They didn't feel you gave enough detail on your own role.", {"examples_evidence.concern"}),
    ("You never showed quite enough interest in the role.", {"enthusiasm.concern"}),
    ("You failed to show enough leadership.", {"leadership.concern"}),
    ("We did not see enough evidence of problem solving.", {"problem_solving.concern"}),
    ("Hardly enough experience for this level.", {"experience_level.concern"}),
    ("Your presentation wasn't structured enough.", {"communication.concern"}),
    ("You were not confident enough.", {"confidence.concern"}),
    ("You didn't go into enough technical depth.", {"technical_depth.concern"}),
    ("You weren't senior enough to run the department.", {"experience_level.concern"}),
    ("You weren't composed enough for a client-facing role.", {"confidence.concern"}),
    ("You weren't strategic enough.", {"leadership.concern"}),
    ("You are more than senior enough.", {"experience_level.strength"}),
    ("You gave too little detail.", {"examples_evidence.concern"}),
    ("You gave enough examples.", {"examples_evidence.strength"}),
    ("You gave us more than enough detail.", {"examples_evidence.strength"}),
    ("You certainly have enough technical knowledge.", {"technical_depth.strength"}),
    ("Your answers were clear enough.", {"communication.strength"}),
    # wishes before and behind
    ("You could have shown more energy.", {"enthusiasm.concern"}),
    ("We'd have liked to see more structure.", {"communication.concern"}),
    ("I would have loved to hear more about your leadership.", {"leadership.concern"}),
    ("You needed to show a lot more drive.", {"enthusiasm.concern"}),
    ("If there had been more structure to your answers we would have said yes.", {"communication.concern"}),
    ("It would have helped to hear strong examples.", {"examples_evidence.concern"}),
    ("Your answers could have been much clearer.", {"communication.concern"}),
    ("More structure would have helped.", {"communication.concern"}),
    ("Great examples would have made the difference.", {"examples_evidence.concern"}),
    ("Some clear examples would not have gone amiss.", {"examples_evidence.concern"}),
    ("Better structure, clearer examples and a bit more energy would have helped.",
     {"communication.concern", "examples_evidence.concern", "enthusiasm.concern"}),
    # a wish at the end leaves alone what was said before it
    ("Your energy was great and more structure would have helped.",
     {"enthusiasm.strength", "communication.concern"}),
    ("Great energy, more structure would have helped.", {"enthusiasm.strength", "communication.concern"}),
    # missing
    ("We missed strong examples.", {"examples_evidence.concern"}),
    ("What was missing was clear structure.", {"communication.concern"}),
    ("A clear structure was missing.", {"communication.concern"}),
    ("Great energy, but clear structure was missing.", {"enthusiasm.strength", "communication.concern"}),
    ("There was no lack of energy.", {"enthusiasm.strength"}),
    ("You were never short of confidence.", {"confidence.strength"}),
    # what could not be more
    ("You couldn't have shown more enthusiasm.", {"enthusiasm.strength"}),
    ("You could not have been better prepared.", {"company_research.strength"}),
    ("We could not have asked for better examples.", {"examples_evidence.strength"}),
    ("Your communication could hardly have been better.", {"communication.strength"}),
    ("Your communication could have been better.", {"communication.concern"}),
    ("Your communication could not be faulted.", {"communication.strength"}),
    # more of it, as a fact
    ("You showed more energy than anyone else we met.", {"enthusiasm.strength"}),
    ("You asked better questions this time.", {"questions_asked.strength"}),
    ("If you had more experience, it would be a yes.", {"experience_level.concern"}),
    # not only
    ("You were not only confident but also well prepared.", {"confidence.strength", "company_research.strength"}),
    ("You were not just confident, you were well prepared.", {"confidence.strength", "company_research.strength"}),
]  # fmt: skip

GERMAN = [
    ("Starke Beispiele hätten wir uns gewünscht.", {"examples_evidence.concern"}),
    ("Klare Beispiele hätten wir uns gewünscht.", {"examples_evidence.concern"}),
    ("Eine klare Struktur haben wir vermisst.", {"communication.concern"}),
    ("Eine klare Struktur wäre hilfreich gewesen.", {"communication.concern"}),
    ("Mehr Struktur wäre gut gewesen.", {"communication.concern"}),
    ("Mehr Struktur hätte geholfen.", {"communication.concern"}),
    ("Etwas mehr Begeisterung hätte nicht geschadet.", {"enthusiasm.concern"}),
    ("Ein souveräneres Auftreten hätte uns überzeugt.", {"confidence.concern"}),
    ("Gute Beispiele haben uns gefehlt.", {"examples_evidence.concern"}),
    ("Gute Beispiele fehlten leider.", {"examples_evidence.concern"}),
    ("Uns fehlten gute Beispiele.", {"examples_evidence.concern"}),
    ("Was fehlte, waren gute Beispiele.", {"examples_evidence.concern"}),
    ("Starke Motivation war nicht zu erkennen.", {"enthusiasm.concern"}),
    ("Wenn Sie mehr Beispiele genannt hätten, wäre es anders ausgegangen.", {"examples_evidence.concern"}),
    ("Klare Beispiele, mehr Struktur und Begeisterung hätten wir uns gewünscht.",
     {"examples_evidence.concern", "communication.concern", "enthusiasm.concern"}),
    ("Ihre Beispiele waren gut, mehr Struktur hätten wir uns gewünscht.",
     {"examples_evidence.strength", "communication.concern"}),
    ("Sie haben nicht genug Begeisterung gezeigt.", {"enthusiasm.concern"}),
    ("Nicht genügend Motivation.", {"enthusiasm.concern"}),
    ("Sie haben zu wenige Beispiele genannt.", {"examples_evidence.concern"}),
    ("Sie haben genug Beispiele genannt.", {"examples_evidence.strength"}),
    ("Sie haben mehr als genug Beispiele genannt.", {"examples_evidence.strength"}),
    ("Sie haben ausreichend Berufserfahrung.", {"experience_level.strength"}),
    ("Mehr Motivation hätten Sie nicht zeigen können.", {"enthusiasm.strength"}),
    ("An Motivation fehlte es nicht.", {"enthusiasm.strength"}),
    ("Es fehlte nicht an Begeisterung.", {"enthusiasm.strength"}),
    ("Sie hatten nicht nur gute Beispiele, sondern auch eine klare Struktur.",
     {"examples_evidence.strength", "communication.strength"}),
]  # fmt: skip

SPANISH = [
    ("Nos hubiera gustado ver más ejemplos.", {"examples_evidence.concern"}),
    ("Nos hubiera gustado ver buenos ejemplos.", {"examples_evidence.concern"}),
    ("Nos habría gustado una comunicación más clara.", {"communication.concern"}),
    ("Buenos ejemplos nos habrían gustado.", {"examples_evidence.concern"}),
    ("Faltó claridad.", {"communication.concern"}),
    ("Faltaron buenos ejemplos.", {"examples_evidence.concern"}),
    ("Te faltó entusiasmo.", {"enthusiasm.concern"}),
    ("Más estructura habría ayudado.", {"communication.concern"}),
    ("Buenos ejemplos habrían marcado la diferencia.", {"examples_evidence.concern"}),
    ("Una estructura clara hubiera estado bien.", {"communication.concern"}),
    ("Un poco más de entusiasmo no habría venido mal.", {"enthusiasm.concern"}),
    ("Ejemplos concretos es lo que echamos en falta.", {"examples_evidence.concern"}),
    ("Podrías haber mostrado más entusiasmo.", {"enthusiasm.concern"}),
    ("Si hubieras mostrado más entusiasmo, habrías pasado.", {"enthusiasm.concern"}),
    ("Tus respuestas podrían haber sido más claras.", {"communication.concern"}),
    ("No diste suficientes ejemplos.", {"examples_evidence.concern"}),
    ("No hubo suficiente claridad.", {"communication.concern"}),
    ("Tu comunicación no fue lo suficientemente clara.", {"communication.concern"}),
    ("Diste suficientes ejemplos.", {"examples_evidence.strength"}),
    ("Tienes suficiente experiencia.", {"experience_level.strength"}),
    ("No te faltó entusiasmo.", {"enthusiasm.strength"}),
    ("No podrías haber mostrado más entusiasmo.", {"enthusiasm.strength"}),
    ("Mostraste más entusiasmo que los demás.", {"enthusiasm.strength"}),
    ("No solo diste buenos ejemplos, sino también mucha claridad.",
     {"examples_evidence.strength", "communication.strength"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [(language, *pair) for language, pairs in (("en", ENGLISH), ("de", GERMAN), ("es", SPANISH)) for pair in pairs],
)
def test_what_is_missing_is_a_concern_and_what_could_not_be_more_a_strength(
    language: str, text: str, expected: set[str]
) -> None:
    found = annotate_with(text, in_language(CODEBOOK, language), None).mentions
    assert {f"{mention.theme_id}.{mention.polarity}" for mention in found} == expected


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_the_model_leaves_the_verdict_as_the_rules_found_it(text: str, expected: set[str]) -> None:
    found = {f"{mention.theme_id}.{mention.polarity}" for mention in annotate(text, CODEBOOK).mentions}
    assert {verdict for verdict in found if verdict.split(".")[0] in {each.split(".")[0] for each in expected}} == (
        expected
    )
