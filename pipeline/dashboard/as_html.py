"""Text as HTML, many pieces as one element: each element of Markdown costs the browser time before the charts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from pipeline.plain_text import visible


@dataclass(frozen=True)
class KeyFigure:
    """A number that stands out.

    Attributes:
        title: What is counted.
        value: The number.
        basis: What it is out of, or how sure it is.
        meaning: What the number means, behind a question mark.
    """

    title: str
    value: str
    basis: str
    meaning: str


def as_html(text: str) -> str:
    """The text as HTML that shows it as it is, since names in it come from a file."""
    return escape(visible(text), quote=False)


def draw_key_figures(figures: Iterable[KeyFigure]) -> None:
    """Draw numbers side by side, each with what it rests on and what it means."""
    st.html(f'<dl class="key-figures">{"".join(map(_key_figure, figures))}</dl>')


def part(title: str) -> str:
    """The heading of a part of a page."""
    return f'<h2 class="part">{as_html(title)}</h2>'


def question(title: str) -> str:
    """What the figures or sentences below answer."""
    return f'<h3 class="question">{as_html(title)}</h3>'


def note(text: str) -> str:
    """What is to be known beside a figure, in small letters."""
    return f'<p class="figure-subtitle">{as_html(text)}</p>'


def _key_figure(figure: KeyFigure) -> str:
    title = as_html(figure.title)
    return (
        f'<div><dt>{title}</dt><dd class="value">{as_html(figure.value)}</dd><dd>{as_html(figure.basis)}</dd>'
        f'<dd class="meaning"><details><summary aria-label="What “{title}” means">?</summary>'
        f"<p>{as_html(figure.meaning)}</p></details></dd></div>"
    )


def table_of_text(table: pl.DataFrame, title: str) -> str:
    """A table that is read, not worked with; the browser has it long before one that can be sorted and searched.

    Args:
        table: The rows, with headers for people.
        title: What a screen reader calls it.
    """
    kinds = [_kind(dtype) for dtype in table.dtypes]
    head = "".join(f"<th{kind}>{as_html(name)}</th>" for name, kind in zip(table.columns, kinds, strict=True))
    body = "".join(f"<tr>{_cells(row, kinds)}</tr>" for row in table.iter_rows())
    return (
        f'<div class="table-of-text" role="region" tabindex="0" aria-label="{as_html(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(dtype: pl.DataType) -> str:
    name = "number" if dtype.is_numeric() else "day" if dtype == pl.Date else None
    return f' class="{name}"' if name else ""


def _cells(row: tuple[Any, ...], kinds: Sequence[str]) -> str:
    return "".join(f"<td{kind}>{_cell(value)}</td>" for value, kind in zip(row, kinds, strict=True))


def _cell(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else as_html(str(value))


def bullets(things: Sequence[str], most: int, *, left: int = 0, where: str = "") -> str:
    """A list as HTML; what is more than so many opens with a click.

    Args:
        things: What is listed.
        most: How many of it are in sight at once.
        left: How many more there are that are not listed.
        where: Where those are.
    """
    rest = things[most:]
    if not rest:
        return _list(things)
    unlisted = f"<p>And {left:,} more: {as_html(where)}</p>" if left else ""
    more = f"<details><summary>{len(rest) + left:,} more</summary>{_list(rest)}{unlisted}</details>"
    return _list(things[:most]) + more


def _list(things: Sequence[str]) -> str:
    return f'<ul class="to-do-list">{"".join(f"<li>{as_html(thing)}</li>" for thing in things)}</ul>'
