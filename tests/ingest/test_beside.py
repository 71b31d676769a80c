"""What a sheet with cells beside its table promises: a second table is read, a legend or a list is left out."""

import datetime as dt

import polars as pl
import pytest

from tests.ingest.reading import codes_of, grid, read_tables
from tests.ingest.several_tables import BESIDE, SIDE_BY_SIDE


def test_cells_beside_the_table_make_no_rows_and_no_columns() -> None:
    (table,) = read_tables(BESIDE)
    assert table.applications["company"].to_list() == ["Acme", "Bolt"]
    assert table.applications["extras"].null_count() == 2
    assert [(c.field, c.reason) for c in table.plan.columns[5:]] == [(None, "beside the table")] * 2
    assert [warning.message for warning in table.warnings] == [
        "Not read: columns F to G, which stand beside the table.",
        "Not loaded: row 4 (only cells beside the table).",
    ]


def test_lists_for_drop_downs_beside_the_table_are_left_out() -> None:
    (table,) = read_tables(
        grid(
            """
            Company | Role     | Status   | | Status   | Source
            Acme    | Engineer | Applied  | | Applied  | LinkedIn
            Bolt    | Designer | Rejected | | Rejected | Indeed
                    |          |          | | Offer    |
            """
        )
    )
    assert (table.plan.beside, table.rows_loaded, table.rows_rejected) == ((4, 5), 2, 0)


def test_tables_side_by_side_are_each_read_with_the_numbers_of_their_rows() -> None:
    left, right = read_tables(SIDE_BY_SIDE)
    named = ["company", "role", "applied_date", "row_number"]
    assert left.applications.select(named).rows() == [("Acme", "Engineer", dt.date(2026, 3, 14), 3)]
    assert right.applications.select(named).rows() == [
        ("Bolt", "Designer", dt.date(2026, 3, 15), 3),
        ("Corp", "Analyst", dt.date(2026, 3, 16), 4),
    ]
    assert right.applications["notes"].to_list() == [None, "by mail"]
    for table in (left, right):
        assert table.rows_read == 3
        assert table.rows_read == table.rows_loaded + table.rows_blank + table.rows_rejected
        assert "side_by_side" in codes_of(table)


def test_tables_side_by_side_need_no_blank_column_where_their_headers_are_the_same() -> None:
    left, right = read_tables(
        grid(
            """
            Company | Role     | Status  | Company | Role    | Status
            Acme    | Engineer | Applied | Bolt    | Analyst | Rejected
            """
        )
    )
    assert left.applications.select("company", "outcome").rows() == [("Acme", "open")]
    assert right.applications.select("company", "outcome").rows() == [("Bolt", "rejected")]


def test_tables_side_by_side_may_begin_in_different_rows() -> None:
    left, right = read_tables(
        grid(
            """
            Company | Role     | Status   | |              |
            Acme    | Engineer | Applied  | | To apply     |
            Bolt    | Designer | Rejected | | Company      | Link
            Corp    | Analyst  | Applied  | | Dune         | https://dune.example
            """
        )
    )
    assert left.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    assert right.applications.select("company", "stage", "row_number").rows() == [("Dune", "saved", 4)]


def test_a_table_beside_another_about_the_same_applications_is_not_read_and_told() -> None:
    (table,) = read_tables(
        grid(
            """
            Company | Role     | Date       | | Company  | Interview on | Interviewer
            Acme    | Engineer | 2026-03-14 | | Corp     | 2026-03-20   | Kim
            Bolt    | Designer | 2026-03-15 | | Acme     | 2026-03-21   | Sam
            Corp    | Analyst  | 2026-03-16 | |          |              |
            """
        )
    )
    assert table.applications["company"].to_list() == ["Acme", "Bolt", "Corp"]
    assert "other_table_beside" in codes_of(table)


def test_a_log_of_feedback_beside_the_applications_is_read() -> None:
    _, log = read_tables(
        grid(
            """
            Company | Role     | Status   | | Company | Asked on   | Feedback
            Acme    | Engineer | Rejected | | Bolt    | 2026-03-20 | Too junior
            Bolt    | Designer | Rejected | |         |            |
            """
        )
    )
    assert log.plan.kind == "feedback"
    assert log.feedback.select("company", "feedback_text").rows() == [("Bolt", "Too junior")]


def test_a_column_beside_the_table_that_the_user_names_is_read() -> None:
    (table,) = read_tables(BESIDE, columns={"notes": "Stage"})
    assert table.applications["notes"].to_list() == ["Applied", "Rejected"]


BLOCKS = [
    pytest.param("| | Applied | 12\n| | Rejected | 4", id="no-names"),
    pytest.param("| | Stage | Number\n| | Applied | 12", id="names"),
    pytest.param("| |  | \n| | Total | 16\n| | Rate | 25%", id="lower"),
    pytest.param("| | Month | Applications\n| | Jan | 2\n| | Feb | 3", id="data-of-a-chart"),
]


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("is_left", [False, True], ids=["right", "left"])
def test_a_small_block_on_either_side_is_left_out(block: str, *, is_left: bool) -> None:
    table = [["Company", "Role", "Date Applied", "Status"]]
    table += [[f"Company {number}", "Engineer", "2026-03-14", "Applied"] for number in range(6)]
    lines = [line[1:] for line in grid(block)]
    lines += [["", "", ""]] * (len(table) - len(lines))
    rows = [[*line[1:], "", *row] if is_left else [*row, *line] for line, row in zip(lines, table, strict=True)]
    (read,) = read_tables(rows)
    assert "beside_table" in codes_of(read)
    assert read.applications["company"].to_list() == [f"Company {number}" for number in range(6)]
    assert read.applications["extras"].null_count() == 6
    assert set(read.applications["outcome"]) == {"open"}


SPACED = [
    pytest.param(["", "Excitement"], [["", "5"], ["", ""], ["", "4"]], id="rating"),
    pytest.param(["", "Notes"], [["", ""], ["", "call back"], ["", ""]], id="sparse-notes"),
    pytest.param(["", ""], [["", "x"], ["", "y"], ["", "z"]], id="filled-without-a-name"),
]


@pytest.mark.parametrize(("names", "cells"), SPACED)
def test_columns_after_a_spacer_are_columns_of_the_table(names: list[str], cells: list[list[str]]) -> None:
    companies = ["Acme", "Bolt", "Corp"]
    rows = [["Company", "Role", "Status", *names]]
    rows += [[company, "Engineer", "Applied", *more] for company, more in zip(companies, cells, strict=True)]
    (table,) = read_tables(rows)
    assert not table.plan.beside
    kept = table.applications.select(pl.concat_str("extras", "notes", ignore_nulls=True)).to_series().to_list()
    assert [bool(text) for text in kept] == [bool(more[1]) for more in cells]
