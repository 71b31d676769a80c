"""What annotating promises: exact quotes from any text, the same each time, and nothing said twice."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipeline.themes.annotate import MENTION_SCHEMA, UNEXPLAINED_SCHEMA, annotate, annotate_texts, annotate_with
from pipeline.themes.codebook import load_codebook

CODEBOOK = load_codebook()
ANOTHER_COPY = load_codebook()
VOICES = [
    json.loads(line) for line in (Path(__file__).parent / "voices.jsonl").read_text(encoding="utf-8").splitlines()
]

PIECES = st.sampled_from(
    [
        "your enthusiasm", "was great", "coding", "not", "lack of", "but", ", ", ". ", "? ", "\n", ": ", "Strengths",
        "more", "we need", "another candidate had", "hiring freeze", "thank you for", "examples", "\u0301", "😬",
        "4/10", "e\u0301lan", "İ", "\u2019", "-", "—", "(", '"', "salary", "nervous", "rambled", " ", "\u200d",
        "and you",
    ],
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES, max_size=25).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_any_text_gives_exact_trimmed_quotes(text: str) -> None:
    annotation = annotate(text, CODEBOOK)
    spans = [(mention.start, mention.end) for mention in annotation.mentions]
    for start, end in [*spans, *annotation.unexplained]:
        assert 0 <= start < end <= len(text)
        quote = text[start:end]
        assert quote == quote.strip(" \t\r\n,.;:!?-\u2013\u2014()\"'") != ""
    assert spans == sorted(spans)
    for start, end in annotation.unexplained:
        assert all(last <= start or end <= first for first, last in spans)


@settings(deadline=None)
@given(TEXTS)
def test_a_theme_has_one_mention_for_the_same_words(text: str) -> None:
    mentions = annotate(text, CODEBOOK).mentions
    for number, one in enumerate(mentions):
        for other in mentions[number + 1 :]:
            assert one.theme_id != other.theme_id or one.end <= other.start or other.end <= one.start


@settings(deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert annotate(text, CODEBOOK) == annotate(text, ANOTHER_COPY)


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), TEXTS), max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(texts: list[str | None], random: Any) -> None:
    rows = [{"feedback_id": f"f{number}", "feedback_text": text} for number, text in enumerate(texts)]
    shuffled = rows.copy()
    random.shuffle(shuffled)
    schema = {"feedback_id": pl.String(), "feedback_text": pl.String()}
    for one, other in zip(
        annotate_texts(pl.DataFrame(rows, schema=schema), CODEBOOK),
        annotate_texts(pl.DataFrame(shuffled, schema=schema), CODEBOOK),
        strict=True,
    ):
        assert_frame_equal(one.sort(pl.all()), other.sort(pl.all()))


def test_many_texts_become_rows_in_order() -> None:
    feedback = pl.DataFrame(
        {
            "feedback_id": ["b", "a", "c", "d"],
            "feedback_text": ["You rambled. It rained on Tuesday morning.", None, "hiring freeze", "You rambled."],
        },
    )
    mentions, unexplained = annotate_texts(feedback, CODEBOOK)
    assert_frame_equal(
        mentions,
        pl.DataFrame(
            [
                ("b", "communication", "concern", "rambled", 4, 11, "codebook"),
                ("c", "role_cancelled", "circumstance", "hiring freeze", 0, 13, "codebook"),
                ("d", "communication", "concern", "rambled", 4, 11, "codebook"),
            ],
            schema=MENTION_SCHEMA,
            orient="row",
        ),
    )
    assert_frame_equal(
        unexplained,
        pl.DataFrame(
            [("b", "It rained on Tuesday morning", 13, 41)],
            schema=UNEXPLAINED_SCHEMA,
            orient="row",
        ),
    )


def test_texts_read_by_several_processes_give_the_same_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [entry["text"] for entry in VOICES]
    feedback = pl.DataFrame({"feedback_id": [f"f{number}" for number in range(len(texts))], "feedback_text": texts})
    alone = annotate_texts(feedback, CODEBOOK)
    monkeypatch.setattr("pipeline.themes.annotate._WORTH_A_PROCESS", 1)
    monkeypatch.setattr("pipeline.themes.annotate._BATCH", 5)
    shares: list[float] = []
    for one, other in zip(alone, annotate_texts(feedback, CODEBOOK, progress=shares.append), strict=True):
        assert_frame_equal(one, other)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(shares) > 2


def test_what_is_forgotten_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [entry["text"] for entry in VOICES]
    feedback = pl.DataFrame({"feedback_id": [f"f{number}" for number in range(len(texts))], "feedback_text": texts})
    remembered = annotate_texts(feedback, CODEBOOK)
    for most in (
        "reader._REMEMBERED",
        "shares._KNOWN_WORDS",
        "phrase_index._KNOWN_WORDS",
        "phrase_index._READ_CLAUSES",
    ):
        monkeypatch.setattr(f"pipeline.themes.{most}", 3)
    monkeypatch.setattr("pipeline.themes.annotate._BATCH", 5)
    for one, other in zip(remembered, annotate_texts(feedback, CODEBOOK), strict=True):
        assert_frame_equal(one, other)


def test_no_texts_give_empty_frames_of_the_same_shape() -> None:
    feedback = pl.DataFrame(schema={"feedback_id": pl.String(), "feedback_text": pl.String()})
    mentions, unexplained = annotate_texts(feedback, CODEBOOK)
    assert (mentions.schema, unexplained.schema) == (pl.Schema(MENTION_SCHEMA), pl.Schema(UNEXPLAINED_SCHEMA))
    assert mentions.is_empty()
    assert unexplained.is_empty()


@pytest.mark.parametrize("entry", VOICES, ids=lambda entry: entry["id"])
def test_the_voices_quote_what_they_are_labelled_with(entry: dict[str, Any]) -> None:
    theme_ids = {theme.theme_id for theme in CODEBOOK.themes}
    for label in entry["labels"]:
        assert entry["text"][label["start"] : label["end"]] == label["quote"]
        assert label["theme"] in theme_ids


def test_the_codebook_alone_reads_the_voices_with_few_mistakes() -> None:
    """A floor: a change of the codebook that breaks plain texts shows here. It says nothing of other texts."""
    found = right = labelled = 0
    for entry in VOICES:
        expected = {(label["theme"], label["polarity"]) for label in entry["labels"]}
        mentions = {(m.theme_id, m.polarity) for m in annotate_with(entry["text"], CODEBOOK, None).mentions}
        found, labelled, right = found + len(mentions), labelled + len(expected), right + len(mentions & expected)
    assert right / found >= 0.95
    assert right / labelled >= 0.95
