"""Whose search a file is, by the name it has: offered to the user, never taken without a word."""

import re
from pathlib import PurePath

from pipeline.vocabulary import Vocabulary, fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001 - the apostrophe that word processors write
_POSSESSIVE = re.compile(r"['’]s$|['’]$")  # noqa: RUF001 - likewise
_MOST_NAMES = 3
_FEWEST_LETTERS = 2


def seeker_from_file_name(file_name: str, vocabulary: Vocabulary) -> str | None:
    """The person a file seems to be named after, or None where what remains of its name is no name.

    >>> from pipeline.vocabulary import load_vocabulary
    >>> seeker_from_file_name("Ana_Silva_job_tracker_2026.xlsx", load_vocabulary())
    'Ana Silva'
    """
    stem = re.sub(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])", " ", PurePath(file_name).stem.replace("_", " "))
    words = [_POSSESSIVE.sub("", word) for word in _WORD.findall(stem)]
    known = vocabulary.words["file_name_words"]
    names = [word for word in words if not _is_known(fold(word), known, vocabulary)]
    if not 1 <= len(names) <= _MOST_NAMES or len(names) == len(words) > 1:
        return None
    if len(names) == len(words) and not names[0][0].isupper():
        return None
    if any(len(name) < _FEWEST_LETTERS for name in names):
        return None
    return " ".join(name if not name.islower() else name.capitalize() for name in names)


def _is_known(word: str, known: frozenset[str], vocabulary: Vocabulary) -> bool:
    return word in known or word in vocabulary.months or word in vocabulary.sources or word in vocabulary.statuses
