"""Fits the model: one logistic regression for each theme and each polarity, all at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from pipeline.themes.clauses import Clause
from pipeline.themes.codebook import Codebook
from pipeline.themes.codebook_reading import read_clause
from pipeline.themes.features import KINDS, codebook_features, pair_features, plain_words, word_features
from pipeline.themes.model import POLARITIES
from pipeline.themes.polarity import Polarity
from training.bank import LabelledClause

Floats = NDArray[np.float64]

SEEN_AT_LEAST = 2
"""A feature of one clause alone says nothing about others."""
POLARITY_AT_LEAST = 3
"""A polarity that a theme has less often than this in the bank is taken for a slip."""
RIDGE = 0.2
"""Strength of the penalty on squared weights (Hoerl and Kennard 1970), chosen on held-out voices."""
STEPS = 120
"""Steps of L-BFGS; more change no decision on held-out voices."""


@dataclass(frozen=True)
class Fitted:
    """Weights by feature (rows) and by theme, then polarity (columns)."""

    themes: tuple[str, ...]
    names: tuple[str, ...]
    weights: Floats
    bias: Floats
    allowed: dict[str, frozenset[Polarity]]


def features_of(clause: LabelledClause, codebook: Codebook) -> Counter[str]:
    """Every feature of a clause with how often it has it."""
    reading = read_clause(Clause(0, clause.text, clause.is_question), 0, codebook)
    words = plain_words(reading.words.folded)
    counts = Counter(name for word in words for name in word_features(word))
    counts.update(name for name, _, _ in pair_features(words))
    mentions = [(mention.theme_id, mention.polarity) for mention in reading.mentions]
    counts.update(codebook_features(reading.found, mentions))
    return counts


def fit(clauses: Sequence[LabelledClause], codebook: Codebook) -> Fitted:
    """Fit the model to labelled clauses; the same clauses give the same weights."""
    counts = [features_of(clause, codebook) for clause in clauses]
    seen = Counter(name for count in counts for name in count)
    names = tuple(sorted(name for name, times in seen.items() if times >= SEEN_AT_LEAST))
    themes = tuple(sorted({theme for clause in clauses for theme, _ in clause.labels}))
    labels = Counter(label for clause in clauses for label in clause.labels)
    targets = np.array(
        [
            [any(t == theme for t, _ in clause.labels) for theme in themes]
            + [any(p == polarity for _, p in clause.labels) for polarity in POLARITIES]
            for clause in clauses
        ],
        dtype=np.float64,
    )
    weights, bias = _minimised(_matrix(counts, names), targets)
    allowed = {theme: _allowed(theme, labels, codebook) for theme in themes}
    return Fitted(themes, names, weights, bias, allowed)


def _allowed(theme_id: str, labels: Counter[tuple[str, str]], codebook: Codebook) -> frozenset[Polarity]:
    """The polarities that a theme can have: a reason that praises and blames nobody has only one."""
    theme = codebook.current(theme_id)
    if theme is not None and theme.kind != "quality":
        return frozenset({"circumstance"})
    return frozenset(polarity for polarity in POLARITIES if labels[theme_id, polarity] >= POLARITY_AT_LEAST)


def _matrix(counts: Sequence[Counter[str]], names: Sequence[str]) -> csr_array:
    column = {name: place for place, name in enumerate(names)}
    entries = [
        (row, column[name], times * KINDS[name[0]])
        for row, count in enumerate(counts)
        for name, times in count.items()
        if name in column
    ]
    rows, columns, values = zip(*entries, strict=True)
    return csr_array((values, (rows, columns)), shape=(len(counts), len(names)))


def _minimised(matrix: csr_array, targets: Floats) -> tuple[Floats, Floats]:
    """Minimise the log loss with the ridge penalty; the bias is not penalised."""
    feature_count, column_count = matrix.shape[1], targets.shape[1]
    transposed = matrix.T.tocsr()
    cut = feature_count * column_count

    def loss_and_gradient(point: Floats) -> tuple[float, Floats]:
        weights, bias = point[:cut].reshape(feature_count, column_count), point[cut:]
        scores = np.asarray(matrix @ weights) + bias
        loss = np.logaddexp(0, scores).sum() - (targets * scores).sum() + RIDGE / 2 * (weights**2).sum()
        errors = 1 / (1 + np.exp(-scores)) - targets
        gradient = np.asarray(transposed @ errors) + RIDGE * weights
        return float(loss), np.concatenate([gradient.ravel(), errors.sum(axis=0)])

    start = np.concatenate([np.zeros(cut), np.full(column_count, -3.0)])
    found = minimize(loss_and_gradient, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x[:cut].reshape(feature_count, column_count), found.x[cut:]
