"""A second reader on the Themes page: the sheet out, the sheet in, how far the two readings agree."""

from functools import partial
from pathlib import Path

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import note, part
from pipeline.dashboard.figures import escaped, show_table
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.reading.differences import draw_differences
from pipeline.dashboard.reading.gentle import draw_folded
from pipeline.dashboard.reading.undoing import draw_undo
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.teaching.job import change
from pipeline.insight.agreement import agreement_in_words
from pipeline.themes.codebook import load_codebook
from pipeline.warehouse.connect import Scope
from pipeline.warehouse.published import Progress
from pipeline.warehouse.second_reader_sheet import MOST_TEXTS, SheetOptions
from pipeline.warehouse.second_reading import ADVISER, FORMATS, give_out, take_in
from pipeline.workspace import Workspace

_MIME = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}
_ALL = """
select * from second_reader_agreement order by reader, measure <> 'presence', theme_id is not null, label
"""


def draw_second_reader(workspace: Workspace, snapshot: Snapshot, *, gentle: bool) -> None:
    """Draw the section; in gentle mode the texts of differences are folded until opened."""
    st.html(
        part("A second reader")
        + note(
            "Let an adviser code the same texts without seeing what is found here. Where two agree, a theme stands "
            "on firmer ground; where they differ, the words deserve a second look."
        )
    )
    draw_when_open("Give texts out", partial(_give_out, workspace, snapshot), key="second_out")
    draw_when_open("Read a filled-in sheet back in", partial(_take_in, workspace), key="second_in")
    rows = snapshot.rows(_ALL)
    if rows.is_empty():
        return
    _agreement(rows)
    draw_folded(
        "Where you read a text differently",
        partial(draw_differences, workspace, snapshot),
        gentle=gentle,
        key="differences_folded",
    )


def _give_out(workspace: Workspace, snapshot: Snapshot) -> None:
    left, right = st.columns(2)
    with left:
        most = st.number_input("Texts at most", 1, 10_000, MOST_TEXTS, key="second_most")
        is_anonymous = st.toggle(
            "Leave the names of companies out",
            key="second_anonymous",
            help="Other names, such as a recruiter's, stay in the texts: look through it before you pass it on.",
        )
    with right:
        ending = st.segmented_control(
            "As", list(FORMATS), default="xlsx", required=True, format_func=str.upper, key="second_format"
        )
        st.caption("The workbook has drop-downs, and a sheet that explains every theme.")
    options = SheetOptions(int(most), is_anonymous=is_anonymous)
    st.download_button(
        "Download the sheet",
        partial(_sheet, workspace, snapshot, options, ending),
        file_name=f"texts_for_a_second_reader.{ending}",
        mime=_MIME[ending],
        key="second_download",
        on_click="ignore",
    )
    st.caption(f"{_counted(snapshot.version, options, snapshot.scope)}; nothing of your own coding is in it.")


@st.cache_data(max_entries=16, show_spinner=False)
def _counted(version: Path, options: SheetOptions, scope: Scope) -> str:
    """How many texts there are to give out."""
    return give_out(version, options, scope).sentence


def _sheet(workspace: Workspace, snapshot: Snapshot, options: SheetOptions, ending: str) -> bytes:
    given = give_out(snapshot.version, options, snapshot.scope)
    return FORMATS[ending](given.rows, load_codebook(workspace.codebook))


def _take_in(workspace: Workspace) -> None:
    reader = st.text_input("Who read it", ADVISER, key="second_name")
    batch = st.session_state.setdefault("second_batch", 0)
    file = st.file_uploader("The filled-in sheet", type=list(FORMATS), key=f"second_upload_{batch}")
    with st.container(horizontal=True):
        st.button(
            "Read it in",
            type="primary",
            key="second_read",
            disabled=file is None,
            on_click=_read,
            args=(workspace, file.getvalue() if file else b"", file.name if file else "", reader),
        )
        draw_undo(workspace)


def _read(workspace: Workspace, content: bytes, file_name: str, reader: str) -> None:
    st.session_state["second_batch"] += 1

    def work(home: Workspace, tell: Progress) -> tuple[str, ...]:
        return tuple(take_in(home, content, file_name, reader, progress=tell).sentences())

    change(workspace, work, can_undo=False)


def _agreement(rows: pl.DataFrame) -> None:
    overall = rows.filter(pl.col("theme_id").is_null())
    st.markdown("\n".join(f"- {escaped(agreement_in_words(row))}" for row in overall.iter_rows(named=True)))
    st.caption(
        "Kappa is the agreement beyond what chance alone would give: 1 is always the same, 0 no more than chance. It "
        "counts against the themes as they were before the sheet came in. Decisions about one text hang together, so "
        "the intervals of all themes together are too narrow."
    )
    themes = rows.filter(pl.col("theme_id").is_not_null())
    if not themes.is_empty():
        draw_when_open("Theme by theme", partial(_by_theme, themes), key="second_themes")


def _by_theme(themes: pl.DataFrame) -> None:
    show_table(_table(themes), key="second_reader_agreement")
    st.caption("From the view second_reader_agreement; the SQL page can ask it.")


def _table(themes: pl.DataFrame) -> pl.DataFrame:
    return themes.select(
        pl.col("label").alias("Theme"),
        pl.col("reader").alias("Reader"),
        pl.col("text_count").alias("Texts"),
        pl.col("first_count").alias("Named here"),
        pl.col("second_count").alias("Named by the reader"),
        pl.col("both_count").alias("Named by both"),
        pl.col("agreement").alias("The same"),
        *(
            pl.col(name).round(2).cast(pl.String).alias(title)
            for name, title in (("kappa", "Kappa"), ("kappa_low", "Kappa, from"), ("kappa_high", "Kappa, to"))
        ),
        pl.col("verdict").str.to_titlecase().str.replace_all(" Texts To Say", " texts to say").alias("In words"),
    )
