"""Whether a sentence of a note passes on what an employer said of the seeker, and which words of it those are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.ingest.note_patterns import NotePatterns, note_patterns
from pipeline.ingest.note_roles import describes_role
from pipeline.ingest.note_words import NoteWords

Basis = Literal["said", "loosely", "label", "reason", "summary", "wanted", "because", "bare"]
_Judgement = Literal["verdict", "about_me", "plan", "nothing", "unclear"]

_CLOSED = re.compile(r'"([^"]{3,})"')
_OPENING = " \t\n:,-\u2013\u2014=>("
_CLOSING = " \t\n,;:.!-\u2013\u2014"
_CLAUSE_ENDS = ",;:-\u2013\u2014\n*"
_MINE = re.compile(r"(?<!\w)i\W*(?:\w+\W+){0,2}$")
_HEDGE = 16
"""So near to the edge of some words, in letters, a guess is about them."""

_MOST_HEADING_WORDS = 3
_OF_THE_ROLE = 0.6
_JUDGED = "it says how they judged"
_THOUGHT = "it says what they thought"
_IMPRESSION = 0.7
"""What they liked or thought, where nothing says that they told it: offered, and not among the sure ones."""

_FEWEST_WORDS = 5
"""Fewer words about a day or a call under a heading are an appointment."""

_NEAR = 60
"""How far apart the words of one statement may stand, in letters."""


@dataclass(frozen=True)
class Telling:
    """What was said, in a text.

    Attributes:
        start: Where the words start.
        end: Where they end.
        basis: What shows that they are an employer's.
        confidence: How sure that is, 0 to 1.
        reason: Why, in words.
    """

    start: int
    end: int
    basis: Basis
    confidence: float
    reason: str


def find_telling(flat: str, text: str, start: int, end: int, words: NoteWords) -> Telling | None:
    """The words of an employer in one sentence, by the surest rule that finds some.

    Args:
        flat: The flattened text.
        text: The text, whose capitals tell names.
        start: Where the sentence starts.
        end: Where it ends.
        words: What to look for.
    """
    patterns = note_patterns(words)
    for rule in (
        _by_label,
        _by_teller,
        _by_answer,
        _by_attribution,
        _by_judging,
        _by_summary,
        _by_wish,
        _by_cause,
        _bare,
    ):
        for telling in rule(flat, text, start, end, patterns):
            if telling.start < telling.end:
                is_of_role = telling.basis == "said" and describes_role(flat[telling.start : telling.end], words)
                return _of_the_role(telling) if is_of_role else telling
    return None


def _of_the_role(telling: Telling) -> Telling:
    reason = f"{telling.reason}, but it may describe the role or whom they seek"
    return replace(telling, confidence=min(telling.confidence, _OF_THE_ROLE), reason=reason)


def continues(flat: str, start: int, end: int, words: NoteWords) -> bool:
    """Whether a sentence goes on with a verdict: it has one, and is neither the seeker's own nor a guess."""
    patterns = note_patterns(words)
    is_verdict = _judge(flat[start:end], patterns) == "verdict"
    return is_verdict and not is_aside(flat, start, end, words) and not patterns.future.search(flat, start, end)


def is_aside(flat: str, start: int, end: int, words: NoteWords) -> bool:
    """Whether a sentence is the seeker's own view or plan, or a guess."""
    patterns = note_patterns(words)
    return bool(patterns.own.match(flat, _skipped(flat, start, end)) or patterns.guesses.search(flat, start, end))


def is_personal(flat: str, start: int, end: int, words: NoteWords) -> bool:
    """Whether words name the seeker, rather than the role or somebody else."""
    return note_patterns(words).about_me.search(flat, start, end) is not None


