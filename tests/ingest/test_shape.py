"""What shaping promises: the right applications, stage events and feedback, nothing lost, rows that add up."""

import datetime as dt
import json

import pytest

from pipeline.ingest.model import APPLICATION_SCHEMA, FEEDBACK_SCHEMA, STAGE_EVENT_SCHEMA
from tests.ingest.reading import codes_of, first, read_rows


def test_the_frames_have_the_agreed_columns_and_types() -> None:
    sheet = read_rows([["Company", "Feedback", "Status"], ["Acme", "Too junior", "Rejected"]])
    assert dict(sheet.applications.schema) == dict(APPLICATION_SCHEMA)
    assert dict(sheet.feedback.schema) == dict(FEEDBACK_SCHEMA)
    assert dict(sheet.stage_events.schema) == dict(STAGE_EVENT_SCHEMA)


WRITTEN = {
    "Company": "Acme",
    "Role": "Engineer",
    "City": "Bern",
    "Work mode": "Hybrid",
    "Source": "LinkedIn Easy Apply",
    "Contact": "Kim",
    "Link": "https://x.example/1",
    "Salary": "80-90k CHF",
    "CV version": "v3",
    "Date applied": "14.03.2026",
    "Status": "Rejected after onsite",
    "First response": "20.03.2026",
    "Closed on": "01.04.2026",
    "Next action": "Ask why",
    "Follow-up date": "10.04.2026",
    "Thank you": "yes",
    "Notes": "nice, really",
}
"""A row by its headers."""

READ = {
    "seeker": "me",
    "company": "Acme",
    "role": "Engineer",
    "location": "Bern",
    "work_mode": "Hybrid",
    "source": "LinkedIn",
    "contact": "Kim",
    "url": "https://x.example/1",
    "salary_text": "80-90k CHF",
    "salary_min": 80_000.0,
    "salary_max": 90_000.0,
    "salary_currency": "CHF",
    "resume_version": "v3",
    "applied_date": dt.date(2026, 3, 14),
    "stage": "final_interview",
    "outcome": "rejected",
    "closed_date": dt.date(2026, 4, 1),
    "first_response_date": dt.date(2026, 3, 20),
    "next_action": "Ask why",
    "next_action_date": dt.date(2026, 4, 10),
    "has_thank_you": True,
    "notes": "nice, really",
    "status_text": "Rejected after onsite",
    "row_number": 2,
}
"""What it says, by field; every other field is null."""


def test_an_application_has_every_field_of_its_row() -> None:
    application = first(read_rows([list(WRITTEN), list(WRITTEN.values())]).applications)
    assert {field: value for field, value in application.items() if value is not None} == READ


def test_what_a_row_does_not_say_is_null() -> None:
    application = first(read_rows([list(WRITTEN), list(WRITTEN.values())]).applications)
    unsaid = {"has_cover_letter", "has_referral", "has_tailored_resume", "has_company_research", "has_mock_interview"}
    assert {field for field, value in application.items() if value is None} == unsaid | {"extras", "sheet"}


