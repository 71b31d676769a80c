"""How well a reading of a tracker meets its expectation, counted by measure.

An expectation (``NNN.expected.json``) says for a file: ``sheet`` (or several), ``header_row``, ``columns`` (header to
field), ``rows`` (company, role, applied_date, stage, outcome by row number) and ``must_warn``. A list means that any
of its members is right, null in it that leaving the value empty is right too. A row marked
``optional`` counts neither way.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

MEASURES = {
    "columns": "columns",
    "key_columns": "key columns (company, role, applied date, status)",
    "header": "header row",
    "rows": "rows found",
    "stage": "stage",
    "outcome": "outcome",
    "date": "applied date",
    "warned": "warnings given",
}
"""What is measured, by the name its counts have; ``<name>_of`` counts how many there are to get right."""

FALSE_DATES, EXTRA_ROWS = "false_dates", "extra_rows"
"""Counts of the worst errors: a date that is not null and wrong, and a row that is no application."""

_STATUS_FIELDS = {"status_text", "status", "stage", "outcome"}
_KEY_FIELDS = {"company", "role", "applied_date"} | _STATUS_FIELDS
_STAGES = ("saved", "screening", "first_interview", "second_interview", "final_interview", "offer", "hired")

Expectation = Mapping[str, Any]
Reading = Mapping[str, Any]


def score(expected: Expectation, reading: Reading) -> Counter[str]:
    """Count what one reading gets right.

    Args:
        expected: The file's expectation.
        reading: ``columns`` and ``rows`` like those of the expectation, ``header_row``, the codes of ``warnings``.
    """
    counts: Counter[str] = Counter()
    _score_columns(expected, reading, counts)
    _score_rows(expected, reading, counts)
    counts["header_of"] += 1
    counts["header"] += reading["header_row"] in _accepted(expected["header_row"])
    counts["warned_of"] += len(expected["must_warn"])
    counts["warned"] += len(set(expected["must_warn"]) & set(reading["warnings"]))
    return counts


def misses(counts: Counter[str]) -> list[str]:
    """Every measure that falls short, in words; nothing where the reading is perfect."""
    short = [
        f"{label}: {counts[name]} of {counts[f'{name}_of']}"
        for name, label in MEASURES.items()
        if counts[name] < counts[f"{name}_of"]
    ]
    wrong = [f"{name.replace('_', ' ')}: {counts[name]}" for name in (FALSE_DATES, EXTRA_ROWS) if counts[name]]
    return short + wrong


def _accepted(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _field(name: str | None) -> str | None:
    """One spelling for a stage's date: event:offer, offer_date and offer_at are the same."""
    if not name:
        return None
    for stage in _STAGES:
        if name in {f"{stage}_date", f"{stage}_at", f"event:{stage}"}:
            return f"event:{stage}"
    return name


def _plain(text: object) -> str:
    return re.sub(r"[\W_]+", "", str(text or "")).casefold()


def _columns(columns: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> list[tuple[str, Any]]:
    """Header and field of each column; a header that repeats is numbered."""
    if isinstance(columns, Mapping):
        return list(columns.items())
    seen: Counter[str] = Counter()
    pairs = []
    for column in sorted(columns, key=lambda column: int(column["index"])):
        header = column.get("header") or ""
        seen[header] += 1
        pairs.append((header if seen[header] == 1 else f"{header}#{seen[header]}", column.get("field")))
    return pairs


def _score_columns(expected: Expectation, reading: Reading, counts: Counter[str]) -> None:
    if isinstance(expected["columns"], list):
        got = {str(column["index"]): column["field"] for column in reading["columns"]}
        wanted = [(str(column["index"]), column["field"]) for column in expected["columns"]]
    else:
        got = dict(_columns(reading["columns"]))
        wanted = _columns(expected["columns"])
    for header, fields in wanted:
        options = {_field(field) for field in _accepted(fields)}
        is_right = _field(got.get(header)) in options
        is_key = bool(options & _KEY_FIELDS) and None not in options
        counts["columns_of"] += 1
        counts["columns"] += is_right
        counts["key_columns_of"] += is_key
        counts["key_columns"] += is_key and is_right


def _is_same_row(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> bool:
    """The company matches, or, where none is expected, the role."""
    for name in ("company", "role"):
        options = [_plain(value) for value in _accepted(wanted[name])]
        if any(options):
            return _plain(got.get(name)) in options
    return True


def _score_rows(expected: Expectation, reading: Reading, counts: Counter[str]) -> None:
    sheets = _accepted(expected.get("sheet"))
    are_several = isinstance(expected.get("sheet"), list)

    def place(row: Mapping[str, Any]) -> tuple[Any, ...]:
        return (row.get("sheet") if are_several else None, row["row"], row.get("column"))

    ours = [row for row in reading["rows"] if sheets == [None] or row.get("sheet", sheets[0]) in sheets]
    got = {place(row): row for row in ours}
    known = {place(row) for row in expected["rows"]}
    counts[EXTRA_ROWS] += len(reading["rows"]) - len(ours) + sum(row not in known for row in got)
    for wanted in expected["rows"]:
        if not wanted.get("optional"):
            _score_row(wanted, got.get(place(wanted)), counts)


def _score_row(wanted: Mapping[str, Any], got: Mapping[str, Any] | None, counts: Counter[str]) -> None:
    for name in ("rows", "stage", "outcome", "date"):
        counts[f"{name}_of"] += 1
    if got is None:
        return
    date = (got.get("applied_date") or "")[:10] or None
    dates = [None if day == "ambiguous" else day for day in _accepted(wanted["applied_date"])]
    counts["rows"] += _is_same_row(wanted, got)
    counts["date"] += date in dates
    counts[FALSE_DATES] += date is not None and date not in dates
    counts["stage"] += got["stage"] in _accepted(wanted["stage"])
    counts["outcome"] += got["outcome"] in _accepted(wanted["outcome"])
