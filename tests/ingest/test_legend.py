"""Marks of a person's own are statuses where the sheet explains them, and it is told how they were read."""

import pytest

from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON, codes_of, csv_bytes, fields_of, grid, read_rows

TRACKER = """
    Company | Role  | Applied    | S
    Fern    | Clerk | 2026-02-03 | R
    Moss    | Buyer | 2026-02-04 | A
    Reed    | Cook  | 2026-02-05 | I
            |       |            |
"""


def _with_legend(*lines: str) -> list[list[str]]:
    return [*grid(TRACKER), *([line, "", "", ""] for line in lines)]


def test_marks_are_read_as_the_sheet_explains_them_and_it_is_told() -> None:
    sheet = read_rows(_with_legend("R = rejected", "A = applied", "I = interview"))
    read = sheet.applications
    assert fields_of(sheet)["S"] == "status_text"
    assert read["outcome"].to_list() == ["rejected", "open", "open"]
    assert read["stage"].to_list() == ["applied", "applied", "first_interview"]
    (told,) = [caution for caution in sheet.warnings if caution.code == "legend"]
    assert told.rows == 3
    assert '"R = rejected"' in told.message


def test_lines_of_a_legend_are_no_applications() -> None:
    assert read_rows(_with_legend("R = rejected", "A = applied")).applications.height == 3


def test_what_the_user_said_of_a_mark_goes_before_the_legend() -> None:
    own = load_vocabulary().with_status_words({"R": ("applied", "withdrawn")})
    content = csv_bytes(_with_legend("R = rejected", "A = applied"))
    reading = read_tracker(content, "a.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON, vocabulary=own)
    assert reading.sheets[0].applications["outcome"][0] == "withdrawn"


@pytest.mark.parametrize("lines", [(), ("R = rejected",), ("R = red folder", "A = attic")])
def test_without_a_legend_of_statuses_marks_stay_what_they_are(lines: tuple[str, ...]) -> None:
    sheet = read_rows(_with_legend(*lines))
    assert fields_of(sheet)["S"] is None
    assert "legend" not in codes_of(sheet)
