"""Trackers of many kinds of people are read as a careful reader would: every row, no other, and every doubt told."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON

WAYS = tomllib.loads((Path(__file__).parent / "ways.toml").read_text(encoding="utf-8"))["way"]
_READ = ("company", "role", "applied_date", "stage", "outcome")


@pytest.mark.parametrize("way", WAYS, ids=[way["name"] for way in WAYS])
def test_a_way_of_keeping_a_tracker_is_read_as_it_is_meant(way: dict[str, Any]) -> None:
    content = way["text"].lstrip("\n").encode()
    sheets = read_tracker(content, "tracker.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON).sheets
    rows = [row for sheet in sheets for row in sheet.applications.select(_READ).iter_rows()]
    assert [[_plain(cell) for cell in row] for row in rows] == way["rows"]
    assert sorted({warning.code for sheet in sheets for warning in sheet.warnings}) == way["told"]
    for sheet in sheets:
        assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected


def _plain(cell: str | dt.date | None) -> str:
    return cell.isoformat() if isinstance(cell, dt.date) else cell or ""
