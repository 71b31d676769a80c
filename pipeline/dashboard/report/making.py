"""Making the report of a published version: the same from the command line and from the dashboard."""

from typing import Any

import polars as pl

from pipeline.dashboard.report.chapters import Rows
from pipeline.dashboard.report.content import gather
from pipeline.dashboard.report.page import own_words, page_of
from pipeline.errors import InputRefusedError
from pipeline.insight.aliases import KNOWN, ROLES, Aliases, aliases_for
from pipeline.insight.leaks import leaks_in
from pipeline.insight.quoting import with_said
from pipeline.plain_text import visible
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.connect import Scope

_MOST_LEAKS = 3


def report_page(
    rows: Rows, everything: Rows, limits: Scope, *, gentle: bool = False, is_anonymous: bool = False
) -> str:
    """The report as an HTML page.

    Args:
        rows: Runs a query on the views within the scope.
        everything: Runs a query on all that is loaded, for the names that are to be hidden.
        limits: The scope, to be told.
        gentle: Whether what is good comes first and quotes are shown once they are opened.
        is_anonymous: Whether names are replaced by stand-ins.

    Raises:
        InputRefusedError: A name, address or number is still there after the replacing.
    """
    if not is_anonymous:
        return page_of(gather(_defused(rows), limits, gentle=gentle))
    aliases = aliases_for(everything(KNOWN), everything(ROLES), _own_words())

    def hidden(query: str, **params: Any) -> pl.DataFrame:
        return aliases.hide_rows(_defused(rows)(query, **params))

    page = page_of(gather(hidden, limits, gentle=gentle, is_anonymous=True))
    require_no_leak(page, aliases)
    return page


def require_no_leak(page: str, aliases: Aliases) -> None:
    """Refuse a page that still names somebody.

    Raises:
        InputRefusedError: It does; the message says what and where.
    """
    leaks = leaks_in(page, aliases)
    if leaks:
        told = "; ".join(f"{leak.what!r} in “{leak.where}”" for leak in leaks[:_MOST_LEAKS])
        more = f"; and {len(leaks) - _MOST_LEAKS} more" if len(leaks) > _MOST_LEAKS else ""
        raise InputRefusedError(
            "The page would still name somebody, so it was not written.",
            found=f"Still there: {told}{more}.",
            remedy="Change those words in the tracker and import it again, or make the report without --anonymise.",
        )


def _defused(rows: Rows) -> Rows:
    """The same rows, quotes in their sentences, with no character that steers or turns the words around it."""

    def fetched(query: str, **params: Any) -> pl.DataFrame:
        frame = with_said(rows(query, **params))
        texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
        return frame.with_columns(_spelt_out(frame[name]) for name in texts)

    return fetched


def _spelt_out(values: pl.Series) -> pl.Series:
    distinct = values.drop_nulls().unique()
    defused = pl.Series([visible(text) for text in distinct.to_list()], dtype=pl.String)
    return values.replace_strict(distinct, defused, default=None)


def _own_words() -> list[str]:
    vocabulary = load_vocabulary()
    labels = [term.label for terms in (vocabulary.stages, vocabulary.outcomes) for term in terms.values()]
    return [*own_words(), *labels, *vocabulary.labels.values()]
