"""The schema browser: every table and view, what a row of it is, and what its columns mean."""

import streamlit as st

from pipeline.dashboard.asking.editor import fill_editor
from pipeline.dashboard.figures import escaped
from pipeline.warehouse.views import Relation, relations

_LAYERS = {"marts": "answers", "staging": "cleaned rows", "tables": "stored tables"}


def draw_schema() -> None:
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
        st.markdown("\n".join(f"- `{column}` {escaped(meaning)}" for column, meaning in relation.columns.items()))


def _first_rows(relation: Relation) -> str:
    return f"select *\nfrom {relation.name}\nlimit 100"
