"""What reading a header by its words promises: order, fillers, plurals, compounds and questions do not matter."""

import pytest

from pipeline.ingest.header_words import composed_meaning, counts_interviews, notions_of_header, split_words
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import fields_of, plan_rows, read_cases

HEADERS = read_cases("headers.csv")
BESIDE = {"Company": "company", "Role": "role", "Status": "status_text"}


@pytest.mark.parametrize(("header", "field"), HEADERS, ids=[case[0] for case in HEADERS])
def test_a_header_nobody_listed_is_read_by_its_words(header: str, field: str) -> None:
    others = [name for name, own in BESIDE.items() if own != field]
    plan = plan_rows([[*others, header], [*["Acme", "Engineer", "Applied"][: len(others)], ""]])
    assert fields_of(plan)[header] == (field or None)


WORDS = [
    ("dateApplied", ["date", "applied"]),
    ("Interview1Date", ["interview", "1", "date"]),
    ("# interviews", ["number", "of", "interviews"]),
    ("Interview #2", ["interview", "2"]),
    ("Titre de l'offre", ["titre", "de", "offre"]),
    ("What I'd do", ["what", "i", "do"]),
]


@pytest.mark.parametrize(("header", "words"), WORDS)
def test_a_header_is_split_into_its_words(header: str, words: list[str]) -> None:
    assert split_words(header) == words


@pytest.mark.parametrize("header", ["Zorp", "Date of the eclipse", "Company car allowance scheme", ""])
def test_a_header_with_a_word_nobody_knows_has_no_composed_meaning(header: str) -> None:
    assert composed_meaning(header, load_vocabulary()) is None
    assert notions_of_header(header, load_vocabulary()) == frozenset()


def test_a_compound_is_taken_apart_in_full_or_not_at_all() -> None:
    vocabulary = load_vocabulary()
    assert notions_of_header("Unternehmensbezeichnung", vocabulary) == {"company", "title"}
    assert notions_of_header("Unternehmensxyz", vocabulary) == frozenset()


@pytest.mark.parametrize(("header", "counts"), [("# interviews", True), ("Rounds", True), ("Interview 2", False)])
def test_a_number_counts_interviews_only_under_a_header_that_does(header: str, counts: bool) -> None:
    assert counts_interviews(header, load_vocabulary()) == counts
