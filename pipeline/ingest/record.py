"""How a file was read, as TOML-ready values and back: what lets a rebuild read it the same way again."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.ingest.model import ColumnPlan, SheetPlan


def reading_from_plans(plans: Sequence[SheetPlan], file_format: str | None = None) -> dict[str, Any]:
    """How a file was read as TOML-ready values; TOML has no null, so what is None is left out."""
    table: dict[str, Any] = {"format": file_format} if file_format else {}
    return table | {"sheets": [_sheet_table(plan) for plan in plans]}


def plans_from_reading(reading: Mapping[str, Any]) -> tuple[SheetPlan, ...]:
    """The plans that ``reading_from_plans`` wrote."""
    return tuple(
        SheetPlan(
            sheet=table.get("sheet"),
            kind=table["kind"],
            header_row=table.get("header_row"),
            columns=tuple(
                ColumnPlan(
                    index=column["index"],
                    header=column["header"],
                    field=column.get("field"),
                    how=column["how"],
                    confidence=column["confidence"],
                    reason=column.get("reason", ""),
                )
                for column in table.get("columns", [])
            ),
            date_order=table.get("date_order", "auto"),
            reason=table.get("reason", ""),
            export=table.get("export"),
        )
        for table in reading.get("sheets", [])
    )


def _sheet_table(plan: SheetPlan) -> dict[str, Any]:
    table: dict[str, Any] = {"kind": plan.kind, "date_order": plan.date_order}
    if plan.sheet is not None:
        table["sheet"] = plan.sheet
    if plan.header_row is not None:
        table["header_row"] = plan.header_row
    if plan.reason:
        table["reason"] = plan.reason
    if plan.export:
        table["export"] = plan.export
    table["columns"] = [_column_table(column) for column in plan.columns]
    return table


def _column_table(column: ColumnPlan) -> dict[str, Any]:
    table: dict[str, Any] = {"index": column.index, "header": column.header}
    if column.field is not None:
        table["field"] = column.field
    table |= {"how": column.how, "confidence": round(column.confidence, 3)}
    if column.reason:
        table["reason"] = column.reason
    return table
