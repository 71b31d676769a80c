"""What a taught wording promises: it is found again wherever its words stand, and it wins over everything else."""

from functools import cache

import polars as pl
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.resources import resource
from pipeline.themes.annotate import MENTION_SCHEMA, UNEXPLAINED_SCHEMA, annotate_texts
from pipeline.themes.codebook import Codebook, load_codebook, parse_codebook
from pipeline.themes.editing import merge, retire, teach, unteach
from pipeline.themes.hearing import hear, hear_texts
from pipeline.themes.taught import COURTESY

BUILT_IN = resource("data", "codebook.toml").read_text(encoding="utf-8")

SMALL = """
[[themes]]
id = "pace"
label = "Pace"
definition = "How fast they work."
control = "mine"
concerns = ["too slow"]
"""
"""A codebook that leaves nearly everything unexplained."""

WORDS = (
    "you your were not never too slow sparkle dragged on and but the café naïve didn\u2019t 4/10 e.g. we team , . "
    "; ! 🙂 \n"
)
TEXTS = st.lists(st.sampled_from(WORDS.split(" ")), min_size=1, max_size=14).map(" ".join)


@cache
def _book(text: str) -> Codebook:
    return parse_codebook(text, "codebook.toml")


def _heard(text: str, codebook: Codebook) -> list[tuple[str, str, str, str]]:
    return [(m.theme_id, m.polarity, text[m.start : m.end], m.method) for m in hear(text, codebook).mentions]


def test_a_taught_wording_is_found_in_another_text_whatever_its_case_accents_and_commas() -> None:
    codebook = _book(teach(BUILT_IN, "didn't gel with the naïve squad", "culture_fit", "concern"))
    text = "Sadly you DIDN\u2019T gel, with the naive squad. Bye"
    assert _heard(text, codebook) == [
        ("culture_fit", "concern", "DIDN\u2019T gel, with the naive squad", "confirmed")
    ]


def test_a_taught_wording_takes_the_place_of_what_the_codebook_heard_there() -> None:
    text = "You rambled."
    assert [mention.theme_id for mention in hear(text, load_codebook()).mentions] == ["communication"]
    codebook = _book(teach(BUILT_IN, "rambled", "confidence", "unclear"))
    assert _heard(text, codebook) == [("confidence", "unclear", "rambled", "confirmed")]


def test_what_is_taught_as_no_theme_is_neither_a_mention_nor_unexplained() -> None:
    text = "You rambled. The stars were not aligned."
    before = hear(text, load_codebook())
    assert before.mentions
    assert before.unexplained
    codebook = _book(teach(teach(BUILT_IN, "rambled", COURTESY, None), "the stars were not aligned", COURTESY, None))
    assert hear(text, codebook)[:2] == ((), ())


def test_of_two_wordings_that_overlap_the_longer_one_counts() -> None:
    codebook = _book(teach(teach(SMALL, "sparkle", "pace", "strength"), "too little sparkle", "pace", "concern"))
    assert _heard("There was too little sparkle", codebook) == [
        ("pace", "concern", "too little sparkle", "confirmed")
    ]


def test_a_wording_never_runs_over_the_end_of_a_sentence() -> None:
    codebook = _book(teach(SMALL, "good team", "pace", "strength"))
    assert _heard("That was good. Team of ten.", codebook) == []
    assert _heard("A good \u2014 team", codebook) == [("pace", "strength", "good \u2014 team", "confirmed")]


def test_what_was_taught_for_a_merged_theme_counts_for_its_survivor_and_for_a_retired_one_not_at_all() -> None:
    taught = teach(BUILT_IN, "lacked sparkle", "enthusiasm", "concern")
    text = "You lacked sparkle"
    assert _heard(text, _book(merge(taught, "enthusiasm", "confidence")))[0][:2] == ("confidence", "concern")
    assert _heard(text, _book(retire(taught, "enthusiasm"))) == _heard(text, _book(retire(BUILT_IN, "enthusiasm")))


@given(text=TEXTS)
@example(text="e.g. slow team 🙂")
@example(text="the team 4/10 but naïve")
@settings(max_examples=60, deadline=None)
def test_any_clause_that_is_taught_is_found_again_in_its_text(text: str) -> None:
    unexplained = hear(text, _book(SMALL)).unexplained
    assume(unexplained)
    for start, end in unexplained:
        heard = hear(text, _book(teach(SMALL, text[start:end], "pace", "strength")))
        assert any(
            m.method == "confirmed" and m.start <= start < m.end and text[m.start : m.end].strip()
            for m in heard.mentions
        )
        assert (start, end) not in heard.unexplained


@given(text=TEXTS, wording=TEXTS)
@settings(max_examples=40, deadline=None)
def test_teaching_and_taking_back_changes_nothing(text: str, wording: str) -> None:
    assume(any(character.isalnum() for character in wording))
    taught = teach(SMALL, wording, "pace", "concern")
    assert unteach(taught, wording).strip() == SMALL.strip()
    assert hear(text, _book(unteach(taught, wording))) == hear(text, _book(SMALL))


@given(text=st.text(max_size=80), wording=st.text(min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_and_wording_give_quotes_that_are_in_the_text(text: str, wording: str) -> None:
    assume(any(character.isalnum() for character in wording))
    try:
        codebook = _book(teach(SMALL, wording, "pace", "concern"))
    except ValueError:
        pytest.fail("a wording could not be written")
    frame = pl.DataFrame({"feedback_id": ["a", "b"], "feedback_text": [text, wording + " " + text]})
    mentions, _ = hear_texts(frame, codebook)
    texts = dict(frame.iter_rows())
    for row in mentions.iter_rows(named=True):
        assert texts[row["feedback_id"]][row["quote_start"] : row["quote_end"]] == row["quote"]


def test_many_texts_keep_their_order_and_schema_and_only_touched_ones_change() -> None:
    texts = ["You rambled", None, "You lacked sparkle and rambled", "lacked sparkle", "too slow"] * 3
    frame = pl.DataFrame({"feedback_id": [f"f{n}" for n in range(len(texts))], "feedback_text": texts})
    plain, _ = annotate_texts(frame, load_codebook())
    codebook = _book(teach(BUILT_IN, "lacked sparkle", "salary", "concern"))
    mentions, unexplained = hear_texts(frame, codebook)
    assert (dict(mentions.schema), dict(unexplained.schema)) == (MENTION_SCHEMA, UNEXPLAINED_SCHEMA)
    assert mentions["feedback_id"].to_list() == sorted(mentions["feedback_id"], key=lambda name: int(name[1:]))
    untouched = ~pl.col("feedback_id").is_in(mentions.filter(method="confirmed")["feedback_id"].to_list())
    assert mentions.filter(untouched).equals(plain.filter(untouched))
    assert mentions.filter(method="confirmed")["feedback_id"].to_list() == ["f2", "f3", "f7", "f8", "f12", "f13"]
    alone = [hear(text, codebook).mentions for text in texts if text]
    assert [m.theme_id for heard in alone for m in heard] == mentions["theme_id"].to_list()


def test_progress_is_told_and_can_stop_the_work() -> None:
    frame = pl.DataFrame({"feedback_id": ["a"], "feedback_text": ["too slow"]})
    shares: list[float] = []
    hear_texts(frame, load_codebook(), progress=shares.append)
    assert shares == [1.0]

    def stop(_share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        hear_texts(frame, load_codebook(), progress=stop)
