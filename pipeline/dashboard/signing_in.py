"""The door of a dashboard that others can reach: nothing is read or drawn before a listed person has signed in."""

import os
from pathlib import Path

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.serving import SIGN_IN
from pipeline.sign_in import is_loopback, load_sign_in


def stop_strangers() -> None:
    """Let a listed person pass; anybody else gets a way to sign in, and the page ends here.

    The list is read each time, so that a name taken off it is shut out at once.
    """
    if SIGN_IN not in os.environ:
        _require_own_machine()
        return
    sign_in = load_sign_in(Path(os.environ[SIGN_IN]))
    if sign_in is not None and st.user.is_logged_in:
        email = st.user.get("email")
        if sign_in.admits(email, is_verified=st.user.get("email_verified")):
            _offer_sign_out(str(email))
            return
        st.title("This dashboard is not open to you", anchor=False)
        st.markdown(f"You are signed in as {escaped(str(email))}. Ask its owner to add that address to the list.")
        st.button("Sign out", key="sign_out", on_click=st.logout)
        st.stop()
    st.title("Debrief", anchor=False)
    st.markdown("Sign in to see this dashboard.")
    st.button("Sign in", key="sign_in", type="primary", on_click=st.login)
    st.stop()


def _require_own_machine() -> None:
    """Without a sign-in nobody is served who comes from another machine, however the server was started."""
    address = st.context.ip_address
    if isinstance(address, str) and not is_loopback(address):  # none is named for this machine
        st.error("This dashboard asks nobody to sign in, so it is open on its own machine only.")
        st.stop()


def _offer_sign_out(email: str) -> None:
    with st.sidebar:
        st.caption(f"Signed in as {escaped(email)}.")
        st.button("Sign out", key="sign_out", on_click=st.logout)
