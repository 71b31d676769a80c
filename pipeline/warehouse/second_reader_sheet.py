"""The sheet that a second reader codes: one row per text, blank cells with drop-downs, and the themes beside it.

Nothing of the first coding is in it, neither in its cells nor in which texts it has or how they follow each other.
"""

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

import polars as pl
import xlsxwriter

from pipeline.themes.codebook import Codebook
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.export import to_csv

NO_THEME = "No theme"
"""What a reader chooses for a text in which none of the themes is named; an empty row was not read."""

MEANT: Mapping[str, str] = {
    "concern": "Concern",
    "strength": "Strength",
    "circumstance": "Circumstance",
    "unclear": "No verdict",
}
"""How a theme can be meant, by the words of the drop-down."""

TEXT_ID, NUMBER, TEXT = "Text id", "No.", "What they said"
REFRAMING, NOTES = "What this could mean for next time", "Notes"
CODINGS = 4
"""Themes that a row has room for; a reader who needs more adds the columns Theme 5 and Meant as 5."""

MOST_TEXTS = 100
"""Texts in a sheet unless more are wanted: an evening's work."""

_MOST_LETTERS = 32_000
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # the file format has no time zone; one moment makes one content
_HOW = (
    "Read each text and choose every theme that it names, and how it is meant. The sheet “Themes” explains them.",
    "Choose “No theme” where none is named. A row left empty counts as not read, so nothing is guessed from it.",
    "The same theme can stand twice when a text says it in two ways. For more than four, add Theme 5 and Meant as 5.",
    "“What this could mean for next time” can stay empty. It is shown beside the text and changes no word or number.",
    "Leave the first columns as they are: they say which text a row is about. Rows can be sorted.",
)
_INK, _PAPER = "#1f3a5f", "#ffffff"

TEXTS = """
select feedback_id, tracker, company, role, stage, feedback_text
from stg_feedback
where feedback_text is not null and trim(feedback_text) <> ''
order by feedback_id
"""
"""The query of the texts that can be read, within the scope."""

COMPANIES = """
select company from applications where company is not null
union select company from feedback where company is not null
"""
"""The query of every name to leave out of an anonymous sheet."""


@dataclass(frozen=True)
class SheetOptions:
    """What goes into the sheet.

    Attributes:
        most: The most texts; of more, a sample that the seed decides.
        seed: Which sample, and in which order.
        is_anonymous: Whether the names of companies are left out.
    """

    most: int = MOST_TEXTS
    seed: int = 1
    is_anonymous: bool = False


def texts_to_read(texts: pl.DataFrame, companies: Iterable[str], options: SheetOptions) -> pl.DataFrame:
    """The rows of the sheet, in the order that the seed decides; the same texts and seed give the same rows.

    Args:
        texts: Rows of the query TEXTS.
        companies: Every name to leave out of an anonymous sheet.
        options: Which texts, and whether with names.
    """
    order = sorted(texts["feedback_id"], key=lambda name: blake2b(f"{options.seed}:{name}".encode()).digest())
    chosen = order[: options.most]
    places = pl.DataFrame({"feedback_id": chosen}, schema={"feedback_id": pl.String}).with_row_index("_place")
    rows = texts.join(places, on="feedback_id").sort("_place")
    names = _named(companies) if options.is_anonymous else None
    said = [_cell(text if names is None else without_names(text, names)) for text in rows["feedback_text"]]
    stages = {name: term.label for name, term in load_vocabulary().stages.items()}
    return rows.select(
        pl.col("feedback_id").alias(TEXT_ID),
        pl.format("{} of {}", pl.col("_place") + 1, pl.lit(len(chosen))).alias(NUMBER),
        *([] if options.is_anonymous else [pl.col("company").alias("Company")]),
        pl.col("role").alias("Role"),
        pl.col("stage").replace(stages).alias("Stage"),
        pl.Series(TEXT, said, dtype=pl.String),
        *(pl.lit(None, dtype=pl.String).alias(name) for name in _blank_columns()),
    )


