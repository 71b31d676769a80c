"""A result as a file or as text: CSV, XLSX, Parquet, JSON and tables, with formula cells defused."""

import io
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import tabulate
import xlsxwriter

from pipeline.plain_text import FORMULA, visible

_WORKBOOK_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}

_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""The same in every workbook, so that the same rows are the same bytes."""


def defused(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before each text or name that a spreadsheet program would run as a formula.

    An import takes the apostrophe off again.
    """
    names = pl.Series(frame.columns, dtype=pl.String).str.replace(f"^({FORMULA})", "'$1")
    return frame.with_columns(pl.col(pl.String).str.replace(f"^({FORMULA})", "'$1")).rename(
        dict(zip(frame.columns, names, strict=True))
    )


def to_csv(frame: pl.DataFrame) -> bytes:
    """CSV in UTF-8 with a header; nested values as JSON, formula-like texts behind an apostrophe."""
    return defused(_flat(frame)).write_csv().encode()


def to_xlsx(frame: pl.DataFrame) -> bytes:
    """A workbook with one sheet in which no text is a formula or a link; what is not a number is left empty."""
    finite = pl.when(pl.col(pl.Float32, pl.Float64).is_finite()).then(pl.col(pl.Float32, pl.Float64)).name.keep()
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _WORKBOOK_OPTIONS) as workbook:
        workbook.set_properties({"created": _WRITTEN})
        _flat(frame).with_columns(finite).write_excel(workbook, "result", autofit=True)
    return buffer.getvalue()


def to_parquet(frame: pl.DataFrame) -> bytes:
    """Parquet with the result's own types."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def to_json(frame: pl.DataFrame) -> bytes:
    """An array of objects; dates as ISO text, numbers as numbers, what is not a number as null."""
    return (json.dumps(_records(frame), ensure_ascii=False, indent=2) + "\n").encode()


def to_jsonl(frame: pl.DataFrame) -> bytes:
    """One object a line, as in ``to_json``."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in _records(frame)).encode()


def to_table(frame: pl.DataFrame) -> bytes:
    """A table for a terminal."""
    return _tabulated(frame, "simple")


def to_markdown(frame: pl.DataFrame) -> bytes:
    """A table in GitHub's Markdown, in which no text is a picture, a link, HTML or a formula."""
    named = frame.rename({name: _MARKDOWN_SIGNS.sub(r"\\\g<0>", name) for name in frame.columns})
    return _tabulated(
        named.with_columns(pl.col(pl.String).str.replace_all(f"({_MARKDOWN_SIGNS.pattern})", r"\$1")), "github"
    )


_MARKDOWN_SIGNS = re.compile(r"[\\|<\[\]`$]")

FORMATS: Mapping[str, Callable[[pl.DataFrame], bytes]] = {
    "table": to_table,
    "csv": to_csv,
    "json": to_json,
    "jsonl": to_jsonl,
    "parquet": to_parquet,
    "xlsx": to_xlsx,
    "markdown": to_markdown,
}
"""Every format by its name on the command line."""


def _tabulated(frame: pl.DataFrame, style: str) -> bytes:
    rows = [[_cell_text(value) for value in row] for row in frame.iter_rows()]
    is_number = [dtype.is_numeric() for dtype in frame.dtypes]
    align = ["right" if numeric else "left" for numeric in is_number]
    names = [_cell_text(name) for name in frame.columns]
    text = tabulate.tabulate(rows, names, tablefmt=style, colalign=align if rows else None, disable_numparse=True)
    return (text + "\n").encode()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e4 or not math.isfinite(value) else f"{value:.2f}"
    plain = _plain(value)
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return visible(" ".join(text.split("\n")))


def _records(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in record.items()} for record in frame.iter_rows(named=True)]


def _plain(value: object) -> Any:
    """The value as JSON can hold it."""
    match value:
        case bool() | int() | str() | None:
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case bytes():
            return value.hex()
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple() | pl.Series():
            return [_plain(item) for item in value]
        case _:
            return str(value)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Nested and binary columns as JSON text and spans of time in seconds, which is all that CSV and a sheet hold."""
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested() or dtype == pl.Binary]
    return frame.with_columns(pl.col(pl.Duration).dt.total_seconds(fractional=True)).with_columns(
        pl.Series(name, [_json_text(value) for value in frame[name].to_list()], dtype=pl.String) for name in nested
    )


def _json_text(value: object) -> str | None:
    return None if value is None else json.dumps(_plain(value), ensure_ascii=False)
