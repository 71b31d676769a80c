"""How people write where an application stands: a table of texts, what they say, and that they are understood."""

import pytest

from pipeline.ingest.status import read_status
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import read_cases

PHRASES = read_cases("statuses.csv")


@pytest.mark.parametrize(("text", "stage", "outcome"), PHRASES, ids=[case[0] for case in PHRASES])
def test_a_status_says_what_is_certain_and_is_understood(text: str, stage: str, outcome: str) -> None:
    reading = read_status(text, load_vocabulary())
    assert (reading.stage, reading.outcome, reading.is_known) == (stage or None, outcome or None, True)


HOPED_FOR = [
    ("R1 done, waiting R2", "first_interview"),
    ("Phone screen passed, waiting for onsite", "screening"),
    ("HR call done, next HM", "screening"),
    ("Awaiting final decision after onsite", "final_interview"),
    ("hoping for an interview", None),
    ("Waiting to schedule interview", "applied"),
]


@pytest.mark.parametrize(("text", "stage"), HOPED_FOR, ids=[text for text, _ in HOPED_FOR])
def test_a_stage_that_is_only_hoped_for_was_not_reached(text: str, stage: str | None) -> None:
    assert read_status(text, load_vocabulary()).stage == stage


def test_a_slip_of_the_keyboard_does_not_turn_a_word_round() -> None:
    assert read_status("On elligible list", load_vocabulary()).outcome is None


def test_the_users_own_meaning_of_a_text_wins() -> None:
    vocabulary = load_vocabulary().with_status_words({"Applied!": ("screening", None), "Purple": (None, "rejected")})
    assert read_status("  applied ", vocabulary).stage == "screening"
    reading = read_status("PURPLE", vocabulary)
    assert (reading.stage, reading.outcome, reading.is_known) == (None, "rejected", True)
    assert read_status("Applied online", vocabulary).stage == "applied"