COMBINED = [
    pytest.param(
        {"Status": "Rejected", "2nd interview": "2026-03-20"}, "second_interview", "rejected", id="date-raises"
    ),
    pytest.param(
        {"Stage": "Interview", "Outcome": "Rejected"}, "first_interview", "rejected", id="stage-and-outcome"
    ),
    pytest.param({"Status": "Interview", "Decision": "Accepted"}, "hired", "accepted", id="decision"),
    pytest.param({"Status": "Applied", "Onsite": "yes"}, "final_interview", "open", id="yes-raises"),
    pytest.param({"Status": "Applied", "Phone screen": "n/a"}, "applied", "open", id="nothing-does-not"),
    pytest.param({"Status": "Applied", "Phone screen": "No"}, "applied", "open", id="no-does-not"),
    pytest.param({"Status": "Offer"}, "offer", "offer", id="offer"),
    pytest.param({"Status": "Declined", "Offer date": "2026-03-20"}, "offer", "declined", id="declined-offer"),
    pytest.param({"Status": "Declined"}, "applied", "rejected", id="declined-without-offer"),
    pytest.param({"Status": "Purple", "Date applied": "2026-03-01"}, "applied", "open", id="unknown-with-date"),
    pytest.param({"Status": "Purple"}, "saved", "open", id="unknown-without-date"),
    pytest.param({"Status": "", "Date applied": "8-Jul"}, "applied", "open", id="date-without-year-is-applied"),
    pytest.param({"Status": "To apply", "Date applied": ""}, "saved", "open", id="to-apply"),
    pytest.param({"Applied": "No"}, "saved", "open", id="not-applied-tick"),
    pytest.param({"Applied": "Yes"}, "applied", "open", id="applied-tick"),
    pytest.param({"Did I apply?": "Yes", "Interview?": "Yes"}, "first_interview", "open", id="question-ticks"),
    pytest.param({"Date applied": "2026-03-01", "# interviews": "2"}, "second_interview", "open", id="count"),
    pytest.param({"Date applied": "2026-03-01", "# interviews": "0"}, "applied", "open", id="count-of-none"),
    pytest.param(
        {"Status": "Interviewed", "Result": "Offer", "Decision": "Accepted"}, "hired", "accepted", id="three"
    ),
    pytest.param({"Status": "Closed", "Decision": "Yes"}, "offer", "offer", id="a-yes-is-an-offer"),
    pytest.param({"Status": "Closed", "Decision": "No"}, "applied", "rejected", id="a-no-is-none"),
    pytest.param({"Stage": "Offer", "My decision": "I withdrew"}, "offer", "declined", id="withdrawn-from-an-offer"),
    pytest.param({"Applied": "2026-03-01", "Rejected": "2026-03-20"}, "applied", "rejected", id="rejection-date"),
    pytest.param(
        {"Date applied": "2026-03-01", "Ghosted": "2026-04-20"}, "applied", "no_response", id="ghosted-date"
    ),
    pytest.param({"Applied": "2026-03-01", "Still active?": "No"}, "applied", "rejected", id="not-active"),
    pytest.param({"Applied": "2026-03-01", "Still active?": "Yes"}, "applied", "open", id="still-active"),
    pytest.param({"Applied on": "2026-03-01", "Their answer": "Pass"}, "applied", "rejected", id="their-pass"),
    pytest.param({"Date": "2026-03-01", "Interview status": "Scheduled"}, "first_interview", "open", id="scheduled"),
    pytest.param({"Date applied": "not yet", "Status": ""}, "saved", "open", id="not-yet-beside-dates"),
]


@pytest.mark.parametrize(("cells", "stage", "outcome"), COMBINED)
def test_stage_and_outcome_come_from_all_columns_together(cells: dict[str, str], stage: str, outcome: str) -> None:
    application = first(read_rows([["Company", *cells], ["Acme", *cells.values()]]).applications)
    assert (application["stage"], application["outcome"]) == (stage, outcome)


def test_a_posting_that_closed_before_applying_stays_saved_among_saved_ones() -> None:
    rows = [["Acme", "Position filled"], ["Bolt", "To apply"], ["Corp", "Rejected"]]
    sheet = read_rows([["Company", "Status"], *rows])
    assert sheet.applications["stage"].to_list() == ["saved", "saved", "applied"]


def test_a_row_that_says_nothing_is_applied_in_a_list_of_applications() -> None:
    rows = [["Acme", "2026-03-14", ""], ["Bolt", "", ""]]
    assert read_rows([["Company", "Applied", "Result"], *rows]).applications["stage"].to_list() == [
        "applied",
        "applied",
    ]


def test_a_blank_in_a_column_that_ticks_the_applied_ones_is_not_applied() -> None:
    rows = [["Acme", "x", "2026-03-14"], ["Bolt", "", ""]]
    assert read_rows([["Company", "Applied?", "Date"], *rows]).applications["stage"].to_list() == ["applied", "saved"]


def test_unknown_statuses_are_listed_with_their_counts() -> None:
    rows = [["Acme", "Purple"], ["Bolt", "Purple"], ["Corp", "Green"], ["Dot", "Applied"]]
    (warning,) = read_rows([["Company", "Status"], *rows]).warnings
    assert (warning.code, warning.rows, warning.column) == ("unknown_status", 3, "Status")
    assert '"Purple" (2), "Green" (1)' in warning.message
    assert warning.examples == ("Purple", "Green")


def test_stage_dates_become_events() -> None:
    header = ["Company", "Phone screen", "1st interview", "Onsite"]
    sheet = read_rows([header, ["Acme", "2026-03-14", "2026-03-20", "yes"], ["Bolt", "", "", ""]])
    assert sheet.stage_events.rows() == [
        (None, 2, "screening", dt.date(2026, 3, 14)),
        (None, 2, "first_interview", dt.date(2026, 3, 20)),
    ]


