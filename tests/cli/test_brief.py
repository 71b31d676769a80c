"""The command brief: text, JSON or a page to print, and never over a file that is somebody else's."""

import json
import stat
from pathlib import Path

import pytest

from pipeline.cli import run

HOSTILE = '"<script>alert(1)</script> $x$ **[a](javascript:alert(1))** \x1b[31m"'
TRACKER = (
    "Company,Role,Date Applied,Status,Contact,Feedback,Lesson,Next Step\n"
    f"Fern,Cook,2026-05-01,First interview,{HOSTILE},,,\n"
    f'Moss,Cook,2026-02-01,Rejected after first interview,Ann,{HOSTILE[:-1]} You lacked confidence.",'
    f"{HOSTILE},Speak up\n"
)


@pytest.fixture
def home(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    file = tmp_path / "jobs.csv"
    file.write_text(TRACKER, encoding="utf-8")
    assert run(["--home", str(tmp_path / "home"), "import", str(file)]) == 0
    capfd.readouterr()
    return str(tmp_path / "home")


def test_a_terminal_gets_plain_text_that_steers_nothing(home: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", home, "brief", "fern"]) == 0
    told = capfd.readouterr().out
    assert told.startswith("Fern: Cook\n")
    assert "Heard at this stage before: First interview" in told
    assert "lacked confidence" in told
    assert "<script>alert(1)</script> $x$" in told
    assert "\x1b" not in told


def test_json_is_a_list_of_briefs(home: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--home", home, "brief", "fern", "--json"]) == 0
    (brief,) = json.loads(capfd.readouterr().out)
    assert brief["application"]["company"] == "Fern"
    assert brief["next_steps"][0]["next_step"] == "Speak up"


def test_a_page_escapes_all_that_comes_from_outside(home: str, tmp_path: Path) -> None:
    page = tmp_path / "brief.html"
    assert run(["--home", home, "brief", "fern", "-o", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in text
    assert "<script" not in text
    assert "href" not in text
    assert "default-src 'none'" in text
    assert stat.S_IMODE(page.stat().st_mode) == 0o600


def test_only_a_page_of_ours_is_replaced_unless_told(
    home: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "brief.html"
    page.write_text("my own notes", encoding="utf-8")
    write = ["--home", home, "brief", "fern", "-o", str(page)]
    assert run(write) == 1
    assert "--force" in capfd.readouterr().err
    assert page.read_text(encoding="utf-8") == "my own notes"
    assert run([*write, "--force"]) == 0
    assert run(write) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["Ferm"], 1, "Did you mean 'Fern'?"),
        (["Fern", "--seeker", "Nobody"], 1, "Kept here: me"),
        (["Fern", "-o", "brief.docx"], 2, "-o brief.html"),
        (["Fern", "-o", "no/such/folder/brief.html"], 1, "There is no folder no/such/folder"),
        (["Fern", "-o", "brief.html", "--json"], 2, "Leave one of them out"),
    ],
)
def test_a_mistake_is_one_line_and_what_to_do(
    home: str, capfd: pytest.CaptureFixture[str], arguments: list[str], code: int, says: str
) -> None:
    assert run(["--home", home, "brief", *arguments]) == code
    assert says in capfd.readouterr().err
