"""Text whose lines hide their cells: each line quoted as a whole, or parted by a mark that few programs write."""

import csv
from collections.abc import Sequence

_RARE = ("@", "^", "~", "\u00a6", "\u00a7", "\x1f")
_FEWEST_LINES = 3
_FEWEST_CELLS = 3
_MOST = 0.8


def rare_delimiter(lines: Sequence[str], usual: Sequence[str]) -> str | None:
    """A mark that stands as often in every line, where none of the usual ones does; mail addresses are no cells.

    Args:
        lines: The first lines of a text.
        usual: The delimiters that most programs write.
    """
    filled = [line for line in lines if line.strip()]
    if len(filled) < _FEWEST_LINES or any(_parts_every_line(mark, filled) for mark in usual):
        return None
    return next((mark for mark in _RARE if _parts_every_line(mark, filled)), None)


def _parts_every_line(mark: str, lines: Sequence[str]) -> bool:
    counts = {line.count(mark) for line in lines}
    return len(counts) == 1 and counts.pop() >= _FEWEST_CELLS - 1


def unwrapped(rows: Sequence[Sequence[str]], delimiter: str) -> str | None:
    """The text of rows that are one cell each, which holds a whole line of cells; None where most do not.

    Args:
        rows: The rows as they were read; a blank line is a row without cells.
        delimiter: What parts the cells, and stands in the one cell only since that was quoted.
    """
    if any(len(row) > 1 for row in rows):
        return None
    lines = [row[0] if row else "" for row in rows]
    widths = [len(next(csv.reader([line], delimiter=delimiter), [])) for line in lines if line.strip()]
    usual = max(widths, key=widths.count, default=0)
    if len(widths) < _FEWEST_LINES or usual < _FEWEST_CELLS or widths.count(usual) < _MOST * len(widths):
        return None
    return "\n".join(lines)
