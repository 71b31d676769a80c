"""How a tracker was read the last time, and what of it counts for its next upload.

What the user said counts again: what a column is, what a sheet holds or that it is left out, the order of dates. What
was recognised is recognised anew, except that a column nothing says more of stays what it was.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ingest.model import ColumnPlan, DateOrder, Kind, SheetPlan
from pipeline.vocabulary import compact

Key = tuple[str, int]
"""A column by its folded header and which of the columns of that name it is; a blank header is its place."""

LEFT_OUT = "left out by you"
NOT_NAMED = "not the sheet you named"
"""Why the user's own word keeps a sheet from being read."""

_KNOWN_AGAIN = 0.5
"""A sheet of another name is a remembered one when at least this share of either's headers is the other's too."""


@dataclass(frozen=True)
class Remembered:
    """What counts again for one table.

    Attributes:
        import_id: The import it is remembered from.
        fields: Place of a column to its field, as the user named it.
        unread: Places of columns that the user wanted kept as they are.
        secrets: Places of columns that look secret and that the user insisted on storing.
        earlier: Place to how a column was recognised then.
        kind: What the user said it holds; None where that was recognised.
        date_order: What the user said of its dates.
    """

    import_id: int
    fields: Mapping[int, str] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    secrets: frozenset[int] = frozenset()
    earlier: Mapping[int, ColumnPlan] = field(default_factory=dict)
    kind: Kind | None = None
    date_order: DateOrder = "auto"


@dataclass(frozen=True)
class Memory:
    """How the import of a tracker before this one was read.

    Attributes:
        import_id: Its number.
        plans: How each of its tables was read.
        seeker: Whose search it was.
    """

    import_id: int
    plans: tuple[SheetPlan, ...]
    seeker: str

    def table(self, sheet: str | None, headers: Sequence[str], place: int = 0) -> SheetPlan | None:
        """The table of these headers as it was read; None where there was none like it.

        Args:
            sheet: The name of its sheet; a table of the same sheet is like it when they share any header.
            headers: The names of its columns.
            place: Which table of its sheet it is, for tables with the same headers.
        """
        own = [plan for plan in self.plans if plan.sheet == sheet]
        plans = own or self.plans
        likeness = {
            at: _likeness(headers, headers_of(plan)) for at, plan in enumerate(plans) if plan.header_row is not None
        }
        fitting = [at for at, share in likeness.items() if share >= (0 if own else _KNOWN_AGAIN) and share > 0]
        best = max(fitting, key=lambda at: (likeness[at], -abs(at - place)), default=None)
        return None if best is None else plans[best]

    def of_table(self, sheet: str | None, headers: Sequence[str], place: int = 0) -> Remembered | None:
        """What counts again for a table with these headers; None where there was none like it."""
        plan = self.table(sheet, headers, place)
        return None if plan is None else self._of_plan(plan, headers)

    def of_headless(self, sheet: str | None, headers: Sequence[str]) -> Remembered | None:
        """What counts again for a table without a header; None where its sheet had none so wide."""
        own = [plan for plan in self.plans if plan.sheet == sheet and plan.header_row is None]
        fitting = [plan for plan in own if plan.kind != "skipped" and headers_of(plan) == list(headers)]
        return self._of_plan(fitting[0], headers) if fitting else None

    def _of_plan(self, plan: SheetPlan, headers: Sequence[str]) -> Remembered:
        keys, before = column_keys(headers), column_keys(headers_of(plan))
        places = {key: at for at, key in enumerate(keys) if key[0] or keys == before}
        found = {places[key]: column for key, column in zip(before, plan.columns, strict=True) if key in places}
        given = {at: column for at, column in found.items() if column.how == "given"}
        return Remembered(
            self.import_id,
            fields={at: column.field for at, column in given.items() if column.field},
            unread=frozenset(at for at, column in given.items() if not column.field),
            secrets=frozenset(at for at, column in found.items() if column.is_secret is False),
            earlier={at: column for at, column in found.items() if column.field and column.how != "given"},
            kind=plan.kind if plan.is_told and plan.kind != "skipped" else None,
            date_order=plan.date_order,
        )

    def why_left_out(self, plan: SheetPlan, place: int = 0) -> str | None:
        """Why the user left this sheet out, or this table of it; None where they did not."""
        own = [before for before in self.plans if before.sheet == plan.sheet]
        if own and all(_is_left_out(before) for before in own):
            return own[0].reason
        table = self.table(plan.sheet, headers_of(plan), place)
        return table.reason if table is not None and _is_left_out(table) else None

    @property
    def named_sheets(self) -> frozenset[str | None]:
        """The sheets that the user named as those to read; empty where every sheet was looked at."""
        is_named = any(_is_left_out(plan) and plan.reason.startswith(NOT_NAMED) for plan in self.plans)
        return frozenset(plan.sheet for plan in self.plans if is_named and plan.kind != "skipped")

    def known_headers(self, sheet: str | None) -> frozenset[str]:
        """Folded headers of a sheet in which the user named a column, to find its header row again by."""
        own = [plan for plan in self.plans if plan.sheet == sheet and any(c.how == "given" for c in plan.columns)]
        return frozenset(compact(header) for plan in own for header in headers_of(plan) if compact(header))


def without_left_out(plans: Sequence[SheetPlan], memory: Memory) -> tuple[SheetPlan, ...]:
    """The plans, skipped where the user left the sheet or the table out of the last upload."""
    sheets, known = {plan.sheet for plan in plans}, {plan.sheet for plan in memory.plans}
    is_named = bool(memory.named_sheets & sheets)
    places: Counter[str | None] = Counter()
    left = []
    for plan in plans:
        why = NOT_NAMED if is_named and plan.sheet not in known else memory.why_left_out(plan, places[plan.sheet])
        places[plan.sheet] += 1
        left.append(plan if why is None else _left_out(plan, why, memory))
    return tuple(left)


def _left_out(plan: SheetPlan, why: str, memory: Memory) -> SheetPlan:
    reason = f"{why.partition(',')[0]}, {remembered_remark(memory.import_id)}"
    return replace(plan, kind="skipped", reason=reason, is_told=True, remembered_from=memory.import_id)


def remembered_remark(import_id: int | None) -> str:
    """What is said of everything that is remembered from an import."""
    return f"remembered from import {import_id}"


def headers_of(plan: SheetPlan) -> list[str]:
    """The names of a table's columns."""
    return [column.header for column in plan.columns]


def _is_left_out(plan: SheetPlan) -> bool:
    return plan.kind == "skipped" and plan.is_told


def column_keys(headers: Sequence[str]) -> list[Key]:
    """A key for each column by which the same column is found in another upload."""
    seen: Counter[str] = Counter()
    keys = []
    for place, header in enumerate(headers):
        name = compact(header)
        keys.append((name, seen[name] if name else place))
        seen[name] += 1
    return keys


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of the headers that both have, of the more that one of them has."""
    keys, other_keys = ({key for key in column_keys(headers) if key[0]} for headers in (one, other))
    return len(keys & other_keys) / max(len(keys), len(other_keys), 1)
