"""What columns beside the status tell of the outcome: steps that came to nothing, refused interviews, a last word."""

import pytest

from tests.ingest.reading import codes_of, fields_of, grid, read_rows

ASKED = """
    Company | Role    | Applied on | Response date | {header}
    Fern    | Clerk   | 2026-03-02 | 2026-03-20    | No
    Moss    | Analyst | 2026-03-03 |               | No
    Reed    | Buyer   | 2026-03-04 | 2026-03-21    | Yes
    Sedge   | Planner | 2026-03-05 | 2026-03-22    | TBD
    Carex   | Officer | 2026-03-06 | 2026-03-23    | Other
    Tansy   | Porter  | 2026-03-07 |               |
"""


@pytest.mark.parametrize(
    "header", ["selected for interview?", "Got interview?", "Interview offered (Y/N)", "Invited to interview"]
)
def test_a_no_to_an_interview_is_a_rejection_where_an_answer_came_and_that_is_told(header: str) -> None:
    sheet = read_rows(grid(ASKED.format(header=header)))
    assert fields_of(sheet)[header] == "event:first_interview"
    assert sheet.applications.select("stage", "outcome").rows() == [
        ("applied", "rejected"),
        ("applied", "open"),
        ("first_interview", "open"),
        ("applied", "open"),
        ("applied", "open"),
        ("applied", "open"),
    ]
    (told,) = [caution for caution in sheet.warnings if caution.code == "concluded_rejections"]
    assert told.message == f'1 row with a no under "{header}" and the day of an answer was read as rejected.'


def test_a_no_to_interviews_in_general_is_no_rejection() -> None:
    sheet = read_rows(grid(ASKED.format(header="Interview")))
    assert set(sheet.applications["outcome"]) == {"open"}
    assert "concluded_rejections" not in codes_of(sheet)


def test_a_word_that_is_neither_yes_nor_no_is_kept() -> None:
    sheet = read_rows(grid(ASKED.format(header="Got interview?")))
    assert sheet.applications["extras"].str.contains("Other").sum() == 1


TICKS = """
    Company | Role    | Auto rejected | HR / Recruiter call | Hiring manager | Panel interview | Offer
    Fern    | Clerk   | N             | Y                   |                |                 |
    Moss    | Analyst | N             | Y                   | Y              |                 |
    Reed    | Buyer   | N             | Y                   | Y              | Y               | {offer}
    Sedge   | Planner | Y             |                     |                |                 |
    Carex   | Officer | N             |                     |                |                 |
    Tansy   | Porter  | N             | Y                   | Y              | Y               | Y
"""


def test_a_no_to_a_rejection_leaves_an_application_sent_and_a_tick_is_its_step() -> None:
    sheet = read_rows(grid(TICKS.format(offer="N")))
    assert sheet.applications.select("stage", "outcome").rows() == [
        ("screening", "open"),
        ("first_interview", "open"),
        ("final_interview", "open"),
        ("applied", "rejected"),
        ("applied", "open"),
        ("offer", "offer"),
    ]


@pytest.mark.parametrize(
    ("offer", "outcome"),
    [("Ghosted", "no_response"), ("Rejected", "rejected"), ("G", "open"), ("Other", "open"), ("Pending", "open")],
)
def test_what_came_to_nothing_under_offer_is_no_offer(offer: str, outcome: str) -> None:
    sheet = read_rows(grid(TICKS.format(offer=offer)))
    assert sheet.applications.select("stage", "outcome").row(2) == ("final_interview", outcome)


def test_a_letter_of_ones_own_under_offer_is_told() -> None:
    sheet = read_rows(grid(TICKS.format(offer="G")))
    assert [caution.message for caution in sheet.warnings if caution.code == "unknown_status"] == [
        'Not understood under "Offer", and not taken for an offer: "G" (1 row).'
    ]


ANSWERS = """
    Company | Role    | Applied on | Method   | {header}    | Response came | final_outcome
    Fern    | Clerk   | 2026-03-02 | LinkedIn | Rejected    | 2026-03-20    |
    Moss    | Analyst | 2026-03-03 | website  | No Response |               |
    Reed    | Buyer   | 2026-03-04 | LinkedIn | No Response | 2026-03-21    | Offer
    Sedge   | Planner | 2026-03-05 | website  | Rejected    | 2026-03-22    | Withdrew
"""


@pytest.mark.parametrize("header", ["initial_response", "First response", "Response", "Outcome of application"])
def test_words_of_a_status_under_an_answer_are_one_and_a_final_outcome_stands_before_them(header: str) -> None:
    sheet = read_rows(grid(ANSWERS.format(header=header)))
    assert sheet.applications["outcome"].to_list() == ["rejected", "no_response", "offer", "withdrawn"]


@pytest.mark.parametrize("header", ["date_de_retour", "Response date", "Antwortdatum"])
def test_a_word_for_no_answer_under_its_date_makes_no_column_of_outcomes(header: str) -> None:
    rows = [["Entreprise", "Poste", "Date candidature", header], ["Fern", "Vendeuse", "2026-03-02", "néant"]]
    sheet = read_rows([*rows, ["Moss", "Caissier", "2026-03-03", "néant"]])
    assert fields_of(sheet)[header] is None
    assert sheet.applications["outcome"].to_list() == ["open", "open"]


@pytest.mark.parametrize("offer", ["2026-04-01", "yes", "received", "made", "55k", "verbal"])
def test_any_other_words_under_offer_are_one(offer: str) -> None:
    sheet = read_rows(grid(TICKS.format(offer=offer)))
    assert sheet.applications.select("stage", "outcome").row(2) == ("offer", "offer")


@pytest.mark.parametrize(
    ("company", "outcome"),
    [
        ("Fern (rejected)", "rejected"),
        ("枫叶科技\uff08二面挂\uff09", "rejected"),
        ("Moss [withdrew]", "withdrawn"),
        ("Reed (Group)", "open"),
        ("Sedge (interview)", "open"),
    ],
)
def test_an_end_in_brackets_behind_the_company_is_the_outcome(company: str, outcome: str) -> None:
    sheet = read_rows([["Company", "Role", "Applied on"], [company, "Clerk", "2026-03-02"]])
    assert sheet.applications.select("company", "outcome").row(0) == (company, outcome)


def test_a_refusal_in_place_of_the_day_of_an_answer_is_one() -> None:
    text = """
        Company | Role    | Applied on | Response date
        Fern    | Clerk   | 2026-03-02 | 2026-03-20
        Moss    | Analyst | 2026-03-03 | rejected
    """
    assert read_rows(grid(text)).applications["outcome"].to_list() == ["open", "rejected"]


@pytest.mark.parametrize("no", ["Não", "Nein", "Rejected"])
def test_crosses_under_no_are_rejections_whatever_their_sum_below_them(no: str) -> None:
    text = """
        Company | Role    | Applied on | Interview | Offer | {no}
        Fern    | Clerk   | 2026-03-02 | x         |       | x
        Moss    | Analyst | 2026-03-03 | x         | x     |
        Reed    | Buyer   | 2026-03-04 |           |       | x
        Total   |         |            | 2         | 1     | 2
    """
    applications = read_rows(grid(text.format(no=no))).applications
    assert applications["outcome"].to_list() == ["rejected", "offer", "rejected"]
