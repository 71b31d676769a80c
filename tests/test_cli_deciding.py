"""Status words and names of seekers at the command line."""

import json
from pathlib import Path

import pytest

from pipeline.cli import run

CSV = "Company,Role,Date Applied,Status\nFern,Analyst,2026-01-05,Vibing = good\n"


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = tmp_path / "jobs.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def _run(tmp_path: Path, *arguments: str) -> int:
    return run(["--home", str(tmp_path / "home"), *arguments])


def test_a_status_word_is_split_at_its_last_equals_sign_listed_and_taken_back(
    tmp_path: Path, tracker: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "import", str(tracker), "--status", "Vibing = good=first_interview/rejected") == 0
    capfd.readouterr()
    assert _run(tmp_path, "words") == 0
    assert capfd.readouterr().out == "Vibing = good = first_interview/rejected\n"
    assert _run(tmp_path, "words", "--json") == 0
    assert json.loads(capfd.readouterr().out) == [
        {"status": "Vibing = good", "stage": "first_interview", "outcome": "rejected"}
    ]
    assert _run(tmp_path, "words", "--forget", "Vibing") == 2
    assert 'Did you mean "Vibing = good"?' in capfd.readouterr().err
    assert _run(tmp_path, "words", "--forget", "Vibing = good") == 0
    assert _run(tmp_path, "words") == 0
    assert capfd.readouterr().out.startswith("none yet")


MEANINGS = [
    ("no_response", {"stage": None, "outcome": "no_response"}),
    ("offer", {"stage": "offer", "outcome": "offer"}),
    ("offer/declined", {"stage": "offer", "outcome": "declined"}),
    ("ignore", {"stage": None, "outcome": None}),
]


@pytest.mark.parametrize(("meaning", "expected"), MEANINGS)
def test_a_meaning_is_a_stage_an_outcome_both_or_nothing(
    tmp_path: Path, tracker: Path, capfd: pytest.CaptureFixture[str], meaning: str, expected: dict[str, str | None]
) -> None:
    assert _run(tmp_path, "import", str(tracker), "--status", f"Vibing = good={meaning}", "--json") == 0
    (done,) = json.loads(capfd.readouterr().out)["imports"]
    assert not [warning for warning in done["sheets"][0]["warnings"] if warning["code"] == "unknown_status"]
    assert _run(tmp_path, "words", "--json") == 0
    assert json.loads(capfd.readouterr().out) == [{"status": "Vibing = good", **expected}]


@pytest.mark.parametrize("meaning", ["interview", "applied/offer", "rejected/open", "applied/", ""])
def test_a_meaning_that_is_none_is_refused_with_the_words_there_are(
    tmp_path: Path, tracker: Path, capfd: pytest.CaptureFixture[str], meaning: str
) -> None:
    assert _run(tmp_path, "import", str(tracker), "--status", f"Vibing={meaning}") == 2
    error = capfd.readouterr().err
    assert f'"{meaning}" is no meaning of a status.' in error
    assert "Stages: saved, applied" in error


def test_a_status_without_a_meaning_is_refused(
    tmp_path: Path, tracker: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "import", str(tracker), "--status", "Vibing") == 2
    assert "is not TEXT=MEANING" in capfd.readouterr().err


def test_a_column_with_its_field_last_is_turned_round(
    tmp_path: Path, tracker: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, "import", str(tracker), "--column", "My role=role") == 2
    assert "Did you mean --column 'role=My role'?" in capfd.readouterr().err


def test_files_named_after_people_are_offered_and_filed_under_them_when_asked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = []
    for name in ("Ana_tracker.csv", "tracker (ben).csv", "jobs.csv"):
        path = tmp_path / name
        path.write_text("Company,Role,Date Applied,Status\nFern,Analyst,2026-01-05,Applied\n", encoding="utf-8")
        files.append(str(path))
    assert _run(tmp_path, "import", *files, "--dry-run") == 0
    assert "note: Ana_tracker.csv looks like Ana's, tracker (ben).csv looks like Ben's" in capfd.readouterr().err
    assert _run(tmp_path, "import", *files, "--seeker-from-name", "--json") == 0
    assert [done["seeker"] for done in json.loads(capfd.readouterr().out)["imports"]] == ["Ana", "Ben", "me"]
