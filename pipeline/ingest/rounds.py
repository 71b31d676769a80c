"""Columns of feedback beside the one that is read: told, where their headers name no round."""

from collections.abc import Iterator

from pipeline.ingest.headers import alike_meanings, header_meanings
from pipeline.ingest.model import Caution
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary


def rounds_caution(table: Table, vocabulary: Vocabulary) -> Iterator[Caution]:
    """Tell of columns of feedback that are not read, since another is and their headers name no round."""
    if table.column("feedback_text") is None or table.plan.kind == "applications":
        return
    left = [column for column in table.plan.columns if column.field is None and column.how == "unmapped"]
    filled = {
        column.header.strip(): int(table.texts(column).is_not_null().sum())
        for column in left
        if _is_feedback(column.header, vocabulary)
    }
    named = [header for header, count in filled.items() if count]
    if not named:
        return
    hold, name = ("holds", "its header names") if len(named) == 1 else ("hold", "their headers name")
    told = " and ".join(f'"{header}"' for header in named)
    yield Caution(
        "more_feedback",
        f"{told} {hold} feedback too, but {name} no round, so the texts are kept in extras. "
        'Name the round, as in "Feedback (final interview)", to have each read as an entry of its own.',
        column=named[0] if len(named) == 1 else None,
        rows=sum(filled.values()),
    )


def _is_feedback(header: str, vocabulary: Vocabulary) -> bool:
    known = next(header_meanings(header, vocabulary), None) or next(alike_meanings(header, vocabulary), None)
    return known is not None and known[0].fields == ("feedback_text",)
