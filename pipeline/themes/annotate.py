"""Finds the codebook's themes in feedback: which theme, what is said of it, and in exactly which words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import polars as pl

from pipeline.themes.clauses import (
    Clause,
    Span,
    Words,
    is_empty_clause,
    split_clauses,
    split_words,
    whole_characters,
)
from pipeline.themes.codebook import Codebook, Sense, Theme
from pipeline.themes.phrases import Found
from pipeline.themes.polarity import ClauseView, Polarity, Verdict, is_wished, judge, view_clause
from pipeline.themes.wording import Wording

MENTION_SCHEMA = {
    "feedback_id": pl.String(),
    "theme_id": pl.String(),
    "polarity": pl.String(),
    "quote": pl.String(),
    "quote_start": pl.Int64(),
    "quote_end": pl.Int64(),
    "method": pl.String(),
}
"""One row per mention; ``feedback_text[quote_start:quote_end] == quote``, in Python characters."""

UNEXPLAINED_SCHEMA = {
    "feedback_id": pl.String(),
    "clause": pl.String(),
    "clause_start": pl.Int64(),
    "clause_end": pl.Int64(),
}
"""One row per clause with something to say that no theme explains."""


class Mention(NamedTuple):
    """A theme in a text; ``text[start:end]`` is the quote."""

    theme_id: str
    polarity: Polarity
    start: int
    end: int


class Annotation(NamedTuple):
    """What the codebook makes of a text, both from left to right."""

    mentions: tuple[Mention, ...]
    unexplained: tuple[Span, ...]


class _Reading(NamedTuple):
    """What one clause says, with places inside the clause; ``heading`` is what it announces for the next."""

    mentions: tuple[Mention, ...]
    unexplained: Span | None
    heading: int | None


_ClauseKey = tuple[str, bool, int]
_Memory = dict[_ClauseKey, _Reading]


def annotate(text: str, codebook: Codebook) -> Annotation:
    """The mentions in a text, and the clauses that no theme explains."""
    return _annotate(text, codebook, {})


def _annotate(text: str, codebook: Codebook, memory: _Memory) -> Annotation:
    mentions: list[Mention] = []
    unexplained: list[Span] = []
    heading = 0
    wording = codebook.wording
    for clause in split_clauses(text, wording.boundary, wording.clause_words.abbreviations):
        key = (clause.text, clause.is_question, heading)
        reading = memory.get(key)
        if reading is None:
            reading = memory[key] = _read_clause(clause, heading, codebook)
        shift = clause.start
        for theme_id, polarity, start, end in reading.mentions:
            mentions.append(Mention(theme_id, polarity, start + shift, end + shift))
        if reading.unexplained is not None:
            start, end = reading.unexplained
            unexplained.append(Span(start + shift, end + shift))
        if reading.heading is not None:
            heading = reading.heading
    return Annotation(tuple(mentions), tuple(unexplained))


def _read_clause(clause: Clause, heading: int, codebook: Codebook) -> _Reading:
    words = split_words(clause.text)
    if not words.folded:
        return _Reading((), None, None)
    found = codebook.index.find(words.folded)
    announced = _heading(found, words)
    has_courtesy = any(item.sense.kind == "courtesy" for item in found)
    mentions: tuple[Mention, ...] = ()
    if any(item.sense.theme is not None for item in found):
        in_force = announced if announced is not None else heading
        mentions = _read_mentions(clause, words, found, in_force, codebook)
    is_silent = bool(mentions) or has_courtesy or is_empty_clause(words.folded, codebook.wording.plain_words)
    unexplained = None if is_silent else _span(words, 0, len(words.folded), clause.text)
    return _Reading(mentions, unexplained, announced)


def _read_mentions(
    clause: Clause,
    words: Words,
    found: list[Found[Sense]],
    heading: int,
    codebook: Codebook,
) -> tuple[Mention, ...]:
    view = view_clause(
        words,
        found,
        codebook.wording,
        is_question=clause.is_question,
        heading=heading,
    )
    named = [(item, item.sense.theme) for item in view.named if item.sense.theme is not None]
    named = _without_praise_of_others(named, view)
    named = _without_complements(named, words.folded, codebook.wording)
    verdicts = [(theme, verdict) for item, theme in named if (verdict := judge(item, theme, view))]
    return _to_mentions(_merge(verdicts), words, clause.text)


def _heading(found: Sequence[Found[Sense]], words: Words) -> int | None:
    """1 or -1 when the clause starts with a heading such as "Strengths:"; None when it has none."""
    if not found or found[0].start > 2:
        return None
    kind, end = found[0].sense.kind, found[0].end
    is_followed = end < len(words.folded) and words.folded[end] == ":"
    if kind in {"good_heading", "praise"} and is_followed:
        return 1
    if kind in {"bad_heading", "criticism"} and is_followed:
        return -1
    return None


_Named = list[tuple[Found[Sense], Theme]]


def _without_praise_of_others(named: _Named, view: ClauseView) -> _Named:
    """Leave out qualities that the clause goes on to praise in the winner: they say nothing of this seeker.

    Nor is "we need someone with more …" about a winner, although the same words can be.
    """
    named = [(item, theme) for item, theme in named if theme.kind != "comparison" or not is_wished(item, view)]
    others = [item for item, theme in named if theme.kind == "comparison"]
    return [
        (item, theme)
        for item, theme in named
        if theme.kind != "quality"
        or not any(o.start <= item.start and view.statement[o.start] == view.statement[item.start] for o in others)
    ]


def _without_complements(named: _Named, words: Sequence[str], wording: Wording) -> _Named:
    """Leave out a theme that only says where another one stood: "concrete examples in your answers"."""
    kept: _Named = []
    for item, theme in named:
        before = kept[-1] if kept else None
        if before is not None and item.sense.kind == "topic" and before[1] is not theme:
            between = words[before[0].end : item.start]
            if between and len(between) <= _ATTACHED_WORDS and between[0] in wording.attachers:
                continue
        kept.append((item, theme))
    return kept


_ATTACHED_WORDS = 3
_MERGE_GAP = 3
"""Words between two mentions of one theme that are still one mention: "calm and very confident"."""


def _merge(verdicts: Sequence[tuple[Theme, Verdict]]) -> list[tuple[Theme, Verdict]]:
    """One mention for each theme and stretch of words."""
    merged: list[tuple[Theme, Verdict]] = []
    for theme, verdict in verdicts:
        last = next((i for i in range(len(merged) - 1, -1, -1) if merged[i][0] is theme), None)
        if last is not None:
            before = merged[last][1]
            near = verdict.start - before.end <= _MERGE_GAP
            if near and (before.polarity == verdict.polarity or verdict.start < before.end):
                decided = verdict.polarity if before.polarity == "unclear" else before.polarity
                start, end = min(before.start, verdict.start), max(before.end, verdict.end)
                merged[last] = (theme, Verdict(decided, start, end))
                continue
        merged.append((theme, verdict))
    return merged


def _to_mentions(verdicts: Iterable[tuple[Theme, Verdict]], words: Words, text: str) -> tuple[Mention, ...]:
    mentions = []
    for theme, (polarity, first, last) in verdicts:
        start, end = _span(words, first, last, text)
        mentions.append(Mention(theme.theme_id, polarity, start, end))
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.theme_id)))


def _span(words: Words, first: int, last: int, text: str) -> Span:
    """The stretch of text from one word to another, without punctuation at its ends."""
    while words.folded[first] in {",", ":"} and first < last - 1:
        first += 1
    while words.folded[last - 1] in {",", ":"} and last - 1 > first:
        last -= 1
    return Span(words.starts[first], whole_characters(text, words.ends[last - 1]))


def annotate_texts(feedback: pl.DataFrame, codebook: Codebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions and the unexplained clauses of many texts; each distinct text is read once.

    Args:
        feedback: Columns ``feedback_id`` and ``feedback_text``, both String; a null text has neither.
        codebook: The themes to look for.

    Returns:
        Frames of MENTION_SCHEMA and of UNEXPLAINED_SCHEMA, in the order of the rows and, in a text, of its words.
    """
    memory: _Memory = {}
    known: dict[str, Annotation] = {}
    mentions: list[tuple[object, ...]] = []
    unexplained: list[tuple[object, ...]] = []
    for feedback_id, text in feedback.select("feedback_id", "feedback_text").iter_rows():
        if text is None:
            continue
        annotation = known.get(text)
        if annotation is None:
            annotation = known[text] = _annotate(text, codebook, memory)
        for theme_id, polarity, start, end in annotation.mentions:
            mentions.append((feedback_id, theme_id, polarity, text[start:end], start, end, "codebook"))
        for start, end in annotation.unexplained:
            unexplained.append((feedback_id, text[start:end], start, end))
    return (
        pl.DataFrame(mentions, schema=MENTION_SCHEMA, orient="row"),
        pl.DataFrame(unexplained, schema=UNEXPLAINED_SCHEMA, orient="row"),
    )
