"""An installed wheel works from anywhere: it has its SQL, its words, its samples and its dashboard inside."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

import pipeline

ROOT = Path(pipeline.__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_has_the_files_that_are_not_python(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("sql", "data"):
        for path in (ROOT / folder).rglob("*.*"):
            if "__pycache__" not in path.parts:
                assert f"pipeline/_resources/{path.relative_to(ROOT).as_posix()}" in names
    for path in (ROOT / "pipeline").rglob("templates/*"):
        assert path.relative_to(ROOT).as_posix() in names
    assert "pipeline/dashboard/report/templates/report.html" in names
    assert "pipeline/_resources/app.py" in names
    assert "pipeline/py.typed" in names


def test_the_demo_works_from_an_installed_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, symlinks=True)
    (site,) = environment.glob("lib/python*/site-packages")
    # the dependencies come from here; a line in a .pth file adds their folder but runs no .pth file in it, so the
    # checkout itself stays out of sight
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "dependencies.pth").write_text(dependencies, encoding="utf-8")
    python = environment / "bin" / "python"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)],
        check=True,
        capture_output=True,
    )
    empty = tmp_path / "empty"
    empty.mkdir()
    variables = {**os.environ, "PYTHONNOUSERSITE": "1"}
    located = subprocess.run(
        [python, "-c", "import pipeline; print(pipeline.__file__)"],
        cwd=empty,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert located.stdout.startswith(str(environment))
    done = subprocess.run(
        [environment / "bin" / "debrief", "demo", "--no-serve"],
        cwd=empty,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1. ")
    assert "requests for feedback were answered" in done.stdout
    assert list(empty.iterdir()) == []
