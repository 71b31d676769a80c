"""Reads one clause by the codebook's phrases and rules: which themes it names, what is said of each, and where."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.themes.clauses import Clause, Words, split_words
from pipeline.themes.codebook import Codebook, Sense
from pipeline.themes.phrase_index import Found
from pipeline.themes.polarity import ClauseView, Polarity, Verdict, is_wished, judge, view_clause
from pipeline.themes.theme import Theme
from pipeline.themes.wording import Wording


class Mention(NamedTuple):
    """A theme in a text.

    Attributes:
        theme_id: The theme.
        polarity: What is said of it.
        start: Where the quote starts: ``text[start:end]``.
        end: Where it ends.
        method: Who found it: ``codebook`` or ``model``.
        chance: How likely the model finds it, 0 to 1; 1 where no model was asked.
    """

    theme_id: str
    polarity: Polarity
    start: int
    end: int
    method: str = "codebook"
    chance: float = 1.0


class ClauseReading(NamedTuple):
    """What the codebook makes of one clause, with places inside the clause.

    Attributes:
        words: Its words.
        found: The phrases and cues in it.
        mentions: The themes it names.
        announced: What it announces for itself and the clauses after it: 1 for "Strengths:", -1 for the other; None
            when it announces nothing.
    """

    words: Words
    found: Sequence[Found[Sense]]
    mentions: tuple[Mention, ...]
    announced: int | None


def read_clause(clause: Clause, heading: int, codebook: Codebook) -> ClauseReading:
    """Read a clause.

    Args:
        clause: The clause.
        heading: What was announced before it: 1, -1 or 0 for nothing.
        codebook: The themes to look for.
    """
    words = split_words(clause.text, codebook.wording.letters)
    found = codebook.index.find(words.folded)
    announced = _heading(found, words)
    mentions: tuple[Mention, ...] = ()
    if [item for item in found if item.sense.theme is not None]:
        in_force = announced if announced is not None else heading
        mentions = _read_mentions(clause, words, found, in_force, codebook)
    return ClauseReading(words, found, mentions, announced)


def _read_mentions(
    clause: Clause,
    words: Words,
    found: Sequence[Found[Sense]],
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
    return _to_mentions(_merge(verdicts), words)


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
        or not any(
            o.start <= item.start
            and view.statement[item.start] in (view.statement[o.start], view.statement[o.end - 1])
            for o in others
        )
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


def _to_mentions(verdicts: Iterable[tuple[Theme, Verdict]], words: Words) -> tuple[Mention, ...]:
    mentions = []
    for theme, (polarity, first, last) in verdicts:
        start, end = words.quote(first, last)
        mentions.append(Mention(theme.theme_id, polarity, start, end))
    return tuple(sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.theme_id)))
