"""Kinds of trackers that people keep in their own way: which rows are applications, and what the others are."""

import pytest

from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, codes_of, grid, read_rows

FULL = """
    Company | Role    | Applied    | Status
    {one}   |         |            |
    Fern    | Clerk   | 2026-03-02 | Applied
    Moss    | Analyst | 2026-03-03 | Rejected
    {two}   |         |            |
    Reed    | Buyer   | 2026-03-04 | Applied
    Sedge   | Planner | 2026-03-05 | Applied
"""


@pytest.mark.parametrize(
    ("one", "two"), [("PUBLIC SECTOR", "PRIVATE SECTOR"), ("Krankenhäuser", "Praxen"), ("LYON", "PARIS")]
)
def test_a_heading_in_the_column_of_companies_is_no_application(one: str, two: str) -> None:
    sheet = read_rows(grid(FULL.format(one=one, two=two)))
    assert sheet.applications["company"].to_list() == ["Fern", "Moss", "Reed", "Sedge"]
    assert "section_rows" in codes_of(sheet)


def test_a_company_alone_in_its_row_is_an_application_still_to_come() -> None:
    rows = grid(FULL.format(one="Fern", two="Harebell"))
    moved = [rows[0], *rows[2:4], rows[4], *rows[5:], ["Clover", "", "", ""]]
    assert read_rows(moved).applications["company"].to_list() == [
        "Fern",
        "Moss",
        "Harebell",
        "Reed",
        "Sedge",
        "Clover",
    ]


def test_a_sentence_below_the_rows_is_a_remark() -> None:
    rows = [*grid(FULL.format(one="NORTH", two="SOUTH")), ["Remember to keep all the letters.", "", "", ""]]
    sheet = read_rows(rows)
    assert sheet.applications.height == 4
    assert "notes_rows" in codes_of(sheet)


def test_a_rule_of_dashes_below_the_header_is_no_row() -> None:
    rows = [["Company", "Role", "Status"], ["------", "-----", "-----"], ["Fern", "Clerk", "Applied"]]
    sheet = read_rows(rows)
    assert (sheet.applications.height, sheet.rows_rejected) == (1, 0)


BROKEN = """Applied on,Company,Role,Town,Status,Notes
2026-03-02,Fern,Clerk,Leeds,Rejected,
2026-03-03,Moss,Manager, Nights,Hull,Applied,
2026-03-04,Reed,Buyer,Poole, Dorset,Interview,on 12 May
2026-03-05,Sedge,Planner,York,Applied,wants rota, payslips
2026-03-06,Carex,Manager, Days,Stoke,No response,
2026-03-07,Tansy,Cook,Bath,Offer,
2026-03-08,Yarrow,Baker,Widnes,Applied,
"""


def test_a_file_in_which_most_rows_are_broken_shows_by_its_sound_ones_where_cells_belong() -> None:
    reading = read_tracker(BROKEN.encode(), "tracker.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON)
    (sheet,) = reading.sheets
    assert sheet.applications["role"].to_list()[1:5] == ["Manager, Nights", "Buyer", "Planner", "Manager, Days"]
    assert sheet.applications["location"].to_list()[1:5] == ["Hull", "Poole, Dorset", "York", "Stoke"]
    assert sheet.applications["stage"].to_list()[2] == "first_interview"
    assert sheet.applications["outcome"].to_list()[4] == "no_response"
    assert "repaired_rows" in codes_of(sheet)


@pytest.mark.parametrize("value", ["Company", "Notes", "Status", "Date"])
def test_a_name_below_one_we_do_not_know_is_a_value_of_its_column(value: str) -> None:
    rows = [["Company", "Role", "Zorp"], [value if value == "Company" else "", "", value], ["Fern", "Clerk", "x"]]
    sheet = read_rows(rows)
    assert sheet.plan.second_header_row is None
    assert sheet.applications["extras"].to_list()[-1] == '{"Zorp":"x"}'


BELOW = """
    Company | Role    | Applied    | Status   | Notes
    Fern    | Clerk   | 2026-03-02 | Applied  | good fit
    Moss    | Analyst | 2026-03-03 | Rejected | long shot
            |         |            |          |
"""
FORMULAS = "\n=== FORMULAS ===||||\nColumn F (days since): =TODAY()-C2||||\nColumn G (waited): =D2-C2||||\n||||"
STATUSES = "\nApplied|Rejected|Interview|Stalled|||"
RANGES = "\n--- SCORES ---||||\n90-100%: apply at once||||\n80-89%: small changes||||\nBelow 80%: skip||||"


@pytest.mark.parametrize("legend", [FORMULAS, STATUSES, RANGES, FORMULAS + STATUSES + RANGES])
def test_what_explains_a_sheet_below_its_rows_is_no_application_and_is_named(legend: str) -> None:
    rows = [row[:5] for row in grid(BELOW + legend)]
    sheet = read_rows(rows)
    assert sheet.applications["company"].to_list() == ["Fern", "Moss"]
    assert "notes_rows" in codes_of(sheet)
    assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected


def test_a_block_of_companies_below_a_heading_still_counts() -> None:
    rows = grid(BELOW + "\n=== WAVE 2 ===||||\nReed|Buyer|2026-03-09|Applied|\nSedge 24|Planner|2026-03-10|Applied|")
    assert read_rows(rows).applications["company"].to_list() == ["Fern", "Moss", "Reed", "Sedge 24"]