def _blank_columns() -> list[str]:
    coded = [f"{name} {place}" for place in range(1, CODINGS + 1) for name in ("Theme", "Meant as")]
    return [*coded, REFRAMING, NOTES]


def sheet_forms(text: str, companies: Iterable[str]) -> tuple[str, str]:
    """A text as a sheet has it, with names and without."""
    return _cell(text), _cell(without_names(text, _named(companies)))


def _named(companies: Iterable[str]) -> re.Pattern[str] | None:
    names = sorted({name.strip() for name in companies if name.strip()}, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else None


def without_names(text: str, names: re.Pattern[str] | None) -> str:
    """The text with a mark in the place of each name of a company."""
    return names.sub("[company]", text) if names else text


def _cell(text: str) -> str:
    """The text as far as a workbook's cell can hold it."""
    return text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + " …"


def sheet_as_csv(rows: pl.DataFrame) -> bytes:
    """The sheet as CSV, with cells that a spreadsheet program would run behind an apostrophe."""
    return to_csv(rows)


def themes_as_csv(codebook: Codebook) -> bytes:
    """The themes with their definitions, for a sheet in CSV, which has no room for them."""
    meant = [(label, "How a theme is meant") for label in MEANT.values()]
    return to_csv(pl.DataFrame([*_defined(codebook), *meant], schema=["Theme", "What belongs to it"], orient="row"))


def _defined(codebook: Codebook) -> list[tuple[str, str]]:
    themes = sorted(codebook.themes, key=lambda theme: theme.label.casefold())
    return [(NO_THEME, "The text was read, and none of the themes is named in it.")] + [
        (theme.label, theme.definition) for theme in themes
    ]


def sheet_as_xlsx(rows: pl.DataFrame, codebook: Codebook) -> bytes:
    """The sheet as a workbook with drop-downs, the themes and a guide; no text in it is a formula or a link."""
    buffer = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, plain) as workbook:
        workbook.set_properties({"title": "Texts for a second reader", "created": _MADE})
        texts, themes, guide = (workbook.add_worksheet(name) for name in ("Texts", "Themes", "How to read"))
        head = workbook.add_format(
            {"bold": True, "font_color": _PAPER, "bg_color": _INK, "text_wrap": True, "valign": "vcenter"}
        )
        wrapped = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        defined = _defined(codebook)
        _write(themes, head, wrapped, ["Theme", "What belongs to it"], defined, [34, 90])
        _write(texts, head, wrapped, rows.columns, rows.rows(), [_width(name) for name in rows.columns])
        texts.freeze_panes(1, rows.columns.index(TEXT) + 1)
        texts.set_row(0, 32)
        for place, name in enumerate(rows.columns):
            source = _choices(name, len(defined))
            if source and rows.height:
                texts.data_validation(1, place, rows.height, place, source)
        guide.hide_gridlines(2)
        guide.set_column(0, 0, 110)
        for place, line in enumerate(_HOW):
            guide.write_string(place, 0, line, wrapped)
    return buffer.getvalue()


def _choices(column: str, theme_count: int) -> dict[str, Any] | None:
    refusal = {"error_title": "Not in the list", "error_message": "Choose one of the list, or leave the cell empty."}
    if column.startswith("Theme "):
        return {"validate": "list", "source": f"=Themes!$A$2:$A${theme_count + 1}", **refusal}
    if column.startswith("Meant as "):
        return {"validate": "list", "source": list(MEANT.values()), **refusal}
    return None


def _width(column: str) -> int:
    widths = {TEXT: 60, TEXT_ID: 20, NUMBER: 11, REFRAMING: 40, NOTES: 30}
    return widths.get(column, 24 if column.startswith("Theme ") else 15)


def _write(
    page: Any, head: Any, style: Any, columns: list[str], rows: Iterable[Iterable[str | None]], widths: list[int]
) -> None:
    for place, (name, width) in enumerate(zip(columns, widths, strict=True)):
        page.set_column(place, place, width, style)
        page.write_string(0, place, name, head)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is not None:
                page.write_string(number, place, value, style)
