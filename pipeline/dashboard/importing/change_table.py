"""What importing a file would change, row by row, as a table that can be narrowed to one kind of change."""

import polars as pl
import streamlit as st

from pipeline.dashboard.words import counted, label
from pipeline.vocabulary import Vocabulary, load_vocabulary
from pipeline.warehouse.change_list import CHANGES, listed_changes
from pipeline.warehouse.imports import Imported

MOST_SHOWN = 500
"""As many rows as a person scrolls through; of a huge upload the rest is counted."""

_WHAT = {"application": "Application", "feedback": "Feedback"}
_SAID = {"true": "yes", "false": "no"}


def draw_changes(result: Imported, key: str) -> None:
    """Draw what would change; nothing where nothing would."""
    listed = listed_changes(result.changes)
    if listed.is_empty():
        return
    counts = dict(listed.group_by("change").agg(pl.col("id").n_unique()).iter_rows())
    choices = {f"{change.capitalize()} ({counts[change]:,})": change for change in CHANGES if change in counts}
    is_newer = result.replaced_import_id is not None
    title = "What would change, row by row" if is_newer else "The rows that would be new"
    with st.expander(title, expanded=is_newer):
        chosen = None
        if len(choices) > 1:
            chosen = st.segmented_control("Show", list(choices), key=f"{key}_changes", label_visibility="collapsed")
        rows = listed if chosen is None else listed.filter(pl.col("change") == choices[chosen])
        if rows.height > MOST_SHOWN:
            st.caption(f"The first {MOST_SHOWN} of {counted(rows.height, 'change')}; `--dry-run --json` lists all.")
        table = change_table(rows.head(MOST_SHOWN), load_vocabulary())
        st.dataframe(table, hide_index=True, placeholder="", key=f"{key}_changed")


def change_table(listed: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The list in words; columns in which nothing stands are left out.

    Args:
        listed: What ``listed_changes`` gives.
        vocabulary: The names of fields.
    """
    rows = [
        {
            "Change": row["change"].capitalize(),
            "Of": _WHAT[row["what"]],
            "Company": row["company"],
            "Role": row["role"],
            "What": _field_label(row["field"], vocabulary),
            "Was": _value(row["field"], row["before"]),
            "Becomes": _value(row["field"], row["after"]),
        }
        for row in listed.iter_rows(named=True)
    ]
    names = ("Change", "Of", "Company", "Role", "What", "Was", "Becomes")
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    return table.select(name for name in names if table[name].null_count() < table.height)


def _field_label(field: str | None, vocabulary: Vocabulary) -> str | None:
    if field is None:
        return None
    known = vocabulary.fields.get(field)
    return known.label if known else field.replace("_", " ").capitalize()


def _value(field: str | None, value: str | None) -> str | None:
    if value is None or field is None:
        return value
    if field in {"stage", "outcome", "ask_channel", "response_channel", "asked_of"}:
        return label(value)
    return _SAID.get(value, value)
