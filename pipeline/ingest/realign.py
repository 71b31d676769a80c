"""One row's cells back under their columns: the ways of joining and moving them that need the fewest slips."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

Fits = Callable[[str, int], int | None]
"""How well a text stands in a column: 1 where it looks like it, 0 where it may stand there, None where it may not."""

MOST_EXTRA_CELLS = 12
"""A row with more cells too many is broken in another way."""

_SLIP = 1_000
"""What a slip costs; a value in a column that looks like it, or a blank behind a comma that was no delimiter, takes 1
off, so that these settle what slips leave open."""

_MOST_WAYS = 500
"""So many ways to lay out a row are a doubt, whatever they come to."""


@dataclass(frozen=True)
class Alignment:
    """A row laid out anew.

    Attributes:
        cells: One text a column, None where the column is left empty.
        starts: For each column the first cell that stands in it, -1 where it is left empty.
        joins: How many commas inside cells were taken back.
        gaps: How many columns were left empty.
    """

    cells: tuple[str | None, ...]
    starts: tuple[int, ...]
    joins: int
    gaps: int

    @property
    def cost(self) -> int:
        """How many slips the writer must have made."""
        return self.joins + self.gaps


def align(
    cells: Sequence[str | None],
    width: int,
    *,
    fits: Fits,
    joiner: str,
    must_join: frozenset[int] | None = None,
    most: int,
) -> list[Alignment]:
    """The different rows that the fewest slips explain, at most two of them: one is certain, two are a doubt.

    Args:
        cells: The row as it was written, None for a cell without text.
        width: How many columns the table has.
        fits: How well a text stands in a column; an empty cell always may.
        joiner: What a joined cell gets its parts back with.
        must_join: The cells that go on with the one before; exactly these are joined. None leaves it open.
        most: The most slips to believe in.
    """
    search = _Search(tuple(cells), width, fits, joiner, must_join, most)
    if must_join is not None and len(cells) - len(must_join) == width:
        return search.only_way()
    return search.run()


@dataclass(frozen=True)
class _Search:
    """The least cost from each place on, then every way that costs no more."""

    cells: tuple[str | None, ...]
    width: int
    fits: Fits
    joiner: str
    must_join: frozenset[int] | None
    most: int

    def only_way(self) -> list[Alignment]:
        """Where joining what goes on gives as many texts as there are columns, no other way needs as few slips."""
        starts = [place for place in range(len(self.cells)) if not self._goes_on(place)]
        sizes = tuple(stop - start for start, stop in pairwise([*starts, len(self.cells)]))
        found = self._alignment(sizes)
        is_fitting = all(
            text is None or self.fits(text, column) is not None for column, text in enumerate(found.cells)
        )
        return [found] if is_fitting and found.cost <= self.most else []

    def run(self) -> list[Alignment]:
        least = cache(self._least)

        def least_from(place: int, column: int) -> int:
            return least(place, column, least_from)

        limit = self.most * _SLIP
        if least_from(0, 0) > limit:
            return []
        found: dict[tuple[str | None, ...], Alignment] = {}
        ways = 0
        stack: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
        while stack and len(found) < 2:
            place, column, taken = stack.pop()
            if column == self.width:
                ways += 1
                if ways > _MOST_WAYS:
                    return []
                result = self._alignment(taken)
                found.setdefault(result.cells, result)
                continue
            for size, cost in self._steps(place, column):
                if cost + least_from(place + size, column + 1) == least_from(place, column):
                    stack.append((place + size, column + 1, (*taken, size)))
        return list(found.values())

    def _least(self, place: int, column: int, least_from: Callable[[int, int], int]) -> int:
        unreachable = (self.most + 1) * _SLIP + self.width
        if column == self.width:
            return 0 if place == len(self.cells) else unreachable
        if len(self.cells) - place - (self.width - column) > self.most:
            return unreachable
        costs = (cost + least_from(place + size, column + 1) for size, cost in self._steps(place, column))
        return min(min(costs, default=unreachable), unreachable)

    def _steps(self, place: int, column: int) -> Iterator[tuple[int, int]]:
        """How many cells the column may take from here (none, one, or several that were one text), and the cost."""
        rest = len(self.cells) - place
        if not (rest and self._goes_on(place)):
            yield 0, _SLIP
        for size in range(1, min(rest, self.most + 1) + 1):
            if not self._may_join(place, size):
                continue
            text = self._text(place, size)
            fit = 0 if text is None else self.fits(text, column)
            if fit is not None:
                yield size, (size - 1) * _SLIP - fit - self._blanks(place + 1, place + size)

    def _goes_on(self, place: int) -> bool:
        return self.must_join is not None and place in self.must_join

    def _may_join(self, place: int, size: int) -> bool:
        """Whether these cells may be one text; where it is known which cells go on, exactly those have to."""
        if size > 1 and (self.cells[place] is None or self.cells[place + size - 1] is None):
            return False
        if self.must_join is None:
            return True
        parts = [part in self.must_join for part in range(place, place + size + 1)]
        return not parts[0] and all(parts[1:-1]) and not parts[-1]

    def _blanks(self, start: int, stop: int) -> int:
        """How many of these cells begin with a blank, as what follows a comma in a sentence does."""
        return sum((cell or "").startswith(" ") for cell in self.cells[start:stop])

    def _text(self, place: int, size: int) -> str | None:
        if size == 1:
            return self.cells[place]
        return self.joiner.join(cell or "" for cell in self.cells[place : place + size])

    def _alignment(self, sizes: tuple[int, ...]) -> Alignment:
        cells: list[str | None] = []
        starts: list[int] = []
        place = 0
        for size in sizes:
            cells.append(self._text(place, size) if size else None)
            starts.append(place if size else -1)
            place += size
        joins = sum(size - 1 for size in sizes if size > 1)
        return Alignment(tuple(cells), tuple(starts), joins, sizes.count(0))
