"""What a known export promises: it is named, read by what is known of it, and replays the same."""

import datetime as dt

import pytest

from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import fields_of, read_rows

LINKEDIN = "Application Date|Contact Email|Contact Phone Number|Company Name|Job Title|Job Url|Resume Name|"
LINKEDIN += "Question And Answers"
NAMED = [
    pytest.param(LINKEDIN, "LinkedIn Job Applications", id="linkedin"),
    pytest.param("Saved Date|Job Url|Job Title|Company Name", "LinkedIn Saved Jobs", id="linkedin-saved"),
    pytest.param(
        "index|createdAt|applied|appliedDate|Company|JobTitle|jobType|workplaceType|Location|JobSource|Status",
        "JobSync",
        id="jobsync",
    ),
    pytest.param("title|htmlDescription|salary|url|location|createdAt|employer|list.name", "Huntr", id="huntr"),
    pytest.param(
        "ID|Job Position|Company|Max. Salary|Location|Status|Date Saved|Deadline|Date Applied|Follow up|Excitement",
        "Teal",
        id="teal",
    ),
    pytest.param("Company|Title|URL|Status|Date Applied|Location|Notes", "Simplify", id="simplify"),
    pytest.param("#|date|company|via|role|location|score|status|pdf|report|notes", "career-ops", id="career-ops"),
    pytest.param("Date Received|Sender Name|Sender Email|Subject|Status Label", "JustAJobApp", id="justajobapp"),
    pytest.param("Company|Role|Date applied|Status", None, id="by-hand"),
    pytest.param("Company|Title|URL|Status|Date Applied|Location|Notes|Mood", None, id="one-column-more"),
]


@pytest.mark.parametrize(("header", "name"), NAMED)
def test_an_export_is_named_by_its_headers(header: str, name: str | None) -> None:
    headers = header.split("|")
    assert read_rows([headers, ["x"] * len(headers)]).plan.export == name


def test_a_linkedin_application_without_a_status_was_applied_for() -> None:
    rows = [["11/23/24, 11:39 PM", "", "", "Acme", "Engineer", "https://x.example/1", "cv.pdf", "…"]]
    sheet = read_rows([LINKEDIN.split("|"), *rows])
    assert sheet.applications.select("company", "applied_date", "stage", "outcome").rows() == [
        ("Acme", dt.date(2024, 11, 23), "applied", "open")
    ]


def test_a_linkedin_date_that_leaves_the_order_open_is_month_first() -> None:
    rows = [["3/4/26, 9:05 AM", "", "", "Acme", "Engineer", "https://x.example/1", "cv.pdf", "…"]]
    assert read_rows([LINKEDIN.split("|"), *rows]).applications["applied_date"].to_list() == [dt.date(2026, 3, 4)]


def test_a_saved_job_was_not_applied_for() -> None:
    header = ["Saved Date", "Job Url", "Job Title", "Company Name"]
    sheet = read_rows([header, ["11/23/24, 11:39 PM", "https://x.example/1", "Engineer", "Acme"]])
    assert sheet.applications.select("applied_date", "stage", "outcome").rows() == [(None, "saved", "open")]


def test_the_column_the_user_names_wins_over_what_is_known_of_an_export() -> None:
    header = ["Date Received", "Sender Name", "Sender Email", "Subject", "Status Label"]
    row = ["2025-09-02", "Verity", "a@b.example", "Estimator", "Application confirmation"]
    sheet = read_rows([header, row], columns={"role": "Subject"})
    assert fields_of(sheet)["Subject"] == "role"
    assert fields_of(sheet)["Sender Name"] == "company"


def test_the_name_of_an_export_is_kept_with_the_upload() -> None:
    plan = read_rows([LINKEDIN.split("|"), ["x"] * 8]).plan
    assert plans_from_reading(reading_from_plans([plan])) == (plan,)


def test_every_export_names_fields_that_exist() -> None:
    vocabulary = load_vocabulary()
    for export in vocabulary.exports.values():
        assert {field for field in export.columns.values() if field} <= set(vocabulary.fields)
