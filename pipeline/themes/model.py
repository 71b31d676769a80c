"""Weighs a clause for every theme and polarity with a small linear model, trained once and shipped as a data file.

The model is a logistic regression for each theme and each polarity over :mod:`pipeline.themes.features`, trained by
``python -m training`` on the labelled clauses of ``data/bank/``. It knows nothing of the reader's own data, needs
nothing but NumPy and sends nothing anywhere.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from operator import itemgetter
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
        words: The words that were weighed.
    """

    themes: list[float]
    polarities: list[float]
    words: Sequence[str]


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

    def weigh(self, clauses: Sequence[tuple[Sequence[str], Iterable[str]]]) -> list[Weighed]:
        """Weigh clauses; many at once take a fraction of the time that they take one by one.

        Args:
            clauses: For each, its folded words without commas and colons, at least one, and what the codebook finds.
        """
        if not clauses:
            return []
        place = {
            word: at for at, word in enumerate(dict.fromkeys(chain.from_iterable(words for words, _ in clauses)))
        }
        by_word = _sums(self._shares_of(place), [[place[word] for word in words] for words, _ in clauses])
        scores = by_word + _sums(self._table, [self._rows_of(words, found) for words, found in clauses])
        odds = 1 / (1 + np.exp(-scores))
        count = len(self.themes)
        return [
            Weighed(row[:count], row[count:], words) for row, (words, _) in zip(odds.tolist(), clauses, strict=True)
        ]

    def shares(self, theme_id: str, words: Sequence[str]) -> Floats:
        """What each word of a clause adds for a theme, in log odds; a pair's part goes to its two words by halves."""
        column = self.themes.index(theme_id)
        shares = self._shares_of(words)[:, column]
        for name, one, two in pair_features(words):
            row = self.rows.get(name)
            if row is not None:
                shares[one] += self.weights[row, column] / 2
                shares[two] += self.weights[row, column] / 2
        return shares

    def polarity(self, theme_id: str, weighed: Weighed) -> Polarity:
        """The likeliest polarity that the theme can have."""
        chances = zip(POLARITIES, weighed.polarities, strict=True)
        return max((p for p in chances if p[0] in self.allowed[theme_id]), key=itemgetter(1))[0]

    def _shares_of(self, words: Collection[str]) -> Floats:
        """What each of these words adds by itself, in log odds; one row per word."""
        shares = {word: self._known[word] for word in words if word in self._known}
        new = [word for word in words if word not in shares]
        if new:
            rows = ([self.rows[name] for name in word_features(word) if name in self.rows] for word in new)
            learned = zip(new, _sums(self._table, [[_NOTHING, *each] for each in rows]), strict=True)
            shares.update(learned)
            if len(self._known) < _KNOWN_WORDS:
                self._known.update((word, shares[word]) for word in new)
        return np.array([shares[word] for word in words])

    def _rows_of(self, words: Sequence[str], found: Iterable[str]) -> list[int]:
        """The rows of what a clause has beside its single words."""
        beside = map(self._beside.get, zip(["^", *words], [*words, "$"], strict=True))
        apart = map(self._apart.get, zip(words, words[2:], strict=False))
        rows = [row for row in chain(beside, apart, map(self.rows.get, found)) if row is not None]
        return [_BIAS, *rows]

    @cached_property
    def _table(self) -> Floats:
        """The weights, and below them a row of nothing and the bias."""
        return np.concatenate([self.weights, np.zeros_like(self.bias)[None], self.bias[None]])

    # The name of a pair takes three times as long to write and look up as the pair itself.
    @cached_property
    def _beside(self) -> dict[tuple[str, str], int]:
        return _pairs(self.rows, "b:")

    @cached_property
    def _apart(self) -> dict[tuple[str, str], int]:
        return _pairs(self.rows, "s:")


_NOTHING, _BIAS = -2, -1
"""Rows of :attr:`Model._table`."""


def _sums(table: Floats, rows: Sequence[Sequence[int]]) -> Floats:
    """The sum of each of these sets of rows; none is empty."""
    starts = list(accumulate(map(len, rows[:-1]), initial=0))
    return np.add.reduceat(table[list(chain.from_iterable(rows))], starts, axis=0)


def _pairs(rows: Mapping[str, int], kind: str) -> dict[tuple[str, str], int]:
    """The rows of a kind of features that name two words, by these."""
    named = ((name.removeprefix(kind).split(" "), row) for name, row in rows.items() if name.startswith(kind))
    return {(one, two): row for (one, two), row in named}


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
