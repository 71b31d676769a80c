"""Kinds of trackers that people keep in their own way: small tables of one kind each."""

import datetime as dt

import pytest

from pipeline.ingest.joints import find_joint
from pipeline.ingest.written_day import find_written_day
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON, codes_of, fields_of, grid, read_rows

RELATIVE = """
    Company | Role    | Applied    | Status
    Fern    | Clerk   | 3 days ago | Applied
    Moss    | Analyst | yesterday  | Applied
    Reed    | Buyer   | 2026-03-01 | Rejected
"""


def _applied(rows: list[list[str]]) -> list[dt.date | None]:
    return read_rows(rows).applications["applied_date"].to_list()


@pytest.mark.parametrize("line", ["Copied 14 March 2026", "Stand: 14.03.2026", "Export as of 2026-03-14"])
def test_days_ago_are_counted_from_the_day_that_the_sheet_names(line: str) -> None:
    rows = [[line, "", "", ""], *grid(RELATIVE)]
    assert _applied(rows) == [dt.date(2026, 3, 11), dt.date(2026, 3, 13), dt.date(2026, 3, 1)]
    (told,) = [caution.message for caution in read_rows(rows).warnings if caution.code == "relative_dates"]
    assert "counted from 2026-03-14, which the sheet names as its day" in told


def test_days_ago_stay_open_where_the_other_dates_show_that_the_file_is_old() -> None:
    assert _applied(grid(RELATIVE)) == [None, None, dt.date(2026, 3, 1)]
    assert "relative_dates" in codes_of(read_rows(grid(RELATIVE)))


def test_days_ago_are_counted_from_the_upload_where_nothing_speaks_against_it() -> None:
    rows = [[cell.replace("2026-03-01", "2026-07-20") for cell in row] for row in grid(RELATIVE)]
    assert _applied(rows)[0] == UPLOADED_ON - dt.timedelta(days=3)


@pytest.mark.parametrize(
    "line", ["Started my search 1 March 2026", "Copied 1 March 2026, again 3 March 2026", "Copied"]
)
def test_a_line_that_names_no_day_of_writing_names_none(line: str) -> None:
    assert find_written_day([line], UPLOADED_ON, load_vocabulary()) is None


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


JOINT = [
    (["Clerk @ Fern", "Store Manager @ Moss & Co", "Buyer @ Reed"], ("Clerk", "Fern")),
    (["Clerk at Fern", "Line Cook at Moss", "Buyer at Reed"], ("Clerk", "Fern")),
    (["Sachbearbeiter bei Fern", "Berater bei Moss", "Leiter bei Reed"], ("Sachbearbeiter", "Fern")),
    (["Fern - Data Analyst", "Moss - Buyer", "Reed - Office Manager"], ("Data Analyst", "Fern")),
    (["Data Analyst, Fern", "Buyer, Moss", "Office Manager, Reed"], ("Data Analyst", "Fern")),
    (["Fern (Data Analyst)", "Moss (Buyer)", "Reed (Office Manager)"], ("Data Analyst", "Fern")),
]


@pytest.mark.parametrize("header", ["Job", "Company / Role", "Application", "Card name"])
@pytest.mark.parametrize(("texts", "first"), JOINT, ids=[texts[0] for texts, _ in JOINT])
def test_role_and_company_in_one_cell_are_taken_apart(header: str, texts: list[str], first: tuple[str, str]) -> None:
    rows = [[header, "Date applied", "Status"], *([text, "2026-03-02", "Applied"] for text in texts)]
    sheet = read_rows(rows)
    role, company = sheet.applications.select("role", "company").row(0)
    assert (role, company) == first
    assert "joint_names" in codes_of(sheet)


@pytest.mark.parametrize(
    "texts",
    [
        ["Fern - Berlin", "Moss - Paris", "Reed - Rome"],
        ["Engineer - remote", "Buyer - remote", "Clerk - hybrid"],
        ["Fern", "Moss", "Reed"],
        ["Engineer - Lead Analyst", "Buyer - Clerk", "Manager - Planner"],
    ],
    ids=["places", "ways of working", "names", "roles"],
)
def test_what_may_be_no_role_and_company_stays_whole(texts: list[str]) -> None:
    assert find_joint(texts, load_vocabulary()) is None


def test_dates_right_of_an_action_are_its_day() -> None:
    rows = [["Company", "Role", "Status", "To do", "By"], ["Fern", "Clerk", "Applied", "ring them", "2026-04-01"]]
    assert fields_of(read_rows(rows))["By"] == "next_action_date"


def test_dates_under_a_header_of_actions_are_their_days() -> None:
    rows = [["Entreprise", "Poste", "Statut", "Relance"], ["Fern", "Vendeuse", "Envoyée", "2026-04-01"]]
    assert fields_of(read_rows(rows))["Relance"] == "next_action_date"


def test_the_person_met_is_no_day_of_a_stage() -> None:
    rows = [
        ["Company", "Role", "Status", "1st interview", "1st interview with"],
        ["Fern", "Clerk", "Interview", "2026-04-01", "Ms Dale"],
    ]
    assert fields_of(read_rows(rows))["1st interview with"] == "contact"


