"""Tables with a row for each event ("Applied", "Phone screen", "Rejected") in place of one for each application."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from pipeline.ingest.clean import drop_nothing
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.ingest.set_aside import name_rows
from pipeline.ingest.status import StatusReading, read_status
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, counted

_LEAST_SHARE = 0.5
"""So much of the table must be told in several rows each, and of those applications in the way of events."""

_STATUSES = ("status_text", "outcome", "stage")


def fold_events(table: Table, vocabulary: Vocabulary) -> Table:
    """The table with one row for each application, where each row was an event of one; any other table as it is.

    The first row of an application stays and lists the others' events with their days, which its status column is
    then read by; the day of applying is that of the event that says so.

    Args:
        table: The rows of data.
        vocabulary: Statuses, and what the headers mean.
    """
    company, role = table.column("company"), table.column("role")
    date, status = table.column("applied_date"), _status_of(table)
    if table.plan.kind != "applications" or company is None or date is None or status is None:
        return table
    if not _is_open(date, vocabulary) or table.cells.is_empty():
        return table
    several = _told_in_several([table.texts(column) for column in (company, role) if column is not None])
    if not several:
        return table
    texts = drop_nothing(table.texts(status), vocabulary).to_list()
    read = {text: read_status(text, vocabulary) for text in {*texts} if text}
    steps = [read.get(text) if text else None for text in texts]
    told = _told_by_events(several, steps)
    if len(told) <= _LEAST_SHARE * len(several):
        return table
    taken = {place for places in told for place in places}
    alone = [[place] for place in range(table.cells.height) if place not in taken]
    folded = _folded(table.cells, [*told, *alone], date, status, steps)
    stays = pl.Series([places[0] for places in (*told, *alone)]).sort()
    gone = table.row_numbers.filter(~pl.Series(range(table.cells.height)).is_in(stays.to_list()))
    message = (
        f"Each row is an event; {counted(table.cells.height, 'row')} tell of {counted(len(stays), 'application')}. "
        f"Its first row stands for each, with the days of its stages; {name_rows(gone)} went into those."
    )
    return replace(
        table,
        cells=folded[stays],
        row_numbers=table.row_numbers[stays],
        headings=table.headings[stays],
        warnings=(*table.warnings, Caution("event_rows", message, rows=len(gone))),
    )


def _status_of(table: Table) -> ColumnPlan | None:
    """The one column of statuses; None where several speak of them, as no log of events has it."""
    columns = [column for column in table.plan.columns if column.field in _STATUSES]
    return columns[0] if len(columns) == 1 else None


def _is_open(date: ColumnPlan, vocabulary: Vocabulary) -> bool:
    """Whether the header leaves open what the day is of."""
    meaning = next((meaning for meaning, _ in header_meanings(date.header, vocabulary)), None)
    return date.how != "given" and (meaning is None or len(meaning.fields) > 1)


def _told_in_several(names: Sequence[pl.Series]) -> list[list[int]]:
    """The places of the rows of each application that has several; none where they are too small a part of all."""
    keys = pl.DataFrame(
        [name.str.to_lowercase().str.strip_chars().alias(str(place)) for place, name in enumerate(names)]
    )
    named = keys.with_row_index("place").filter(pl.any_horizontal(pl.exclude("place").is_not_null()))
    several = named.filter(pl.struct(pl.exclude("place")).is_duplicated())
    if several.height < _LEAST_SHARE * keys.height:
        return []
    return several.group_by(keys.columns, maintain_order=True).agg("place")["place"].to_list()


def _told_by_events(groups: Sequence[list[int]], steps: Sequence[StatusReading | None]) -> list[list[int]]:
    """The applications that are told step by step, all from the top down or all from the bottom up."""
    down = [places for places in groups if _go_on([steps[place] for place in places])]
    up = [places for places in groups if _go_on([steps[place] for place in reversed(places)])]
    return max(down, up, key=len)


def _go_on(steps: Sequence[StatusReading | None]) -> bool:
    """Whether each step says what came after the one before it: sent once and first, and ended last if at all."""
    known = [step for step in steps if step is not None and (step.stage or step.outcome)]
    distinct = {(step.stage, step.outcome) for step in known}
    is_ended_early = any(step.outcome for step in known[:-1])
    is_sent_late = any(step.stage in {"saved", "applied"} for step in known[1:])
    return _is_sent(steps[0]) and len(distinct) == len(known) == len(steps) and not (is_ended_early or is_sent_late)


def _folded(
    cells: pl.DataFrame,
    groups: Iterable[Sequence[int]],
    date: ColumnPlan,
    status: ColumnPlan,
    steps: Sequence[StatusReading | None],
) -> pl.DataFrame:
    """The cells with the first row of each group telling of all of it."""
    columns = {name: cells[name].to_list() for name in cells.columns}
    days, statuses = columns[f"c{date.index}"], columns[f"c{status.index}"]
    for places in groups:
        events = [(days[place], statuses[place]) for place in places]
        sent = [days[place] for place in places if _is_sent(steps[place])]
        first = places[0]
        for column in columns.values():
            texts = list(dict.fromkeys(text for place in places if (text := column[place])))
            column[first] = "\n".join(texts) if texts else None
        days[first] = sent[0] if sent else None
        statuses[first] = "\n".join(f"{day}: {text}" if day else text for day, text in events if text) or None
    return pl.DataFrame(columns, schema=cells.schema)


def _is_sent(step: StatusReading | None) -> bool:
    return step is not None and step.stage == "applied" and not step.outcome
