"""What recognition promises: headers in many spellings and languages, one column a field, the unsure left alone."""

import datetime as dt

import pytest

from tests.ingest.reading import codes_of, fields_of, plan_rows, read_rows

HEADERS = [
    ("Firm", "company"),
    ("EMPLOYER NAME", "company"),
    ("Société", "company"),
    ("Azienda", "company"),
    ("公司 (Company)", "company"),
    ("Compnay", "company"),
    ("Company Name*", "company"),
]
BESIDE_COMPANY = [
    ("Potion", "role"),
    ("Pozisyon / Konu", "role"),
    ("Position applied for", "role"),
    ("DateApplied", "applied_date"),
    ("date_applied", "applied_date"),
    ("Beworben am", "applied_date"),
    ("投递时间 (Apply Date)", "applied_date"),
    ("Date posted", None),
    ("Date Saved", None),
    ("Deadline", None),
    ("Last Updated", "last_updated"),
    ("Last contacted", "last_contact"),
    ("Job Type", None),
    ("Job ID", None),
    ("Company size", None),
    ("Company website", None),
    ("Priority", None),
    ("Days since\napplied", None),
    ("Comp (if known)", "salary_text"),
    ("Onsite/Remote", "work_mode"),
    ("Follow-Up Date", "next_action_date"),
    ("Next Step", "next_action"),
    ("1st Interview", "event:first_interview"),
    ("Final Interview Date", "event:final_interview"),
    ("OA received date", "event:screening"),
    ("Cover Letter?", "has_cover_letter"),
    ("Tailored Resume? (Y/N)", "has_tailored_resume"),
    ("Rejection date", "closed_date"),
    ("First reply", "first_response_date"),
    ("My favourite colour", None),
]


@pytest.mark.parametrize(("header", "field"), HEADERS, ids=[header for header, _ in HEADERS])
def test_a_company_is_known_by_many_names(header: str, field: str) -> None:
    sheet = read_rows([[header, "Role", "Status"], ["Acme", "Engineer", "Applied"]])
    assert fields_of(sheet)[header] == field


@pytest.mark.parametrize(("header", "field"), BESIDE_COMPANY, ids=[header for header, _ in BESIDE_COMPANY])
def test_a_header_is_read_as_its_field_or_left_alone(header: str, field: str | None) -> None:
    sheet = read_rows([["Company", header, "Status"], ["Acme", "", "Applied"]])
    assert fields_of(sheet)[header] == field


BY_VALUES = [
    ("Date", ["2026-03-14", "2026-03-15"], "applied_date"),
    ("Applied", ["2026-03-14", "2026-03-15"], "applied_date"),
    ("Applied", ["Yes", "No"], "stage"),
    ("Applied on", ["LinkedIn", "Indeed"], "source"),
    ("Interview", ["2026-03-14", "2026-03-15"], "event:first_interview"),
    ("Interview", ["Y", "N"], "event:first_interview"),
    ("Interviews", ["1", "0"], "stage"),
    ("Student?", ["yes", "no"], None),
    ("Website", ["https://a.example/1", "https://a.example/2"], "url"),
    ("Source", ["https://a.example/1", "https://a.example/2"], "url"),
    ("Recruiter", ["Kim Lee", "Ana Roy"], "contact"),
    ("Phone", ["2026-03-14", "yes"], "event:screening"),
    ("Work type", ["Remote", "Hybrid"], "work_mode"),
    ("Work type", ["Full-time", "Contract"], None),
    ("", ["https://a.example/1", "https://a.example/2"], "url"),
    ("", ["2026-03-14", "2026-03-15"], "applied_date"),
    ("Thing", ["2026-03-14", "2026-03-15"], None),
]


@pytest.mark.parametrize(("header", "values", "field"), BY_VALUES)
def test_the_values_decide_what_a_header_leaves_open(header: str, values: list[str], field: str | None) -> None:
    sheet = read_rows([["Company", "Role", header], ["Acme", "Engineer", values[0]], ["Bolt", "Designer", values[1]]])
    assert fields_of(sheet)[header] == field


def test_a_field_has_one_column_and_the_first_of_equals_wins() -> None:
    sheet = read_rows([["Company", "Location", "Location"], ["Acme", "Berlin", "Room 2"]])
    assert [column.field for column in sheet.plan.columns] == ["company", "location", None]
    assert sheet.applications["extras"].to_list() == ['{"Location (2)":"Room 2"}']


def test_a_better_header_wins_wherever_it_stands() -> None:
    sheet = read_rows(
        [["Contact email", "Company", "Contact name", "Status"], ["a@b.example", "Acme", "Kim", "Applied"]]
    )
    assert fields_of(sheet) == {
        "Contact email": None,
        "Company": "company",
        "Contact name": "contact",
        "Status": "status_text",
    }


