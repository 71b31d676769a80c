"""What two uploads of one tracker show between them: a stage that rose, an application that ended."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.warehouse.read_import import ReadImport

ENDED = ("rejected", "no_response", "withdrawn", "declined", "accepted")

_EVENTS = {"application_id": pl.String, "stage": pl.String, "event_date": pl.Date, "origin": pl.String}
_CLOSINGS = {"application_id": pl.String, "outcome": pl.String, "closed_date": pl.Date}


@dataclass(frozen=True)
class SeenToChange:
    """What changed between uploads; the later upload dates it, so the day is the latest it can have been.

    Attributes:
        events: application_id, stage, event_date, origin ``snapshot``: stages that were lower in an earlier upload.
        closings: application_id, outcome, closed_date: the first upload in which an open application had ended so.
    """

    events: pl.DataFrame
    closings: pl.DataFrame


def seen_to_change(
    imports: Sequence[ReadImport], rows_of: Callable[[Sequence[ReadImport]], pl.DataFrame], stages: pl.DataFrame
) -> SeenToChange:
    """Compare each upload of a tracker with the one before it.

    Args:
        imports: Every import that counts, oldest first.
        rows_of: The applications of imports, with their ``application_id``.
        stages: stage and stage_rank.
    """
    ranks = stages.select("stage", "stage_rank")
    events = [pl.DataFrame(schema=_EVENTS)]
    closings = [pl.DataFrame(schema=_CLOSINGS)]
    before: dict[str, pl.DataFrame] = {}
    uploads = Counter(item.record.tracker for item in imports)
    for item in imports:
        if uploads[item.record.tracker] == 1:
            continue
        now = rows_of([item]).join(ranks, on="stage").select("application_id", "stage", "stage_rank", "outcome")
        earlier = before.get(item.record.tracker)
        if earlier is not None:
            day = pl.lit(item.record.imported_at.date())
            pairs = now.join(earlier, on="application_id", suffix="_before")
            risen = pairs.filter(pl.col("stage_rank") > pl.col("stage_rank_before"))
            events.append(
                risen.select("application_id", "stage", day.alias("event_date"), pl.lit("snapshot").alias("origin"))
            )
            ended = pairs.filter(pl.col("outcome").is_in(ENDED) & ~pl.col("outcome_before").is_in(ENDED))
            closings.append(ended.select("application_id", "outcome", day.alias("closed_date")))
        before[item.record.tracker] = now
    return SeenToChange(
        pl.concat(events), pl.concat(closings).unique(["application_id", "outcome"], keep="last", maintain_order=True)
    )
