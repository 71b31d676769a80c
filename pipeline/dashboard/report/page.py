"""The report as one HTML page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl
from markupsafe import Markup

from pipeline.dashboard.charts.inline import inline_svg
from pipeline.dashboard.glossary import glossary
from pipeline.dashboard.report.chapters import DrawnFigure
from pipeline.dashboard.report.content import Report
from pipeline.dashboard.report.rendering import TEMPLATES, render
from pipeline.insight.findings import percent

TITLE = "What the search is telling"

_MOST_ROWS = 60
"""A longer table nobody reads on paper; the rest is told."""


def page_of(report: Report) -> str:
    """The report as a page that holds everything it shows."""
    return render("report.html", title=TITLE, report=report, drawing=_drawing, table=_table)


def own_words() -> Iterator[str]:
    """The texts of ours on the page, in which a name may stand by chance."""
    yield TITLE
    yield (TEMPLATES / "report.html").read_text(encoding="utf-8")
    yield (TEMPLATES / "page.html").read_text(encoding="utf-8")
    for word in glossary():
        yield f"{word.name} {word.meaning}"


def _drawing(drawn: DrawnFigure) -> Markup:
    return Markup(inline_svg(drawn.figure, drawn.name))  # noqa: S704  # the drawing escapes the texts in it


def _table(table: pl.DataFrame) -> dict[str, Any]:
    """The rows for people: shares as percentages, days as days, nothing for what is not known."""
    shown = table.head(_MOST_ROWS)
    numbers = [dtype.is_numeric() for dtype in table.dtypes]
    shares = [dtype.is_float() and "days" not in name.lower() for name, dtype in table.schema.items()]
    return {
        "headers": list(zip(table.columns, numbers, strict=True)),
        "rows": [
            [
                (_cell(value, is_share=is_share), is_number)
                for value, is_share, is_number in zip(row, shares, numbers, strict=True)
            ]
            for row in shown.iter_rows()
        ],
        "more": table.height - shown.height,
    }


def _cell(value: object, *, is_share: bool) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return percent(value) if is_share else f"{value:,.4g}"
        case int():
            return f"{value:,}"
        case date():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(value)
