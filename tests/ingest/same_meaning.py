"""Ways to write a table differently that change nothing of what it says."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Sequence

import xlsxwriter

Rows = Sequence[Sequence[str]]
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_FORMS = ("%d %b %Y", "%b %d, %Y", "%Y-%m-%dT00:00:00", "%d-%b-%y", "%A, %d %B %Y")


def rewritings(rows: Rows) -> Iterator[tuple[str, bytes]]:
    """The name of each way, and the file that it makes of rows whose first is the header."""
    head, *body = rows
    for name, delimiter in (("semicolons", ";"), ("tabs", "\t"), ("bars", "|")):
        yield f"{name}.csv", _written(rows, delimiter=delimiter)
    yield "utf-16.csv", _written(rows).decode().encode("utf-16")
    yield "carriage returns.csv", _written(rows, lineterminator="\r\n")
    yield "all quoted.csv", _written(rows, quoting=csv.QUOTE_ALL)
    yield "workbook.xlsx", _workbook(rows)
    for name, change in _HEADERS.items():
        yield f"{name}.csv", _written([[change(cell) if cell else cell for cell in head], *body])
    yield "numbered.csv", _written([[f"{place}. {cell}" for place, cell in enumerate(head, 1)], *body])
    yield "a title.csv", _written([["My job search"], [], *rows])
    yield "an index.csv", _written([["#", *head], *([str(place), *row] for place, row in enumerate(body, 1))])
    yield "a blank column.csv", _written([["", *row] for row in rows])
    yield "a strange column.csv", _written([[*head, "Hobby"], *([*row, "chess"] for row in body)])
    yield "turned columns.csv", _written([row[::-1] for row in rows])
    yield "blank rows.csv", _written([line for row in rows for line in (row, [])])
    yield "a total.csv", _written([*rows, ["Total", str(len(body))]])
    yield "a section.csv", _written([head, *body[:2], ["March 2026"], *body[2:]])
    yield "commas at the ends.csv", _written([[*row, ""] for row in rows])
    yield "blanks around.csv", _written([head, *([f"  {cell} " if cell else cell for cell in row] for row in body)])
    for form in _FORMS:
        yield f"dates as {form}.csv", _written([head, *([_dated(cell, form) for cell in row] for row in body)])


_HEADERS: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "snake case": lambda cell: re.sub(r"\W+", "_", cell).strip("_").lower(),
    "camel case": lambda cell: "".join(word.title() for word in re.split(r"\W+", cell)),
    "a colon": lambda cell: f"{cell}:",
    "a star": lambda cell: f"{cell} *",
    "required": lambda cell: f"{cell} (required)",
    "an emoji": lambda cell: f"🏢 {cell}",
    "other blanks": lambda cell: cell.replace(" ", "\u00a0"),
}


def _written(rows: Rows, **how: object) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, **how).writerows(rows)  # type: ignore[arg-type]  # how to write, by the module's own names
    return stream.getvalue().encode()


def _workbook(rows: Rows) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(place, column, cell)
    return content.getvalue()


def _dated(cell: str, form: str) -> str:
    return dt.date.fromisoformat(cell).strftime(form) if _ISO.fullmatch(cell) else cell
