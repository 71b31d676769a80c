"""Themes: what keeps coming up, in the words that were said, and what no theme explains, to be filed."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import note
from pipeline.dashboard.charts.theme_months import theme_months
from pipeline.dashboard.charts.theme_pairs import theme_pairs
from pipeline.dashboard.charts.theme_stages import theme_stages
from pipeline.dashboard.charts.themes import SELECTION, rank, recurring_themes
from pipeline.dashboard.choosing import choose
from pipeline.dashboard.figures import current_palette, escaped, show
from pipeline.dashboard.notices import stop_without_data
from pipeline.dashboard.quotes import quote_cards, strengths_first
from pipeline.dashboard.reading.gentle import draw_folded, draw_proportion
from pipeline.dashboard.reading.reframing import reframed_by_text
from pipeline.dashboard.reading.second_reader import draw_second_reader
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace, is_sample
from pipeline.dashboard.teaching.clauses import draw_clauses
from pipeline.dashboard.teaching.codebook import draw_codebook, draw_news
from pipeline.dashboard.teaching.suggested import draw_suggestions
from pipeline.dashboard.words import CONTROL, GENTLE_POLARITY, POLARITY, counted
from pipeline.dashboard.working import draw_work
from pipeline.settings import load_settings
from pipeline.themes.language import NAMES, NAMES_IN_WORDS
from pipeline.themes.measured import load_measured

_CHART = "recurring_themes"
_MOST_QUOTES = 50
_LANGUAGES = """
    select text_languages.language, count(*) as text_count
    from stg_feedback
    inner join text_languages on stg_feedback.feedback_id = text_languages.feedback_id
    where text_languages.language not in ('en', 'other')
    group by text_languages.language
    order by text_count desc, text_languages.language
