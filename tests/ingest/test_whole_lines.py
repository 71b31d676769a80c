"""Lines that hide their cells are taken apart where that leaves no doubt, and mail addresses part none."""

import pytest

from pipeline.ingest.delimited import DELIMITERS, detect_dialect, read_delimited
from pipeline.ingest.whole_lines import rare_delimiter

PEOPLE = [
    "Ana,ana@fern.example,kim@fern.example",
    "Ben,ben@moss.example,lee@moss.example",
    "Cem,c@a.example,d@a.example",
]


@pytest.mark.parametrize("mark", ["@", "^", "~"])
def test_a_mark_of_ones_own_parts_the_cells(mark: str) -> None:
    text = "\n".join(mark.join(cells) for cells in (["Company", "Role", "Status"], ["Fern, Inc", "Clerk", "Applied"]))
    sheet = read_delimited(f"{text}\n{mark.join(['Moss', '', 'Rejected'])}\n")
    assert sheet.cells.rows() == [
        ("Company", "Role", "Status"),
        ("Fern, Inc", "Clerk", "Applied"),
        ("Moss", None, "Rejected"),
    ]


def test_two_mail_addresses_in_every_line_part_nothing() -> None:
    assert rare_delimiter(PEOPLE, DELIMITERS) is None
    assert detect_dialect("\n".join(PEOPLE)).delimiter == ","


def test_lines_quoted_as_a_whole_are_read_as_the_cells_in_them_and_told() -> None:
    sheet = read_delimited('"Company,Role,Notes"\n"Fern,Clerk,""no, thanks"""\n\n"Moss,Buyer,"\n')
    assert sheet.cells.rows() == [
        ("Company", "Role", "Notes"),
        ("Fern", "Clerk", "no, thanks"),
        (None, None, None),
        ("Moss", "Buyer", None),
    ]
    assert [caution.code for caution in sheet.warnings] == ["quoted_lines"]


def test_a_column_of_quoted_sentences_stays_one_column() -> None:
    sheet = read_delimited(
        '"What they said"\n"You were late, and unprepared."\n"Good energy, nice talk, no more."\n"Fine"\n'
    )
    assert sheet.cells.width == 1
