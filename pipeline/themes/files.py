"""Themes in a file of texts that belongs to no workspace."""

from typing import NamedTuple

import polars as pl

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.ingest.model import Sheet
from pipeline.ingest.read import read_sheets
from pipeline.themes.annotate import Progress
from pipeline.themes.codebook import Codebook
from pipeline.themes.hearing import hear_texts

UNEXPLAINED = "unexplained"
"""The method of a row that no theme explains."""


class AnnotatedFile(NamedTuple):
    """What was found in a file.

    Attributes:
        rows: One row per mention: row (as a spreadsheet program counts), theme_id, theme, control, polarity, quote,
            quote_start, quote_end, method. A clause that no theme explains is a row of method ``unexplained``.
        text_count: Rows with a text.
        themed_count: Of those, with at least one theme.
        unexplained_count: Of those, with at least one clause that no theme explains.
    """

    rows: pl.DataFrame
    text_count: int
    themed_count: int
    unexplained_count: int


def annotate_file(
    content: bytes, file_name: str, column: str, codebook: Codebook, *, progress: Progress | None = None
) -> AnnotatedFile:
    """Find the themes in one column of a file; its first row that is not blank names the columns.

    Raises:
        InputRefusedError: The file cannot be read, or has no such column.
    """
    texts = _texts(read_sheets(content, file_name)[0], file_name, column)
    mentions, unexplained = hear_texts(texts, codebook, progress=progress)
    themes = pl.DataFrame(
        [(theme.theme_id, theme.label, theme.control) for theme in codebook.themes],
        schema=dict.fromkeys(("theme_id", "theme", "control"), pl.String),
        orient="row",
    )
    named = mentions.join(themes, on="theme_id", how="left", maintain_order="left")
    left = unexplained.select(
        "feedback_id",
        pl.col("clause").alias("quote"),
        pl.col("clause_start").alias("quote_start"),
        pl.col("clause_end").alias("quote_end"),
        pl.lit(UNEXPLAINED).alias("method"),
    )
    rows = pl.concat([named, left], how="diagonal").select(
        pl.col("feedback_id").cast(pl.Int64).alias("row"),
        *("theme_id", "theme", "control", "polarity", "quote", "quote_start", "quote_end", "method"),
    )
    return AnnotatedFile(
        rows.sort("row", "quote_start", maintain_order=True),
        texts["feedback_text"].drop_nulls().len(),
        mentions["feedback_id"].n_unique(),
        unexplained["feedback_id"].n_unique(),
    )


def _texts(sheet: Sheet, file_name: str, column: str) -> pl.DataFrame:
    is_blank = sheet.cells.select(pl.all_horizontal(pl.all().is_null())).to_series()
    first = (~is_blank).arg_max() or 0
    names = [str(name or "") for name in sheet.cells.row(first)]
    if column not in names:
        near = nearest_name(column, names)
        raise InputRefusedError(
            f'{file_name}: there is no column "{column}".',
            found=f"Its first row has: {', '.join(filter(None, names)) or 'nothing'}.",
            remedy=f'Did you mean "{near}"?' if near else "Name one of these with --text.",
        )
    return pl.DataFrame(
        {
            "feedback_id": sheet.row_numbers.cast(pl.String),
            "feedback_text": sheet.cells[f"c{names.index(column)}"],
        }
    ).slice(first + 1)
