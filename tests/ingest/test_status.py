"""What status words promise: stage and outcome by phrases, stage never lowered, the unknown told and not guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.status import read_status
from pipeline.vocabulary import load_vocabulary

STATUSES = [
    ("Applied", "applied", None),
    ("✅ Applied", "applied", None),
    ("Pending", "applied", None),
    ("Rejected", None, "rejected"),
    ("  REJ ", None, "rejected"),
    ("Rejection :(", None, "rejected"),
    ("rejected UK", None, "rejected"),
    ("reeejected", None, "rejected"),
    ("Not selected", None, "rejected"),
    ("Rejected after onsite", "final_interview", "rejected"),
    ("Interview → Rejected", "first_interview", "rejected"),
    ("Rejected, no interview", "applied", "rejected"),
    ("Rejected without an interview", "applied", "rejected"),
    ("Phone screen", "screening", None),
    ("OA received", "screening", None),
    ("Interview Scheduled", "first_interview", None),
    ("2nd round", "second_interview", None),
    ("Final Round", "final_interview", None),
    ("Offer", "offer", "offer"),
    ("Offer declined", "offer", "declined"),
    ("HIRED, OFFER ACCEPTED May 18", "hired", "accepted"),
    ("Ghosted", None, "no_response"),
    ("No response after 2nd interview", "second_interview", "no_response"),
    ("I withdrew", None, "withdrawn"),
    ("To Apply", "saved", None),
    ("Not applied", "saved", None),
    ("Position filled", None, "rejected"),
    ("Absage nach Vorstellungsgespräch", "first_interview", "rejected"),
    ("Refusé", None, "rejected"),
    ("Entrevista", "first_interview", None),
    ("Em análise", "applied", None),
    ("Colloquio fissato", "first_interview", None),
    ("Afgewezen", None, "rejected"),
    ("Mülakat Daveti", "first_interview", None),
    ("Olumsuz (Red)", None, "rejected"),
    ("已投递", "applied", None),
    ("二面挂", "second_interview", "rejected"),
    ("مقابلة أولى", "first_interview", None),
    ("Αρνήθηκα την προσφορά", "offer", "declined"),
    ("Elutasítva", None, "rejected"),
    ("Zusage, hab abgesagt", "offer", "withdrawn"),
    ("**APPLIED** — sponsorship yes, onsite gate", "applied", None),
    ("**APPLIED** (rejected)", "applied", "rejected"),
    ("**BLOCKED** — they want a company address", "saved", None),
]


@pytest.mark.parametrize(("text", "stage", "outcome"), STATUSES, ids=[text for text, _, _ in STATUSES])
def test_a_status_is_read_however_it_was_written(text: str, stage: str | None, outcome: str | None) -> None:
    reading = read_status(text, load_vocabulary())
    assert (reading.stage, reading.outcome) == (stage, outcome)


@pytest.mark.parametrize("text", ["???", "sent with the short version of my CV", "0", "asdf", "Purple"])
def test_an_unknown_status_says_nothing_and_is_told(text: str) -> None:
    reading = read_status(text, load_vocabulary())
    assert not reading.is_known
    assert reading.outcome is None


@pytest.mark.parametrize("text", ["reeejected", "Suspected ghost job", "White whale, watching"])
def test_a_status_understood_in_part_is_told(text: str) -> None:
    assert not read_status(text, load_vocabulary()).is_known


def test_a_posting_that_ended_is_told_apart_from_a_rejection() -> None:
    vocabulary = load_vocabulary()
    assert read_status("Position filled", vocabulary).is_posting_gone
    assert not read_status("Rejected", vocabulary).is_posting_gone
    assert not read_status("Rejected after interview, role filled", vocabulary).is_posting_gone


@given(st.text(max_size=80))
def test_any_text_is_a_status_or_unknown(text: str) -> None:
    vocabulary = load_vocabulary()
    reading = read_status(text, vocabulary)
    assert reading.stage in {*vocabulary.stages, None}
    assert reading.outcome in {*vocabulary.outcomes, None}


@given(st.sampled_from(["Interview", "Final round", "Phone screen", "2nd interview", "Offer"]))
def test_a_rejection_never_lowers_a_stage(stage_text: str) -> None:
    vocabulary = load_vocabulary()
    alone = read_status(stage_text, vocabulary)
    rejected = read_status(f"{stage_text} - Rejected", vocabulary)
    assert rejected.stage == alone.stage
    assert rejected.outcome == "rejected"
