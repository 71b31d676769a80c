"""Status texts that are not known: what each means, chosen once by the user and remembered."""

from collections.abc import Mapping

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.decisions import StatusWord
from pipeline.ingest.model import TrackerReading
from pipeline.vocabulary import Vocabulary

LEAVE = "leave it as it is understood"
NOTHING = "it says nothing of the stage or the outcome"

_MOST_ASKED = 12


def unknown_statuses(reading: TrackerReading) -> list[str]:
    """The distinct status texts of a file that were not understood, or not in full."""
    cautions = (warning for sheet in reading.sheets for warning in sheet.warnings if warning.code == "unknown_status")
    return list(dict.fromkeys(text for caution in cautions for text in caution.examples))


def meanings(vocabulary: Vocabulary) -> Mapping[str, StatusWord | None]:
    """What a status text can be said to mean, by its name for people; None leaves it."""
    stages = {f"Reached: {term.label}": StatusWord(stage=name) for name, term in vocabulary.stages.items()}
    outcomes = {f"Came of it: {term.label}": StatusWord(outcome=name) for name, term in vocabulary.outcomes.items()}
    return {LEAVE: None, **stages, **outcomes, NOTHING: StatusWord()}


def draw_status_choices(texts: list[str], vocabulary: Vocabulary, key: str) -> dict[str, StatusWord]:
    """Ask what each text means; returns those that were said."""
    if not texts:
        return {}
    known = meanings(vocabulary)
    said: dict[str, StatusWord] = {}
    with st.expander("Status words that are not known: say once what they mean", expanded=True):
        st.caption("What you say is remembered for every upload; `debrief words` takes it back.")
        for text in texts[:_MOST_ASKED]:
            chosen = st.selectbox(f"“{escaped(text[:80])}” means", list(known), key=f"{key}_status_{text}")
            if (word := known[chosen]) is not None:
                said[text] = word
        if len(texts) > _MOST_ASKED:
            st.caption(f"{len(texts) - _MOST_ASKED} more come up once these are settled.")
    return said