def test_several_columns_may_date_one_stage() -> None:
    sheet = read_rows([["Company", "Phone screen", "Coding challenge"], ["Acme", "2026-03-14", "2026-03-20"]])
    assert [column.field for column in sheet.plan.columns] == ["company", "event:screening", "event:screening"]
    assert sheet.stage_events.height == 2


def test_a_tick_under_each_outcome_is_read_by_its_header() -> None:
    header = ["Application", "Applied", "Ghosted", "1st Interview", "Rejected", "Offer Declined", "Job Offer"]
    rows = [["A", "1", "1", "", "", "", ""], ["B", "1", "", "1", "1", "", ""], ["C", "1", "", "1", "", "1", ""]]
    sheet = read_rows([header, *rows, ["D", "1", "", "1", "", "", "1"]])
    assert sheet.applications.select("stage", "outcome").rows() == [
        ("applied", "no_response"),
        ("first_interview", "rejected"),
        ("offer", "declined"),
        ("offer", "offer"),
    ]


def test_a_bare_date_in_a_watch_list_is_no_day_of_applying() -> None:
    rows = [["2026-03-14", "Acme", "Watching"], ["2026-03-15", "Bolt", "To apply"], ["2026-03-16", "Corp", "Applied"]]
    sheet = read_rows([["Date", "Company", "Status"], *rows])
    assert sheet.applications["applied_date"].null_count() == 3
    assert sheet.applications["extras"][0] == '{"Date":"2026-03-14"}'


def test_each_column_says_how_sure_it_is_and_why() -> None:
    sheet = read_rows([["Company", "Potion", "Priority", "Whatever"], ["Acme", "Engineer", "1", "x"]])
    company, role, priority, whatever = sheet.plan.columns
    assert (company.how, company.confidence) == ("exact", 1.0)
    assert (role.how, role.field) == ("fuzzy", "role")
    assert 0.5 < role.confidence < 0.9
    assert priority.reason == "a known column that no question needs"
    assert whatever.how == "unmapped"
    assert whatever.reason == "neither the header nor the values are known"


EXPORTS = [
    pytest.param(
        "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
        "Question And Answers",
        "11/23/24 11:39 PM,a@b.example,1,Acme,Engineer,https://x.example/1,cv.pdf,...",
        "applied_date,contact,company,role,url,resume_version",
        id="linkedin-applications",
    ),
    pytest.param(
        "Saved Date,Job Url,Job Title,Company Name",
        "11/23/24 11:39 PM,https://x.example/1,Engineer,Acme",
        "url,role,company",
        id="linkedin-saved",
    ),
    pytest.param(
        "index,createdAt,applied,appliedDate,Company,JobTitle,jobType,workplaceType,Location,JobSource,Status",
        "1,2026-01-02,Yes,2026-01-03,Acme,Engineer,FT,remote,Berlin,Indeed,applied",
        "stage,applied_date,company,role,work_mode,location,source,status_text",
        id="jobsync",
    ),
    pytest.param(
        "ID,Job Position,Company,Max. Salary,Location,Status,Date Saved,Deadline,Date Applied,Follow up,Excitement",
        "1,Engineer,Acme,90000,Berlin,Applied,2026-01-01,2026-02-01,2026-01-03,,3",
        "role,company,salary_max,location,status_text,applied_date,next_action",
        id="teal-like",
    ),
    pytest.param(
        "date,company,sector,role,role_type,channel,status,contact_person,fit_rating,notes,cv_file,cover_letter_file,source",
        "2026-01-03,Acme,Tech,Engineer,IC,Portal,applied,Kim,80,,cv.tex,cl.tex,https://x.example/1",
        "applied_date,company,role,source,status_text,contact,notes,resume_version,has_cover_letter,url",
        id="ai-job-search",
    ),
    pytest.param(
        "id,company_name,job_title,status,source,location,is_remote,job_url,salary_range_min,salary_range_max,"
        "ai_match_score,notes,tags,applied_at,interview_at,offer_at,rejected_at,created_at,updated_at",
        "1,Acme,Engineer,interview,LinkedIn,Berlin,true,https://x.example/1,80000,90000,"
        "7,,,2026-01-03,2026-01-09,,,2026-01-01,2026-01-09",
        "company,role,status_text,source,location,work_mode,url,salary_min,salary_max,"
        "notes,applied_date,event:first_interview,event:offer,closed_date,last_updated",
        id="pipe-ui",
    ),
    pytest.param(
        "#,date,company,via,role,location,score,status,pdf,report,follow-up,notes,url",
        "1,2026-01-03,Acme,LinkedIn,Engineer,Berlin,4,applied,cv.pdf,r.md,,,https://x.example/1",
        "applied_date,company,source,role,location,status_text,next_action,notes,url",
        id="career-ops",
    ),
    pytest.param(
        "company,role,status,applied date,location,salary,source,notes,tags,link",
        "Acme,Engineer,applied,2026-01-03,Berlin,90k,LinkedIn,,a;b,https://x.example/1",
        "company,role,status_text,applied_date,location,salary_text,source,notes,url",
        id="reactive-resume",
    ),
]


