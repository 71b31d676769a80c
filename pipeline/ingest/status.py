"""Status text to stage and outcome, by the phrases of the vocabulary; what is not understood is told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from pipeline.ingest.header_words import split_camel, without_elisions
from pipeline.vocabulary import StatusMeaning, Vocabulary, fold

_TYPO_LETTERS = 7
"""Shorter words have too many neighbours for a typing error to be told from another word."""

_TYPO_LIKENESS = 86.0
_LONGEST = 300
"""Longer cells are stories; their first sentences hold the status if any do."""

_FINAL = ("final",)
_PAIR = 2
_MET = frozenset({"screening", "first_interview", "second_interview", "final_interview"})
_SILENT = frozenset({"rejected", "no_response"})
_LATER = (("second",), ("third",))
_DATES = re.compile(r"\d{4}-\d{2}-\d{2}|(?:\d{2,4}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b")
_TAGS = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_BOLD_HEAD = re.compile(r"\s*\*\*([^*]+)\*\*\s*[-\u2013\u2014:(]")
_VARIATION = "\ufe0f"
_PARTS = re.compile(r"\s*(?:->|=>|[>→⇒➜➔»|/;,\n()\[\]]|\s[-\u2013\u2014:]\s)\s*")


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


@dataclass(frozen=True)
class _Phrases:
    pattern: re.Pattern[str]
    meanings: Mapping[str, StatusMeaning]
    articles: re.Pattern[str]
    reached: re.Pattern[str]
    turns: re.Pattern[str]
    unspaced_small: re.Pattern[str]


def read_status(text: str, vocabulary: Vocabulary) -> StatusReading:
    """Stage and outcome of a status text: the whole text as a phrase, else the phrases found in it, longest first.

    A rejection never lowers a stage named beside it ("Rejected after onsite"); a stage that is only hoped for
    ("waiting for the onsite") is none. Where the status is set in bold, what follows is a remark.
    """
    if (head := _BOLD_HEAD.match(text)) and (named := _read(head[1], vocabulary)).is_known:
        is_remark = not _read(text[head.end() :], vocabulary).is_known
        if is_remark and (named.stage or named.outcome):
            return named
    said = _read(text, vocabulary)
    if said.is_known or (bare := without_elisions(text)) == text:
        return said
    again = _read(bare, vocabulary)  # "refus après l'entretien"
    return again if again.is_known else said


def _read(text: str, vocabulary: Vocabulary) -> StatusReading:
    own = vocabulary.user_statuses.get(fold(text) or _mark(text))
    if own is not None:
        return StatusReading(own.stage, own.outcome)
    undated = _month_days(vocabulary).sub(" ", _DATES.sub(" ", _TAGS.sub(" ", text)))
    folded = fold(undated if " " in text.strip() else split_camel(undated))[:_LONGEST]
    if not folded:
        mark = _mark(undated)
        marked = vocabulary.statuses.get(mark)
        if marked is not None:
            return StatusReading(marked.stage, marked.outcome)
        return StatusReading() if mark in vocabulary.words["nothing"] else _UNKNOWN
    if (whole := _whole(undated, folded, vocabulary)) is not None:
        return StatusReading(whole.stage, whole.outcome, is_posting_gone=whole.is_posting_gone)
    plain = " ".join(_phrases(vocabulary).articles.sub(" ", folded).split())
    found, rest = _found_phrases(plain, vocabulary)
    found += _own_parts(undated, plain, vocabulary)
    if found:
        reading = _with_ordinal(combine_meanings(found, vocabulary), rest, vocabulary)
        if reading.stage == "offer" and not vocabulary.words["refusals"].isdisjoint(plain.split()):
            reading = replace(reading, outcome="declined")
        if reading.stage and reading.outcome is None and not vocabulary.failures.isdisjoint(rest):
            reading = replace(reading, outcome="rejected")
        return reading if _is_understood(rest, vocabulary) else replace(reading, is_known=False)
    if (other := _by_its_words(plain, vocabulary)) is not None:
        return StatusReading(other.stage, other.outcome, is_posting_gone=other.is_posting_gone)
    if rest == plain.split() and (typos := _likely_typos(folded, vocabulary)):
        return replace(combine_meanings(typos, vocabulary), is_known=False)
    return _UNKNOWN


def _mark(text: str) -> str:
    """A text of nothing but signs, in the form that the vocabulary has them in."""
    return text.strip().replace(_VARIATION, "")


@lru_cache(maxsize=8)
def _month_days(vocabulary: Vocabulary) -> re.Pattern[str]:
    """Days such as "2 Feb" and "Feb 2nd", whose numbers would else count interviews."""
    months = _either(month for month in vocabulary.months if month.isalpha())
    day = r"\d{1,2}(?:st|nd|rd|th|\.)?"
    return re.compile(rf"\b{day}\s+(?:of\s+)?(?:{months})\b|\b(?:{months})\.?\s+{day}\b", re.IGNORECASE)


@lru_cache(maxsize=8)
def _padded_hopes(vocabulary: Vocabulary) -> frozenset[str]:
    waiting = {hope for hope in vocabulary.words["hopes"] if hope not in vocabulary.lone_statuses}
    return frozenset(f" {hope} " for hope in waiting)


def _with_ordinal(reading: StatusReading, rest: Sequence[str], vocabulary: Vocabulary) -> StatusReading:
    """An interview with an ordinal elsewhere in the text ("Interview (2nd)"), where that is no day of a month."""
    words = [word for word in rest if not word.isdecimal()]
    is_later = any(vocabulary.notions.get(word) in _LATER for word in words)
    if reading.stage == "first_interview" and is_later and vocabulary.months.keys().isdisjoint(rest):
        return replace(reading, stage="second_interview")
    return reading


def _by_its_words(plain: str, vocabulary: Vocabulary) -> StatusMeaning | None:
    """A phrase with its words in another order, or a lone word with only small words beside it."""
    words = plain.split()
    small = vocabulary.words["status_fillers"] - vocabulary.lone_statuses
    lone = " ".join(word for word in words if word not in small)
    is_hoped = any(hope in f" {plain} " and not hope.startswith(f" {lone} ") for hope in _padded_hopes(vocabulary))
    meaning = vocabulary.statuses.get(lone) if not is_hoped and lone in vocabulary.lone_statuses else None
    if meaning is not None and meaning.stage != "saved":
        return meaning
    return _bags(vocabulary).get(frozenset(words)) if len(words) > 1 else None


def _whole(text: str, folded: str, vocabulary: Vocabulary) -> StatusMeaning | None:
    numbered = re.sub(r"^\d{1,2} (?=\D)", "", folded)
    return (
        vocabulary.statuses.get(folded)
        or vocabulary.statuses.get(fold(text))
        or (vocabulary.statuses.get(numbered) if re.match(r"\W*\d+\s*[.):\-\u2013]", text) else None)
    )


def combine_meanings(meanings: Iterable[StatusMeaning], vocabulary: Vocabulary) -> StatusReading:
    """The furthest stage and the weightiest outcome of several meanings; the end of a posting weighs least."""
    meanings = list(meanings)
    stages = [meaning.stage for meaning in meanings if meaning.stage]
    own = [meaning.outcome for meaning in meanings if meaning.outcome and not meaning.is_posting_gone]
    outcomes = own or [meaning.outcome for meaning in meanings if meaning.outcome]
    stage = max(stages, key=lambda name: vocabulary.stages[name].rank, default=None)
    outcome = max(outcomes, key=lambda name: vocabulary.outcomes[name].rank, default=None)
    if {"declined", "accepted"} <= {*own}:  # "Hired, but didn't take it"
        return StatusReading("offer", "declined")
    is_gone = stage is None and bool(outcomes) and not own
    return StatusReading(stage, outcome, is_posting_gone=is_gone)


def combine_readings(readings: Sequence[StatusReading], vocabulary: Vocabulary) -> StatusReading:
    """The furthest stage and the weightiest outcome of several texts that were read."""
    meanings = [StatusMeaning(said.stage, said.outcome, said.is_posting_gone) for said in readings]
    combined = combine_meanings(meanings, vocabulary)
    return replace(combined, is_known=all(said.is_known for said in readings))


def _found_phrases(folded: str, vocabulary: Vocabulary) -> tuple[list[StatusMeaning], list[str]]:
    """The meanings of the phrases in a text, without those taken back, and the words beside them."""
    phrases = _phrases(vocabulary)
    found: list[StatusMeaning] = []
    for match in phrases.pattern.finditer(folded):
        meaning = phrases.meanings[match["phrase"]]
        if match["negation"]:
            continue
        if match["hope"]:
            waiting = vocabulary.statuses.get(match["hope"].split()[0])
            found += [waiting] if waiting else []
            found += [StatusMeaning(None, meaning.outcome)] if meaning.outcome not in {None, "offer"} else []
            continue
        found.append(meaning)
    return found, phrases.pattern.sub(" ", folded).split()


def _own_parts(text: str, plain: str, vocabulary: Vocabulary) -> list[StatusMeaning]:
    """Words too common to count inside a text that are a part of their own in it.

    That is a step of a history ("Applied > OA > No"), what stands around "after" or "then" ("no after HM"), or an
    interview beside how it ended ("Int + Rej").
    """
    parts = [fold(part) for part in _PARTS.split(text[:_LONGEST]) if part.strip()]
    parts = parts if len(parts) > 1 else []
    reached = _phrases(vocabulary).reached.split(plain)
    turns = _phrases(vocabulary).turns.split(plain)
    parts += [part for told in (reached, turns) if len(told) > 1 for part in told]
    parts += _ended_interview(plain.split(), vocabulary)
    bare = (" ".join(w for w in part.split() if w not in vocabulary.words["step_words"]) for part in parts)
    lone = (vocabulary.statuses.get(part) for part in bare if part in vocabulary.lone_statuses)
    return [meaning for meaning in lone if meaning is not None and meaning.stage != "saved"]


def _ended_interview(words: Sequence[str], vocabulary: Vocabulary) -> Sequence[str]:
    """Two words, where one is an interview or a test and the other a rejection or silence; else none.

    "No interview" says that there was none, and "final rejection" may be the last word on an application.
    """
    if any(word in vocabulary.words["negations"] or vocabulary.notions.get(word) == _FINAL for word in words):
        return ()
    said = [vocabulary.statuses.get(word) for word in words]
    met = any(one and one.stage in _MET and not one.outcome for one in said)
    ended = any(one and one.outcome in _SILENT and not one.is_posting_gone for one in said)
    return words if len(words) == _PAIR and met and ended else ()


def _is_understood(rest: Iterable[str], vocabulary: Vocabulary) -> bool:
    """Whether nothing but dates and small words stands beside the phrases found."""
    small = (
        vocabulary.words["status_fillers"]
        | vocabulary.words["negations"]
        | vocabulary.lone_statuses
        | vocabulary.failures
    )
    return all(
        word in small
        or word in vocabulary.months
        or word in vocabulary.weekdays
        or word in vocabulary.sources
        or word[0].isdecimal()
        or _phrases(vocabulary).unspaced_small.fullmatch(word)
        for word in rest
    )


@lru_cache(maxsize=8)
def _phrases(vocabulary: Vocabulary) -> _Phrases:
    articles = _either(vocabulary.words["status_articles"])
    bare = re.compile(rf"\b(?:{articles})\b")
    meanings: dict[str, StatusMeaning] = {}
    for phrase, meaning in vocabulary.statuses.items():
        if phrase not in vocabulary.lone_statuses and (meaning.stage or meaning.outcome) and fold(phrase):
            meanings.setdefault(" ".join(bare.sub(" ", phrase).split()) or phrase, meaning)
    spaced = _either(phrase for phrase in meanings if phrase.isascii())
    unspaced = _either(phrase for phrase in meanings if not phrase.isascii()) or "(?!)"
    negations = _either(vocabulary.words["negations"])
    hopes = _either(vocabulary.words["hopes"])
    links = _either(vocabulary.words["hope_links"])
    hope = rf"(?:\b|(?<=\W))(?P<hope>{hopes})\s*(?:(?:{links})\s+)*"
    negation = rf"(?:\b|(?<=\W))(?P<negation>{negations})\s*(?:(?:any|yet|getting|get|having) )*"
    phrase = rf"(?P<phrase>\b(?:{spaced})\b|(?:{unspaced}))"
    small = re.compile(rf"(?:{_either(word for word in vocabulary.words['status_fillers'] if not word.isascii())})+")
    reached = re.compile(rf"\b(?:{_either(vocabulary.words['reached'])})\b")
    turns = re.compile(rf"\b(?:{_either(vocabulary.words['turns'])})\b")
    return _Phrases(re.compile(rf"(?:{hope}|{negation})??{phrase}"), meanings, bare, reached, turns, small)


def _either(words: Iterable[str]) -> str:
    """The words as alternatives of a pattern, the longest first."""
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


@lru_cache(maxsize=8)
def _bags(vocabulary: Vocabulary) -> dict[frozenset[str], StatusMeaning]:
    """Phrases of several words without their order, where that leaves one meaning."""
    bags: dict[frozenset[str], StatusMeaning | None] = {}
    for phrase, meaning in vocabulary.statuses.items():
        bag = frozenset(phrase.split())
        if bags.setdefault(bag, meaning) not in {meaning, None}:
            bags[bag] = None
    return {bag: meaning for bag, meaning in bags.items() if meaning is not None}


@lru_cache(maxsize=8)
def _single_words(vocabulary: Vocabulary) -> list[str]:
    return [
        phrase
        for phrase, meaning in vocabulary.statuses.items()
        if " " not in phrase and len(phrase) >= _TYPO_LETTERS and (meaning.stage or meaning.outcome)
    ]


def _likely_typos(folded: str, vocabulary: Vocabulary) -> list[StatusMeaning]:
    """Meanings of single words that differ from a known one by a slip, such as "reeejected"."""
    known = _single_words(vocabulary)
    own = vocabulary.words["status_fillers"]
    long_words = [
        word
        for word in folded.split()
        if len(word) >= _TYPO_LETTERS and word not in own and word not in vocabulary.notions
    ]
    matches = (
        (word, process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_TYPO_LIKENESS)) for word in long_words
    )
    return [vocabulary.statuses[match[0]] for word, match in matches if match and _is_a_slip(word, match[0])]


def _is_a_slip(word: str, known: str) -> bool:
    """A slip does not put a syllable in front: "eligible" is not "ineligible"."""
    return not (word.endswith(known) or known.endswith(word)) or abs(len(word) - len(known)) == 1
