"""What a report holds: findings, figures, quotes and definitions, gathered from the views of one scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.dashboard.charts.themes import rank
from pipeline.dashboard.evidence import in_order
from pipeline.dashboard.glossary import Word, glossary
from pipeline.dashboard.report.chapters import Chapter, Rows, drawn_chapters
from pipeline.dashboard.words import day_in_words, interval
from pipeline.insight.findings import nothing_yet, percent, with_sentences
from pipeline.warehouse.connect import Scope

_MOST_THEMES, _QUOTES_OF_A_THEME = 8, 3

_QUOTES = """
select *
from (
    select
        theme_quotes.*,
        row_number() over (
            partition by theme_id order by feedback_date desc nulls last, feedback_id, quote_start
        ) as place
    from theme_quotes
) as placed
where place <= $most
order by theme_id, place
"""
_COUNTS = """
select
    (select count(*) from stg_applications where is_sent) as sent,
    (select count(*) from stg_feedback where is_waiting) as waiting,
    (select count(*) from stg_applications) + (select count(*) from stg_feedback) as loaded
"""


@dataclass(frozen=True)
class KeyFigure:
    """A number, what it counts, and what it rests on."""

    title: str
    figure: str
    basis: str


@dataclass(frozen=True)
class ThemeVoices:
    """A theme with the words that it was heard in.

    Attributes:
        theme: The row of ``recurring_themes``.
        quotes: Rows of ``theme_quotes`` with ``said``, the sentence that a quote stands in, and ``meant``, every way
            in which that sentence means the theme; a sentence once, the newest first.
    """

    theme: Mapping[str, Any]
    quotes: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Report:
    """Everything on the page.

    Attributes:
        as_of: The day that counts as today.
        scope: What the report is limited to, in short lines.
        key_figures: The numbers in short.
        findings: Sentences, the strongest first; in gentle mode what is good first.
        chapters: The charts.
        voices: The themes in their words.
        words: What the words mean.
        gentle: Whether concerns are told in softer words, and quotes shown only once they are opened.
        is_anonymous: Whether names were replaced.
        is_empty: Whether there is no application and no feedback in the scope.
    """

    as_of: date
    scope: tuple[str, ...]
    key_figures: tuple[KeyFigure, ...]
    findings: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    voices: tuple[ThemeVoices, ...]
    words: tuple[Word, ...]
    gentle: bool = False
    is_anonymous: bool = False
    is_empty: bool = False


def gather(rows: Rows, limits: Scope, *, gentle: bool = False, is_anonymous: bool = False) -> Report:
    """The report on one scope.

    Args:
        rows: Runs a query on the views within the scope.
        limits: The scope, to be told.
        gentle: Whether what is good comes first and quotes are shown once they are opened.
        is_anonymous: Whether the rows come with stand-ins for names.
    """
    counts = rows(_COUNTS).row(0, named=True)
    scope = rows("select * from scope").row(0, named=True)
    is_empty = not counts["loaded"]
    return Report(
        as_of=scope["as_of_date"] or date.today(),  # noqa: DTZ011  # nothing imported: the user's own day
        scope=_scope_in_words(scope, limits),
        key_figures=() if is_empty else _key_figures(rows),
        findings=_findings(rows, counts, gentle=gentle),
        chapters=() if is_empty else drawn_chapters(rows, gentle=gentle),
        voices=_voices(rows, gentle=gentle),
        words=glossary(),
        gentle=gentle,
        is_anonymous=is_anonymous,
        is_empty=is_empty,
    )


def _scope_in_words(scope: Mapping[str, Any], limits: Scope) -> tuple[str, ...]:
    days = [
        f"from {day_in_words(scope['from_date'])}" if scope["from_date"] else "",
        f"to {day_in_words(scope['to_date'])}" if scope["to_date"] else "",
    ]
    told = [
        f"Whose search: {scope['seeker']}" if scope["seeker"] else "Whose search: everybody's that is kept",
        f"Days: {' '.join(filter(None, days))}" if any(days) else "Days: all",
        f"Source: {scope['source']}" if scope["source"] else "Source: every source",
        f"Wait window: an ask or an application is too young to count as silence for {scope['wait_days']} days",
    ]
    return tuple(told if limits.is_limited else (*told[:1], *told[3:]))


def _key_figures(rows: Rows) -> tuple[KeyFigure, ...]:
    stages = {row["stage"]: row for row in rows("select * from funnel").iter_rows(named=True)}
    overall = rows("select * from feedback_response_rates where dimension = 'overall'")
    asks = overall.row(0, named=True) if overall.height else None
    return (
        KeyFigure("Applications", f"{stages['applied']['sent_count']:,}", "sent"),
        KeyFigure("First interviews", *_of_sent(stages["first_interview"])),
        KeyFigure("Offers", *_of_sent(stages["offer"])),
        KeyFigure("Asks answered", *_answered(asks)),
    )


def _of_sent(stage: Mapping[str, Any]) -> tuple[str, str]:
    reached = f"{stage['reached_count']:,}"
    if stage["overall_rate"] is None:
        return reached, "none sent yet"
    return reached, f"{percent(stage['overall_rate'])} of those sent, {_bounds(stage, 'overall_rate')}"


def _answered(asks: Mapping[str, Any] | None) -> tuple[str, str]:
    if not asks or not asks["settled_count"]:
        return "none", "no ask is settled yet"
    share = f"{percent(asks['response_rate'])}, {_bounds(asks, 'response_rate')}"
    return f"{asks['responded_count']:,} of {asks['settled_count']:,}", share


def _bounds(row: Mapping[str, Any], rate: str) -> str:
    return interval(row[f"{rate}_low"], row[f"{rate}_high"])


def _findings(rows: Rows, counts: Mapping[str, int], *, gentle: bool) -> tuple[str, ...]:
    found = in_order(with_sentences(rows("select * from findings")), gentle=gentle)["sentence"].to_list()
    return tuple(found or [nothing_yet(sent=counts["sent"], waiting=counts["waiting"])])


def _voices(rows: Rows, *, gentle: bool) -> tuple[ThemeVoices, ...]:
    ranked = rank(rows("select * from recurring_themes"), gentle=gentle)
    quotes: dict[str, dict[tuple[str, str], dict[str, Any]]] = {}
    for row in rows(_QUOTES, most=_QUOTES_OF_A_THEME).iter_rows(named=True):
        sentences = quotes.setdefault(row["theme_id"], {})
        quote = sentences.setdefault((row["feedback_id"], row["said"]), {**row, "meant": []})
        quote["meant"] += [row["polarity"]] * (row["polarity"] not in quote["meant"])
    themes = ranked.head(_MOST_THEMES).iter_rows(named=True)
    return tuple(ThemeVoices(theme, tuple(quotes.get(theme["theme_id"], {}).values())) for theme in themes)
