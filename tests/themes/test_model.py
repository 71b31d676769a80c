"""What the model promises: a score is a sum over what is said, and a proposal is quoted by the words that speak."""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.resources import resource
from pipeline.themes.annotate import annotate, annotate_with
from pipeline.themes.clauses import Clause, split_words
from pipeline.themes.codebook import load_codebook
from pipeline.themes.codebook_reading import read_clause
from pipeline.themes.features import codebook_features, pair_features, plain_words, word_features
from pipeline.themes.model import POLARITIES, Model, load_model, save_model
from pipeline.themes.sureness import AloneThresholds

CODEBOOK = load_codebook()


def shipped() -> Model:
    model = load_model("en")
    assert model is not None
    return model


MODEL = shipped()


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(["you", "were", "late", "but", "keen", "very", "ran", "out", "of", "steam", "zebra"]),
        min_size=1,
    )
)
def test_a_score_is_the_sum_over_the_features_of_the_clause(words: list[str]) -> None:
    reading = read_clause(Clause(0, " ".join(words), is_question=False), 0, CODEBOOK)
    codebook = codebook_features(reading.found, [(m.theme_id, m.polarity) for m in reading.mentions])
    weighed = MODEL.weigh([(words, codebook)])[0]
    counts = Counter(name for word in words for name in word_features(word))
    counts.update(name for name, _, _ in pair_features(words))
    counts.update(codebook)
    known = [(MODEL.rows[name], times) for name, times in counts.items() if name in MODEL.rows]
    scores = MODEL.bias + sum(times * MODEL.weights[row] for row, times in known)
    odds = 1 / (1 + np.exp(-scores))
    assert np.allclose(np.concatenate([weighed.themes, weighed.polarities]), odds, atol=1e-4)


def test_clauses_weigh_the_same_alone_and_among_others() -> None:
    clauses = [
        (["you", "were", "late"], {"k:none"}),
        (["zebra"], {"k:cue praise", "k:none"}),
        (["you", "ran", "out", "of", "steam"], set[str]()),
    ]
    weighing = MODEL.weigh(clauses)
    together = [weighing[place] for place in range(len(clauses))]
    for clause, among in zip(clauses, together, strict=True):
        alone = MODEL.weigh([clause])[0]
        assert np.allclose(alone.themes, among.themes, rtol=1e-6)
        assert np.allclose(alone.polarities, among.polarities, rtol=1e-6)
    assert len({tuple(weighed.themes) for weighed in together}) == len(clauses)


def test_what_the_words_add_for_a_theme_is_its_score_without_what_the_codebook_finds() -> None:
    clauses = [["late"], ["you", "were", "late"], ["you", "ran", "out", "of", "steam"]]
    weighing = MODEL.weigh([(words, set[str]()) for words in clauses])
    for clause, words in enumerate(clauses):
        weighed = weighing[clause]
        for place, chance in enumerate(weighed.themes):
            shares = weighed.shares(place)
            assert len(shares) == len(words)
            assert np.isclose(1 / (1 + np.exp(-MODEL.bias[place] - shares.sum())), chance, atol=1e-5)


def test_threads_that_weigh_at_once_do_not_disturb_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.themes.shares._KNOWN_WORDS", 500)
    shared = replace(MODEL)
    batches = [[([f"late{thread}of{number}", "late"], set[str]()) for number in range(300)] for thread in range(8)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(len(batches)) as pool:
            together = list(pool.map(shared.weigh, batches))
    finally:
        sys.setswitchinterval(interval)
    for batch, weighing in zip(batches, together, strict=True):
        assert weighing.likeliest == pytest.approx(MODEL.weigh(batch).likeliest, rel=1e-5)


def test_a_saved_model_decides_as_before(tmp_path: Path) -> None:
    weights = np.array([[1.5, -0.5, 0.25, 0, 0, 0], [-1, 2, 0, 0.5, 0, 0]], dtype=np.float32)
    save_model(
        tmp_path / "xx.npz",
        themes=("one", "two"),
        thresholds=(0.2, 0.4, AloneThresholds(0.6, 0.1)),
        allowed={"one": {"strength"}, "two": {"circumstance"}},
        bias=np.zeros(6, dtype=np.float32),
        weights=weights,
        names=("w:late", "w:ünïcode"),
    )
    with np.load(tmp_path / "xx.npz") as stored:
        assert stored["names"].tobytes().decode().split("\n") == ["w:late", "w:ünïcode"]
        assert np.allclose(stored["weights"] * stored["scale"], weights, atol=0.01)


def test_without_a_model_the_codebook_reads_alone() -> None:
    assert load_model("xx") is None
    found = annotate_with("You rambled.", CODEBOOK, None).mentions
    assert [(m.theme_id, m.method) for m in found] == [("communication", "codebook")]


def test_a_proposal_says_that_the_model_made_it_and_quotes_what_speaks_for_it() -> None:
    text = "The lunch was fine, you had not looked us up at all, and the building was cold."
    (mention,) = annotate(text, CODEBOOK).mentions
    assert (mention.theme_id, mention.polarity, mention.method) == ("company_research", "concern", "model")
    assert text[mention.start : mention.end] == "you had not looked us up at all"


def test_a_theme_that_is_not_sure_and_alone_in_its_text_is_left_to_the_reader() -> None:
    doubting = replace(MODEL, alone=AloneThresholds(1.0, 1.0))
    text = "You had not looked us up at all."
    assert annotate_with(text, CODEBOOK, MODEL).mentions
    left = annotate_with(text, CODEBOOK, doubting)
    assert left.mentions == ()
    assert [text[span.start : span.end] for span in left.unexplained] == ["You had not looked us up at all"]


@pytest.mark.parametrize("theme_id", MODEL.themes)
def test_every_theme_of_the_model_is_one_of_the_codebook(theme_id: str) -> None:
    theme = CODEBOOK.current(theme_id)
    assert theme is not None
    if theme.kind != "quality":
        assert MODEL.allowed[theme_id] == {"circumstance"}
    assert MODEL.allowed[theme_id] <= set(POLARITIES)


def test_a_clause_without_words_says_nothing() -> None:
    assert plain_words(split_words(", :").folded) == []
    assert annotate(", :", CODEBOOK).mentions == ()


def test_a_phrase_that_the_user_wrote_is_never_overruled(tmp_path: Path) -> None:
    text = "We will be in touch about the zorbing."
    shipped_text = resource("data", "codebook.toml").read_text(encoding="utf-8")
    path = tmp_path / "codebook.toml"
    path.write_text(shipped_text.replace("concerns = [\n", 'concerns = [\n  "zorbing",\n', 1), encoding="utf-8")
    strict = replace(MODEL, keep_above=1.0, alone=AloneThresholds(1.0, 1.0))
    (mention,) = annotate_with(text, load_codebook(path), strict).mentions
    assert (text[mention.start : mention.end], mention.method) == ("zorbing", "codebook")
