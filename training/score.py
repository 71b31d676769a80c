"""Compares what is found in texts with what a reader found in them.

A theme counts once for each text, as F1 over all texts (micro). Of rightly found themes, ``overlap`` is the share
whose quote shares a character with a labelled one.
"""

from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from pipeline.themes.reader import Annotation
from training.bank import LabelledText


class Score(NamedTuple):
    """Counts of one comparison: what was found rightly, wrongly, and not at all."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, how much was labelled."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of what was labelled, how much was found."""
        return self.right / max(1, self.right + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


class Agreement(NamedTuple):
    """How well what was found agrees with the labels of some texts.

    Attributes:
        themes: By theme.
        polarities: By theme and polarity.
        overlap: The share of rightly found themes with a quote that touches a labelled one.
        silent_count: Texts without a label in which nothing was found.
        empty_count: Texts without a label.
    """

    themes: Score
    polarities: Score
    overlap: float
    silent_count: int
    empty_count: int


def agreement(texts: Sequence[LabelledText], annotations: Sequence[Annotation]) -> Agreement:
    """Compare the annotations of texts with their labels."""
    pairs = list(zip(texts, annotations, strict=True))
    empty = [annotation for text, annotation in pairs if not text.labels]
    return Agreement(
        themes=_compared(({m.theme_id for m in a.mentions}, {x.theme_id for x in t.labels}) for t, a in pairs),
        polarities=_compared(
            ({(m.theme_id, m.polarity) for m in a.mentions}, {(x.theme_id, x.polarity) for x in t.labels})
            for t, a in pairs
        ),
        overlap=_overlap(pairs),
        silent_count=sum(not annotation.mentions for annotation in empty),
        empty_count=len(empty),
    )


def _compared(pairs: Iterable[tuple[AbstractSet[Hashable], AbstractSet[Hashable]]]) -> Score:
    right = wrong = missed = 0
    for found, labelled in pairs:
        right += len(found & labelled)
        wrong += len(found - labelled)
        missed += len(labelled - found)
    return Score(right, wrong, missed)


def _overlap(pairs: Iterable[tuple[LabelledText, Annotation]]) -> float:
    touching = total = 0
    for text, annotation in pairs:
        for theme_id in {label.theme_id for label in text.labels}:
            quotes = [mention for mention in annotation.mentions if mention.theme_id == theme_id]
            labels = [label for label in text.labels if label.theme_id == theme_id]
            total += bool(quotes)
            touching += any(q.start < x.end and x.start < q.end for q in quotes for x in labels)
    return touching / max(1, total)