def test_a_place_that_begins_the_row_is_the_employer_where_another_column_says_where() -> None:
    rows = [
        ["Place", "Gig", "Where", "Status"],
        ["Fern Bakery", "Baker", "Cork", "Applied"],
        ["Moss", "Cook", "", ""],
    ]
    assert fields_of(read_rows(rows))["Place"] == "company"
    rows = [["Company", "Place", "Role", "Status"], ["Fern Bakery", "Cork", "Baker", "Applied"]]
    assert fields_of(read_rows(rows))["Place"] == "location"


def test_no_answer_to_a_receipt_leaves_an_application_sent() -> None:
    rows = [
        ["Company", "Role", "Sent off", "Acknowledged?", "Offer made?"],
        ["Fern", "Clerk", "2026-03-02", "No", "No"],
        ["Moss", "Buyer", "2026-03-03", "Yes", "No"],
    ]
    assert read_rows(rows).applications["stage"].to_list() == ["applied", "applied"]


def test_one_step_has_its_day_where_others_list_several() -> None:
    rows = [
        ["Company", "Role", "What happened so far"],
        ["Fern", "Clerk", "2026-03-02 applied\n2026-03-09 rejected"],
        ["Moss", "Buyer", "2026-03-03 applied"],
    ]
    assert _applied(rows) == [dt.date(2026, 3, 2), dt.date(2026, 3, 3)]


def test_an_apostrophe_that_is_left_out_is_told() -> None:
    rows = [["Company", "Role", "Notes"], ["Fern", "Clerk", "'-- urgent --"], ["Moss", "Buyer", "it's fine"]]
    sheet = read_rows(rows)
    assert sheet.applications["notes"].to_list() == ["-- urgent --", "it's fine"]
    (told,) = [caution.message for caution in sheet.warnings if caution.code == "apostrophes"]
    assert told.startswith("1 cell begins with an apostrophe")


def test_a_table_without_a_header_is_read_with_its_towns() -> None:
    rows = """
        2026-03-02 | Northgate Dental   | Dental Nurse     | Hull  | applied
        2026-03-04 | Castle Smiles      | Receptionist     | York  | rejected
        2026-03-09 | Park Street Clinic | Dental Nurse     | Leeds | interview
        2026-03-11 | Tooth & Co         | Practice Manager | Hull  | applied
    """
    fields = [column.field for column in read_rows(grid(rows)).plan.columns]
    assert fields == ["applied_date", "company", "role", "location", "status_text"]


def test_a_column_of_job_titles_is_the_role_where_no_header_names_one() -> None:
    rows = """
        Trust  | Ward / Specialty        | Form sent  | Result
        Fern   | Staff Nurse, Cardiology | 2026-03-02 | Not shortlisted
        Moss   | Practice Nurse          | 2026-03-03 | Heard nothing
        Reed   | Community Nurse         | 2026-03-04 | Waiting
    """
    sheet = read_rows(grid(rows))
    assert fields_of(sheet)["Ward / Specialty"] == "role"
    assert sheet.applications["outcome"].to_list() == ["rejected", "no_response", "open"]


def test_a_rule_of_dashes_below_the_header_is_no_row() -> None:
    rows = [["Company", "Role", "Status"], ["------", "-----", "-----"], ["Fern", "Clerk", "Applied"]]
    sheet = read_rows(rows)
    assert (sheet.applications.height, sheet.rows_rejected) == (1, 0)


@pytest.mark.parametrize(
    ("text", "stage", "outcome"),
    [
        ("não fui selecionada", "applied", "rejected"),
        ("ikke tilbud", "applied", "open"),
        ("No after 1st interview", "first_interview", "rejected"),
        ("Interview then no", "first_interview", "rejected"),
        ("Offered, said yes", "hired", "accepted"),
        ("I stepped back", "applied", "withdrawn"),
        ("Lost out to internal candidate", "applied", "rejected"),
        ("Haven't filled it in yet", "saved", "open"),
        ("nie odezwali się", "applied", "no_response"),
        ("pozvánka na pohovor", "first_interview", "open"),
        ("Fick jobbet", "hired", "accepted"),
        ("Ikke hørt noe", "applied", "no_response"),
    ],
)
def test_a_status_in_ones_own_words_is_understood(text: str, stage: str, outcome: str) -> None:
    applied = "" if stage == "saved" else "2026-03-02"
    sheet = read_rows([["Company", "Role", "Applied", "Status"], ["Fern", "Clerk", applied, text]])
    assert sheet.applications.select("stage", "outcome").row(0) == (stage, outcome)


def test_a_header_that_lists_two_things_is_the_first_of_them() -> None:
    rows = [
        ["Datum", "Arbeitgeber, Ort", "Bezeichnung", "Ergebnis"],
        ["03.03.2026", "Fern, Celle", "Helfer", "Absage"],
    ]
    assert fields_of(read_rows(rows))["Arbeitgeber, Ort"] == "company"
