"""What an import changes as one list, row by row: what is new, what becomes what, and what is gone."""

import polars as pl

from pipeline.warehouse.changes import Changes, RowChanges

CHANGES = ("new", "updated", "renamed", "gone")
"""What can happen to a row, in the order of the list."""

SCHEMA = {
    "what": pl.String(),
    "change": pl.String(),
    "id": pl.String(),
    "company": pl.String(),
    "role": pl.String(),
    "field": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
}


def listed_changes(changes: Changes) -> pl.DataFrame:
    """Every change: one row a row that is new or gone, one a field that becomes another.

    Returns:
        what (``application`` or ``feedback``), change (one of ``CHANGES``), id, company, role, and for what becomes
        another its field, before and after as text; a renamed row is its ``company``.
    """
    return pl.concat([*_listed(changes.applications, "application"), *_listed(changes.feedback, "feedback")])


def _listed(changes: RowChanges, what: str) -> list[pl.DataFrame]:
    frames = {
        "new": changes.new,
        "updated": changes.updated.sort("company", "role", "id", nulls_last=True, maintain_order=True),
        "renamed": changes.renamed.with_columns(company="before", field=pl.lit("company")),
        "gone": changes.gone,
    }
    return [
        frames[change].select(
            pl.lit({"what": what, "change": change}[name]).alias(name)
            if name in {"what", "change"}
            else pl.col(name)
            if name in frames[change].columns
            else pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in SCHEMA.items()
        )
        for change in CHANGES
    ]
