"""Phrases that employers repeat and no theme explains: suggestions with their quotes, accepted in one step."""

from functools import partial
from pathlib import Path

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.teaching.clauses import teaching
from pipeline.dashboard.teaching.job import change
from pipeline.dashboard.teaching.theme_form import NEW, choose_polarity, choose_theme, new_theme
from pipeline.dashboard.words import counted
from pipeline.themes.codebook import load_codebook
from pipeline.themes.discover import Suggestion
from pipeline.themes.editing import NewTheme
from pipeline.themes.taught import Polarity
from pipeline.warehouse.codebooks import change_codebook
from pipeline.warehouse.connect import Scope
from pipeline.warehouse.suggestions import suggestions
from pipeline.workspace import Workspace

_MOST_SHOWN = 5


def draw_suggestions(workspace: Workspace, snapshot: Snapshot) -> None:
    """Draw the suggestions; nothing where no phrase is repeated."""
    found = _suggestions(str(snapshot.version), snapshot.scope, workspace.codebook)
    if not found:
        return
    st.markdown("#### Could be a theme")
    st.caption(
        "Phrases that two or more employers used and no theme explains. Suggestions, not findings: read the words "
        "first."
    )
    for place, suggestion in enumerate(found[:_MOST_SHOWN]):
        _draw(place, suggestion, workspace)


@st.cache_data(max_entries=8, show_spinner=False)
def _suggestions(version: str, scope: Scope, codebook: Path) -> tuple[Suggestion, ...]:
    return suggestions(Path(version), load_codebook(codebook), scope, most=_MOST_SHOWN)


def _draw(place: int, suggestion: Suggestion, workspace: Workspace) -> None:
    key = f"suggested_{place}"
    title = (
        f"“{escaped(suggestion.phrase)}” · {counted(suggestion.company_count, 'employer')}, "
        f"{counted(suggestion.text_count, 'text')}"
    )
    draw_when_open(title, partial(_offer, suggestion, workspace, key), key=_name(suggestion))


def _name(suggestion: Suggestion) -> str:
    """Under which it is open or not: that of the suggestion, since another takes its place once it is accepted."""
    return f"suggestion_{suggestion.phrase}"


def _offer(suggestion: Suggestion, workspace: Workspace, key: str) -> None:
    for quote in suggestion.quotes:
        st.markdown(f"“{escaped(' '.join(quote.clause.split()))}” :small[{escaped(quote.company or '')}]")
    codebook = load_codebook(workspace.codebook)
    left, right = st.columns(2)
    with left:
        theme_id = choose_theme(codebook, key)
        new = new_theme(key) if theme_id == NEW else None
    with right:
        polarity = choose_polarity(key)
    st.button(
        "Accept",
        type="primary",
        key=f"{key}_accept",
        disabled=theme_id is None or (new is not None and not new.label.strip()),
        on_click=_accept,
        args=(workspace, suggestion, theme_id, polarity, new),
    )


def _accept(
    workspace: Workspace, suggestion: Suggestion, theme_id: str, polarity: Polarity, new: NewTheme | None
) -> None:
    edit = teaching(list(suggestion.wordings), theme_id, polarity, new)
    change(workspace, lambda home, tell: change_codebook(home, edit, progress=tell))