def test_unmapped_and_unreadable_cells_are_kept_by_header() -> None:
    header = ["Company", "Date applied", "Zufriedenheit 😀", "", "Cover letter"]
    sheet = read_rows([header, ["Acme", "8-Jul", 'groß "und" schön', "stray", "letter.pdf"]])
    assert json.loads(first(sheet.applications)["extras"]) == {
        "Date applied": "8-Jul",
        "Zufriedenheit 😀": 'groß "und" schön',
        "column D": "stray",
        "Cover letter": "letter.pdf",
    }
    assert "ß" in first(sheet.applications)["extras"]


def test_a_last_update_is_never_the_day_of_applying() -> None:
    sheet = read_rows([["Company", "Last Updated", "Status"], ["Acme", "2026-03-14", "Applied"]])
    assert first(sheet.applications)["applied_date"] is None
    assert json.loads(first(sheet.applications)["extras"]) == {"Last Updated": "2026-03-14"}


def test_a_date_that_could_not_be_read_is_told_with_its_text_as_data() -> None:
    sheet = read_rows([["Company", "Date applied"], ["Acme", "soon-ish"], ["Bolt", "2026-06"]])
    told = {warning.code: warning.examples for warning in sheet.warnings}
    assert told == {"month_only_dates": ("2026-06",), "unparsed_dates": ("soon-ish",)}


def test_secrets_are_stored_nowhere_and_told() -> None:
    rows = [["Acme", "hunter2", "Applied"], ["", "hunter3", "Rejected"]]
    sheet = read_rows([["Company", "pw", "Status"], *rows])
    stored = sheet.applications.write_json() + str(sheet.rejected)
    assert "hunter" not in stored
    assert "secret_column" in codes_of(sheet)


def test_a_secret_column_is_read_where_the_user_insists() -> None:
    sheet = read_rows([["Company", "PIN", "Status"], ["Acme", "on file", "Applied"]], columns={"notes": "PIN"})
    assert first(sheet.applications)["notes"] == "on file"


def test_a_row_without_company_and_role_is_rejected_with_its_cells() -> None:
    rows = [["", "", "Applied", "call Kim"], ["Acme", "", "Applied", ""], ["", "", "", ""]]
    sheet = read_rows([["Company", "Role", "Status", "Notes"], *rows])
    (rejected,) = sheet.rejected
    assert (rejected.row_number, dict(rejected.cells)) == (2, {"Status": "Applied", "Notes": "call Kim"})
    assert rejected.reason.startswith("The row names neither a company nor a role.")
    assert (sheet.rows_read, sheet.rows_loaded, sheet.rows_blank, sheet.rows_rejected) == (3, 1, 1, 1)


def test_a_client_column_says_whose_search_it_is() -> None:
    sheet = read_rows(
        [["Client", "Company", "Status"], ["Ana", "Acme", "Applied"], ["", "Bolt", "Applied"]], seeker="Ben"
    )
    assert sheet.applications["seeker"].to_list() == ["Ana", "Ben"]


FEEDBACK_HEADER = ["Company", "Role", "Stage", "Asked on", "Asked via", "Asked whom", "Answered on", "Feedback"]
FEEDBACK_HEADER += ["My guess", "Lesson", "Next step", "Done on"]


def test_a_feedback_log_gives_feedback_and_no_applications() -> None:
    row = ["Acme", "Engineer", "2nd interview", "14.03.2026", "by e-mail", "Interviewer", "20.03.2026", "Be concrete"]
    sheet = read_rows([FEEDBACK_HEADER, [*row, "too vague", "use examples", "write three", "01.04.2026"]])
    assert sheet.plan.kind == "feedback"
    assert sheet.applications.height == 0
    assert first(sheet.feedback) == {
        "seeker": "me",
        "company": "Acme",
        "role": "Engineer",
        "stage": "second_interview",
        "applied_date": None,
        "is_asked": True,
        "asked_date": dt.date(2026, 3, 14),
        "ask_channel": "email",
        "asked_of": "interviewer",
        "has_response": True,
        "responded_date": dt.date(2026, 3, 20),
        "response_channel": None,
        "feedback_text": "Be concrete",
        "stated_reason": None,
        "believed_reason": "too vague",
        "lesson": "use examples",
        "next_step": "write three",
        "next_step_done_date": dt.date(2026, 4, 1),
        "extras": None,
        "sheet": None,
        "row_number": 2,
    }


