"""Text from outside cannot steer the terminal that shows it."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.plain_text import visible

_ALLOWED = "\t\n"


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_is_left_that_steers_and_nothing_else_is_changed(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in shown if sign not in _ALLOWED)
    assert not any(unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI") for sign in shown)
    if shown == text:
        return
    assert shown.encode("utf-8", "strict").decode() == shown


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert visible(text) == text
