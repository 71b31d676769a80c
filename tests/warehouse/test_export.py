"""A result leaves as it is, except that no text in it can run as a formula."""

import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from pipeline.cli import run
from pipeline.ingest.read import read_sheets
from pipeline.warehouse.export import FORMATS

HARD = pl.DataFrame(
    {
        "text": ["plain", '=cmd|"/c calc"!A1', 'two\nlines, and "quotes"', None],
        "whole": [1, -2, None, 4],
        "number": [0.5, float("nan"), float("inf"), None],
        "day": [date(2026, 1, 2), None, None, None],
        "moment": [datetime(2026, 1, 2, 3, 4, tzinfo=UTC), None, None, None],
        "clock": [time(10, 30), None, None, None],
        "span": [timedelta(days=1), None, None, None],
        "exact": [Decimal("1.50"), Decimal("2.00"), None, None],
        "bytes": [b"\x00\xff", None, None, None],
        "list": [[1, 2], [], None, None],
        "record": [{"a": 1}, {"a": None}, None, {"a": 2}],
        "yes": [True, False, None, None],
    }
)

FORMULAS = ["=1+1", "+1", "-1", "@sum", "|x", "%x", " =1", "\t=1", "\uff1d1", "\uff0b1"]


def test_json_keeps_dates_as_text_and_numbers_as_numbers() -> None:
    first, second, third, _ = json.loads(FORMATS["json"](HARD))
    assert first["day"] == "2026-01-02"
    assert first["moment"] == "2026-01-02T03:04:00+00:00"
    assert (first["whole"], first["number"], first["exact"], second["exact"]) == (1, 0.5, 1.5, 2)
    assert (second["number"], third["number"]) == (None, None)
    assert (first["list"], first["record"], first["bytes"]) == ([1, 2], {"a": 1}, "00ff")


def test_json_lines_are_the_same_objects() -> None:
    lines = FORMATS["jsonl"](HARD).decode().splitlines()
    assert [json.loads(line) for line in lines] == json.loads(FORMATS["json"](HARD))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_a_csv_stands_behind_an_apostrophe(formula: str) -> None:
    content = FORMATS["csv"](pl.DataFrame({"a": [formula]}))
    assert pl.read_csv(io.BytesIO(content), infer_schema=False)["a"].to_list() == ["'" + formula]


def test_a_number_in_a_csv_is_left_alone() -> None:
    assert FORMATS["csv"](pl.DataFrame({"a": [-2], "b": ["plain"]})) == b"a,b\n-2,plain\n"


def test_a_formula_as_a_columns_name_stands_behind_an_apostrophe_too() -> None:
    assert FORMATS["csv"](pl.DataFrame({"=1+1": ["x"]})) == b"'=1+1\nx\n"


_CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from("'=+-@|% \t\uff1d,\"ab1"),
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\u0085\ufeff"),
    ),
    min_size=1,
).filter(lambda text: text.strip() != "")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5))
def test_what_was_exported_comes_back_unchanged(kind: str, rows: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame([("Company", "Notes"), *rows], schema=["a", "b"], orient="row")
    (sheet,) = read_sheets(FORMATS[kind](frame), f"t.{kind}")
    assert sheet.cells.rows()[1:] == frame.rows()


def test_a_tracker_with_formulas_is_exported_and_imported_again_as_it_was(tmp_path: Path) -> None:
    moods = [*FORMULAS, *(f"'{formula}" for formula in FORMULAS), "'plain'"]
    count = len(moods)
    tracker = pl.DataFrame(
        {"Company": [f"Acme {n:02}" for n in range(count)], "Role": ["Chef"] * count, "Mood": moods}
    )
    (tmp_path / "jobs.csv").write_bytes(FORMATS["csv"](tracker))
    query = 'select company as "Company", role as "Role", json_extract_string(extras, \'$.Mood\') as "Mood" '
    query += "from applications order by 1"
    for kind in ("csv", "xlsx", "csv"):
        home = ["--home", str(tmp_path / f"home-{kind}")]
        (source,) = tmp_path.glob("jobs.*")
        assert run([*home, "import", str(source), "--tracker", "jobs"]) == 0
        assert run([*home, "sql", query, "--output", str(tmp_path / "seen.json")]) == 0
        assert [row["Mood"] for row in json.loads((tmp_path / "seen.json").read_bytes())] == [
            mood.strip() for mood in moods
        ]
        source.unlink()
        assert run([*home, "sql", query, "--output", str(tmp_path / f"jobs.{kind}")]) == 0


@pytest.mark.parametrize(
    "formula", [*FORMULAS, "{=1}", "https://127.0.0.1", "mailto:a@b.example", "file:///etc/passwd"]
)
def test_a_workbook_holds_text_and_never_a_formula_or_link(formula: str) -> None:
    content = FORMATS["xlsx"](pl.DataFrame({"a": [formula]}))
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [["a"], [formula]]
    assert b"<f>" not in content
    assert b"hyperlink" not in content


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_takes_every_type(name: str) -> None:
    assert FORMATS[name](HARD)
    assert FORMATS[name](HARD.clear()) is not None


def test_parquet_gives_back_the_same_frame() -> None:
    assert pl.read_parquet(io.BytesIO(FORMATS["parquet"](HARD))).equals(HARD)


def test_a_bar_in_markdown_does_not_end_its_cell() -> None:
    assert FORMATS["markdown"](pl.DataFrame({"a": ["x|y"]})).decode().splitlines()[-1] == r"| x\|y |"


OUTSIDE = [
    ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
    ("![x](http://127.0.0.1/x.png)", r"!\[x\](http://127.0.0.1/x.png)"),
    ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
    ("$x^2$", r"\$x^2\$"),
    ("a`b", r"a\`b"),
    ("\x1b[31mred", r"\x1b\[31mred"),
]


@pytest.mark.parametrize(("text", "written"), OUTSIDE)
def test_markdown_holds_text_and_no_picture_link_html_or_formula(text: str, written: str) -> None:
    lines = FORMATS["markdown"](pl.DataFrame({text: [text]})).decode().splitlines()
    assert [lines[0].strip("| "), lines[-1].strip("| ")] == [written, written]


def test_a_table_spells_out_what_would_steer_a_terminal() -> None:
    table = FORMATS["table"](pl.DataFrame({"\x1b]0;title\x07": ["\x1b[2J\u202egone"]})).decode()
    assert table.splitlines() == [r"\x1b]0;title\x07", "-" * 18, r"\x1b[2J\u202egone"]
