"""Weighs a clause for every theme and polarity with a small linear model, trained once and shipped as a data file.

The model is a logistic regression for each theme and each polarity over :mod:`pipeline.themes.features`, trained by
``python -m training`` on the labelled clauses of ``data/bank/``. It knows nothing of the reader's own data, needs
nothing but NumPy and sends nothing anywhere.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from pipeline.resources import resource
from pipeline.themes.features import KINDS
from pipeline.themes.polarity import Polarity
from pipeline.themes.shares import NOTHING, Floats, Places, WordShares, sums_of_rows
from pipeline.themes.sureness import AloneThresholds

POLARITIES: tuple[Polarity, ...] = get_args(Polarity)


class Weighed(NamedTuple):
    """What the model makes of one clause.

    Attributes:
        themes: Probability of each of the model's themes, 0 to 1.
        polarities: Probability of each polarity, whatever the theme.
        shares: What each of the words adds for a theme by its place, in log odds.
    """

    themes: list[float]
    polarities: list[float]
    shares: Callable[[int], Floats]


class Weighing:
    """What the model makes of many clauses: one after the other, as most have nothing that is looked at closely.

    Attributes:
        likeliest: For each clause, the probability of its likeliest theme.
    """

    def __init__(self, known: WordShares, places: Places, odds: Floats, theme_count: int) -> None:
        self.likeliest: list[float] = odds[:, :theme_count].max(axis=1).tolist()
        self._known = known
        self._places = places
        self._odds = odds
        self._theme_count = theme_count

    def __getitem__(self, clause: int) -> Weighed:
        odds = self._odds[clause].tolist()
        shares = partial(self._known.shares_of, self._places, clause)
        return Weighed(odds[: self._theme_count], odds[self._theme_count :], shares)


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

    def weigh(self, clauses: Sequence[tuple[Sequence[str], Iterable[str]]]) -> Weighing:
        """Weigh clauses; many at once take a fraction of the time that they take one by one.

        Args:
            clauses: For each, its folded words without commas and colons, and what the codebook finds.
        """
        known, of_codebook = self._words, self._of_codebook
        places = known.place([words for words, _ in clauses])
        found = [[NOTHING, *[of_codebook[name] for name in names if name in of_codebook]] for _, names in clauses]
        odds = 1 / (1 + np.exp(-known.sums(places) - sums_of_rows(known.table, found)))
        return Weighing(known, places, odds, len(self.themes))

    def polarity(self, theme_id: str, weighed: Weighed) -> Polarity:
        """The likeliest polarity that the theme can have."""
        chances = zip(POLARITIES, weighed.polarities, strict=True)
        return max((p for p in chances if p[0] in self.allowed[theme_id]), key=itemgetter(1))[0]

    @cached_property
    def _words(self) -> WordShares:
        return WordShares(self.rows, self.weights, self.bias)

    @cached_property
    def _of_codebook(self) -> Mapping[str, int]:
        """The rows of what the codebook finds: looked up among so few it takes a third of the time."""
        return {name: row for name, row in self.rows.items() if name.startswith("k:")}


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
