"""Where the table is: its header row, and which rows below are applications and which only look like rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.headers import header_meanings, status_of_header
from pipeline.vocabulary import OTHER, Vocabulary, fold

Test = Callable[[str], bool]

HEADER_ROWS = 20
"""How many filled rows are looked at for a header; title blocks seen were up to six rows."""

_LONGEST_HEADER = 80
_KNOWN_THROUGHOUT = 5
"""So many cells that are all headers we know are no chance: a row of values has a name among them."""

_VALUE_LIKE = re.compile(r"^(?:https?://|www\.|[\d\s.,:/%$€£+-]+$|.+@.+\..+)", re.IGNORECASE)
_KEY_FIELDS = frozenset({"company", "role", "feedback_text"})
_MARKER = re.compile(r"^(?:<{5,}|={5,}|>{5,}|\|{5,}|-{3,}|_{3,}|#|\*{3,})")
_PERIOD = re.compile(r"^(?:week|kw|woche|semaine|semana|settimana|hafta|q|quarter)?\s*\d{0,4}$")
_RESIDUE = re.compile(r"^(?:false|true|0|0?\.0+|n a|ref|value|div 0|name|num|)$")


@dataclass(frozen=True)
class HeaderRow:
    """A row that names columns: its place in the sheet (0 is the first row) and how sure that is."""

    place: int
    score: float


def find_header(cells: pl.DataFrame, vocabulary: Vocabulary) -> HeaderRow | None:
    """The row among the first filled ones that names most columns we know; None when none names enough.

    A header names a company or role and something else, or at least three other columns.
    """
    best: HeaderRow | None = None
    seen = 0
    for place, row in enumerate(cells.head(HEADER_ROWS * 3).iter_rows()):
        texts = [cell for cell in row if cell]
        seen += bool(texts)
        if seen > HEADER_ROWS:
            break
        score = _header_score(texts, vocabulary)
        if score > 0 and (best is None or score > best.score):
            best = HeaderRow(place, score)
    return best


def _header_score(texts: Sequence[str], vocabulary: Vocabulary) -> float:
    weights: dict[str, float] = {}
    values = sum(bool(_VALUE_LIKE.match(text.strip())) for text in texts)
    for text in texts:
        if len(text) > _LONGEST_HEADER or _VALUE_LIKE.match(text.strip()):
            continue
        meaning, trust = next(header_meanings(text, vocabulary), (None, 0.0))
        if meaning is None:
            continue
        field = meaning.fields[0]
        is_sure = len(meaning.fields) == 1 and status_of_header(text, vocabulary) is None
        name = field if is_sure and field != OTHER else fold(text)
        weight = trust * (0.5 if field == OTHER else 1.0 if is_sure else 0.4)
        weights[name] = max(weights.get(name, 0.0), weight)
    score = sum(weights.values()) - 0.02 * values
    has_key = any(weights.get(field, 0.0) > 0.8 for field in _KEY_FIELDS)
    is_all_known = len(weights) == len(texts) >= _KNOWN_THROUGHOUT
    enough = 1.3 if has_key or is_all_known else 2.5
    return score if len(weights) >= 2 and score >= enough else 0.0


@dataclass(frozen=True)
class RowKinds:
    """Masks over the rows below the header; a row is in one at most, and the rest are data."""

    blank: pl.Series
    repeated_header: pl.Series
    section: pl.Series
    total: pl.Series
    example: pl.Series
    prefilled: pl.Series

    @property
    def is_data(self) -> pl.Series:
        """Rows that none of the masks takes."""
        return ~(self.blank | self.repeated_header | self.section | self.total | self.example | self.prefilled)


def classify_rows(
    cells: pl.DataFrame, headers: Sequence[str], keys: Sequence[str], vocabulary: Vocabulary
) -> RowKinds:
    """Tell rows of data from repeated headers, sections, totals, examples and pre-filled rows.

    Args:
        cells: The rows below the header.
        headers: The header cells, one for each column of ``cells``.
        keys: The columns that name a row (company, role; the text of a feedback log).
        vocabulary: For the words of totals, examples and sections.
    """
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32), pl.lit(0))).to_series()
    no_key = [pl.col(key).is_null() for key in keys] or [pl.lit(value=True)]
    keyless = cells.select(pl.repeat(value=True, n=pl.len()) & pl.all_horizontal(no_key)).to_series()
    padded = cells.select(pl.repeat(None, pl.len(), dtype=pl.String), pl.all())
    first = padded.select(pl.coalesce(pl.all())).to_series()
    blank = filled == 0
    repeated = ~blank & _repeats(cells, headers, filled)
    rest = ~blank & ~repeated
    prefilled = rest & keyless & _is_prefilled(cells, keys, keyless & rest)
    rest &= ~prefilled
    total = rest & _matches(first, rest, lambda text: fold(text) in vocabulary.words["totals"])
    if total.any():
        total &= keyless | _only_numbers_beside(cells, first)
    rest &= ~total
    alone = rest & (filled == 1)
    section = _matches(first, alone, lambda text: _parts_rows(text, vocabulary))
    section |= _matches(first, alone & keyless, lambda text: fold(text) in vocabulary.statuses)
    example = _any_key(cells, keys, rest & ~section, lambda text: _is_example(text, vocabulary))
    return RowKinds(blank, repeated, section, total, example, prefilled)


def _repeats(cells: pl.DataFrame, headers: Sequence[str], filled: pl.Series) -> pl.Series:
    """Rows most of whose cells are the header of their own column."""
    same = [
        (pl.col(name).str.strip_chars().str.to_lowercase() == header.strip().lower())
        .fill_null(value=False)
        .cast(pl.Int32)
        for name, header in zip(cells.columns, headers, strict=True)
        if header.strip()
    ]
    counts = cells.select(pl.sum_horizontal(same or [pl.lit(0)])).to_series()
    counts = counts if len(counts) == cells.height else pl.zeros(cells.height, pl.Int32, eager=True)
    return (counts >= 2) & (counts >= filled * 0.6)


def _matches(texts: pl.Series, where: pl.Series, test: Test) -> pl.Series:
    """Rows of a mask whose text passes a test; each distinct text is tested once."""
    distinct = texts.filter(where & texts.is_not_null()).unique()
    passing = [text for text in distinct if test(text)]
    return texts.is_in(passing).fill_null(value=False) & where


def _any_key(cells: pl.DataFrame, keys: Sequence[str], where: pl.Series, test: Test) -> pl.Series:
    found = pl.repeat(value=False, n=cells.height, eager=True)
    for key in keys:
        found |= _matches(cells[key], where, test)
    return found


def _only_numbers_beside(cells: pl.DataFrame, first: pl.Series) -> pl.Series:
    """Rows that hold nothing but numbers beside their first cell."""
    number = r"^[\d\s.,%$€£-]+$"
    plain = [
        pl.col(name).is_null() | pl.col(name).str.contains(number) | (pl.col(name) == first) for name in cells.columns
    ]
    has_number = [pl.col(name).str.contains(number).fill_null(value=False) for name in cells.columns]
    return cells.select(pl.all_horizontal(plain) & pl.any_horizontal(has_number)).to_series()


def _parts_rows(text: str, vocabulary: Vocabulary) -> bool:
    """A line that only parts the rows below it: a period, a rule of dashes, a comment."""
    return _MARKER.match(text.strip()) is not None or _is_period(text, vocabulary)


def _is_period(text: str, vocabulary: Vocabulary) -> bool:
    words = [word for word in fold(text).split() if word not in vocabulary.months]
    has_month = len(words) < len(fold(text).split())
    rest = " ".join(words)
    return bool(_PERIOD.match(rest)) and (has_month or bool(re.search(r"\d", rest)))


def _is_example(text: str, vocabulary: Vocabulary) -> bool:
    folded = fold(text)
    starts = tuple(vocabulary.words["example_starts"])
    return folded in vocabulary.words["examples"] or f"{folded} ".startswith(starts)


def _is_prefilled(cells: pl.DataFrame, keys: Sequence[str], keyless: pl.Series) -> pl.Series:
    """Rows without a key whose other cells are what a template puts there: FALSE, 0, N/A, or one same word each."""
    result = pl.repeat(value=True, n=cells.height, eager=True)
    for name in cells.columns:
        if name in keys:
            continue
        texts = cells[name].filter(keyless & cells[name].is_not_null())
        is_default = len(texts) >= 3 and texts.n_unique() == 1
        allowed = cells[name].is_null() | _matches(
            cells[name], keyless, lambda text: bool(_RESIDUE.match(fold(text)))
        )
        result &= allowed | (is_default & keyless)
    return result
