"""The schema browser: every table and view, what a row of it is, and what its columns mean."""

import html
from collections.abc import Mapping

import streamlit as st

from pipeline.dashboard.asking.code_editor import fill_editor
from pipeline.dashboard.session import Snapshot
from pipeline.plain_text import visible
from pipeline.warehouse.views import Relation, relations

_LOOKED_AT, _SHOWN, _SHORT = 50, 3, 30
"""Rows looked at for sample values, how many are shown of a column, and how long one may be."""

_STYLE = """<style>
.columns { max-height: 19rem; overflow-y: auto; border-radius: 0.5rem; padding: 0.2rem 0.8rem; font-size: 0.9rem;
           border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.columns dt { font-family: "Source Code Pro", monospace; font-weight: 600; padding-top: 0.4rem; }
.columns dl, .columns dt, .columns dd { margin: 0; padding-left: 0; }
.columns dd { padding-left: 1rem; }
</style>"""

_FIRST = "feedback_response_rates"
"""The view that the first query reads."""

_LAYERS = {"marts": "answers", "staging": "cleaned rows", "tables": "stored tables"}


def draw_schema(snapshot: Snapshot) -> None:
    """Draw the browser."""
    layers = list(_LAYERS)
    ordered = sorted(relations(), key=lambda relation: (layers.index(relation.layer), relation.name))
    by_name = {relation.name: relation for relation in ordered}
    name = st.selectbox(
        "Tables and views",
        list(by_name),
        list(by_name).index(_FIRST),
        format_func=lambda name: f"{name} · {_LAYERS[by_name[name].layer]}",
        key="relation",
    )
    relation = by_name[name]
    st.markdown(relation.grain)
    if relation.description:
        st.caption(relation.description)
    st.button("Show its rows", key="show_rows", on_click=fill_editor, args=(_first_rows(relation),))
    st.html(_as_list(relation, _sample_values(relation, snapshot)))


def _sample_values(relation: Relation, snapshot: Snapshot) -> dict[str, list[str]]:
    """A few different values of each column, as text, short ones only; in order, since rows of a view have none."""
    rows = snapshot.rows(f"select * from {relation.name} limit {_LOOKED_AT}")
    return {
        name: [text for value in rows[name].drop_nulls().unique().sort() if len(text := str(value)) <= _SHORT][
            :_SHOWN
        ]
        for name in rows.columns
    }


def _as_list(relation: Relation, values: Mapping[str, list[str]]) -> str:
    """The columns as a list that scrolls, and that the keyboard can reach to scroll it."""
    items = "".join(
        f"<dt>{shown(column)}</dt><dd>{shown(meaning)}{_for_example(values.get(column, []))}</dd>"
        for column, meaning in relation.columns.items()
    )
    name = shown(f"Columns of {relation.name}")
    return f'{_STYLE}<div class="columns" role="region" tabindex="0" aria-label="{name}"><dl>{items}</dl></div>'


def _for_example(values: list[str]) -> str:
    return f" <i>{shown(' · '.join(values))}</i>" if values else ""


def shown(text: str) -> str:
    """The text as HTML that shows it as it is, since values in it come from a file."""
    return html.escape(visible(text))


def _first_rows(relation: Relation) -> str:
    return f"select *\nfrom {relation.name}\nlimit 100"
