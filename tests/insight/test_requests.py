"""A request is short, polite, names what it is about, and leaves no blank where something is known."""

from typing import Any

import pytest

from pipeline.insight.requests import mail_link, request_text

ASK: dict[str, Any] = {
    "company": "Fern & Co {Ltd}",
    "role": "Analyst",
    "contact": "Jo Reed (recruiter), jo@fern.example",
    "action": "ask",
    "reason": "rejected",
    "suggested_channel": "email",
}
CHANNELS = ["phone", "video", "in_person", "email", "message", "letter", "portal", "other"]


@pytest.mark.parametrize(("action", "reason"), [("ask", "rejected"), ("ask", "silent"), ("nudge", "waiting")])
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_request_names_company_role_and_contact_and_says_thank_you(action: str, reason: str, channel: str) -> None:
    request = request_text({**ASK, "action": action, "reason": reason}, channel)
    assert all(word in request.text for word in ("Fern & Co {Ltd}", "Analyst", "Jo Reed"))
    assert "hank you" in request.text
    assert "minutes" in request.text or "one sentence" in request.text
    assert "recruiter" not in request.text
    assert len(request.text.split()) < 130


def test_only_a_letter_has_a_subject_and_the_suggested_channel_is_taken() -> None:
    assert request_text(ASK).subject == "Thank you, and one question about the Analyst position"
    assert request_text(ASK, "phone").subject is None


@pytest.mark.parametrize("contact", [None, "jo@fern.example", "+44 20 7946 0000", "(agency)"])
def test_a_contact_without_a_name_is_left_to_fill_in(contact: str | None) -> None:
    assert request_text({**ASK, "contact": contact}).text.startswith("Dear …,")


def test_what_is_not_known_is_worded_around() -> None:
    request = request_text({**ASK, "company": None, "role": None})
    assert "your company" in request.text
    assert "None" not in request.text


def test_who_was_never_told_does_not_thank_for_a_decision() -> None:
    told, silent = (request_text({**ASK, "reason": reason}).text for reason in ("rejected_late", "silent"))
    assert "letting me know" in told
    assert "letting me know" not in silent
    assert "I have not heard since" in silent


@pytest.mark.parametrize(
    ("contact", "start"), [("Jo <jo@fern.example>", "mailto:jo%40fern.example?subject="), (None, "mailto:?subject=")]
)
def test_a_mail_link_holds_the_address_and_the_whole_text(contact: str | None, start: str) -> None:
    link = mail_link(contact, "A & B?", "Dear Jo,\n\n100% thanks")
    assert link == f"{start}A%20%26%20B%3F&body=Dear%20Jo%2C%0A%0A100%25%20thanks"
