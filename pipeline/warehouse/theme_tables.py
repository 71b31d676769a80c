"""The tables that the codebook decides: themes, their mentions, and what no theme explains."""

import polars as pl

from pipeline.themes.annotate import Progress, with_languages
from pipeline.themes.codebook import Codebook
from pipeline.themes.hearing import hear_texts
from pipeline.themes.language import usual_language

THEME_TABLES = ("themes", "theme_mentions", "reason_mentions", "unexplained_clauses", "text_languages")
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
    said, *believed = with_each_language(feedback, codebook).values()
    mentions, unexplained = hear_texts(said, codebook, progress=progress)
    reasons = [
        hear_texts(texts, codebook)[0].with_columns(pl.lit(side).alias("side"))
        for side, texts in zip(REASON_SIDES, believed, strict=True)
    ]
    return {
        "themes": theme_rows(codebook),
        "theme_mentions": mentions,
        "reason_mentions": pl.concat(reasons),
        "unexplained_clauses": unexplained,
        "text_languages": said.drop_nulls("feedback_text").select("feedback_id", "language"),
    }


def with_each_language(feedback: pl.DataFrame, codebook: Codebook) -> dict[str, pl.DataFrame]:
    """The texts of each column with words in it, with the language to read them in.

    What the feedback texts are mostly in decides for every text that does not tell.
    """
    said = with_languages(texts_of(feedback), codebook)
    usual = usual_language(said["language"].to_list())
    return {
        "feedback_text": said,
        **{
            f"{side}_reason": with_languages(texts_of(feedback, f"{side}_reason"), codebook, usual)
            for side in REASON_SIDES
        },
    }


def texts_of(feedback: pl.DataFrame, column: str = "feedback_text") -> pl.DataFrame:
    """One of the columns with words in it, as the texts to hear themes in."""
    return feedback.select("feedback_id", pl.col(column).alias("feedback_text"))


def theme_rows(codebook: Codebook) -> pl.DataFrame:
    """The themes in force."""
    schema = dict.fromkeys(("theme_id", "label", "definition", "control", "parent_id"), pl.String)
    rows = [(t.theme_id, t.label, t.definition, t.control, t.parent_id) for t in codebook.themes]
    return pl.DataFrame(rows, schema=schema, orient="row")
