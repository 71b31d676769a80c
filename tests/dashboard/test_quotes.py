"""The quote cards' promises: the whole text, the exact words marked, and nothing of a file becomes markup."""

import html
import re
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.quotes import quote_cards

TEXT = "Energy was there <b>late</b>, but research was not."


def _quote(words: str, polarity: str = "concern", text: str = TEXT, **more: Any) -> dict[str, Any]:
    start = text.index(words)
    return {
        "feedback_id": "f1",
        "method": "codebook",
        "polarity": polarity,
        "feedback_text": text,
        "quote_start": start,
        "quote_end": start + len(words),
        "company": "A & B <Ltd>",
        "role": "Analyst",
        "stage": "first_interview",
        "feedback_date": date(2026, 5, 4),
    } | more


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def test_the_exact_words_are_marked_inside_the_whole_text() -> None:
    card = quote_cards([_quote("research was not")], LIGHT)
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", card) == ["research was not"]
    assert f"“{TEXT}”" in _plain(card)
    assert "Concern · A & B <Ltd> · Analyst · First interview · 4 May 2026" in _plain(card)


def test_markup_in_a_text_stays_text() -> None:
    card = quote_cards([_quote("Energy")], LIGHT)
    assert "<b>" not in card
    assert "<Ltd>" not in card


def test_two_quotes_of_one_text_share_a_card_each_in_its_colour() -> None:
    card = quote_cards([_quote("Energy", "strength"), _quote("research was not")], LIGHT)
    assert card.count("<figure") == 1
    assert re.findall(r"<mark[^>]*>(.*?)</mark>", card) == ["Energy", "research was not"]
    assert LIGHT.polarity["strength"] in card
    assert LIGHT.polarity["concern"] in card
    assert "Strength and concern" in card


def test_texts_have_a_card_each() -> None:
    assert quote_cards([_quote("Energy"), _quote("Energy", feedback_id="f2")], LIGHT).count("<figure") == 2


@given(st.text(min_size=1), st.data())
def test_any_text_comes_through_whole(text: str, data: st.DataObject) -> None:
    spans = data.draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), min_size=1, max_size=4)
    )
    quotes = [
        _quote("", text=text, quote_start=min(span), quote_end=max(span))
        for span in sorted(spans, key=lambda span: (min(span), max(span)))
    ]
    body = re.search(r"<blockquote[^>]*>“(.*)”</blockquote>", quote_cards(quotes, LIGHT), re.DOTALL)
    assert body is not None
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", body[1])) == text
