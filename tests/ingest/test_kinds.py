"""Kinds of trackers that people keep in their own way: small tables of one kind each."""

import datetime as dt

import pytest

from pipeline.ingest.joints import find_joint
from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
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


@pytest.mark.parametrize(
    "header",
    [
        *("Department / Agency", "Department", "Agency", "Ministry", "Body", "Authority", "Dienststelle"),
        *("Behörde / Amt", "Organismo", "Ministère", "University", "School", "Institution", "Faculty"),
        *("Trust", "Hospital", "Practice", "Clinic"),
    ],
)
def test_the_kind_of_an_employer_names_it_where_no_column_is_called_company(header: str) -> None:
    rows = [[header, "Role", "Applied on", "Status"], ["Fern Bureau", "Clerk", "2026-03-02", "Applied"]]
    rows += [["Moss House", "Analyst", "2026-03-03", "Rejected"]]
    assert read_rows(rows).applications["company"].to_list() == ["Fern Bureau", "Moss House"]


@pytest.mark.parametrize("header", ["Department", "Department / Agency", "Body", "Authority"])
def test_a_kind_of_employer_beside_a_company_is_none(header: str) -> None:
    rows = [["Company", header, "Role", "Status"], ["Fern", "Tax", "Clerk", "Applied"]]
    rows += [["Moss", "Audit", "Analyst", "Rejected"]]
    sheet = read_rows(rows)
    assert (fields_of(sheet)["Company"], fields_of(sheet)[header]) == ("company", None)


@pytest.mark.parametrize("header", ["Grade / Subject", "Subject", "Discipline", "Sujet de stage", "Fach"])
def test_what_a_trade_calls_its_work_is_the_role_where_no_column_is_called_so(header: str) -> None:
    rows = [["School", header, "Applied on", "Status"], ["Fern School", "Biology", "2026-03-02", "Applied"]]
    rows += [["Moss School", "Year 2", "2026-03-03", "Rejected"]]
    assert read_rows(rows).applications["role"].to_list() == ["Biology", "Year 2"]


def test_a_grade_beside_a_role_is_no_role() -> None:
    rows = [["School", "Post", "Grade", "Status"], ["Fern School", "Teacher", "M1", "Applied"]]
    rows += [["Moss School", "Tutor", "M2", "Rejected"]]
    assert fields_of(read_rows(rows))["Post"] == "role"


DECIDED = """
    Agency | Role    | {how_far}   | {open} | Their decision | My decision
    Fern   | Clerk   | Interview 2 | Closed | Offer          | Accepted
    Moss   | Analyst | Interview 1 | Closed | Offer          | Declined
    Reed   | Buyer   | Interview 1 | Closed | No             |
    Sedge  | Planner | Application | Closed |                | Withdrew
    Carex  | Officer | Test        | Open   |                |
    Tansy  | Officer | Interview 2 | Open   |                |
"""


@pytest.mark.parametrize(
    ("how_far", "is_open"), [("Progress", "Status"), ("Current status", "Status"), ("Stage", "Status")]
)
def test_all_columns_that_tell_of_a_row_are_put_together(how_far: str, is_open: str) -> None:
    sheet = read_rows(grid(DECIDED.format(how_far=how_far, open=is_open)))
    assert sheet.applications.select("stage", "outcome").rows() == [
        ("hired", "accepted"),
        ("offer", "declined"),
        ("first_interview", "rejected"),
        ("applied", "withdrawn"),
        ("screening", "open"),
        ("second_interview", "open"),
    ]


@pytest.mark.parametrize("header", ["Why closed", "Reason closed", "Close reason", "Why was it closed"])
def test_how_it_was_closed_tells_the_outcome_and_the_day_alone_does_not(header: str) -> None:
    told = f"""
        Company | Role    | Applied    | Offer      | Closed     | {header}
        Fern    | Clerk   | 2026-03-02 |            | 2026-03-20 | Rejected
        Moss    | Analyst | 2026-03-03 |            | 2026-03-21 | No response
        Reed    | Buyer   | 2026-03-04 |            | 2026-03-22 | I withdrew
        Sedge   | Planner | 2026-03-05 | 2026-03-18 | 2026-03-23 | I declined
        Carex   | Officer | 2026-03-06 |            | 2026-03-24 |
        Tansy   | Officer | 2026-03-07 |            |            |
    """
    outcomes = read_rows(grid(told)).applications["outcome"].to_list()
    assert outcomes == ["rejected", "no_response", "withdrawn", "declined", "rejected", "open"]


