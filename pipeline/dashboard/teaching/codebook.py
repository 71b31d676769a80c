"""The codebook itself: rename, merge, split, retire and bring back themes; every change; the file out and in."""

from functools import partial

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import note, part
from pipeline.dashboard.figures import escaped
from pipeline.dashboard.opening import draw_when_open
from pipeline.dashboard.teaching.job import change, undo
from pipeline.dashboard.teaching.theme_form import choose_theme, new_theme
from pipeline.dashboard.words import CONTROL, POLARITY
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.editing import describe, merge, restore, retire, split, unteach
from pipeline.themes.taught import COURTESY
from pipeline.themes.theme import Theme
from pipeline.themes.whole import whole_text
from pipeline.warehouse.codebook_files import codebook_changes, codebook_text
from pipeline.warehouse.codebooks import Edit, change_codebook, follow_built_in, import_codebook
from pipeline.warehouse.following import news
from pipeline.workspace import Workspace, current_version, versions


def draw_codebook(workspace: Workspace) -> None:
    """Draw what can be done with the codebook, folded."""
    codebook = load_codebook(workspace.codebook)
    st.html(
        part("Your codebook")
        + note("The themes that texts are read for, and what you taught them. Each change can be taken back.")
    )
    for title, draw, key in (
        ("Themes: rename, merge, split, retire", _themes, "codebook_themes"),
        (f"What you taught ({len(codebook.taught)})", _taught, "codebook_taught"),
        ("Changes and the file", _changes_and_file, "codebook_file"),
    ):
        draw_when_open(title, partial(draw, codebook, workspace), key=key)


def draw_news(workspace: Workspace) -> None:
    """Say that a release changed what the feedback is read with, as long as the version before it is kept."""
    kept = versions(workspace)
    published = current_version(workspace)
    if published in kept[1:]:
        told = news(kept[kept.index(published) - 1], published)
        if told:
            st.info(escaped(f"{told[:1].upper()}{told[1:]}."))


def _apply(workspace: Workspace, edit: Edit) -> None:
    change(workspace, lambda home, tell: change_codebook(home, edit, progress=tell))


def _themes(codebook: Codebook, workspace: Workspace) -> None:
    theme_id = choose_theme(codebook, "manage", can_be_new=False)
    theme = codebook.current(theme_id) if theme_id else None
    if theme is not None:
        st.caption(f"{escaped(theme.definition)} {CONTROL[theme.control].capitalize()}.")
        what = st.segmented_control(
            "What to do with it",
            ["Rename", "Merge", "Split", "Retire"],
            default="Rename",
            required=True,
            key="manage_what",
        )
        _FORMS[what](theme, codebook, workspace)
    for former in codebook.former:
        survivor = codebook.current(former.theme_id)
        with st.container(horizontal=True, vertical_alignment="center"):
            state = f"is part of {survivor.label} now" if survivor else "is retired"
            st.markdown(escaped(f"{former.label} {state}."))
            st.button(
                "Bring it back",
                key=f"restore_{former.theme_id}",
                on_click=_apply,
                args=(workspace, _restoring(former.theme_id)),
            )


def _restoring(theme_id: str) -> Edit:
    return lambda text: restore(text, theme_id)


def _rename(theme: Theme, _codebook: Codebook, workspace: Workspace) -> None:
    described = new_theme(f"rename_{theme.theme_id}", theme)
    edit: Edit = lambda text: describe(text, theme.theme_id, described)  # noqa: E731  # typed, and used once
    st.button("Rename", key="manage_save", on_click=_apply, args=(workspace, edit))


def _merge(theme: Theme, codebook: Codebook, workspace: Workspace) -> None:
    into = choose_theme(codebook, f"merge_{theme.theme_id}", can_be_new=False, without=theme.theme_id)
    st.caption("What it was found by counts for that theme from now on. It can be brought back as it was.")
    edit: Edit = lambda text: merge(text, theme.theme_id, into or "")  # noqa: E731  # typed, and used once
    st.button("Merge", key="manage_save", disabled=into is None, on_click=_apply, args=(workspace, edit))


