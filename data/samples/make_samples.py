"""Makes the sample trackers from the stories in this folder: the same stories and seeds give the same files.

What happened in ``ana.toml`` and ``ben.toml`` is written by hand, and drawn at random where nothing did: most
applications of a real search are never heard of again, and nobody would read eighty of those.
"""

import argparse
import csv
import random
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HERE = Path(__file__).parent

Cell = str | date | bool | None
Record = Mapping[str, Cell]
Columns = Sequence[tuple[str, str]]

DAY_WEIGHTS = (10, 10, 10, 9, 7, 2, 4)
"""How often an application goes out on a Monday, Tuesday … Sunday."""

HOPEFUL_DAYS = 30
"""How long the seekers wait before they write that nobody answered."""

NEVER_UPDATED = 0.1
"""The share of unanswered applications that stay open in the sheet for good, as in every real tracker."""

NOTED = 0.3
"""The share of quiet applications with a note."""

WORDED = {"status": "status", "stage": "stage", "asked_how": "channel", "answered_how": "channel"}
"""The fields whose words differ from form to form, and the section of ``wording.toml`` they are in."""

SATURDAY = 5
"""As ``date.weekday`` counts."""


@dataclass(frozen=True)
class Search:
    """One seeker's job search on its last day: applications oldest first, the feedback log as it was kept."""

    last_day: date
    applications: Sequence[Record]
    feedback: Sequence[Record]


@dataclass(frozen=True)
class Form:
    """How one file writes things down.

    Attributes:
        words: The section of ``wording.toml`` with its words for statuses, stages, channels and people.
        write_date: A date as the cell of this file; the identity for native dates.
    """

    words: Mapping[str, Any]
    write_date: Callable[[date], str | date]


def read_search(path: Path) -> Search:
    """Read a story and complete it with its quiet applications.

    Raises:
        KeyError: The story lacks one of its lists, or feedback is about an application that is not in it.
    """
    story = tomllib.loads(path.read_text(encoding="utf-8"))
    rng = random.Random(story["seed"])
    applications = [*story["application"], *quiet_applications(story, rng)]
    applications.sort(key=lambda application: (application.get("applied", date.max), application["company"]))
    for application in applications:
        application["link"] = f"https://jobs.{_slug(application['company'])}.example/{rng.randint(1000, 9999)}"
        if "applied" in application:
            application.setdefault("has_referral", application["source"] == "Referral")
    known = {(application["company"], application["role"]) for application in applications}
    for entry in story["feedback"]:
        if (entry["company"], entry["role"]) not in known:
            raise KeyError(f"{path.name}: feedback on no application: {entry['company']}, {entry['role']}")
    return Search(story["last_day"], applications, story["feedback"])


def quiet_applications(story: Mapping[str, Any], rng: random.Random) -> list[dict[str, Any]]:
    """Draw the applications that came to nothing: when sent, where found, and how they ended."""
    span = (story["last_day"] - story["first_day"]).days + 1
    days = [story["first_day"] + timedelta(days=n) for n in range(span)]
    weights = [DAY_WEIGHTS[day.weekday()] for day in days]
    notes = rng.sample(story["quiet_notes"], len(story["quiet_notes"]))
    applications = []
    for company, role, location, salary in story["quiet"]:
        source = _draw(story["quiet_sources"], rng)
        application = {"company": company, "role": role, "location": location, "source": source}
        if salary:
            application["salary"] = salary
        if source == "Recruiter":
            application["contact"] = rng.choice(story["agency_contacts"])
        if notes and rng.random() < NOTED:
            application["notes"] = notes.pop()
        applied = rng.choices(days, weights)[0]
        ending = _ending(applied, _draw(story["quiet_endings"], rng), story["last_day"], rng)
        applications.append(application | ending)
    return applications


def _ending(applied: date, ending: str, last_day: date, rng: random.Random) -> dict[str, Cell]:
    """How a quiet application stands on the last day; employers answer on working days, sooner more often."""
    closed = applied + timedelta(days=min(rng.randint(1, 50), rng.randint(1, 50)))
    while closed.weekday() >= SATURDAY:
        closed += timedelta(days=1)
    if ending == "no_response":
        forgotten = rng.random() < NEVER_UPDATED
        hopeful = (last_day - applied).days <= HOPEFUL_DAYS
        return {"applied": applied, "status": "open" if hopeful or forgotten else "no_response"}
    if closed > last_day:
        return {"applied": applied, "status": "open"}
    answered = {} if ending == "withdrawn" else {"first_response": closed}
    return {"applied": applied, "status": ending, "closed": closed, **answered}


