"""A list without a status whose notes begin with one is read by them, and told."""

from tests.ingest.reading import codes_of, grid, read_rows

LOG = """
    Date       | Company | Role     | Notes
    2026-09-06 | Fern    | Designer | Applied - good match
    2026-09-07 | Moss    | Analyst  | SKIPPED - dead link
    2026-09-08 | Reed    | Buyer    | far away, 4 stars
    2026-09-09 | Sedge   | Planner  | Rejected: wanted a licence
"""


def test_what_notes_begin_with_is_the_status_where_no_column_has_one() -> None:
    sheet = read_rows(grid(LOG))
    assert sheet.applications.select("stage", "outcome", "status_text", "notes").rows() == [
        ("applied", "open", "Applied", "Applied - good match"),
        ("saved", "withdrawn", "SKIPPED", "SKIPPED - dead link"),
        ("applied", "open", None, "far away, 4 stars"),
        ("applied", "rejected", "Rejected", "Rejected: wanted a licence"),
    ]


def test_a_bare_date_of_what_was_skipped_is_no_day_of_applying() -> None:
    assert read_rows(grid(LOG)).applications["applied_date"].is_null().to_list() == [False, True, False, False]


def test_it_is_told_with_how_to_say_otherwise() -> None:
    (told,) = [each for each in read_rows(grid(LOG)).warnings if each.code == "status_in_notes"]
    assert told.message.startswith(
        'No column says how far each application got. 3 notes in "Notes" begin with a status'
    )
    assert '--column notes="Notes"' in told.message
    named = read_rows(grid(LOG), columns={"notes": "Notes"})
    assert "status_in_notes" not in codes_of(named)
    assert set(named.applications["outcome"]) == {"open"}


def test_notes_beside_a_status_are_notes() -> None:
    rows = [[*row, status] for row, status in zip(grid(LOG), ["Status", "Applied", "", "", ""], strict=True)]
    assert "status_in_notes" not in codes_of(read_rows(rows))


def test_notes_that_all_begin_alike_tell_no_row_from_another() -> None:
    alike = [row if place == 0 else [*row[:3], "Applied - online"] for place, row in enumerate(grid(LOG))]
    assert "status_in_notes" not in codes_of(read_rows(alike))
