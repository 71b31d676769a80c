"""A request is short, polite, names what it is about, and leaves no blank where something is known."""

from typing import Any

import pytest

from pipeline.insight.requests import request_text

ASK: dict[str, Any] = {
    "company": "Fern & Co {Ltd}",
    "role": "Analyst",
    "contact": "Jo Reed (recruiter), jo@fern.example",
    "action": "ask",
    "suggested_channel": "email",
}
CHANNELS = ["phone", "video", "in_person", "email", "message", "letter", "portal", "other"]


@pytest.mark.parametrize("action", ["ask", "nudge"])
@pytest.mark.parametrize("channel", CHANNELS)
def test_a_request_names_company_role_and_contact_and_says_thank_you(action: str, channel: str) -> None:
    request = request_text({**ASK, "action": action}, channel)
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
