"""What DuckDB says of a query that failed, as one line, the place it points at, and the nearest name."""

import re
from dataclasses import dataclass

from pipeline.errors import QueryRefusedError, nearest_name

_PLACE = re.compile(r"^LINE (\d+): (.*)\n( *)(\^+)", re.MULTILINE)
_CANDIDATES = re.compile(r"^(?:Candidate bindings: (?:: )?|Did you mean )(.+?)\??$", re.MULTILINE)
_QUOTED = re.compile(r'"((?:[^"]|"")+)"')
_NAME = re.compile(r"[^\W\d]\w*$")

_MOST_CANDIDATES = 5

_LONGEST = 300
"""Characters of a message; DuckDB repeats a wrong value in full, however long it is."""


@dataclass(frozen=True)
class Place:
    """Where in the query an error is.

    Attributes:
        line: The line, from 1.
        excerpt: That line, or what DuckDB shows of a long one.
        start: Where the marked words begin in the excerpt, from 0.
        words: The marked words.
    """

    line: int
    excerpt: str
    start: int
    words: str

    def __str__(self) -> str:
        head = f"line {self.line}: "
        return f"{head}{self.excerpt}\n{' ' * (len(head) + self.start)}{'^' * max(1, len(self.words))}"


def place_of(said: str) -> Place | None:
    """The place that an error's text points at, when it does."""
    found = _PLACE.search(said)
    if not found:
        return None
    start = len(found[3]) - len(f"LINE {found[1]}: ")
    return Place(int(found[1]), found[2], start, found[2][start : start + len(found[4])])


def refusal(said: str) -> QueryRefusedError:
    """The refusal of a query that failed.

    Args:
        said: DuckDB's message, with all its lines.
    """
    place = place_of(said)
    lines = [line.strip() for line in _PLACE.split(said)[0].splitlines() if line.strip()]
    problem = lines[0] if lines else "DuckDB gives no reason."
    return QueryRefusedError(
        f"The query failed: {_cut(problem)}",
        found=str(place) if place else None,
        remedy=_nearest(said, place) or _rest(lines),
    )


def _nearest(said: str, place: Place | None) -> str | None:
    """The name that was probably meant, out of those that DuckDB offers."""
    offered = [name for line in _CANDIDATES.findall(said) for name in _QUOTED.findall(line)]
    if not offered:
        return None
    written = _NAME.search(place.words.rstrip("(")) if place else None
    near = nearest_name(written[0], offered) if written else None
    if near is None and len(offered) == 1:
        near = offered[0]
    if near:
        return f'Did you mean "{near}"?'
    return f"There are, among others: {', '.join(offered[:_MOST_CANDIDATES])}."


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _rest(lines: list[str]) -> str | None:
    """What else DuckDB says: its advice, or the functions of that name."""
    rest = [line for line in lines[1:] if line != "Candidate functions:"]
    return _cut(" · ".join(rest[:_MOST_CANDIDATES])) or None
