"""A table without a header row: read by its values where they leave no doubt which column names company and role."""

import polars as pl

from pipeline.ingest.model import ColumnPlan
from pipeline.ingest.profile import ColumnProfile, profile_column
from pipeline.ingest.table import column_letters
from pipeline.vocabulary import Vocabulary

_LEAST_ROWS = 3
_SURE_SHARE = 0.8
_ROLE_SHARE = 0.6
_LONGEST_NAME = 50
_CONFIDENCE = 0.7


def plan_by_values(cells: pl.DataFrame, vocabulary: Vocabulary) -> tuple[ColumnPlan, ...] | None:
    """The columns of a headerless tracker, or None where its values are not clearly those of one.

    Clear means: one column of job titles, one other column of names that tell most rows apart, and one of status
    words or of dates. A second candidate for any of them is a doubt, and a doubt is a no.
    """
    filled = cells.filter(pl.any_horizontal(pl.all().is_not_null()))
    if filled.height < _LEAST_ROWS:
        return None
    profiles = [profile_column(filled[name], vocabulary) for name in cells.columns]
    fields: dict[int, str] = {}
    for field, places in (
        ("status_text", [place for place, p in enumerate(profiles) if p.statuses >= _SURE_SHARE]),
        ("applied_date", [place for place, p in enumerate(profiles) if p.dates >= _SURE_SHARE]),
        ("url", [place for place, p in enumerate(profiles) if p.urls >= _SURE_SHARE]),
        ("role", [place for place, p in enumerate(profiles) if p.roles >= _ROLE_SHARE]),
    ):
        if len(places) == 1:
            fields[places[0]] = field
    names = [place for place, p in enumerate(profiles) if place not in fields and _is_name(p, filled.height)]
    known = set(fields.values())
    if "role" not in known or not known & {"status_text", "applied_date"} or len(names) != 1:
        return None
    fields[names[0]] = "company"
    return tuple(_plan(place, fields.get(place)) for place in range(cells.width))


def _is_name(profile: ColumnProfile, rows: int) -> bool:
    """Short words, filled in nearly every row and mostly different: what companies look like and places do not."""
    words = (
        max(profile.dates, profile.urls, profile.flags, profile.numbers, profile.statuses, profile.work_modes) < 0.3
    )
    distinct = profile.filled >= min(rows, 60) * 0.6
    return words and distinct and profile.mean_length <= _LONGEST_NAME


def _plan(place: int, field: str | None) -> ColumnPlan:
    header = f"column {column_letters(place)}"
    if field is None:
        return ColumnPlan(place, header, None, "unmapped", 0.0, "there is no header, and the values do not say")
    return ColumnPlan(place, header, field, "values", _CONFIDENCE, "there is no header; the values look like it")