@pytest.mark.parametrize(("header", "row", "fields"), EXPORTS)
def test_the_columns_of_known_exports_are_recognised(header: str, row: str, fields: str) -> None:
    sheet = read_rows([header.split(","), row.split(","), row.split(",")])
    assert [column.field for column in sheet.plan.columns if column.field] == fields.split(",")


def test_a_bare_date_beside_undated_asks_is_left_alone() -> None:
    row = ["2026-03-14", "Acme", "email", "Too junior"]
    undated = read_rows([["Date", "Company", "Asked via", "Feedback"], row])
    dated = read_rows(
        [["Date", "Company", "Asked on", "Feedback"], ["2026-03-14", "Acme", "2026-03-01", "Too junior"]]
    )
    assert fields_of(undated)["Date"] is None
    assert fields_of(dated)["Date"] == "responded_date"


def test_days_of_applying_and_an_answer_are_a_list_of_applications() -> None:
    rows = [["Company", "Role", "Date applied", "Feedback"], ["Acme", "Engineer", "2026-03-14", "Too junior"]]
    sheet = read_rows([*rows, ["Bolt", "Designer", "2026-03-15", "rejected"]])
    assert sheet.applications.select("company", "outcome").rows() == [("Acme", "open"), ("Bolt", "rejected")]
    assert sheet.feedback.select("company", "feedback_text").rows() == [("Acme", "Too junior")]


def test_beside_an_agency_the_client_is_the_employer() -> None:
    rows = [["Agency", "Client", "Role", "Submitted"], ["Hays", "Acme", "Engineer", "2026-03-14"]]
    assert fields_of(read_rows(rows)) | {"Role": "role"} == {
        "Agency": "contact",
        "Client": "company",
        "Role": "role",
        "Submitted": "applied_date",
    }
    coach = [["Client", "Company", "Role"], ["Ana", "Acme", "Engineer"], ["Ben", "Bolt", "Designer"]]
    assert fields_of(read_rows(coach))["Client"] == "seeker"


def test_colours_are_asked_about_where_nothing_else_is_a_status() -> None:
    rows = [["Company", "Role", "Colour"], ["Acme", "Engineer", "green"], ["Bolt", "Designer", "yellow"]]
    sheet = read_rows(rows)
    assert fields_of(sheet)["Colour"] == "status_text"
    assert "unknown_status" in codes_of(sheet)
    beside = [[*row, status] for row, status in zip(rows, ["Status", "Applied", "Rejected"], strict=True)]
    assert fields_of(read_rows(beside))["Colour"] is None


def test_a_first_answer_before_the_day_of_applying_is_none_and_told() -> None:
    rows = [["Company", "Role", "Date applied", "Response date"], ["Acme", "Engineer", "2026-03-14", "2026-03-01"]]
    sheet = read_rows([*rows, ["Bolt", "Designer", "2026-03-15", "2026-03-20"]])
    assert sheet.applications["first_response_date"].to_list() == [None, dt.date(2026, 3, 20)]
    assert "early_answers" in codes_of(sheet)
    assert "2026-03-01" in sheet.applications["extras"][0]


def test_a_blank_company_below_another_is_told() -> None:
    rows = [["Company", "Role", "Status"], ["Acme", "Engineer", "Applied"], ["", "Analyst", "Applied"]]
    sheet = read_rows([*rows, ["Bolt", "Designer", "Applied"]])
    assert sheet.applications["company"].to_list() == ["Acme", None, "Bolt"]
    assert "no_company" in codes_of(sheet)


@pytest.mark.parametrize(
    ("header", "kind"), [("Why", "applications"), ("Reason", "feedback"), ("Reason for rejection", "feedback")]
)
def test_why_a_job_is_wanted_is_no_reason_of_an_employer(header: str, kind: str) -> None:
    rows = [["Company", "Role", "Link", header], ["Fern", "Clerk", "https://fern.example/1", "near home"]]
    assert plan_rows([*rows, ["Moss", "Buyer", "https://moss.example/2", "not enough experience"]]).kind == kind


@pytest.mark.parametrize(
    ("header", "values", "field"),
    [
        ("State", ["rejected", "phone screen", "applied"], "status_text"),
        ("State", ["Texas", "Ohio", "Iowa"], "location"),
        ("Board", ["Applied", "Interviewing", "Bookmarked"], "status_text"),
        ("Source", ["LinkedIn", "Networking", "Recruiter reached out"], "source"),
    ],
)
def test_a_state_or_a_board_is_the_applications_where_its_values_say_so(
    header: str, values: list[str], field: str
) -> None:
    rows = [["Company", "Role", header], *([f"Fern {value}", "Clerk", value] for value in values)]
    assert {column.header: column.field for column in plan_rows(rows).columns}[header] == field
