"""A result at the shell, byte for byte in each format, in a pipe that ends early, and stopped by Ctrl-C."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipeline.cli import run
from pipeline.warehouse.export import FORMATS
from tests.test_cli import Shell

GOLDEN = Path(__file__).parent / "golden"

HARD = """\
select * from (values
    (1, 'plain', 0.5, date '2026-01-02', timestamp '2026-01-02 03:04:05', true, [1, 2], {'a': 1},
        1.50::decimal(9, 2)),
    (2, '=1+1', 'nan'::double, null, null, false, [], {'a': null}, 2.00),
    (null, 'two' || chr(10) || 'lines, "quoted" | <b> $x$ ü 🏢', 'inf'::double, date '1999-12-31',
        null, null, null, null, null)
) as t(n, word, share, day, moment, yes, list, record, exact)
"""
"""One row for each thing that is hard: formulas, line feeds, signs of other formats, no value, no number."""

KINDS = ["csv", "json", "jsonl", "table", "markdown"]


@pytest.fixture
def shell(empty_home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(empty_home, capfdbinary)


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_these_bytes(shell: Shell, kind: str) -> None:
    code, out, err = shell("sql", HARD, "--format", kind)
    assert (code, err) == (0, "")
    assert out == (GOLDEN / f"hard.{kind}").read_bytes(), "if it should be so, write it anew with write_golden"


def test_a_workbook_is_these_parts(shell: Shell) -> None:
    """Each part byte for byte; how they are packed is zlib's, of which there are several."""
    code, out, err = shell("sql", HARD, "--format", "xlsx")
    assert (code, err) == (0, "")
    assert _parts(out) == _parts((GOLDEN / "hard.xlsx").read_bytes()), "if it should be so, write it anew"


def test_a_parquet_file_has_these_types_and_rows(shell: Shell) -> None:
    """Not byte for byte: the file names the version of its writer, which also chooses how values are packed."""
    code, out, err = shell("sql", HARD, "--format", "parquet")
    assert (code, err) == (0, "")
    golden, written = pl.read_parquet(GOLDEN / "hard.parquet"), pl.read_parquet(io.BytesIO(out))
    assert written.schema == golden.schema
    assert_frame_equal(written, golden)


def test_the_same_rows_are_the_same_bytes() -> None:
    frame = pl.read_parquet(GOLDEN / "hard.parquet")
    first = {kind: write(frame) for kind, write in FORMATS.items()}
    time.sleep(1.1)  # past the second that a file could name as its own
    assert {kind: write(frame) for kind, write in FORMATS.items()} == first


def _parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def write_golden(home: Path) -> None:
    """Call this from a Python of the checkout."""
    for kind in [*KINDS, "xlsx", "parquet"]:
        run(["--home", str(home), "sql", HARD, "--format", kind, "--output", str(GOLDEN / f"hard.{kind}")])


@pytest.mark.parametrize("given", ["-", "--file"])
def test_a_query_is_read_from_a_file_or_standard_input(shell: Shell, tmp_path: Path, given: str) -> None:
    (tmp_path / "q.sql").write_text("select $n + 1 as n", encoding="utf-8")
    arguments = ["--file", str(tmp_path / "q.sql")] if given == "--file" else ["-"]
    with (tmp_path / "q.sql").open() as query:
        done = subprocess.run(
            [*_debrief(shell), *arguments, "--param", "n=2", "--format", "csv"],
            stdin=query,
            capture_output=True,
            text=True,
            check=True,
        )
    assert (done.stdout, done.stderr.splitlines()[-1:]) == ("n\n3\n", [])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no head")
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_a_pipe_may_end_early(shell: Shell, kind: str) -> None:
    query = f"{' '.join(_debrief(shell))} 'select range as n from range(300000)' --format {kind} | head -n 2"
    done = subprocess.run(["sh", "-c", query], capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_ends_the_query_and_its_process(shell: Shell) -> None:
    shell("status")
    process = subprocess.Popen(
        [*_debrief(shell), "select count(*) from range(100000000000)", "--timeout", "60"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        time.sleep(4)
        started = time.monotonic()
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert time.monotonic() - started < 5
    assert (process.returncode, out, err.splitlines()[-1]) == (130, "", "debrief: interrupted")
    assert "Traceback" not in err
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_an_error_points_at_the_word_and_names_the_nearest(shell: Shell) -> None:
    code, out, err = shell("sql", "select company,\n  stagee\nfrom applications")
    assert (code, out) == (1, b"")
    assert err == (
        'debrief: error: The query failed: Binder Error: Referenced column "stagee" not found in FROM clause!\n'
        "line 2:   stagee\n"
        "          ^^^^^^\n"
        'Did you mean "stage"?\n'
    )


def _debrief(shell: Shell) -> list[str]:
    return [sys.executable, "-m", "pipeline", "--home", str(shell.home), "sql"]
