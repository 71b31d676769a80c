"""Decides whether a theme that is the only one in its text is sure enough to be named.

Most texts that name no theme thank and say no, and a theme found in them by mistake is alone there. So what is alone
has to be surer, unless it is what the text is about: in "You weren't confident." the codebook's own words leave
nothing over that could mean something else.
"""

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.themes.clauses import split_words
from pipeline.themes.codebook_reading import Mention
from pipeline.themes.wording import Wording

_MOST = 0.5
"""The share of a text's words, plain ones left out, beyond which it is about little else."""


class AloneThresholds(NamedTuple):
    """The least probability of a theme that is the only one in its text.

    Attributes:
        alone_above: Of any.
        named_above: Of one that the codebook finds in most of the text's words; in all of them, any will do.
    """

    alone_above: float
    named_above: float


def are_unsure_alone(mentions: Sequence[Mention], text: str, wording: Wording, thresholds: AloneThresholds) -> bool:
    """Whether a text names one theme only, and not surely."""
    if len({mention.theme_id for mention in mentions}) != 1:
        return False
    chance = max(mention.chance for mention in mentions)
    if chance >= thresholds.alone_above:
        return False
    if any(mention.method != "codebook" for mention in mentions):
        return True
    share = _share_of_words(mentions, text, wording)
    return share < _MOST or (chance < thresholds.named_above and share < 1)


def _share_of_words(mentions: Sequence[Mention], text: str, wording: Wording) -> float:
    """The share of what a text says that the quotes hold, 0 to 1."""
    said = _telling_words(text, wording)
    quoted = sum(_telling_words(text[start:end], wording) for start, end in _apart(mentions))
    return quoted / said if said else 1


def _telling_words(text: str, wording: Wording) -> int:
    """How many of its words say something by themselves."""
    plain = wording.plain_words
    return len(
        [word for word in split_words(text, wording.letters).folded if word[0].isalnum() and word not in plain]
    )


def _apart(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """The stretches that are quoted, each once; quotes cut no word, so that their words are the text's."""
    stretches: list[tuple[int, int]] = []
    for mention in sorted(mentions, key=lambda each: each.start):
        start, end = mention.start, mention.end
        if stretches and start < stretches[-1][1]:
            first, last = stretches.pop()
            start, end = first, max(last, end)
        stretches.append((start, end))
    return stretches
