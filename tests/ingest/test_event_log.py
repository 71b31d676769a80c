"""A table with a row for each event promises one application for what its events tell of, and nothing is made up."""

import datetime as dt

from tests.ingest.reading import codes_of, grid, read_rows

DIARY = grid(
    """
    Date       | Company | Role     | What happened | Notes
    2026-03-01 | Acme    | Engineer | Applied       | by mail
    2026-03-02 | Bolt    | Designer | Applied       |
    2026-03-05 | Acme    | Engineer | Phone screen  | nice
    2026-03-12 | Acme    | Engineer | Rejected      |
    2026-03-20 | Bolt    | Designer | Offer         |
    2026-03-21 | Corp    | Analyst  | Applied       |
    """
)
_SHOWN = ("company", "applied_date", "stage", "outcome", "row_number")


def test_the_events_of_an_application_are_one_row_with_its_days() -> None:
    sheet = read_rows(DIARY)
    assert sheet.applications.select(_SHOWN).rows() == [
        ("Acme", dt.date(2026, 3, 1), "screening", "rejected", 2),
        ("Bolt", dt.date(2026, 3, 2), "offer", "offer", 3),
        ("Corp", dt.date(2026, 3, 21), "applied", "open", 7),
    ]
    assert sheet.stage_events.select("row_number", "stage", "event_date").rows() == [
        (2, "screening", dt.date(2026, 3, 5)),
        (3, "offer", dt.date(2026, 3, 20)),
    ]
    assert sheet.applications["notes"].to_list() == ["by mail\nnice", None, None]
    assert (sheet.rows_read, sheet.rows_loaded, sheet.rows_blank) == (6, 3, 3)
    (told,) = [warning.message for warning in sheet.warnings if warning.code == "event_rows"]
    assert "6 rows tell of 3 applications" in told
    assert "rows 4, 5, 6" in told


def test_a_diary_with_the_newest_event_on_top_is_read_alike() -> None:
    sheet = read_rows([DIARY[0], *reversed(DIARY[1:])])
    assert sorted(sheet.applications.select(_SHOWN[:4]).rows()) == sorted(
        read_rows(DIARY).applications.select(_SHOWN[:4]).rows()
    )


def test_the_day_of_another_event_is_no_day_of_applying() -> None:
    sheet = read_rows([*DIARY, ["2026-03-22", "Dune", "Analyst", "Rejected", ""]])
    assert sheet.applications.select("company", "applied_date", "outcome").rows()[-1] == ("Dune", None, "rejected")


def test_several_tries_at_one_company_stay_applications_of_their_own() -> None:
    sheet = read_rows(
        grid(
            """
            Company | Role     | Date       | Status
            Acme    | Engineer | 2026-01-01 | Rejected
            Acme    | Engineer | 2026-03-01 | Applied
            Bolt    | Designer | 2026-01-05 | Rejected
            Bolt    | Designer | 2026-03-05 | Interview
            Corp    | Analyst  | 2026-02-02 | Applied
            Corp    | Analyst  | 2026-02-20 | Applied
            """
        )
    )
    assert sheet.applications.height == 6
    assert "event_rows" not in codes_of(sheet)


def test_days_of_applying_are_no_days_of_events() -> None:
    rows = [["Date applied", *DIARY[0][1:]], *DIARY[1:]]
    assert read_rows(rows).applications.height == 6
