"""What a table without a known header promises: read where its values leave no doubt, told, and else refused."""

import pytest

from pipeline.errors import InputRefusedError
from tests.ingest.reading import codes_of, grid, read_tables

PLAIN = """
2026-03-14 | Acme | Applied   | Data Engineer | https://acme.example/1
2026-03-15 | Bolt | Rejected  | Designer      | https://bolt.example/1
2026-03-16 | Corp | Interview | Sales Manager | https://corp.example/1
"""
READ = [
    pytest.param(
        """
        2026-03-14 | Acme | Store associate | Rutland VT | applied  |
        2026-03-15 | Bolt | Night desk      | Proctor VT | rejected | too far
        2026-03-16 | Corp | Driver trainee  | Rutland VT | offer    |
        2026-03-17 | Dorn | Yard hand       | Rutland VT | applied  |
        """,
        ["applied_date", "company", "role", None, "status_text", None],
        id="few-known-words-of-job-titles",
    ),
    pytest.param(
        PLAIN,
        ["applied_date", "company", "status_text", "role", "url"],
        id="any-order",
    ),
    pytest.param(
        """
        Acme | Data Engineer | https://acme.example/1
        Bolt | Designer      | https://bolt.example/1
        Corp | Sales Manager | https://corp.example/1
        """,
        ["company", "role", "url"],
        id="links-alone",
    ),
    pytest.param(
        """
        1 | Acme | Bern, CH | Data Engineer | 2026-03-14 | LinkedIn | Applied
        2 | Bolt | Ulm, DE  | Designer      | 2026-03-14 | Indeed   | Applied
        3 | Corp | Graz, AT | Sales Manager | 2026-03-15 | LinkedIn | Rejected
        """,
        [None, "company", None, "role", "applied_date", "source", "status_text"],
        id="numbers-places-and-sources-beside",
    ),
    pytest.param(
        """
        Acme | Data Engineer | 2026-03-14 | 2026-04-14 | Applied
        Bolt | Designer      | 2026-03-15 | 2026-04-15 | Applied
        Corp | Sales Manager | 2026-03-16 | 2026-04-16 | Rejected
        """,
        ["company", "role", None, None, "status_text"],
        id="two-columns-of-dates-are-left-open",
    ),
]


@pytest.mark.parametrize(("text", "fields"), READ)
def test_columns_are_recognised_by_their_values(text: str, fields: list[str | None]) -> None:
    (sheet,) = read_tables(grid(text))
    assert [column.field for column in sheet.plan.columns] == fields
    assert "no_header" in codes_of(sheet)
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp", "Dorn"][: sheet.rows_read]
    assert sheet.applications["row_number"].to_list() == list(range(1, sheet.rows_read + 1))


REFUSED = [
    pytest.param(
        """
        Acme | Bern | Red  | 2026-03-14
        Bolt | Ulm  | Blue | 2026-03-15
        Corp | Graz | Grey | 2026-03-16
        """,
        id="names-and-days-alone",
    ),
    pytest.param(
        """
        Kitchen | Paint the door | Open   | 2026-03-14
        Hall    | New lamp       | Closed | 2026-03-15
        Stairs  | Sweep and wash | Open   | 2026-03-16
        """,
        id="things-to-do",
    ),
    pytest.param(
        """
        Kim Smith | Engineering Manager | kim@acme.example | 2026-03-14
        Jo Miller | Technical Recruiter | jo@acme.example  | 2026-03-15
        Al Jones  | HR Manager          | al@acme.example  | 2026-03-16
        """,
        id="people",
    ),
    pytest.param(
        """
        Acme | Bolt | Corp
        Dorn | Eli  | Fen
        Gor  | Hal  | Ivo
        """,
        id="only-names",
    ),
    pytest.param("Acme | Data Engineer | 2026-03-14 | Applied", id="one-row"),
]


DOUBTFUL = [
    pytest.param(
        """
        Acme | Bern | Data Engineer | 2026-03-14
        Bolt | Ulm  | Designer      | 2026-03-15
        Corp | Graz | Sales Manager | 2026-03-16
        """,
        ["company", None, "role", "applied_date"],
        id="titles-of-jobs-and-days",
    ),
    pytest.param(
        """
        Acme | Night shift | Bern | Applied
        Bolt | Yard        | Ulm  | Rejected
        Corp | Front desk  | Graz | Applied
        """,
        ["company", "role", None, "status_text"],
        id="no-title-is-known",
    ),
    pytest.param(
        """
        a1b2 | Acme | Night shift | Bern | Applied
        c3d4 | Bolt | Yard        | Ulm  | Rejected
        e5f6 | Corp | Front desk  | Graz | Applied
        """,
        [None, "company", "role", None, "status_text"],
        id="keys-of-a-program-are-no-companies",
    ),
    pytest.param(
        """
        Designer, Bern  | Acme | Open platform   | https://boards.example/1 | 2026-03-14
        Data Engineer   | Bolt | Small and quick | https://boards.example/2 | 2026-03-15
        Sales Manager   | Corp | Old and large   | https://boards.example/3 | 2026-03-16
        """,
        ["role", "company", None, "url", "applied_date"],
        id="links-of-a-job-board",
    ),
]


