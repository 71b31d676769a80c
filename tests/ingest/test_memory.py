"""What a tracker's next upload is spared: what was said of the last one counts again, and a change is noticed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from pipeline.errors import DebriefError, InputRefusedError
from pipeline.ingest.memory import LEFT_OUT, Memory
from pipeline.ingest.model import Caution, ReadingOptions, SheetPlan, TrackerReading
from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, csv_bytes
from tests.ingest.spreadsheets import Rows, write_xlsx
from tests.ingest.test_properties import GRID

HEADER = "Wohin,Role,Date Applied,Status\n"
FIRST = HEADER + "Fern,Analyst,2026-01-05,Applied\nMoss,Editor,2026-01-06,Rejected\n"
LATER = FIRST + "Reed,Clerk,2026-02-01,Applied\n"
OPEN_DATES = "Company,Role,Applied,Status\nFern,Analyst,03/04/2026,Applied\n"
SHEETS: Mapping[str, Rows] = {
    "Jobs": [["Company", "Role", "Applied", "Status"], ["Acme", "Engineer", "2026-03-14", "Applied"]],
    "Old": [["Company", "Role", "Applied", "Status"], ["Beta", "Clerk", "2024-03-14", "Rejected"]],
}


class Tracker:
    """A tracker whose uploads are read one after another, each with what is kept of the one before."""

    def __init__(self) -> None:
        self.plans: tuple[SheetPlan, ...] = ()
        self.uploads = 0

    def bring(
        self,
        content: str | bytes,
        name: str = "jobs.csv",
        *,
        plans: Sequence[SheetPlan] | None = None,
        **options: Any,
    ) -> TrackerReading:
        """Read the next upload; keyword arguments are reading options."""
        is_known = self.uploads > 0 and not options.get("is_fresh")
        memory = Memory(self.uploads, self.plans, "me") if is_known else None
        reading = read_tracker(
            content.encode() if isinstance(content, str) else content,
            name,
            options=ReadingOptions(**options),
            uploaded_on=UPLOADED_ON,
            plans=plans,
            memory=memory,
        )
        self.plans = plans_from_reading(reading_from_plans([sheet.plan for sheet in reading.sheets]))
        self.uploads += 1
        return reading


@pytest.fixture
def tracker() -> Tracker:
    return Tracker()


def plan_of(reading: TrackerReading) -> SheetPlan:
    return reading.sheets[0].plan


def caution(reading: TrackerReading, code: str) -> Caution | None:
    cautions = (warning for sheet in reading.sheets for warning in sheet.warnings)
    return next((warning for warning in cautions if warning.code == code), None)


def applied(reading: TrackerReading) -> list[date | None]:
    return reading.sheets[0].applications["applied_date"].to_list()


def kinds(reading: TrackerReading) -> dict[str | None, str]:
    return {sheet.plan.sheet: sheet.plan.kind for sheet in reading.sheets}


def left_out(tracker: Tracker, sheet: str) -> None:
    """Read the workbook as the wizard does when the user leaves a sheet out."""
    seen = Tracker().bring(write_xlsx(SHEETS), "jobs.xlsx")
    plans = [shaped.plan if shaped.plan.sheet != sheet else replace_kind(shaped.plan) for shaped in seen.sheets]
    tracker.bring(write_xlsx(SHEETS), "jobs.xlsx", plans=plans)


def column(plan: SheetPlan, header: str) -> tuple[str | None, str, str]:
    found = next(column for column in plan.columns if column.header == header)
    return found.field, found.how, found.reason


def test_what_is_said_now_goes_before_what_is_remembered(tracker: Tracker) -> None:
    text = "Wohin,Wer,Date Applied,Status\nFern,Analyst,2026-01-05,Applied\n"
    tracker.bring(text, columns={"company": "Wohin", "role": "Wer"})
    again = tracker.bring(text, columns={"company": "Wer"})
    assert column(plan_of(again), "Wer")[0] == "company"
    assert column(plan_of(again), "Wohin")[0] is None


def test_a_changed_header_set_is_told_and_what_was_said_of_the_rest_counts(tracker: Tracker) -> None:
    tracker.bring(FIRST, columns={"company": "Wohin"})
    changed = "Notes,Wohin,Role,Status,City\nhi,Fern,Analyst,Applied,Bern\n"
    again = tracker.bring(changed)
    told = caution(again, "changed_headers")
    assert told is not None
    assert told.message == (
        'The columns are not those of import 1: "Notes", "City" are new and "Date Applied" is gone. '
        "The others are read as before."
    )
    assert told.examples == ("Notes", "City", "Date Applied")
    assert column(plan_of(again), "Wohin")[:2] == ("company", "given")


def test_a_named_column_that_is_gone_is_recognised_anew(tracker: Tracker) -> None:
    tracker.bring(FIRST, columns={"company": "Wohin"})
    again = tracker.bring(FIRST.replace("Wohin", "Company"))
    assert column(plan_of(again), "Company")[:2] == ("company", "exact")
    assert caution(again, "changed_headers") is not None


def test_the_second_of_two_columns_with_one_header_is_remembered_as_the_second(tracker: Tracker) -> None:
    text = "Company,Role,Text,Text\nFern,Analyst,Oslo,Too junior\n"
    plan = plan_of(Tracker().bring(text))
    columns = tuple(
        c if c.index != 3 else type(c)(3, c.header, "location", "given", 1.0, "chosen") for c in plan.columns
    )
    tracker.bring(text, plans=[SheetPlan(None, plan.kind, 1, columns)])
    again = tracker.bring(text)
    assert [c.field for c in plan_of(again).columns][3] == "location"


def test_a_column_that_was_to_be_kept_as_it_is_stays_so(tracker: Tracker) -> None:
    plan = plan_of(Tracker().bring(FIRST.replace("Wohin", "Company")))
    columns = tuple(
        type(c)(c.index, c.header, None, "given", 1.0, "chosen") if c.header == "Date Applied" else c
        for c in plan.columns
    )
    text = FIRST.replace("Wohin", "Company")
    tracker.bring(text, plans=[SheetPlan(None, "applications", 1, columns)])
    assert column(plan_of(tracker.bring(text)), "Date Applied") == (None, "given", "remembered from import 1")


def test_an_answered_question_of_dates_is_not_asked_again(tracker: Tracker) -> None:
    tracker.bring(OPEN_DATES, date_order="dmy")
    again = tracker.bring(OPEN_DATES + "Moss,Editor,05/04/2026,Applied\n")
    assert caution(again, "ambiguous_dates") is None
    assert (plan_of(again).date_order, plan_of(again).remembered_from) == ("dmy", 1)
    assert applied(again) == [date(2026, 4, 3), date(2026, 4, 5)]


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_an_order_of_dates_that_the_new_values_contradict_is_asked_for_again(tracker: Tracker, order: str) -> None:
    tracker.bring(OPEN_DATES, date_order=order)
    against = {"dmy": "02/25/2026", "mdy": "25/02/2026"}[order]
    # the second column speaks of another order, yet with another separator, so that it settles nothing for the first
    text = "Company,Role,Applied,Closed,Status\n"
    text += f"Fern,Analyst,03/04/2026,{against.replace('/', '-')},Rejected\n"
    again = tracker.bring(text)
    assert plan_of(again).date_order == "auto"
    assert caution(again, "ambiguous_dates") is not None
    assert applied(again) == [None]


def test_a_column_of_people_named_once_counts_again(tracker: Tracker) -> None:
    text = "Company,Role,Wer,Status\nFern,Analyst,Ana,Applied\nMoss,Editor,Ben,Applied\n"
    tracker.bring(text, columns={"seeker": "Wer"})
    again = tracker.bring(text)
    assert again.sheets[0].applications["seeker"].to_list() == ["Ana", "Ben"]


def test_a_kind_that_was_said_counts_again(tracker: Tracker) -> None:
    text = "Company,Role,Comment\nFern,Analyst,Too junior\n"
    assert plan_of(tracker.bring(text)).kind == "applications"
    tracker.bring(text, kind="feedback")
    assert plan_of(tracker.bring(text)).kind == "feedback"
    assert plan_of(tracker.bring(text, kind="applications")).kind == "applications"


def replace_kind(plan: SheetPlan) -> SheetPlan:
    return SheetPlan(plan.sheet, "skipped", plan.header_row, plan.columns, reason=LEFT_OUT, is_told=True)


def test_a_sheet_that_was_left_out_stays_out_and_a_new_one_is_read(tracker: Tracker) -> None:
    left_out(tracker, "Old")
    more: Rows = [["Company", "Asked on", "Feedback"], ["Acme", "2026-04-01", "Too junior"]]
    again = tracker.bring(write_xlsx({**SHEETS, "Feedback": more}), "jobs.xlsx")
    assert kinds(again) == {"Jobs": "applications", "Old": "skipped", "Feedback": "feedback"}
    assert again.sheets[1].plan.reason == "left out by you, remembered from import 1"
    third = tracker.bring(write_xlsx(SHEETS), "jobs.xlsx")
    assert third.sheets[1].plan.reason == "left out by you, remembered from import 2"


def test_a_sheet_that_held_nothing_is_looked_at_again(tracker: Tracker) -> None:
    tracker.bring(write_xlsx({**SHEETS, "Later": [["to do"]]}), "jobs.xlsx")
    again = tracker.bring(write_xlsx({**SHEETS, "Later": SHEETS["Old"]}), "jobs.xlsx")
    assert kinds(again)["Later"] == "applications"


def test_the_named_sheet_is_the_only_one_read_again(tracker: Tracker) -> None:
    tracker.bring(write_xlsx(SHEETS), "jobs.xlsx", sheet="Jobs")
    again = tracker.bring(write_xlsx({**SHEETS, "New": SHEETS["Old"]}), "jobs.xlsx")
    assert kinds(again) == {"Jobs": "applications", "Old": "skipped", "New": "skipped"}
    assert again.sheets[2].plan.reason == "not the sheet you named, remembered from import 1"
    assert kinds(tracker.bring(write_xlsx(SHEETS), "jobs.xlsx", sheet="Old"))["Old"] == "applications"


def test_a_sheet_under_another_name_is_known_by_its_headers(tracker: Tracker) -> None:
    rows = [["Wohin", "Role", "Applied"], ["Fern", "Analyst", "2026-01-05"]]
    tracker.bring(write_xlsx({"2025": rows}), "jobs.xlsx", columns={"company": "Wohin"})
    again = tracker.bring(write_xlsx({"2026": rows}), "jobs.xlsx")
    assert column(plan_of(again), "Wohin") == ("company", "given", "remembered from import 1")


def test_a_header_that_only_the_user_knew_is_found_again(tracker: Tracker) -> None:
    text = "Xa,Xb,Xc\nFern,Analyst,hello\nMoss,Editor,there\n"
    with pytest.raises(InputRefusedError):
        tracker.bring(text)
    tracker.bring(text, columns={"company": "Xa", "role": "Xb"})
    again = tracker.bring(text + "Reed,Clerk,you\n")
    assert [c.field for c in plan_of(again).columns] == ["company", "role", None]
    assert again.sheets[0].applications.height == 3


def test_a_secret_column_that_was_insisted_on_is_stored_again_and_told(tracker: Tracker) -> None:
    text = "Company,Role,Password\nFern,Analyst,hunter2\n"
    assert caution(tracker.bring(text), "secret_column") is not None
    tracker.bring(text, keep_secret=True)
    again = tracker.bring(text)
    assert caution(again, "secret_kept") is not None
    assert caution(tracker.bring(text, is_fresh=True), "secret_column") is not None


def test_a_file_of_which_all_was_left_out_says_how_to_read_it(tracker: Tracker) -> None:
    left_out(tracker, "Old")
    with pytest.raises(InputRefusedError) as refused:
        tracker.bring(write_xlsx({"Old": SHEETS["Old"]}), "jobs.xlsx")
    assert "--fresh" in str(refused.value.remedy)


def test_two_columns_named_as_one_field_are_both_remembered(tracker: Tracker) -> None:
    text = "Company,Role,Status,Xa,Xb\nFern,Analyst,Rejected,Too junior,Weak SQL\n"
    plan = plan_of(Tracker().bring(text))
    columns = tuple(
        replace(c, field="feedback_text", how="given", confidence=1.0) if c.header in {"Xa", "Xb"} else c
        for c in plan.columns
    )
    tracker.bring(text, plans=[replace(plan, kind="both", columns=columns, is_told=True)])
    again = tracker.bring(text)
    assert [c.field for c in plan_of(again).columns][3:] == ["feedback_text", "feedback_text"]
    assert again.sheets[0].feedback["feedback_text"].to_list() == ["Too junior", "Weak SQL"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(GRID)
def test_any_file_is_read_the_same_again_from_memory(grid: list[list[str]]) -> None:
    content = csv_bytes(grid)
    again = Tracker()
    try:
        first = again.bring(content)
    except DebriefError:
        return
    second = again.bring(content)
    assert [sheet.plan for sheet in second.sheets] == [sheet.plan for sheet in first.sheets]
    assert [sheet.warnings for sheet in second.sheets] == [sheet.warnings for sheet in first.sheets]


def test_a_sheet_that_a_newer_copy_lacks_is_told() -> None:
    tracker = Tracker()
    tracker.bring(write_xlsx(SHEETS), "jobs.xlsx")
    again = tracker.bring(write_xlsx({"Jobs": SHEETS["Jobs"]}), "jobs.xlsx")
    (told,) = [each for sheet in again.sheets for each in sheet.warnings if each.code == "missing_sheets"]
    assert told.message.startswith('The sheet "Old" of import 1 is not in this file')


HEADLESS = "Acme,Bern,Data Engineer,2026-03-14\nBolt,Ulm,Designer,2026-03-15\nCorp,Graz,Sales Manager,2026-03-16\n"


def test_what_was_said_of_columns_without_a_header_counts_again(tracker: Tracker) -> None:
    tracker.bring(HEADLESS, columns={"company": "column B"})
    again = tracker.bring(HEADLESS + "Dorn,Basel,Nurse,2026-03-17\n")
    assert [c.field for c in plan_of(again).columns] == [None, "company", "role", "applied_date"]
    assert plan_of(again).remembered_from == 1
    fresh = tracker.bring(HEADLESS, is_fresh=True)
    assert plan_of(fresh).columns[0].field == "company"