def _by_label(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    del text
    for pattern, basis, confidence in (
        (patterns.feedback_label, "feedback", 0.9),
        (patterns.reason_label, "reason", 0.85),
    ):
        for found in pattern.finditer(flat, start, end):
            if not _opens_clause(flat, start, found.start()) and not _is_named(flat, start, found, patterns):
                continue
            span = _words_behind(flat, found.end(), end, patterns)
            judged = _judge(flat[slice(*span)], patterns)
            is_heading = ":" in found[0] or "=" in found[0]
            is_plan = judged == "plan" and len(flat[slice(*span)].split()) >= _FEWEST_WORDS
            is_said = judged in ("verdict", "about_me") or (is_heading and (judged == "unclear" or is_plan))
            if is_said and not _is_guess(flat, start, span, patterns):
                named: Basis = "reason" if basis == "reason" else "label"
                sure = min(confidence, 0.6) if is_plan else confidence
                yield Telling(*span, named, sure, f'the note heads it with "{basis}"')


def _is_named(flat: str, start: int, found: re.Match[str], patterns: NotePatterns) -> bool:
    """Whether a heading has a few words before it, as in "2nd round feedback:", that are not the seeker's."""
    before = flat[start : found.start()]
    is_short = 0 < len(before.split()) <= _MOST_HEADING_WORDS
    is_own = patterns.own.search(before) or patterns.friends.search(before) or patterns.guesses.search(before)
    return is_short and ":" in found[0] and not is_own and patterns.nothing.search(before) is None


def _by_teller(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    for found in patterns.told.finditer(flat, start, end):
        near = max(start, found.start() - _NEAR)
        before = flat[near : found.start()]
        name = patterns.name.search(before)
        if patterns.teller.search(before):
            yield from _told(flat, start, found, end, patterns, 0.9, "it says who said so")
        elif patterns.friends.search(before):
            continue
        elif _is_subject_left_out(flat, start, found, patterns):
            yield from _told(flat, start, found, end, patterns, 0.8, "it says that it was said, and not by whom")
        elif name and text[near + name.start()].isupper() and not patterns.own.match(name[0]):
            yield from _told(flat, start, found, end, patterns, 0.8, "it says that somebody of that name said so")
    for found in patterns.was_told.finditer(flat, start, end):
        yield from _told(flat, start, found, end, patterns, 0.85, "it says that it was told")
    for found in patterns.quoted.finditer(flat, start, end):
        if _opens_clause(flat, start, found.start()):
            yield from _told(flat, start, found, end, patterns, 0.85, "it quotes who said so")


def _by_attribution(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    """What stands behind "according to HR", or before it where it ends the sentence."""
    del text
    for found in patterns.according.finditer(flat, start, end):
        after = _words_behind(flat, found.end(), end, patterns)
        span = after if after[0] < after[1] else _trimmed(flat, start, found.start())
        if _judge(flat[slice(*span)], patterns) == "verdict" and not _is_guess(flat, start, span, patterns):
            yield Telling(*span, "said", 0.85, "it says who said so")


def _is_subject_left_out(flat: str, start: int, found: re.Match[str], patterns: NotePatterns) -> bool:
    """Whether a sentence begins with the telling, or a clause does after one that names who tells."""
    if patterns.thinking.match(found[0]):
        return False
    before = flat[start : found.start()].strip(" -*")
    return not before or (before[-1] == "," and patterns.tellers.search(before) is not None)


def _told(
    flat: str, start: int, found: re.Match[str], end: int, patterns: NotePatterns, confidence: float, reason: str
) -> Iterator[Telling]:
    span = _words_behind(flat, found.end(), end, patterns)
    before = flat[start : found.start()]
    if patterns.guesses.search(before) or patterns.friends.search(before):
        return
    clause = flat[slice(*span)]
    judged = _judge(clause, patterns)
    is_loose = patterns.told_loosely.search(found[0]) and not patterns.about_me.match(clause)
    if judged == "verdict" and (is_loose or patterns.logistics.search(_without_cues(clause, patterns))):
        yield Telling(*span, "loosely", min(confidence, 0.5), f"{reason}, but it may be about something else")
    elif judged == "verdict" and patterns.views.match(found[0]):
        yield _as_seen(Telling(*span, "said", confidence, _THOUGHT), before, patterns)
    elif judged == "verdict":
        yield Telling(*span, "said", confidence, reason)
    elif judged == "about_me":
        yield Telling(*span, "said", min(confidence, 0.6), f"{reason}, but the words show no verdict we know")


def _as_seen(telling: Telling, before: str, patterns: NotePatterns) -> Telling:
    """What they liked or thought: an impression of the seeker's, unless the words before say that it was told."""
    cues = (patterns.came_back, patterns.was_told, patterns.told, patterns.feedback_label)
    if any(cue.search(before) for cue in cues):
        return telling
    reason = f"{telling.reason}, and not that they said so"
    return replace(telling, confidence=min(telling.confidence, _IMPRESSION), reason=reason)


def _without_cues(clause: str, patterns: NotePatterns) -> str:
    return patterns.cues.sub(" ", clause)


def _by_answer(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    del text
    for found in patterns.came_back.finditer(flat, start, end):
        yield from _told(flat, start, found, end, patterns, 0.85, "it says that they came back with it")


def _by_summary(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    del text
    for found in patterns.summary.finditer(flat, start, end):
        span = _trimmed(flat, start, end)
        if (
            not patterns.friends.search(flat, start, end)
            and not _is_guess(flat, start, span, patterns)
            and not patterns.future.search(flat[start : found.end()])
        ):
            yield Telling(*span, "summary", 0.75, "it says that feedback came, in the writer's summary")


def _by_judging(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    for telling in _of_subject(flat, start, end, patterns.judged, patterns):
        is_plan = patterns.logistics.search(flat, telling[0], telling[1])
        if is_plan:
            yield Telling(*telling, "loosely", 0.5, f"{_JUDGED}, but it may be about something else")
        else:
            yield _as_seen(Telling(*telling, "said", 0.85, _JUDGED), flat[start : telling[0]], patterns)
    del text


def _by_wish(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    for telling in _of_subject(flat, start, end, patterns.wanted, patterns):
        yield Telling(*telling, "wanted", 0.6, "it says what they wanted, and not that they said so")
    del text


def _of_subject(
    flat: str, start: int, end: int, verbs: re.Pattern[str], patterns: NotePatterns
) -> Iterator[tuple[int, int]]:
    """The verdicts that consist of an employer, a verb and what follows, the employer included."""
    for found in verbs.finditer(flat, start, end):
        near = max(start, found.start() - _NEAR)
        teller = patterns.teller.search(flat[near : found.start()])
        span = _cut(flat, near + teller.start() if teller else end, end, patterns)
        is_verdict = _judge(flat[found.start() : max(span[1], found.start())], patterns) == "verdict"
        if teller and is_verdict and not _is_guess(flat, start, span, patterns):
            yield span


def _by_cause(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    del text
    for found in patterns.because.finditer(flat, start, end):
        ended = patterns.turned_down.search(flat, start, found.start())
        if ended is None or found.start() - ended.end() > _NEAR or _MINE.search(flat[start : ended.start()]):
            continue
        span = _words_behind(flat, found.start(), end, patterns)
        is_said = _judge(flat[slice(*span)], patterns) == "verdict"
        if is_said and not _is_guess(flat, start, span, patterns):
            yield Telling(*span, "because", 0.6, "it gives a reason, and not who gave it")


def _bare(flat: str, text: str, start: int, end: int, patterns: NotePatterns) -> Iterator[Telling]:
    del text
    for found in patterns.bare.finditer(flat, start, end):
        before = flat[start : found.start()]
        span = _cut(flat, found.start(), end, patterns)
        is_own = bool(patterns.own.search(before) or patterns.about_me.search(flat, *span))
        is_own = is_own or _is_guess(flat, start, span, patterns)
        if _opens_clause(flat, start, found.start()) and not is_own and not patterns.friends.search(before):
            yield Telling(*span, "bare", 0.35, "it is a verdict, and nothing says whose")


def _opens_clause(flat: str, start: int, place: int) -> bool:
    """Whether nothing, a comma, a dash or a date stands right before."""
    before = flat[start:place].rstrip(" (")
    return not before or before[-1] in _CLAUSE_ENDS or before[-1].isdigit() or before.endswith(" but")


def _is_guess(flat: str, start: int, span: tuple[int, int], patterns: NotePatterns) -> bool:
    """Whether a guess introduces the words or ends them; inside, "could be crisper" is part of what was said."""
    head, tail = min(span[0] + _HEDGE, span[1]), max(span[1] - _HEDGE, span[0])
    return any(patterns.guesses.search(flat, *part) is not None for part in ((start, head), (tail, span[1])))


def _words_behind(flat: str, place: int, end: int, patterns: NotePatterns) -> tuple[int, int]:
    """The words from a place on: what stands in quotation marks, else the rest of the sentence."""
    if quoted := _CLOSED.match(flat, _skipped(flat, place, end), end):
        return quoted.span(1)
    return _cut(flat, place, end, patterns)


def _cut(flat: str, start: int, end: int, patterns: NotePatterns) -> tuple[int, int]:
    """The words without what the seeker means to do about them."""
    stop = patterns.stops.search(flat, start, end)
    return _trimmed(flat, start, stop.start() if stop else end)


def _skipped(flat: str, place: int, end: int) -> int:
    while place < end and flat[place] in _OPENING:
        place += 1
    return place


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    start = _skipped(flat, start, end)
    while end > start and flat[end - 1] in _CLOSING:
        end -= 1
    if flat[start : start + 1] == '"' and flat.count('"', start, end) == 1:
        start += 1
    return start, end


def _judge(clause: str, patterns: NotePatterns) -> _Judgement:
    """What a clause holds: a verdict, something about the seeker, a day or a term, nothing, or something else."""
    plain = clause.strip(_OPENING + _CLOSING + '")?*_')
    if len(plain) < 2 or patterns.nothing.fullmatch(plain) or patterns.refused.search(plain):
        return "nothing"
    said = patterns.standard.sub(" ", plain)
    plans = [found.span() for found in patterns.logistics.finditer(said)]
    for cue in patterns.cues.finditer(said):
        if not any(start <= cue.start() and cue.end() <= end for start, end in plans):
            return "verdict"
    is_future = patterns.future.search(said) is not None
    if said != plain or (plans and is_future):
        return "nothing"
    if plans or is_future:
        return "plan"
    return "about_me" if patterns.about_me.match(said) else "unclear"
