"""`debrief notes`: lists what notes seem to hold, and keeps what the user decides of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import run

CSV = (
    "Company,Role,Date applied,Status,Notes\n"
    'Acme,Analyst,2026-03-01,Rejected,"HM said I was too junior, need to study"\n'
    'Borg,Clerk,2026-03-02,Rejected,"asked recruiter for feedback by phone 2026-05-03, no reply"\n'
    "Cyan,Editor,2026-03-03,Rejected,Not enough experience\n"
)


class Shell:
    """Runs the command line against one home with a tracker in it."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capture = capture

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        code = run(["--home", str(self.home), *arguments])
        out, err = self._capture.readouterr()
        return code, out, err

    def findings(self, *options: str) -> dict[str, dict[str, Any]]:
        """The findings of the JSON by company."""
        return {finding["company"]: finding for finding in json.loads(self("notes", "--json", *options)[1])}

    def feedback(self) -> list[str]:
        """The companies that feedback is counted of."""
        rows = json.loads(self("sql", "select company from feedback order by 1", "--format", "json")[1])
        return [row["company"] for row in rows]


@pytest.fixture
def shell(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Shell:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    shell = Shell(tmp_path / "home", capfd)
    code, _, told = shell("import", str(tmp_path / "jobs.csv"))
    assert code == 0
    assert told.endswith("3 notes seem to hold feedback; look at them with: debrief notes\n")
    return shell


def test_the_list_says_what_each_note_holds_and_why(shell: Shell) -> None:
    code, out, err = shell("notes")
    assert code == 0
    assert "Acme, Analyst: feedback, 90% sure\n    “I was too junior”\n    it says who said so\n" in out
    assert "asked recruiter by phone on 2026-05-03; not answered; it says that feedback was asked for" in out
    assert "debrief notes accept" in err


def test_the_json_has_every_column(shell: Shell) -> None:
    ask = shell.findings()["Borg"]
    assert (ask["what"], ask["asked_date"], ask["has_response"], ask["verdict"]) == ("ask", "2026-05-03", False, None)
    assert ask["note"][ask["quote_start"] : ask["quote_end"]] == ask["quote"]


def test_an_import_says_how_many_notes_a_sheet_has(shell: Shell, tmp_path: Path) -> None:
    out = shell("import", str(tmp_path / "jobs.csv"), "--json")[1]
    assert json.loads(out)["imports"][0]["sheets"][0]["notes"] == 3


def test_accepting_dismissing_and_taking_back(shell: Shell) -> None:
    ids = {company: finding["note_id"] for company, finding in shell.findings().items()}
    assert shell.feedback() == []
    assert shell("notes", "accept", ids["Acme"])[2] == "1 note accepted: now counted as feedback\n"
    assert shell("notes", "dismiss", ids["Cyan"])[2] == "1 note dismissed\n"
    assert shell.feedback() == ["Acme"]
    assert set(shell.findings()) == {"Borg"}
    verdicts = {company: finding["verdict"] for company, finding in shell.findings("--all").items()}
    assert verdicts == {"Acme": "accepted", "Borg": None, "Cyan": "dismissed"}
    assert shell("notes", "reset", ids["Acme"])[2] == "1 note undecided again\n"
    assert shell.feedback() == []


def test_all_that_are_sure_enough_are_accepted_at_once(shell: Shell) -> None:
    assert shell("notes", "accept", "--all", "--min-confidence", "0.8")[2].startswith("2 notes accepted")
    assert shell.feedback() == ["Acme", "Borg"]
    assert shell("notes", "dismiss", "--all")[0] == 0
    assert shell("notes")[1] == "no note is waiting for a decision\n"
    assert shell("notes", "reset", "--all")[2] == "3 notes undecided again\n"


def test_a_home_without_notes_says_so(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert Shell(tmp_path / "other", capfd)("notes")[1] == "no note seems to hold feedback\n"


MISTAKES = [
    (["accept"], "Say which notes: their IDs, or --all."),
    (["accept", "--all", "n-1"], "Say which notes: their IDs, or --all."),
    (["accept", "n-1", "--min-confidence", "0.5"], "--min-confidence goes with --all."),
    (["dismiss", "n-1"], "There is no note 'n-1'."),
    (["reset"], "Say which notes: their IDs, or --all."),
    (["accept", "--all", "--min-confidence", "2"], "Invalid value for '--min-confidence'"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_told_and_nothing_is_decided(shell: Shell, arguments: list[str], message: str) -> None:
    code, out, err = shell("notes", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert shell.feedback() == []
