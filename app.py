"""The dashboard's entry: page settings, whose data, the scope bar, and the chosen page."""

import streamlit as st

from pipeline.dashboard.figures import current_palette
from pipeline.dashboard.look import draw_look
from pipeline.dashboard.navigation import choose_page
from pipeline.dashboard.notices import sample_banner, show_problem
from pipeline.dashboard.scope_bar import reset_scope, scope_bar, seekers
from pipeline.dashboard.session import Snapshot, current_version, current_workspace, has_changed_data, look_at
from pipeline.dashboard.signing_in import stop_strangers
from pipeline.dashboard.tour import tour_bar
from pipeline.dashboard.turns import turn
from pipeline.resources import resource
from pipeline.warehouse.connect import whole_scope


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="Debrief", page_icon=str(resource("data", "favicon.png")), layout="wide")

    stop_strangers()
    with turn():
        draw_look(current_palette())
        if has_changed_data():
            reset_scope()
        everything: Snapshot | None = None
        has_caseload = False
        problem: Exception | None = None
        try:
            workspace = current_workspace()
            everything = Snapshot(current_version(workspace), whole_scope(workspace))
            has_caseload = len(seekers(everything)) > 1
        except Exception as error:  # noqa: BLE001  # whatever it is, the list of pages is drawn and the user is told
            problem = error
        chosen = choose_page(has_caseload=has_caseload)
        sample_banner()
        tour_bar()
        if everything and not problem:
            try:
                look_at(Snapshot(everything.version, scope_bar(everything)))
                chosen.run()
            except Exception as error:  # noqa: BLE001  # whatever it is, the user is told and what was typed is kept
                problem = error
        if problem:
            show_problem(problem)


# A process that is started to read many texts loads this file too, under another name, and draws nothing
if __name__ == "__main__":
    main()
