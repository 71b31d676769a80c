"""A tracker that is no longer laid out as in its last upload: which columns came and went, which sheets went."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.memory import Key, Memory, column_keys, headers_of
from pipeline.ingest.model import Caution, ShapedSheet, SheetPlan

_MOST_NAMED = 8


def with_header_cautions(sheets: Sequence[ShapedSheet], memory: Memory) -> tuple[ShapedSheet, ...]:
    """The sheets, told of every table whose columns are no longer those of the last upload, and of sheets gone."""
    places: Counter[str | None] = Counter()
    told = []
    for sheet in sheets:
        plan = sheet.plan
        before = memory.table(plan.sheet, headers_of(plan), places[plan.sheet])
        places[plan.sheet] += 1
        caution = _changed(plan, before, memory) if before is not None and plan.kind != "skipped" else None
        told.append(replace(sheet, warnings=(caution, *sheet.warnings)) if caution else sheet)
    gone = _gone([sheet.plan for sheet in sheets], memory)
    first = next((at for at, sheet in enumerate(told) if sheet.plan.kind != "skipped"), None)
    if gone is not None and first is not None:
        told[first] = replace(told[first], warnings=(gone, *told[first].warnings))
    return tuple(told)


def _gone(now: Sequence[SheetPlan], memory: Memory) -> Caution | None:
    """That sheets which were read are not in the file any more, under no other name either."""
    here = {plan.sheet for plan in now}
    known = {plan.sheet for plan in memory.plans}
    renamed = [memory.table(plan.sheet, headers_of(plan)) for plan in now if plan.sheet not in known]
    gone = [
        plan.sheet
        for plan in memory.plans
        if plan.sheet is not None and plan.sheet not in here and plan.kind != "skipped" and plan not in renamed
    ]
    names = list(dict.fromkeys(gone))
    if not names:
        return None
    one = len(names) == 1
    message = (
        f"{'The sheet' if one else 'The sheets'} {_listed(names)} of import {memory.import_id} "
        f"{'is' if one else 'are'} not in this file; look for {'it' if one else 'them'} before you go on."
    )
    return Caution("missing_sheets", message, examples=tuple(names))


def _changed(now: SheetPlan, before: SheetPlan, memory: Memory) -> Caution | None:
    if now.header_row is None or before.kind == "skipped":
        return None
    new, old = _by_key(now), _by_key(before)
    came = [header for key, header in new.items() if key not in old]
    went = [header for key, header in old.items() if key not in new]
    if not came and not went:
        return None
    said = " and ".join(
        f"{_listed(names)} {'is' if len(names) == 1 else 'are'} {what}"
        for names, what in ((came, "new"), (went, "gone"))
        if names
    )
    message = f"The columns are not those of import {memory.import_id}: {said}. The others are read as before."
    return Caution("changed_headers", message, examples=(*came, *went))


def _by_key(plan: SheetPlan) -> dict[Key, str]:
    headers = headers_of(plan)
    return {key: header.strip() for key, header in zip(column_keys(headers), headers, strict=True) if key[0]}


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
