"""What is told of status texts that were not understood, or not in full."""

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from pipeline.ingest.model import Caution, ColumnPlan

_NAMED_TEXTS = 10
_MOST_EXAMPLES = 1_000


def unknown_caution(
    columns: Sequence[ColumnPlan], texts: Mapping[int, pl.Series], unknown: Mapping[int, frozenset[str]]
) -> tuple[Caution, ...]:
    """A caution that names the texts and how many rows have each, the commonest first; none where all are known.

    Args:
        columns: The status columns.
        texts: Their texts by column, null where they say nothing.
        unknown: By column, the texts that were not understood.
    """
    counts: Counter[str] = Counter()
    for column in columns:
        values = texts[column.index].drop_nulls().value_counts()
        for text, count in values.iter_rows():
            if text in unknown[column.index]:
                counts[text] += count
    if not counts:
        return ()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f'"{text[:60]}" ({count})' for text, count in ordered[:_NAMED_TEXTS])
    more = f" and {len(ordered) - _NAMED_TEXTS} more" if len(ordered) > _NAMED_TEXTS else ""
    rows = sum(counts.values())
    these = "this row" if rows == 1 else "these rows"
    message = f"Not understood, or not in full; check the stage and outcome of {these}: {named}{more}."
    headers = {column.header for column in columns}
    header = headers.pop() if len(headers) == 1 else None
    texts_told = tuple(text for text, _ in ordered[:_MOST_EXAMPLES])
    return (Caution("unknown_status", message, header, rows, texts_told),)
