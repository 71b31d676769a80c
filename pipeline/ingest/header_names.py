"""The names of a table's columns, where one row holds them and where two rows do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.headers import header_meanings
from pipeline.ingest.layout import Region, is_value_like
from pipeline.vocabulary import OTHER, HeaderMeaning, Vocabulary, compact

_ENDS = " :*"
"""What ends a name and parts it from nothing: "Company:" over "Acme" is no name of two parts."""

_LONGEST_NAME = 60
_WIDEST_GAP = 2
"""Titles of groups stand directly above the header, or over one blank row."""

_OF_THE_ROW = frozenset({"company", "role", "applied_date", OTHER})
"""A group called so holds what is true of the application itself, so that its columns' own names say enough."""

Row = Sequence[str | None]


def find_second_row(cells: pl.DataFrame, region: Region, vocabulary: Vocabulary) -> int | None:
    """The place of a row that completes the header's names: group titles above it, or a second line below it."""
    names = name_columns(cells, region.header, None, vocabulary)
    for place in (_above(cells, region), _below(cells, region, vocabulary)):
        if place is not None and name_columns(cells, region.header, place, vocabulary) != names:
            return place
    return None


def name_columns(cells: pl.DataFrame, header: int, second: int | None, vocabulary: Vocabulary) -> list[str]:
    """A name for each column: its own, its group's before it where its own is repeated or says too little."""
    main = [cell or "" for cell in cells.row(header)]
    if second is None:
        return main
    other = [cell or "" for cell in cells.row(second)]
    upper, lower = (other, main) if second < header else (main, other)
    return _Naming(upper, lower, vocabulary).names()


def possible_names(cells: pl.DataFrame, header: int, second: int | None) -> list[frozenset[str]]:
    """Every name that each column could have been given, so that a kept plan is checked without any vocabulary."""
    main = [(cell or "").strip() for cell in cells.row(header)]
    if second is None:
        return [frozenset({name}) for name in main]
    other = [(cell or "").strip() for cell in cells.row(second)]
    upper, lower = (other, main) if second < header else (main, other)
    groups = _filled_forward(upper)
    return [frozenset({up, low, join_names(group, low)}) for up, low, group in zip(upper, lower, groups, strict=True)]


def join_names(group: str, own: str) -> str:
    """A group's name and a column's own as one name."""
    return " ".join(f"{group} {own}".split())


@dataclass(frozen=True)
class _Naming:
    upper: Sequence[str]
    lower: Sequence[str]
    vocabulary: Vocabulary

    def names(self) -> list[str]:
        groups = _filled_forward(self.upper)
        counts = Counter(compact(own) for own in self.lower)
        seen: Counter[str] = Counter()
        names = []
        for place, (own, group) in enumerate(zip(self.lower, groups, strict=True)):
            key = compact(own)
            seen[key] += 1
            if not key:
                names.append(self._alone(place))
            elif not group or compact(join_names(group, own)) in counts:
                names.append(own)
            elif counts[key] > 1:
                names.append(self._repeated(group, own, is_first=seen[key] == 1))
            else:
                names.append(self._single(group, own, is_broken=self.is_alone_above(place)))
        return names

    def meaning(self, text: str) -> HeaderMeaning | None:
        return next((meaning for meaning, _ in header_meanings(text, self.vocabulary)), None)

    def is_sure(self, text: str) -> bool:
        meaning = self.meaning(text)
        return meaning is not None and len(meaning.fields) == 1 and meaning.fields[0] != OTHER

    def _field(self, text: str) -> str | None:
        meaning = self.meaning(text)
        return meaning.fields[0] if meaning else None

    def _says_when(self, group: str) -> bool:
        field = self._field(group)
        return field is not None and field not in _OF_THE_ROW

    def _may_be(self, own: str, field: str | None) -> bool:
        """Whether a column's own name leaves a field open, which its values then settle."""
        meaning = self.meaning(own)
        return meaning is not None and field in meaning.fields

    def _alone(self, place: int) -> str:
        """A column without a lower name has the upper one where that is no group's or title's."""
        upper = self.upper[place]
        return upper if self.meaning(upper) is not None else self.lower[place]

    def is_alone_above(self, place: int) -> bool:
        """Whether an upper cell is over one column only: its words go on below, and it names no group."""
        is_last = place + 1 == len(self.upper)
        return bool(self.upper[place]) and (is_last or bool(self.upper[place + 1]) or not self.lower[place + 1])

    def _repeated(self, group: str, own: str, *, is_first: bool) -> str:
        joined = join_names(group, own)
        names_row = self._field(own) in {"company", "role"}
        keeps = names_row or (not self._says_when(group) and not self.is_sure(joined))
        return own if is_first and keeps else joined

    def _single(self, group: str, own: str, *, is_broken: bool) -> str:
        joined = join_names(group, own)
        if self.is_sure(own):
            return own
        if self.is_sure(joined):
            return own if not is_broken and self._may_be(own, self._field(joined)) else joined
        if is_broken and self.meaning(group) is not None and self.meaning(own) is None:
            return joined if self.meaning(joined) is not None else group
        is_clearer = self.meaning(joined) is not None or self.meaning(own) is None
        return joined if self._says_when(group) and is_clearer else own


def _filled_forward(row: Sequence[str]) -> list[str]:
    """Each blank cell with the text to its left: a merged cell keeps its text in its first column only."""
    groups, last = [], ""
    for cell in row:
        last = cell.strip() or last
        groups.append(last)
    return groups


def _above(cells: pl.DataFrame, region: Region) -> int | None:
    for place in range(region.header - 1, max(region.start, region.header - _WIDEST_GAP) - 1, -1):
        texts = [cell for cell in cells.row(place) if cell]
        if texts:
            return place if _may_name(texts) and not _is_title(cells.row(place), cells.row(region.header)) else None
    return None


def _may_name(texts: Sequence[str]) -> bool:
    return not any(is_value_like(text) or len(text) > _LONGEST_NAME for text in texts)


def _is_title(row: Row, header: Row) -> bool:
    """One text over the table's first column is the title of all of it."""
    filled = [place for place, cell in enumerate(row) if cell]
    first = next(place for place, cell in enumerate(header) if cell)
    return len(filled) == 1 and filled[0] <= first


def _below(cells: pl.DataFrame, region: Region, vocabulary: Vocabulary) -> int | None:
    """The row below the header where each of its cells goes on with a name, and none can be a value."""
    place = region.header + 1
    if place >= region.stop:
        return None
    main = [cell or "" for cell in cells.row(region.header)]
    lower = [cell or "" for cell in cells.row(place)]
    texts = [text for text in lower if text]
    if not texts or not _may_name(texts):
        return None
    naming = _Naming(main, lower, vocabulary)
    groups = _filled_forward(main)
    goes_on = all(_goes_on(naming, at, groups[at]) for at, text in enumerate(lower) if text)
    completes = any(text and not naming.is_sure(main[at]) for at, text in enumerate(lower))
    return place if goes_on and completes else None


def _goes_on(naming: _Naming, place: int, group: str) -> bool:
    """Whether a lower cell goes on with a name; below a whole name of one column the two must say one thing together.

    A name we know under one that we do not is as likely a value: a cell "Company" under "Zorp".
    """
    own, upper = naming.lower[place], naming.upper[place].rstrip(_ENDS)
    group = group.rstrip(_ENDS)
    if upper and naming.is_alone_above(place):
        joined = join_names(upper, own)
        return naming.is_sure(joined) if naming.is_sure(upper) else naming.meaning(joined) is not None
    return naming.meaning(own) is not None or naming.meaning(join_names(group, own)) is not None