@pytest.mark.parametrize(("text", "fields"), DOUBTFUL)
def test_a_doubt_between_names_is_settled_by_where_they_stand_and_told(text: str, fields: list[str | None]) -> None:
    (sheet,) = read_tables(grid(text))
    assert [column.field for column in sheet.plan.columns] == fields
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    (told,) = [each.message for each in sheet.warnings if each.code == "by_elimination"]
    assert "for “Company”" in told
    assert "--column " in told


def test_days_without_a_header_are_told_to_be_taken_for_those_of_applying() -> None:
    (sheet,) = read_tables(grid(PLAIN))
    (told,) = [each.message for each in sheet.warnings if each.code == "by_elimination"]
    assert told.startswith("Column A was taken for “Applied on”: no header says so")


def test_a_row_of_data_with_words_of_headers_is_no_header() -> None:
    words = ["2026-03-17", "Dorn", "Applied", "Vacancy", "https://dorn.example/4"]
    (sheet,) = read_tables([*grid(PLAIN), words, *grid(PLAIN)])
    assert (sheet.plan.header_row, sheet.rows_loaded) == (None, 7)


def test_a_column_of_role_and_company_beside_one_of_companies_is_the_role() -> None:
    text = """
        Designer at Acme | Acme | Applied
        Baker at Bolt    | Bolt | Rejected
        Nurse at Corp    | Corp | Interview
    """
    (sheet,) = read_tables(grid(text))
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]


def test_a_header_of_unknown_names_may_have_gaps() -> None:
    (sheet,) = read_tables([["Wo", "Zorp", "", "Florp", ""], *grid(PLAIN)])
    assert [column.header for column in sheet.plan.columns] == ["Wo", "Zorp", "", "Florp", ""]
    assert sheet.rows_loaded == 3


@pytest.mark.parametrize("text", REFUSED)
def test_a_doubt_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(InputRefusedError, match="no table of applications or feedback") as refused:
        read_tables(grid(text))
    assert "--column company=HEADER" in (refused.value.remedy or "")


BOARDS = [
    pytest.param("Total | 2026-01-13 | 2026-01-14 | 2026-01-15\n3 | 1. Acme | 1. Bolt | 1. Corp", "day", id="days"),
    pytest.param("Wishlist | Applied | Interview | Rejected\nAcme | Bolt | Corp | Dorn", "status", id="statuses"),
]


