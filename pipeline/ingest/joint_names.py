"""Company and role of their own where one column holds both."""

from dataclasses import replace

import polars as pl

from pipeline.ingest.clean import map_distinct
from pipeline.ingest.fields import FieldValues
from pipeline.ingest.joints import Joint, find_joint
from pipeline.ingest.model import Caution
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary


def take_names_apart(fields: FieldValues, table: Table, vocabulary: Vocabulary) -> FieldValues:
    """The fields with company and role of their own where one column holds both, and that told."""
    given = [name for name in ("company", "role") if name in fields.values]
    if len(given) != 1:
        return fields
    texts = fields.values[given[0]]
    joint = find_joint(texts.drop_nulls().unique(maintain_order=True).to_list(), vocabulary)
    column = table.column(given[0])
    if joint is None or column is None:
        return fields
    roles = map_distinct(texts, lambda text: _part(text, joint, given[0], is_role=True), pl.String())
    companies = map_distinct(texts, lambda text: _part(text, joint, given[0], is_role=False), pl.String())
    count = int((roles.is_not_null() & companies.is_not_null()).sum())
    told = Caution(
        "joint_names",
        f'"{column.header.strip()}" holds a role and a company in one cell; they were taken apart in '
        f"{count:,} row{'s' if count != 1 else ''}, and a cell of another form stayed as it was.",
        column=column.header,
        rows=count,
    )
    values = {**fields.values, "role": roles, "company": companies}
    return replace(fields, values=values, warnings=(*fields.warnings, told))


def _part(text: str, joint: Joint, given: str, *, is_role: bool) -> str | None:
    parts = joint.split(text)
    if parts is None:
        return text if (given == "role") == is_role else None
    return parts[0] if joint.is_role_first == is_role else parts[1]