def _split(theme: Theme, codebook: Codebook, workspace: Workspace) -> None:
    key = f"split_{theme.theme_id}"
    taught = [each.clause for each in codebook.taught if each.theme_id == theme.theme_id]
    wordings = st.multiselect("Wordings you taught", taught, key=f"{key}_taught")
    phrases = st.multiselect(
        "Phrases it came with", list(dict.fromkeys(written for _, written in theme.phrases)), key=f"{key}_phrases"
    )
    new = new_theme(key)
    edit: Edit = lambda text: split(text, theme.theme_id, new, wordings, phrases)[0]  # noqa: E731  # as above
    st.button(
        "Split",
        key="manage_save",
        disabled=not (wordings or phrases) or not new.label.strip(),
        on_click=_apply,
        args=(workspace, edit),
    )


def _retire(theme: Theme, _codebook: Codebook, workspace: Workspace) -> None:
    st.caption("It is no longer looked for. Its phrases and what you taught it are kept; it can be brought back.")
    edit: Edit = lambda text: retire(text, theme.theme_id)  # noqa: E731  # typed, and used once
    st.button("Retire", key="manage_save", on_click=_apply, args=(workspace, edit))


_FORMS = {"Rename": _rename, "Merge": _merge, "Split": _split, "Retire": _retire}


def _taught(codebook: Codebook, workspace: Workspace) -> None:
    if not codebook.taught:
        st.caption("Nothing yet. File a clause under a theme, and it is listed here.")
    for place, taught in enumerate(reversed(codebook.taught)):
        theme = codebook.current(taught.theme_id)
        about = "not a theme" if taught.theme_id == COURTESY else theme.label if theme else taught.theme_id
        meant = f", {POLARITY[taught.polarity].lower()}" if taught.polarity else ""
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"“{escaped(taught.clause)}” · {escaped(about)}{meant}")
            st.button(
                "Take out",
                key=f"untaught_{place}",
                on_click=_apply,
                args=(workspace, _unteaching(taught.clause)),
            )


def _unteaching(wording: str) -> Edit:
    return lambda text: unteach(text, wording)


def _changes_and_file(codebook: Codebook, workspace: Workspace) -> None:
    _changes(workspace)
    _built_in(codebook, workspace)
    _file(codebook, workspace)


def _changes(workspace: Workspace) -> None:
    changes = codebook_changes(workspace)
    if not changes:
        st.caption("Nothing was changed yet. Every change is listed here and can be undone.")
        return
    table = pl.DataFrame(
        {
            "Change": [each.number for each in changes],
            "When (UTC)": [f"{each.changed_at:%Y-%m-%d %H:%M}" for each in changes],
            "What": ["; ".join(each.what) for each in changes],
        }
    )
    st.dataframe(table, hide_index=True, key="codebook_changes")
    number = st.selectbox(
        "Go back to before change", [each.number for each in changes], key="codebook_back", width=260
    )
    st.button("Go back", key="codebook_undo", on_click=undo, args=(workspace, number))


def _built_in(codebook: Codebook, workspace: Workspace) -> None:
    """Say whether better built-in phrases of later releases come here, and what can be done where they do not."""
    if codebook.extends:
        st.caption("What you changed is kept apart from the built-in themes, and better ones come with each release.")
        for note in codebook.notes:
            st.caption(escaped(note))
        return
    st.caption(
        "Your codebook is whole by itself, so better built-in phrases of later releases do not reach it. Debrief can "
        "keep what you changed and take the rest from each release; this can be undone."
    )
    st.button("Follow the built-in themes", key="codebook_follow", on_click=_follow, args=(workspace,))


def _follow(workspace: Workspace) -> None:
    change(workspace, lambda home, tell: follow_built_in(home, progress=tell))


def _file(codebook: Codebook, workspace: Workspace) -> None:
    with st.container(horizontal=True):
        st.download_button(
            "Download the codebook",
            lambda: whole_text(codebook_text(workspace)).encode(),
            file_name="codebook.toml",
            mime="application/toml",
            key="codebook_download",
        )
        if codebook.extends:
            st.download_button(
                "Download only your changes",
                workspace.codebook.read_bytes,
                file_name="my-themes.toml",
                mime="application/toml",
                key="codebook_download_changes",
            )
    batch = st.session_state.setdefault("codebook_batch", 0)
    file = st.file_uploader("Use another codebook instead", type=["toml"], key=f"codebook_upload_{batch}")
    if file is not None:
        st.caption("It takes the place of yours, which is kept and can be brought back.")
        st.button(
            "Use it", key="codebook_use", on_click=_use, args=(workspace, file.getvalue(), file.name), type="primary"
        )


def _use(workspace: Workspace, content: bytes, file_name: str) -> None:
    st.session_state["codebook_batch"] += 1
    change(workspace, lambda home, tell: import_codebook(home, content, file_name, progress=tell))
