"""A ready text to ask for feedback with: short, polite, five to ten minutes, thanks either way."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from urllib.parse import quote

from pipeline.resources import resource

Form = Literal["phone", "email", "message"]

_MAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPOKEN = {"phone", "video", "in_person"}
_WRITTEN_SHORT = {"message", "portal"}


@dataclass(frozen=True)
class RequestText:
    """A request to edit and send, or to say; ``subject`` is None for what is no letter."""

    subject: str | None
    text: str


def request_text(ask: Mapping[str, Any], channel: str | None = None) -> RequestText:
    """The text for a row of the view ``open_asks``.

    Args:
        ask: company, role, contact, action, reason and suggested_channel; each but action may be null.
        channel: How it is going to be asked; the suggested channel when left out.
    """
    # who was never told how it ended has no decision to thank for
    purpose = "silent" if ask["reason"] == "silent" else ask["action"]
    template = _templates()[purpose][form_for(channel or ask["suggested_channel"])]
    words = {
        "company": ask["company"] or "your company",
        "role": ask["role"] or "open",
        "contact": _first_name(ask["contact"]),
    }
    subject = template.get("subject")
    return RequestText(subject.format(**words) if subject else None, template["text"].strip().format(**words))


def form_for(channel: str | None) -> Form:
    """The form of text that fits a channel: something to say, a short message, or a letter."""
    return "phone" if channel in _SPOKEN else "message" if channel in _WRITTEN_SHORT else "email"


def mail_link(contact: str | None, subject: str, text: str) -> str:
    """A link that opens a mail program with the text, to the first address that the contact names."""
    address = _MAIL_ADDRESS.search(contact or "")
    return f"mailto:{quote(address[0]) if address else ''}?subject={quote(subject)}&body={quote(text)}"


def _first_name(contact: str | None) -> str:
    """What a contact is called: the name before a bracket, a comma or an address; blank to fill in where none is."""
    if not contact:
        return "…"
    name = contact.split("(")[0].split(",")[0].split("<")[0].strip()
    return "…" if not name or "@" in name or any(letter.isdecimal() for letter in name) else name


@cache
def _templates() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(resource("data", "requests.toml").read_text(encoding="utf-8"))
