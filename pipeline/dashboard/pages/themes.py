"""Themes: what keeps coming up, in the words that were said."""

from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.charts.themes import SELECTION, rank, recurring_themes
from pipeline.dashboard.figures import current_palette, escaped, show, show_table
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.quotes import quote_cards
from pipeline.dashboard.session import Snapshot, current_snapshot
from pipeline.dashboard.words import CONTROL, counted

_CHART = "recurring_themes"
_MOST_QUOTES = 50


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("What keeps coming up", anchor=False)
    stop_without_data(snapshot)
    coverage = snapshot.rows("select * from theme_coverage").row(0, named=True)
    if not coverage["text_count"]:
        _no_texts()
        return
    st.caption(
        f"{counted(coverage['text_count'], 'text')} of feedback, {coverage['themed_count']} with a theme, "
        f"{coverage['unexplained_count']} with something that no theme explains. What is counted is employers."
    )
    themes = rank(snapshot.rows("select * from recurring_themes"))
    if not themes.is_empty():
        ranked, quoted = st.columns(2, gap="large")
        with ranked:
            figure = recurring_themes(themes, current_palette())
            show(figure, key=_CHART, selection=SELECTION, on_select=_pick_clicked)
            st.caption("Click a bar for the words behind it; double-click to see every bar again.")
        with quoted:
            _quotes(snapshot, themes)
    _unexplained(snapshot)


def _no_texts() -> None:
    st.info(
        "**No feedback in words yet.** Themes are found in what employers said. Add a column “What they said” to "
        "your feedback log, or “Feedback” to your tracker, and paste their words as they were."
    )


def _pick_clicked() -> None:
    """Let the list follow a click in the chart."""
    clicked = st.session_state[_CHART]["selection"].get(SELECTION) or []
    if clicked and clicked[0].get("theme_id"):
        st.session_state["theme"] = clicked[0]["theme_id"]


def _quotes(snapshot: Snapshot, themes: pl.DataFrame) -> None:
    by_id: dict[str, dict[str, Any]] = {row["theme_id"]: row for row in themes.iter_rows(named=True)}
    if st.session_state.get("theme") not in (None, *by_id):
        del st.session_state["theme"]
    picked = st.selectbox(
        "In their words",
        list(by_id),
        format_func=lambda name: str(by_id[name]["label"]),
        key="theme",
        bind="query-params",
    )
    theme = by_id[picked]
    heard = "Recurring" if theme["is_recurring"] else "Heard once"
    st.caption(f"{heard}: {counted(theme['company_count'], 'employer')}; {CONTROL[theme['control']]}.")
    quotes = snapshot.rows(
        "select * from theme_quotes where theme_id = $theme "
        "order by feedback_date desc nulls last, feedback_id, quote_start",
        theme=picked,
    )
    with st.container(key="quotes"):
        st.html(quote_cards(quotes.head(_MOST_QUOTES).iter_rows(named=True), current_palette()))
    if quotes.height > _MOST_QUOTES:
        st.caption(f"The newest {_MOST_QUOTES} of {quotes.height:,}; the SQL page has all, in theme_quotes.")


def _unexplained(snapshot: Snapshot) -> None:
    clauses = snapshot.rows("select * from unexplained_quotes order by feedback_date desc nulls last, clause_start")
    if clauses.is_empty():
        return
    with st.expander(escaped(f"{counted(clauses.height, 'clause')} that no theme explains")):
        st.caption("Courtesies are left out. Read these yourself: the themes know only the wordings they were given.")
        table = clauses.select(
            pl.col("clause").alias("They said"),
            pl.col("company").alias("Company"),
            pl.col("role").alias("Role"),
            pl.col("feedback_date").alias("Date"),
        )
        show_table(table, key="unexplained")


if __name__ == "__main__":
    render(current_snapshot())
