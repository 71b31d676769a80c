"""What of a clause the model weighs: its words, pieces of words, neighbouring words, and what the codebook finds.

A clause's score is the sum over these, so that a word's share is the same wherever it stands and can be kept.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from pipeline.themes.clauses import PAUSES
from pipeline.themes.codebook import Sense
from pipeline.themes.phrase_index import Found

KINDS: Final = {"w": 1.0, "p": 0.4, "b": 1.0, "s": 0.7, "k": 0.5}
"""How much one feature of a kind counts: word, piece of one, pair, pair with a gap, and what the codebook finds.

Chosen by the score on voices that were held out; ``docs/decisions/0009`` has the comparison.
"""

_PIECES = (3, 4, 5)
"""Letters in a piece of a word: long enough for a stem, short enough to be common to its family."""


def plain_words(folded: Sequence[str]) -> list[str]:
    """The folded words of a clause without commas and colons."""
    return list(folded) if PAUSES.isdisjoint(folded) else [word for word in folded if word not in PAUSES]


def word_features(word: str) -> Iterator[str]:
    """The features of one word wherever it stands: itself, and its pieces with its start and end marked."""
    yield f"w:{word}"
    for piece in pieces_of(word):
        yield f"p:{piece}"


def pieces_of(word: str) -> list[str]:
    """The pieces of a word with its start and end marked."""
    marked = f"<{word}>"
    return list(map(marked.__getitem__, _cuts(len(marked))))


@lru_cache(maxsize=64)
def _cuts(length: int) -> tuple[slice, ...]:
    """Where the pieces of so many letters lie: made anew for each word they would take most of its time."""
    sizes = [size for size in _PIECES if length > size or size == _PIECES[0]]
    return tuple(slice(start, start + size) for size in sizes for start in range(length - size + 1))


def pair_features(words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The features of words beside each other, each with the places of its two words; the ends count as words.

    The place before the first word is 0 and that after the last is the last: their share goes to the word there is.
    """
    last = len(words) - 1
    for place, (one, two) in enumerate(zip(["^", *words], [*words, "$"], strict=True)):
        yield f"b:{one} {two}", max(place - 1, 0), min(place, last)
    for place, (one, two) in enumerate(zip(words, words[2:], strict=False)):
        yield f"s:{one} {two}", place, place + 2


def codebook_features(found: Sequence[Found[Sense]], mentions: Sequence[tuple[str, str]]) -> set[str]:
    """What the codebook finds in a clause.

    Args:
        found: Its phrases and cues in the clause.
        mentions: The themes it names there, each with its polarity.
    """
    features = {each.sense.feature for each in found}
    for theme_id, polarity in mentions:
        features |= {f"k:{theme_id}", f"k:{theme_id} {polarity}", f"k:polarity {polarity}"}
    return features or {"k:none"}
