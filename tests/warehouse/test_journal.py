"""The journal: an entry is kept as it was written, after the others, and nothing is lost on the way."""

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import InputRefusedError
from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import Incoming, forget, import_file, rebuild_all
from pipeline.warehouse.journal import (
    KNOWN_NAMES,
    TRACKER,
    Entry,
    KnownNames,
    journal_content,
    journal_plan,
    log_entry,
    take_back,
    tidied,
)
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace, records

TODAY = dt.datetime.now().astimezone().date()
FULL = Entry(
    seeker="Ana",
    company="Northwind",
    role="Analyst",
    stage="second_interview",
    is_asked=True,
    asked_date=dt.date(2026, 5, 4),
    ask_channel="phone",
    asked_of="hiring_manager",
    has_response=True,
    responded_date=dt.date(2026, 5, 6),
    response_channel="video",
    feedback_text="Clear answers, but you lacked enthusiasm.",
    stated_reason="a stronger candidate",
    believed_reason="I was tired",
    lesson="Sleep first",
    next_step="Ask for a morning slot",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path)


def _loaded(workspace: Workspace) -> pl.DataFrame:
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, "select * from feedback where tracker = 'journal' order by row_number")


def _read(entries: Sequence[Entry]) -> ShapedSheet:
    reading = read_tracker(
        journal_content(entries), "journal.csv", options=ReadingOptions(), uploaded_on=TODAY, plans=(journal_plan(),)
    )
    return reading.sheets[0]


def _texts(workspace: Workspace) -> list[str]:
    return _loaded(workspace)["feedback_text"].to_list()


def test_every_field_of_an_entry_is_loaded_as_it_was_given(workspace: Workspace) -> None:
    log_entry(workspace, FULL)
    (row,) = _loaded(workspace).iter_rows(named=True)
    assert {name: row[name] for name in vars(FULL)} == vars(FULL)
    assert row["extras"] is None


def test_an_entry_is_about_the_application_that_it_names(workspace: Workspace) -> None:
    content = b"Client,Company,Role,Status\nAna,Northwind Ltd,Analyst,Rejected\n"
    import_file(Incoming(content, "jobs.csv"), workspace)
    log_entry(workspace, FULL)
    assert _loaded(workspace)["application_id"].null_count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A1",
        "+1 for honesty",
        "-2 points for pace",
        "@Ana: well prepared",
        "'quoted from the start",
        'They said "no", then, "maybe"; then "no".',
        "one\n\ntwo, with a gap\n- and a list",
        "a;b;c;d\na;b;c;d\na;b;c;d",
        "a|b|c\ta\tb",
        "Total",
        "0",
        "N/A in the mail, but on the phone: slow",
        "日本語のフィードバック 🙂",
        "What They Said",
        "Example answers were too long",
        "E.g. the second question",
    ],
)
def test_a_text_is_kept_unchanged(text: str) -> None:
    sheet = _read([Entry(company="Northwind", feedback_text=text), Entry(feedback_text="another")])
    assert sheet.feedback["feedback_text"].to_list() == [text, "another"]
    assert sheet.warnings == ()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=4))
def test_any_texts_are_read_again_as_they_were_written(pairs: list[tuple[str, str]]) -> None:
    said = [tidied(Entry(feedback_text=f"They said {text}", lesson=f"I take {lesson}")) for text, lesson in pairs]
    sheet = _read(said)
    assert sheet.warnings == ()
    assert sheet.feedback["feedback_text"].to_list() == [entry.feedback_text for entry in said]
    assert sheet.feedback["lesson"].to_list() == [entry.lesson for entry in said]


def test_a_copy_of_the_journal_is_understood_anywhere() -> None:
    (sheet,) = read_tracker(journal_content([FULL]), "copy.csv", options=ReadingOptions(), uploaded_on=TODAY).sheets
    assert [column.field for column in sheet.plan.columns] == list(vars(FULL))
    assert {column.how for column in sheet.plan.columns} == {"exact"}
    assert sheet.warnings == ()


def test_every_word_of_a_closed_list_is_kept() -> None:
    vocabulary = load_vocabulary()
    channels = list(dict.fromkeys(vocabulary.channels.values()))
    people = list(dict.fromkeys(vocabulary.asked_of.values()))
    entries = [Entry(company="A", stage=name) for name in vocabulary.stages]
    entries += [Entry(company="A", ask_channel=name, response_channel=name) for name in channels]
    entries += [Entry(company="A", asked_of=name) for name in people]
    frame = _read([tidied(entry) for entry in entries]).feedback
    for name in ("stage", "ask_channel", "response_channel", "asked_of"):
        assert frame[name].to_list() == [getattr(entry, name) for entry in entries]


def test_an_entry_without_an_ask_is_unprompted(workspace: Workspace) -> None:
    log_entry(workspace, Entry(feedback_text="They liked the talk"))
    log_entry(workspace, Entry(company="Northwind", asked_of="recruiter"))
    assert _loaded(workspace)["is_asked"].to_list() == [False, True]
    assert _loaded(workspace)["has_response"].to_list() == [True, False]


