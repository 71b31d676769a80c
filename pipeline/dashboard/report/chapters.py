"""The figures of a report in their chapters, drawn by the same functions as the dashboard's."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipeline.dashboard.charts.activity import weekly_activity
from pipeline.dashboard.charts.curves import response_curves
from pipeline.dashboard.charts.differences import channel_differences
from pipeline.dashboard.charts.figure import Figure
from pipeline.dashboard.charts.flow import stage_flow
from pipeline.dashboard.charts.funnel import funnel
from pipeline.dashboard.charts.habits import habit_effects
from pipeline.dashboard.charts.lessons import theme_progress
from pipeline.dashboard.charts.rates import response_rates
from pipeline.dashboard.charts.response_times import response_times
from pipeline.dashboard.charts.sources import source_outcomes
from pipeline.dashboard.charts.theme_stages import theme_stages
from pipeline.dashboard.charts.themes import rank, recurring_themes
from pipeline.dashboard.palette import LIGHT
from pipeline.dashboard.queries import CHANNEL_PAIRS
from pipeline.dashboard.words import counted
from pipeline.warehouse.views import find_relation

Rows = Callable[..., pl.DataFrame]
"""Runs a query with its named values on the views and gives the rows."""


@dataclass(frozen=True)
class DrawnFigure:
    """A figure with what its numbers mean.

    Attributes:
        figure: The chart with its answer, basis and table.
        name: What tells it from the page's other figures.
        caveat: What the figure does not show; empty where there is nothing to add.
    """

    figure: Figure
    name: str
    caveat: str = ""

    @property
    def meaning(self) -> str:
        """What one row behind the figure is, and how it is counted."""
        if self.figure.view is None:
            return ""
        relation = find_relation(self.figure.view)
        return " ".join(filter(None, (relation.grain, relation.description)))


@dataclass(frozen=True)
class Chapter:
    """Figures about one thing.

    Attributes:
        title: What it is about.
        figures: The figures.
        nothing: What to say where there are none.
    """

    title: str
    figures: tuple[DrawnFigure, ...]
    nothing: str = ""


def drawn_chapters(rows: Rows, *, gentle: bool = False) -> tuple[Chapter, ...]:
    """Every chapter, for one scope.

    Args:
        rows: Runs a query on the views within the scope.
        gentle: Whether what was praised comes first, in softer words.
    """
    coming_up = "What they value, and what to try" if gentle else "What keeps coming up"
    return (
        Chapter("Where applications go", _search(rows), "No application has been sent yet."),
        Chapter("Who gives feedback, and how to ask", _feedback(rows), "No request for feedback is on record yet."),
        Chapter(coming_up, _themes(rows, gentle=gentle), "No feedback in words is on record yet."),
        Chapter(
            "Did it help?",
            _lessons(rows, gentle=gentle),
            "No lesson is written down yet beside feedback that names a theme.",
        ),
    )


def _search(rows: Rows) -> tuple[DrawnFigure, ...]:
    stages = rows("select * from funnel order by stage_rank")
    if not stages["sent_count"][0]:
        return ()
    times = rows("select * from response_times where source = 'all' order by day")
    return (
        DrawnFigure(funnel(stages, LIGHT), "funnel"),
        DrawnFigure(stage_flow(rows("select * from stage_flow"), LIGHT), "flow"),
        DrawnFigure(source_outcomes(rows("select * from source_outcomes"), LIGHT), "sources"),
        DrawnFigure(response_times(times, LIGHT), "times"),
        DrawnFigure(
            habit_effects(rows("select * from habit_effects"), LIGHT),
            "habits",
            "That a habit and getting further go together is no proof that one causes the other.",
        ),
        DrawnFigure(weekly_activity(rows("select * from weekly_activity order by week_start"), LIGHT), "weeks"),
    )


def _feedback(rows: Rows) -> tuple[DrawnFigure, ...]:
    rates = rows("select * from feedback_response_rates where dimension = 'ask_channel'")
    if rates.is_empty():
        return ()
    curves = rows("select * from feedback_response_curves order by ask_channel, day")
    return (
        DrawnFigure(
            response_rates(rates, LIGHT, dimension="ask_channel", measure="response"),
            "rates",
            "The rows also differ in whom was asked and when, so a difference may have another cause.",
        ),
        DrawnFigure(
            response_curves(curves, LIGHT),
            "curves",
            "An ask that still waits counts for as long as it has waited.",
        ),
        DrawnFigure(
            channel_differences(rows(CHANNEL_PAIRS), LIGHT),
            "channels",
            "The diamond compares asks after the same stage only. What is left may have other causes still.",
        ),
    )


def _themes(rows: Rows, *, gentle: bool) -> tuple[DrawnFigure, ...]:
    themes = rank(rows("select * from recurring_themes"), gentle=gentle)
    if themes.is_empty():
        return ()
    coverage = rows("select * from theme_coverage").row(0, named=True)
    basis = (
        f"{counted(coverage['text_count'], 'text')}, {coverage['themed_count']:,} with a theme, "
        f"{coverage['unexplained_count']:,} with something unexplained"
    )
    stages = theme_stages(rows("select * from theme_by_stage"), LIGHT, tuple(themes["theme_id"]))
    return (
        DrawnFigure(
            recurring_themes(themes, LIGHT, gentle=gentle).resting_on(basis),
            "themes",
            "What is counted is employers, not repetitions. The themes do not see everything that was said.",
        ),
        DrawnFigure(stages.resting_on(basis), "theme-stages"),
    )


def _lessons(rows: Rows, *, gentle: bool) -> tuple[DrawnFigure, ...]:
    progress = rows("select * from theme_progress")
    if progress.is_empty():
        return ()
    return (
        DrawnFigure(
            theme_progress(progress, LIGHT, gentle=gentle),
            "lessons",
            "Left of the line is for the better. A change is no proof that the lesson worked: later interviews are "
            "other interviews, and what was bad enough to write a lesson about tends to look better by chance alone.",
        ),
    )
