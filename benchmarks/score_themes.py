"""How well the codebook's themes agree with labelled feedback, and how fast they are found.

Usage: python benchmarks/score_themes.py [LABELLED.jsonl] [--errors]

A label counts once for each text and theme, as F1 over all texts (micro). ``overlap`` is the share of rightly
found themes whose quote shares a character with a labelled one. Numbers on texts that rules were tuned on say
nothing about other texts.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pipeline.themes.annotate import Annotation, annotate, annotate_texts
from pipeline.themes.codebook import Codebook, load_codebook

DEFAULT_FILE = Path(__file__).parent.parent / "tests" / "themes" / "voices.jsonl"
BULK_TEXTS = 20_000
NEW_TEXTS = 2_000


class Score(NamedTuple):
    """Counts of one comparison."""

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


def compare(pairs: Iterable[tuple[set[Any], set[Any]]]) -> Score:
    """Add up (found, labelled) sets over the texts."""
    counts: Counter[str] = Counter()
    for found, labelled in pairs:
        counts["right"] += len(found & labelled)
        counts["wrong"] += len(found - labelled)
        counts["missed"] += len(labelled - found)
    return Score(counts["right"], counts["wrong"], counts["missed"])


def overlap_share(texts: Sequence[dict[str, Any]], annotations: Sequence[Annotation]) -> float:
    """The share of rightly found themes with a quote that touches a labelled one."""
    touching = total = 0
    for entry, annotation in zip(texts, annotations, strict=True):
        for theme_id in {label["theme"] for label in entry["labels"]}:
            quotes = [mention for mention in annotation.mentions if mention.theme_id == theme_id]
            labels = [label for label in entry["labels"] if label["theme"] == theme_id]
            total += bool(quotes)
            touching += any(q.start < x["end"] and x["start"] < q.end for q in quotes for x in labels)
    return touching / max(1, total)


def speeds(texts: Sequence[dict[str, Any]], codebook: Codebook) -> tuple[float, float]:
    """Texts a second on one core: with every clause new, and in bulk where clauses come again."""
    for entry in texts:  # compiles what these texts need
        annotate(entry["text"], codebook)
    rows = [texts[i % len(texts)]["text"] for i in range(BULK_TEXTS)]
    started = time.process_time()
    for row in rows[:NEW_TEXTS]:
        annotate(row, codebook)
    new = NEW_TEXTS / (time.process_time() - started)
    numbered = [f"{row} Ref {i}" for i, row in enumerate(rows)]
    frame = pl.DataFrame({"feedback_id": [str(i) for i in range(BULK_TEXTS)], "feedback_text": numbered})
    started = time.process_time()
    annotate_texts(frame, codebook)
    return new, BULK_TEXTS / (time.process_time() - started)


def print_errors(texts: Sequence[dict[str, Any]], annotations: Sequence[Annotation]) -> None:
    """Each text whose themes or polarities differ from its labels."""
    for entry, annotation in zip(texts, annotations, strict=True):
        labelled = {(label["theme"], label["polarity"]) for label in entry["labels"]}
        found = {(mention.theme_id, mention.polarity) for mention in annotation.mentions}
        if found == labelled:
            continue
        print(f"\n{entry['id']}: {entry['text']}")
        for theme_id, polarity in sorted(labelled - found):
            print(f"  missed  {theme_id} {polarity}")
        for mention in annotation.mentions:
            if (mention.theme_id, mention.polarity) not in labelled:
                quote = entry["text"][mention.start : mention.end]
                print(f"  wrong   {mention.theme_id} {mention.polarity}: {quote}")


def main(arguments: Sequence[str]) -> None:
    """Score the file named, or the built-in one, and print a table."""
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    file = files[0] if files else DEFAULT_FILE
    texts = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    codebook = load_codebook()
    annotations = [annotate(entry["text"], codebook) for entry in texts]
    themes = compare(
        ({m.theme_id for m in annotation.mentions}, {label["theme"] for label in entry["labels"]})
        for entry, annotation in zip(texts, annotations, strict=True)
    )
    polarities = compare(
        (
            {(m.theme_id, m.polarity) for m in annotation.mentions},
            {(label["theme"], label["polarity"]) for label in entry["labels"]},
        )
        for entry, annotation in zip(texts, annotations, strict=True)
    )
    empty = [a for e, a in zip(texts, annotations, strict=True) if not e["labels"]]
    print(f"{file.name}: {len(texts)} texts")
    print(f"theme           P {themes.precision:.3f}  R {themes.recall:.3f}  F1 {themes.f1:.3f}")
    print(f"theme+polarity  P {polarities.precision:.3f}  R {polarities.recall:.3f}  F1 {polarities.f1:.3f}")
    print(f"overlap         {overlap_share(texts, annotations):.3f}")
    print(f"no theme        {sum(not a.mentions for a in empty)} of {len(empty)} texts without a label get none")
    new, bulk = speeds(texts, codebook)
    print(f"speed           {new:,.0f} texts/s on one core, {bulk:,.0f} in bulk where clauses come again")
    if "--errors" in arguments:
        print_errors(texts, annotations)


if __name__ == "__main__":
    main(sys.argv[1:])