def test_a_text_that_says_nobody_answered_is_no_answer(workspace: Workspace) -> None:
    log_entry(workspace, Entry(company="Northwind", is_asked=True, feedback_text="no reply yet"))
    (row,) = _loaded(workspace).iter_rows(named=True)
    assert (row["has_response"], row["feedback_text"]) == (False, None)
    assert "no reply yet" in row["extras"]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (Entry(), "does not say what it is about"),
        (Entry(company=" ", feedback_text="\u200b\n"), "does not say what it is about"),
        (Entry(company="A", asked_date=TODAY + dt.timedelta(days=1)), "The day of asking cannot be"),
        (Entry(company="A", responded_date=dt.date(1999, 1, 1)), "The day of the answer cannot be"),
        (replace(FULL, responded_date=dt.date(2026, 5, 3)), "cannot have come before"),
        (Entry(company="Example Corp"), "would not be kept as you wrote it"),
    ],
)
def test_an_entry_that_cannot_be_kept_is_refused_and_changes_nothing(
    workspace: Workspace, entry: Entry, problem: str
) -> None:
    with pytest.raises(InputRefusedError, match=problem):
        log_entry(workspace, entry)
    assert not list(workspace.uploads.rglob("*.*"))


def test_two_writers_at_one_moment_lose_no_entry(workspace: Workspace) -> None:
    log_entry(workspace, Entry(feedback_text="first"))
    start = threading.Barrier(2)

    def write(text: str) -> None:
        start.wait()
        log_entry(workspace, Entry(feedback_text=text))

    writers = [threading.Thread(target=write, args=(text,)) for text in ("second", "third")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(_texts(workspace)) == ["first", "second", "third"]


def test_taking_back_the_newest_entry_leaves_the_others_and_the_next_goes_in_its_place(workspace: Workspace) -> None:
    log_entry(workspace, Entry(feedback_text="kept"))
    wrong = log_entry(workspace, Entry(feedback_text="wrong"))
    take_back(workspace, wrong.record.import_id)
    assert _texts(workspace) == ["kept"]
    log_entry(workspace, Entry(feedback_text="right"))
    assert _texts(workspace) == ["kept", "right"]


def test_a_rebuild_reads_the_same_entries_again(workspace: Workspace) -> None:
    log_entry(workspace, FULL)
    log_entry(workspace, Entry(feedback_text="=1+1, they said"))
    before = _loaded(workspace)
    rebuild_all(workspace)
    assert _loaded(workspace).equals(before)


def test_forgetting_the_journal_erases_every_copy(workspace: Workspace) -> None:
    log_entry(workspace, FULL)
    forget(workspace, TRACKER)
    assert records(workspace) == ()
    assert _loaded(workspace).is_empty()


def test_taking_back_is_refused_once_something_else_was_imported(workspace: Workspace) -> None:
    logged = log_entry(workspace, FULL)
    import_file(Incoming(b"Company,Role,Status\nA,B,Applied\n", "jobs.csv"), workspace)
    with pytest.raises(InputRefusedError, match="Something else was imported since"):
        take_back(workspace, logged.record.import_id)
    assert _loaded(workspace).height == 1


def test_an_imported_file_of_the_same_name_is_not_written_over(workspace: Workspace) -> None:
    import_file(Incoming(b"Company,Role,What They Said\nA,B,slow\n", "journal.csv"), workspace)
    with pytest.raises(InputRefusedError, match=r"is a file that you imported, journal\.csv"):
        log_entry(workspace, FULL)
    assert _texts(workspace) == ["slow"]


@pytest.fixture
def known(workspace: Workspace) -> KnownNames:
    content = (
        b"Company,Role,Status\nNorthwind Traders Ltd,Analyst,Applied\nNorthwind Traders,Editor,Applied\n"
        b"Fabrikam,Editor,Applied\n"
    )
    import_file(Incoming(content, "jobs.csv"), workspace)
    with open_version(ensure_built(workspace)) as connection:
        return KnownNames(fetch(connection, KNOWN_NAMES))


@pytest.mark.parametrize("typed", ["northwind", "Nortwind Traders", "NORTHWIND TRADERS LTD"])
def test_a_company_is_suggested_for_what_is_typed(known: KnownNames, typed: str) -> None:
    assert known.alike(typed)[0].startswith("Northwind Traders")


def test_nothing_is_suggested_for_a_company_like_no_other(known: KnownNames) -> None:
    assert known.alike("Zephyr Quays") == []


def test_a_company_is_known_in_whatever_spelling(known: KnownNames) -> None:
    assert known.is_known("northwind traders")
    assert not known.is_known("Northwind")
    assert known.roles("NORTHWIND TRADERS GmbH") == ["Analyst", "Editor"]


@pytest.mark.parametrize(
    ("seekers", "expected"), [([], "me"), (["Ana"], "Ana"), (["Ana", "me"], "me"), (["Ana", "Ben"], None)]
)
def test_whose_search_it_is_is_asked_only_where_it_is_open(seekers: list[str], expected: str | None) -> None:
    schema = dict.fromkeys(("seeker", "company", "company_key", "role"), pl.String())
    known = KnownNames(pl.DataFrame([(name, "A", "a", None) for name in seekers], schema, orient="row"))
    assert known.seeker() == expected
