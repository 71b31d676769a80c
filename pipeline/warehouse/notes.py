"""What notes seem to say about feedback, beside what the log says; what the user accepted becomes feedback."""

import json
from collections.abc import Mapping

import polars as pl

from pipeline.decisions import Verdict
from pipeline.warehouse.match import folded, stable_ids

_PLACE = ["import_id", "sheet", "table_number", "row_number"]
_ASKS = pl.col("what").is_in(["ask", "both"])
_TELLS = pl.col("what").is_in(["feedback", "both"])


def note_findings(
    notes: pl.DataFrame, applications: pl.DataFrame, log: pl.DataFrame, verdicts: Mapping[str, Verdict]
) -> pl.DataFrame:
    """The table ``note_findings``: each finding once, without those that the log says already.

    Args:
        notes: Everything found in the notes of the imports that count, with ``import_id`` and ``tracker``.
        applications: The applications in whose rows the notes stand.
        log: The feedback that the sheets themselves say is feedback, with ``application_id``.
        verdicts: What the user decided, by ``note_id``.
    """
    theirs = applications.select(
        "application_id", "seeker", "company_key", "role_key", pl.col("applied_date").alias("_applied"), *_PLACE
    )
    found = notes.join(theirs, on=_PLACE, how="inner", nulls_equal=True)
    found = found.with_columns(folded(found["quote"]).alias("text_key"))
    found = _without_known(_each_once(found), log).sort("sheet", "row_number", "quote_start", nulls_last=True)
    ids = stable_ids(
        found,
        "n-",
        ["tracker", "seeker", "company_key", "role_key", "quote"],
        ["_applied", "sheet", "row_number", "quote_start"],
    )
    decided = pl.Series([verdicts.get(name) for name in ids], dtype=pl.String)
    return found.with_columns(ids.alias("note_id"), decided.alias("verdict"))


def accepted_feedback(findings: pl.DataFrame, applications: pl.DataFrame) -> pl.DataFrame:
    """Rows of feedback for the findings that the user accepted, each about the application of its row."""
    accepted = findings.filter(pl.col("verdict") == "accepted")
    theirs = applications.select("application_id", "company", "company_key", "role", "stage", "seeker", "tracker")
    extras = [
        json.dumps({header: note}, ensure_ascii=False)
        for header, note in accepted.select("header", "note").iter_rows()
    ]
    return (
        accepted.select(
            "application_id",
            "asked_date",
            "ask_channel",
            "asked_of",
            *_PLACE,
            pl.col("note_id").str.replace("n-", "f-", literal=True).alias("feedback_id"),
            _ASKS.alias("is_asked"),
            (_TELLS | pl.col("has_response").fill_null(value=False)).alias("has_response"),
            pl.when(_TELLS).then("quote").alias("feedback_text"),
            pl.Series("extras", extras, dtype=pl.String),
            pl.lit("note").alias("origin"),
        )
        .join(theirs, on="application_id", how="left", maintain_order="left")
        .sort("feedback_id")
    )


def _each_once(found: pl.DataFrame) -> pl.DataFrame:
    """One row for what several columns say: the same words, or an ask of the same day; the fullest is kept."""
    ordered = found.sort(
        pl.col("what") != "both", pl.col("confidence"), descending=[False, True], maintain_order=True
    ).unique(["application_id", "what", "text_key"], keep="first", maintain_order=True)
    is_dated = _ASKS & pl.col("asked_date").is_not_null()
    dated = ordered.filter(is_dated).unique(["application_id", "asked_date"], keep="first", maintain_order=True)
    return pl.concat([dated, ordered.filter(~is_dated)])


def _without_known(found: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    """Leave out words that the log has for the application, and an ask that it has, or may have without its day."""
    matched = log.filter(pl.col("application_id").is_not_null())
    texts = pl.concat(
        matched.select("application_id", folded(matched[column]).alias("text_key"))
        for column in ("feedback_text", "stated_reason")
    )
    asks = matched.filter("is_asked").select("application_id", pl.col("asked_date").alias("_logged"))
    asked = found.filter(_ASKS).join(asks, on="application_id", how="inner")
    known = asked.filter((pl.col("asked_date") == pl.col("_logged")).fill_null(value=True))
    place = ["application_id", "what", "text_key"]
    return found.join(texts.unique(), on=["application_id", "text_key"], how="anti").join(
        known.select(place).unique(), on=place, how="anti"
    )