ANSWERS = [
    pytest.param({"Asked on": "2026-03-14", "Feedback": ""}, True, False, id="asked-unanswered"),
    pytest.param({"Asked on": "2026-03-14", "Feedback": "Too junior"}, True, True, id="asked-answered"),
    pytest.param({"Asked on": "", "Feedback": "Too junior"}, False, True, id="unprompted"),
    pytest.param({"Asked on": "2026-03-14", "Feedback": "no reply"}, True, False, id="no-reply-is-no-answer"),
    pytest.param({"Asked on": "2026-03-14", "Feedback": "keine Antwort"}, True, False, id="no-reply-in-german"),
    pytest.param(
        {"Asked on": "2026-03-14", "Feedback": "We do not give feedback."}, True, True, id="a-refusal-is-an-answer"
    ),
    pytest.param({"Asked for feedback?": "Yes", "Feedback": ""}, True, False, id="plain-yes"),
    pytest.param({"Asked for feedback?": "No", "Feedback": "Too junior"}, False, True, id="plain-no"),
    pytest.param({"Asked how": "phone", "Feedback": ""}, True, False, id="channel-says-asked"),
    pytest.param({"Asked on": "2026-03-14", "Answered on": "2026-03-20"}, True, True, id="answer-date"),
    pytest.param({"Asked on": "2026-03-14", "Got a reply?": "yes"}, True, True, id="reply-yes"),
]


@pytest.mark.parametrize(("cells", "is_asked", "has_response"), ANSWERS)
def test_asks_and_answers_are_told_apart(cells: dict[str, str], is_asked: bool, has_response: bool) -> None:
    row = first(read_rows([["Company", *cells], ["Acme", *cells.values()]]).feedback)
    assert (row["is_asked"], row["has_response"]) == (is_asked, has_response)


def test_a_no_answer_text_is_kept_and_is_no_feedback() -> None:
    row = first(read_rows([["Company", "Asked on", "Feedback"], ["Acme", "2026-03-14", "still waiting"]]).feedback)
    assert row["feedback_text"] is None
    assert json.loads(row["extras"]) == {"Feedback": "still waiting"}


def test_an_entry_without_company_text_and_ask_is_rejected() -> None:
    sheet = read_rows([["Company", "Role", "Asked on", "Feedback"], ["Acme", "", "", "x"], ["", "Engineer", "", ""]])
    (rejected,) = sheet.rejected
    assert rejected.row_number == 3
    assert rejected.reason.startswith("The entry has no company, no text and no ask.")


def test_one_sheet_may_hold_both() -> None:
    header = ["Company", "Role", "Date applied", "Status", "Feedback asked on", "Feedback", "Lesson", "Next step"]
    rows = [
        ["Acme", "Engineer", "2026-03-14", "Rejected", "2026-04-01", "Too junior", "ask earlier", "call"],
        ["Bolt", "Designer", "2026-03-15", "Applied", "", "", "", ""],
        ["", "", "", "", "2026-04-02", "lost row", "", ""],
    ]
    sheet = read_rows([header, *rows])
    assert sheet.plan.kind == "both"
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt"]
    assert sheet.feedback.select("company", "feedback_text", "next_step", "applied_date").rows() == [
        ("Acme", "Too junior", "call", dt.date(2026, 3, 14))
    ]
    assert (sheet.rows_loaded, sheet.rows_rejected) == (2, 1)


def test_a_column_of_reasons_in_a_tracker_is_feedback_only_where_it_is_filled() -> None:
    header = ["Company", "Status", "Rejection Reason"]
    sheet = read_rows([header, ["Acme", "Rejected", "overqualified"], ["Bolt", "Applied", ""]])
    assert sheet.feedback.select("company", "stated_reason", "is_asked", "has_response").rows() == [
        ("Acme", "overqualified", False, False)
    ]


@pytest.mark.parametrize(("kind", "applications", "feedback"), [("applications", 1, 0), ("feedback", 0, 1)])
def test_the_user_may_say_what_a_sheet_holds(kind: str, applications: int, feedback: int) -> None:
    sheet = read_rows([["Company", "Status", "Feedback"], ["Acme", "Rejected", "Too junior"]], kind=kind)
    assert (sheet.applications.height, sheet.feedback.height) == (applications, feedback)
    kept = (sheet.applications if applications else sheet.feedback)["extras"][0]
    assert ("Too junior" in kept) == (kind == "applications")
