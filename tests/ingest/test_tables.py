"""What a sheet of several tables promises: each is read by its own header, and no row is counted twice."""

import datetime as dt

import pytest

from pipeline.errors import InputRefusedError
from pipeline.ingest.model import ShapedSheet, SheetPlan
from pipeline.ingest.read import read_sheets
from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.ingest.tracker import shape_sheets
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON, codes_of, csv_bytes, grid, read_tables
from tests.ingest.several_tables import BESIDE, SIDE_BY_SIDE

TWO_KINDS = grid(
    """
    Applications |            |              |
    Company      | Role       | Date Applied | Status
    Acme         | Engineer   | 2026-03-14   | Applied
    Bolt         | Designer   | 2026-03-15   | Rejected
                 |            |              |
    Feedback     |            |              |
    Company      | Asked on   | Channel      | Feedback
    Bolt         | 2026-03-20 | email        | Too junior
    """
)
MONTHS = grid(
    """
    March   |          |              |
    Company | Role     | Date         | Status
    Acme    | Engineer | 2026-03-14   | Applied
    April   |          |              |
    Company | Role     | Date Applied | Status
    Bolt    | Designer | 2026-04-15   | Rejected
    Company | Role     | Date Applied | Status
    Corp    | Analyst  | 2026-04-16   | Applied
    """
)
SIDEWAYS = grid(
    """
    Company      | Acme       | Bolt       | Corp
    Role         | Engineer   | Designer   | Analyst
    Date applied | 2026-03-14 | 2026-03-15 | 2026-03-16
    Status       | Applied    | Rejected   | Interview
    """
)


def test_each_table_is_read_by_its_own_header() -> None:
    first, second = read_tables(TWO_KINDS)
    assert (first.plan.kind, second.plan.kind) == ("applications", "feedback")
    assert (first.plan.header_row, second.plan.header_row) == (2, 7)
    assert first.applications["row_number"].to_list() == [3, 4]
    assert second.feedback.select("company", "asked_date", "feedback_text", "row_number").rows() == [
        ("Bolt", dt.date(2026, 3, 20), "Too junior", 8)
    ]


def test_rows_of_several_tables_add_up_to_the_sheet() -> None:
    tables = read_tables(TWO_KINDS)
    assert sum(table.rows_read for table in tables) == len(TWO_KINDS) - len(tables)
    for table in tables:
        assert table.rows_read == table.rows_loaded + table.rows_blank + table.rows_rejected


def test_several_tables_are_told_with_their_titles() -> None:
    messages = [warning.message for table in read_tables(TWO_KINDS) for warning in table.warnings]
    assert messages == [
        "The sheet holds several tables; this one is up to row 5.",
        'Not loaded: row 1 (a title or note above the header: "Applications").',
        "The sheet holds several tables; this one is from row 6.",
        'Not loaded: row 6 (a title or note above the header: "Feedback").',
    ]


def test_a_header_that_changes_from_month_to_month_is_followed_and_one_that_does_not_is_no_new_table() -> None:
    tables = read_tables(MONTHS)
    assert [table.applications["company"].to_list() for table in tables] == [["Acme"], ["Bolt", "Corp"]]
    assert codes_of(tables[1]) == {"several_tables", "title_rows", "repeated_header"}


def test_a_later_table_has_its_title_and_its_titles_of_groups() -> None:
    first = [["Company", "Role", "Date Applied", "Status"], ["Acme", "Engineer", "2026-03-14", "Applied"], [""]]
    later = grid(
        """
        INTERVIEWS |          |             |        |             |
                   |          | Interview 1 |        | Interview 2 |
        Company    | Role     | Date        | Result | Date        | Result
        Acme       | Engineer | 2026-03-20  | fine   | 2026-03-27  | fine
        """
    )
    _, second = read_tables([*first, *later])
    assert (second.plan.first_row, second.plan.header_row, second.plan.second_header_row) == (4, 6, 5)
    assert second.stage_events["stage"].to_list() == ["first_interview", "second_interview"]


def test_words_of_headers_in_the_rows_make_no_table() -> None:
    rows = [["Company", "Role", "Status", "Source", "Notes"]]
    rows += [
        ["Acme", "Position", "Offer", "LinkedIn", "Stage"],
        ["Title", "Role", "Applied", "https://a.example", "x"],
    ]
    (table,) = read_tables(rows)
    assert table.rows_loaded == 2


def test_a_table_far_below_is_found() -> None:
    many = [[f"Company {number}", "Engineer", "2026-03-14", "Applied"] for number in range(300)]
    rows = [
        ["Company", "Role", "Date Applied", "Status"],
        *many,
        [""],
        ["Company", "Asked on", "Channel", "Feedback"],
    ]
    _, second = read_tables([*rows, ["Acme", "2026-04-01", "phone", "Too junior"]])
    assert (second.plan.header_row, second.feedback["row_number"].to_list()) == (303, [304])


def test_a_sideways_table_is_read_with_a_caution() -> None:
    (table,) = read_tables(SIDEWAYS)
    assert table.plan.is_transposed
    assert "transposed" in codes_of(table)
    assert table.applications.select("company", "role", "applied_date", "outcome", "row_number").rows() == [
        ("Acme", "Engineer", dt.date(2026, 3, 14), "open", 2),
        ("Bolt", "Designer", dt.date(2026, 3, 15), "rejected", 3),
        ("Corp", "Analyst", dt.date(2026, 3, 16), "open", 4),
    ]


