"""Quotes as cards: the exact words marked inside the whole text, so that nothing is torn from its context."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

import polars as pl

from pipeline.dashboard.palette import Palette
from pipeline.dashboard.words import METHOD, POLARITY, day_in_words, label
from pipeline.themes.hearing import Heard
from pipeline.themes.language import OTHER

# In the elements themselves, since the page's sanitiser drops classes' rules; colours with an alpha suit both themes.
_FIGURE = "margin:0 0 0.8rem;padding:0.6rem 0.9rem;border-radius:4px"
_QUOTE = "margin:0;border:0;padding:0"
_MARK = "color:inherit;border-radius:3px;padding:0 2px"
_NEXT_TIME = "margin:0.45rem 0 0"
_ORIGIN = "margin-top:0.35rem;font-size:0.875rem;opacity:0.85"


def quote_cards(
    quotes: Iterable[Mapping[str, Any]],
    palette: Palette,
    *,
    reframed: Mapping[str, Sequence[str]] | None = None,
    polarity: Mapping[str, str] = POLARITY,
) -> str:
    """HTML of one card for each text, with every quote in it marked in the colour of how it was meant.

    Args:
        quotes: Rows of the view ``theme_quotes`` for one theme, those of a text together and from its start on.
        palette: The colours.
        reframed: What a text could mean for next time, by its entry; shown beside the words, never over them.
        polarity: How a theme can be meant, in words.
    """
    texts = groupby(quotes, key=lambda quote: quote["feedback_id"])
    return "\n".join(
        _card(list(marked), palette, (reframed or {}).get(feedback_id, ()), polarity) for feedback_id, marked in texts
    )


def strengths_first(quotes: pl.DataFrame) -> pl.DataFrame:
    """The quotes with those of a text together, texts with praise in them first, else in the order they had."""
    return quotes.sort((pl.col("polarity") != "strength").min().over("feedback_id"), maintain_order=True)


def heard_card(text: str, heard: Heard, labels: Mapping[str, str], palette: Palette) -> str:
    """HTML of a text with what is heard in it marked, and below it each theme, how it is meant, and its words.

    Args:
        text: The text.
        heard: The mentions in it and what no theme explains.
        labels: The name of each theme for people.
        palette: The colours.
    """
    marked = [
        {"feedback_text": text, "polarity": each.polarity, "quote_start": each.start, "quote_end": each.end}
        for each in heard.mentions
    ]
    told = [
        _heard_line(
            palette.polarity[each.polarity],
            labels[each.theme_id],
            ", ".join(filter(None, (POLARITY[each.polarity], _way(each.method)))),
            text[each.start : each.end],
        )
        for each in heard.mentions
    ]
    told += [_heard_line("transparent", "", "No theme explains", text[start:end]) for start, end in heard.unexplained]
    if not told:
        nothing = "Nothing is heard in it" if heard.language == OTHER else "Nothing that a theme is about"
        told = [_heard_line("transparent", "", f"{nothing}; the words are kept all the same", "")]
    body = _marked_text(marked, palette) if marked else escape(text)
    return (
        f'<figure style="border-left:4px solid {palette.feedback};background:{palette.feedback}14;{_FIGURE}">'
        f'<blockquote style="{_QUOTE};white-space:pre-wrap">{body}</blockquote></figure>'
        f'<ul style="list-style:none;margin:0;padding:0">{"".join(told)}</ul>'
    )


def quoted(text: str, about: str, colour: str) -> str:
    """HTML of a card with a text as it is, and where it comes from."""
    origin = f'<figcaption style="{_ORIGIN}">{escape(about)}</figcaption>' if about else ""
    return (
        f'<figure style="border-left:4px solid {colour};background:{colour}14;{_FIGURE}">'
        f'<blockquote style="{_QUOTE};white-space:pre-line">{escape(text)}</blockquote>{origin}</figure>'
    )


def _heard_line(colour: str, theme: str, meant: str, quote: str) -> str:
    name = f"<strong>{escape(theme)}</strong> · " if theme else ""
    words = f": “{escape(quote)}”" if quote else ""
    return (
        f'<li style="margin:0 0 0.35rem;padding-left:0.6rem;border-left:4px solid {colour}">'
        f"{name}{escape(meant)}{words}</li>"
    )


def _card(
    quotes: Sequence[Mapping[str, Any]], palette: Palette, reframed: Sequence[str], polarity: Mapping[str, str]
) -> str:
    colour = palette.polarity[quotes[0]["polarity"]]
    return (
        f'<figure style="border-left:4px solid {colour};background:{colour}14;{_FIGURE}">'
        f'<blockquote style="{_QUOTE}">“{_marked_text(quotes, palette)}”</blockquote>'
        f'<figcaption style="{_ORIGIN}">{escape(_origin(quotes, polarity))}</figcaption>{_next_time(reframed)}'
        "</figure>"
    )


def _next_time(reframed: Sequence[str]) -> str:
    return "".join(f'<p style="{_NEXT_TIME}"><strong>For next time:</strong> {escape(each)}</p>' for each in reframed)


def _marked_text(quotes: Sequence[Mapping[str, Any]], palette: Palette) -> str:
    text = quotes[0]["feedback_text"]
    parts, place = [], 0
    for quote in quotes:
        start = max(place, quote["quote_start"])
        if start >= quote["quote_end"]:
            continue
        colour = palette.polarity[quote["polarity"]]
        parts += [
            escape(text[place:start]),
            f'<mark style="background:{colour}40;{_MARK}">{escape(text[start : quote["quote_end"]])}</mark>',
        ]
        place = quote["quote_end"]
    return "".join([*parts, escape(text[place:])])


def _way(method: str) -> str | None:
    """How a theme was found, where that is worth saying: most are found by a phrase."""
    return None if method == "codebook" else METHOD[method]


def _origin(quotes: Sequence[Mapping[str, Any]], polarity: Mapping[str, str]) -> str:
    quote = quotes[0]
    parts = (
        " and ".join(dict.fromkeys(polarity[each["polarity"]] for each in quotes)).capitalize(),
        quote["company"],
        quote["role"],
        label(quote["stage"]) if quote["stage"] else None,
        day_in_words(quote["feedback_date"]) if quote["feedback_date"] else None,
        *dict.fromkeys(_way(each["method"]) for each in quotes),
    )
    return " · ".join(part for part in parts if part)
