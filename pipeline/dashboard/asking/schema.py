"""The schema browser: every table and view, what a row of it is, and what its columns mean."""

import streamlit as st

from pipeline.dashboard.asking.code_editor import fill_editor
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.views import Relation, relations

_LOOKED_AT, _SHOWN, _SHORT = 50, 3, 30
"""Rows looked at for sample values, how many are shown of a column, and how long one may be."""

_LAYERS = {"marts": "answers", "staging": "cleaned rows", "tables": "stored tables"}


def draw_schema(snapshot: Snapshot) -> None:
    """Draw the browser."""
    by_name = {relation.name: relation for layer in _LAYERS for relation in relations() if relation.layer == layer}
    name = st.selectbox(
        "Tables and views",
        list(by_name),
        format_func=lambda name: f"{name} · {_LAYERS[by_name[name].layer]}",
        key="relation",
    )
    relation = by_name[name]
    st.markdown(relation.grain)
    if relation.description:
        st.caption(relation.description)
    st.button("Show its rows", key="show_rows", on_click=fill_editor, args=(_first_rows(relation),))
    with st.container(height=300, key="columns"):
        values = _sample_values(relation, snapshot)
        st.markdown(
            "\n".join(
                f"- `{column}` {escaped(meaning)}{_for_example(values.get(column, []))}"
                for column, meaning in relation.columns.items()
            )
        )


def _sample_values(relation: Relation, snapshot: Snapshot) -> dict[str, list[str]]:
    """The first few different values of each column, as text, short ones only."""
    rows = snapshot.rows(f"select * from {relation.name} limit {_LOOKED_AT}")
    return {
        name: [
            text for value in rows[name].drop_nulls().unique(maintain_order=True) if len(text := str(value)) <= _SHORT
        ][:_SHOWN]
        for name in rows.columns
    }


def _for_example(values: list[str]) -> str:
    return f" _{escaped(' · '.join(values))}_" if values else ""


def _first_rows(relation: Relation) -> str:
    return f"select *\nfrom {relation.name}\nlimit 100"
