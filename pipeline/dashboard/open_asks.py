"""Whom to ask next, and the words to ask with: a list, and a text to edit and take away."""

from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from pipeline.dashboard.as_html import note, question
from pipeline.dashboard.charts.figure import TOO_FEW
from pipeline.dashboard.mapped import mapped, mapped_rows
from pipeline.dashboard.opening import draw_when_open, show_table_to_read
from pipeline.dashboard.queries import OPEN_ASKS
from pipeline.dashboard.session import Snapshot
from pipeline.dashboard.words import counted, in_ten, label
from pipeline.insight.requests import Form, form_for, mail_link, request_text

_ACTIONS = {"ask": "Ask", "nudge": "Ask again"}
_REASONS = {
    "rejected_late": "Rejected late, never asked",
    "rejected": "Rejected, never asked",
    "silent": "Never told, never asked",
    "waiting": "No answer for a week",
}
_FORMS: dict[Form, str] = {"phone": "To say on the phone", "email": "By email", "message": "As a message"}


def show_open_asks(snapshot: Snapshot) -> None:
    """Draw the list of applications worth an ask, and the text for one of them."""
    rows = snapshot.rows(OPEN_ASKS)
    st.html(question("Whom to ask next") + note(_in_all(rows)))
    if rows.is_empty():
        return
    show_table_to_read(_for_people(rows), "Whom to ask next", key="open_asks")
    draw_when_open("The words to ask with", partial(_request, rows), key="request")


def _in_all(rows: pl.DataFrame) -> str:
    if rows.is_empty():
        return "Nobody right now: all that ended in the last 60 days was asked about, and no ask waits for 7 days."
    asks = rows.filter(pl.col("action") == "ask").height
    return (
        f"{counted(asks, 'application')} that ended lately after a screening or later, never asked about; "
        f"{counted(rows.height - asks, 'ask')} without an answer for a week or more."
    )


def _request(rows: pl.DataFrame) -> None:
    """A text for one of the asks; an edit lasts as long as the page's session, and is kept nowhere else."""
    by_id = {ask["application_id"] or ask["feedback_id"]: ask for ask in rows.iter_rows(named=True)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Ask about", list(by_id), format_func=lambda name: _title(by_id[name]), key="request_for"
        )
        ask = by_id[chosen]
        form: Form = st.segmented_control(
            "How",
            list(_FORMS),
            default=form_for(ask["suggested_channel"]),
            required=True,
            format_func=_FORMS.__getitem__,
            key=f"request_form_{chosen}",
        )
    request = request_text(ask, form)
    subject = None
    if request.subject is not None:
        subject = st.text_input("Subject", request.subject, key=f"request_subject_{chosen}")
    text = st.text_area("Text, to change as you like", request.text, height=260, key=f"request_{chosen}_{form}")
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover("Copy the text"):
            st.code(f"{subject}\n\n{text}" if subject else text, language=None, wrap_lines=True)
        if subject is not None:
            st.link_button("Open in my mail program", mail_link(ask["contact"], subject, text))
        st.caption("Nothing is sent from here, and what you change is not kept. Short and kind is answered best.")


def _title(ask: dict[str, Any]) -> str:
    names = ", ".join(ask[name] for name in ("company", "role") if ask[name]) or "without company and role"
    return f"{names} ({_ACTIONS[ask['action']].lower()})"


def _for_people(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("action").replace_strict(_ACTIONS, return_dtype=pl.String).alias("Do"),
        pl.col("company").alias("Company"),
        pl.col("role").alias("Role"),
        pl.col("days_since").alias("Days since"),
        mapped(rows["suggested_channel"], label).alias("How"),
        mapped_rows(rows, _chance, "Chance of an answer"),
        pl.col("nudge_date").alias("Ask again on"),
        pl.col("reason").replace_strict(_REASONS, return_dtype=pl.String).alias("Why"),
        mapped(rows["stage"], label).alias("Got as far as"),
        pl.col("contact").alias("Contact"),
    )


def _chance(row: dict[str, float | None]) -> str:
    chance, n = row["chance"], row["chance_n"]
    if chance is None or n is None:
        return "not known yet"
    basis = f"from {counted(int(n), 'ask')}"
    return f"too few to say, {basis}" if n < TOO_FEW else f"{in_ten(chance)}, {basis}"
