"""A role and a company in one cell ("Clerk @ Fern", "Fern - Clerk"), where a column is written so throughout."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from pipeline.ingest.job_titles import names_job
from pipeline.vocabulary import Vocabulary, fold

_LEAST = 3
_MOSTLY = 0.8
_ROLES = 0.6
_FEW_ROLES = 0.2
_DISTINCT = 0.5
_LONGEST = 120
_SAMPLE = 200
_MARKS = (" - ", " \u2013 ", " \u2014 ", " | ", " / ", " \u00b7 ", " \u2022 ", "\n", ": ", ", ")
_BRACKETED = re.compile(r"^(?P<head>[^()]+?)\s*\((?P<tail>[^()]+)\)$")


@dataclass(frozen=True)
class Joint:
    """How the two are joined.

    Attributes:
        mark: What stands between them, for people.
        split: Both parts of a text in the order written; None where it is not of this form.
        is_role_first: Whether the role is the first of them.
    """

    mark: str
    split: Callable[[str], tuple[str, str] | None]
    is_role_first: bool


def find_joint(texts: Sequence[str], vocabulary: Vocabulary) -> Joint | None:
    """How nearly all texts join a role and a company; None where they do not, or which is which is not certain.

    "at" says it; behind any other mark one side must be made of words of job titles and the other must not.
    """
    seen = [text for text in texts[:_SAMPLE] if len(text) <= _LONGEST]
    if len(seen) < _LEAST or len(seen) < len(texts[:_SAMPLE]) * _MOSTLY:
        return None
    at = _at(vocabulary)

    def by_word(text: str) -> tuple[str, str] | None:
        return _whole(at.split(text, maxsplit=1))

    if _share(seen, by_word) >= _MOSTLY:
        return Joint("@", by_word, is_role_first=True)
    for mark, is_role_first, split in _ways():
        if _share(seen, split) >= _MOSTLY and _is_certain(seen, split, vocabulary, is_role_first=is_role_first):
            return Joint(mark, split, is_role_first)
    return None


def _whole(parts: Sequence[str]) -> tuple[str, str] | None:
    stripped = [part.strip(" ,;-\u2013") for part in parts]
    is_both = len(stripped) == 2 and all(any(letter.isalpha() for letter in part) for part in stripped)
    return (stripped[0], stripped[1]) if is_both else None


def _share(texts: Sequence[str], split: Callable[[str], tuple[str, str] | None]) -> float:
    return sum(split(text) is not None for text in texts) / len(texts)


def _ways() -> Iterator[tuple[str, bool, Callable[[str], tuple[str, str] | None]]]:
    """Every other way of joining: a company stands before the first mark, or after the last."""
    for mark in _MARKS:
        yield mark, False, partial(_before, mark)
        yield mark, True, partial(_behind, mark)
    for is_role_first in (True, False):
        yield "()", is_role_first, _in_brackets


def _before(mark: str, text: str) -> tuple[str, str] | None:
    return _whole(text.split(mark, 1))


def _behind(mark: str, text: str) -> tuple[str, str] | None:
    return _whole(text.rsplit(mark, 1))


def _in_brackets(text: str) -> tuple[str, str] | None:
    found = _BRACKETED.match(text)
    return _whole([found["head"], found["tail"]]) if found else None


def _is_certain(
    texts: Sequence[str],
    split: Callable[[str], tuple[str, str] | None],
    vocabulary: Vocabulary,
    *,
    is_role_first: bool,
) -> bool:
    pairs = [pair for text in texts if (pair := split(text)) is not None]
    roles = [pair[0 if is_role_first else 1] for pair in pairs]
    others = [pair[1 if is_role_first else 0] for pair in pairs]
    modes = vocabulary.words["work_modes"]
    said = sum(names_job(text, vocabulary) for text in roles)
    beside = sum(names_job(text, vocabulary) for text in others)
    are_names = len(set(others)) >= _DISTINCT * len(others) and not any(fold(text) in modes for text in others)
    return said >= _ROLES * len(pairs) and beside <= _FEW_ROLES * len(pairs) and are_names


@lru_cache(maxsize=4)
def _at(vocabulary: Vocabulary) -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, vocabulary.words["joint_words"])))
    return re.compile(rf"\s*@\s+|\s+@\s*|\s+(?:{words})\s+", re.IGNORECASE)
