"""Kinds of trackers that people keep in their own way: what their columns and words are."""

import pytest

from pipeline.errors import InputRefusedError
from pipeline.ingest.joints import find_joint
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import codes_of, fields_of, grid, plan_rows, read_rows

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


@pytest.mark.parametrize(("header", "field"), [("Applied", "source"), ("Col 4", "source"), ("Notes", "notes")])
def test_job_boards_are_the_source_unless_their_header_says_another_thing(header: str, field: str) -> None:
    boards = ["LinkedIn", "Indeed", "Company website"]
    rows = [["Company", "Role", "Date", header, "Status"]]
    rows += [[f"Fern {n}", "Clerk", f"2026-04-0{n}", board, "Rejected"] for n, board in enumerate(boards, start=1)]
    assert fields_of(read_rows(rows))[header] == field


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


@pytest.mark.parametrize("header", ["Posting #", "Vacancy #", "Job #", "Competition #", "Posting number"])
def test_the_number_of_a_posting_is_neither_its_link_nor_a_role(header: str) -> None:
    rows = [["Company", "Title", header, "Status"], ["Fern", "Clerk", "SF-22", "Applied"]]
    assert fields_of(read_rows([*rows, ["Moss", "Buyer", "4471", "Rejected"]]))[header] is None


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


@pytest.mark.parametrize(
    "header", ["contrato", "Contratos", "contratto", "Contrat", "Vertrag", "Kontrakt", "data_contrato"]
)
def test_the_kind_of_a_contract_is_no_person_to_contact(header: str) -> None:
    rows = [["Empresa", "Cargo", header, "Status"], ["Fern", "Analista", "PJ", "pendente"]]
    assert fields_of(read_rows([*rows, ["Moss", "Comprador", "CLT", "pendente"]]))[header] is None


def test_the_place_of_a_company_is_no_second_company() -> None:
    rows = [["empresa", "local_empresa", "cargo", "status"], ["Fern", "Porto Alegre", "Analista", "pendente"]]
    fields = fields_of(read_rows([*rows, ["Moss", "Curitiba", "Comprador", "pendente"]]))
    assert (fields["empresa"], fields["local_empresa"]) == ("company", "location")
    assert fields_of(read_rows([row[1:] for row in rows]))["local_empresa"] == "company"


def test_a_day_under_a_stage_of_another_name_is_a_day_of_that_stage() -> None:
    rows = grid("""
        School | Type    | Date applied | Zoom interview | Visiting offer | Dean visits
        Fern   | Physics | 2026-03-02   | 2026-03-09     |                | 2026-03-10
        Moss   | Biology | 2026-03-03   | 2026-03-11     | 2026-03-30     |
    """)
    sheet = read_rows(rows)
    assert fields_of(sheet)["Dean visits"] is None
    assert sheet.applications.select("stage", "outcome").rows() == [("first_interview", "open"), ("offer", "offer")]


NAMELESS = """
      | Date_Applied | Result      | DOW       | {header}
    0 | 2026-03-02   | Rejected    | Monday    | Data Engineer
    1 | 2026-03-03   | No Response | Tuesday   | Data Analyst
    2 | 2026-03-04   | Offer       | Wednesday | Buyer
"""


def test_a_list_without_companies_is_read_by_its_roles() -> None:
    sheet = read_rows(grid(NAMELESS.format(header="Broad_Kind")))
    assert sheet.applications.select("company", "role", "outcome").rows() == [
        (None, "Data Engineer", "rejected"),
        (None, "Data Analyst", "no_response"),
        (None, "Buyer", "offer"),
    ]


def test_a_list_without_companies_and_roles_is_refused_with_its_reason() -> None:
    rows = [row[:4] for row in grid(NAMELESS.format(header=""))]
    with pytest.raises(InputRefusedError, match="no table of applications or feedback was recognised") as refused:
        plan_rows(rows)
    assert "no column names a company or role" in str(refused.value.found)


def test_a_scam_was_applied_for_where_it_has_a_day() -> None:
    rows = [["Company", "Role", "Applied", "Status"], ["Fern", "Clerk", "2026-03-02", "Scam"]]
    sheet = read_rows([*rows, ["Moss", "Buyer", "", "Scam"]])
    assert sheet.applications.select("stage", "outcome").rows() == [("applied", "withdrawn"), ("saved", "withdrawn")]


@pytest.mark.parametrize("text", ["Int + Rej", "Inter + Rejec", "interview/rejec"])
def test_a_short_word_for_an_interview_counts_beside_how_it_ended(text: str) -> None:
    sheet = read_rows([["Company", "Role", "Applied", "Status"], ["Fern", "Clerk", "2026-03-02", text]])
    assert sheet.applications.select("stage", "outcome").row(0) == ("first_interview", "rejected")


def test_a_final_rejection_names_no_final_interview() -> None:
    sheet = read_rows([["Company", "Role", "Applied", "Status"], ["Fern", "Clerk", "2026-03-02", "final rejection"]])
    assert sheet.applications.select("stage", "outcome").row(0) == ("applied", "rejected")


@pytest.mark.parametrize("text", ["maybe apply", "error apply", "tailored invited", "no inter"])
def test_a_common_word_beside_another_says_nothing_of_its_own(text: str) -> None:
    sheet = read_rows([["Company", "Role", "Status"], ["Fern", "Clerk", text]])
    assert sheet.applications.select("stage", "outcome").row(0) == ("saved", "open")


def test_a_column_of_a_few_words_is_no_company() -> None:
    rows = [["Date applied", "Status", "Zone", "Role"]]
    rows += [["2026-03-02", "Applied", zone, "Clerk"] for zone in ["Alpha", "Beta"] * 3]
    assert fields_of(read_rows(rows))["Zone"] is None


def test_a_first_contact_is_a_person_or_a_day_by_its_cells() -> None:
    header = ["Company", "Role", "Applied on", "contact_1"]
    rows = [["Fern", "Clerk", "2026-03-02", "Ms Dale"], ["Moss", "Buyer", "2026-03-03", "Mr Brook"]]
    assert fields_of(read_rows([header, *rows]))["contact_1"] == "contact"
    dated = [[*row[:3], f"2026-03-1{place}"] for place, row in enumerate(rows)]
    assert fields_of(read_rows([header, *dated]))["contact_1"] == "first_response_date"