@pytest.mark.parametrize(("text", "what"), BOARDS)
def test_a_board_is_refused_by_what_it_is(text: str, what: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        read_tables(grid(text))
    assert f"each of its columns is a {what} with names below it" in (refused.value.found or "")


def test_a_title_above_is_no_application() -> None:
    (sheet,) = read_tables([["My applications"], *grid(PLAIN)])
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    assert codes_of(sheet) == {"no_header", "by_elimination", "title_rows"}


def test_a_header_of_unknown_names_is_no_application() -> None:
    (sheet,) = read_tables([["Wo", "Zorp", "Blip", "Florp", "Qux"], *grid(PLAIN)])
    assert (sheet.plan.header_row, sheet.applications["company"].to_list()) == (1, ["Acme", "Bolt", "Corp"])
    assert codes_of(sheet) == {"unknown_header"}


KINDS = [
    pytest.param(
        """
        date       | company         | role            | location   | status_text | url
        2026-03-14 | Fern Bakery     | Pastry Cook     | Hobart TAS | rejected    | https://fern.example/jobs/12
        2026-03-15 | Moss & Sons     | Baker           | Perth WA   | applied     | https://moss.example/work
        2026-03-16 | Reed Flour Mill | Line Operator   | Cairns QLD | interview   | https://reedflour.example/3
        2026-03-17 | Sedge Catering  | Kitchen Manager | Sydney NSW | no response | https://sedge.example/jobs
        """,
        id="states-and-links-of-companies",
    ),
    pytest.param(
        """
        date       | company      | role              | location     | status_text
        2026-03-14 | Fern Bakery  | Pastry Cook       | Boise (ID)   | Rejected
        2026-03-15 | Moss & Sons  | Baker             | Provo (UT)   | Applied
        2026-03-16 | Reed Hotels  | Kitchen Manager   | Reno (NV)    | Interview
        2026-03-17 | Sedge Dining | Assistant Manager | Helena (MT)  | Offer
        """,
        id="states-in-brackets",
    ),
    pytest.param(
        """
        date       | company | role          | location | status_text | url
        2026-03-14 | Farnbau | Sachbearbeiter | Bern    | Absage      | https://www.farnbau.example/stellen/1
        2026-03-15 | Moosag  | Berater       | Ulm      | beworben    | https://jobs.moosag.example
        2026-03-16 | Schilf  | Leiter Lager  | Graz     | beworben    | https://schilf.example/karriere
        """,
        id="towns-told-by-links-of-companies",
    ),
    pytest.param(
        """
        date       | company      | role     | location    | status_text
        14/03/2026 | Fougère SARL | Comptable | Lyon       | refus
        15/03/2026 | Mousse       | Cuisinier | Lyon       | envoyé
        16/03/2026 | Roseau SA    | Vendeur  | Saint Malo  | entretien
        27/03/2026 | Carex        | Serveur  | Nantes      | envoyé
        """,
        id="towns-that-come-again",
    ),
    pytest.param(
        """
        company | role           | status_text | source
        Fern    | Data Engineer  | Applied     | LinkedIn
        Moss    | Data Analyst   | Rejected    | Indeed
        Reed    | Office Manager | Interview   | LinkedIn
        """,
        id="no-dates",
    ),
    pytest.param(
        """
        date       | company | role           | work_mode | status_text
        2026-03-14 | Fern    | Data Engineer  | remote    | Applied
        2026-03-15 | Moss    | Data Analyst   | hybrid    | Rejected
        2026-03-16 | Reed    | Office Manager | onsite    | Interview
        """,
        id="ways-of-working",
    ),
    pytest.param(
        """
        date   | company | role           | location   | status_text
        14 Mar 2026 | Fern AG | Project Manager | Basel, CH  | Applied
        15 Mar 2026 | Moss SA | Site Engineer | Genève, CH | Rejected
        16 Mar 2026 | Reed AG | Office Manager | Lugano, CH | Interview
        """,
        id="forms-of-companies-are-no-states",
    ),
    pytest.param(
        """
        date       | company     | role           | url
        2026-03-14 | Fern Trust  | Ward Nurse     | https://fern-trust.example/1
        2026-03-15 | Moss Clinic | Staff Nurse    | https://mossclinic.example/2
        2026-03-16 | Reed Care   | Care Assistant | https://www.reed.example/jobs
        """,
        id="links-instead-of-statuses",
    ),
]


@pytest.mark.parametrize("text", KINDS)
def test_columns_are_recognised_in_whatever_order_they_stand(text: str) -> None:
    names, *rows = grid(text)
    fields = ["applied_date" if name == "date" else name for name in names]
    for first in range(len(fields)):
        for step in (1, -1):
            order = [(first + step * place) % len(fields) for place in range(len(fields))]
            (sheet,) = read_tables([[row[place] for place in order] for row in rows])
            found = {column.field: order[column.index] for column in sheet.plan.columns if column.field}
            needed = {field: place for place, field in enumerate(fields) if field != "location"}
            assert needed.items() <= found.items()
            assert found.get("location") in {None, fields.index("location") if "location" in fields else None}


def test_dots_begin_with_the_year_where_the_letters_of_the_cells_say_so() -> None:
    text = """
        지원완료 | 모아커머스 | UI 디자이너 | 25.01.13
        면접탈락 | 한빛제과   | 북 디자이너 | 25.01.27
        지원완료 | 서면애드   | 웹디자이너  | 25.02.03
    """
    (sheet,) = read_tables(grid(text))
    assert [str(day) for day in sheet.applications["applied_date"]] == ["2025-01-13", "2025-01-27", "2025-02-03"]


def test_names_that_are_known_count_where_the_values_leave_a_column_open() -> None:
    names = ["Zorp", "Blip", "Florp", "Qux", "Vrob", "Gwelp", "Notes"]
    (sheet,) = read_tables([names, *([*row, "", "rang twice"] for row in grid(PLAIN))])
    assert sheet.applications["notes"].to_list() == ["rang twice"] * 3


def test_columns_without_a_header_are_named_by_their_letters() -> None:
    text = """
        Acme | Bern | Red  | 2026-03-14
        Bolt | Ulm  | Blue | 2026-03-15
        Corp | Graz | Grey | 2026-03-16
    """
    (sheet,) = read_tables(grid(text), columns={"company": "column A", "applied_date": "Column D"})
    assert [column.field for column in sheet.plan.columns] == ["company", None, None, "applied_date"]
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    assert codes_of(sheet) == {"no_header"}


def test_what_was_recognised_gives_way_to_what_the_user_names() -> None:
    (sheet,) = read_tables(grid(PLAIN), columns={"company": "column D"})
    fields = [column.field for column in sheet.plan.columns]
    assert fields == ["applied_date", None, "status_text", "company", "url"]
