"""What rows below a header promise: what only looks like a row is set aside and told, and an application never is."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ingest.reading import codes_of, grid, read_rows, read_tables

HEADER = ["Company", "Role", "Date Applied", "Status"]
ACME = ["Acme", "Engineer", "2026-03-14", "Applied"]
BOLT = ["Bolt", "Designer", "2026-03-15", "Rejected"]

SECTIONS = [
    "March 2026",
    "Mar '26",
    "2026",
    "Q1 2026",
    "Week of March 10",
    "Week 3: Mar 10-16",
    "March 2026 (12)",
    "March - 4 applications",
    "3月",
    "2026年3月",
    "Rejected",
    "Rejected:",
    "Rejected (5)",
    "\u2014 Closed \u2014",
    "*** Dream jobs ***",
    "Companies to watch:",
    "Summer 2026",
    "Monday, 16 March",
    "Late March",
]


@pytest.mark.parametrize("text", SECTIONS)
def test_a_line_that_parts_the_rows_is_no_application_and_the_caution_names_it(text: str) -> None:
    sheet = read_rows([HEADER, ACME, [text, "", "", ""], BOLT])
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt"]
    (warning,) = sheet.warnings
    assert (warning.code, warning.rows) == ("section_rows", 1)
    assert warning.message == f'Not loaded: row 3 (a heading, a period or a rule between the rows: "{text}").'


def test_a_merged_line_exported_into_each_of_its_cells_is_a_section() -> None:
    assert codes_of(read_rows([HEADER, ACME, ["Dream jobs:"] * 4, BOLT])) == {"section_rows"}


def test_a_section_says_nothing_about_the_rows_below_it_unless_it_is_a_status() -> None:
    sheet = read_rows([HEADER, ["March 2026", "", "", ""], ["Acme", "Engineer", "", ""]])
    assert sheet.applications.select("outcome", "applied_date").rows() == [("open", None)]
    sheet = read_rows([HEADER, ["Rejected", "", "", ""], ["Acme", "Engineer", "", ""]])
    assert sheet.applications.select("outcome", "applied_date").rows() == [("rejected", None)]
    assert codes_of(sheet) == {"section_rows", "status_from_heading"}


LONE_COMPANIES = ["Google", "3M", "1&1", "Yahoo!", "*Nvidia*", "E*TRADE", "Monday", "Offerpad", "Summer Foods"]


@pytest.mark.parametrize("name", LONE_COMPANIES)
def test_a_company_alone_in_its_row_is_an_application(name: str) -> None:
    assert read_rows([HEADER, ACME, [name, "", "", ""], BOLT]).applications["company"].to_list()[1] == name


TEXTS = [
    "A long text without a company that says what they told me on the phone about my talk, in detail",
    "Note: they want more Python",
    "Rejected",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_feedback_alone_in_its_row_is_feedback(text: str) -> None:
    sheet = read_rows([["Company", "Feedback"], ["Acme", "Too junior"], ["", text], ["Bolt", "No time"]])
    assert sheet.feedback["feedback_text"].to_list() == ["Too junior", text, "No time"]


SET_ASIDE = [
    pytest.param("Total: 45 | | |", "total_rows", id="total-in-one-cell"),
    pytest.param("Total | 2 | | 1", "total_rows", id="totals-in-two-columns"),
    pytest.param(" | | | 12", "total_rows", id="a-sum-without-a-word"),
    pytest.param("Subtotal March | 2 | |", "total_rows", id="a-sum-of-a-month"),
    pytest.param("Total April: 2 | | |", "total_rows", id="a-sum-of-a-month-in-one-cell"),
    pytest.param("Response rate | 50% | |", "total_rows", id="a-figure"),
    pytest.param("Acme Corp | Engineer | 2026-01-01 | Example - delete this row", "example_rows", id="says-delete"),
    pytest.param("e.g. Acme | Engineer | 2026-01-01 | Applied", "example_rows", id="for-example"),
    pytest.param("[Company name] | [Job title] | | ", "example_rows", id="brackets"),
    pytest.param(" | | YYYY-MM-DD | ", "example_rows", id="pattern-of-a-date"),
    pytest.param("Note: updated every week | | |", "notes_rows", id="note"),
    pytest.param("Last updated: 2026-03-14 | | |", "notes_rows", id="last-updated"),
    pytest.param(
        "This list holds every place that I wrote to in the spring, sorted by the day of writing | | |",
        "notes_rows",
        id="prose",
    ),
]


EXPLAINED = [
    pytest.param("Text | Text | Date | Dropdown", id="kinds-of-cells"),
    pytest.param("Name of the company | Job title | YYYY-MM-DD | Applied / Rejected", id="what-belongs-there"),
    pytest.param("(name) | (title) | (dd/mm/yyyy) | (pick one)", id="in-brackets"),
]


@pytest.mark.parametrize("line", EXPLAINED)
def test_a_row_that_explains_the_columns_is_no_application(line: str) -> None:
    sheet = read_rows([HEADER, *grid(line), ACME])
    assert sheet.applications["company"].to_list() == ["Acme"]
    assert codes_of(sheet) == {"example_rows"}


@pytest.mark.parametrize(("line", "code"), SET_ASIDE)
def test_a_row_that_is_no_application_is_set_aside(line: str, code: str) -> None:
    sheet = read_rows([HEADER, ACME, BOLT, *grid(line)])
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt"]
    assert codes_of(sheet) == {code}
    assert (sheet.rows_read, sheet.rows_blank, sheet.rows_rejected) == (3, 1, 0)


BELOW = [
    pytest.param("Legend\nGreen | they wrote\nRed | nothing yet", id="legend"),
    pytest.param("Status | Count\nApplied | 12\nRejected | 4\nTotal | 16", id="counts"),
    pytest.param("Response rate | 25%\nInterviews | 3", id="figures"),
    pytest.param("Applied | sent the form\nGhosted | nobody answered", id="meaning-of-statuses"),
    pytest.param("* a star means a referral\n* two mean a friend", id="footnotes"),
]


@pytest.mark.parametrize("block", BELOW)
def test_a_legend_or_summary_after_a_gap_is_set_aside(block: str) -> None:
    tables = read_tables([HEADER, ACME, BOLT, [""], *grid(block)])
    assert [table.applications["company"].to_list() for table in tables] == [["Acme", "Bolt"]]
    assert codes_of(tables[0]) & {"notes_rows", "total_rows"}
    assert tables[0].rows_rejected == 0


STILL_DATA = [
    pytest.param("Corp | Analyst", id="company-and-role"),
    pytest.param("Corp | Analyst\nDorn | Tester", id="two-of-them"),
    pytest.param("Key Bank |", id="company-named-like-a-note"),
    pytest.param("Noteworthy Inc |", id="company-beginning-like-a-note"),
    pytest.param("Source Foundry | Analyst", id="company-beginning-with-source"),
    pytest.param("37signals | Analyst", id="company-beginning-with-a-number"),
]


@pytest.mark.parametrize("block", STILL_DATA)
def test_applications_after_a_gap_are_loaded(block: str) -> None:
    rows = grid(block)
    (sheet,) = read_tables([HEADER, ACME, [""], *rows])
    assert sheet.applications["company"].to_list() == ["Acme", *(row[0] for row in rows)]
    assert not sheet.warnings


def test_applications_with_the_status_first_are_no_legend() -> None:
    rows = [["Status", "Company", "Role", "Date Applied"], ["Applied", "Acme", "Engineer", "2026-03-14"], [""]]
    (sheet,) = read_tables([*rows, ["Rejected", "Bolt"], ["Applied", "Corp"]])
    assert sheet.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]


PREFILLED = [
    pytest.param([["", "", "", "", "FALSE"]] * 50, id="tick-boxes"),
    pytest.param([["", "", "", "", "N/A"]] * 50, id="not-applicable"),
    pytest.param([["", "", "", "Not started", "46022"]] * 50, id="default-status-and-formula"),
    pytest.param([["", "", "1900-01-00", "", "#VALUE!"]] * 2, id="formulas-over-blank-cells"),
]


@pytest.mark.parametrize("rows", PREFILLED)
def test_what_a_template_puts_into_empty_rows_is_no_application(rows: list[list[str]]) -> None:
    sheet = read_rows([[*HEADER, "Days"], [*ACME, "3"], *rows])
    assert (sheet.rows_loaded, sheet.rows_blank, sheet.rows_rejected) == (1, len(rows), 0)
    assert codes_of(sheet) >= {"prefilled_rows"}


def test_row_numbers_written_in_advance_are_no_applications() -> None:
    rows = [[str(number), "", "", ""] for number in range(2, 40)]
    sheet = read_rows([["Nr", "Company", "Role", "Status"], ["1", "Acme", "Engineer", "Applied"], *rows])
    assert (sheet.rows_loaded, sheet.rows_blank) == (1, 38)
    assert codes_of(sheet) == {"prefilled_rows"}


NAMES = st.sampled_from(["Acme", "Bolt", "Corp", "Dorn & Sons", "Eli", "March Ltd", "Total Energies", "Key Bank"])
ROLES = st.sampled_from(["Engineer", "Sales Manager", "Designer", "Analyst", ""])
DATES = st.sampled_from(["2026-03-14", "2026-04-01", ""])
STATUSES = st.sampled_from(["Applied", "Rejected", "Interview", ""])
LINE = st.tuples(NAMES, ROLES, DATES, STATUSES).filter(lambda line: any(line[1:])).map(list)
LINES = st.lists(LINE, min_size=2, max_size=8)
FIELDS = ["company", "role", "applied_date", "stage", "outcome", "extras"]
unhurried = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def applications(rows: list[list[str]]) -> list[tuple[object, ...]]:
    """What a sheet of one or several tables says, without row numbers."""
    return [row for table in read_tables(rows) for row in table.applications.select(FIELDS).iter_rows()]


@unhurried
@given(LINES, st.data())
def test_blank_rows_between_change_no_application(lines: list[list[str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(lines)))
    gap = [[""]] * data.draw(st.integers(1, 3))
    assert applications([HEADER, *lines[:place], *gap, *lines[place:]]) == applications([HEADER, *lines])


TITLES = st.lists(st.sampled_from(["Job search 2026", "Kim", "Keep this up to date.", ""]), min_size=1, max_size=6)


@unhurried
@given(LINES, TITLES)
def test_a_block_of_titles_above_changes_no_application(lines: list[list[str]], titles: list[str]) -> None:
    assert applications([*([title] for title in titles), HEADER, *lines]) == applications([HEADER, *lines])


@unhurried
@given(LINES, st.booleans(), st.integers(0, 400))
def test_a_row_of_totals_below_changes_no_application(lines: list[list[str]], gap: bool, total: int) -> None:
    below = [*([[""]] if gap else []), ["Total", str(total)]]
    assert applications([HEADER, *lines, *below]) == applications([HEADER, *lines])


@unhurried
@given(LINES, st.integers(1, 6), st.booleans())
def test_a_block_of_counts_beside_changes_no_application(lines: list[list[str]], rows: int, named: bool) -> None:
    labels = ["Applied", "Rejected", "Interview", "Offer", "Ghosted", "Withdrawn"]
    block = [["Status", "Count"] if named else ["", ""], *([label, "4"] for label in labels[:rows])]
    block += [["", ""]] * (len(lines) + 1 - len(block))
    table = [HEADER, *lines, *([[""] * 4] * (len(block) - len(lines) - 1))]
    beside = [[*row, "", *cells] for row, cells in zip(table, block, strict=True)]
    assert applications(beside) == applications([HEADER, *lines])


LEGENDS = [
    pytest.param([["Key:", "", "", ""]], id="a-gap-above"),
    pytest.param([["", "", "", ""], ["Legend", "", "", ""]], id="below-a-blank-row"),
    pytest.param([["", "", "", ""]], id="no-heading"),
]


@pytest.mark.parametrize("above", LEGENDS)
def test_a_legend_of_statuses_below_is_no_application(above: list[list[str]]) -> None:
    legend = [["red", "rejected", "", ""], ["green", "interview", "", ""], ["yellow", "waiting", "", ""]]
    assert read_rows([HEADER, ACME, BOLT, *above, *legend]).applications["company"].to_list() == ["Acme", "Bolt"]


@pytest.mark.parametrize("text", ["w/c 9 March 2026", "Week beginning 9 March", "Woche vom 9. März", "KW 11"])
def test_a_week_alone_in_its_row_is_a_section(text: str) -> None:
    assert codes_of(read_rows([HEADER, ACME, [text, "", "", ""], BOLT])) == {"section_rows"}
