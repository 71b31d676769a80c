"""What the columns of a table look like, learned from its sound rows: which texts may stand where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from pipeline.ingest.clean import in_each_row, strip_texts
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.looks import Looks, is_like, legal_forms, looks_of, says_nothing
from pipeline.ingest.model import Sheet
from pipeline.vocabulary import OTHER, Vocabulary, fold

_SAMPLED_ROWS = 400
_SHARE = 0.8
_FEWEST_VALUES = 3
"""With fewer values to learn from, the header has to say the same."""

_BROKEN_SHARE = 0.5
"""In a file with rows too long, some of the others have moved too: half is enough where the header says the same."""

_HABIT = 0.02
"""Where hardly a cell begins with a blank, one that does goes on with the cell before it: "Acme, Inc."."""


@dataclass(frozen=True)
class TableColumns:
    """What the columns of a table look like.

    Attributes:
        looks: By column, what nearly all of its cells look like; columns of free text are absent.
        are_blanks_parts: Whether a cell that begins with a blank is the rest of the cell before it.
        endings: Words such as Inc that never stand alone here, so that one that does belongs to the cell before it.
        vocabulary: For telling what a text looks like.
    """

    looks: Mapping[int, Looks]
    are_blanks_parts: bool
    endings: frozenset[str]
    vocabulary: Vocabulary

    def fits(self, text: str, column: int) -> int | None:
        """How well a text stands in a column: 1 looks like it, 0 may stand there, None may not."""
        looks = self.looks.get(column)
        if looks is None:
            return 0
        stripped = text.strip()
        if looks_of(stripped, self.vocabulary) & looks:
            return 1
        return 0 if says_nothing(stripped, self.vocabulary) else None

    def misfits(self, cells: pl.DataFrame) -> pl.Series:
        """The rows with a cell that may not stand where it does."""
        stripped = strip_texts(cells.select(f"c{column}" for column in self.looks))
        strange = in_each_row(value=False, count=cells.height, dtype=pl.Boolean())
        for column, looks in self.looks.items():
            strange |= ~is_like(stripped[f"c{column}"], looks, self.vocabulary)
        return strange

    def going_on(self, cells: Sequence[str | None]) -> frozenset[int]:
        """The places of the cells that are the rest of the cell before them."""
        return frozenset(
            place
            for place, (before, cell) in enumerate(pairwise(cells), 1)
            if cell is not None
            and before is not None
            and ((self.are_blanks_parts and cell[:1] == " ") or fold(cell) in self.endings)
        )


def learn_columns(
    sheet: Sheet, header: int, right: Sequence[int], width: int, vocabulary: Vocabulary, *, is_broken: bool = False
) -> TableColumns:
    """Learn from the rows that have as many cells as the table, then again from those of them that agree.

    Args:
        sheet: The sheet.
        header: The place of its header row; where values are few it has to agree.
        right: The places of the rows to learn from.
        width: How many columns the table has.
        vocabulary: For telling what a text looks like.
        is_broken: Whether many other rows have more cells than the table, so that some of these may have moved too.
    """
    sample = sheet.cells[list(right[:_SAMPLED_ROWS])]
    headers = [cell or "" for cell in sheet.cells.row(header)]
    share = _BROKEN_SHARE if is_broken else _SHARE
    rough = _learn(sample, headers[:width], vocabulary, share)
    sound = sample.filter(~rough.misfits(sample))
    is_enough = sound.height * 2 > sample.height or (is_broken and sound.height * 2 == sample.height)
    return _learn(sound, headers[:width], vocabulary, share) if is_enough else rough


def _learn(sample: pl.DataFrame, headers: Sequence[str], vocabulary: Vocabulary, share: float) -> TableColumns:
    looks = {}
    stripped = strip_texts(sample)
    for column, text in enumerate(headers):
        found = _looks_of_column(stripped[f"c{column}"], text, vocabulary, share)
        if found:
            looks[column] = found
    later = [text for name in sample.columns[1 : len(headers)] for text in sample[name] if text is not None]
    filled = len(later)
    blanks = sum(text.startswith(" ") for text in later)
    alone = {fold(text) for text in {*later} if len(text) <= 15}
    return TableColumns(
        looks,
        are_blanks_parts=filled > 0 and blanks <= filled * _HABIT,
        endings=legal_forms() - alone,
        vocabulary=vocabulary,
    )


def _looks_of_column(texts: pl.Series, header: str, vocabulary: Vocabulary, share: float) -> Looks:
    """What nearly all texts look like; or such a share of them, where the header names that."""
    counts = [
        (looks_of(text, vocabulary), count)
        for text, count in texts.value_counts().iter_rows()
        if text is not None and not says_nothing(text, vocabulary)
    ]
    filled = sum(count for _, count in counts)
    found = {
        look: sum(count for looks, count in counts if look in looks)
        for look in {look for looks, _ in counts for look in looks}
    }
    common = frozenset(look for look, count in found.items() if count >= filled * _SHARE)
    if filled >= _FEWEST_VALUES and (common or share == _SHARE):
        return common
    named = _looks_of_header(header, vocabulary)
    return frozenset(look for look, count in found.items() if count >= filled * share and look in named)


def _looks_of_header(header: str, vocabulary: Vocabulary) -> Looks:
    fields = {field for meaning, _ in header_meanings(header, vocabulary) for field in meaning.fields}
    types = {vocabulary.fields[field].type for field in fields if field != OTHER}
    return frozenset(types | ({"date"} if "event" in types else set()))
