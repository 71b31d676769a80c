"""Score the importer on a folder of trackers with expectations.

    python benchmarks/score_trackers.py DIR [--results RESULTS.json] [--quiet]

DIR holds NNN.csv or NNN.xlsx files, NNN.expected.json beside them, and the scorer score.py. Every file is imported,
what was read is written to RESULTS.json, and the scorer compares the two.
"""

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pipeline.errors import DebriefError
from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker

_SAME_WARNING = {"repaired_rows": "ragged_rows", "merge_conflict": "ragged_rows"}
"""The expectations know ragged rows only; these name such rows and say more about them."""

_ROW_FIELDS = ("company", "role", "applied_date", "stage", "outcome")


def read_result(path: Path, uploaded_on: dt.date) -> dict[str, Any]:
    """What the importer makes of one file, in the scorer's form; a refused file has no rows."""
    try:
        reading = read_tracker(path.read_bytes(), path.name, options=ReadingOptions(), uploaded_on=uploaded_on)
    except DebriefError as error:
        print(f"{path.name}: {error.problem}", file=sys.stderr)
        return {"columns": {}, "rows": [], "header_row": None, "warnings": []}
    read = [sheet for sheet in reading.sheets if sheet.plan.kind != "skipped"]
    first = read[0]
    codes = {warning.code for sheet in read for warning in sheet.warnings}
    return {
        "columns": [{"index": c.index, "header": c.header, "field": c.field} for c in first.plan.columns],
        "header_row": first.plan.header_row,
        "warnings": sorted(codes | {_SAME_WARNING[code] for code in codes & _SAME_WARNING.keys()}),
        "rows": [row for sheet in read for row in _rows(sheet)],
    }


def _rows(sheet: ShapedSheet) -> list[dict[str, Any]]:
    rows = sheet.applications.select("row_number", *_ROW_FIELDS).rename({"row_number": "row"})
    sheet_name = {} if sheet.plan.sheet is None else {"sheet": sheet.plan.sheet}
    return [
        {**row, **sheet_name, "applied_date": row["applied_date"].isoformat() if row["applied_date"] else None}
        for row in rows.to_dicts()
    ]


def main() -> None:
    """Read every tracker of the folder and run the scorer on it."""
    parser = argparse.ArgumentParser(description="Score the importer on trackers with expectations.")
    parser.add_argument("directory", type=Path)
    parser.add_argument("--results", type=Path, help="where to write what was read (default: a temporary file)")
    parser.add_argument("--quiet", action="store_true", help="the overall lines only")
    arguments = parser.parse_args()
    files = sorted(path for path in arguments.directory.glob("[0-9][0-9][0-9].*") if path.suffix != ".json")
    today = dt.datetime.now(tz=dt.UTC).date()
    results = {path.stem: read_result(path, today) for path in files}
    with tempfile.TemporaryDirectory() as folder:
        target = arguments.results or Path(folder) / "results.json"
        target.write_text(json.dumps(results, ensure_ascii=False, indent=1), encoding="utf-8")
        quiet = ["--quiet"] if arguments.quiet else []
        scorer = arguments.directory / "score.py"
        subprocess.run([sys.executable, str(scorer), str(arguments.directory), str(target), *quiet], check=True)


if __name__ == "__main__":
    main()
