"""What a text could mean for next time, kept beside the words that were said and never over them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pipeline.readings import YOURSELF, Reframing
from pipeline.warehouse.keep_readings import change_readings
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.workspace import Workspace

REFRAMED = """
select * from reframed_feedback
order by feedback_date desc nulls last, feedback_id, written_by <> 'me', written_by
"""
"""What was written beside each text, the user's own words first."""

TEXTS = """
select feedback_id, tracker, company, role, feedback_date, feedback_text
from stg_feedback
where feedback_text is not null
order by feedback_date desc nulls last, feedback_id
"""
"""The texts that it can be written for, the newest first."""


def reframe(
    workspace: Workspace, text: Mapping[str, Any], words: str, *, progress: Progress = ignore_progress
) -> bool:
    """Keep in the user's name what a text could mean for next time; empty words take it out again.

    Args:
        workspace: Where it is kept.
        text: A row of TEXTS.
        words: What it could mean.
        progress: Told of every step.

    Returns:
        Whether anything changed.
    """
    written = Reframing(
        YOURSELF,
        text["feedback_id"],
        text["tracker"],
        text["feedback_text"],
        words.strip(),
        datetime.now(UTC).date(),
    )
    return change_readings(workspace, lambda kept: kept.with_reframed([written]), progress=progress)
