"""Every view gives exactly the rows that its folders of cases expect."""

import csv
import math
from pathlib import Path

import pytest

from pipeline.warehouse.views import Relation, relations
from tests.views.cases import CASES, database

FOLDERS = sorted(path.parent for path in CASES.glob("*/*/expect.csv"))


@pytest.mark.parametrize("case", FOLDERS, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_view_gives_the_expected_rows(case: Path) -> None:
    with (case / "expect.csv").open(encoding="utf-8", newline="") as file:
        columns, *wanted = csv.reader(file)
    with database(case) as connection:
        rows = connection.execute(f"select {', '.join(columns)} from {case.parent.name}").fetchall()
    found = [["" if value is None else _text(value) for value in row] for row in rows]
    assert len(found) == len(wanted), found
    for found_row, wanted_row in zip(sorted(found), sorted(wanted), strict=True):
        assert all(map(_same, found_row, wanted_row)), f"{found_row}\nis not\n{wanted_row}"


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(found: str, wanted: str) -> bool:
    try:
        return math.isclose(float(found), float(wanted), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return found == wanted


def test_every_view_has_a_case() -> None:
    views = {relation.name for relation in relations() if not relation.is_table}
    assert views == {case.parent.name for case in FOLDERS}


@pytest.mark.parametrize("relation", relations(), ids=lambda relation: relation.name)
def test_a_header_documents_every_column_in_order(relation: Relation, tmp_path: Path) -> None:
    with database(tmp_path) as connection:
        columns = [str(row[0]) for row in connection.execute(f"describe {relation.name}").fetchall()]
    assert list(relation.columns) == columns
