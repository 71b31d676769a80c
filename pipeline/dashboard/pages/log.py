"""Log: write down one ask or one piece of feedback, hear its themes at once, and take it back when it was wrong."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.choosing import MOST_OFFERED, offered
from pipeline.dashboard.figures import current_palette, escaped, show_table
from pipeline.dashboard.mapped import mapped
from pipeline.dashboard.navigation import page
from pipeline.dashboard.notices import show_error
from pipeline.dashboard.quotes import heard_card
from pipeline.dashboard.session import Snapshot, current_snapshot, current_workspace, is_sample
from pipeline.dashboard.words import label
from pipeline.errors import DebriefError
from pipeline.themes.hearing import hear
from pipeline.themes.language import NAMES_IN_WORDS, OTHER
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.codebook_files import workspace_codebook
from pipeline.warehouse.journal import KNOWN_NAMES, Entry, KnownNames, log_entry, take_back
from pipeline.workspace import Workspace

# Of the form and of one of three columns in it, in pixels; a comment, since a page's bare texts are drawn
_FORM_WIDTH, _COLUMN_WIDTH = 880, 282
_UNREAD = (
    "This is in a language that Debrief cannot read yet: no theme does not mean that nothing was said. It reads "
    f"{NAMES_IN_WORDS}."
)
_NOTHING = "Save needs a company, or what they said."
_DONE, _ERROR, _HEARING = "log_done", "log_error", "log_hearing"


@dataclass(frozen=True)
class _Done:
    """What the last press of a button did; ``import_id`` is None once the entry was taken back."""

    entry: Entry
    import_id: int | None


def render(snapshot: Snapshot) -> None:
    """Draw the page."""
    st.title("Write down what you asked and heard", anchor=False)
    workspace = current_workspace()
    if is_sample():
        st.info("You are looking at the sample. What you write here goes away with it; “Start my own” keeps yours.")
    everything = Snapshot(snapshot.version)
    with st.container(width=_FORM_WIDTH):
        entry = _form(everything)
        _hear(entry, workspace)
        _reflect()
        _offer_save(workspace, entry.seeker)
        _show_done(workspace)
        _last_entries(snapshot)


def _known_names(snapshot: Snapshot) -> KnownNames:
    return KnownNames(snapshot.rows(KNOWN_NAMES))


def _alike(snapshot: Snapshot, company: str) -> list[str]:
    return snapshot.made(_known_names).alike(company, most=3)


def _key(name: str) -> str:
    return f"log_{name}"


def _form(everything: Snapshot) -> Entry:
    """Draw what the entry is about, the asking and the answer; returns what the form holds as it stands."""
    known = everything.made(_known_names)
    seeker = _whose(known)
    about, job, stage = st.columns(3)
    with about:
        company = _name("company", "Company", known.companies)
        _say_how_to_find(len(known.companies))
        if company and not known.is_known(company):
            _offer_known(company, everything.made(_alike, company))
    with job:
        _name("role", "Role", known.roles(company) if company else [])
    with stage:
        _choice("stage", "How far you had got", list(load_vocabulary().stages))
    is_asked = _switch("is_asked", "I asked for feedback", default=True)
    if is_asked:
        when, how, whom = st.columns(3)
        with when:
            _day("asked_date", "Asked on")
        with how:
            _choice("ask_channel", "Asked how", _channels())
        with whom:
            _choice("asked_of", "Asked whom", list(dict.fromkeys(load_vocabulary().asked_of.values())))
    if not is_asked or _switch("has_response", "They answered", default=False):
        when, how, _ = st.columns(3)
        with when:
            _day("responded_date", "Answered on" if is_asked else "Told on")
        with how:
            _choice("response_channel", "Answered how" if is_asked else "Told how", _channels())
    st.text_area(
        "What they said",
        key=_key("feedback_text"),
        height=150,
        placeholder="Their words, as exactly as you can: paste the mail, or write down the call right after it.",
        persist_state="session",
    )
    return _entry(seeker)


def _reflect() -> None:
    """Draw the fields about what one makes of it."""
    given, believed = st.columns(2)
    given.text_input("The reason they gave", key=_key("stated_reason"), persist_state="session")
    believed.text_input("What I think it was", key=_key("believed_reason"), persist_state="session")
    lesson, step = st.columns(2)
    lesson.text_input("Lesson", key=_key("lesson"), persist_state="session")
    step.text_input("My next step", key=_key("next_step"), persist_state="session")


def _channels() -> list[str]:
    return list(dict.fromkeys(load_vocabulary().channels.values()))


def _name(name: str, title: str, known: list[str]) -> str | None:
    typed = st.session_state.get(_key(name))
    return st.selectbox(
        title,
        list(dict.fromkeys([*offered(known, typed), *([typed] if typed else [])])),
        index=None,
        key=_key(name),
        placeholder="Choose, or type a new one",
        accept_new_options=True,
        persist_state="session",
    )


def _say_how_to_find(count: int) -> None:
    """Of more companies than a list holds, how to come to the others."""
    if count > MOST_OFFERED:
        st.caption(
            f"{count:,} companies are known; {MOST_OFFERED:,} are in the list. Type some letters and press Enter, "
            "and those that have them are in it."
        )


def _choice(name: str, title: str, names: list[str]) -> None:
    st.selectbox(
        title,
        names,
        index=None,
        key=_key(name),
        format_func=label,
        placeholder="Choose",
        persist_state="session",
    )


def _day(name: str, title: str) -> None:
    st.date_input(
        title,
        value=None,
        min_value=date(2000, 1, 1),
        max_value=datetime.now().astimezone().date(),
        format="YYYY-MM-DD",
        key=_key(name),
        persist_state="session",
    )


def _switch(name: str, title: str, *, default: bool) -> bool:
    st.session_state.setdefault(_key(name), default)
    return st.toggle(title, key=_key(name), persist_state="session")


def _offer_known(company: str, alike: list[str]) -> None:
    """For a company that is new here, the known ones it may have been meant for, one click away."""
    if not alike:
        return
    with st.container(gap=None):
        st.caption(f"{escaped(company)} is new here. Did you mean:")
        with st.container(horizontal=True, gap="small"):
            for place, name in enumerate(alike):
                st.button(escaped(name), key=f"log_alike_{place}", on_click=_use_company, args=(name,))


def _use_company(name: str) -> None:
    st.session_state[_key("company")] = name


def _whose(known: KnownNames) -> str:
    """Whose search it is: asked only where there are several."""
    seekers = known.seekers
    if len(seekers) < 2:
        return known.seeker() or "me"
    looked_at = st.session_state.get("seeker")  # what the scope bar is limited to
    chosen = st.selectbox(
        "Whose search",
        seekers,
        index=seekers.index(looked_at) if looked_at in seekers else 0,
        key=_key("seeker"),
        width=_COLUMN_WIDTH,
        persist_state="session",
    )
    return str(chosen)


def _entry(seeker: str) -> Entry:
    """What the form holds; fields that a switch has hidden do not count."""
    held: dict[str, Any] = {field.name: st.session_state.get(_key(field.name)) for field in fields(Entry)}
    if not held["is_asked"]:
        held |= {"asked_date": None, "ask_channel": None, "asked_of": None}
    elif not held["has_response"]:
        held |= {"responded_date": None, "response_channel": None}
    is_answered = bool(held["is_asked"] and held["has_response"])
    return Entry(**held | {"seeker": seeker, "is_asked": bool(held["is_asked"]), "has_response": is_answered})


def _fill(entry: Entry) -> None:
    """Put an entry into the form; an empty one clears it."""
    for field in fields(Entry):
        if field.name != "seeker":
            st.session_state[_key(field.name)] = getattr(entry, field.name)


def _hear(entry: Entry, workspace: Workspace) -> None:
    """What the codebook hears in the text, once it was asked for, after every change of the text."""
    is_hearing = bool(st.session_state.get(_HEARING))
    title = "Hide what Debrief hears in it" if is_hearing else "Show what Debrief hears in it"
    st.button(title, key="log_hear", on_click=_flip_hearing)
    # Drawn also while it is empty: what stands below keeps its place and, with it, the keyboard's focus
    with st.container(key="heard"):
        if not is_hearing:
            return
        text = entry.feedback_text
        if not text:
            st.caption("There are no words yet.")
            return
        codebook = workspace_codebook(workspace)
        labels = {theme.theme_id: theme.label for theme in codebook.themes}
        heard = hear(text, codebook)
        st.html(heard_card(text, heard, labels, current_palette()))
        if heard.language == OTHER:
            st.warning(_UNREAD)


def _flip_hearing() -> None:
    st.session_state[_HEARING] = not st.session_state.get(_HEARING)


def _offer_save(workspace: Workspace, seeker: str) -> None:
    is_enough = _entry(seeker).is_enough
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Save",
            type="primary",
            key="log_save",
            disabled=not is_enough,
            help=None if is_enough else _NOTHING,
            on_click=_save,
            args=(workspace, seeker),
        )
        if not is_enough:
            st.caption(_NOTHING, width="content")


def _save(workspace: Workspace, seeker: str) -> None:
    """Save the form; when that fails everything typed stays in it."""
    entry = _entry(seeker)
    st.session_state.pop(_DONE, None)
    try:
        logged = log_entry(workspace, entry)
    except DebriefError as error:
        st.session_state[_ERROR] = error
        return
    st.session_state[_DONE] = _Done(entry, logged.record.import_id)
    st.session_state[_HEARING] = False
    _fill(Entry(is_asked=True))


def _take_back(workspace: Workspace, done: _Done) -> None:
    """Undo the entry just saved and put it back into the form."""
    assert done.import_id is not None
    try:
        take_back(workspace, done.import_id)
    except DebriefError as error:
        st.session_state[_ERROR] = error
        return
    st.session_state[_DONE] = _Done(done.entry, None)
    _fill(done.entry)


def _show_done(workspace: Workspace) -> None:
    """What the last press of a button did."""
    if error := st.session_state.pop(_ERROR, None):
        show_error(error)
    done: _Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    about = escaped(done.entry.company or "without a company")
    if done.import_id is None:
        st.info(f"The entry ({about}) no longer counts. It is in the form again.")
        return
    st.success(f"Saved: {about}.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(page("feedback"), label="See it on the Feedback page")
        st.button("Undo", key="log_undo", on_click=_take_back, args=(workspace, done))


def _last_entries(snapshot: Snapshot) -> None:
    rows = snapshot.rows("select * from feedback where tracker = 'journal' order by row_number desc limit 10")
    if rows.is_empty():
        return
    st.markdown("##### The last entries")
    table = rows.select(
        pl.col("company").alias("Company"),
        pl.col("role").alias("Role"),
        pl.col("asked_date").alias("Asked on"),
        mapped(rows["ask_channel"], label).alias("Asked how"),
        pl.col("responded_date").alias("Answered on"),
        pl.col("feedback_text").alias("What they said"),
    )
    show_table(table, key="journal")


if __name__ == "__main__":
    render(current_snapshot())