"""


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    workspace = current_workspace()
    gentle = load_settings(workspace).gentle
    st.title("What they value, and what to try" if gentle else "What keeps coming up", anchor=False)
    stop_without_data(snapshot)
    coverage = snapshot.rows("select * from theme_coverage").row(0, named=True)
    if coverage["text_count"]:
        themes = rank(snapshot.rows("select * from recurring_themes"), gentle=gentle)
        if gentle:
            draw_proportion(snapshot)
        _say_basis(coverage)
        _say_languages(snapshot, coverage["unread_count"])
        if not themes.is_empty():
            _charts(snapshot, themes, coverage_in_words(coverage), gentle=gentle)
    else:
        _no_texts()
    st.divider()
    if is_sample():
        st.caption(
            "You are looking at the sample. What you teach here goes away with it; “Start my own” keeps yours."
        )
    draw_work(workspace)
    draw_news(workspace)
    if coverage["text_count"]:
        draw_suggestions(workspace, snapshot)
        clauses = partial(draw_clauses, workspace, snapshot)
        draw_folded("What no theme explains", clauses, gentle=gentle, key="clauses_folded")
        draw_second_reader(workspace, snapshot, gentle=gentle)
    draw_codebook(workspace)


def coverage_in_words(coverage: dict[str, Any]) -> str:
    """What every chart of themes rests on.

    >>> coverage_in_words({"text_count": 12, "themed_count": 10, "unexplained_count": 4})
    '12 texts, 10 with a theme, 4 with something unexplained'
    """
    return (
        f"{counted(coverage['text_count'], 'text')}, {coverage['themed_count']:,} with a theme, "
        f"{coverage['unexplained_count']:,} with something unexplained"
    )


def _say_basis(coverage: dict[str, Any]) -> None:
    measured = load_measured()
    st.html(
        note(
            f"{counted(coverage['text_count'], 'text')} of feedback, {coverage['themed_count']:,} with a theme, "
            f"{coverage['unexplained_count']:,} with something that no theme explains. What is counted is employers, "
            f"not repetitions. The themes do not see everything. {measured.sentence()} That was measured on "
            f"{counted(measured.texts, 'text')} by {counted(measured.voices, 'writer')}; yours may differ."
        )
    )


def _say_languages(snapshot: Snapshot, unread_count: int) -> None:
    """Say what was not read in English, and what was not read at all."""
    if unread_count:
        verb = "is" if unread_count == 1 else "are"
        st.warning(
            f"{counted(unread_count, 'text')} {verb} in a language that Debrief cannot read yet: no theme there does "
            f"not mean that nothing was said. It reads {NAMES_IN_WORDS}."
        )
    for language, count in snapshot.rows(_LANGUAGES).iter_rows():
        measured = load_measured(language)
        st.caption(
            f"{counted(count, 'text')} read in {NAMES[language]}. {measured.sentence()} That was measured on "
            f"{counted(measured.texts, 'text')} that Debrief's own authors made up: expect less of yours."
        )


def _no_texts() -> None:
    st.info(
        "**No feedback in words yet.** Themes are found in what employers said. Add a column “What they said” to "
        "your feedback log, or “Feedback” to your tracker, and paste their words as they were."
    )


def _charts(snapshot: Snapshot, themes: pl.DataFrame, basis: str, *, gentle: bool) -> None:
    palette, order = current_palette(), tuple(themes["theme_id"])
    ranked, quoted = st.columns(2, gap="large")
    with ranked:
        figure = recurring_themes(themes, palette, gentle=gentle).resting_on(basis)
        show(figure, key=_CHART, selection=SELECTION, on_select=_pick_clicked)
        st.html(note("Click a bar for the words behind it; double-click to see every bar again."))
    with quoted:
        _quotes(snapshot, themes, gentle=gentle)
    stages = theme_stages(snapshot.rows("select * from theme_by_stage"), palette, order)
    show(stages.resting_on(basis), key="theme_by_stage")
    months, pairs = st.columns(2, gap="large")
    with months:
        show(
            theme_months(snapshot.rows("select * from theme_by_month"), palette, order).resting_on(basis),
            key="theme_by_month",
        )
    with pairs:
        show(theme_pairs(snapshot.rows("select * from theme_pairs"), palette).resting_on(basis), key="theme_pairs")


def _pick_clicked() -> None:
    """Let the list follow a click in the chart."""
    clicked = st.session_state[_CHART]["selection"].get(SELECTION) or []
    if clicked and clicked[0].get("theme_id"):
        st.session_state["theme"] = clicked[0]["theme_id"]


def _quotes(snapshot: Snapshot, themes: pl.DataFrame, *, gentle: bool) -> None:
    by_id: dict[str, dict[str, Any]] = {row["theme_id"]: row for row in themes.iter_rows(named=True)}
    picked = choose("In their words", list(by_id), lambda name: str(by_id[name]["label"]), key="theme")
    theme = by_id[picked]
    heard = "Recurring" if theme["is_recurring"] else "Heard once"
    st.caption(f"{heard}: {counted(theme['company_count'], 'employer')}; {CONTROL[theme['control']]}.")
    quotes = snapshot.rows(
        "select * from theme_quotes where theme_id = $theme "
        "order by feedback_date desc nulls last, feedback_id, quote_start",
        theme=picked,
    )
    if gentle:
        quotes = strengths_first(quotes)
    title = f"Their words about {escaped(theme['label'])}"
    draw_folded(title, partial(_cards, snapshot, quotes, gentle=gentle), gentle=gentle, key="quotes_folded")
    if quotes.height > _MOST_QUOTES:
        st.caption(f"The newest {_MOST_QUOTES} of {quotes.height:,}; the SQL page has all, in theme_quotes.")


def _cards(snapshot: Snapshot, quotes: pl.DataFrame, *, gentle: bool) -> None:
    with st.container(key="quotes"):
        st.html(
            quote_cards(
                quotes.head(_MOST_QUOTES).iter_rows(named=True),
                current_palette(),
                reframed=reframed_by_text(snapshot),
                polarity=GENTLE_POLARITY if gentle else POLARITY,
            )
        )


if __name__ == "__main__":
    render(current_snapshot())
