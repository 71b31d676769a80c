"""What mending promises: cells that moved come back where one way alone is possible; a doubt changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.model import Caution, ReadingOptions, ShapedSheet
from pipeline.ingest.prepare import prepare_sheet
from pipeline.ingest.read import read_sheets
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import UPLOADED_ON

HEADER = "Company,Role,Applied,Status,URL,Notes"
SOUND = [
    "Acme,Engineer,2026-03-01,Applied,https://acme.example/1,fine",
    "Bolt,Designer,2026-03-02,Rejected,https://bolt.example/2,",
    "Corp,Analyst,2026-03-03,Interview,https://corp.example/3,call them",
    "Dyne,Data Engineer,2026-03-04,Applied,https://dyne.example/4,",
    "Echo,Manager,2026-03-05,Offer,https://echo.example/5,good talk",
]


def mended(
    *lines: str, header: str = HEADER, sound: list[str] | None = None
) -> tuple[list[list[str | None]], set[str]]:
    """The rows that come of some lines among sound ones, and the cautions' codes."""
    rows = SOUND if sound is None else sound
    text = "\n".join([header, *rows, *lines]) + "\n"
    (sheet,) = read_sheets(text.encode(), "t.csv")
    ready = prepare_sheet(sheet, 1, load_vocabulary())
    return [list(row) for row in ready.cells.tail(len(lines)).iter_rows()], {w.code for w in ready.warnings}


def texts(row: list[str | None], width: int = 6) -> list[str]:
    """The cells of the table, and a proof that none is left beyond it."""
    assert not any(row[width:])
    return [cell or "" for cell in row[:width]]


CERTAIN = [
    pytest.param(
        "Acme, Inc.,Engineer,2026-03-09,Applied,https://acme.example/9,x",
        ["Acme, Inc.", "Engineer", "2026-03-09", "Applied", "https://acme.example/9", "x"],
        id="a-blank-after-the-comma",
    ),
    pytest.param(
        "Acme,Inc,Engineer,2026-03-09,Applied,https://acme.example/9,x",
        ["Acme,Inc", "Engineer", "2026-03-09", "Applied", "https://acme.example/9", "x"],
        id="a-legal-form-by-itself",
    ),
    pytest.param(
        "Acme,Engineer,2026-03-09,Applied,https://acme.example/9,good, nice, and near",
        ["Acme", "Engineer", "2026-03-09", "Applied", "https://acme.example/9", "good, nice, and near"],
        id="notes-at-the-end",
    ),
    pytest.param(
        "Acme, Inc.,Engineer, Backend,2026-03-09,Applied,https://acme.example/9,x",
        ["Acme, Inc.", "Engineer, Backend", "2026-03-09", "Applied", "https://acme.example/9", "x"],
        id="two-cells-of-one-row",
    ),
    pytest.param(
        "Acme,Engineer,Mar 9, 2026,Applied,https://acme.example/9,x",
        ["Acme", "Engineer", "Mar 9, 2026", "Applied", "https://acme.example/9", "x"],
        id="a-date-with-a-comma",
    ),
    pytest.param(
        "Acme, Inc.,Engineer,2026-03-09,Applied,https://acme.example/9",
        ["Acme, Inc.", "Engineer", "2026-03-09", "Applied", "https://acme.example/9", ""],
        id="a-comma-too-many-and-a-cell-too-few-cancel-out",
    ),
    pytest.param(
        "Acme,Engineer,2026-03-09,https://acme.example/9,x",
        ["Acme", "Engineer", "2026-03-09", "", "https://acme.example/9", "x"],
        id="a-status-left-out",
    ),
]


@pytest.mark.parametrize(("line", "expected"), CERTAIN)
def test_a_row_that_can_have_been_one_row_only_is_mended(line: str, expected: list[str]) -> None:
    (row,), codes = mended(line)
    assert texts(row) == expected
    assert codes == {"repaired_rows"}


DOUBTFUL = [
    pytest.param("Acme,Engineer,Backend,2026-03-09,Applied,https://acme.example/9,x", id="company-or-role"),
    pytest.param("Acme,Engineer,2026-03-09,Applied,https://acme.example/9,2,x", id="link-or-notes"),
    pytest.param("Acme,Engineer,soon,2026-03-09,x,y,z", id="nothing-fits"),
    pytest.param("Acme,Engineer", id="cells-left-out-at-the-end"),
    pytest.param("Acme,2026-03-09,Applied,https://acme.example/9,x", id="company-or-role-left-out"),
]


@pytest.mark.parametrize("line", DOUBTFUL)
def test_a_row_that_can_have_been_several_is_left_as_written_and_told(line: str) -> None:
    (row,), codes = mended(line)
    assert [cell for cell in row if cell] == line.split(",")
    assert row[: len(line.split(","))] == line.split(",")
    assert codes == {"ragged_rows"}


FINE = [
    pytest.param("Acme,Engineer,2026-03-09,Applied,https://acme.example/9,x,,,", id="commas-at-the-end"),
    pytest.param("Acme,Engineer,,,,", id="empty-cells"),
    pytest.param("Acme,Engineer,2026-03-09,Applied,https://acme.example/9, led by a blank", id="a-blank-in-front"),
    pytest.param("Acme,Engineer,asap,Applied,https://acme.example/9,x", id="a-date-that-is-none"),
    pytest.param("Acme,Engineer,2026-03-09,waiting for Bob,https://acme.example/9,x", id="an-unknown-status"),
    pytest.param("Acme, Engineer,rolling,Applied,https://acme.example/9,x", id="an-odd-date-after-a-blank"),
    pytest.param("2026-03-09,Applied,2026-03-09,Applied,https://acme.example/9,2026-03-09", id="odd-names"),
]


