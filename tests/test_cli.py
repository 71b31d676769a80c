"""The command line: data on standard output, narration on standard error, exit codes that mean what they say."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.cli import run
from pipeline.cli.group import MODULES

CSV = (
    "Company,Role,Date Applied,Status,Mood\n"
    "Fern,Analyst,2026-01-05,Applied,good\n"
    "Moss,Editor,2026-01-16,Rejected,\n"
    ",,,Applied,left over\n"
)
LOG = (
    "Company,Asked On,Asked How,Answered On,What They Said\nMoss,2026-01-20,Phone,2026-01-22,You lacked enthusiasm\n"
)


class Shell:
    """Runs the command line against one home and keeps what it wrote."""

    def __init__(self, home: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.home = home
        self._capture = capture

    def __call__(self, *arguments: str) -> tuple[int, bytes, str]:
        """Exit code, standard output, standard error."""
        code = run(["--home", str(self.home), *arguments])
        out, err = self._capture.readouterr()
        return code, out, err.decode()

    def json(self, *arguments: str) -> Any:
        """The JSON of a command that must work."""
        code, out, err = self(*arguments)
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def shell(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(tmp_path / "home", capfdbinary)


@pytest.fixture(scope="session")
def _loaded_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    for name, text in (("jobs.csv", CSV), ("log.csv", LOG)):
        (folder / name).write_text(text, encoding="utf-8")
        assert run(["--home", str(folder / "home"), "import", str(folder / name)]) == 0
    return folder


@pytest.fixture
def loaded(_loaded_home: Path, shell: Shell, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    """A home with a tracker and a log, which also lie beside it; copied, since an import takes a second."""
    shutil.copytree(_loaded_home, tmp_path, dirs_exist_ok=True)
    capfdbinary.readouterr()
    return shell


@pytest.mark.parametrize("command", sorted(MODULES))
def test_every_command_has_help_with_an_example(shell: Shell, command: str) -> None:
    code, out, _ = shell(command, "--help")
    assert code == 0
    assert f"  debrief {command}" in out.decode().split("Example:")[1]


def test_no_command_prints_the_help_and_leaves_standard_output_empty(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert run([]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert all(f"  {name} " in err.decode() for name in MODULES)


def test_a_misspelt_command_is_answered_with_the_nearest(shell: Shell) -> None:
    assert shell("improt", "x.csv") == (
        2,
        b"",
        "debrief: error: There is no command 'improt'. Did you mean 'import'?\nSee 'debrief --help'.\n",
    )


def test_an_unknown_option_is_a_usage_error(shell: Shell) -> None:
    code, out, err = shell("status", "--jsn")
    assert (code, out) == (2, b"")
    assert err.startswith("debrief: error: No such option")


def test_an_unusable_home_has_its_own_exit_code(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert run(["--home", str(tmp_path / "file"), "status"]) == 3
    assert b"cannot be used as the home of your data" in capfdbinary.readouterr().err


def test_an_interrupt_has_its_own_exit_code(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    monkeypatch.setattr("pipeline.cli.importing.import_file", interrupt)
    code, out, err = shell("import", str(tmp_path / "jobs.csv"))
    assert (code, out, err.strip()) == (130, b"", "debrief: interrupted")


def test_a_defect_of_ours_keeps_its_traceback(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.cli.keeping.workspace_status", fail)
    with pytest.raises(ZeroDivisionError):
        shell("status")


def test_an_import_says_how_its_rows_add_up(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    code, out, err = shell("import", str(tmp_path / "jobs.csv"))
    assert (code, out) == (0, b"")
    assert "3 rows read = 2 loaded + 0 blank + 1 rejected; 2 applications, 0 feedback entries" in err
    assert "row 4 rejected" in err


def test_an_imports_json_is_as_the_contract_says(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    (item,) = shell.json("import", str(tmp_path / "jobs.csv"), "--seeker", "Ana", "--json")["imports"]
    assert {key: item[key] for key in ("file", "tracker", "seeker", "import_id", "replaced_import_id")} == {
        "file": "jobs.csv",
        "tracker": "jobs",
        "seeker": "Ana",
        "import_id": 1,
        "replaced_import_id": None,
    }
    (sheet,) = item["sheets"]
    assert (sheet["sheet"], sheet["kind"], sheet["header_row"]) == (None, "applications", 1)
    assert (sheet["rows_read"], sheet["rows_loaded"], sheet["rows_blank"], sheet["rows_rejected"]) == (3, 2, 0, 1)
    assert (sheet["applications"], sheet["feedback"]) == (2, 0)
    fields = [(column["index"], column["header"], column["field"], column["how"]) for column in sheet["columns"]]
    assert fields[0] == (0, "Company", "company", "exact")
    assert fields[4] == (4, "Mood", None, "unmapped")
    (rejected,) = sheet["rejected"]
    assert (rejected["row"], rejected["cells"]) == (4, {"Status": "Applied", "Mood": "left over"})


def test_an_imports_json_names_a_known_export_and_gives_doubtful_texts_as_data(shell: Shell, tmp_path: Path) -> None:
    header = "Company,Title,URL,Status,Date Applied,Location,Notes"
    path = tmp_path / "jobs.csv"
    path.write_text(f"{header}\nAcme,Engineer,https://x.example/1,Purple,soon-ish,Bern,\n", encoding="utf-8")
    (item,) = shell.json("import", str(path), "--json")["imports"]
    (sheet,) = item["sheets"]
    assert sheet["export"] == "Simplify"
    assert {warning["code"]: warning["examples"] for warning in sheet["warnings"]} == {
        "unknown_status": ["Purple"],
        "unparsed_dates": ["soon-ish"],
    }
    assert "looks like an export of Simplify" in shell("import", str(path))[2]


def test_a_dry_run_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    (item,) = shell.json("import", str(tmp_path / "jobs.csv"), "--dry-run", "--json")["imports"]
    assert (item["import_id"], item["sheets"][0]["rows_loaded"]) == (None, 2)
    assert shell.json("history", "--json") == []


def test_a_password_column_is_stored_only_when_insisted_on_and_a_rebuild_keeps_to_it(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "jobs.csv").write_text("Company,Role,pw\nAcme,Engineer,hunter2\n", encoding="utf-8")
    for options, stored in (((), None), (("--keep-secret",), '{"pw":"hunter2"}')):
        assert shell("import", str(tmp_path / "jobs.csv"), *options)[0] == 0
        for command in ("views", "rebuild"):
            assert shell(command)[0] == 0
            assert shell.json("sql", "select extras from applications", "--format", "json") == [{"extras": stored}]


def test_a_linkedin_archive_is_imported_and_rebuilt(shell: Shell, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Basic_LinkedInDataExport.zip", "w") as archive:
        archive.writestr("Profile.csv", "First Name\nKim\n")
        archive.writestr(
            "Jobs/Job Applications.csv", "Application Date,Company Name,Job Title\n2026-03-14,Acme,Chef\n"
        )
        archive.writestr("Saved Jobs.csv", "Saved Date,Job Title,Company Name\n2026-03-15,Cook,Bolt\n")
    assert shell("import", str(tmp_path / "Basic_LinkedInDataExport.zip"))[0] == 0
    assert shell("rebuild")[0] == 0
    rows = shell.json("sql", "select company, stage from applications order by company", "--format", "json")
    assert rows == [{"company": "Acme", "stage": "applied"}, {"company": "Bolt", "stage": "saved"}]


def test_one_bad_file_among_several_and_none_is_imported(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "empty.csv").touch()
    code, _, err = shell("import", str(tmp_path / "jobs.csv"), str(tmp_path / "empty.csv"))
    assert code == 1
    assert "empty.csv" in err.splitlines()[0]
    assert shell.json("history", "--json") == []


def test_a_missing_file_is_answered_with_the_nearest(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").touch()
    path = tmp_path / "job.csv"
    assert shell("import", str(path)) == (
        1,
        b"",
        f"debrief: error: {path}: there is no such file.\nDid you mean 'jobs.csv'?\n",
    )


def test_a_column_can_be_named(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_text("Wer,Mood\nFern,Analyst\n", encoding="utf-8")
    (item,) = shell.json(
        "import", str(tmp_path / "jobs.csv"), "--column", "company=Wer", "--column", "role=Mood", "--json"
    )["imports"]
    assert [(column["field"], column["how"]) for column in item["sheets"][0]["columns"]] == [
        ("company", "given"),
        ("role", "given"),
    ]


def test_a_named_column_is_remembered_and_a_fresh_import_forgets_it(shell: Shell, tmp_path: Path) -> None:
    path = str(tmp_path / "jobs.csv")
    Path(path).write_text("Company,Role,Status,Wohin\nFern,Analyst,Applied,Oslo\n", encoding="utf-8")
    assert shell("import", path, "--column", "location=Wohin", "--seeker", "Ana")[0] == 0
    (seen,) = shell.json("import", path, "--dry-run", "--json")["imports"]
    (sheet,) = seen["sheets"]
    assert (seen["seeker"], sheet["remembered_from"]) == ("Ana", 1)
    wohin = sheet["columns"][3]
    assert (wohin["field"], wohin["how"], wohin["reason"]) == ("location", "given", "remembered from import 1")
    assert "remembered from import 1: Wohin → location; --fresh" in shell("import", path, "--dry-run")[2]
    (fresh,) = shell.json("import", path, "--dry-run", "--fresh", "--json")["imports"]
    assert (fresh["seeker"], fresh["sheets"][0]["remembered_from"]) == ("me", None)
    assert fresh["sheets"][0]["columns"][3]["how"] != "given"


@pytest.mark.parametrize("column", ["company", "compny=Company", "company=Nowhere"])
def test_a_wrong_column_option_is_refused(shell: Shell, tmp_path: Path, column: str) -> None:
    (tmp_path / "jobs.csv").write_text(CSV, encoding="utf-8")
    code, out, err = shell("import", str(tmp_path / "jobs.csv"), "--column", column)
    assert code in (1, 2)
    assert out == b""
    assert err.startswith("debrief: error: ")


def test_a_query_is_json_with_dates_as_text_and_numbers_as_numbers(loaded: Shell) -> None:
    rows = loaded.json(
        "sql", "select company, applied_date, stage_rank from stg_applications order by 1", "--format", "json"
    )
    assert rows == [
        {"company": "Fern", "applied_date": "2026-01-05", "stage_rank": 1},
        {"company": "Moss", "applied_date": "2026-01-16", "stage_rank": 1},
    ]


def test_a_query_can_be_scoped(loaded: Shell) -> None:
    query = "select company from stg_applications"
    assert loaded.json("sql", query, "--from", "2026-01-10", "--format", "json") == [{"company": "Moss"}]
    assert loaded.json("sql", query, "--seeker", "nobody", "--format", "json") == []


def test_a_query_can_have_parameters(loaded: Shell) -> None:
    query = "select $n + 1 as n, $word as word"
    assert loaded.json("sql", query, "--param", "n=2", "--param", "word=x y", "--format", "json") == [
        {"n": 3, "word": "x y"}
    ]


def test_a_limit_cuts_and_says_so(loaded: Shell) -> None:
    code, out, err = loaded("sql", "select range as n from range(5)", "--limit", "2", "--format", "csv")
    assert (code, out) == (0, b"n\n0\n1\n")
    assert err == "note: only the first 2 rows are here; --limit N asks for more\n"


def test_a_result_can_be_a_file_and_its_ending_says_which_kind(loaded: Shell, tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    code, out, err = loaded("sql", "select 1 as n", "--output", str(target))
    assert (code, out, err) == (0, b"", f"written: {target}\n")
    assert pl.read_parquet(io.BytesIO(target.read_bytes())).rows() == [(1,)]


def test_a_query_that_fails_keeps_the_databases_words(loaded: Shell) -> None:
    code, out, err = loaded("sql", "select compny from applications")
    assert (code, out) == (1, b"")
    assert err.startswith("debrief: error: The query failed: Binder Error")
    assert "Traceback" not in err


@pytest.mark.parametrize("query", ["drop table applications", "select 1; select 2", "copy applications to 'x.csv'"])
def test_a_query_that_does_more_than_read_is_refused(loaded: Shell, query: str) -> None:
    code, out, err = loaded("sql", query)
    assert (code, out) == (1, b"")
    assert err.startswith("debrief: error: ")


def test_a_view_is_explained_column_by_column(shell: Shell) -> None:
    code, out, _ = shell("views", "feedback_response_rates")
    assert code == 0
    assert "settled_count: Of those, answered or older than the wait window" in out.decode()
    assert {view["name"] for view in shell.json("views", "--json")} >= {"applications", "funnel", "open_asks"}


def test_an_unknown_view_is_answered_with_the_nearest(shell: Shell) -> None:
    assert shell("views", "funel")[::2] == (
        2,
        "debrief: error: There is no table or view called 'funel'.\nDid you mean 'funnel'?\n",
    )


def test_every_ready_question_runs(loaded: Shell) -> None:
    code, out, _ = loaded("questions")
    assert code == 0
    names = [line.split(":")[0] for line in out.decode().splitlines()]
    assert len(names) >= 10
    for name in names:
        assert isinstance(loaded.json("questions", name, "--format", "json"), list)


def test_a_questions_parameter_can_be_given_and_a_wrong_one_is_refused(loaded: Shell) -> None:
    rows = loaded.json("questions", "what-did-they-say", "--param", "theme=enthusiasm", "--format", "json")
    assert [row["company"] for row in rows] == ["Moss"]
    code, _, err = loaded("questions", "what-did-they-say", "--param", "topic=enthusiasm")
    assert code == 2
    assert "It has: theme." in err


def test_a_users_own_question_is_listed_and_runs(loaded: Shell) -> None:
    folder = loaded.home / "questions"
    folder.mkdir()
    (folder / "mine.sql").write_text("-- How many?\nselect count(*) as n from stg_applications\n", encoding="utf-8")
    assert loaded.json("questions", "mine", "--format", "json") == [{"n": 2}]


def test_findings_carry_n_and_interval(loaded: Shell) -> None:
    rows = loaded.json("findings", "--json")
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert row["n"] >= 1
        assert row["effect_low"] <= row["effect"] <= row["effect_high"]
        assert "95% interval" in row["sentence"]
    assert loaded("findings")[1].decode().splitlines() == [f"{row['rank']}. {row['sentence']}" for row in rows]


def test_an_empty_workspace_says_what_to_do(shell: Shell) -> None:
    assert b"Nothing to say yet" in shell("findings")[1]
    assert b"debrief import FILE" in shell("status")[1]
    assert b"debrief import FILE" in shell("history")[1]


def test_the_status_names_columns_that_were_not_understood(shell: Shell, tmp_path: Path) -> None:
    tracker = tmp_path / "jobs.csv"
    tracker.write_text("Company,Role,Status,Vibe\nFern,Cook,Vibing,good\nMoss,Cook,Applied,\n", encoding="utf-8")
    shell("import", str(tracker))
    out = shell("status")[1].decode()
    assert "    not understood in part: Status (1 of 2)\n" in out
    assert "    kept as they are, in extras: Vibe\n" in out
    assert "debrief questions which-columns-were-not-understood" in out
    (tracker_status,) = shell.json("status", "--json")["trackers"]
    assert [column["state"] for column in tracker_status["columns"]] == ["in part", "unmapped"]


def test_history_undo_and_status_agree(loaded: Shell) -> None:
    assert [row["import_id"] for row in loaded.json("history", "--json")] == [2, 1]
    assert loaded("undo")[0] == 0
    assert [(row["import_id"], row["is_undone"]) for row in loaded.json("history", "--json")] == [
        (2, True),
        (1, False),
    ]
    assert [row["tracker"] for row in loaded.json("status", "--json")["trackers"]] == ["jobs"]


def test_forgetting_asks_first(loaded: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert loaded("forget", "jobs")[0] == 1
    assert loaded("forget", "jobs", "--yes")[0] == 0
    assert [row["tracker"] for row in loaded.json("status", "--json")["trackers"]] == ["log"]


def test_rebuilding_says_what_it_made(loaded: Shell) -> None:
    code, out, err = loaded("rebuild")
    assert (code, out) == (0, b"")
    assert err.startswith("rebuilt from 2 imports: version ")


def test_a_command_in_a_process_of_its_own_writes_nothing_but_its_answer(loaded: Shell) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "--home", str(loaded.home), "sql", "select 1 as n", "--format", "jsonl"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ('{"n": 1}\n', "")
