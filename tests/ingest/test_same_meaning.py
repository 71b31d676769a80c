"""A tracker written in another way says the same: other delimiters, headers, rows between, forms of its dates."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, csv_bytes
from tests.ingest.same_meaning import rewritings

TRACKERS = Path(__file__).parent.parent / "trackers"
READ = ["company", "role", "applied_date", "stage", "outcome"]

PLAIN = [
    ["Company", "Position", "Location", "Date Applied", "Status", "First Interview", "Link", "Notes"],
    ["Fern", "Buyer", "Leeds", "2026-03-14", "Applied", "", "https://fern.example/1", "a friend works there"],
    ["Moss & Co", "Data Analyst", "Remote", "2026-03-16", "Rejected", "2026-03-27", "", ""],
    ["Reed", "Clerk", "York", "2026-03-20", "Offer declined", "2026-04-01", "https://reed.example/7", "too far"],
    ["Ash", "Cook, part time", "", "", "To apply", "", "", ""],
    ["Oak", "Nurse", "Hull", "2026-04-02", "Ghosted", "", "https://oak.example", "wrote twice"],
]
GERMAN = [
    ["Firma", "Stelle", "Ort", "Beworben am", "Rückmeldung", "Notizen"],
    ["Farn GmbH", "Sachbearbeiterin", "Kiel", "2026-03-14", "Absage", ""],
    ["Moos AG", "Softwareentwickler", "Bonn", "2026-03-16", "Einladung zum Gespräch", "Frau Rohr"],
    ["Schilf", "Köchin", "Ulm", "2026-03-20", "Zusage", ""],
    ["Esche", "Fahrer", "Jena", "2026-04-02", "keine Antwort", "zweimal geschrieben"],
]


def _read(content: bytes, name: str) -> list[tuple[object, ...]]:
    sheets = read_tracker(content, name, options=ReadingOptions(), uploaded_on=UPLOADED_ON).sheets
    return [row for sheet in sheets for row in sheet.applications.select(READ).iter_rows()]


@cache
def _plainly(table: int) -> list[tuple[object, ...]]:
    return _read(csv_bytes((PLAIN, GERMAN)[table]), "plain.csv")


@pytest.mark.parametrize("table", [0, pytest.param(1, marks=pytest.mark.thorough)], ids=["English", "German"])
@pytest.mark.parametrize("way", [name for name, _ in rewritings(PLAIN)])
def test_a_table_written_in_another_way_says_the_same(way: str, table: int) -> None:
    content = dict(rewritings((PLAIN, GERMAN)[table]))[way]
    assert _plainly(table)
    assert _read(content, way) == _plainly(table)


def _real_tables() -> Iterator[tuple[str, list[list[str]]]]:
    """The trackers of a few rows whose first row is the header and whose every row is as long as it."""
    for path in sorted(TRACKERS.glob("*.csv")):
        rows = list(csv.reader(path.read_bytes().decode("utf-8-sig", errors="replace").splitlines(keepends=True)))
        if len(rows) > 5 and len({len(row) for row in rows}) == 1 and len(rows[0]) > 2 and all(rows[0]):
            yield path.stem, rows


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "rows"), list(_real_tables()))
def test_a_real_tracker_written_in_another_way_says_the_same(name: str, rows: list[list[str]]) -> None:
    plainly = _read(csv_bytes(rows), f"{name}.csv")
    told = {way: _read(content, way) for way, content in rewritings(rows)}
    assert {way for way, read in told.items() if read != plainly} == set()
