"""The first-run tour: five pages of the sample data in an order that makes sense, a click away and a click gone."""

import streamlit as st

from pipeline.dashboard.links import button_link
from pipeline.dashboard.navigation import PAGES
from pipeline.dashboard.session import SAMPLE, is_demo, is_sample

_TOUR = "tour"

STOPS: tuple[tuple[str, str], ...] = (
    (
        "overview",
        "**Home** says what stands out, strongest first, and what to do this week; a link leads to each chart.",
    ),
    (
        "search",
        "**Search** shows where applications stop and what goes with getting further. Click a bar for its rows.",
    ),
    ("feedback", "**Feedback** shows which way of asking is answered, how long to wait, and whom to ask next."),
    ("themes", "**Themes** are what employers keep saying, in their own words, and whether it is in your hands."),
    ("import", "**Import** reads the spreadsheet you already keep, and shows how before anything is kept."),
)
"""The address of each stop and what is said there."""


def tour_bar() -> None:
    """While the address says so: where the tour is, what to see here, the way on and the way out."""
    place = _place()
    if place is None:
        return
    address, text = STOPS[place]
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="tour_bar"):
        st.markdown(f"{place + 1} of {len(STOPS)} · {text}")
        if place + 1 < len(STOPS):
            following = STOPS[place + 1][0]
            title = f"Next: {PAGES[following].title}"
            button_link(following, title, key="tour_next", **_params(tour=str(place + 2)))
        button_link(address, "End the tour", key="tour_end", **_params())


def offer_tour() -> None:
    """The link that begins the tour, on the sample data whatever was looked at before."""
    button_link(STOPS[0][0], "Take the tour with sample data", key="tour_begin", **{_TOUR: "1", "data": SAMPLE})


def _params(**params: str) -> dict[str, str]:
    """The parameters of a link inside the tour; outside a demo they have to say that it is the sample."""
    return params if is_demo() or not is_sample() else {**params, "data": SAMPLE}


def _place() -> int | None:
    written = st.query_params.get(_TOUR, "")
    return int(written) - 1 if written.isdecimal() and 1 <= int(written) <= len(STOPS) else None
