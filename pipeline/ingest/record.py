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
                    is_secret=column.get("is_secret"),
                )
                for column in table.get("columns", [])
            ),
            date_order=table.get("date_order", "auto"),
            reason=table.get("reason", ""),
            first_row=table.get("first_row"),
            last_row=table.get("last_row"),
            band=(band[0], band[1]) if (band := table.get("band")) else None,
            second_header_row=table.get("second_header_row"),
            beside=tuple(table.get("beside", ())),
            is_transposed=table.get("is_transposed", False),
            export=table.get("export"),
            is_told=table.get("is_told", False),
            remembered_from=table.get("remembered_from"),
        )
        for table in reading.get("sheets", [])
    )


def _sheet_table(plan: SheetPlan) -> dict[str, Any]:
    table: dict[str, Any] = {"kind": plan.kind, "date_order": plan.date_order}
    for name in ("sheet", "header_row", "second_header_row", "first_row", "last_row"):
        if (value := getattr(plan, name)) is not None:
            table[name] = value
    for name in ("band", "beside"):
        if places := getattr(plan, name):
            table[name] = list(places)
    for name in ("is_transposed", "reason", "export", "is_told"):
        if value := getattr(plan, name):
            table[name] = value
    if plan.remembered_from is not None:
        table["remembered_from"] = plan.remembered_from
    table["columns"] = [_column_table(column) for column in plan.columns]
    return table


def _column_table(column: ColumnPlan) -> dict[str, Any]:
    table: dict[str, Any] = {"index": column.index, "header": column.header}
    if column.field is not None:
        table["field"] = column.field
    table |= {"how": column.how, "confidence": round(column.confidence, 3)}
    if column.reason:
        table["reason"] = column.reason
    if column.is_secret is not None:
        table["is_secret"] = column.is_secret
    return table
