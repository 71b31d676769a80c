"""Imports run one way, and what is not needed is not loaded."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent

ORDER = [
    "errors",
    "resources",
    "plain_text",
    "vocabulary",
    "workspace",
    "writing",
    "settings",
    "decisions",
    "readings",
    "ingest",
    "themes",
    "warehouse",
    "insight",
    "demo",
    "template",
    "sign_in",
    "serving",
    "dashboard",
    "cli",
]
"""A room may import from those before it, never from those after it."""

SLOW = ("streamlit", "altair")


def _modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "pipeline" and len(parts) > 1 else None


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    assert own in ORDER, f"{own} has no place in the order"
    for module in _imports(path):
        room = _room(module)
        if room is not None:
            assert ORDER.index(room) <= ORDER.index(own), f"{own} imports {module}"


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_dashboard_knows_streamlit_and_altair(path: Path) -> None:
    if path.relative_to(PACKAGE).parts[0] == "dashboard":
        return
    assert not [module for module in _imports(path) if module.split(".")[0] in SLOW]


@pytest.mark.parametrize("module", ["pipeline.cli", "pipeline.cli.importing", "pipeline.cli.asking"])
def test_the_command_line_starts_without_the_dashboards_libraries(module: str) -> None:
    probe = f"import sys, {module}; print([m for m in {SLOW!r} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_command_line_says_everything_through_the_module_that_defuses_text() -> None:
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.name != "output.py":
            assert not any(way in text for way in ("click.echo", "click.secho", "print(", "sys.stderr.")), path.name
