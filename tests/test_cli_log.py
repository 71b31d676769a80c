"""The command log: one entry from options, standard input or answers typed at a terminal."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import click
import pytest

from pipeline.cli.parameters import CHANNEL, DAY, PERSON, STAGE
from pipeline.vocabulary import load_vocabulary
from pipeline.workspace import active_records, open_workspace
from tests.test_cli import Shell

JOBS = "Client,Company,Role,Status\nAna,Northwind Traders,Analyst,Rejected\nAna,Fabrikam,Editor,Applied\n"
TEXT = "You were well prepared, but you lacked enthusiasm."


@pytest.fixture
def shell(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    shell = Shell(tmp_path / "home", capfdbinary)
    (tmp_path / "jobs.csv").write_text(JOBS, encoding="utf-8")
    assert shell("import", str(tmp_path / "jobs.csv"))[0] == 0
    return shell


class _Terminal(io.TextIOWrapper):
    """Standard input as somebody at a terminal types it."""

    def isatty(self) -> bool:
        return True


def _type(monkeypatch: pytest.MonkeyPatch, *lines: str, kind: type[io.TextIOWrapper] = _Terminal) -> None:
    typed = "".join(f"{line}\n" for line in lines).encode()
    monkeypatch.setattr("sys.stdin", kind(io.BytesIO(typed), encoding="utf-8"))


def _imports(shell: Shell) -> list[str]:
    return [record.tracker for record in active_records(open_workspace(shell.home))]


def _entries(shell: Shell) -> Any:
    return shell.json(
        "sql", "select * from feedback where tracker = 'journal' order by row_number", "--format", "json"
    )


def test_an_entry_is_written_from_options_alone(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ["--company", "Northwind Traders", "--role", "Analyst", "--stage", "phone screen"]
    options += ["--asked-on", "2026-05-04", "--channel", "zoom", "--asked-of", "HR", "--answered-on", "yesterday"]
    options += ["--answered-by", "e-mail", "--text", TEXT, "--reason", "enthusiasm", "--believed", "tired"]
    options += ["--lesson", "sleep", "--next-step", "ask for a morning"]
    _type(monkeypatch, kind=io.TextIOWrapper)
    code, out, err = shell("log", *options)
    assert (code, out) == (0, b"")
    assert "heard: Enthusiasm (concern): “lacked enthusiasm”" in err
    assert "saved in the tracker 'journal' as import 2" in err
    (entry,) = _entries(shell)
    yesterday = dt.datetime.now().astimezone().date() - dt.timedelta(days=1)
    expected = {
        "seeker": "Ana",
        "stage": "screening",
        "ask_channel": "video",
        "asked_of": "recruiter",
        "asked_date": "2026-05-04",
        "responded_date": yesterday.isoformat(),
        "response_channel": "email",
        "feedback_text": TEXT,
        "stated_reason": "enthusiasm",
        "believed_reason": "tired",
        "lesson": "sleep",
        "next_step": "ask for a morning",
    }
    assert {name: entry[name] for name in expected} == expected
    assert entry["application_id"] is not None


def test_a_dry_run_saves_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, kind=io.TextIOWrapper)
    code, _, err = shell("log", "--company", "Northwind", "--text", TEXT, "--dry-run")
    assert code == 0
    assert "note: 'Northwind' is new here; alike: Northwind Traders" in err
    assert "Company research (strength): “well prepared”" in err
    assert "nothing was saved" in err
    assert _imports(shell) == ["jobs"]


def test_a_text_that_looks_like_a_formula_comes_back_from_standard_input_unchanged(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(monkeypatch, "=cmd|'/c calc'!A1", "", "- and a list", kind=io.TextIOWrapper)
    code, _, _ = shell("log", "--text", "-")
    assert code == 0
    assert _entries(shell)[0]["feedback_text"] == "=cmd|'/c calc'!A1\n\n- and a list"


def test_only_what_is_missing_is_asked_for_and_enter_leaves_it_out(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["northwind", "1", "", "interview", "some day", "2026-05-04", "phone", ""]
    answers += ["You were slow.", "", "Very slow.", ".", "phone", "", "", "", "", "y"]
    _type(monkeypatch, *answers)
    code, _, err = shell("log", "--asked-of", "recruiter")
    assert code == 0, err
    assert "northwind is new here. Did you mean:\n  1  Northwind Traders" in err
    assert "'some day' is not a day" in err
    assert "Whom you asked" not in err
    (entry,) = _entries(shell)
    assert (entry["company"], entry["role"], entry["stage"]) == ("Northwind Traders", "Analyst", "first_interview")
    assert (entry["asked_date"], entry["ask_channel"], entry["asked_of"]) == ("2026-05-04", "phone", "recruiter")
    assert (entry["responded_date"], entry["response_channel"]) == (None, "phone")
    assert entry["feedback_text"] == "You were slow.\n\nVery slow."


def test_a_no_at_the_end_saves_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, "Fabrikam", "", "", "", "", "", "n")
    code, _, err = shell("log")
    assert code == 1
    assert "Nothing was saved." in err
    assert _imports(shell) == ["jobs"]


def test_yes_asks_nothing_even_on_a_terminal(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch)
    code, _, err = shell("log", "--company", "Fabrikam", "--asked-on", "today", "--yes")
    assert code == 0, err
    assert _entries(shell)[0]["is_asked"] is True


def test_an_entry_about_nothing_is_refused(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    _type(monkeypatch, kind=io.TextIOWrapper)
    code, _, err = shell("log", "--lesson", "sleep")
    assert code == 1
    assert err.startswith("debrief: error: The entry does not say what it is about.")


def test_whose_search_it_is_has_to_be_said_where_there_are_several(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more.csv").write_text("Client,Company,Role,Status\nBen,Acme,Clerk,Applied\n", encoding="utf-8")
    assert shell("import", str(tmp_path / "more.csv"))[0] == 0
    _type(monkeypatch, kind=io.TextIOWrapper)
    code, _, err = shell("log", "--company", "Acme")
    assert code == 2
    assert "Kept here: Ana, Ben." in err
    assert shell("log", "--company", "Acme", "--seeker", "Ben")[0] == 0
    assert _entries(shell)[0]["seeker"] == "Ben"


def test_a_word_that_nobody_knows_is_a_usage_error_that_lists_them(shell: Shell) -> None:
    code, _, err = shell("log", "--company", "Acme", "--channel", "pigeon")
    assert code == 2
    assert "'pigeon' is not one we know. Say one of: Phone, Video call, In person, E-mail" in err


@pytest.mark.parametrize("word", [STAGE, CHANNEL, PERSON], ids=lambda word: word.name)
def test_every_word_is_understood_by_its_name_and_by_its_label(word: Any) -> None:
    for name, label in word.choices(load_vocabulary()).items():
        assert (word.convert(name, None, None), word.convert(label.upper(), None, None)) == (name, name)


@pytest.mark.parametrize("typed", ["4.5.2026", "04/05/2026", "soon", "2026-13-01"])
def test_a_day_that_could_be_another_is_not_guessed(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="is not a day"):
        DAY.convert(typed, None, None)
