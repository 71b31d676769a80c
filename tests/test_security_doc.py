"""Every promise of docs/security.md names tests that are there."""

import ast
import re
from pathlib import Path

from pipeline.sign_in import EXAMPLE

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_named_test_is_there() -> None:
    named = _NAMED.findall(TEXT)
    assert len(named) >= 20
    missing = [f"{file}::{name}" for file, name in named if name not in _tests_in(ROOT / file)]
    assert missing == []


def test_every_promise_is_proved_by_a_test() -> None:
    table = TEXT.partition("## Promises")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][2:]
    assert rows
    assert [row for row in rows if not _NAMED.search(row)] == []


def test_the_sign_in_it_shows_is_the_one_that_is_read() -> None:
    shown = TEXT.partition("```toml\n")[2].partition("```")[0]
    assert shown.partition("[auth]")[2] == EXAMPLE.partition("[auth]")[2]


def _tests_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
