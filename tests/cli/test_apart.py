"""``debrief apart``: what is shown as one is listed, told apart and put together again."""

from pathlib import Path

import pytest

from tests.test_cli import Shell

OWN = "Company,Role,Date Applied,Status,Notes\nFern GmbH,Analyst,2026-01-05,Applied,kind\nMoss,Editor,,Applied,far\n"
PORTAL = "Company,Role,Date Applied,Status\nFern,analyst,2026-01-06,Rejected\nMoss,Editor,2026-02-01,Applied\n"


@pytest.fixture
def shell(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    shell = Shell(tmp_path / "home", capfdbinary)
    (tmp_path / "own.csv").write_text(OWN, encoding="utf-8")
    (tmp_path / "portal.csv").write_text(PORTAL, encoding="utf-8")
    return shell


@pytest.fixture
def merged(shell: Shell, tmp_path: Path) -> Shell:
    code, _, err = shell("import", str(tmp_path / "own.csv"), str(tmp_path / "portal.csv"))
    assert code == 0
    assert err.endswith("2 applications are in several trackers and counted once; see: debrief apart --list\n")
    return shell


def test_the_list_shows_both_sides_and_why(merged: Shell) -> None:
    code, out, err = merged("apart", "--list")
    assert (code, err) == (0, "")
    fern, moss = out.decode().splitlines()
    assert "(Fern GmbH, Analyst; own, 2026-01-05) has merged into it" in fern
    assert fern.endswith("(Fern, analyst; portal, 2026-01-06): 1 day apart")
    assert moss.endswith("(Moss, Editor; portal, 2026-02-01): one date missing")


def test_two_are_told_apart_and_put_together_again(merged: Shell) -> None:
    name = merged.json("apart", "--json")["merged"][0]["merged_application_id"]
    code, out, err = merged("apart", name)
    assert (code, out) == (0, b"")
    assert err.endswith(": two applications from now on\n")
    listed = merged.json("apart", "--json")
    assert (len(listed["merged"]), len(listed["told_apart"])) == (1, 1)
    assert name in (listed["told_apart"][0]["application_id"], listed["told_apart"][0]["other_application_id"])
    assert "was told apart from" in merged("apart", "--list")[1].decode()
    assert merged("apart", "--together", name)[2].endswith(": the rule decides again\n")
    assert len(merged.json("apart", "--json")["merged"]) == 2


def test_an_application_that_is_no_pair_is_a_usage_error(merged: Shell) -> None:
    code, out, err = merged("apart", "nonsense")
    assert (code, out) == (2, b"")
    assert err.startswith("debrief: error: nonsense: this application is not shown as one with another.\n")


def test_no_name_is_a_usage_error_that_says_where_names_are(shell: Shell) -> None:
    code, _, err = shell("apart")
    assert code == 2
    assert "debrief apart --list" in err


def test_nothing_in_common_is_said(shell: Shell, tmp_path: Path) -> None:
    shell("import", str(tmp_path / "own.csv"))
    assert shell("apart", "--list")[1] == b"no application is in two trackers\n"
    assert "several trackers" not in shell("status")[1].decode()


def test_the_status_says_how_many_are_in_several_trackers(merged: Shell) -> None:
    assert merged.json("status", "--json")["merged_applications"] == 2
    assert "2 applications are in several trackers and counted once" in merged("status")[1].decode()
