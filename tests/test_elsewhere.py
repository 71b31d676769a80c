"""The snippets of docs/elsewhere.md run as they stand, and cannot write."""

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from pipeline.warehouse.published import ensure_built
from pipeline.workspace import open_workspace

TEXT = (Path(__file__).parents[1] / "docs" / "elsewhere.md").read_text(encoding="utf-8")
SNIPPETS: list[tuple[str, str]] = re.findall(r"```(sh|python)\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(sample_home, tmp_path_factory.mktemp("elsewhere") / "home")


@pytest.fixture
def environment(home: Path, tmp_path: Path) -> dict[str, str]:
    """Our own commands on the path, and DuckDB's command line played by its library where it is not installed."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    if shutil.which("duckdb") is None:
        stand_in = binaries / "duckdb"
        stand_in.write_text(
            f"#!{sys.executable}\nimport sys, duckdb\nassert sys.argv[1] == '-readonly'\n"
            "print(duckdb.connect(sys.argv[2], read_only=True).sql(sys.argv[3]))\n",
            encoding="utf-8",
        )
        stand_in.chmod(0o755)
    path = os.pathsep.join([str(binaries), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "DEBRIEF_HOME": str(home), "PATH": path}


@pytest.mark.skipif(sys.platform == "win32", reason="the snippets are for a Unix shell")
@pytest.mark.parametrize("snippet", [text for kind, text in SNIPPETS if kind == "sh"])
def test_a_snippet_for_the_shell_runs(snippet: str, environment: dict[str, str]) -> None:
    done = subprocess.run(["sh", "-ec", snippet], env=environment, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) >= 5


def test_the_snippets_for_python_run_one_after_another(environment: dict[str, str], home: Path) -> None:
    before = sha256(ensure_built(open_workspace(home)).read_bytes()).hexdigest()
    program = "\n".join(text for kind, text in SNIPPETS if kind == "python")
    program += (
        "\nassert rates.height > 1\nprint(connection.sql('select count(*) as n from recurring_themes').pl()['n'][0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 0
    assert sha256(ensure_built(open_workspace(home)).read_bytes()).hexdigest() == before


def test_a_reader_from_elsewhere_cannot_write(home: Path) -> None:
    with (
        duckdb.connect(str(ensure_built(open_workspace(home))), read_only=True) as connection,
        pytest.raises(duckdb.InvalidInputException, match="read-only"),
    ):
        connection.execute("delete from applications")