@pytest.mark.parametrize(
    "rows",
    [TWO_KINDS, MONTHS, SIDEWAYS, BESIDE, SIDE_BY_SIDE],
    ids=["kinds", "months", "sideways", "beside", "side-by-side"],
)
def test_kept_plans_replay_exactly(rows: list[list[str]]) -> None:
    tables = read_tables(rows)
    plans = tuple(table.plan for table in tables)
    kept = plans_from_reading(reading_from_plans(plans))
    assert kept == plans
    again = shape_sheets(
        read_sheets(csv_bytes(rows), "t.csv"),
        kept,
        seeker="me",
        uploaded_on=UPLOADED_ON,
        vocabulary=load_vocabulary(),
    ).sheets
    assert [_parts(table) for table in again] == [_parts(table) for table in tables]


def _parts(table: ShapedSheet) -> tuple[object, ...]:
    frames = (table.applications, table.stage_events, table.feedback)
    return (*(frame.to_dicts() for frame in frames), table.warnings, table.rows_read, table.rejected)


def test_a_record_from_before_there_were_several_tables_still_loads() -> None:
    old = {"sheets": [{"kind": "applications", "date_order": "auto", "header_row": 1, "columns": []}]}
    assert plans_from_reading(old) == (SheetPlan(None, "applications", 1, ()),)


def test_a_row_without_a_status_has_that_of_the_heading_over_it_and_that_is_told() -> None:
    left, right = read_tables(SIDE_BY_SIDE)
    assert left.applications.select("stage", "outcome", "status_text").rows() == [("applied", "open", "Applied")]
    assert right.applications["outcome"].to_list() == ["rejected", "rejected"]
    (told,) = [warning.message for warning in right.warnings if warning.code == "status_from_heading"]
    assert told.endswith('"Rejected" (2).')


def test_a_heading_counts_until_the_next_and_never_against_the_row_itself() -> None:
    (table,) = read_tables(
        grid(
            """
            Company        | Role     | Date applied | Status
            Acme           | Engineer | 2026-03-14   |
            Rejected (2)   |          |              |
            Bolt           | Designer | 2026-03-15   |
            Corp           | Analyst  | 2026-03-16   | Interview
            To apply       |          |              |
            Dune           | Analyst  |              |
            Echo           | Analyst  | 2026-03-17   |
            April 2026     |          |              |
            Fern           | Analyst  | 2026-03-18   |
            """
        )
    )
    assert table.applications.select("company", "stage", "outcome").rows() == [
        ("Acme", "applied", "open"),
        ("Bolt", "applied", "rejected"),
        ("Corp", "first_interview", "open"),
        ("Dune", "saved", "open"),
        ("Echo", "applied", "open"),
        ("Fern", "applied", "open"),
    ]


def test_a_title_above_the_same_header_is_a_section() -> None:
    header, row = ["Company", "Role", "Status"], ["Acme", "Engineer", "Applied"]
    (table,) = read_tables([header, row, [""], ["Zurich"], header, ["Bolt", "Designer", "Applied"]])
    assert table.applications["company"].to_list() == ["Acme", "Bolt"]
    assert codes_of(table) == {"section_rows", "repeated_header"}


def test_a_list_of_contacts_below_is_left_out_with_its_reason() -> None:
    contacts = grid("Contacts\nName | Company | Email | Phone\nKim | Acme | kim@acme.example | 123 456")
    first, second = read_tables([["Company", "Role", "Status"], ["Acme", "Engineer", "Applied"], [""], *contacts])
    assert first.applications["company"].to_list() == ["Acme"]
    assert (second.plan.kind, second.plan.first_row, second.rows_read) == ("skipped", 4, 0)
    assert "another table surely does" in second.plan.reason


def test_a_sideways_table_beside_a_margin_and_below_a_title_is_read() -> None:
    (table,) = read_tables([["My search"], [""], *(["", *row] for row in SIDEWAYS)])
    assert table.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    assert table.applications["row_number"].to_list() == [3, 4, 5]


def test_a_sideways_table_may_have_many_lines_of_ones_own_and_no_date() -> None:
    (table,) = read_tables(
        grid(
            """
                      | Application 1 | Application 2
            Company   | Acme          | Bolt
            Job title | Engineer      | Designer
            Location  | Ulm           | Bonn
            Salary    | 50000         |
            Pros      | team          |
            Cons      |               | far
            Gut       | 3             | 4
            Way there | 10 min        | an hour
            """
        )
    )
    assert table.plan.is_transposed
    assert table.applications.select("company", "role", "location").rows() == [
        ("Acme", "Engineer", "Ulm"),
        ("Bolt", "Designer", "Bonn"),
    ]


EXPLAINED = [
    pytest.param(
        "Field | Meaning | Example\nCompany | The name of the firm | Acme\nRole | Job title | Engineer", id="a"
    ),
    pytest.param("Column | Type\nCompany | text\nRole | text\nDate applied | date", id="kinds"),
    pytest.param("Field | Required | By\nCompany | yes | me\nRole | yes | me\nLocation | no | me", id="flags"),
]


@pytest.mark.parametrize("text", EXPLAINED)
def test_a_list_that_explains_fields_is_no_sideways_table(text: str) -> None:
    with pytest.raises(InputRefusedError, match="no table of applications"):
        read_tables(grid(text))


def test_a_column_of_the_same_few_words_is_no_header_of_a_sideways_table() -> None:
    rows = grid("""
        idx | company | kind      | application_start | rejection
        1   | Fern    | vacancy   | 2026-03-02        | 2026-03-20
        2   | Moss    | vacancy   | 2026-03-03        | 2026-03-21
        3   | Reed    | recruiter | 2026-03-04        | 2026-03-22
        4   | Sedge   | vacancy   | 2026-03-05        |
        5   | Carex   | vacancy   | 2026-03-06        | 2026-03-24
    """)
    (table,) = read_tables(rows)
    assert not table.plan.is_transposed
    assert table.applications["company"].to_list() == ["Fern", "Moss", "Reed", "Sedge", "Carex"]
