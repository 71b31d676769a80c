"""The dashboard's entry: page settings, whose data, the scope bar, and the chosen page."""

import streamlit as st

from pipeline.dashboard.navigation import choose_page
from pipeline.dashboard.notices import sample_banner, show_error
from pipeline.dashboard.scope_bar import reset_scope, scope_bar
from pipeline.dashboard.session import Snapshot, current_version, current_workspace, has_changed_data, look_at
from pipeline.dashboard.signing_in import stop_strangers
from pipeline.errors import DebriefError
from pipeline.resources import resource

st.set_page_config(page_title="Debrief", page_icon=str(resource("data", "favicon.png")), layout="wide")

stop_strangers()
chosen = choose_page()
if has_changed_data():
    reset_scope()
sample_banner()
try:
    everything = Snapshot(current_version(current_workspace()))
    look_at(Snapshot(everything.version, scope_bar(everything)))
    chosen.run()
except DebriefError as error:
    show_error(error)
