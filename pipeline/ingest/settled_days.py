"""Plans settled by the days that the rows hold: an order they contradict, and days that are still to come."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.by_elimination import is_by_elimination
from pipeline.ingest.fields import clean_fields, contradicts_order
from pipeline.ingest.joint_days import take_days_apart
from pipeline.ingest.model import Sheet, SheetPlan
from pipeline.ingest.prepare import prepare_sheet
from pipeline.ingest.table import Table, cut_table, planned_rows
from pipeline.vocabulary import Vocabulary


def settle_by_days(
    sheets: Sequence[Sheet], plans: Sequence[SheetPlan], uploaded_on: dt.date, vocabulary: Vocabulary
) -> tuple[SheetPlan, ...]:
    """The plans without what the days deny: remembered orders of dates, and days of applying that no header names."""
    fitting = _with_fitting_orders(sheets, plans, uploaded_on, vocabulary)
    return _without_days_to_come(sheets, fitting, uploaded_on, vocabulary)


def ready_rows(sheet: Sheet, plan: SheetPlan, vocabulary: Vocabulary) -> Sheet:
    """The rows of a plan made ready; a table that runs sideways has no rows whose cells could have moved."""
    if plan.kind == "skipped" or plan.is_transposed:
        return sheet
    return prepare_sheet(planned_rows(sheet, plan), plan.header_row, vocabulary)


def _with_fitting_orders(
    sheets: Sequence[Sheet], plans: Sequence[SheetPlan], uploaded_on: dt.date, vocabulary: Vocabulary
) -> tuple[SheetPlan, ...]:
    """The plans; a remembered order of dates that the values contradict is forgotten, so that it is asked again."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return tuple(
        replace(plan, date_order="auto")
        if plan.remembered_from is not None
        and plan.date_order != "auto"
        and plan.kind != "skipped"
        and contradicts_order(
            _dated_table(by_name[plan.sheet], plan, uploaded_on, vocabulary), uploaded_on, vocabulary
        )
        else plan
        for plan in plans
    )


def _without_days_to_come(
    sheets: Sequence[Sheet], plans: Sequence[SheetPlan], uploaded_on: dt.date, vocabulary: Vocabulary
) -> tuple[SheetPlan, ...]:
    """The plans; days that no header names are not those of applying where one of them is still to come."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return tuple(
        plan if plan.kind == "skipped" else _without_later_day(by_name[plan.sheet], plan, uploaded_on, vocabulary)
        for plan in plans
    )


def _without_later_day(sheet: Sheet, plan: SheetPlan, uploaded_on: dt.date, vocabulary: Vocabulary) -> SheetPlan:
    column = next((each for each in plan.columns if each.field == "applied_date" and is_by_elimination(each)), None)
    if column is None:
        return plan
    table = _dated_table(sheet, plan, uploaded_on, vocabulary)
    days = clean_fields(table, uploaded_on=uploaded_on, vocabulary=vocabulary).values["applied_date"]
    if not (days > uploaded_on).any():
        return plan
    left = replace(column, field=None, how="unmapped", reason="days, some of which are still to come")
    return replace(plan, columns=tuple(left if each is column else each for each in plan.columns))


def _dated_table(sheet: Sheet, plan: SheetPlan, uploaded_on: dt.date, vocabulary: Vocabulary) -> Table:
    table = cut_table(ready_rows(sheet, plan, vocabulary), plan, vocabulary)
    return take_days_apart(table, uploaded_on, vocabulary)
