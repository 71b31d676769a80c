"""What a listed history promises: its furthest stage and outcome, and its days as events of the stages."""

import datetime as dt

import pytest

from pipeline.ingest.history import history_reading, read_steps
from pipeline.vocabulary import load_vocabulary
from tests.ingest.reading import first, read_rows

HISTORIES = [
    ("Applied - Interview - Phone Screen", "first_interview", None),
    ("Applied > OA > Rejected", "screening", "rejected"),
    ("Applied → Interview → No", "first_interview", "rejected"),
    ('[{"stage": "Applied", "date": "2026-03-01"}, {"stage": "Offer", "date": "2026-03-20"}]', "offer", "offer"),
    ("[{'status': 'Applied'}, {'status': 'Phone screen'}]", "screening", None),
    ('["Applied", "Rejected"]', "applied", "rejected"),
    ("12 jan brief / 20 jan gebeld / 27 jan gesprek / 30 jan afgewezen, jammer", "first_interview", "rejected"),
    ("3/2 applied / 5/2 no idea what that was / 9/2 phone screen", "screening", None),
    ('{"Applied": "2026-03-01", "Interview": "2026-03-09"}', "first_interview", None),
]


@pytest.mark.parametrize(("text", "stage", "outcome"), HISTORIES)
def test_a_history_says_its_furthest_stage_and_its_outcome(text: str, stage: str, outcome: str | None) -> None:
    reading = history_reading(text, load_vocabulary())
    assert reading is not None
    assert (reading.stage, reading.outcome) == (stage, outcome)


@pytest.mark.parametrize(
    "text",
    ["Applied", "Great call, they liked me", "[broken", "{}", "Applied, my aunt knows them", "on site / hybrid"],
)
def test_a_text_that_is_no_list_of_statuses_is_no_history(text: str) -> None:
    assert history_reading(text, load_vocabulary()) is None


def test_each_step_has_its_day_where_that_is_certain() -> None:
    steps = read_steps("Applied 2026-03-01 → OA 05/06/2026 → Rejected 10 Mar 2026", load_vocabulary())
    assert [step.date for step in steps] == [dt.date(2026, 3, 1), None, dt.date(2026, 3, 10)]


def test_the_days_of_a_history_become_events_and_the_day_of_applying() -> None:
    history = "Applied 2026-03-01; Phone screen 2026-03-05; Onsite 2026-03-20; Rejected 2026-04-01"
    sheet = read_rows([["Company", "Role", "Status history"], ["Acme", "Engineer", history]])
    application = first(sheet.applications)
    assert application["applied_date"] == dt.date(2026, 3, 1)
    assert (application["stage"], application["outcome"], application["status_text"]) == (
        "final_interview",
        "rejected",
        history,
    )
    assert [(row[2], row[3]) for row in sheet.stage_events.rows()] == [
        ("screening", dt.date(2026, 3, 5)),
        ("final_interview", dt.date(2026, 3, 20)),
    ]


@pytest.mark.parametrize(
    ("path", "outcome"),
    [
        ("Applied ✅ → Test ✅ → Interview ❌", "rejected"),
        ("网上投递✅ => 一面✅ => 二面❌", "rejected"),
        ("Applied ✅ → Interview ❌ → Interview ✅", None),
        ("Applied → Interview ❌", None),
    ],
)
def test_a_mark_says_that_the_last_step_was_failed_where_others_are_ticked(path: str, outcome: str | None) -> None:
    read = history_reading(path, load_vocabulary())
    assert read is not None
    assert read.outcome == outcome
