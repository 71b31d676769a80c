"""What stands beside a table in its own columns: counts, a chart's data, a legend; never part of an application."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.headers import header_meanings
from pipeline.ingest.layout import is_value_like, score_header
from pipeline.ingest.legend import is_entry
from pipeline.vocabulary import OTHER, Vocabulary, fold

_BLANK_NAMES_COVER = 0.6
_MOST_ROWS = 40
_NUMBER = r"^[\d\s.,%$€£/-]+$"
_NUMBER_SHARE = 0.8
_NARROW = 3
_LIST_SHARE = 0.6


@dataclass(frozen=True, eq=False)
class _Group:
    """A run of columns between blank columns."""

    places: tuple[int, ...]
    names: tuple[str, ...]
    cells: pl.DataFrame

    @property
    def filled(self) -> pl.Series:
        return self.cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series()


def find_beside(
    body: pl.DataFrame, names: Sequence[str], own: Sequence[str], vocabulary: Vocabulary
) -> tuple[int, ...]:
    """Places of the columns that stand beside the table, parted from it by a blank column.

    Args:
        body: The rows below the header.
        names: The header's names, one for each column.
        own: The cells of the header row itself.
        vocabulary: For what the names mean.
    """
    groups = _groups(body, names)
    if len(groups) < 2 or body.height == 0:
        return ()
    main = max(groups, key=lambda group: _weight(group.names, vocabulary))
    rest = [group for group in groups if group is not main]
    aside = [group for group in rest if _is_other_table(group, main, own, vocabulary)]
    aside += [group for group in rest if group not in aside and _is_beside(group, main, vocabulary)]
    return tuple(sorted(place for group in aside for place in group.places))


def _groups(body: pl.DataFrame, names: Sequence[str]) -> list[_Group]:
    counts = body.null_count().row(0) if body.height else (0,) * body.width
    is_blank = [not name.strip() and count == body.height for name, count in zip(names, counts, strict=True)]
    runs: list[list[int]] = [[]]
    for place, blank in enumerate(is_blank):
        if blank:
            runs.append([])
        else:
            runs[-1].append(place)
    return [
        _Group(tuple(run), tuple(names[place] for place in run), body.select(body.columns[place] for place in run))
        for run in runs
        if run
    ]


def _weight(names: Sequence[str], vocabulary: Vocabulary) -> float:
    header = score_header([name for name in names if name], vocabulary)
    known = sum(field_of(name, vocabulary) is not None for name in names)
    return (header.score if header else 0.0) + 0.1 * known


def field_of(name: str, vocabulary: Vocabulary) -> str | None:
    """The first field that a header may mean; None where it means none."""
    fields = [field for meaning, _ in header_meanings(name, vocabulary) for field in meaning.fields]
    return next((field for field in fields if field != OTHER), None) if fields else None


def names_applications(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether texts are the header of a table of applications or feedback."""
    header = score_header([text for text in texts if text], vocabulary)
    return header is not None and header.has_key


def _is_other_table(group: _Group, main: _Group, own: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a group has the key of the table once more, over other values: another table in the same rows."""
    if not names_applications([own[place] for place in group.places], vocabulary):
        return False
    keys = {
        field_of(own[place], vocabulary): name for place, name in zip(main.places, main.cells.columns, strict=True)
    }
    for place, name in zip(group.places, group.cells.columns, strict=True):
        field = field_of(own[place], vocabulary)
        if field in {"company", "role"} and field in keys:
            same = (group.cells[name] == main.cells[keys[field]]).sum()
            return same * 2 < group.cells.height - group.cells[name].null_count()
    return False


def _is_beside(group: _Group, main: _Group, vocabulary: Vocabulary) -> bool:
    """Whether a group's rows are not the table's rows.

    Columns of the table are filled row by row with it, however sparsely. What stands beside is one short block of its
    own that goes on below the table, or covers only part of it and counts, or has no name in the header row.
    """
    filled, table = group.filled, main.filled
    rows = int(filled.sum())
    if rows == 0 or score_header([name for name in group.names if name], vocabulary) is not None:
        return False
    cover = int((filled & table).sum()) / max(1, int(table.sum()))
    is_named = any(field_of(name, vocabulary) is not None for name in group.names)
    has_names = any(name.strip() for name in group.names)
    if rows > 1 and all(
        is_entry(text, vocabulary) for name in group.cells.columns for text in group.cells[name].drop_nulls()
    ):
        return True
    is_block = rows <= _MOST_ROWS and _is_one_run(filled)
    if not has_names and cover < _BLANK_NAMES_COVER:
        return True
    counts = is_block and _has_numbers(group) and len(group.places) <= _NARROW
    if counts and any(is_value_like(name) for name in group.names if name):
        return True
    if counts and any(fold(name) in vocabulary.words["totals"] for name in group.names):
        return True
    goes_on = bool((filled & ~table).any())
    if counts and cover < _BLANK_NAMES_COVER and any(_are_lists(group, vocabulary.statuses)):
        return True
    if counts and cover < 1 and any(_are_lists(group, vocabulary.months)):
        return True
    words = vocabulary.statuses.keys() | vocabulary.sources.keys() | vocabulary.words["work_modes"]
    if is_block and goes_on and all(_are_lists(group, words)):
        return True
    if not is_named:
        return is_block and (goes_on or (counts and (cover < _BLANK_NAMES_COVER or not has_names)))
    return is_block and goes_on and counts


def _are_lists(group: _Group, words: Container[str]) -> list[bool]:
    """For each filled column whether it is a list of such words, each once, as no column of applications is."""
    columns = [group.cells[name].drop_nulls() for name in group.cells.columns]
    return [
        texts.n_unique() == len(texts) and sum(fold(text) in words for text in texts) >= _LIST_SHARE * len(texts)
        for texts in columns
        if len(texts)
    ]


def _is_one_run(filled: pl.Series) -> bool:
    """Whether the filled rows stand together, single blank rows aside."""
    places = filled.arg_true()
    return len(places) > 0 and int(places.diff().drop_nulls().max() or 1) <= 2  # type: ignore[arg-type]


def _has_numbers(group: _Group) -> bool:
    """Whether one column of a group is numbers, all of which stand beside a word."""
    for name in group.cells.columns:
        texts = group.cells[name].drop_nulls()
        if len(texts) and texts.str.contains(_NUMBER).sum() >= _NUMBER_SHARE * len(texts):
            return len(group.places) > 1
    return False
