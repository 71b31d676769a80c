"""Decides what a clause says about a theme found in it: praised, criticised, a mere reason, or unclear.

The nearest cue decides. What stands to a cue's left can turn it round: "not", "lack of", "we'd have liked".
Where nothing decides, the answer is ``unclear`` in a terse note and none in a longer clause, because naming
a thing in passing is no feedback on it.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from pipeline.themes.clauses import Words
from pipeline.themes.codebook import Sense
from pipeline.themes.phrase_index import Found
from pipeline.themes.theme import Theme
from pipeline.themes.wording import Wording

Polarity = Literal["strength", "concern", "circumstance", "unclear"]

_REACH: dict[str, int] = {
    "ruled_out": 12,
    "wish": 14,
    "negation": 8,
    "lack": 6,
    "missed": 6,
    "comparative": 3,
    "excess": 2,
}
"""How many words to its right a cue of this kind can govern."""

_SIGN = {
    "praise": 1,
    "shown": 1,
    "criticism": -1,
    "wish": -1,
    "comparative": -1,
    "excess": -1,
    "negation": -1,
    "lack": -1,
    "missed": -1,
}
_UNDECIDED = frozenset({"reason", "middling"})
"""Cues that speak of a theme without praise or criticism."""

_LIST_REACH = frozenset({"wish", "ruled_out"})
"""Cues whose reach goes on over the commas of a list."""

_FOLLOWING = {"comparative": 6, "negation": 1}
"""How many words after a theme a cue of this kind still speaks of it."""

_FARTHEST = 12
"""The cost, in words, beyond which a cue no longer speaks of a theme."""
_COMMA_COST = 3
_STATEMENT_COST = 6
_SHOWN_COST = 5
"""Showing is the weakest praise: anything else near wins over it."""
_TERSE_WORDS = 5
_BARE_WORDS = 3
_CONCERN_REACH = 3
"""A "not" further from a named fault than this may deny something else."""


class Verdict(NamedTuple):
    """What is said about a theme, and the range of words that says it."""

    polarity: Polarity
    start: int
    end: int


class ClauseView(NamedTuple):
    """A clause as polarity sees it.

    Attributes:
        named: The words of the themes found in it, from left to right.
        cues: What praises, criticises or turns round, from left to right.
        statement: For each word, the number of the statement it belongs to.
        commas: For each word, how many commas and colons precede it.
        word_count: How many words it has without them.
        is_question: Whether it asks.
        heading: 1 or -1 under a heading such as "Strengths:", else 0.
        words: Its folded words.
        wording: The wording of its language.
    """

    named: list[Found[Sense]]
    cues: list[Found[Sense]]
    statement: list[int]
    commas: list[int]
    word_count: int
    is_question: bool
    heading: int
    words: list[str]
    wording: Wording


def view_clause(
    words: Words,
    found: Sequence[Found[Sense]],
    wording: Wording,
    *,
    is_question: bool,
    heading: int,
) -> ClauseView:
    """Lay a clause out: which words belong to one statement, and where its commas are."""
    statement, commas = lay_out(words.folded, wording)
    named = [item for item in found if item.sense.theme is not None]
    cues = [item for item in found if item.sense.theme is None]
    word_count = len(words.folded) - sum(map(words.folded.count, ",:"))
    return ClauseView(named, cues, statement, commas, word_count, is_question, heading, words.folded, wording)


def lay_out(folded: list[str], wording: Wording) -> tuple[list[int], list[int]]:
    """For each word the number of its statement, and how many commas and colons precede it."""
    if wording.parting.isdisjoint(folded):
        return [0] * len(folded), [0] * len(folded)
    statement: list[int] = []
    commas: list[int] = []
    number = comma_count = 0
    for position, word in enumerate(folded):
        following = folded[position + 1] if position + 1 < len(folded) else ""
        starts_after = word == "," or word in wording.joiners
        if position and (word in wording.breaks or (starts_after and following in wording.subjects)):
            number += 1
        statement.append(number)
        commas.append(comma_count)
        comma_count += word in {",", ":"}
    return statement, commas


def judge(found: Found[Sense], theme: Theme, view: ClauseView) -> Verdict | None:
    """What the clause says about a theme found in it; None when it names it in passing."""
    kind = found.sense.kind
    ruled_out = _ruling_out(found, view)
    if ruled_out is not None:
        return None if theme.kind != "quality" else _verdict("strength", found, [ruled_out], view)
    missed = _missing(found, view) if theme.kind == "quality" or kind == "topic" else None
    if missed is not None:
        sign: Polarity = "concern" if theme.kind == "quality" else "circumstance"
        return _verdict("unclear" if view.is_question else sign, found, [missed], view)
    if kind == "topic":
        verdict = _judge_topic(found, theme, view)
    elif theme.kind == "comparison":
        verdict = Verdict("circumstance", found.start, _phrase_end(found, view))
    elif kind == "circumstance" or theme.kind != "quality":
        verdict = Verdict("circumstance", found.start, found.end)
    else:
        verdict = _judge_named(found, 1 if kind == "strength" else -1, view)
    if verdict and view.is_question and (theme.kind != "quality" or not is_wished(found, view)):
        return _questioned(verdict, theme, view)
    return verdict


def _questioned(verdict: Verdict, theme: Theme, view: ClauseView) -> Verdict | None:
    """A question decides nothing; one whether something was the reason does not even name it as such."""
    if theme.kind != "quality" and view.word_count > _BARE_WORDS:
        return None
    return verdict._replace(polarity="unclear")


def _phrase_end(found: Found[Sense], view: ClauseView) -> int:
    """Where the statement about somebody else ends: at its comma, or after as many words as a quote may have."""
    end = found.end
    limit = min(len(view.statement), found.start + _LONGEST_QUOTE)
    while end < limit and view.statement[end] == view.statement[found.start]:
        if view.commas[end] != view.commas[found.end - 1]:
            break
        end += 1
    return end


def _ruling_out(found: Found[Sense], view: ClauseView) -> Found[Sense] | None:
    """The cue that says the theme was not the reason, if there is one."""
    for cue in view.cues:
        if cue.sense.kind == "ruled_out" and _governs(cue, found, view):
            return cue
        if cue.sense.kind == "cleared" and cue.start >= found.end and _cost(cue, found, view) <= 8:
            return cue
    return None


def _missing(found: Found[Sense], view: ClauseView) -> Found[Sense] | None:
    """The cue behind the theme that says it was not there, if there is one: "clear examples would have helped"."""
    return next(
        (
            cue
            for cue in view.cues
            if cue.sense.kind == "missed" and _speaks_back(cue, found, view) and not _is_denied(cue, found, view)
        ),
        None,
    )


def _is_denied(cue: Found[Sense], found: Found[Sense], view: ClauseView) -> bool:
    """Whether a "not" stands between a theme and a cue behind it."""
    return any(found.end <= other.start < cue.start and other.sense.kind == "negation" for other in view.cues)


def _speaks_back(cue: Found[Sense], found: Found[Sense], view: ClauseView) -> bool:
    """Whether nothing between a theme and a cue behind it is a statement of its own; "X, Y and Z" is a list."""
    between = view.words[found.end : cue.start]
    if cue.start < found.end or view.statement[cue.start] != view.statement[found.start]:
        return False
    if not view.wording.verbs.isdisjoint(between):
        return False
    return "," not in between or not view.wording.joiners.isdisjoint(between[_last_comma(between) :])


def _last_comma(words: list[str]) -> int:
    return max(place for place, word in enumerate(words) if word == ",")


def is_wished(found: Found[Sense], view: ClauseView) -> bool:
    """Whether it is what they hoped for, so not what they had."""
    return any(cue.sense.kind == "wish" and _governs(cue, found, view) for cue in view.cues)


def _governs(cue: Found[Sense], target: Found[Sense], view: ClauseView) -> bool:
    """Whether an operator to the left reaches the target."""
    kind = cue.sense.kind
    is_before = cue.end <= target.start or (
        kind == "wish" and target.sense.theme is None and cue.start < target.start < cue.end
    )
    return (
        kind in _REACH
        and is_before
        and view.statement[cue.start] == view.statement[target.start]
        and target.start - cue.end <= _REACH[kind]
        and (kind in _LIST_REACH or view.commas[cue.end - 1] == view.commas[target.start])
    )


def _operators(target: Found[Sense], view: ClauseView) -> list[Found[Sense]]:
    return [cue for cue in view.cues if _governs(cue, target, view)]


def _turned(sign: int, operators: Iterable[Found[Sense]]) -> int:
    """The sign after its operators: a wish makes it a concern, each "not" turns it round."""
    for operator in operators:
        kind = operator.sense.kind
        if kind in {"wish", "excess", "comparative"}:
            return -1
        sign = -sign
    return sign


def _judge_named(found: Found[Sense], sign: int, view: ClauseView) -> Verdict:
    """A phrase that praises or criticises by itself, unless something turns it round."""
    operators = [cue for cue in _operators(found, view) if cue.sense.kind != "ruled_out"]
    wishes = [cue for cue in operators if cue.sense.kind in {"wish", "excess", "comparative"}]
    if sign < 0:
        praise = [cue for cue in view.cues if cue.sense.kind == "praise" and cue.start < found.start < cue.end]
        if praise or _says_not_only(found, view):
            return _verdict("strength", found, praise, view)
        if wishes:
            return Verdict("concern", found.start, found.end)
        denials = [cue for cue in operators if found.start - cue.end < _CONCERN_REACH]
        if len(operators) % 2 and not denials:
            return Verdict("unclear", found.start, found.end)
        operators = denials
    return _verdict("strength" if _turned(sign, operators) > 0 else "concern", found, operators, view)


def _says_not_only(found: Found[Sense], view: ClauseView) -> bool:
    """Whether the "not" in a named fault is that of "not only good examples, but …"."""
    words = " ".join(view.words[found.start : found.end + 1])
    return any(phrase in words for phrase in view.wording.not_only)


def _judge_topic(found: Found[Sense], theme: Theme, view: ClauseView) -> Verdict | None:
    """A phrase that only names the theme: the nearest cue decides."""
    cue = _nearest_cue(found, view)
    if cue is None:
        return _judge_without_cue(found, theme, view)
    operators = (
        []
        if cue.sense.kind == "reason"
        else [o for o in _operators(cue, view) if o.sense != cue.sense or o.sense.kind in {"negation", "lack"}]
    )
    if cue.sense.kind in _UNDECIDED:
        return _verdict("unclear" if theme.kind == "quality" else "circumstance", found, [cue], view)
    sign = _turned(_SIGN[cue.sense.kind], operators)
    if theme.kind != "quality":
        return None if sign > 0 or cue.sense.kind == "wish" else _verdict("circumstance", found, [cue], view)
    return _verdict("strength" if sign > 0 else "concern", found, [cue, *operators], view)


def _judge_without_cue(found: Found[Sense], theme: Theme, view: ClauseView) -> Verdict | None:
    if view.heading:
        polarity: Polarity = "strength" if view.heading > 0 else "concern"
        return Verdict(polarity if theme.kind == "quality" else "circumstance", found.start, found.end)
    names_only = all(item.sense.kind == "topic" for item in view.named)
    if names_only and view.word_count <= _TERSE_WORDS:
        return Verdict("unclear", found.start, found.end)
    return None


def _nearest_cue(found: Found[Sense], view: ClauseView) -> Found[Sense] | None:
    """The cue that speaks of a theme: the cheapest to reach, the one before it when two are equal."""
    best: Found[Sense] | None = None
    best_cost = float(_FARTHEST)
    for cue in view.cues:
        kind = cue.sense.kind
        if kind in _REACH:
            if kind == "ruled_out":
                continue
            if _governs(cue, found, view):
                cost = _cost(cue, found, view)
            elif _follows(cue, found, view):
                cost = _cost(cue, found, view) + (_SHOWN_COST if kind == "negation" else 0)
            else:
                continue
        elif kind in _SIGN or kind in _UNDECIDED:
            cost = _cost(cue, found, view) + (_SHOWN_COST if kind in {"shown", "reason"} else 0)
        else:
            continue
        if cost < best_cost:
            best, best_cost = cue, cost
    return best


def _follows(cue: Found[Sense], found: Found[Sense], view: ClauseView) -> bool:
    """These also speak of what they follow: "your answers could be clearer", "the structure wasn't there"."""
    return (
        cue.sense.kind in _FOLLOWING
        and 0 <= cue.start - found.end <= _FOLLOWING[cue.sense.kind]
        and view.statement[cue.start] == view.statement[found.start]
        and view.commas[cue.start] == view.commas[found.end - 1]
    )


def _cost(cue: Found[Sense], found: Found[Sense], view: ClauseView) -> float:
    """How far a cue is from a theme, in words; a comma or a new statement between them counts extra."""
    if cue.end <= found.start:
        left, right, gap = cue.end - 1, found.start, float(found.start - cue.end)
    elif found.end <= cue.start:
        left, right, gap = found.end - 1, cue.start, cue.start - found.end + 0.5
    else:
        return 0
    commas = view.commas[right] - view.commas[left]
    statements = view.statement[right] - view.statement[left]
    return gap + _COMMA_COST * commas + _STATEMENT_COST * statements


_LONGEST_QUOTE = 14
"""Words in a quote that takes in its cue; beyond, the theme's own words are clearer alone."""


def _verdict(polarity: Polarity, found: Found[Sense], cues: Iterable[Found[Sense]], view: ClauseView) -> Verdict:
    """The verdict with the shortest range of words that carries it: the theme's and those that judged it.

    A cue beyond another theme, or in another statement, is left out: the quote would be about both.
    """
    start, end = found.start, found.end
    for cue in cues:
        first, last = min(start, cue.start), max(end, cue.end)
        is_one_statement = view.statement[first] == view.statement[last - 1]
        is_about_one = not any(
            first <= other.start and other.end <= last and not (other.start < found.end and found.start < other.end)
            for other in view.named
        )
        if is_one_statement and is_about_one and last - first <= _LONGEST_QUOTE:
            start, end = first, last
    return Verdict(polarity, start, end)
