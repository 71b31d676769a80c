"""The codebooks that are shipped, as they are written, and which of them a codebook goes on from."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.resources import resource

EXTENDS = "extends"
"""The key of a codebook that holds what its owner changed, and goes on from the built-in one for the rest."""

BUILT_IN = "built-in"
"""The only value of that key."""


def shipped_path(language: str) -> Path:
    """Where the codebook that is shipped for a language lies, whether it is there or not."""
    return (
        resource("data", "codebook.toml") if language == "en" else resource("data", "codebooks", f"{language}.toml")
    )


def built_in_text(language: str) -> str | None:
    """The codebook that is shipped for a language, None where none is."""
    path = shipped_path(language)
    return path.read_text(encoding="utf-8") if path.is_file() else None


def shipped_beside(text: str) -> str | None:
    """The built-in codebook of the language that a codebook is in; None where none is shipped, or it is no TOML."""
    try:
        return built_in_text(str(tables(text).get("language", "en")))
    except tomllib.TOMLDecodeError:
        return None


def extended_text(text: str) -> str | None:
    """The built-in codebook that a codebook goes on from; None where it is whole by itself, or no TOML."""
    shipped = shipped_beside(text)
    return shipped if shipped is not None and EXTENDS in tables(text) else None


@lru_cache(maxsize=8)
def tables(text: str) -> Mapping[str, Any]:
    """A codebook's text as tables, which nobody may change: every caller gets the same.

    Raises:
        TOMLDecodeError: It is not TOML.
    """
    return tomllib.loads(text)
