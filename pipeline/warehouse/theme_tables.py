"""The tables that the codebook decides: themes, their mentions, and what no theme explains."""

import polars as pl

from pipeline.themes.annotate import Progress
from pipeline.themes.codebook import Codebook
from pipeline.themes.hearing import hear_texts

THEME_TABLES = ("themes", "theme_mentions", "reason_mentions", "unexplained_clauses")
"""Every table that a change of the codebook can change."""

REASON_SIDES = ("stated", "believed")


def theme_tables(
    feedback: pl.DataFrame, codebook: Codebook, *, progress: Progress | None = None
) -> dict[str, pl.DataFrame]:
    """The tables of THEME_TABLES by name, with the columns of their files in ``sql/tables/``.

    Args:
        feedback: Columns ``feedback_id``, ``feedback_text``, ``stated_reason`` and ``believed_reason``.
        codebook: The themes to look for.
        progress: Told of the share of the texts that are read.
    """
    mentions, unexplained = hear_texts(texts_of(feedback), codebook, progress=progress)
    reasons = [
        hear_texts(texts_of(feedback, f"{side}_reason"), codebook)[0].with_columns(pl.lit(side).alias("side"))
        for side in REASON_SIDES
    ]
    return {
        "themes": theme_rows(codebook),
        "theme_mentions": mentions,
        "reason_mentions": pl.concat(reasons),
        "unexplained_clauses": unexplained,
    }


def texts_of(feedback: pl.DataFrame, column: str = "feedback_text") -> pl.DataFrame:
    """One of the columns with words in it, as the texts to hear themes in."""
    return feedback.select("feedback_id", pl.col(column).alias("feedback_text"))


def theme_rows(codebook: Codebook) -> pl.DataFrame:
    """The themes in force."""
    schema = dict.fromkeys(("theme_id", "label", "definition", "control", "parent_id"), pl.String)
    rows = [(t.theme_id, t.label, t.definition, t.control, t.parent_id) for t in codebook.themes]
    return pl.DataFrame(rows, schema=schema, orient="row")
