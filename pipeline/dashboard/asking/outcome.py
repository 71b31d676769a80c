"""What came of a query: its rows as a table, a chart and files, or why there are none."""

import re
import zlib
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from pipeline.dashboard.asking.running import Answered, run
from pipeline.dashboard.charts.results import MARKS, default_axes, default_color, default_mark, result_chart
from pipeline.dashboard.figures import current_palette, escaped
from pipeline.dashboard.words import counted
from pipeline.errors import QueryRefusedError
from pipeline.warehouse.console import Result
from pipeline.warehouse.export import FORMATS

_ORDER_BY = re.compile(r"\border\s+by\b", re.IGNORECASE)

_DOWNLOADS = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "json": ("JSON", "application/json"),
    "markdown": ("Markdown", "text/markdown"),
}


def draw_outcome(answered: Answered) -> None:
    """Draw the rows of a query, or why there are none."""
    if isinstance(answered.outcome, QueryRefusedError):
        _draw_refusal(answered, answered.outcome)
        return
    result = answered.outcome
    st.caption(_account(result))
    if result.frame.width == 0:
        return
    if answered.asked.is_explained:
        st.code("\n".join(str(row[-1]) for row in result.frame.rows()), language=None)
        return
    table, chart = st.tabs(["Table", "Chart"])
    with table:
        days = [name for name, dtype in result.frame.schema.items() if dtype == pl.Date]
        without_time = {name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in days}
        st.dataframe(result.frame, hide_index=True, key="sql_rows", column_config=without_time)
        _offer_downloads(result.frame)
        if result.is_truncated:
            _offer_all_rows(answered)
    with chart:
        _draw_chart(result.frame, answered.asked.sql)


def _account(result: Result) -> str:
    cut = (
        " · more rows were left out: raise “Rows at most”, aggregate, or get all below" if result.is_truncated else ""
    )
    return f"{counted(result.frame.height, 'row')} · {result.seconds:.2f} s{cut}"


def _draw_refusal(answered: Answered, refusal: QueryRefusedError) -> None:
    if answered.is_cancelled:
        st.info(f"You cancelled this query after {answered.seconds:.1f} s.")
        return
    st.error("This query gave no rows.")
    st.code("\n".join(part for part in (refusal.problem, refusal.found) if part), language=None)
    st.caption(" · ".join([*([escaped(refusal.remedy)] if refusal.remedy else []), f"{answered.seconds:.2f} s"]))


def _offer_downloads(frame: pl.DataFrame) -> None:
    with st.container(horizontal=True):
        for name, (title, mime) in _DOWNLOADS.items():
            st.download_button(
                title,
                partial(FORMATS[name], frame),
                file_name=f"result.{'md' if name == 'markdown' else name}",
                mime=mime,
                key=f"sql_{name}",
            )
    st.caption(
        "In CSV an apostrophe stands before text that a spreadsheet program would run as a formula; in XLSX such "
        "text stays text."
    )


def _offer_all_rows(answered: Answered) -> None:
    st.download_button(
        "All rows as CSV",
        partial(all_rows, answered),
        file_name="result.csv",
        mime="text/csv",
        key="sql_all",
        help="Runs the query once more, without the limit.",
    )


def all_rows(answered: Answered) -> bytes:
    """Every row of a query as CSV, asked for once more; why there is none, when it is refused."""
    whole = run(replace(answered.asked, limit=None), answered.snapshot).outcome
    return str(whole).encode() if isinstance(whole, QueryRefusedError) else FORMATS["csv"](whole.frame)


def _draw_chart(frame: pl.DataFrame, sql: str) -> None:
    axes = default_axes(frame)
    if axes is None or frame.is_empty():
        st.caption("A chart needs at least one row, one number and one column more.")
        return
    columns = frame.columns
    # the first guess is made for each set of columns; what was picked stays for the next query that gives the same
    name = f"{zlib.crc32('|'.join(columns).encode()):08x}"
    across, up, split, how = st.columns(4)
    x = across.selectbox("Across", columns, columns.index(axes[0]), key=f"sql_x_{name}")
    y = up.selectbox("Up", columns, columns.index(axes[1]), key=f"sql_y_{name}")
    guessed = default_color(frame, x, y)
    choices = [None, *columns]
    color = split.selectbox(
        "Colour",
        choices,
        choices.index(guessed),
        format_func=lambda c: c or "one colour",
        key=f"sql_color_{name}",
    )
    mark = how.selectbox("Drawn as", MARKS, MARKS.index(default_mark(frame, x, y)), key=f"sql_mark_{name}_{x}_{y}")
    is_ordered = _ORDER_BY.search(sql) is not None
    figure = result_chart(frame, current_palette(), mark=mark, x=x, y=y, color=color, is_ordered=is_ordered)
    st.caption(escaped(f"{figure.title}; {figure.subtitle}"))
    st.altair_chart(figure.chart, theme=None, width="stretch", key="sql_chart")
