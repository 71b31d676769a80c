"""Stable names for rows, and the application that a feedback entry is about."""

from hashlib import blake2b

import polars as pl

from pipeline.ingest.looks import legal_forms
from pipeline.vocabulary import fold

_SEPARATOR = "\x1f"


def company_key(company: str) -> str:
    """A company's name folded for matching: no case, accents, punctuation or legal form.

    >>> company_key("Müller & Söhne GmbH")
    'muller sohne'
    """
    words = fold(company).split()
    kept = [word for word in words if word not in legal_forms()]
    return " ".join(kept or words) or company.strip().lower()


def folded(values: pl.Series, *, as_company: bool = False) -> pl.Series:
    """The texts folded for matching, each distinct one once; null stays null.

    Not an expression: Python within one runs on the threads of Polars, where an import in the background and a page
    that is drawn meanwhile could wait for each other for ever.
    """
    fold_one = company_key if as_company else fold
    distinct = values.drop_nulls().unique()
    keys = [fold_one(text) for text in distinct.to_list()]
    return values.replace_strict(distinct, pl.Series(keys, dtype=pl.String), default=None, return_dtype=pl.String)


def stable_ids(frame: pl.DataFrame, prefix: str, parts: list[str], order: list[str]) -> pl.Series:
    """A name for each row from its ``parts``, the same in every rebuild.

    Rows that share every part are told apart by their place among them, in the given ``order``.

    Returns:
        One String per row: the prefix and 64 bits of a hash, hexadecimal.
    """
    key = pl.concat_str([pl.col(part).cast(pl.String).fill_null("") for part in parts], separator=_SEPARATOR)
    ranked = (
        frame.select(*dict.fromkeys(parts + order))
        .with_row_index("_position")
        .with_columns(key.alias("_key"))
        .sort("_key", *order, "_position", nulls_last=True)
        .with_columns(pl.int_range(pl.len()).over("_key").alias("_place"))
        .sort("_position")
        .select(pl.format("{}" + _SEPARATOR + "{}", "_key", "_place").alias("_name"))
    )
    digests = [prefix + blake2b(name.encode(), digest_size=8).hexdigest() for name in ranked["_name"]]
    return pl.Series(digests, dtype=pl.String)


def matching_applications(feedback: pl.DataFrame, applications: pl.DataFrame) -> pl.DataFrame:
    """The application each feedback entry is about, where exactly one fits.

    An application fits when seeker and company are the same and the role is the same; when the entry names no
    role, or a role that contains or is contained in the application's, the company alone must settle it. Of several
    that fit, the latest one applied for by the day of the ask is taken, if that is one. A tie stays unmatched.

    Args:
        feedback: feedback_id, seeker, company_key, role_key, applied_date, asked_date, responded_date.
        applications: application_id, seeker, company_key, role_key, applied_date; rows that are one application
            share its name.

    Returns:
        feedback_id and application_id, for the matched entries only.
    """
    pairs = feedback.join(applications, on=["seeker", "company_key"], how="inner", suffix="_theirs")
    same_role = pl.col("role_key") == pl.col("role_key_theirs")
    near_role = (
        pl.col("role_key").is_null()
        | pl.col("role_key_theirs").is_null()
        | pl.col("role_key_theirs").str.contains(pl.col("role_key"), literal=True)
        | pl.col("role_key").str.contains(pl.col("role_key_theirs"), literal=True)
    )
    fit = pl.when(same_role).then(2).when(near_role).then(1).otherwise(0)
    day_of_ask = pl.coalesce("asked_date", "responded_date")
    fitting = (
        pairs.with_columns(fit.alias("_fit"), (pl.col("applied_date_theirs") <= day_of_ask).alias("_before"))
        .filter(pl.col("_fit") > 0)
        .filter(pl.col("_fit") == pl.col("_fit").max().over("feedback_id"))
    )
    same_day = fitting.filter(pl.col("applied_date") == pl.col("applied_date_theirs"))
    latest = fitting.filter(
        pl.col("_before")
        & (pl.col("applied_date_theirs") == pl.col("applied_date_theirs").filter("_before").max().over("feedback_id"))
    )
    chosen: list[pl.DataFrame] = []
    for step in (fitting, same_day, latest):
        named = step.unique(["feedback_id", "application_id"], maintain_order=True)
        single = named.filter(pl.len().over("feedback_id") == 1).select("feedback_id", "application_id")
        chosen.append(single)
    return pl.concat(chosen).unique("feedback_id", keep="first", maintain_order=True)
