"""A small built-in codebook in the place of the shipped one, and newer ones after it."""

from pathlib import Path

import pytest

from pipeline.themes import built_in

SMALL = """# The built-in codebook.
language = "en"

[words]
tool = ["python", "excel"]

[[themes]]
id = "energy"
label = "Energy"
definition = "How lively."
control = "mine"
topics = ["enthus*", "drive"]
concerns = ["flat"]

[[themes]]
id = "talk"
label = "Talk"
definition = "How clearly."
control = "mine"
concerns = ["rambl*", "waffl*", "dragged on"]

[[themes]]
id = "skills"
label = "Skills"
definition = "Tools."
control = "partly"
topics = ["<tool>", "certificate"]

[[themes]]
id = "pay"
label = "Pay"
definition = "Money."
control = "not_mine"
kind = "circumstance"
circumstances = ["over budget"]
"""

NOTHING_CHANGED = 'extends = "built-in"\n'


def ship(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """Let a text be the built-in codebook from now on."""
    path = folder / "built_in.toml"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(built_in, "shipped_path", lambda _language: path)
