"""What there is to choose from: behind a button that says what is chosen, and of very many a part at a time."""

from collections.abc import Callable, Sequence

import streamlit as st

from pipeline.dashboard.figures import escaped

MOST_OFFERED = 5000
"""In one list: a browser is sent all of it with every run of the page, and searches all of it at every key."""


def choose(title: str, options: Sequence[str], say: Callable[[str], str], *, key: str) -> str:
    """Draw the button and the choices behind it; returns what is chosen, which the address keeps.

    Args:
        title: What is chosen.
        options: What there is to choose from; the first is chosen where nothing else is.
        say: An option in words.
        key: Its name in the session and in the address.
    """
    chosen = chosen_before(key, options, say) or options[0]
    with st.popover(f"{title}: {escaped(say(chosen))}", key=f"{key}_choice"):
        return st.selectbox(title, options, format_func=say, key=key, bind="query-params")


def chosen_before(key: str, options: Sequence[str], say: Callable[[str], str] = str) -> str | None:
    """What is chosen, for whoever says so before the choice is drawn; a choice that is no option is forgotten."""
    if key in st.session_state:
        chosen: str | None = st.session_state[key]
        if chosen in (None, *options):
            return chosen
        del st.session_state[key]
    written = st.query_params.get(key)
    return next((option for option in options if say(option) == written), None)


def offered(options: Sequence[str], letters: str | None) -> Sequence[str]:
    """The options for one list: all of them, or of very many those that have some letters first, then the others.

    Args:
        options: What there is to choose from.
        letters: What was typed, in whatever case; None where nothing was.
    """
    if len(options) <= MOST_OFFERED:
        return options
    wanted = letters.casefold() if letters else None
    found = [option for option in options if wanted in option.casefold()] if wanted else []
    return list(dict.fromkeys([*found[:MOST_OFFERED], *options[:MOST_OFFERED]]))[:MOST_OFFERED]
