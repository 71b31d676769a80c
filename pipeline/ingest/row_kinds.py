"""Which rows below a header are applications, and which only look like rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.clean import distinct_texts, in_each_row, is_one_of
from pipeline.ingest.layout import placeholder
from pipeline.ingest.lone_rows import headings_among, remarks_among
from pipeline.ingest.notes_below import find_notes
from pipeline.ingest.periods import is_folded_period
from pipeline.vocabulary import Vocabulary, compact, fold

Test = Callable[[str], bool]

_EXAMPLE_ROWS = 10
"""Rows that show how to fill the table stand at its top."""

_LEAST_DEFAULTS = 3
_SAME_SHARE = 0.6
_PAIR = 2
_MOST_HEADINGS = 4
"""Where a row in so many is one text alone, that is how the rows are written, and no heading."""

_MERGED = 3
"""A text in so many cells of a row, and no other, is a merged cell; a company may bear the name of its role."""

_MARKER = re.compile(r"^(?:<{5,}|={5,}|>{5,}|\|{5,}|-{3,}|_{3,}|#|\*{3,})")
_RULE = r"(?:[-\u2010-\u2015=~_<>|\u2022\u25a0-\u25ff\u2605\u2606\u2192\u2500-\u257f]+|[*#]{2,})"
_DECORATED = re.compile(rf"^{_RULE}\s*[^\W_].*{_RULE}$")
"""Words between rules; one asterisk on each side is only emphasis."""

_COUNT = re.compile(r"\s*(?:[(\[]\s*\d+[^)\]]*[)\]]|[-\u2013\u2014:,]\s*\d+(?:\s+[^\W\d]\w*)?)\s*$")
_NO_LETTER = re.compile(r"^[\W\d_]+$")
_DIGITS = re.compile(r"^[\d\s./\u2013\u2014-]+$")
_CJK_PERIOD = re.compile(r"^(?:\d{4}\s*[年년])?\s*\d{1,2}\s*[月週周월]$|^\d{4}\s*[年년]$|^第\s*\d{1,2}\s*[週周]$")
_RESIDUE = re.compile(r"^(?:false|true|0|0?\.0+|0 0+|n a|ref|value|div 0|name|num|1899 12 30|1900 01 0[01]|)$")
_NUMBER = r"^[(]?[\d\s.,%$€£/-]+[)]?$"
_DASHES = r"^\s*:?[-=_\x{2500}-\x{257f}]{3,}:?\s*$"
_HEADER_ENDS = " \t\n\u00a0:*"
"""What a header ends with in one place and not in another: "Company:"."""

_IN_BRACKETS = re.compile(r"\S\s*\(([^()]+)\)$")
_PLACEHOLDER_DATE = re.compile(r"^(?:[ymdjatg]{1,4}[\s./-]+){1,2}[ymdjatg]{1,4}$", re.IGNORECASE)
_TRAILING_NUMBER = re.compile(r"[\s:=]*[\d.,%]+$")


@dataclass(frozen=True)
class RowKinds:
    """Masks over the rows below the header; a row is in one at most, and the rest are data."""

    blank: pl.Series
    repeated_header: pl.Series
    section: pl.Series
    total: pl.Series
    example: pl.Series
    prefilled: pl.Series
    notes: pl.Series

    @property
    def is_data(self) -> pl.Series:
        """Rows that none of the masks takes."""
        set_aside = self.blank | self.repeated_header | self.section | self.total | self.example | self.prefilled
        return ~(set_aside | self.notes)


def classify_rows(
    cells: pl.DataFrame,
    headers: Sequence[str],
    keys: Sequence[str],
    vocabulary: Vocabulary,
    *,
    texts: Sequence[str] = (),
) -> RowKinds:
    """Tell rows of data from repeated headers, sections, totals, examples, pre-filled rows and notes.

    Args:
        cells: The rows below the header.
        headers: The header cells, one for each column of ``cells``.
        keys: The columns that name a row (company, role; the text of a feedback log).
        vocabulary: For the words of totals, examples, sections and notes.
        texts: The columns whose cells may be prose of any kind; such a row is neither a note nor a heading.
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
    total = _totals(cells, first, keyless, rest, vocabulary)
    total |= rest & (filled == _PAIR) & _counts(cells, keys, filled)
    rest &= ~total
    spoken = cells.select(pl.any_horizontal(pl.lit(value=False), *(pl.col(text).is_not_null() for text in texts)))
    is_plain = ~spoken.to_series() if texts else in_each_row(value=True, count=cells.height, dtype=pl.Boolean())
    section = _sections(cells, first, keyless, rest & is_plain, vocabulary)
    lone = rest & (filled == 1)
    if lone.sum() <= max(repeated.sum(), rest.sum() // _MOST_HEADINGS):
        section |= lone & repeated.shift(-1, fill_value=False)
    rest &= ~section
    notes = rest & is_plain & find_notes(cells, filled.set(section, 0), headers, keys, vocabulary)
    rest &= ~notes
    section |= _headings(cells, first, rest & keyless & is_plain & ~section)
    rest &= ~section
    alone = rest & is_plain & (filled == 1)
    remarks = remarks_among(first, alone, filled, total)
    notes |= remarks
    section |= headings_among(first, alone & ~remarks, filled, rest & ~remarks)
    rest &= ~(section | notes)
    names = [key for key in keys if key not in texts]
    example = _any_key(cells, names, rest, lambda text: _is_example(text, vocabulary))
    example |= _examples_at_the_top(cells, keyless, rest & ~example, vocabulary)
    example |= _explains_columns(cells, headers, keys, rest, vocabulary)
    return RowKinds(blank, repeated, section, total, example, prefilled, notes)


def _repeats(cells: pl.DataFrame, headers: Sequence[str], filled: pl.Series) -> pl.Series:
    """Rows most of whose cells are the header of their own column."""
    same = [
        (pl.col(name).str.strip_chars(_HEADER_ENDS).str.to_lowercase() == header.strip(_HEADER_ENDS).lower())
        .fill_null(value=False)
        .cast(pl.Int32)
        for name, header in zip(cells.columns, headers, strict=True)
        if header.strip()
    ]
    counts = cells.select(pl.sum_horizontal(same or [pl.lit(0)])).to_series()
    counts = counts if len(counts) == cells.height else in_each_row(0, cells.height, pl.Int32())
    return (counts >= 2) & (counts >= filled * _SAME_SHARE)


def _matches(texts: pl.Series, where: pl.Series, test: Test) -> pl.Series:
    """Rows of a mask whose text passes a test; each distinct text is tested once."""
    passing = [text for text in distinct_texts(texts.filter(where)) if test(text)]
    return is_one_of(texts, passing) & where


def _any_key(cells: pl.DataFrame, keys: Sequence[str], where: pl.Series, test: Test) -> pl.Series:
    found = in_each_row(value=False, count=cells.height, dtype=pl.Boolean())
    for key in keys:
        found |= _matches(cells[key], where, test)
    return found


def _totals(
    cells: pl.DataFrame, first: pl.Series, keyless: pl.Series, where: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """Rows that begin with a word for a sum and hold nothing but numbers beside it, or numbers without a key."""
    said = _matches(first, where, lambda text: _is_total(text, vocabulary))
    only_numbers = _only_numbers_beside(cells, first)
    is_alone = _matches(first, said & _is_alone(cells, first), lambda text: _TRAILING_NUMBER.search(text) is not None)
    below = pl.int_range(len(first), eager=True) > (~keyless).arg_true().max() if (~keyless).any() else where
    sums = where & keyless & below & first.str.contains(_NUMBER).fill_null(value=False) & only_numbers
    return (said & (keyless | only_numbers | is_alone)) | sums


def _is_total(text: str, vocabulary: Vocabulary) -> bool:
    """A word for a sum, alone or with what it sums: a number, a period, a status."""
    totals = vocabulary.words["totals"]
    folded, bare = fold(text), fold(_TRAILING_NUMBER.sub("", text))
    if folded in totals or bare in totals:
        return True
    summed = next((bare.removeprefix(word).strip() for word in totals if bare.startswith(f"{word} ")), "")
    return bool(summed) and (summed in vocabulary.statuses or is_folded_period(summed, vocabulary))


def _counts(cells: pl.DataFrame, keys: Sequence[str], filled: pl.Series) -> pl.Series:
    """Rows with a word and a number in the columns that name a row, where names are no numbers elsewhere."""
    wide = cells.filter(filled > _PAIR)
    found = in_each_row(value=False, count=cells.height, dtype=pl.Boolean())
    for key in keys:
        usual = wide[key].drop_nulls().str.contains(_NUMBER)
        if len(usual) and usual.sum() * 2 < len(usual):
            found |= cells[key].str.contains(_NUMBER).fill_null(value=False)
    is_word = [pl.col(key).str.contains(r"\pL\pL").fill_null(value=False) for key in keys]
    return found & cells.select(pl.any_horizontal(is_word)).to_series() if keys else found


def _only_numbers_beside(cells: pl.DataFrame, first: pl.Series) -> pl.Series:
    """Rows that hold nothing but numbers beside their first cell, and at least one."""
    plain = [
        pl.col(name).is_null() | pl.col(name).str.contains(_NUMBER) | (pl.col(name) == first)
        for name in cells.columns
    ]
    has_number = [pl.col(name).str.contains(_NUMBER).fill_null(value=False) for name in cells.columns]
    return cells.select(pl.all_horizontal(plain) & pl.any_horizontal(has_number)).to_series()


def _is_alone(cells: pl.DataFrame, first: pl.Series) -> pl.Series:
    """Rows with one text only; a merged cell may be exported as the same text in each of its columns."""
    same = [pl.col(name).is_null() | (pl.col(name) == first) for name in cells.columns]
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32), pl.lit(0))).to_series()
    is_merged = cells.select(pl.all_horizontal(same)).to_series() & (filled >= _MERGED)
    return (filled == 1) | (is_merged & first.str.contains(r"\pL\pL").fill_null(value=False))


