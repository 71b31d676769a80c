"""Status text to stage and outcome, by the phrases of the vocabulary; what is not understood is told."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from pipeline.vocabulary import StatusMeaning, Vocabulary, fold

_TYPO_LETTERS = 7
"""Shorter words have too many neighbours for a typing error to be told from another word."""

_TYPO_LIKENESS = 86.0
_LONGEST = 300
"""Longer cells are stories; their first sentences hold the status if any do."""


@dataclass(frozen=True)
class StatusReading:
    """What one text says about an application.

    Attributes:
        stage: The furthest stage it names, or None.
        outcome: The outcome it names, or None.
        is_known: Whether all of the text was understood, without assuming a typing error.
        is_posting_gone: Whether it only says that the posting has ended.
    """

    stage: str | None = None
    outcome: str | None = None
    is_known: bool = True
    is_posting_gone: bool = False


_UNKNOWN = StatusReading(is_known=False)


def read_status(text: str, vocabulary: Vocabulary) -> StatusReading:
    """Stage and outcome of a status text: the whole text as a phrase, else the phrases found in it, longest first.

    A rejection never lowers a stage named beside it ("Rejected after onsite").
    """
    folded = fold(text)[:_LONGEST]
    if not folded:
        return StatusReading() if text.strip() in vocabulary.words["nothing"] else _UNKNOWN
    if (whole := vocabulary.statuses.get(folded)) is not None:
        return StatusReading(whole.stage, whole.outcome, is_posting_gone=whole.is_posting_gone)
    found = _found_phrases(folded, vocabulary)
    if found:
        reading = combine_meanings(found, vocabulary)
        return reading if _is_understood(folded, vocabulary) else replace(reading, is_known=False)
    typos = _likely_typos(folded, vocabulary)
    if typos:
        reading = combine_meanings(typos, vocabulary)
        return replace(reading, is_known=False)
    return _UNKNOWN


def combine_meanings(meanings: Iterable[StatusMeaning], vocabulary: Vocabulary) -> StatusReading:
    """The furthest stage and the weightiest outcome of several meanings."""
    meanings = list(meanings)
    stages = [meaning.stage for meaning in meanings if meaning.stage]
    outcomes = [meaning.outcome for meaning in meanings if meaning.outcome]
    stage = max(stages, key=lambda name: vocabulary.stages[name].rank, default=None)
    outcome = max(outcomes, key=lambda name: vocabulary.outcomes[name].rank, default=None)
    is_gone = stage is None and bool(outcomes) and all(m.is_posting_gone for m in meanings if m.outcome)
    return StatusReading(stage, outcome, is_posting_gone=is_gone)


def _found_phrases(folded: str, vocabulary: Vocabulary) -> list[StatusMeaning]:
    pattern, phrases = _pattern(vocabulary)
    return [phrases[phrase] for negation, phrase in pattern.findall(folded) if not negation]


def _is_understood(folded: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing but dates and small words stands beside the phrases found."""
    pattern, _ = _pattern(vocabulary)
    rest = pattern.sub(" ", folded).split()
    small = vocabulary.words["status_fillers"] | vocabulary.words["negations"] | vocabulary.lone_statuses
    return all(word in small or word in vocabulary.months or word[0].isdecimal() for word in rest)


@lru_cache(maxsize=4)
def _pattern(vocabulary: Vocabulary) -> tuple[re.Pattern[str], Mapping[str, StatusMeaning]]:
    phrases = {
        phrase: meaning
        for phrase, meaning in vocabulary.statuses.items()
        if phrase not in vocabulary.lone_statuses and (meaning.stage or meaning.outcome)
    }
    spaced = sorted((phrase for phrase in phrases if phrase.isascii()), key=len, reverse=True)
    unspaced = sorted((phrase for phrase in phrases if not phrase.isascii()), key=len, reverse=True)
    negations = "|".join(sorted(vocabulary.words["negations"], key=len, reverse=True))
    alternatives = rf"\b(?:{'|'.join(spaced)})\b|(?:{'|'.join(unspaced or ['(?!)'])})"
    between = r"\s*(?:(?:the|an?|any|yet|getting|get|having) )*"
    return re.compile(rf"(?:(?:\b|(?<=\W))({negations}){between})??({alternatives})"), phrases


@lru_cache(maxsize=4)
def _single_words(vocabulary: Vocabulary) -> list[str]:
    return [
        phrase
        for phrase, meaning in vocabulary.statuses.items()
        if " " not in phrase and len(phrase) >= _TYPO_LETTERS and (meaning.stage or meaning.outcome)
    ]


def _likely_typos(folded: str, vocabulary: Vocabulary) -> list[StatusMeaning]:
    """Meanings of single words that differ from a known one by a slip, such as "reeejected"."""
    known = _single_words(vocabulary)
    long_words = [word for word in folded.split() if len(word) >= _TYPO_LETTERS]
    matches = (process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_TYPO_LIKENESS) for word in long_words)
    return [vocabulary.statuses[match[0]] for match in matches if match]
