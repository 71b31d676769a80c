"""What is settled of one table before it is looked at: what the user says now, and said of its last upload."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.ingest.memory import Remembered, remembered_remark
from pipeline.ingest.model import ColumnPlan, DateOrder, Kind, ReadingOptions
from pipeline.ingest.recognise import may_be_several


@dataclass(frozen=True)
class Settled:
    """What is settled of one table.

    Attributes:
        given: Place of a column to its field.
        unread: Places of columns that are kept as they are.
        secrets: Places of columns that are stored though they look secret.
        kind: What its rows are; None where that is to be recognised.
        date_order: The order of dates where the values leave it open.
        again: Places of the columns that were settled for the last upload.
        earlier: How the other columns were recognised then.
        remembered_from: The import whose decisions count again; None where none does.
    """

    given: Mapping[int, str] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    secrets: frozenset[int] = frozenset()
    kind: Kind | None = None
    date_order: DateOrder = "auto"
    again: frozenset[int] = frozenset()
    earlier: Mapping[int, ColumnPlan] = field(default_factory=dict)
    remembered_from: int | None = None

    @property
    def places(self) -> frozenset[int]:
        """The columns that nothing else may decide about."""
        return frozenset({*self.given, *self.unread})

    def with_told(self, told: Mapping[str, int]) -> "Settled":
        """The same with fields whose columns are known from elsewhere, where the user says nothing."""
        said = {*self.given.values()}
        known = {place: field for field, place in told.items() if field not in said}
        return replace(self, given={**known, **self.given})

    def remarked(self, columns: Sequence[ColumnPlan]) -> tuple[ColumnPlan, ...]:
        """The columns, those that were settled for the last upload with a remark that says so."""
        remark = remembered_remark(self.remembered_from)
        return tuple(replace(column, reason=remark) if column.index in self.again else column for column in columns)

    def filled(self, columns: Sequence[ColumnPlan]) -> tuple[ColumnPlan, ...]:
        """The columns, those that nothing is known of read as they were the last time."""
        taken = {column.field for column in columns}
        filled = []
        for column in columns:
            before = self.earlier.get(column.index)
            is_open = column.field is None and column.how == "unmapped" and column.confidence < 1
            if before is not None and is_open and before.field not in taken:
                taken.add(before.field)
                filled.append(replace(before, index=column.index, header=column.header))
            else:
                filled.append(column)
        return tuple(filled)


def settle(
    options: ReadingOptions, named: Mapping[str, int], remembered: Remembered | None, *, width: int, told: DateOrder
) -> Settled:
    """What is settled of a table; what the user says now goes before what is remembered.

    Args:
        options: What the user says now.
        named: Field to the place of the column, for those the user names now.
        remembered: What counts again; None where nothing is remembered.
        width: How many columns the table has.
        told: The order of dates that is known of the program that wrote it.
    """
    kind: Kind | None = None if options.kind == "auto" else options.kind
    order = options.date_order if options.date_order != "auto" else told
    secrets = frozenset(range(width)) if options.keep_secret else frozenset()
    given = {place: field for field, place in named.items()}
    if remembered is None:
        return Settled(given, secrets=secrets, kind=kind, date_order=order)
    again = {
        place: field
        for place, field in remembered.fields.items()
        if place not in given and (field not in named or may_be_several(field))
    }
    unread = remembered.unread - {*given}
    is_order_open = options.date_order == "auto" and remembered.date_order not in {"auto", told}
    is_used = again or unread or remembered.secrets - secrets or is_order_open or (kind is None and remembered.kind)
    return Settled(
        given={**again, **given},
        unread=unread,
        secrets=secrets | remembered.secrets,
        kind=kind or remembered.kind,
        date_order=remembered.date_order if is_order_open else order,
        again=frozenset({*again, *unread}),
        earlier=remembered.earlier,
        remembered_from=remembered.import_id if is_used else None,
    )
