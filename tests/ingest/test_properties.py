"""What holds for any grid of text: it is read or refused, its rows add up, nothing written is lost."""

import datetime as dt

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.errors import DebriefError
from pipeline.ingest.model import ShapedSheet
from tests.ingest.reading import codes_of, read_rows

WORDS = [
    "Company",
    "Role",
    "Status",
    "Date",
    "Date applied",
    "Feedback",
    "Asked on",
    "pw",
    "Notes",
    "",
    "Total",
    "N/A",
]
VALUES = ["Acme", "Rejected", "2026-03-14", "03/04/2026", "8-Jul", "yes", "no reply", "↳", "45981", "=======", "$90k"]
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
CELL = st.one_of(st.sampled_from(WORDS), st.sampled_from(VALUES), TEXT)
GRID = st.integers(1, 6).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
HEADER = ["Company", "Role", "Date applied", "Status", "Phone screen", "Feedback", "Asked on", "Zorp"]
BODY = st.lists(st.lists(CELL, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=6)


def assert_adds_up(sheet: ShapedSheet) -> None:
    """Every row is loaded, blank or rejected, and loaded rows are where they are said to be."""
    assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected
    numbers = {*sheet.applications["row_number"], *sheet.feedback["row_number"]}
    assert len(numbers) == sheet.rows_loaded
    assert numbers.isdisjoint(row.row_number for row in sheet.rejected)
    assert sheet.applications["stage"].null_count() == sheet.applications["outcome"].null_count() == 0
    assert sheet.feedback["is_asked"].null_count() == sheet.feedback["has_response"].null_count() == 0


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(GRID)
def test_any_grid_is_read_or_refused(grid: list[list[str]]) -> None:
    try:
        sheet = read_rows(grid)
    except DebriefError:
        return
    assert_adds_up(sheet)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(BODY)
def test_rows_under_a_known_header_add_up_and_nothing_is_lost(body: list[list[str]]) -> None:
    sheet = read_rows([HEADER, *body])
    assert_adds_up(sheet)
    for application in sheet.applications.iter_rows(named=True):
        written = body[application["row_number"] - 2]
        zorp = " ".join(written[7].split())
        if zorp:
            assert '"Zorp":' in (application["extras"] or "")
        applied = application["applied_date"]
        assert applied is None or dt.date(1990, 1, 1) <= applied <= dt.date(2028, 8, 1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(BODY, st.permutations(range(len(HEADER))))
def test_shuffling_columns_changes_nothing(body: list[list[str]], order: list[int]) -> None:
    plain = read_rows([HEADER, *body])
    shuffled = read_rows([[row[place] for place in order] for row in [HEADER, *body]])
    assert shuffled.feedback.drop("extras").equals(plain.feedback.drop("extras"))
    assert shuffled.applications.drop("extras", "status_text").equals(
        plain.applications.drop("extras", "status_text")
    )


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(BODY, st.integers(0, len(HEADER)), st.lists(TEXT, min_size=6, max_size=6))
def test_an_unknown_column_changes_nothing_else(body: list[list[str]], place: int, cells: list[str]) -> None:
    plain = read_rows([HEADER, *body])
    assume("several_tables" not in codes_of(plain))  # a cell that is no header can keep a row from being one
    added = ["Quux 7b", *[f"zz{cell}" if any(row) else "" for cell, row in zip(cells, body, strict=False)]]
    wider = read_rows([[*row[:place], cell, *row[place:]] for row, cell in zip([HEADER, *body], added, strict=False)])
    assert wider.applications.drop("extras").equals(plain.applications.drop("extras"))
    assert wider.stage_events.equals(plain.stage_events)
    assert wider.feedback.drop("extras").equals(plain.feedback.drop("extras"))