@pytest.mark.parametrize("line", FINE)
def test_a_row_whose_cells_only_look_odd_is_not_touched(line: str) -> None:
    (row,), codes = mended(line)
    assert [cell or "" for cell in row] == (line.split(",") + [""] * 9)[: len(row)]
    assert "repaired_rows" not in codes


def test_the_cells_come_back_with_the_comma_exactly_as_it_was_written() -> None:
    (row,), _ = mended("Acme,  Inc. ,Engineer,2026-03-09,Applied,https://acme.example/9,x")
    assert row[0] == "Acme,  Inc. "


def test_a_semicolon_comes_back_as_a_semicolon() -> None:
    swap = str.maketrans(",", ";")
    (row,), _ = mended(
        "Acme; Sons;Engineer;2026-03-09;Applied;https://acme.example/9;x",
        header=HEADER.translate(swap),
        sound=[line.translate(swap) for line in SOUND],
    )
    assert row[0] == "Acme; Sons"


def test_in_a_file_with_a_blank_after_every_comma_a_blank_says_nothing() -> None:
    spaced = [line.replace(",", ", ") for line in SOUND]
    line = "Acme, Engineer, Backend, 2026-03-09, Applied, https://a.example/9, x"
    (row,), codes = mended(line, sound=spaced)
    assert (row, codes) == (line.split(","), {"ragged_rows"})


def test_two_rows_are_too_few_to_learn_from_unless_the_headers_say_the_same() -> None:
    line, sound = "Acme,Sons,2026-03-09,Applied", ["Bolt,2026-03-01,Rejected"]
    (known,), codes = mended(line, header="Company,Date Applied,Status", sound=sound)
    assert (texts(known, 3), codes) == (["Acme,Sons", "2026-03-09", "Applied"], {"repaired_rows"})
    (unknown,), codes = mended(line, header="A,B,C", sound=sound)
    assert (unknown, codes) == (line.split(","), {"ragged_rows"})


def test_a_table_in_which_every_row_ends_in_a_comma_is_not_ragged() -> None:
    _, codes = mended(
        "Acme,Engineer,2026-03-09,Applied,https://a.example/9,x,",
        header=f"{HEADER},",
        sound=[f"{line}," for line in SOUND],
    )
    assert codes == set()


def reading_of(text: str) -> ShapedSheet:
    """A text read as a tracker."""
    return read_tracker(text.encode(), "t.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON).sheets[0]


def test_a_mended_row_is_loaded_under_its_own_number_and_named() -> None:
    sheet = reading_of("\n".join([HEADER, *SOUND, "Acme, Inc.,Engineer,2026-03-09,Rejected,https://a.example/9,x"]))
    row = sheet.applications.row(-1, named=True)
    assert (row["company"], row["role"], row["outcome"], row["row_number"]) == (
        "Acme, Inc.",
        "Engineer",
        "rejected",
        7,
    )
    (told,) = (warning for warning in sheet.warnings if warning.code == "repaired_rows")
    assert told == Caution("repaired_rows", told.message, rows=1)
    assert "row 7" in told.message


SHORT = """company,role,pay,deadline,status,skills,added
Fern,Analyst,"26",000 / month,Applied,SQL,Git,Excel,2026-08-01
Moss,Clerk,"21",000 / month,Rejected,Word,Excel,Post,2026-08-03
Reed,Buyer,"19",000 / month,Applied,SQL,Word,Git,2026-08-04
"""


def test_rows_that_go_on_beyond_the_last_header_are_told_and_make_no_date() -> None:
    sheet = reading_of(SHORT)
    assert sheet.applications["applied_date"].to_list() == [None, None, None]
    (told,) = (warning for warning in sheet.warnings if warning.code == "ragged_rows")
    assert "The header row has 7 cells and most rows have 9" in told.message


EARLY = """Company,Role,Link,Source,Found,Applied,Status,Next,Notes
Fern,Analyst,https://fern.example/a,Indeed,2026-01-10,,Saved,a good one
Moss,Clerk,https://moss.example/b,Indeed,2026-01-11,,Saved,near
Reed,Buyer,https://reed.example/c,Indeed,2026-01-12,,Saved,far
Rush,Cook,https://rush.example/e,Indeed,2026-01-12,,Saved,far
Carex,Baker,https://carex.example/f,Indeed,2026-01-12,,Saved,far
Sedge,Planner,https://sedge.example/d,18.htm,Indeed,2026-01-13,,Saved,far
"""


def test_where_rows_end_early_one_with_a_cell_too_many_is_told() -> None:
    (told,) = (warning for warning in reading_of(EARLY).warnings if warning.code == "ragged_rows")
    assert "A cell may have moved in row 7" in told.message


CELLS = st.text(alphabet="ab .1", min_size=0, max_size=5).map(str.strip)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=9), min_size=1, max_size=6)


@settings(max_examples=40)
@given(ROWS)
def test_mending_loses_no_letter_and_keeps_their_order(rows: list[list[str]]) -> None:
    written = [row for row in rows if any(row)]
    result, _ = mended(*(",".join(row) for row in written))
    for row, cells in zip(written, result, strict=True):
        assert "".join(",".join(row).split(",")) == "".join((cell or "").replace(",", "") for cell in cells)


@settings(max_examples=20)
@given(st.lists(st.sampled_from(SOUND), min_size=1, max_size=9))
def test_sound_rows_are_never_touched(rows: list[str]) -> None:
    result, codes = mended(*rows)
    assert [",".join(cell or "" for cell in row) for row in result] == rows
    assert codes == set()
