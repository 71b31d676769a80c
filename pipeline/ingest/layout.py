"""Where the tables of a sheet are: their header rows, and which rows belong to each."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import polars as pl

from pipeline.ingest.headers import bare_header, header_meanings, status_of_header, tick_meaning
from pipeline.vocabulary import OTHER, Vocabulary, compact, fold

HEADER_ROWS = 40
"""How many filled rows are looked at for the first header; instructions or a dashboard may stand above it."""

_LONGEST_HEADER = 80
_LONGEST_NAME = 40
_KNOWN_THROUGHOUT = 5
"""So many cells that are all headers we know are no chance: a row of values has a name among them."""

_NAMES_OF_A_TABLE = 3
"""A header that names so many columns makes a table of its own beside a much longer one."""

_STEPS = 3
_MOST_NAMES = 2
_STEPS_SCORE = 1.3
"""A first row of steps alone is as sure a header as one that names a company."""

_SAME_SHARE = 0.6
_AS_LONG = 0.7
_ROWS_ABOVE = 3
"""Above a header stand titles, groups or a summary, but hardly so many rows as long as itself."""

_KEY_FIELDS = frozenset({"company", "role", "feedback_text"})
_STATUS_FIELDS = frozenset({"status_text", "stage", "outcome"})
_BRACKETED = re.compile(r"^[\[<{(\u3010](.+)[\]>})\u3011]$")
_VALUE_LIKE = re.compile(r"^(?:https?://|www\.|[\d\s.,:/%$€£+-]+$|.+@.+\..+)", re.IGNORECASE)


@dataclass(frozen=True)
class HeaderRow:
    """A row that names columns.

    Attributes:
        place: Its place in the sheet; 0 is the first row.
        score: How sure that is.
        names: How many columns it names that we know.
        has_key: Whether it names a company, a role or a text of feedback.
    """

    place: int
    score: float
    names: int
    has_key: bool


@dataclass(frozen=True)
class Region:
    """The rows of one table: places from ``start`` up to, not including, ``stop``, with its header among them."""

    start: int
    stop: int
    header: int


def find_regions(cells: pl.DataFrame, vocabulary: Vocabulary) -> tuple[Region, ...]:
    """The tables of a sheet from top to bottom; none where no row is a header we know.

    A header names a company or role and something else, a day of applying and a status, or at least three other
    columns. The same header again is no new table.
    """
    headers = _distinct(_sure_headers(cells, vocabulary), cells, vocabulary)
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
    starts = [0]
    for above, header in pairwise(headers):
        starts.append(_start_of(header.place, above.place + 1, filled, cells))
    stops = [*starts[1:], cells.height]
    return tuple(
        Region(start, stop, header.place) for start, stop, header in zip(starts, stops, headers, strict=False)
    )


def is_value_like(text: str) -> bool:
    """Whether a text is an address, a number or a date, which no header is."""
    return _VALUE_LIKE.match(text.strip()) is not None


def placeholder(text: str) -> str | None:
    """What is inside a text that is all in brackets, such as "[Company name]", where a value is to be written."""
    found = _BRACKETED.match(text.strip())
    return found[1] if found else None


def score_header(texts: Sequence[str], vocabulary: Vocabulary, place: int = 0) -> HeaderRow | None:
    """How surely texts are the names of columns; None where they are not."""
    weights: dict[str, float] = {}
    values = sum(is_value_like(text) for text in texts)
    for text in texts:
        if len(text) > _LONGEST_HEADER or is_value_like(text):
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
    says_when = weights.get("applied_date", 0.0) > 0.8
    is_dated_status = says_when and any(weights.get(field, 0.0) > 0.8 for field in _STATUS_FIELDS)
    enough = 1.3 if has_key or is_all_known or is_dated_status else 2.5
    return HeaderRow(place, score, len(weights), has_key) if len(weights) >= 2 and score >= enough else None


def _names_steps(texts: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether all texts but two at most are steps of an application, three or more, with the day of applying."""
    steps = [text for text in texts if _is_step(text, vocabulary)]
    is_begun = any(_may_be_applying(text, vocabulary) for text in steps)
    return is_begun and len(steps) >= _STEPS and len(steps) >= len(texts) - _MOST_NAMES


