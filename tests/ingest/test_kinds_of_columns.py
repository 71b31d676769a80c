"""What a column is among its neighbours: a person before an address, a number before a call, a step for an action."""

import pytest

from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, fields_of, first, read_rows
from tests.ingest.spreadsheets import write_xlsx

ROWS = [["Fern", "Buyer", "Applied"], ["Moss", "Clerk", "Rejected"], ["Reed", "Cook", "Applied"]]
HEAD = ["Company", "Role", "Status"]


def _with(headers: list[str], *columns: list[str]) -> list[list[str]]:
    return [[*HEAD, *headers], *([*row, *cells] for row, *cells in zip(ROWS, *columns, strict=True))]


def test_the_name_of_a_person_is_the_contact_before_a_mail_address() -> None:
    rows = _with(["Email", "Contact person"], ["a@fern.example", "b@moss.example", ""], ["Jo", "", "Ms Oak"])
    fields = fields_of(read_rows(rows))
    assert (fields["Email"], fields["Contact person"]) == (None, "contact")


def test_a_mail_address_alone_is_the_contact() -> None:
    assert fields_of(read_rows(_with(["Email"], ["a@fern.example", "b@moss.example", ""])))["Email"] == "contact"


@pytest.mark.parametrize("other", [["Address", "Phone"], ["Resume", "Phone"]])
def test_a_phone_beside_an_address_or_without_stages_is_a_number(other: list[str]) -> None:
    fields = fields_of(read_rows(_with(other, ["1 High St", "", ""], ["", "555-0100", ""])))
    assert fields["Phone"] == "contact"


def test_a_phone_among_stages_is_a_call() -> None:
    rows = _with(["Phone", "Onsite", "Offer"], ["2026-03-01", "", ""], ["2026-03-09", "", ""], ["", "", ""])
    assert fields_of(read_rows(rows))["Phone"] == "event:screening"


def test_the_next_step_of_an_application_is_an_action_though_feedback_stands_beside_it() -> None:
    rows = _with(
        ["Location", "Next step", "Feedback"], ["Hull"] * 3, ["call them", "", "apply"], ["", "too late", ""]
    )
    assert fields_of(read_rows(rows))["Next step"] == "next_action"


def test_numbers_that_a_program_gave_are_no_status() -> None:
    rows = [["id", "title", "company", "url"], ["gd-1009", "Buyer", "Fern", "https://fern.example"]]
    rows += [
        ["gd-1010", "Clerk", "Moss", "https://moss.example"],
        ["gd-1011", "Cook", "Reed", "https://reed.example"],
    ]
    assert fields_of(read_rows(rows))["id"] is None


@pytest.mark.parametrize(
    ("cell", "url", "is_kept"),
    [
        ("[Careers](https://fern.example/a(1))", "https://fern.example/a(1)", True),
        ("<https://fern.example>", "https://fern.example", False),
        ("`https://fern.example`", "https://fern.example", False),
        ("https://fern.example", "https://fern.example", False),
    ],
)
def test_the_address_of_a_marked_up_link_is_read_and_its_text_kept(cell: str, url: str, *, is_kept: bool) -> None:
    row = first(read_rows(_with(["Link"], [cell, "", ""])).applications)
    assert row["url"] == url
    assert (row["extras"] is not None) == is_kept


def test_a_list_of_people_beside_a_tracker_is_left_out() -> None:
    people = [["Name", "Firm", "Last spoke"], ["H. Vance", "Vance Partners", "Feb"], ["L. Oak", "Oak & Co", "Jan"]]
    content = write_xlsx({"Mandates": [HEAD, *ROWS], "Network": people})
    reading = read_tracker(content, "a.xlsx", options=ReadingOptions(), uploaded_on=UPLOADED_ON)
    assert [sheet.plan.kind for sheet in reading.sheets] == ["applications", "skipped"]
