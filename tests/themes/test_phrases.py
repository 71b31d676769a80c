"""What the phrase language promises: a phrase finds what its words say and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.themes.clauses import split_words
from pipeline.themes.phrase_index import build_index
from pipeline.themes.phrases import PhraseError, read_lists, read_phrase

LISTS = read_lists({"tool": ["python", "power bi", "c++"]})

FINDS = [
    pytest.param("hiring freeze", "a Hiring freeze again", "Hiring freeze", id="words-in-order"),
    pytest.param("hiring freeze", "freeze the hiring", None, id="not-in-another-order"),
    pytest.param("hiring freeze", "rehiring freezes", None, id="whole-words-only"),
    pytest.param("enthus*", "so enthusiastically put", "enthusiastically", id="stem"),
    pytest.param("didnt listen", "you didn\u2019t listen", "didn\u2019t listen", id="any-apostrophe"),
    pytest.param("resume", "your résumé", "résumé", id="accents-do-not-matter"),
    pytest.param("(very|really) keen", "really keen", "really keen", id="one-of"),
    pytest.param("(very)? keen", "he was keen", "keen", id="an-optional-step-may-be-missing"),
    pytest.param("very? keen", "very keen", "very keen", id="an-optional-word-is-taken-when-there"),
    pytest.param("(lack of (real|any)? (drive|spark)|bored)", "a lack of spark", "lack of spark", id="nested"),
    pytest.param("asked .. questions", "asked us very good questions", "asked us very good questions", id="gap"),
    pytest.param("asked .. questions", "asked the whole panel very good questions", None, id="gap-of-three-words"),
    pytest.param("asked .. questions", "asked, then questions", None, id="no-gap-over-a-comma"),
    pytest.param("short ... time", "short of any spare time", "short of any spare time", id="long-gap"),
    pytest.param("short ... time", "short of a lifetime", None, id="no-gap-into-a-word"),
    pytest.param("# weeks", "in 12 weeks", "12 weeks", id="number"),
    pytest.param("no <tool>", "no power bi here", "no power bi", id="list"),
    pytest.param("no <tool>", "no C++ here", "no C++", id="list-entry-of-signs"),
    pytest.param("p&l", "owned a P&L", "P&L", id="and-sign"),
    pytest.param("thanks for ...", "thanks for your time today, Ana", "thanks for your time today", id="rest"),
]


@pytest.mark.parametrize(("phrase", "clause", "expected"), FINDS)
def test_a_phrase_finds_its_words(phrase: str, clause: str, expected: str | None) -> None:
    words = split_words(clause)
    found = build_index([(read_phrase(phrase, LISTS), "x")]).find(words.folded)
    quotes = [clause[words.spans[item.start][0] : words.spans[item.end - 1][1]] for item in found]
    assert quotes == ([] if expected is None else [expected])


MANY = [
    (read_phrase(phrase, LISTS), phrase)
    for phrase in ("no (real)? <tool>", "enthus*", "# weeks", "asked .. questions", "short ... time", "real")
]
WORDS = [
    "no",
    "real",
    "really",
    "python",
    "power",
    "bi",
    "enthusiasm",
    "12",
    "weeks",
    "asked",
    "questions",
    ",",
    "time",
]


@given(st.lists(st.lists(st.sampled_from([*WORDS, "ana", "acme", "lifetime", "short"]), max_size=8), max_size=8))
def test_what_was_read_before_changes_nothing(clauses: list[list[str]]) -> None:
    """An index remembers clauses whose words no phrase tells apart; here each is also read by one of its own."""
    index = build_index(MANY)
    for words in clauses:
        assert index.find(words) == build_index(MANY).find(words)


def test_the_longer_of_two_phrases_counts() -> None:
    phrases = [("leadership", "quality"), ("leadership team", "people")]
    index = build_index([(read_phrase(text, {}), sense) for text, sense in phrases])
    assert [item.sense for item in index.find(["the", "leadership", "team"])] == ["people"]
    assert [item.sense for item in index.find(["leadership", "of", "team"])] == ["quality"]


def test_of_two_phrases_on_the_same_words_the_first_counts() -> None:
    index = build_index([(read_phrase("salary", {}), "first"), (read_phrase("salar*", {}), "second")])
    assert [item.sense for item in index.find(["salary"])] == ["first"]


UNREADABLE = [
    pytest.param("(keen", 'a bracket of "(keen" is not closed', id="bracket-not-closed"),
    pytest.param("keen)", '"keen)" has a ")" too many', id="bracket-not-opened"),
    pytest.param("(keen|)", 'a bracket of "(keen|)" has an alternative without a word', id="empty-alternative"),
    pytest.param("(very)?", '"(very)?" has no word that must be there', id="all-optional"),
    pytest.param("..  keen", '"..  keen" starts or ends with a gap, or is empty', id="starts-with-a-gap"),
    pytest.param("  ", '"  " starts or ends with a gap, or is empty', id="empty"),
    pytest.param("e*", 'the stem "e*" in "e*" has less than two letters', id="stem-too-short"),
    pytest.param("en*thus", '"en*thus" in "en*thus" is not a word', id="star-in-the-middle"),
    pytest.param("!", '"!" in "!" is not a word', id="no-letter"),
    pytest.param("no <tols>", '"no <tols>" uses the word list <tols>, which [words] does not have', id="no-list"),
]


@pytest.mark.parametrize(("phrase", "message"), UNREADABLE)
def test_a_phrase_that_cannot_be_read_says_why(phrase: str, message: str) -> None:
    with pytest.raises(PhraseError) as refusal:
        read_phrase(phrase, LISTS)
    assert str(refusal.value) == message
