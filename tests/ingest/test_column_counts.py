"""What the counts of columns promise: every text counted once, what was not understood told with examples."""

import pytest

from pipeline.ingest.model import ColumnCounts, ShapedSheet
from tests.ingest.reading import read_rows


def counts_of(sheet: ShapedSheet, header: str) -> ColumnCounts:
    """The counts of the column with that header."""
    (index,) = [column.index for column in sheet.plan.columns if column.header == header]
    (counts,) = [counts for counts in sheet.column_counts if counts.index == index]
    return counts


def with_column(header: str, cells: list[str]) -> ShapedSheet:
    """A tracker that has one more column."""
    rows = [[f"Firm {place}", "Cook", cell] for place, cell in enumerate(cells)]
    return read_rows([["Company", "Role", header], *rows])


CASES = [
    ("Date Applied", ["2026-01-05", "03/04/2026", "soonish", "N/A", ""], 4, ["03/04/2026", "soonish"]),
    ("Status", ["Applied", "Vibing", "Vibing", "Rejected", ""], 4, ["Vibing", "Vibing"]),
    ("Phone Screen", ["2026-02-02", "yes", "no", "03/04/2026 or so", "went well"], 5, ["03/04/2026 or so"]),
    ("Ask Channel", ["email", "carrier pigeon", "other", "phone with Ann", ""], 4, ["carrier pigeon"]),
    ("Notes", ["nice people", "N/A", "", "03/04/2026", "?"], 4, []),
    ("Cover Letter", ["yes", "no", "cv_v2.pdf", "", ""], 3, []),
]


@pytest.mark.parametrize(("header", "cells", "filled", "unparsed"), CASES, ids=[case[0] for case in CASES])
def test_a_text_that_gives_no_value_is_counted_and_shown(
    header: str, cells: list[str], filled: int, unparsed: list[str]
) -> None:
    counts = counts_of(with_column(header, cells), header)
    assert (counts.filled, counts.unparsed) == (filled, len(unparsed))
    assert set(counts.examples) == set(unparsed)


def test_a_column_that_is_no_field_shows_what_it_holds_the_commonest_first() -> None:
    counts = counts_of(with_column("Vibe", ["good", "bad", "bad", *"abcdef"]), "Vibe")
    assert (counts.filled, counts.unparsed) == (9, 0)
    assert counts.examples == ("bad", "a", "b", "c", "d")


def test_a_secret_column_is_counted_and_shows_nothing() -> None:
    counts = counts_of(with_column("Password", ["hunter2", "letmein"]), "Password")
    assert counts == ColumnCounts(2, 2, 0, ())


def test_rejected_rows_count_and_blank_ones_do_not() -> None:
    rows = [["Fern", "Cook", "Applied", "40k"], ["", "", "", ""], ["", "", "Applied", "as agreed"]]
    sheet = read_rows([["Company", "Role", "Status", "Salary"], *rows])
    assert (sheet.rows_loaded, sheet.rows_blank, sheet.rows_rejected) == (1, 1, 1)
    assert counts_of(sheet, "Status").filled == 2


def test_a_column_without_header_and_cells_is_left_out() -> None:
    sheet = read_rows([["Company", "Role", "", "Status"], ["Fern", "Cook", "", "Applied"]])
    assert [counts.index for counts in sheet.column_counts] == [0, 1, 3]


def test_a_day_listed_in_the_status_does_not_make_an_unread_date_a_read_one() -> None:
    sheet = read_rows(
        [["Company", "Date Applied", "Status"], ["Fern", "soonish", "Applied 2026-01-05 > Interview 2026-01-20"]]
    )
    assert sheet.applications["applied_date"].to_list() != [None]
    assert counts_of(sheet, "Date Applied").unparsed == 1
