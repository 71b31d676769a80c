"""What header rows promise: names that two rows make together are whole, and one row's names stay as they are."""

import pytest

from pipeline.errors import InputRefusedError
from tests.ingest.reading import codes_of, fields_of, grid, read_tables

TWO_ROWS = [
    pytest.param(
        """
              |          | Interview 1 |        | Interview 2 |
        Company | Role     | Date        | Result | Date        | Result
        Acme    | Engineer | 2026-03-14  | fine   | 2026-03-20  | fine
        """,
        {"Interview 1 Date": "event:first_interview", "Interview 2 Date": "event:second_interview"},
        (2, 1),
        id="names-repeated-under-groups",
    ),
    pytest.param(
        """
        Company | Role     | Interview 1 |        | Interview 2 |        | Status
                |          | Date        | Result | Date        | Result |
        Acme    | Engineer | 2026-03-14  | fine   | 2026-03-20  | fine   | Applied
        """,
        {
            "Company": "company",
            "Interview 1 Date": "event:first_interview",
            "Interview 2 Date": "event:second_interview",
            "Status": "status_text",
        },
        (1, 2),
        id="cells-merged-over-both-rows",
    ),
    pytest.param(
        """
        Application |          |            |          | Interview  |
        Company     | Role     | Date       | Status   | Date       | With
        Acme        | Engineer | 2026-03-14 | Applied  | 2026-04-01 | Kim
        """,
        {"Application Date": "applied_date", "Status": "status_text", "Interview Date": "event:first_interview"},
        (2, 1),
        id="groups-that-say-which-date",
    ),
    pytest.param(
        """
        Company | Job      | Date       | Application
        Name    | Title    | Applied    | Status
        Acme    | Engineer | 2026-03-14 | Applied
        """,
        {"Company Name": "company", "Title": "role", "Date Applied": "applied_date", "Status": "status_text"},
        (1, 2),
        id="words-broken-over-two-rows",
    ),
    pytest.param(
        """
        Company | Role     | Date       | Status  | Date
                |          | applied    |         | closed
        Acme    | Engineer | 2026-03-14 | Applied | 2026-03-20
        """,
        {"Company": "company", "Date applied": "applied_date", "Date closed": "closed_date"},
        (1, 2),
        id="some-words-go-on-below",
    ),
    pytest.param(
        """
        JOB TRACKER | APPLICATIONS |          | INTERVIEW
                    |              |          |
        STATUS      | COMPANY      | LOCATION | LOCATION
        Applied     | Acme         | Bern     | Ulm
        """,
        {"STATUS": "status_text", "LOCATION": "location", "INTERVIEW LOCATION": None},
        (3, 1),
        id="one-name-used-twice",
    ),
]


@pytest.mark.parametrize(("text", "fields", "rows"), TWO_ROWS)
def test_two_rows_make_the_names_of_a_header(text: str, fields: dict[str, str | None], rows: tuple[int, int]) -> None:
    (sheet,) = read_tables(grid(text))
    assert fields_of(sheet).items() >= fields.items()
    assert (sheet.plan.header_row, sheet.plan.second_header_row) == rows
    assert "two_row_header" in codes_of(sheet)
    assert (sheet.rows_read, sheet.rows_loaded, sheet.rows_rejected) == (sheet.rows_blank + 1, 1, 0)


ONE_ROW = [
    pytest.param(
        "My tracker of 2026 | | |\nCompany | Role | Date | Status\nAcme | Engineer | 2026-03-14 | Applied", 2
    ),
    pytest.param("Company | Role | Date | Status\nAcme | Engineer | 2026-03-14 | Applied", 1),
    pytest.param("Company | Role | Date | Status\n| | | Applied\nAcme | Engineer | 2026-03-14 | Applied", 1),
    pytest.param("Goal | 50 | Week | 12\nCompany | Role | Date | Status\nAcme | Engineer | 2026-03-14 | Applied", 2),
]


@pytest.mark.parametrize(("text", "header"), ONE_ROW, ids=["title", "plain", "default-status", "numbers-above"])
def test_a_header_that_says_enough_is_left_alone(text: str, header: int) -> None:
    (sheet,) = read_tables(grid(text))
    assert [column.header for column in sheet.plan.columns] == ["Company", "Role", "Date", "Status"]
    assert (sheet.plan.header_row, sheet.plan.second_header_row) == (header, None)
    assert sheet.applications["company"].to_list() == ["Acme"]


def test_the_first_row_of_data_is_no_second_header() -> None:
    (sheet,) = read_tables(
        grid("Company | Role | Date | Status\nOffer | Title | | Applied\nAcme | Engineer | | Applied")
    )
    assert sheet.applications["company"].to_list() == ["Offer", "Acme"]


def test_a_column_is_named_by_the_user_by_either_name() -> None:
    rows = grid(
        """
                |          | Call 1     |        | Call 2     |
        Company | Role     | Date       | Result | Date       | Result
        Acme    | Engineer | 2026-03-14 | fine   | 2026-03-20 | Rejected
        """
    )
    for name in ("Call 2 Result", "call 2  result"):
        (sheet,) = read_tables(rows, columns={"outcome": name})
        assert sheet.plan.columns[5].field == "outcome"
    (sheet,) = read_tables(rows, columns={"outcome": "Result"})
    assert sheet.plan.columns[3].field == "outcome"


def test_a_header_far_down_below_instructions_is_found() -> None:
    above = [[f"Step {number}: read this line with care"] for number in range(1, 37)]
    (sheet,) = read_tables([*above, ["Company", "Role", "Status"], ["Acme", "Engineer", "Applied"]])
    assert (sheet.plan.header_row, sheet.rows_loaded, sheet.rows_blank) == (37, 1, 36)


def test_a_small_table_of_a_dashboard_above_is_no_table_of_applications() -> None:
    (sheet,) = read_tables(
        grid(
            """
            JOB SEARCH   |          |              |
            Applied      | 12       | Rejected     | 4
                         |          |              |
            Company      | Count    |              |
            Acme         | 3        |              |
                         |          |              |
            Company      | Role     | Date Applied | Status
            Acme         | Engineer | 2026-03-14   | Applied
            """
        )
    )
    assert (sheet.plan.header_row, sheet.applications["row_number"].to_list()) == (7, [8])


def test_a_sheet_of_explanations_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="no table of applications"):
        read_tables(grid("Company | Name of the company\nRole | The job title\nDate applied | When you applied"))
