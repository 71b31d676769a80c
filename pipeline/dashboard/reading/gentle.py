"""Gentle mode for pages with what was said: folded until opened, and a line that puts a rejection in proportion."""

from collections.abc import Callable

import streamlit as st

from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted

_PROPORTION = """
select
    (select count(distinct feedback_id) from theme_quotes where polarity = 'strength') as praised_count,
    (select text_count from theme_coverage) as text_count,
    coalesce(sum(not_mine_count), 0) as not_mine_count,
    coalesce(sum(stated_count - unclear_count), 0) as reason_count
from reason_split
"""


def draw_folded(title: str, draw: Callable[[], None], *, gentle: bool, key: str) -> None:
    """Draw something below a title to open in gentle mode, and as it is otherwise."""
    if gentle:
        draw_when_open(title, draw, key=key)
    else:
        draw()


def draw_proportion(snapshot: Snapshot) -> None:
    """Say how much of what was said is praise, and how many reasons were out of one's hands."""
    row = snapshot.rows(_PROPORTION).row(0, named=True)
    lines = []
    if row["praised_count"]:
        lines.append(f"{row['praised_count']:,} of {counted(row['text_count'], 'text')} say what you did well")
    if row["not_mine_count"]:
        lines.append(
            f"where a reason is named, {row['not_mine_count']:,} of {counted(row['reason_count'], 'time')} it was "
            "wholly out of your hands"
        )
    if lines:
        said = ", and ".join(lines)
        st.markdown(f"{said[:1].upper()}{said[1:]}.")
