"""What the documents say of themes holds on texts that nothing was trained or tuned on."""

from pathlib import Path

import pytest

from pipeline.themes.annotate import annotate
from pipeline.themes.codebook import load_codebook
from training.bank import LabelledText, bank_folder, read_clauses, read_marked, read_texts
from training.score import Agreement, agreement

CODEBOOK = load_codebook()
HELD_OUT = Path(__file__).parent / "held_out"
BANK = bank_folder("en")
by_both_writers = pytest.mark.parametrize("writer", ["", "second_"], ids=["first writer", "second writer"])


def texts_of(name: str) -> list[LabelledText]:
    lines = (HELD_OUT / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [read_marked(line, name) for line in lines]


def reached(name: str) -> Agreement:
    texts = texts_of(name)
    return agreement(texts, [annotate(text.text, CODEBOOK) for text in texts])


@by_both_writers
def test_plain_wording_is_read_as_a_reader_does(writer: str) -> None:
    plain = reached(f"{writer}plain")
    assert plain.themes.f1 >= 0.80
    assert plain.themes.precision >= 0.85
    assert plain.polarities.f1 >= 0.75
    assert plain.overlap >= 0.95


@by_both_writers
def test_idiomatic_wording_is_read_half_and_seldom_wrongly(writer: str) -> None:
    idiomatic = reached(f"{writer}idiomatic")
    assert idiomatic.themes.f1 >= 0.50
    assert idiomatic.themes.precision >= 0.75


@by_both_writers
def test_courtesy_names_no_theme(writer: str) -> None:
    courtesy = reached(f"{writer}courtesy")
    assert courtesy.silent_count / courtesy.empty_count >= 0.95


def test_no_text_that_measures_is_one_that_trains() -> None:
    trained = {text.text for text in read_texts(BANK)} | {clause.text for clause in read_clauses(BANK)}
    for file in HELD_OUT.glob("*.txt"):
        assert trained.isdisjoint(text.text for text in texts_of(file.stem))


def test_the_bank_is_large_and_in_many_voices() -> None:
    clauses = read_clauses(BANK)
    assert len(clauses) >= 3_000
    assert len({clause.voice for clause in clauses}) >= 12


def test_every_label_of_the_bank_is_a_theme_with_a_polarity() -> None:
    labels = {(label.theme_id, label.polarity) for text in read_texts(BANK) for label in text.labels}
    labels |= {label for clause in read_clauses(BANK) for label in clause.labels}
    for theme_id, polarity in labels:
        assert CODEBOOK.current(theme_id) is not None
        assert polarity in {"strength", "concern", "circumstance", "unclear"}
