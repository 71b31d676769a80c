"""The starter tracker: a workbook with drop-downs whose every header and word the importer understands."""

import io
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import xlsxwriter

from pipeline.resources import resource
from pipeline.vocabulary import Field, Vocabulary, load_vocabulary

FILE_NAME = "job_search.xlsx"
"""What the workbook is called where nobody names it."""

LAST_ROW = 5_000
"""How far down the drop-downs reach: more rows than a search has."""

_DAYS = (date(2000, 1, 1), date(2100, 12, 31))
_NO_DATE = "Type a day, such as 2026-05-04, or leave the cell empty."
_NOT_LISTED = "Choose a word from the list, so that it is always understood, or leave the cell empty."
_COLOURS = {"needed": "#1f3a5f", "usual": "#4a6fa5", "extra": "#6b7280"}
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # the file format has no time zone; one moment makes one content
_GUIDE_COLUMNS = (1, 3)
_GUIDE_WIDTH = 88
_GUIDE_LETTERS = 94  # that surely fit in a line of it, whatever the font


@dataclass(frozen=True)
class StarterColumn:
    """One column of the starter tracker.

    Attributes:
        header: What stands above it.
        field: The field that the importer reads it as.
        help: What belongs in it.
        width: Its width in letters.
        group: ``needed``, ``usual`` or ``extra``.
        choices: The words of its drop-down; empty where there is none.
        is_closed: Whether other words than the choices are refused.
    """

    header: str
    field: Field
    help: str
    width: int
    group: str
    choices: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True)
class StarterSheet:
    """One table of the starter tracker."""

    name: str
    title: str
    columns: tuple[StarterColumn, ...]


def starter_sheets(vocabulary: Vocabulary | None = None) -> tuple[StarterSheet, ...]:
    """The tables of the starter tracker with their drop-downs, whose closed lists are the vocabulary's own labels."""
    vocabulary = vocabulary or load_vocabulary()
    described = _description()
    return tuple(
        StarterSheet(
            sheet["name"],
            sheet["title"],
            tuple(_column(column, described["yes_no"], vocabulary) for column in sheet["column"]),
        )
        for sheet in described["sheet"]
    )


