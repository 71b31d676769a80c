"""How a sheet is read, as a table a person can edit, and the edited table as a plan again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from pipeline.ingest.memory import LEFT_OUT
from pipeline.ingest.model import ColumnPlan, DateOrder, Kind, SheetPlan
from pipeline.ingest.recognise import may_be_several
from pipeline.ingest.set_aside import column_letters
from pipeline.insight.findings import percent
from pipeline.vocabulary import Vocabulary

KEPT = "(kept as it is)"
"""The choice for a column that goes to the extras under its header."""

HEADER, READ_AS, HOW, EXAMPLES = "Column", "Read as", "Recognised", "First values"

KINDS: Mapping[Kind, str] = {
    "applications": "Applications",
    "feedback": "Feedback log",
    "both": "Both in the same rows",
    "skipped": "Leave it out",
}

DATE_ORDERS: Mapping[DateOrder, str] = {
    "auto": "decide from the values",
    "dmy": "day first, 31/12/2026",
    "mdy": "month first, 12/31/2026",
    "ymd": "year first, 2026/12/31",
}

_MOST_EXAMPLES = 3


def field_choices(kind: Kind, vocabulary: Vocabulary) -> list[str]:
    """What a column of such a sheet can be read as, in words."""
    fitting = {"both", kind} if kind != "both" else {"both", "applications", "feedback"}
    return [KEPT, *(field.label for field in vocabulary.fields.values() if field.belongs in fitting)]


def choice_table(plan: SheetPlan, kind: Kind, first_rows: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """One row for each column: header, what it is read as, how sure that is, and its first values.

    Args:
        plan: What was recognised.
        kind: What the sheet is taken to hold; a field that does not fit it is not offered.
        first_rows: The sheet's first rows, text columns ``c0``, ``c1``, ….
        vocabulary: The fields and their names.
    """
    offered = field_choices(kind, vocabulary)
    rows = []
    for column in plan.own_columns:
        label = vocabulary.fields[column.field].label if column.field else KEPT
        is_offered = label in offered
        rows.append(
            {
                HEADER: column.header or f"(column {column_letters(column.index)})",
                READ_AS: label if is_offered else KEPT,
                HOW: _how(column) if is_offered else "does not fit what the sheet holds",
                EXAMPLES: _examples(first_rows, column.index),
            }
        )
    return pl.DataFrame(rows, schema=dict.fromkeys((HEADER, READ_AS, HOW, EXAMPLES), pl.String))


def chosen_plan(
    plan: SheetPlan, kind: Kind, chosen: Sequence[str], date_order: DateOrder, vocabulary: Vocabulary
) -> SheetPlan:
    """The plan with what a person chose for each column; what they changed is certain.

    Args:
        plan: What was recognised.
        kind: What the sheet holds.
        chosen: For each column of the table, one of ``field_choices``.
        date_order: The order of day, month and year where the values leave it open.
        vocabulary: The fields and their names.
    """
    names = {field.label: field.name for field in vocabulary.fields.values()}
    decided = {
        column.index: _decided(column, names.get(choice))
        for column, choice in zip(plan.own_columns, chosen, strict=True)
    }
    columns = tuple(decided.get(column.index, column) for column in plan.columns)
    is_told = plan.is_told or kind != plan.kind
    reason = plan.reason if kind == plan.kind else ""
    return replace(plan, kind=kind, columns=columns, date_order=date_order, is_told=is_told, reason=reason)


def left_out(plan: SheetPlan) -> SheetPlan:
    """The plan of a sheet that is not read; one that was not read anyway stays as it is."""
    return plan if plan.kind == "skipped" else replace(plan, kind="skipped", reason=LEFT_OUT, is_told=True)


def chosen_twice(chosen: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """The fields that more than one column was given although only one can be read."""
    several = {KEPT, *(field.label for field in vocabulary.fields.values() if may_be_several(field.name))}
    return [choice for choice, count in Counter(chosen).items() if count > 1 and choice not in several]


def _decided(column: ColumnPlan, field: str | None) -> ColumnPlan:
    if field == column.field:
        return column
    return replace(column, field=field, how="given", confidence=1.0, reason="chosen on the Import page")


def _how(column: ColumnPlan) -> str:
    match column.how:
        case "exact":
            return f"{percent(column.confidence)}, by its header"
        case "fuzzy":
            return f"{percent(column.confidence)}, a header much like a known one"
        case "values":
            return f"{percent(column.confidence)}, by its values"
        case "given":
            return column.reason or "you said so"
        case "unmapped":
            return "not known"


def _examples(first_rows: pl.DataFrame, index: int) -> str:
    name = f"c{index}"
    if name not in first_rows.columns:
        return ""
    values = first_rows[name].drop_nulls().unique(maintain_order=True).head(_MOST_EXAMPLES).to_list()
    return " · ".join(value if len(value) <= 40 else value[:39] + "…" for value in values)
