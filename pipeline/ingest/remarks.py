"""Lines that are no rows of the table: comments after a #, and the marks that a version control leaves in a file."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from pipeline.ingest.model import Caution, Sheet
from pipeline.ingest.set_aside import name_rows

_CONFLICT = re.compile(r"^(<{7}|\|{7}|={7}|>{7})(?:\s.*)?$")
_COMMENT = re.compile(r"^#(?:[\s#!]|$)")
_LOOSE_COMMENT = re.compile(r"^#[^\W\d]")
_MOST_COMMENTS = 0.5
"""Where more of the first cells than this begin with #, it is how the rows are numbered or named."""


@dataclass(frozen=True)
class Conflict:
    """Places of the lines of a merge conflict: marks, one side, what both sides began with, the other side."""

    marks: tuple[int, ...]
    ours: tuple[int, ...]
    base: tuple[int, ...]
    theirs: tuple[int, ...]


def is_remark(first: str | None, *, is_alone: bool) -> bool:
    """Whether a line that begins with this cell is a comment or a conflict mark, and no row with too few cells."""
    if not first:
        return False
    text = first.strip()
    return bool(_COMMENT.match(text) or (is_alone and (_CONFLICT.match(text) or _LOOSE_COMMENT.match(text))))


def set_aside_remarks(sheet: Sheet, header: int | None) -> Sheet:
    """The sheet with comments, conflict marks and what a conflict says twice made blank, and cautions that name them.

    Both sides of a conflict are kept. What both sides began with (the middle of a three-way conflict) is not: each
    side has its own newer copy of it. A repeated header stays for the table to recognise.

    Args:
        sheet: The sheet as read.
        header: The place of its header row, which is never set aside; None when there is none.
    """
    if sheet.cells.width == 0 or sheet.cells.height == 0:
        return sheet
    first = sheet.cells[sheet.cells.columns[0]].str.strip_chars()
    suspects = first.str.contains(r"^(?:#|<{7}|\|{7}|={7}|>{7})").fill_null(value=False)
    if not suspects.any():
        return sheet
    places = [place for place in suspects.arg_true().to_list() if place != header]
    alone = {place for place in places if sum(cell is not None for cell in sheet.cells.row(place)) == 1}
    conflicts = list(_find_conflicts([(place, str(first[place])) for place in places if place in alone]))
    comments = _find_comments(sheet, places, first, header)
    marks = sorted(place for conflict in conflicts for place in conflict.marks)
    twice = sorted(place for conflict in conflicts for place in _said_twice(sheet.cells, conflict, header))
    aside = {*comments, *marks, *twice}
    if not aside:
        return sheet
    kept = pl.Series([place not in aside for place in range(sheet.cells.height)])
    cells = sheet.cells.select(pl.when(kept).then(pl.all()).name.keep())
    warnings = (*_comment_caution(sheet, comments), *_conflict_caution(sheet, marks, twice))
    return replace(sheet, cells=cells, warnings=(*sheet.warnings, *warnings))


def _find_comments(sheet: Sheet, places: list[int], first: pl.Series, header: int | None) -> list[int]:
    """A # before a blank is a comment; one before a word only where hardly another cell is filled."""
    below = first.slice(0 if header is None else header + 1).drop_nulls()
    if len(below) and below.str.starts_with("#").mean() > _MOST_COMMENTS:  # type: ignore[operator]  # a mean of booleans is a float
        return []
    comments = []
    for place in places:
        row = sheet.cells.row(place)
        filled = sum(cell is not None for cell in row)
        is_short = filled == 1 or filled * 2 < len(row)
        if _COMMENT.match(str(first[place])) or (is_short and _LOOSE_COMMENT.match(str(first[place]))):
            comments.append(place)
    return comments


def _find_conflicts(lines: list[tuple[int, str]]) -> Iterator[Conflict]:
    """Conflicts whose marks stand in their order; a rule of === by itself is none."""
    opened: list[tuple[str, int]] = []
    for place, text in lines:
        found = _CONFLICT.match(text)
        if found is None:
            continue
        mark = found[1][0]
        if mark == "<":
            opened = [(mark, place)]
            continue
        opened.append((mark, place))
        order = "".join(mark for mark, _ in opened)
        if order in {"<=>", "<|=>"}:
            yield _conflict([place for _, place in opened])
        if order not in {"<|", "<=", "<|="}:
            opened = []


def _conflict(marks: list[int]) -> Conflict:
    first, middle, last = marks[0], marks[-2], marks[-1]
    ours_end = marks[1]
    return Conflict(
        marks=tuple(marks),
        ours=tuple(range(first + 1, ours_end)),
        base=tuple(range(ours_end + 1, middle)) if len(marks) == 4 else (),
        theirs=tuple(range(middle + 1, last)),
    )


def _said_twice(cells: pl.DataFrame, conflict: Conflict, header: int | None) -> list[int]:
    """Rows of the other side that this side has as well, each as often, and what both sides began with."""
    named = None if header is None else cells.row(header)
    ours = Counter(cells.row(place) for place in conflict.ours)
    twice = list(conflict.base)
    for place in conflict.theirs:
        row = cells.row(place)
        if row != named and any(row) and ours[row] > 0:
            ours[row] -= 1
            twice.append(place)
    return twice


def _comment_caution(sheet: Sheet, comments: list[int]) -> tuple[Caution, ...]:
    if not comments:
        return ()
    named = name_rows(sheet.row_numbers.gather(comments))
    return (Caution("comment_rows", f"Not loaded: {named} (a comment after a #).", rows=len(comments)),)


def _conflict_caution(sheet: Sheet, marks: list[int], twice: list[int]) -> tuple[Caution, ...]:
    if not marks:
        return ()
    told = (
        f"The file holds an unsettled merge conflict; its marks are in {name_rows(sheet.row_numbers.gather(marks))}"
    )
    both = "Both sides were read"
    if twice:
        both += f"; what stands there twice was read once (left out: {name_rows(sheet.row_numbers.gather(twice))})"
    message = f"{told}. {both}. Check which of the rows are right."
    return (Caution("merge_conflict", message, rows=len(marks) + len(twice)),)
