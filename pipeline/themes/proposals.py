"""Lets the model revise what the codebook reads in a clause.

A theme that the codebook names stays named unless the model finds it very unlikely in these words. A theme it does
not name is proposed where the model finds it likely, quoted by the part of the clause that speaks for it.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from pipeline.themes.clauses import PAUSES, Clause
from pipeline.themes.codebook import Codebook, Sense
from pipeline.themes.codebook_reading import ClauseReading, Mention
from pipeline.themes.features import codebook_features, plain_words
from pipeline.themes.model import POLARITIES, Model, Weighed
from pipeline.themes.phrase_index import Found
from pipeline.themes.polarity import Polarity, lay_out
from pipeline.themes.theme import Theme
from pipeline.themes.wording import MASKS

METHOD = "model"
"""The method of a mention that the model proposes."""

_DOUBTED_BELOW = 0.25
"""A polarity that the rules found is overruled when the model finds it less likely than this."""
_BESIDE_ABOVE = 0.6
"""The least probability of a theme for words that the codebook explains by another: below it most are wrong."""
_PHRASE_WORDS = 3
"""Praise of so many words says what its words alone would not: "no lack of", "could not have been better"."""
_SPEAKS = 0.4
"""A part of the clause belongs to the quote when it speaks at least this much of what the best part does."""
_BARE_WORDS = 3
"""A question of so few words is a note ("Salary?"), not somebody asking."""


class Revising:
    """A codebook and the model that is heard beside it.

    Attributes:
        codebook: The themes that may be named.
        model: The model of the codebook's language.
        themes: For each theme of the model the one that stands for it now, if any.
        known: The ids of these.
    """

    def __init__(self, codebook: Codebook, model: Model) -> None:
        self.codebook = codebook
        self.model = model
        self.themes = [codebook.current(name) for name in model.themes]
        self.known = frozenset(theme.theme_id for theme in self.themes if theme)


class _Case(NamedTuple):
    """A clause with what the codebook and the model make of it; ``places`` are those of its words without commas."""

    clause: Clause
    heading: int
    reading: ClauseReading
    by: Revising
    weighed: Weighed
    places: list[int]


class _Likely(NamedTuple):
    """A theme in force, the place at which the model knows it, and the model's probability of it."""

    theme: Theme
    place: int
    chance: float


def weighable(reading: ClauseReading) -> tuple[list[str], set[str]]:
    """What the model weighs of a clause: its words, and what the codebook finds in it."""
    named = [(mention.theme_id, mention.polarity) for mention in reading.mentions]
    return plain_words(reading.words.folded), codebook_features(reading.found, named)


def revised(
    reading: ClauseReading, clause: Clause, heading: int, by: Revising, weighed: Weighed
) -> tuple[Mention, ...]:
    """The mentions in a clause after the model was heard, from left to right.

    Args:
        reading: What the codebook makes of it.
        clause: The clause.
        heading: What is announced for it: 1, -1 or 0 for nothing.
        by: The codebook and the model.
        weighed: What the model makes of it.
    """
    model = by.model
    likely = _likely(by, weighed)
    places = [at for at, word in enumerate(reading.words.folded) if word not in PAUSES]
    case = _Case(clause, heading, reading, by, weighed, places)
    own = {found.sense.theme.theme_id for found in reading.found if found.sense.theme and found.sense.is_own}
    judged = [m if m.theme_id in own else m._replace(chance=_chance(m, likely, case)) for m in reading.mentions]
    kept = [_with_likely_polarity(mention, case) for mention in judged if mention.chance >= model.keep_above]
    known = {mention.theme_id for mention in reading.mentions}
    proposed = [
        _propose(each, case)
        for theme_id, each in likely.items()
        if theme_id not in known and each.chance >= model.propose_above and not _is_only_asked(each.theme, case)
    ]
    proposed = [
        mention
        for mention in proposed
        if not _is_praise_of_others(mention, case)
        and not _is_explained_otherwise(mention, kept)
        and not _is_courtesy(mention, case)
    ]
    return tuple(sorted([*kept, *proposed], key=lambda mention: (mention.start, mention.end, mention.theme_id)))


def _likely(by: Revising, weighed: Weighed) -> dict[str, _Likely]:
    """The themes in force that may be named, by id; of several that were merged into one, the likeliest speaks."""
    lowest = min(by.model.keep_above, by.model.propose_above)
    likely: dict[str, _Likely] = {}
    for place, chance in enumerate(weighed.themes):
        if chance < lowest or (theme := by.themes[place]) is None:
            continue
        if theme.theme_id not in likely or likely[theme.theme_id].chance < chance:
            likely[theme.theme_id] = _Likely(theme, place, chance)
    return likely


def _chance(mention: Mention, likely: dict[str, _Likely], case: _Case) -> float:
    """How likely the model finds a theme that the codebook names; 1 for one that it was never taught."""
    if mention.theme_id in likely:
        return likely[mention.theme_id].chance
    return 0.0 if mention.theme_id in case.by.known else 1.0


