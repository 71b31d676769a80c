"""No Python function runs within a Polars expression: two threads of the dashboard could wait for each other."""

import ast
from pathlib import Path

import pytest

from pipeline.resources import resource

PYTHON_IN_POLARS = {"map_elements", "map_batches", "map_groups", "map_rows"}


@pytest.mark.parametrize("path", sorted(resource("pipeline").rglob("*.py")), ids=lambda path: path.stem)
def test_no_expression_calls_python(path: Path) -> None:
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & PYTHON_IN_POLARS
