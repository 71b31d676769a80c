"""How much of each column of a table was understood: its texts, those that gave no value, and examples of these."""

from collections.abc import Iterator

import polars as pl

from pipeline.ingest.clean import drop_nothing
from pipeline.ingest.fields import FieldValues
from pipeline.ingest.model import ColumnCounts, ColumnPlan
from pipeline.ingest.progress import STATUS_FIELDS, Progress
from pipeline.ingest.secrets import is_stored
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary

_EXAMPLES = 5
_LONGEST_EXAMPLE = 120


def count_columns(
    table: Table, fields: FieldValues, progress: Progress, vocabulary: Vocabulary
) -> tuple[ColumnCounts, ...]:
    """Count the texts of each column of a table, and those that were not understood.

    Columns beside the table, and those without header and cells, are left out; of a column that is not stored there
    are no examples.

    Args:
        table: The rows of data.
        fields: Its values, each from its own column alone.
        progress: What the status columns say.
        vocabulary: Words for nothing, and the types of fields.
    """
    stage_dates = iter([stage.dates for stage in fields.stages])
    return tuple(_counts(table, fields, progress, stage_dates, vocabulary))


def _counts(
    table: Table, fields: FieldValues, progress: Progress, stage_dates: Iterator[pl.Series], vocabulary: Vocabulary
) -> Iterator[ColumnCounts]:
    for column in table.plan.columns:
        texts = table.texts(column)
        filled = len(texts) - texts.null_count()
        is_event = column.field is not None and column.field.startswith("event:")
        dates = next(stage_dates) if is_event else fields.values.get(column.field or "")
        if column.field is None:
            if column.index not in table.plan.beside and (filled or column.header.strip()):
                shown = _commonest(texts) if is_stored(column, vocabulary) else ()
                yield ColumnCounts(column.index, filled, 0, shown)
            continue
        missed = _missed(column, texts, dates, fields, progress, vocabulary)
        yield ColumnCounts(column.index, filled, len(missed), _commonest(missed))


def _missed(
    column: ColumnPlan,
    texts: pl.Series,
    values: pl.Series | None,
    fields: FieldValues,
    progress: Progress,
    vocabulary: Vocabulary,
) -> pl.Series:
    """The texts of a column with a field that are no word for nothing and gave no value of that field."""
    assert column.field is not None
    if column.field in STATUS_FIELDS:
        return texts.filter(texts.is_in(list(progress.unknown.get(column.index, ()))).fill_null(value=False))
    kind = vocabulary.fields[column.field].type
    if values is None or kind not in {"date", "event", "number", "channel", "person"}:
        return texts.clear()
    if kind in {"channel", "person"}:
        return texts.filter(((values == "other") & fields.kept[column.index]).fill_null(value=False))
    empty = texts.filter(values.is_null())
    no_date = vocabulary.words["nothing_dates"] if kind == "date" else frozenset()
    said = drop_nothing(empty, vocabulary, more=no_date).drop_nulls()
    # a word in a stage's column says that the stage was reached; a number there is a day that could not be read
    return said.filter(said.str.contains(r"\d\D*\d")) if kind == "event" else said


def _commonest(texts: pl.Series) -> tuple[str, ...]:
    if texts.null_count() == len(texts):
        return ()
    counts = texts.drop_nulls().alias("text").value_counts().sort("count", "text", descending=[True, False])
    return tuple(text[:_LONGEST_EXAMPLE] for text in counts["text"].head(_EXAMPLES))