@pytest.mark.parametrize("header", ["Materials in", "Papers in", "Dossier in", "Documents in", "Materials sent"])
def test_the_day_the_papers_went_in_is_the_day_of_applying(header: str) -> None:
    rows = [["Institution", "Post", "Deadline", header], ["Fern", "Lecturer", "2026-03-31", "2026-03-02"]]
    assert _applied([*rows, ["Moss", "Fellow", "2026-04-30", ""]]) == [dt.date(2026, 3, 2), None]


@pytest.mark.parametrize("header", ["Posting #", "Vacancy #", "Job #", "Competition #", "Posting number"])
def test_the_number_of_a_posting_is_neither_its_link_nor_a_role(header: str) -> None:
    rows = [["Company", "Title", header, "Status"], ["Fern", "Clerk", "SF-22", "Applied"]]
    assert fields_of(read_rows([*rows, ["Moss", "Buyer", "4471", "Rejected"]]))[header] is None


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


def test_a_remark_that_names_jobs_now_and_then_leaves_the_column_of_titles_clear() -> None:
    rows = grid("""
        2026-03-14 | Fern  | Software Engineer | Applied | entry level, which is what I am after
        2026-03-15 | Moss  | Data Analyst      | Applied | a Data Engineer by quite another name
        2026-03-16 | Reed  | Software Engineer | Applied | remote but for one day a week
        2026-03-17 | Sedge | Data Analyst      | Applied | wants much SQL and years of it
        2026-03-18 | Rush  | Software Engineer | Applied | two days a week in the office
        2026-03-19 | Carex | Data Analyst      | Applied | asked by the agency to send a letter
    """)
    found = [column.field for column in read_rows(rows).plan.columns]
    assert found == ["applied_date", "company", "role", "status_text", None]


def test_a_yes_or_no_under_the_name_of_a_stage_is_that_stage() -> None:
    rows = grid("""
        Company | Role    | Applied    | Technical test requested | Interview
        Fern    | Clerk   | 2026-03-02 | True                     | False
        Moss    | Analyst | 2026-03-03 | True                     | True
        Reed    | Buyer   | 2026-03-04 | False                    | False
    """)
    assert read_rows(rows).applications["stage"].to_list() == ["screening", "first_interview", "applied"]


UNNAMED = """
    Company | Role    | {header}   | Status
    Fern    | Clerk   | 2026-03-02 | Applied
    Moss    | Analyst | 2026-03-03 | Rejected
    Reed    | Buyer   | 2026-03-04 | Applied
"""


def test_dates_under_a_header_that_says_nothing_are_told_and_not_taken() -> None:
    sheet = read_rows(grid(UNNAMED.format(header="Zorglub")))
    assert sheet.applications["applied_date"].to_list() == [None, None, None]
    (told,) = [caution for caution in sheet.warnings if caution.code == "no_applied_date"]
    assert told.column == "Zorglub"
    assert 'read the column as “Applied on” (--column applied_date="Zorglub")' in told.message


@pytest.mark.parametrize("header", ["Date posted", "Deadline", "Last updated", "Interview date"])
def test_dates_that_are_known_to_be_others_are_not_offered_as_days_of_applying(header: str) -> None:
    sheet = read_rows(grid(UNNAMED.format(header=header)))
    assert "no_applied_date" not in codes_of(sheet)


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        ("log_applied_date", True),
        ("csv date applied", True),
        ("Date de soumission", True),
        ("planned applied date", False),
        ("next application date", False),
        ("applied date viewed", False),
    ],
)
def test_a_word_that_names_a_table_before_a_known_date_leaves_it_known(header: str, *, is_taken: bool) -> None:
    dates = read_rows(grid(UNNAMED.format(header=header))).applications["applied_date"].to_list()
    assert all(dates) if is_taken else not any(dates)