def _is_step(text: str, vocabulary: Vocabulary) -> bool:
    return tick_meaning(text, vocabulary) is not None or _may_be_applying(text, vocabulary)


def _may_be_applying(text: str, vocabulary: Vocabulary) -> bool:
    return any("applied_date" in meaning.fields for meaning, _ in header_meanings(text, vocabulary))


def _sure_headers(cells: pl.DataFrame, vocabulary: Vocabulary) -> list[HeaderRow]:
    """The best header and every other that makes a table of its own, in order."""
    early = [
        header for header in _early_headers(cells, vocabulary) if not _stands_among_rows(header, cells, vocabulary)
    ]
    if not early:
        return []
    best = max(early, key=lambda header: header.score)
    names = frozenset(compact(cell) for cell in cells.row(best.place) if cell)
    found = [*early, *_late_headers(cells, early[-1].place + 1, names, vocabulary)]
    return [
        header
        for header in found
        if header is best
        or (_is_large(header, best) and is_plainly_header(cells.row(header.place), vocabulary, names))
    ]


def _stands_among_rows(header: HeaderRow, cells: pl.DataFrame, vocabulary: Vocabulary) -> bool:
    """Whether a row is one of data, some words of which are headers too: others as long stand above it."""
    row = cells.row(header.place)
    if is_plainly_header(row, vocabulary):
        return False
    filled = cells.head(header.place).select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
    long = max(_NAMES_OF_A_TABLE, _AS_LONG * sum(cell is not None for cell in row))
    return int((filled >= long).sum()) >= _ROWS_ABOVE


def _is_large(header: HeaderRow, best: HeaderRow) -> bool:
    return header.has_key and (header.names >= _NAMES_OF_A_TABLE or header.score >= 0.5 * best.score)


def is_plainly_header(row: Sequence[str | None], vocabulary: Vocabulary, names: Container[str] = frozenset()) -> bool:
    """Whether most cells are known headers as they stand, a key field's among them, and none is a value.

    Below a header every row is taken for data unless it is this clear; the words of data are headers here and there.

    Args:
        row: Its cells.
        vocabulary: The headers that are known.
        names: Compact names of another header of the sheet, which are as good as known.
    """
    texts = [cell for cell in row if cell]
    if any(is_value_like(text) or placeholder(text) or len(text) > _LONGEST_NAME for text in texts):
        return False
    values = vocabulary.statuses.keys() | vocabulary.words["work_modes"]
    plain = [text for text in texts if fold(text) not in values or compact(text) in names]
    known = [text for text in plain if _is_known(text, vocabulary, names)]
    keys = [key for text in known for key in {compact(text), compact(bare_header(text))}]
    fields = [vocabulary.headers[key].fields for key in keys if key in vocabulary.headers]
    has_key = any(len(of_one) == 1 and of_one[0] in _KEY_FIELDS for of_one in fields)
    # one name may be a status word as well ("Phone"); two are more likely a row of data
    return has_key and len(plain) >= len(texts) - 1 and len(known) >= max(2, _SAME_SHARE * len(plain))


def _is_known(text: str, vocabulary: Vocabulary, names: Container[str]) -> bool:
    return any(key in vocabulary.headers or key in names for key in (compact(text), compact(bare_header(text))))


def _early_headers(cells: pl.DataFrame, vocabulary: Vocabulary) -> list[HeaderRow]:
    found: list[HeaderRow] = []
    seen = 0
    for place, row in enumerate(cells.head(HEADER_ROWS * 3).iter_rows()):
        texts = [cell for cell in row if cell]
        seen += bool(texts)
        if seen > HEADER_ROWS:
            break
        if (header := score_header(texts, vocabulary, place)) is not None:
            found.append(header)
        elif place == 0 and _names_steps(texts, vocabulary) and _are_days(cells.slice(1, HEADER_ROWS)):
            found.append(HeaderRow(place, _STEPS_SCORE, len(texts), has_key=False))
    return [header for header in found if not _stands_among_rows(header, cells, vocabulary)]


