"""What cutting promises: clauses end where a statement does, and every piece keeps its place in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.themes.clauses import fold, split_clauses, split_sentences, split_words, whole_characters
from pipeline.themes.wording import load_wording

ENGLISH = load_wording("en", "test")


def clauses_of(text: str) -> list[str]:
    found = split_clauses(text, ENGLISH.clause_words)
    return [clause.text.strip() for clause in found if clause.text.strip()]


CUTS = [
    pytest.param("Good code. Poor tests!", ["Good code", "Poor tests"], id="sentences"),
    pytest.param("Keen but junior", ["Keen", "junior"], id="but"),
    pytest.param("Keen, although junior", ["Keen", "junior"], id="contrast-takes-its-comma"),
    pytest.param("However, junior", ["junior"], id="contrast-first-of-all"),
    pytest.param("Keen. However, junior", ["Keen", "junior"], id="contrast-at-the-start"),
    pytest.param("nothing but praise", ["nothing but praise"], id="not-every-but-contrasts"),
    pytest.param("in the second, but not in the first", ["in the second, but not in the first"], id="but-not-in"),
    pytest.param("not ready yet", ["not ready yet"], id="yet-without-a-comma"),
    pytest.param("keen, yet junior", ["keen", "junior"], id="yet-after-a-comma"),
    pytest.param("keen; junior\nlate", ["keen", "junior", "late"], id="semicolon-and-line"),
    pytest.param("keen - junior \u2014 late", ["keen", "junior", "late"], id="dashes"),
    pytest.param("well-prepared", ["well-prepared"], id="hyphen-joins"),
    pytest.param("keen (very) indeed", ["keen", "very", "indeed"], id="brackets"),
    pytest.param("Skills, e.g. SQL. Fine", ["Skills, e.g. SQL", "Fine"], id="abbreviation"),
    pytest.param("Node.js at 3.5 years", ["Node.js at 3.5 years"], id="dot-inside-a-word"),
    pytest.param('He said "weak." Then left', ['He said "weak', "Then left"], id="quote-after-the-stop"),
    pytest.param("good energy, clear answers", ["good energy, clear answers"], id="a-list-stays-together"),
]


@pytest.mark.parametrize(("text", "expected"), CUTS)
def test_a_clause_ends_where_a_statement_does(text: str, expected: list[str]) -> None:
    assert clauses_of(text) == expected


@settings(deadline=None)
@given(st.text())
def test_clauses_are_slices_of_the_text_in_order(text: str) -> None:
    end = 0
    for clause in split_clauses(text, ENGLISH.clause_words):
        assert clause.start >= end
        assert text[clause.start : clause.start + len(clause.text)] == clause.text != ""
        end = clause.start + len(clause.text)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["Keen", "e.g.", "no", "but", " ", ".", "?!", "\u2026", "\n", "(", ")", ",", "-"])).map(
        "".join
    )
)
def test_the_clauses_of_a_text_are_those_of_its_sentences(text: str) -> None:
    words = ENGLISH.clause_words
    sentences = split_sentences(text, words)
    assert "".join(sentence for _, sentence in sentences) == text
    of_sentences = [
        clause._replace(start=clause.start + start)
        for start, sentence in sentences
        for clause in split_clauses(sentence, words)
    ]
    assert of_sentences == list(split_clauses(text, words))


def test_only_the_asking_sentence_is_a_question() -> None:
    found = split_clauses("Late? Never.", ENGLISH.clause_words)
    assert [clause.is_question for clause in found] == [True, False]


@settings(deadline=None)
@given(st.text())
def test_words_are_never_empty_and_never_hold_a_space(text: str) -> None:
    words = split_words(text)
    assert all(word and not any(map(str.isspace, word)) for word in words.folded)
    assert all(start < end for start, end in words.spans)


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=127) | st.sampled_from("\u2019\u00e9\u0301")))
def test_the_words_of_plain_text_are_those_of_any_other(text: str) -> None:
    """Plain text is cut in a faster way; a letter that is not plain makes the same text be cut in the other."""
    words, others = split_words(text), split_words(f"{text} \u00e9")
    assert words.folded == others.folded[:-1]
    assert words.spans == others.spans[:-1]
    if words.folded:
        assert words.quote(0, len(words.folded)) == others.quote(0, len(words.folded))


MARKS = [
    pytest.param("9/10", "highmark", id="high"),
    pytest.param("3/5", "midmark", id="middle"),
    pytest.param("4/10", "lowmark", id="low"),
    pytest.param("24/7", "24/7", id="no-scale"),
    pytest.param("0/0", "0/0", id="zero"),
]


@pytest.mark.parametrize(("written", "expected"), MARKS)
def test_a_mark_out_of_a_scale_is_read(written: str, expected: str) -> None:
    assert fold(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("cafe\u0301", id="accent"),
        pytest.param("\u270d\ufe0f", id="variant"),
        pytest.param("a", id="plain"),
    ],
)
def test_a_character_is_never_cut_in_two(written: str) -> None:
    assert whole_characters(written + " x", 1 if written != "cafe\u0301" else 4) == len(written)
