"""A change of the codebook, or of what people read in the texts, from a click anywhere on a page."""

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.working import Outcome, begin
from pipeline.warehouse.codebooks import Change, undo_codebook
from pipeline.warehouse.published import Progress
from pipeline.workspace import Workspace


def change(workspace: Workspace, make: Change, *, can_undo: bool = True) -> None:
    """Start a change from a button's callback; when it ends soon, the run that follows shows what it did.

    Args:
        workspace: What is changed.
        make: The change.
        can_undo: Whether a change of the codebook can be taken back from beside what it did.
    """

    def do(tell: Progress) -> Outcome:
        lines = make(workspace, tell)
        said = "; ".join(lines) if lines else "nothing changed"
        sentence = escaped(f"{said[:1].upper()}{said[1:]}.")
        return Outcome((sentence,), undo=(lambda: undo(workspace, None)) if lines and can_undo else None)

    begin(workspace, "Reading your feedback again", do, _toast)


def undo(workspace: Workspace, number: int | None) -> None:
    """Go back to before a change, the newest where none is named."""
    change(
        workspace,
        lambda home, tell: tuple(f"undone: {line}" for line in undo_codebook(home, number, progress=tell)),
        can_undo=False,
    )


def _toast(outcome: Outcome) -> None:
    """Say it where the click was too: the top of the page, where the rest is said, may be out of sight."""
    for text in outcome.said:
        st.toast(text)
