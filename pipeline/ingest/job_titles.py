"""Whether a text speaks of a job: by its words, by the end of a compound, by parts of scripts without blanks."""

from functools import lru_cache

from pipeline.vocabulary import Vocabulary, fold

_LEAST_END = 6
"""Shorter words end others by chance, as "cook" and "host" do."""


def names_job(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a word of a text is one that job titles are made of, or ends in one ("Softwareentwickler")."""
    folded = fold(text)
    known = vocabulary.words["role_words"]
    return any(
        word in known or any(word[start:] in known for start in range(1, len(word) - _LEAST_END + 1))
        for word in folded.split()
    ) or any(part in folded for part in _unspaced(vocabulary))


@lru_cache(maxsize=4)
def _unspaced(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Words of scripts that write several words without a blank between them."""
    return tuple(word for word in vocabulary.words["role_words"] if word > "\u3000")
