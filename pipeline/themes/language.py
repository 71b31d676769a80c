"""Tells which language a text is written in, offline and the same way every time.

Most texts are plainly English, so the detector is asked only where frequent words do not settle it. Where nothing is
sure a text has no language of its own and counts as one of those around it: a wrong codebook would find themes that
nobody named.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal, get_args

from pipeline.resources import resource

Language = Literal["en", "de", "es"]
"""The languages with a codebook and wording of their own."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

NAMES = {"en": "English", "de": "German", "es": "Spanish"}
"""What a reader calls each."""

NAMES_IN_WORDS = "{}, {} and {}".format(*NAMES.values())

OTHER = "other"
"""A language that Debrief has no codebook for."""

_NEIGHBOURS = ("fr", "it", "pt", "nl", "pl", "sv", "da", "cs", "ro", "tr")
"""Languages in our letters that have no codebook: told apart so that French is not read as Spanish."""

_SURE = 0.8
"""Of what the detector gives to our languages, the share that one needs."""
_SURE_WITHOUT_WORDS = 0.85
"""The same, for a text without any frequent word."""
_SURE_NEIGHBOUR = 0.9
"""What the detector gives a neighbour before a text counts as in none of ours."""
_FEWEST_WORDS = 2
"""Words below which only frequent words can tell a language."""
_FEWEST_WORDS_OF_OTHERS = 4
"""Words below which a text is not taken for a language we cannot read."""
_PLAINLY = 3
"""By how many frequent words a text is English without a closer look."""
_LONGEST_READ = 400
"""Characters that settle the language of any text."""

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff\u0300-\u036f]")


def languages_of(texts: Iterable[str | None], usual: str | None = None) -> list[str | None]:
    """The language of each text: one of LANGUAGES or OTHER; None for None.

    A text without any frequent word is asked about only where another one is not plainly English, since the detector
    takes half a second to load.

    Args:
        texts: The texts.
        usual: The language of those that do not tell theirs; when left out, that of most of the others, else English.
    """
    texts = list(texts)
    seen = [None if text is None else _at_sight(text) for text in texts]
    asked = {"foreign", "unseen"} if usual not in {None, "en"} or "foreign" in seen else set()
    read = [
        language_of(text) if text and sight in asked else sight if sight in _SETTLED else None
        for text, sight in zip(texts, seen, strict=True)
    ]
    usual = usual or usual_language(read)
    return [None if text is None else language or usual for text, language in zip(texts, read, strict=True)]


def usual_language(read: Sequence[str | None]) -> str:
    """The language that more than half of the texts have which tell theirs; English where none has."""
    counts = Counter(language for language in read if language in LANGUAGES)
    language, count = max(counts.items(), key=lambda item: item[1], default=("en", 0))
    return language if 2 * count > counts.total() else "en"


@lru_cache(maxsize=4096)
def language_of(text: str) -> str | None:
    """The language of a text: one of LANGUAGES, OTHER, or None where it does not tell."""
    sight = _at_sight(text)
    if sight in _SETTLED:
        return sight
    read = text[:_LONGEST_READ]
    words = _words(read)
    english_count, other_count = _frequent_in(words)
    if not words or (len(words) < _FEWEST_WORDS and not other_count):
        return None
    found = _detect(read, _SURE if other_count else _SURE_WITHOUT_WORDS)
    is_doubtful = len(words) < _FEWEST_WORDS_OF_OTHERS or english_count > other_count
    return None if found == OTHER and is_doubtful else found


_SETTLED = ("en", OTHER)


def _at_sight(text: str) -> Literal["en", "other", "foreign", "unseen"]:
    """What the words alone say: English, another script, something foreign in it, or nothing."""
    read = text[:_LONGEST_READ]
    english_count, other_count = _frequent_in(read.lower().split())
    if english_count - other_count >= _PLAINLY:
        return "en"
    words = _words(read)
    if not read.isascii() and 2 * len(_LATIN.findall(read)) < sum(map(len, words)):
        return "other"
    english_count, other_count = _frequent_in(words)
    if english_count > 2 * other_count:
        return "en"
    return "foreign" if other_count else "unseen"


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def _frequent_in(words: list[str]) -> tuple[int, int]:
    """How many frequent words of English are among these, and how many of other languages; each counts once."""
    english, others = _frequent_words()
    return len(english.intersection(words)), len(others.intersection(words))


def _detect(text: str, sure: float) -> str | None:
    shares = {language: float(share) for language, share in _detector().rank(text)}
    if max(shares[language] for language in _NEIGHBOURS) >= _SURE_NEIGHBOUR:
        return OTHER
    best = max(LANGUAGES, key=shares.__getitem__)
    return best if shares[best] >= sure * sum(shares[language] for language in LANGUAGES) else None


@lru_cache
def _frequent_words() -> tuple[frozenset[str], frozenset[str]]:
    path = resource("data", "vocabulary", "languages.toml")
    words: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    others = frozenset(word for language in words if language != "en" for word in words[language])
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