def _with_likely_polarity(mention: Mention, case: _Case) -> Mention:
    """The mention as it is, unless the model is sure that the rules got its polarity wrong."""
    allowed = case.by.model.allowed.get(mention.theme_id, frozenset())
    is_only = sum(other.theme_id == mention.theme_id for other in case.reading.mentions) == 1
    is_settled = case.clause.is_question or case.heading != 0 or _is_denied_within(mention, case)
    if is_settled or not is_only or mention.polarity not in allowed:
        return mention
    chance = case.weighed.polarities[POLARITIES.index(mention.polarity)]
    if mention.polarity != "unclear" and chance > _DOUBTED_BELOW:
        return mention
    return mention._replace(polarity=case.by.model.polarity(mention.theme_id, case.weighed))


def _is_denied_within(mention: Mention, case: _Case) -> bool:
    """Whether the quote turns round its own praise or criticism, which a sum over words cannot see."""
    words = case.reading.words
    cues = _cues_within(mention.start, mention.end, case)
    kinds = {cue.sense.kind for cue in cues}
    quote = " ".join(
        word
        for word, (start, _) in zip(words.folded, words.spans, strict=True)
        if mention.start <= start < mention.end
    )
    return (
        ("negation" in kinds and not kinds.isdisjoint({"praise", "criticism"}))
        or any(cue.sense.kind == "praise" and cue.end - cue.start >= _PHRASE_WORDS for cue in cues)
        or any(phrase in quote for phrase in case.by.codebook.wording.not_only)
    )


def _cues_within(start: int, end: int, case: _Case) -> list[Found[Sense]]:
    """The cues in a stretch of the clause."""
    spans = case.reading.words.spans
    return [
        found
        for found in case.reading.found
        if found.sense.theme is None and start <= spans[found.start][0] and spans[found.end - 1][1] <= end
    ]


def _denies_praise(start: int, end: int, case: _Case) -> bool:
    """Whether a "not" stands right before praise: on voices held out that is always a concern, whatever is likely."""
    if not any(found.sense.kind == "negation" for found in case.reading.found):
        return False
    cues = _cues_within(start, end, case)
    return any(
        one.sense.kind == "negation" and other.sense.kind == "praise" and 0 <= other.start - one.end <= 1
        for one in cues
        for other in cues
    )


def _is_explained_otherwise(mention: Mention, kept: Iterable[Mention]) -> bool:
    """Whether a proposal that is not sure takes words that the codebook explains by another theme."""
    return mention.chance < _BESIDE_ABOVE and any(
        other.start < mention.end and mention.start < other.end for other in kept
    )


def _is_courtesy(mention: Mention, case: _Case) -> bool:
    """Whether courtesy, and what only looks like a theme, takes up every word that says something."""
    words, wording = case.reading.words, case.by.codebook.wording
    masked = {at for item in case.reading.found if item.sense.kind in MASKS for at in range(item.start, item.end)}
    telling = {
        at
        for at in case.places
        if mention.start <= words.spans[at][0] < mention.end and words.folded[at] not in wording.plain_words
    }
    return bool(telling) and telling <= masked


def _is_only_asked(theme: Theme, case: _Case) -> bool:
    """A question whether something was the reason does not name it as one."""
    return theme.kind != "quality" and case.clause.is_question and len(case.places) > _BARE_WORDS


def _is_praise_of_others(mention: Mention, case: _Case) -> bool:
    """Whether the words praise the one who was chosen, as a comparison in the same statement shows."""
    theme = case.by.codebook.current(mention.theme_id)
    if theme is None or theme.kind != "quality":
        return False
    comparisons = [f for f in case.reading.found if f.sense.theme and f.sense.theme.kind == "comparison"]
    return any(case.reading.words.spans[comparison.start][0] <= mention.end for comparison in comparisons)


def _propose(likely: _Likely, case: _Case) -> Mention:
    """A mention of a theme by the part of the clause that speaks for it."""
    theme = likely.theme
    first, last = _speaking_part(likely, case)
    start, end = case.reading.words.quote(case.places[first], case.places[last] + 1)
    polarity: Polarity = case.by.model.polarity(case.by.model.themes[likely.place], case.weighed)
    if theme.kind == "quality" and case.clause.is_question:
        polarity = "unclear"
    elif theme.kind == "quality" and case.heading:
        polarity = "strength" if case.heading > 0 else "concern"
    elif theme.kind == "quality" and _denies_praise(start, end, case):
        polarity = "concern"
    return Mention(theme.theme_id, polarity, start, end, METHOD, likely.chance)


def _parts(case: _Case) -> list[tuple[int, int]]:
    """The parts of a clause between commas and between statements, as first and last word."""
    statement, commas = lay_out(case.reading.words.folded, case.by.codebook.wording)
    numbered = [(commas[at], statement[at]) for at in case.places]
    firsts = [at for at, number in enumerate(numbered) if at == 0 or number != numbered[at - 1]]
    return [(first, after - 1) for first, after in pairwise([*firsts, len(numbered)])]


def _speaking_part(likely: _Likely, case: _Case) -> tuple[int, int]:
    """From the first to the last part that speaks for the theme nearly as much as the one that does most."""
    parts = _parts(case)
    if len(parts) == 1:
        return parts[0]
    shares = case.weighed.shares(likely.place).tolist()
    sums = [sum(shares[first : last + 1]) for first, last in parts]
    best = max(sums)
    speaking = (
        [part for part, total in zip(parts, sums, strict=True) if total >= _SPEAKS * best] if best > 0 else parts
    )
    return speaking[0][0], speaking[-1][1]