def _sections(
    cells: pl.DataFrame, first: pl.Series, keyless: pl.Series, where: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """Lines that part the rows below them: alone in their row, or with nothing but a count beside them."""
    alone = where & _is_alone(cells, first)
    counted = where & ~alone & _only_numbers_beside(cells, first)
    begins_notes = vocabulary.words["note_starts"]
    section = _matches(first, alone, lambda text: _parts_rows(text, vocabulary) and fold(text) not in begins_notes)
    section &= ~(keyless & first.str.contains(_NUMBER).fill_null(value=False))
    section |= (
        where & cells.select(pl.all_horizontal(pl.all().is_null() | pl.all().str.contains(_DASHES))).to_series()
    )
    return section | _matches(first, counted, lambda text: not _is_value(text) and _is_period(text, vocabulary))


def _headings(cells: pl.DataFrame, first: pl.Series, where: pl.Series) -> pl.Series:
    """Rows that have words in the first column only, where that column names nothing."""
    if not cells.width:
        return where
    return _matches(
        first, where & _is_alone(cells, first) & cells.to_series(0).is_not_null(), lambda text: not _is_value(text)
    )


def _is_value(text: str) -> bool:
    return re.match(r"^(?:https?://|www\.|[\d\W]+$|.+@.+\..+)", text.strip(), re.IGNORECASE) is not None


def _parts_rows(text: str, vocabulary: Vocabulary) -> bool:
    """A line that only parts the rows below it: a period, a status, a rule of dashes, a comment, a colon."""
    stripped = text.strip()
    if _MARKER.match(stripped) or _DECORATED.match(stripped) or stripped.endswith((":", "\uff1a")):
        return True
    return _is_period(text, vocabulary) or _is_status(text, vocabulary)


def _is_status(text: str, vocabulary: Vocabulary) -> bool:
    return fold(text) in vocabulary.statuses or fold(_COUNT.sub("", text)) in vocabulary.statuses


def _is_period(text: str, vocabulary: Vocabulary) -> bool:
    if _CJK_PERIOD.match(text.strip()):
        return True
    if _NO_LETTER.match(text.strip()) and not _DIGITS.match(text.strip()):
        return False
    return any(is_folded_period(folded, vocabulary) for folded in {fold(text), fold(_COUNT.sub("", text))})


def _is_example(text: str, vocabulary: Vocabulary) -> bool:
    folded = fold(text)
    starts = tuple(vocabulary.words["example_starts"])
    if folded in vocabulary.words["examples"] or f"{folded} ".startswith(starts):
        return True
    head, colon, _ = text.partition(":")
    if colon and fold(head) in vocabulary.words["example_heads"]:
        return True
    inside = vocabulary.headers.get(compact(placeholder(text) or ""))
    return inside is not None and inside.fields[0] in {"company", "role"}


def _calls_itself_example(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says so of itself in brackets at its end: "Acme Widgets (sample)"."""
    found = _IN_BRACKETS.search(text)
    return found is not None and fold(found[1]) in vocabulary.words["examples"]


def _examples_at_the_top(
    cells: pl.DataFrame, keyless: pl.Series, where: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """First rows that say of themselves, in any cell, that they are to be deleted, or only show a date's form."""
    marks = vocabulary.words["example_marks"]
    found = [False] * cells.height
    for place in where.arg_true().head(_EXAMPLE_ROWS):
        texts = [cell for cell in cells.row(place) if cell]
        is_marked = _is_example(texts[0], vocabulary) or fold(texts[0]) in vocabulary.words["example_heads"]
        is_marked |= any(mark in f" {fold(text)} " for text in texts for mark in marks)
        is_marked |= any(_calls_itself_example(text, vocabulary) for text in texts)
        is_pattern = bool(keyless[place]) and any(_PLACEHOLDER_DATE.match(text.strip()) for text in texts)
        found[place] = is_marked or is_pattern
    return pl.Series(found, dtype=pl.Boolean)


def _explains_columns(
    cells: pl.DataFrame, headers: Sequence[str], keys: Sequence[str], where: pl.Series, vocabulary: Vocabulary
) -> pl.Series:
    """The first row, where it says what belongs into each column: kinds of cells, or names and the form of a date."""
    found = [False] * cells.height
    for place in where.arg_true().head(1):
        row = {name: cell for name, cell in zip(cells.columns, cells.row(place), strict=True) if cell}
        kinds = [fold(cell) in vocabulary.words["cell_kinds"] for cell in row.values()]
        own = dict(zip(cells.columns, headers, strict=True))
        named = [
            compact(own[key]) in compact(row[key]) or compact(row[key]) in vocabulary.headers
            for key in keys
            if key in row
        ]
        has_form = any(_PLACEHOLDER_DATE.match(cell.strip()) for cell in row.values())
        found[place] = (len(kinds) > 1 and all(kinds)) or (has_form and all(named))
    return pl.Series(found, dtype=pl.Boolean)


def _is_prefilled(cells: pl.DataFrame, keys: Sequence[str], keyless: pl.Series) -> pl.Series:
    """Rows without a key whose other cells are what a template puts there.

    That is FALSE, 0, N/A, one same word in each row, or a running number.
    """
    result = in_each_row(value=True, count=cells.height, dtype=pl.Boolean())
    for name in cells.columns:
        if name in keys:
            continue
        texts = cells[name].filter(keyless).drop_nulls()
        is_default = len(texts) >= _LEAST_DEFAULTS and (texts.n_unique() == 1 or _is_running(texts))
        allowed = cells[name].is_null() | _matches(
            cells[name], keyless, lambda text: bool(_RESIDUE.match(fold(text)))
        )
        result &= allowed | (is_default & keyless)
    return result


def _is_running(texts: pl.Series) -> bool:
    """Whether texts are whole numbers that go up by one."""
    numbers = texts.cast(pl.Int64, strict=False)
    return numbers.null_count() == 0 and bool((numbers.diff().drop_nulls() == 1).all())
