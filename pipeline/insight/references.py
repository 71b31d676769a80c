"""Published figures to hold one's own beside, each with whom it asked and what it is out of."""

import tomllib
from dataclasses import dataclass
from functools import cache

from pipeline.resources import resource


@dataclass(frozen=True)
class ReferenceFigure:
    """One published figure.

    Attributes:
        view: The view it belongs to.
        statement: What it says, in a sentence.
        value: Its number: a share, 0 to 1, or days.
        source: Who published it.
        address: Where it was read.
        year: When it was asked.
        country: Where it was asked.
        asked: Who was asked, and how many.
        denominator: What it is out of, and what ours is.
        is_same_denominator: Whether it is out of what ours is, so that a line may be drawn in the chart.
    """

    view: str
    statement: str
    value: float
    source: str
    address: str
    year: int
    country: str
    asked: str
    denominator: str
    is_same_denominator: bool

    @property
    def told(self) -> str:
        """The figure with all that has to be known to read it."""
        return (
            f"{self.statement} ({self.source}, {self.year}, {self.country}; {self.asked}. Out of {self.denominator}.)"
        )


@cache
def reference_figures() -> tuple[ReferenceFigure, ...]:
    """Every published figure, in the order of its file."""
    text = resource("data", "reference_figures.toml").read_text(encoding="utf-8")
    return tuple(ReferenceFigure(**entry) for entry in tomllib.loads(text)["figure"])


def figures_beside(view: str) -> tuple[ReferenceFigure, ...]:
    """The published figures that belong to a view."""
    return tuple(figure for figure in reference_figures() if figure.view == view)
