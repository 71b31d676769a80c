"""Trains the model of a language and says how well it reads voices it never met.

Whole voices are held out in turn: all their clauses and texts at once, since a voice's sentences are alike. On those
texts the thresholds are chosen and the figures measured that ``data/themes/measured.toml`` states. The model that is
shipped is then fitted to the whole bank.

Usage: python -m training [LANGUAGE]
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from pipeline.themes.annotate import annotate_with
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.features import KINDS
from pipeline.themes.model import Model, model_path, save_model
from pipeline.themes.reader import Annotation
from pipeline.themes.sureness import AloneThresholds, are_unsure_alone
from pipeline.themes.wording import Wording
from training.bank import (
    LabelledClause,
    LabelledText,
    bank_folder,
    clauses_of,
    codebook_examples,
    read_clauses,
    read_texts,
)
from training.fit import Fitted, fit
from training.score import Agreement, agreement

FOLDS = 4
KEEP_ABOVE = (0.05, 0.1, 0.2)
PROPOSE_ABOVE = (0.35, 0.4, 0.45, 0.5)
ALONE_ABOVE = (0.6, 0.7)
NAMED_ABOVE = (0.1, 0.2, 0.3)
LEAST_PRECISION = 0.88
"""What is named should be right nearly nine times in ten: a wrong theme costs more trust than a missing one."""

LEAST_SILENCE = 0.96
"""Of texts that name no theme, how many have to stay without one: 95% are promised, and texts differ."""

LEAST_SILENCE_OF_CLAUSES = 0.95
"""The same of texts of one clause, for which the clauses that name no theme stand."""

NO_THRESHOLD = AloneThresholds(0, 0)
Thresholds = tuple[float, float, AloneThresholds]


class Fold(NamedTuple):
    """What some voices fit, and what the others say: whole texts, and clauses that name no theme."""

    fitted: Fitted
    texts: list[LabelledText]
    silent: list[LabelledText]


class Read(NamedTuple):
    """Texts with what is found in them, whatever is alone in its text."""

    texts: list[LabelledText]
    found: list[Annotation]

    def as_named(self, thresholds: AloneThresholds, wording: Wording) -> Agreement:
        """How well it agrees once what is alone and not sure is left out."""
        sure = [
            Annotation((), ()) if are_unsure_alone(found.mentions, text.text, wording, thresholds) else found
            for text, found in zip(self.texts, self.found, strict=True)
        ]
        return agreement(self.texts, sure)


def main(arguments: Sequence[str]) -> None:
    """Choose the thresholds on held-out voices, print what they reach, and write the model of the whole bank."""
    language = arguments[0] if arguments else "en"
    folder, codebook = bank_folder(language), load_codebook()
    texts = read_texts(folder)
    clauses = read_clauses(folder) + [clause for text in texts for clause in clauses_of(text, codebook.wording)]
    voices = sorted({clause.voice for clause in clauses})
    clauses += codebook_examples(codebook)
    print(f"{len(clauses):,} clauses in {len(voices)} voices, {len(texts):,} of whose texts are whole")
    held_out = list(_held_out(clauses, texts, voices, codebook))
    thresholds, reached = _choose(held_out, codebook)
    print(f"\nchosen on voices held out: keep, propose, and alone in a text above {thresholds}")
    print_agreement("held-out voices", reached)
    alone = agreement(texts, [annotate_with(text.text, codebook, None) for text in texts])
    print_agreement("codebook alone", alone)
    _save(fit(clauses, codebook), thresholds, language)


def _held_out(
    clauses: Sequence[LabelledClause], texts: Sequence[LabelledText], voices: Sequence[str], codebook: Codebook
) -> Iterator[Fold]:
    """For each fold, what the other voices fit, and what its own say."""
    for fold in range(FOLDS):
        out = set(voices[fold::FOLDS])
        fitted = fit([clause for clause in clauses if clause.voice not in out], codebook)
        silent = [
            LabelledText(clause.voice, clause.text, ())
            for clause in clauses
            if clause.voice in out and not clause.labels
        ]
        yield Fold(fitted, [text for text in texts if text.voice in out], silent)
        print(f"fold {fold + 1} of {FOLDS}: held out {', '.join(sorted(out))}", flush=True)


def _choose(held_out: Sequence[Fold], codebook: Codebook) -> tuple[Thresholds, Agreement]:
    """The thresholds of the best F1 among those precise and silent enough, and what they reach."""
    tried: list[tuple[float, Thresholds, Agreement]] = []
    for keep, propose in product(KEEP_ABOVE, PROPOSE_ABOVE):
        texts, silent = _read(held_out, (keep, propose, NO_THRESHOLD), codebook)
        for alone in map(AloneThresholds._make, product(ALONE_ABOVE, NAMED_ABOVE)):
            reached = texts.as_named(alone, codebook.wording)
            clauses = silent.as_named(alone, codebook.wording)
            print_agreement(f"thresholds {(keep, propose, *alone)}", reached)
            print(f"{'':28} clauses without a theme: silent {clauses.silent_count:,} of {clauses.empty_count:,}")
            is_silent = (
                reached.silent_count >= LEAST_SILENCE * reached.empty_count
                and clauses.silent_count >= LEAST_SILENCE_OF_CLAUSES * clauses.empty_count
            )
            if is_silent and reached.themes.precision >= LEAST_PRECISION:
                tried.append((reached.polarities.f1, (keep, propose, alone), reached))
    _, thresholds, reached = max(tried)
    return thresholds, reached


def _read(held_out: Sequence[Fold], thresholds: Thresholds, codebook: Codebook) -> tuple[Read, Read]:
    """The texts and the silent clauses of all folds, each read by what the other voices fit."""
    texts, silent = Read([], []), Read([], [])
    for fold in held_out:
        model = as_model(fold.fitted, thresholds)
        for read, said in ((texts, fold.texts), (silent, fold.silent)):
            read.texts.extend(said)
            read.found.extend(annotate_with(text.text, codebook, model) for text in said)
    return texts, silent


def as_model(fitted: Fitted, thresholds: Thresholds) -> Model:
    """What was fitted, ready to weigh clauses."""
    kinds = np.array([KINDS[name[0]] for name in fitted.names])
    return Model(
        themes=fitted.themes,
        keep_above=thresholds[0],
        propose_above=thresholds[1],
        alone=thresholds[2],
        allowed=fitted.allowed,
        bias=fitted.bias.astype(np.float32),
        weights=(fitted.weights * kinds[:, None]).astype(np.float32),
        rows={name: row for row, name in enumerate(fitted.names)},
    )


def print_agreement(name: str, reached: Agreement) -> None:
    """One line of figures."""
    themes, polarities = reached.themes, reached.polarities
    print(
        f"{name:28} theme P {themes.precision:.3f} R {themes.recall:.3f} F1 {themes.f1:.3f}  "
        f"with polarity F1 {polarities.f1:.3f}  overlap {reached.overlap:.3f}  "
        f"silent {reached.silent_count} of {reached.empty_count}",
        flush=True,
    )


def _save(fitted: Fitted, thresholds: Thresholds, language: str) -> None:
    """Write the model without the features that weigh next to nothing."""
    kinds = np.array([KINDS[name[0]] for name in fitted.names])
    heavy = np.flatnonzero(np.abs(fitted.weights * kinds[:, None]).max(axis=1) >= _LIGHT)
    path = model_path(language)
    save_model(
        path,
        themes=fitted.themes,
        thresholds=thresholds,
        allowed=fitted.allowed,
        bias=fitted.bias.astype(np.float32),
        weights=fitted.weights[heavy].astype(np.float32),
        names=[fitted.names[row] for row in heavy],
    )
    print(
        f"\nwrote {path.name}: {len(heavy):,} of {len(fitted.names):,} features, {path.stat().st_size / 1e6:.1f} MB"
    )


_LIGHT = 0.02
"""Log odds that no clause has enough features to make a difference with."""


if __name__ == "__main__":
    main(sys.argv[1:])