def starter_workbook() -> bytes:
    """The starter tracker as an XLSX file; the same bytes each time."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": "Job search tracker", "created": _MADE})
        sheets = starter_sheets()
        for sheet in sheets:
            _write_table(workbook, sheet)
        _write_guide(workbook, sheets, _description()["guide"])
    return buffer.getvalue()


def _description() -> dict[str, Any]:
    return tomllib.loads(resource("data", "template.toml").read_text(encoding="utf-8"))


def _column(described: Mapping[str, Any], yes_no: Sequence[str], vocabulary: Vocabulary) -> StarterColumn:
    field = vocabulary.fields[described["field"]]
    closed = _closed_list(field, yes_no, vocabulary)
    return StarterColumn(
        header=described["header"],
        field=field,
        help=described["help"],
        width=described["width"],
        group=described["group"],
        choices=tuple(closed or described.get("choices", ())),
        is_closed=bool(closed),
    )


def _closed_list(field: Field, yes_no: Sequence[str], vocabulary: Vocabulary) -> Sequence[str]:
    match field.name, field.type:
        case "stage", _:
            return [term.label for term in vocabulary.stages.values()]
        case "status_text", _:
            return [term.label for term in vocabulary.outcomes.values()]
        case _, "flag":
            return yes_no
        case _, "channel":
            return [vocabulary.labels[name] for name in dict.fromkeys(vocabulary.channels.values())]
        case _, "person":
            return [vocabulary.labels[name] for name in dict.fromkeys(vocabulary.asked_of.values())]
        case _:
            return ()


def _is_day(column: StarterColumn) -> bool:
    return column.field.type in ("date", "event")


def _write_table(workbook: Any, sheet: StarterSheet) -> None:
    table = workbook.add_worksheet(sheet.name)
    day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
    # As text, so that a pasted "- no team led" or "1/2" stays what it is
    text = workbook.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    for place, column in enumerate(sheet.columns):
        table.set_column(place, place, column.width, day if _is_day(column) else text)
        table.write_string(0, place, column.header, _header_format(workbook, column))
        table.data_validation(1, place, LAST_ROW, place, _validation(column))
    table.set_row(0, 34)
    table.freeze_panes(1, 2)
    table.autofilter(0, 0, LAST_ROW, len(sheet.columns) - 1)
    table.set_landscape()
    table.set_paper(9)
    table.fit_to_pages(1, 0)
    table.repeat_rows(0)


def _header_format(workbook: Any, column: StarterColumn) -> Any:
    return workbook.add_format(
        {
            "bold": True,
            "font_color": "#ffffff",
            "bg_color": _COLOURS[column.group],
            "text_wrap": True,
            "valign": "vcenter",
            "right": 1,
            "right_color": "#ffffff",
        }
    )


def _validation(column: StarterColumn) -> dict[str, Any]:
    """What a cell of the column accepts, and what is told when it is selected."""
    told = {"input_title": column.header, "input_message": column.help}
    if _is_day(column):
        first, last = _DAYS
        refusal = {"error_title": "This is not a day", "error_message": _NO_DATE}
        return {"validate": "date", "criteria": "between", "minimum": first, "maximum": last, **refusal, **told}
    if column.choices:
        refusal = {"error_title": "Not in the list", "error_message": _NOT_LISTED}
        return {
            "validate": "list",
            "source": list(column.choices),
            "show_error": column.is_closed,
            **refusal,
            **told,
        }
    return {"validate": "any", **told}


def _write_guide(workbook: Any, sheets: Sequence[StarterSheet], guide: Mapping[str, Any]) -> None:
    """One page in two columns of sentences: none of its cells is a header alone, so that no table is seen in it."""
    page = _GuidePage(workbook, workbook.add_worksheet(guide["name"]))
    asking, examples = guide["asking"], guide["examples"]
    page.heading(guide["title"], asking["title"], size=16)
    page.side_by_side(guide["opening"], asking["lines"])
    page.heading(examples["title"], "")
    page.side_by_side(examples["lines"][:1], examples["lines"][1:])
    page.heading(*(sheet.title for sheet in sheets))
    page.side_by_side(*(sheet.columns for sheet in sheets))
    page.finish()


class _GuidePage:
    """Writes the Guide from top to bottom, always a text on the left and one on the right."""

    def __init__(self, workbook: Any, page: Any) -> None:
        self._workbook = workbook
        self._page = page
        self._row = 0
        self._bold = workbook.add_format({"bold": True})
        self._plain = workbook.add_format({"text_wrap": True, "valign": "top"})

    def heading(self, *titles: str, size: int = 13) -> None:
        """Write a heading over each side, below a little space."""
        self._page.set_row(self._row, 2.4 * size)
        for column, title in zip(_GUIDE_COLUMNS, titles, strict=True):
            style = {"bold": True, "font_size": size, "font_color": _COLOURS["needed"], "valign": "bottom"}
            self._page.write_string(self._row, column, title, self._workbook.add_format(style))
        self._row += 1

    def side_by_side(self, left: Sequence[str | StarterColumn], right: Sequence[str | StarterColumn]) -> None:
        """Write two lists, in rows as high as the longer text of each needs: not every program fits them itself."""
        for texts in zip_longest(left, right, fillvalue=""):
            longest = max(self._write(column, text) for column, text in zip(_GUIDE_COLUMNS, texts, strict=True))
            self._page.set_row(self._row, 15.5 * max(1, math.ceil(longest / _GUIDE_LETTERS)))
            self._row += 1

    def finish(self) -> None:
        """Make it one page to print."""
        self._page.hide_gridlines(2)
        self._page.set_column(0, 4, 2)
        for column in _GUIDE_COLUMNS:
            self._page.set_column(column, column, _GUIDE_WIDTH)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(1, 1)

    def _write(self, column: int, text: str | StarterColumn) -> int:
        if isinstance(text, str):
            self._page.write_string(self._row, column, text, self._plain)
            return len(text)
        told = f": {text.help}"
        self._page.write_rich_string(self._row, column, self._bold, text.header, told, self._plain)
        return len(text.header + told)
