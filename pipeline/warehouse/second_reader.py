"""Reading a second reader's sheet back: every cell is understood, or the file is refused with where and what.

What is not certain is told and not guessed: rows left empty, rows that are missing, texts that have changed since.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.ingest.model import Sheet
from pipeline.ingest.read import read_sheets
from pipeline.readings import Coded, Readings, Reframing, SecondReading, sorted_coded
from pipeline.themes.codebook import Codebook
from pipeline.vocabulary import compact, counted, fold
from pipeline.warehouse.second_reader_sheet import (
    MEANT,
    NO_THEME,
    NOTES,
    NUMBER,
    REFRAMING,
    TEXT,
    TEXT_ID,
    sheet_forms,
)

_CODING = re.compile(r"(theme|meant as) (\d+)")
_NUMBER = re.compile(r"(\d+) of (\d+)")
_MOST_SLIPS = 6
_MOST_ROWS = 8


@dataclass(frozen=True)
class KnownText:
    """A text of the home that a row can be about.

    Attributes:
        tracker: Where it comes from.
        text: What was said.
        first: What the themes find in it now.
    """

    tracker: str
    text: str
    first: tuple[Coded, ...]


@dataclass(frozen=True)
class SheetRead:
    """What a second reader's sheet holds.

    Attributes:
        second: The texts that were coded.
        reframed: What was written beside texts.
        row_count: Rows of the sheet that are about a text.
        blank_count: Of those, rows in which no theme and not “No theme” was chosen.
        missing_count: Rows that the sheet was given out with and no longer has.
        changed_rows: Rows whose text is not what the tracker has now; they are kept and not counted.
        unknown_rows: Rows about a text that is not here; they are left out.
        unstated_count: Themes named without how they are meant.
    """

    second: tuple[SecondReading, ...]
    reframed: tuple[Reframing, ...]
    row_count: int
    blank_count: int
    missing_count: int
    changed_rows: tuple[int, ...]
    unknown_rows: tuple[int, ...]
    unstated_count: int

    def into(self, readings: Readings) -> Readings:
        """The readings with those of this sheet."""
        return readings.with_second(self.second).with_reframed(self.reframed)

    def sentences(self) -> Iterator[str]:
        """What was read and what was not, in plain words."""
        none = sum(1 for each in self.second if not each.second)
        yield f"{counted(len(self.second), 'text')} coded, {none:,} of them with no theme"
        if self.reframed:
            yield f"{counted(len(self.reframed), 'text')} with what it could mean for next time"
        if self.blank_count:
            yield f"{counted(self.blank_count, 'row')} left empty: not read, so not counted"
        if self.missing_count:
            yield f"{counted(self.missing_count, 'row')} of the sheet that was given out missing"
        if self.changed_rows:
            yield f"the text differs from the tracker's in {_listed(self.changed_rows)}: kept, and not counted"
        if self.unknown_rows:
            yield f"no such text here in {_listed(self.unknown_rows)}: left out"
        if self.unstated_count:
            yield f"{counted(self.unstated_count, 'theme')} named without how it is meant: left out there"


def _listed(rows: tuple[int, ...]) -> str:
    shown = ", ".join(f"{row}" for row in rows[:_MOST_ROWS])
    more = f" and {len(rows) - _MOST_ROWS:,} more" if len(rows) > _MOST_ROWS else ""
    return f"{'row' if len(rows) == 1 else 'rows'} {shown}{more}"


@dataclass
class _Slips:
    """Cells that are not understood, in the words of the message."""

    found: list[str] = field(default_factory=list)

    def add(self, row: int, column: str, what: str) -> None:
        self.found.append(f"Row {row}, {column}: {what}{'' if what.endswith('?') else '.'}")

    def refuse_if_any(self, file_name: str) -> None:
        if not self.found:
            return
        more = len(self.found) - _MOST_SLIPS
        cells = "1 cell is" if len(self.found) == 1 else f"{len(self.found)} cells are"
        raise InputRefusedError(
            f"{file_name}: {cells} not understood, so nothing was read in.",
            found=" ".join(self.found[:_MOST_SLIPS]) + (f" And {more:,} more." if more > 0 else ""),
            remedy="Mend these cells and read the file in again; what the lists do not have goes into “Notes”.",
        )


def read_second_reader(
    content: bytes,
    file_name: str,
    reader: str,
    known: Mapping[str, KnownText],
    codebook: Codebook,
    *,
    companies: Iterable[str],
    today: date,
) -> SheetRead:
    """Read a sheet that was given out.

    Args:
        content: The file.
        file_name: For messages, and its ending.
        reader: Who coded it.
        known: The texts of the home, by id.
        codebook: The themes that can be named.
        companies: The names that an anonymous sheet leaves out.
        today: The day it is read in.

    Raises:
        InputRefusedError: It is no such sheet, or a cell of it is not understood; the message names the nearest word.
    """
    table = _find_table(read_sheets(content, file_name), file_name)
    slips, seen, names = _Slips(), dict[str, int](), list(companies)
    second: list[SecondReading] = []
    reframed: list[Reframing] = []
    blank, unstated, changed, unknown = 0, 0, list[int](), list[int]()
    for row in table.rows:
        text_id, here = row.cell(TEXT_ID), known.get(row.cell(TEXT_ID) or "")
        coded = _coded(row, codebook, slips)
        if text_id in seen:
            slips.add(row.number, TEXT_ID, f"the same text as in row {seen[text_id]}")
            continue
        if text_id is None or here is None:
            unknown.append(row.number)
            continue
        seen[text_id] = row.number
        said, text = row.cell(TEXT) or "", here.text
        if compact(said) not in {compact(form) for form in sheet_forms(here.text, names)}:
            changed.append(row.number)
            text = said
        if written := row.cell(REFRAMING):
            reframed.append(Reframing(reader, text_id, here.tracker, text, written, today))
        if coded is None:
            blank += 1
            continue
        unstated += sum(1 for each in coded if each.polarity is None)
        second.append(SecondReading(reader, text_id, here.tracker, text, today, here.first, coded, row.cell(NOTES)))
    slips.refuse_if_any(file_name)
    return SheetRead(
        tuple(second),
        tuple(reframed),
        len(table.rows),
        blank,
        max(0, table.given_out - len(table.rows)),
        tuple(changed),
        tuple(unknown),
        unstated,
    )


def _coded(row: "_Row", codebook: Codebook, slips: _Slips) -> tuple[Coded, ...] | None:
    """What a row names; empty for no theme, None where nothing was chosen."""
    themes = {fold(theme.label): theme.theme_id for theme in codebook.themes} | {
        fold(theme.theme_id): theme.theme_id for theme in codebook.themes
    }
    meant = {fold(label): name for name, label in MEANT.items()} | {fold(name): name for name in MEANT}
    found, is_none = set[Coded](), False
    for place in row.codings:
        theme, polarity = row.cell(f"Theme {place}"), row.cell(f"Meant as {place}")
        if theme is None:
            if polarity is not None:
                slips.add(row.number, f"Meant as {place}", f"“{polarity}” stands beside no theme")
            continue
        if fold(theme) == fold(NO_THEME):
            is_none = True
            continue
        if fold(theme) not in themes:
            slips.add(row.number, f"Theme {place}", _no_such("theme", theme, [t.label for t in codebook.themes]))
            continue
        if polarity is not None and fold(polarity) not in meant:
            slips.add(row.number, f"Meant as {place}", _no_such("way to mean it", polarity, MEANT.values()))
            continue
        found.add(Coded(themes[fold(theme)], meant[fold(polarity)] if polarity else None))
    if is_none and found:
        slips.add(row.number, "Theme 1", f"“{NO_THEME}” stands beside a theme")
    return sorted_coded(found) if found or is_none else None


def _no_such(what: str, written: str, names: Iterable[str]) -> str:
    known = {fold(name): name for name in names}
    near = nearest_name(fold(written), known)
    return f"“{written}” is no {what}" + (f"; did you mean “{known[near]}”?" if near else "")


@dataclass(frozen=True)
class _Row:
    """A row of the sheet: its number in the spreadsheet program, and its cells by folded header."""

    number: int
    cells: Mapping[str, str | None]
    codings: tuple[int, ...]

    def cell(self, header: str) -> str | None:
        """The cell under a header, without blanks around it; None where it is empty."""
        return (self.cells.get(fold(header)) or "").strip() or None


@dataclass(frozen=True)
class _Table:
    """The rows below the header, and how many were given out."""

    rows: tuple[_Row, ...]
    given_out: int


def _find_table(sheets: Iterable[Sheet], file_name: str) -> _Table:
    wanted = {fold(TEXT_ID), fold(TEXT), fold("Theme 1")}
    for sheet in sheets:
        for place, cells in enumerate(sheet.cells.head(20).iter_rows()):
            headers = [fold(cell or "") for cell in cells]
            if wanted <= set(headers):
                _refuse_twins(headers, file_name)
                return _table(sheet, place, headers)
    raise InputRefusedError(
        f"{file_name}: this is not a sheet for a second reader.",
        found=f"No row has the headers {TEXT_ID}, {TEXT} and Theme 1.",
        remedy="Read in the file that was given out, with its first row as it was.",
    )


def _refuse_twins(headers: list[str], file_name: str) -> None:
    twins = sorted({name for name in headers if name and headers.count(name) > 1})
    if twins:
        raise InputRefusedError(
            f"{file_name}: two columns have the same header, so nothing was read in.",
            found=f"Twice: {', '.join(twins)}.",
            remedy="Give each column of a theme its own number, such as Theme 5 and Meant as 5.",
        )


def _table(sheet: Sheet, header: int, headers: list[str]) -> _Table:
    codings = sorted({int(found[2]) for name in headers if (found := _CODING.fullmatch(name))})
    rows = []
    numbers = sheet.row_numbers.slice(header + 1)
    for number, cells in zip(numbers, sheet.cells.slice(header + 1).iter_rows(), strict=True):
        if any(cell and cell.strip() for cell in cells):
            rows.append(_Row(int(number), dict(zip(headers, cells, strict=True)), tuple(codings)))
    totals = [int(found[2]) for row in rows if (found := _NUMBER.fullmatch(row.cell(NUMBER) or ""))]
    return _Table(tuple(rows), max(totals, default=0))


def known_texts(texts: pl.DataFrame, mentions: pl.DataFrame) -> dict[str, KnownText]:
    """The texts that a sheet can be about, with their first coding.

    Args:
        texts: feedback_id, tracker, feedback_text.
        mentions: feedback_id, theme_id, polarity.
    """
    first: dict[str, set[Coded]] = {}
    for text_id, theme_id, polarity in mentions.select("feedback_id", "theme_id", "polarity").iter_rows():
        first.setdefault(text_id, set()).add(Coded(theme_id, polarity))
    rows = texts.select("feedback_id", "tracker", "feedback_text").iter_rows()
    return {name: KnownText(tracker, text, sorted_coded(first.get(name, ()))) for name, tracker, text in rows}
