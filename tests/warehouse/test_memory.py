"""What a tracker's next upload is spared: what was said of the last one counts again, and a change is noticed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import InputRefusedError
from pipeline.ingest.memory import LEFT_OUT
from pipeline.ingest.model import Caution, ReadingOptions, SheetPlan
from pipeline.warehouse.imports import Imported, Incoming, import_file, preview, rebuild_all, undo
from pipeline.workspace import Workspace, active_records, open_workspace
from tests.ingest.spreadsheets import Rows, write_xlsx
from tests.warehouse.test_imports import ask, contents

HEADER = "Wohin,Role,Date Applied,Status\n"
FIRST = HEADER + "Fern,Analyst,2026-01-05,Applied\nMoss,Editor,2026-01-06,Rejected\n"
LATER = FIRST + "Reed,Clerk,2026-02-01,Applied\n"
OPEN_DATES = "Company,Role,Applied,Status\nFern,Analyst,03/04/2026,Applied\n"
SHEETS: Mapping[str, Rows] = {
    "Jobs": [["Company", "Role", "Applied", "Status"], ["Acme", "Engineer", "2026-03-14", "Applied"]],
    "Old": [["Company", "Role", "Applied", "Status"], ["Beta", "Clerk", "2024-03-14", "Rejected"]],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def bring(
    workspace: Workspace,
    content: str | bytes,
    name: str = "jobs.csv",
    *,
    plans: Sequence[SheetPlan] | None = None,
    **options: Any,
) -> Imported:
    content = content.encode() if isinstance(content, str) else content
    day = datetime(2026, 6, 1, tzinfo=UTC)
    incoming = Incoming(content, name, ReadingOptions(**options), plans=plans, imported_at=day)
    return import_file(incoming, workspace)


def plan_of(imported: Imported) -> SheetPlan:
    return imported.reading.sheets[0].plan


def caution(imported: Imported, code: str) -> Caution | None:
    cautions = (warning for sheet in imported.reading.sheets for warning in sheet.warnings)
    return next((warning for warning in cautions if warning.code == code), None)


def column(plan: SheetPlan, header: str) -> tuple[str | None, str, str]:
    found = next(column for column in plan.columns if column.header == header)
    return found.field, found.how, found.reason


def test_a_column_named_once_need_not_be_named_again(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"})
    again = bring(workspace, LATER)
    assert column(plan_of(again), "Wohin") == ("company", "given", "remembered from import 1")
    assert plan_of(again).remembered_from == 1
    assert caution(again, "changed_headers") is None
    third = bring(workspace, LATER)
    assert column(plan_of(third), "Wohin") == ("company", "given", "remembered from import 2")


def test_what_is_said_now_goes_before_what_is_remembered(workspace: Workspace) -> None:
    text = "Wohin,Wer,Date Applied,Status\nFern,Analyst,2026-01-05,Applied\n"
    bring(workspace, text, columns={"company": "Wohin", "role": "Wer"})
    again = bring(workspace, text, columns={"company": "Wer"})
    assert column(plan_of(again), "Wer")[0] == "company"
    assert column(plan_of(again), "Wohin")[0] is None


def test_a_fresh_import_remembers_nothing(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"}, seeker="Ana")
    again = bring(workspace, FIRST, is_fresh=True)
    assert column(plan_of(again), "Role")[:2] == ("role", "exact")
    assert (plan_of(again).remembered_from, again.record.seeker) == (None, "me")


def test_another_tracker_has_a_memory_of_its_own(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"}, seeker="Ana")
    other = bring(workspace, FIRST, "other.csv")
    assert column(plan_of(other), "Role")[:2] == ("role", "exact")
    assert other.record.seeker == "me"


def test_an_import_that_was_undone_is_not_remembered(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"location": "Role"})
    undo(workspace)
    assert column(plan_of(bring(workspace, FIRST)), "Role")[:2] == ("role", "exact")


def test_a_changed_header_set_is_told_and_what_was_said_of_the_rest_counts(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"})
    changed = "Notes,Wohin,Role,Status,City\nhi,Fern,Analyst,Applied,Bern\n"
    again = bring(workspace, changed)
    told = caution(again, "changed_headers")
    assert told is not None
    assert told.message == (
        'The columns are not those of import 1: "Notes", "City" are new and "Date Applied" is gone. '
        "The others are read as before."
    )
    assert told.examples == ("Notes", "City", "Date Applied")
    assert column(plan_of(again), "Wohin")[:2] == ("company", "given")


def test_a_named_column_that_is_gone_is_recognised_anew(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"})
    again = bring(workspace, FIRST.replace("Wohin", "Company"))
    assert column(plan_of(again), "Company")[:2] == ("company", "exact")
    assert caution(again, "changed_headers") is not None


def test_the_second_of_two_columns_with_one_header_is_remembered_as_the_second(workspace: Workspace) -> None:
    text = "Company,Role,Text,Text\nFern,Analyst,Oslo,Too junior\n"
    seen = preview(Incoming(text.encode(), "jobs.csv", ReadingOptions()), workspace)
    plan = seen.reading.sheets[0].plan
    columns = tuple(
        c if c.index != 3 else type(c)(3, c.header, "location", "given", 1.0, "chosen") for c in plan.columns
    )
    bring(workspace, text, plans=[SheetPlan(None, plan.kind, 1, columns)])
    again = bring(workspace, text)
    assert [c.field for c in plan_of(again).columns][3] == "location"


def test_a_column_that_was_to_be_kept_as_it_is_stays_so(workspace: Workspace) -> None:
    seen = preview(Incoming(FIRST.replace("Wohin", "Company").encode(), "jobs.csv"), workspace)
    plan = seen.reading.sheets[0].plan
    columns = tuple(
        type(c)(c.index, c.header, None, "given", 1.0, "chosen") if c.header == "Date Applied" else c
        for c in plan.columns
    )
    text = FIRST.replace("Wohin", "Company")
    bring(workspace, text, plans=[SheetPlan(None, "applications", 1, columns)])
    assert column(plan_of(bring(workspace, text)), "Date Applied") == (None, "given", "remembered from import 1")


def applied(workspace: Workspace) -> list[date | None]:
    return [
        row[0] for row in ask(workspace, "select applied_date from applications order by applied_date nulls last")
    ]


def test_an_answered_question_of_dates_is_not_asked_again(workspace: Workspace) -> None:
    bring(workspace, OPEN_DATES, date_order="dmy")
    again = bring(workspace, OPEN_DATES + "Moss,Editor,05/04/2026,Applied\n")
    assert caution(again, "ambiguous_dates") is None
    assert (plan_of(again).date_order, plan_of(again).remembered_from) == ("dmy", 1)
    assert applied(workspace) == [date(2026, 4, 3), date(2026, 4, 5)]


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_an_order_of_dates_that_the_new_values_contradict_is_asked_for_again(
    workspace: Workspace, order: str
) -> None:
    bring(workspace, OPEN_DATES, date_order=order)
    against = {"dmy": "02/25/2026", "mdy": "25/02/2026"}[order]
    # the second column speaks of another order, yet with another separator, so that it settles nothing for the first
    text = "Company,Role,Applied,Closed,Status\n"
    text += f"Fern,Analyst,03/04/2026,{against.replace('/', '-')},Rejected\n"
    again = bring(workspace, text)
    assert plan_of(again).date_order == "auto"
    assert caution(again, "ambiguous_dates") is not None
    assert applied(workspace) == [None]


def test_the_persons_name_is_remembered_until_another_is_given(workspace: Workspace) -> None:
    bring(workspace, LATER, seeker="Ana", columns={"company": "Wohin"})
    assert bring(workspace, LATER).record.seeker == "Ana"
    assert bring(workspace, LATER, seeker="Ben").record.seeker == "Ben"
    assert ask(workspace, "select distinct seeker from applications") == [("Ben",)]


def test_a_column_of_people_named_once_counts_again(workspace: Workspace) -> None:
    text = "Company,Role,Wer,Status\nFern,Analyst,Ana,Applied\nMoss,Editor,Ben,Applied\n"
    bring(workspace, text, columns={"seeker": "Wer"})
    bring(workspace, text)
    assert ask(workspace, "select seeker from applications order by 1") == [("Ana",), ("Ben",)]


def test_a_kind_that_was_said_counts_again(workspace: Workspace) -> None:
    text = "Company,Role,Comment\nFern,Analyst,Too junior\n"
    assert plan_of(bring(workspace, text)).kind == "applications"
    bring(workspace, text, kind="feedback")
    assert plan_of(bring(workspace, text)).kind == "feedback"
    assert plan_of(bring(workspace, text, kind="applications")).kind == "applications"


def left_out(workspace: Workspace, sheet: str) -> None:
    """Import the workbook as the wizard does when the user leaves a sheet out."""
    seen = preview(Incoming(write_xlsx(SHEETS), "jobs.xlsx"), workspace)
    plans = [
        shaped.plan if shaped.plan.sheet != sheet else replace_kind(shaped.plan) for shaped in seen.reading.sheets
    ]
    bring(workspace, write_xlsx(SHEETS), "jobs.xlsx", plans=plans)


def replace_kind(plan: SheetPlan) -> SheetPlan:
    return SheetPlan(plan.sheet, "skipped", plan.header_row, plan.columns, reason=LEFT_OUT, is_told=True)


def kinds(imported: Imported) -> dict[str | None, str]:
    return {sheet.plan.sheet: sheet.plan.kind for sheet in imported.reading.sheets}


def test_a_sheet_that_was_left_out_stays_out_and_a_new_one_is_read(workspace: Workspace) -> None:
    left_out(workspace, "Old")
    more: Rows = [["Company", "Asked on", "Feedback"], ["Acme", "2026-04-01", "Too junior"]]
    again = bring(workspace, write_xlsx({**SHEETS, "Feedback": more}), "jobs.xlsx")
    assert kinds(again) == {"Jobs": "applications", "Old": "skipped", "Feedback": "feedback"}
    assert again.reading.sheets[1].plan.reason == "left out by you, remembered from import 1"
    third = bring(workspace, write_xlsx(SHEETS), "jobs.xlsx")
    assert third.reading.sheets[1].plan.reason == "left out by you, remembered from import 2"


def test_a_sheet_that_held_nothing_is_looked_at_again(workspace: Workspace) -> None:
    bring(workspace, write_xlsx({**SHEETS, "Later": [["to do"]]}), "jobs.xlsx")
    again = bring(workspace, write_xlsx({**SHEETS, "Later": SHEETS["Old"]}), "jobs.xlsx")
    assert kinds(again)["Later"] == "applications"


def test_the_named_sheet_is_the_only_one_read_again(workspace: Workspace) -> None:
    bring(workspace, write_xlsx(SHEETS), "jobs.xlsx", sheet="Jobs")
    again = bring(workspace, write_xlsx({**SHEETS, "New": SHEETS["Old"]}), "jobs.xlsx")
    assert kinds(again) == {"Jobs": "applications", "Old": "skipped", "New": "skipped"}
    assert again.reading.sheets[2].plan.reason == "not the sheet you named, remembered from import 1"
    assert kinds(bring(workspace, write_xlsx(SHEETS), "jobs.xlsx", sheet="Old"))["Old"] == "applications"


def test_a_sheet_under_another_name_is_known_by_its_headers(workspace: Workspace) -> None:
    rows = [["Wohin", "Role", "Applied"], ["Fern", "Analyst", "2026-01-05"]]
    bring(workspace, write_xlsx({"2025": rows}), "jobs.xlsx", columns={"company": "Wohin"})
    again = bring(workspace, write_xlsx({"2026": rows}), "jobs.xlsx")
    assert column(plan_of(again), "Wohin") == ("company", "given", "remembered from import 1")


def test_a_header_that_only_the_user_knew_is_found_again(workspace: Workspace) -> None:
    text = "Xa,Xb,Xc\nFern,Analyst,hello\nMoss,Editor,there\n"
    with pytest.raises(InputRefusedError):
        bring(workspace, text)
    bring(workspace, text, columns={"company": "Xa", "role": "Xb"})
    again = bring(workspace, text + "Reed,Clerk,you\n")
    assert [c.field for c in plan_of(again).columns] == ["company", "role", None]
    assert again.reading.sheets[0].applications.height == 3


def test_a_secret_column_that_was_insisted_on_is_stored_again_and_told(workspace: Workspace) -> None:
    text = "Company,Role,Password\nFern,Analyst,hunter2\n"
    assert caution(bring(workspace, text), "secret_column") is not None
    bring(workspace, text, keep_secret=True)
    again = bring(workspace, text)
    assert caution(again, "secret_kept") is not None
    assert caution(bring(workspace, text, is_fresh=True), "secret_column") is not None


def test_a_file_of_which_all_was_left_out_says_how_to_read_it(workspace: Workspace) -> None:
    left_out(workspace, "Old")
    with pytest.raises(InputRefusedError) as refused:
        bring(workspace, write_xlsx({"Old": SHEETS["Old"]}), "jobs.xlsx")
    assert "--fresh" in str(refused.value.remedy)


def test_a_preview_and_the_import_after_it_agree(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"}, seeker="Ana")
    incoming = Incoming(LATER.encode(), "jobs.csv")
    seen = preview(incoming, workspace)
    done = import_file(incoming, workspace, reading=seen.reading)
    assert (done.record.seeker, seen.record.seeker) == ("Ana", "Ana")
    assert plan_of(done) == plan_of(seen)


def test_a_rebuild_makes_the_same_of_what_was_remembered(workspace: Workspace) -> None:
    bring(workspace, FIRST, columns={"company": "Wohin"}, seeker="Ana", date_order="dmy")
    bring(workspace, LATER.replace("2026-02-01", "01/02/2026"))
    before = contents(workspace)
    rebuild_all(workspace)
    assert contents(workspace) == before
    assert [record.seeker for record in active_records(workspace)] == ["Ana", "Ana"]