def _are_days(body: pl.DataFrame) -> bool:
    """Whether cells right of the first column are dates or numbers; below the headings of a board stand names."""
    texts = [text for name in body.columns[1:] for text in body[name].drop_nulls()]
    return bool(texts) and sum(is_value_like(text) for text in texts) * 2 > len(texts)


def _late_headers(
    cells: pl.DataFrame, start: int, names: Container[str], vocabulary: Vocabulary
) -> Iterator[HeaderRow]:
    """Further headers below; rows without the name of a key field are told apart in one pass over the columns."""
    keys = _key_spellings(vocabulary)
    below = cells.slice(start)
    is_key = [
        pl.col(name).str.strip_chars().str.to_lowercase().is_in(keys).fill_null(value=False) for name in below.columns
    ]
    for place in below.select(pl.any_horizontal(is_key)).to_series().arg_true():
        row = below.row(place)
        if is_plainly_header(row, vocabulary, names):
            header = score_header([cell for cell in row if cell], vocabulary, start + place)
            if header is not None:
                yield header


@lru_cache(maxsize=4)
def _key_spellings(vocabulary: Vocabulary) -> list[str]:
    """Headers of the key fields in lower case, as they stand, without accents, and with other marks for blanks."""
    written = [spelling.lower() for field in _KEY_FIELDS for spelling in vocabulary.fields[field].spellings]
    folded = [fold(spelling) for spelling in written]
    return sorted({text.replace(" ", blank) for text in (*written, *folded) for blank in (" ", "_", "-", "")})


def _distinct(headers: Sequence[HeaderRow], cells: pl.DataFrame, vocabulary: Vocabulary) -> list[HeaderRow]:
    """Without those that only repeat the one above, and the lesser of two that stand together as one header."""
    kept: list[HeaderRow] = []
    for header in headers:
        if not kept:
            kept.append(header)
        elif _is_again(cells.row(kept[-1].place), cells.row(header.place), vocabulary):
            continue
        elif header.place == kept[-1].place + 1:
            if header.score > kept[-1].score:
                kept[-1] = header
        else:
            kept.append(header)
    return kept


def _is_again(above: Sequence[str | None], row: Sequence[str | None], vocabulary: Vocabulary) -> bool:
    """Whether a row is the header above once more: mostly the same names, and no other name that we know."""
    pairs = [(compact(old or ""), compact(new), new) for old, new in zip(above, row, strict=True) if new]
    changed = [new for old, key, new in pairs if old != key]
    is_known = any(next(header_meanings(text, vocabulary), None) is not None for text in changed)
    return not is_known and len(pairs) - len(changed) >= max(2, len(pairs) * _SAME_SHARE)


def _start_of(header: int, floor: int, filled: pl.Series, cells: pl.DataFrame) -> int:
    """The place of the first row that belongs to a header below another table: its title, or titles of groups."""
    start = _above_lines(header, floor, filled)
    has_groups = start == header > floor + 1 and _is_group_row(cells.row(header - 1))
    top = _above_lines(header - 1, floor, filled) if has_groups else header
    if top > floor and top < header and filled[top - 1] == 0:
        return top
    gap = start
    while gap > floor and filled[gap - 1] == 0:
        gap -= 1
    is_title = gap < start == header and gap - 1 > floor and filled[gap - 1] == 1 and filled[gap - 2] == 0
    return gap - 1 if is_title else start


def _above_lines(place: int, floor: int, filled: pl.Series) -> int:
    """The place of the first of the rows of one cell that stand directly above a row."""
    while place > floor and filled[place - 1] == 1:
        place -= 1
    return place


def _is_group_row(row: Sequence[str | None]) -> bool:
    texts = [cell for cell in row if cell]
    return bool(texts) and not any(is_value_like(text) or len(text) > _LONGEST_HEADER for text in texts)
