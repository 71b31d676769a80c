"""Score the importer on a folder of trackers with expectations.

    python -m benchmarks.score_trackers [DIR] [--quiet]

DIR holds NNN.csv or NNN.xlsx files with NNN.expected.json beside them; the trackers of the tests unless given.
"""

import argparse
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.tracker_scores import EXTRA_ROWS, FALSE_DATES, MEASURES, misses, score
from pipeline.errors import DebriefError
from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.tracker import read_tracker

TRACKERS = Path(__file__).parents[1] / "tests" / "trackers"
_SAME_WARNING = {
    "repaired_rows": "ragged_rows",
    "merge_conflict": "ragged_rows",
    "relative_dates": "unparsed_dates",
    "month_only_dates": "unparsed_dates",
    "two_dates": "unparsed_dates",
}
"""The expectations know ragged rows and dates only; these name such rows and dates and say more about them."""

_ROW_FIELDS = ("company", "role", "applied_date", "stage", "outcome")


def tracker_files(folder: Path) -> list[Path]:
    """Every tracker of a folder that has an expectation beside it."""
    stems = {path.name.removesuffix(".expected.json") for path in folder.glob("*.expected.json")}
    return sorted(path for path in folder.iterdir() if path.stem in stems)


def expectation_of(path: Path) -> dict[str, Any]:
    """What a careful reader gets from a tracker."""
    found = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def reading_of(path: Path, uploaded_on: dt.date) -> dict[str, Any]:
    """What the importer makes of one file, in the form that is scored; a refused file has no rows."""
    try:
        reading = read_tracker(path.read_bytes(), path.name, options=ReadingOptions(), uploaded_on=uploaded_on)
    except DebriefError as error:
        return {"columns": [], "rows": [], "header_row": None, "warnings": [], "refused": error.problem}
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


def score_folder(folder: Path, *, is_quiet: bool) -> None:
    """Read every tracker of a folder and print how well."""
    uploaded_on = dt.datetime.now(tz=dt.UTC).date()
    total: Counter[str] = Counter()
    files = tracker_files(folder)
    for path in files:
        reading = reading_of(path, uploaded_on)
        counts = score(expectation_of(path), reading)
        total.update(counts)
        if not is_quiet and (short := misses(counts)):
            print(f"  {path.name}: {'; '.join([*([reading['refused']] if 'refused' in reading else []), *short])}")
    print(f"reading {len(files)} trackers")
    for name, label in MEASURES.items():
        share = total[name] / max(1, total[f"{name}_of"])
        print(f"  {label}: {total[name]} of {total[f'{name}_of']}, {share:.1%}")
    print(f"  false dates (the worst error): {total[FALSE_DATES]}")
    print(f"  rows that are no applications: {total[EXTRA_ROWS]}")


def main() -> None:
    """Score the folder named on the command line."""
    parser = argparse.ArgumentParser(description="Score the importer on trackers with expectations.")
    parser.add_argument("directory", type=Path, nargs="?", default=TRACKERS)
    parser.add_argument("--quiet", action="store_true", help="the overall lines only")
    arguments = parser.parse_args()
    score_folder(arguments.directory, is_quiet=arguments.quiet)


if __name__ == "__main__":
    main()
