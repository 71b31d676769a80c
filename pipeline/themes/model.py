"""Weighs a clause for every theme and polarity with a small linear model, trained once and shipped as a data file.

The model is a logistic regression for each theme and each polarity over :mod:`pipeline.themes.features`, trained by
``python -m training`` on the labelled clauses of ``data/bank/``. It knows nothing of the reader's own data, needs
nothing but NumPy and sends nothing anywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from pipeline.resources import resource
from pipeline.themes.features import KINDS, pair_features, word_features
from pipeline.themes.polarity import Polarity
from pipeline.themes.sureness import AloneThresholds

Floats = NDArray[np.float32]

POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
_KNOWN_WORDS = 200_000
"""Words whose share is remembered: far more than a language's, small enough for any memory."""


class Weighed(NamedTuple):
    """What the model makes of one clause.

    Attributes:
        themes: Probability of each of the model's themes, 0 to 1.
        polarities: Probability of each polarity, whatever the theme.
        words: What each word adds to each column by itself, in log odds; one row per word.
        pairs: The rows of its known pairs of words, each with the places of the two.
    """

    themes: Floats
    polarities: Floats
    words: Floats
    pairs: list[tuple[int, int, int]]


@dataclass(frozen=True, eq=False)
class Model:
    """The weights, and how to decide with them.

    Attributes:
        themes: The themes' ids, in the order of the columns; a column for each polarity follows.
        keep_above: The least probability at which a theme that the codebook names stays named.
        propose_above: The least at which a theme is named that the codebook does not.
        alone: The least at which a theme is named that is the only one in its text.
        allowed: For each theme, the polarities it occurred with in training.
        bias: For each column.
        weights: One row per feature, for each column.
        rows: The row of each feature.
    """

    themes: tuple[str, ...]
    keep_above: float
    propose_above: float
    alone: AloneThresholds
    allowed: Mapping[str, frozenset[Polarity]]
    bias: Floats = field(repr=False)
    weights: Floats = field(repr=False)
    rows: Mapping[str, int] = field(repr=False)
    _known: dict[str, Floats] = field(default_factory=dict, repr=False)

    def weigh(self, words: Sequence[str], codebook_features: Iterable[str]) -> Weighed:
        """Weigh a clause.

        Args:
            words: Its folded words without commas and colons, at least one.
            codebook_features: What the codebook finds in it.
        """
        known, rows = self._known, self.rows
        by_word = np.array([known[word] if word in known else self._learn(word) for word in words])
        pairs = [(row, one, two) for name, one, two in pair_features(words) if (row := rows.get(name)) is not None]
        found = [row for row, _, _ in pairs]
        found += [row for name in codebook_features if (row := rows.get(name)) is not None]
        scores = self.bias + by_word.sum(axis=0) + self.weights[found].sum(axis=0)
        odds = 1 / (1 + np.exp(-scores))
        count = len(self.themes)
        return Weighed(odds[:count], odds[count:], by_word, pairs)

    def shares(self, theme_id: str, weighed: Weighed) -> Floats:
        """What each word of a clause adds for a theme, in log odds; a pair's part goes to its two words by halves."""
        column = self.themes.index(theme_id)
        shares = weighed.words[:, column].copy()
        for row, one, two in weighed.pairs:
            shares[one] += self.weights[row, column] / 2
            shares[two] += self.weights[row, column] / 2
        return shares

    def polarity(self, theme_id: str, weighed: Weighed) -> Polarity:
        """The likeliest polarity that the theme can have."""
        order = np.argsort(-weighed.polarities)
        return next(POLARITIES[place] for place in order if POLARITIES[place] in self.allowed[theme_id])

    def _learn(self, word: str) -> Floats:
        rows = [row for name in word_features(word) if (row := self.rows.get(name)) is not None]
        share: Floats = self.weights[rows].sum(axis=0)
        if len(self._known) < _KNOWN_WORDS:
            self._known[word] = share
        return share


def model_path(language: str) -> Path:
    """Where the model of a language lies, whether it is there or not."""
    return resource("data", "themes", f"{language}.npz")


@lru_cache(maxsize=4)
def load_model(language: str) -> Model | None:
    """The model of a language by its two-letter code; None when none is shipped for it."""
    path = model_path(language)
    if not path.is_file():
        return None
    with np.load(path) as stored:
        themes = tuple(str(name) for name in stored["themes"])
        names = stored["names"].tobytes().decode().split("\n")
        kinds = np.array([KINDS[name[0]] for name in names], dtype=np.float32)
        weights = stored["weights"].astype(np.float32) * stored["scale"] * kinds[:, None]
        allowed = {
            theme: frozenset(p for p, is_allowed in zip(POLARITIES, row, strict=True) if is_allowed)
            for theme, row in zip(themes, stored["allowed"], strict=True)
        }
        keep_above, propose_above, *alone = (float(value) for value in stored["thresholds"])
        bias = stored["bias"]
    rows = {name: row for row, name in enumerate(names)}
    return Model(themes, keep_above, propose_above, AloneThresholds(*alone), allowed, bias, weights, rows)


def save_model(
    path: Path,
    *,
    themes: Sequence[str],
    thresholds: tuple[float, float, AloneThresholds],
    allowed: Mapping[str, Iterable[str]],
    bias: Floats,
    weights: Floats,
    names: Sequence[str],
) -> None:
    """Write a model, its weights as bytes with one scale for each column.

    Args:
        path: The file; ``.npz``.
        themes: As in :class:`Model`.
        thresholds: ``keep_above``, ``propose_above`` and ``alone``.
        allowed: As in :class:`Model`.
        bias: As in :class:`Model`.
        weights: As in :class:`Model`, but for a feature of its kind's weight 1.
        names: The features, in the order of the rows; none holds a line feed.
    """
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    np.savez_compressed(
        path,
        themes=np.array(themes),
        thresholds=np.array([*thresholds[:2], *thresholds[2]], dtype=np.float64),
        allowed=np.array([[p in allowed[theme] for p in POLARITIES] for theme in themes]),
        bias=bias.astype(np.float32),
        weights=np.rint(weights / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        names=np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
    )
