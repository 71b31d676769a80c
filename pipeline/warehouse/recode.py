"""The next version from a published one when nothing but the codebook or readings changed: only their tables are new.

Where only what was taught changed, only the texts with those words are read again, so that teaching takes effect
at once however many texts there are.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

from pipeline.readings import Readings
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.hearing import find_taught, hear_texts
from pipeline.themes.taught import COURTESY, Taught
from pipeline.vocabulary import counted
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.warehouse.reading_tables import reading_tables
from pipeline.warehouse.theme_tables import THEME_TABLES, theme_rows, theme_tables, with_each_language
from pipeline.warehouse.write import insert, require_kept_promises, unfinished


def write_recoded(
    source: Path,
    target: Path,
    codebook: Codebook,
    earlier: Codebook | None,
    readings: Readings,
    *,
    progress: Progress = ignore_progress,
) -> None:
    """Write the version that another one becomes under a codebook and readings.

    Args:
        source: The file of a version that is the same in everything but these.
        target: The file to write.
        codebook: The codebook.
        earlier: The one that the source was made with, where it is known.
        readings: What people read in the texts.
        progress: Told of every step; what it raises stops the work and leaves nothing behind.
    """
    progress("copying what stays", 0.0)
    with unfinished(target) as path:
        shutil.copyfile(source, path)
        with duckdb.connect(str(path)) as connection:
            feedback = connection.sql(
                "select feedback_id, feedback_text, stated_reason, believed_reason from feedback"
            ).pl()
            if earlier is not None and _differ_in_taught_alone(earlier, codebook):
                _replace_touched(connection, feedback, codebook, earlier)
            else:
                texts = counted(feedback["feedback_text"].count(), "text")
                tables = theme_tables(
                    feedback,
                    codebook,
                    progress=lambda share: progress(f"finding themes in {texts}", 0.05 + 0.85 * share),
                )
                _replace(connection, {name: tables[name] for name in THEME_TABLES})
            _replace(connection, reading_tables(readings, feedback, codebook))
            progress("checking", 0.92)
            require_kept_promises(connection)
            connection.execute("checkpoint").fetchall()


def _replace(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame]) -> None:
    for name, rows in tables.items():
        connection.execute(f"delete from {name}").fetchall()
        insert(connection, name, rows)


def _replace_touched(
    connection: duckdb.DuckDBPyConnection, feedback: pl.DataFrame, codebook: Codebook, earlier: Codebook
) -> None:
    old, new = _effective(earlier), _effective(codebook)
    changed = [(earlier, [old[key] for key in old.keys() - new.keys()])]
    changed.append((codebook, [new[key] for key in new.keys() - old.keys()]))
    connection.execute("delete from themes").fetchall()
    insert(connection, "themes", theme_rows(codebook))
    for column, texts in with_each_language(feedback, codebook).items():
        touched = {name for book, taught in changed for name in find_taught(texts, taught, book)}
        if not touched:
            continue
        again = texts.filter(pl.col("feedback_id").is_in(list(touched)))
        mentions, unexplained = hear_texts(again, codebook)
        if column == "feedback_text":
            _swap(connection, "theme_mentions", again, mentions)
            _swap(connection, "unexplained_clauses", again, unexplained)
        else:
            side = column.removesuffix("_reason")
            named = mentions.with_columns(pl.lit(side).alias("side"))
            _swap(connection, "reason_mentions", again, named, f"and side = '{side}'")


def _swap(
    connection: duckdb.DuckDBPyConnection, table: str, again: pl.DataFrame, rows: pl.DataFrame, limit: str = ""
) -> None:
    """Put new rows in the place of those that the texts had."""
    connection.register("again", again.select("feedback_id"))
    connection.execute(f"delete from {table} where feedback_id in (select feedback_id from again) {limit}").fetchall()
    connection.unregister("again")
    insert(connection, table, rows)


def _effective(codebook: Codebook) -> dict[tuple[object, ...], Taught]:
    """What is taught, by its words and what it comes to now."""
    effective: dict[tuple[object, ...], Taught] = {}
    for taught in codebook.taught:
        theme = codebook.current(taught.theme_id)
        if theme or taught.theme_id == COURTESY:
            effective[taught.words, theme.theme_id if theme else COURTESY, taught.polarity] = taught
    return effective


def _differ_in_taught_alone(one: Codebook, other: Codebook) -> bool:
    return _recognises_by(one) == _recognises_by(other)


def _recognises_by(codebook: Codebook) -> tuple[object, ...]:
    """Everything but the taught wordings that decides what is found in a text; names and definitions do not."""
    built_in = {theme.theme_id for theme in load_codebook().themes}
    themes = [
        (theme.theme_id, theme.kind, theme.merged_into, theme.is_retired, theme.phrases)
        for theme in (*codebook.themes, *codebook.former)
        if theme.phrases or theme.theme_id in built_in or theme in codebook.former
    ]
    owned = (codebook.own, codebook.set_aside)
    return (codebook.language, codebook.read_as, sorted(codebook.words.items()), themes, owned)