def _draw(chances: Mapping[str, int], rng: random.Random) -> str:
    return rng.choices(list(chances), list(chances.values()))[0]


def _slug(company: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", company.lower()).strip("-")


def join_feedback(search: Search) -> list[Record]:
    """Each application with its feedback entry beside it, for a seeker who keeps one sheet for both."""
    entries = {(entry["company"], entry["role"]): entry for entry in search.feedback}
    return [
        {**entries.get((application["company"], application["role"]), {}), **application}
        for application in search.applications
    ]


def table(records: Sequence[Record], columns: Columns, form: Form) -> list[list[str | date]]:
    """The header and the rows of one sheet, in the words of ``form``; a blank cell is an empty text."""
    header: list[str | date] = [name for _, name in columns]
    rows = [
        [write_cell(record, field, number, form) for field, _ in columns] for number, record in enumerate(records)
    ]
    return [header, *rows]


def write_cell(record: Record, field: str, number: int, form: Form) -> str | date:
    """One cell as this form writes it; where it has several words for a thing, row by row the next one."""
    value = record.get(field)
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(form.words["yes" if value else "no"])
    if isinstance(value, date):
        return form.write_date(value)
    if field == "asked_whom":
        whom = _word(form, "whom", value, number)
        return str(form.words["asked_whom"]).format(whom=whom, name=record["whom"])
    return _word(form, WORDED[field], value, number) if field in WORDED else value


def _word(form: Form, kind: str, value: str, number: int) -> str:
    wordings: Sequence[str] = form.words[kind][value]
    return wordings[number % len(wordings)]


def write_csv(path: Path, rows: Sequence[Sequence[str | date]], *, encoding: str) -> None:
    """Write one sheet as comma-separated text."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[str | date]]], *, made_on: date) -> None:
    """Write a workbook with native dates, a header that stays in view, and the same bytes in every run."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        created = datetime.combine(made_on, time(tzinfo=UTC))
        workbook.set_properties({"title": "Job search (invented)", "created": created})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "dd mmm yyyy", "valign": "top"})
        prose = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, rows[0], bold)
            for number, row in enumerate(rows[1:], start=1):
                for index, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, index, value, day)
                    elif value:
                        sheet.write_string(number, index, value, prose)
            sheet.freeze_panes(1, 1)
            sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
            sheet.autofit(max_width=360)


def make(folder: Path) -> None:
    """Write all four sample files into ``folder``, which must exist."""
    wording = tomllib.loads((HERE / "wording.toml").read_text(encoding="utf-8"))
    headers: Mapping[str, Columns] = wording["headers"]
    ana = read_search(HERE / "ana.toml")
    ben = read_search(HERE / "ben.toml")
    native = Form(wording["workbook"], lambda day: day)
    day_first = Form(wording["csv"], lambda day: f"{day:%d/%m/%Y}")
    month_by_name = Form(wording["workbook"], lambda day: f"{day.day} {day:%b %Y}")
    write_workbook(
        folder / "ana_job_search.xlsx",
        {
            "Applications": table(ana.applications, headers["workbook_applications"], native),
            "Feedback": table(ana.feedback, headers["workbook_feedback"], native),
        },
        made_on=ana.last_day,
    )
    applications = table(ana.applications, headers["csv_applications"], day_first)
    feedback = table(ana.feedback, headers["csv_feedback"], day_first)
    write_csv(folder / "ana_applications.csv", applications, encoding="utf-8-sig")
    write_csv(folder / "ana_feedback.csv", feedback, encoding="utf-8-sig")
    both = table(join_feedback(ben), headers["csv_both"], month_by_name)
    write_csv(folder / "ben_job_search.csv", both, encoding="utf-8")


def main() -> None:
    """Write the samples beside this script, or where ``--output`` says."""
    parser = argparse.ArgumentParser(description="Make the invented sample trackers.")
    parser.add_argument("--output", type=Path, default=HERE, help="an existing folder (default: this script's)")
    make(parser.parse_args().output)


if __name__ == "__main__":
    main()
