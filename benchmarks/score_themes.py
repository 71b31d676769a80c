"""How well themes agree with labelled feedback that was held out, and how fast they are found.

Usage: python -m benchmarks.score_themes [LABELLED.jsonl | MARKED.txt ...] [--errors] [--codebook-alone]

Without files it reads the texts of ``tests/themes/held_out/``, which nothing was trained or tuned on. Whoever looks
at their errors and mends rules by them has to write others: numbers on texts that rules were tuned on say nothing.
"""

import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipeline.themes.annotate import annotate, annotate_texts, annotate_with
from pipeline.themes.clauses import split_sentences
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.reader import Annotation
from training.bank import Label, LabelledText, read_marked
from training.score import agreement

HELD_OUT = Path(__file__).parent.parent / "tests" / "themes" / "held_out"
BULK_TEXTS = 200_000


def read_labelled(path: Path) -> list[LabelledText]:
    """The texts of a file: JSON lines with their labels, or one marked text a line."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix != ".jsonl":
        return [read_marked(line, path.stem) for line in lines]
    entries = [json.loads(line) for line in lines]
    return [
        LabelledText(
            path.stem,
            entry["text"],
            tuple(Label(x["theme"], x["polarity"], x["start"], x["end"]) for x in entry["labels"]),
        )
        for entry in entries
    ]


def score_files(files: Sequence[Path], codebook: Codebook, *, is_alone: bool = False) -> dict[str, list[Annotation]]:
    """Print a line for each file; returns what was found in its texts."""
    found = {}
    for file in files:
        texts = read_labelled(file)
        annotations = [
            annotate_with(text.text, codebook, None) if is_alone else annotate(text.text, codebook) for text in texts
        ]
        reached = agreement(texts, annotations)
        themes, polarities = reached.themes, reached.polarities
        print(f"{file.stem:12} {len(texts):4} texts", end="  ")
        if any(text.labels for text in texts):
            print(f"theme P {themes.precision:.3f} R {themes.recall:.3f} F1 {themes.f1:.3f}", end="  ")
            print(f"with polarity F1 {polarities.f1:.3f}  overlap {reached.overlap:.3f}", end="  ")
        print(f"no theme in {reached.silent_count} of {reached.empty_count} texts without one")
        found[str(file)] = annotations
    return found


def print_speed(texts: Sequence[str], codebook: Codebook) -> None:
    """Print texts a second, for texts that say what others said, in part or wholly."""
    annotate_texts(_frame(texts), codebook)  # reads the files and compiles what these texts need
    said_before = _many(texts)
    for name, rows in (
        (
            "every text ends with a clause of its own",
            [f"{text} {_unlike(at)}" for at, text in enumerate(said_before)],
        ),
        ("every text new, its sentences come again", _joined_anew(texts)),
        ("texts come again", said_before),
    ):
        started = time.perf_counter()
        annotate_texts(_frame(rows), codebook)
        print(f"{len(rows) / (time.perf_counter() - started):>9,.0f} texts/s on every core, {name}")


def _many(texts: Sequence[str]) -> list[str]:
    return [texts[place % len(texts)] for place in range(BULK_TEXTS)]


def _joined_anew(texts: Sequence[str]) -> list[str]:
    """Texts of three sentences each, no two the same, as recruiters join what they always say."""
    sentences = [
        sentence.strip()
        for text in texts
        for _, sentence in split_sentences(text, load_codebook().wording.clause_words)
    ]
    joined: dict[str, None] = {}
    draw = random.Random(11)  # noqa: S311 - the same texts each time are what is wanted
    while len(joined) < BULK_TEXTS:
        joined[" ".join(draw.sample(sentences, 3))] = None
    return list(joined)


def _unlike(place: int) -> str:
    """A clause that no other text has."""
    return f"We met on day {place} in room {place % 97}."


def _frame(rows: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame({"feedback_id": [str(place) for place in range(len(rows))], "feedback_text": rows})


def print_errors(texts: Sequence[LabelledText], annotations: Sequence[Annotation]) -> None:
    """Each text whose themes or polarities differ from its labels."""
    for text, annotation in zip(texts, annotations, strict=True):
        labelled = {(label.theme_id, label.polarity) for label in text.labels}
        found = {(mention.theme_id, mention.polarity) for mention in annotation.mentions}
        if found == labelled:
            continue
        print(f"\n{text.text}")
        for theme_id, polarity in sorted(labelled - found):
            print(f"  missed  {theme_id} {polarity}")
        for mention in annotation.mentions:
            if (mention.theme_id, mention.polarity) not in labelled:
                quote = text.text[mention.start : mention.end]
                print(f"  wrong   {mention.theme_id} {mention.polarity} ({mention.method}): {quote}")


def main(arguments: Sequence[str]) -> None:
    """Score the files named, or those held out, and time the reading of the first one's texts."""
    files = [Path(argument) for argument in arguments if not argument.startswith("-")]
    files = files or [
        HELD_OUT / f"{writer}{name}.txt" for writer in ("", "second_") for name in ("plain", "idiomatic", "courtesy")
    ]
    codebook = load_codebook()
    found = score_files(files, codebook, is_alone="--codebook-alone" in arguments)
    print_speed([text.text for text in read_labelled(files[0])], codebook)
    if "--errors" in arguments:
        for file in files:
            print_errors(read_labelled(file), found[str(file)])


if __name__ == "__main__":
    main(sys.argv[1:])
