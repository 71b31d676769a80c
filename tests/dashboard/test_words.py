"""The words' promises: nothing of the data's own short names reaches a reader."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dashboard import words
from pipeline.dashboard.asking import running
from pipeline.dashboard.session import Snapshot


@pytest.mark.parametrize("module", [words, running], ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    found = doctest.testmod(module)  # type: ignore[arg-type]  # parametrised modules are objects to the checker
    assert found.attempted > 0
    assert found.failed == 0


def test_every_segment_has_words(sample: Snapshot) -> None:
    rows = sample.rows("select distinct dimension, segment from feedback_response_rates where dimension <> 'overall'")
    assert set(rows["dimension"]) == set(words.DIMENSIONS)
    for dimension, segment in rows.iter_rows():
        phrase = words.asks_phrase(dimension, segment)
        assert phrase.startswith("Asks ")
        assert "_" not in phrase
        assert "{" not in phrase


@given(st.integers(0, 500), st.integers(1, 500))
def test_how_often_is_said_with_both_numbers_or_a_word_for_them(count: int, more: int) -> None:
    text = words.times_in(count, count + more)
    assert text.endswith(f" in {count + more}")
    assert text.startswith({0: "not once", 1: "once"}.get(count, f"{count} times"))


def test_what_was_not_written_down_says_so() -> None:
    assert words.label(None) == "Not written down"
    assert words.segment_label("source", "unknown") == "Not written down"
