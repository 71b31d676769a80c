"""The tables of what people read in the texts: second readings beside the first coding, and reframings."""

from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from pipeline.readings import Coded, Readings, SecondReading
from pipeline.themes.codebook import Codebook

MIXED = "mixed"
"""The polarity of a theme that one coding finds in several ways in the same text."""

UNSTATED = "unstated"
"""The polarity of a theme that a reader named without saying how it is meant."""

_SECOND: Mapping[str, type[pl.DataType]] = {
    "reader": pl.String,
    "feedback_id": pl.String,
    "theme_id": pl.String,
    "first_polarity": pl.String,
    "second_polarity": pl.String,
    "is_same_text": pl.Boolean,
    "is_kept": pl.Boolean,
    "notes": pl.String,
    "read_date": pl.Date,
}
_REFRAMINGS: Mapping[str, type[pl.DataType]] = {
    "feedback_id": pl.String,
    "written_by": pl.String,
    "reframing": pl.String,
    "is_same_text": pl.Boolean,
    "written_date": pl.Date,
}


def reading_tables(readings: Readings, feedback: pl.DataFrame, codebook: Codebook) -> dict[str, pl.DataFrame]:
    """The tables ``second_readings`` and ``reframings``, with the columns of their files in ``sql/tables/``.

    Args:
        readings: What people read.
        feedback: Columns ``feedback_id`` and ``feedback_text``, as they are now.
        codebook: Which theme an id stands for now; one that was retired is in neither coding.
    """
    names = {each.text_id for each in readings.second} | {each.text_id for each in readings.reframed}
    mentioned = feedback.filter(pl.col("feedback_id").is_in(list(names))).select("feedback_id", "feedback_text")
    texts: dict[str, str | None] = dict(mentioned.iter_rows())
    second = [row for each in readings.second for row in _rows(each, texts.get(each.text_id), codebook)]
    reframed = [
        (each.text_id, each.written_by, each.reframing, texts.get(each.text_id) == each.text, each.written_date)
        for each in readings.reframed
    ]
    return {
        "second_readings": pl.DataFrame(second, schema=_SECOND, orient="row"),
        "reframings": pl.DataFrame(reframed, schema=_REFRAMINGS, orient="row"),
    }


def _rows(reading: SecondReading, text: str | None, codebook: Codebook) -> Iterator[tuple[object, ...]]:
    first, second = (_by_theme(coded, codebook) for coded in (reading.first, reading.second))
    kept = {theme.theme_id for name in reading.kept if (theme := codebook.current(name))}
    for theme_id in sorted(first.keys() | second.keys()) or [""]:
        yield (
            reading.reader,
            reading.text_id,
            theme_id or None,
            first.get(theme_id),
            second.get(theme_id),
            text == reading.text,
            theme_id in kept,
            reading.notes,
            reading.read_date,
        )


def _by_theme(coded: Iterable[Coded], codebook: Codebook) -> dict[str, str]:
    """Each theme in force with its one polarity."""
    found: dict[str, set[str | None]] = {}
    for each in coded:
        theme = codebook.current(each.theme_id)
        if theme is not None:
            found.setdefault(theme.theme_id, set()).add(each.polarity)
    return {theme_id: _one(said) for theme_id, said in found.items()}


def _one(said: set[str | None]) -> str:
    """The polarity that several amount to; one that was not stated says nothing beside others."""
    stated = sorted(each for each in said if each)
    return UNSTATED if not stated else stated[0] if len(stated) == 1 else MIXED
