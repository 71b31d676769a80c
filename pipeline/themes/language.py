"""Tells which of the languages Debrief ships a text is written in, offline and the same way every time.

Most texts are plainly English, so the detector is asked only where frequent words do not settle it. English is also
the answer where nothing is sure: a wrong codebook would find themes that nobody named.
"""

import re
import tomllib
from functools import lru_cache
from typing import Any, Literal, get_args

from pipeline.resources import resource

Language = Literal["en", "de", "es"]
"""The languages with a codebook and wording of their own."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

_NEIGHBOURS = ("fr", "it", "pt", "nl")
"""Languages like ours that have no codebook: told apart so that French is not read as Spanish."""

_SURE = 0.8
"""Of what the detector gives to our languages, the share that one needs."""
_SURE_NEIGHBOUR = 0.9
"""What the detector gives a neighbour before a text counts as in none of ours."""
_LONGEST_READ = 600
"""Characters that settle the language of any text."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def language_of(text: str) -> Language:
    """The language of a text: English unless it is clearly one of the others."""
    read = text[:_LONGEST_READ]
    words = set(_WORD.findall(read.lower().replace("\u2019", "'")))
    if not words:
        return "en"
    english, others = _frequent_words()
    if words.isdisjoint(others) and not words.isdisjoint(english):
        return "en"
    return _detect(read)


def _detect(text: str) -> Language:
    shares = {language: float(share) for language, share in _detector().rank(text)}
    if max(shares[language] for language in _NEIGHBOURS) >= _SURE_NEIGHBOUR:
        return "en"
    best = max(LANGUAGES, key=shares.__getitem__)
    return best if shares[best] >= _SURE * sum(shares[language] for language in LANGUAGES) else "en"


@lru_cache
def _frequent_words() -> tuple[frozenset[str], frozenset[str]]:
    path = resource("data", "vocabulary", "languages.toml")
    words: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    others = frozenset(word for language in LANGUAGES if language != "en" for word in words[language])
    return frozenset(words["en"]), others


@lru_cache
def _detector() -> Any:
    """The detector, loaded when a text first needs it: that takes longer than all texts of a usual tracker."""
    from py3langid.langid import (  # noqa: PLC0415 - most trackers are in English and never need it
        MODEL_FILE,
        LanguageIdentifier,
    )

    detector = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    detector.set_languages([*LANGUAGES, *_NEIGHBOURS])
    return detector
