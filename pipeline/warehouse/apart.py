"""Which applications of several trackers are shown as one, and telling them apart again where they are not."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from pipeline.decisions import load_decisions
from pipeline.errors import UsageError, nearest_name
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import decide
from pipeline.warehouse.merge import Pair, ordered_pair
from pipeline.warehouse.published import Progress, ensure_built, ignore_progress
from pipeline.workspace import Workspace

_MERGED = "select * from merged_applications order by seeker, company, role, application_id, merged_application_id"

_SIDES = """
select application_id, seeker, tracker, company, role, applied_date
from applications
"""


def merged_applications(workspace: Workspace) -> pl.DataFrame:
    """The rows of the view merged_applications: each row that is merged, and the row that stays."""
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, _MERGED)


def told_apart(workspace: Workspace) -> pl.DataFrame:
    """The pairs that the user told apart.

    Returns:
        application_id, seeker, tracker, company, role, applied_date, and the same with ``other_`` before it for
        the second of the pair; null but for the names where an application is no longer in its tracker.
    """
    pairs = sorted(load_decisions(workspace).told_apart)
    with open_version(ensure_built(workspace)) as connection:
        sides = fetch(connection, _SIDES)
    names = pl.DataFrame(
        pairs, schema=dict.fromkeys(("application_id", "other_application_id"), pl.String), orient="row"
    )
    return names.join(sides, on="application_id", how="left", maintain_order="left").join(
        sides.select(pl.all().name.prefix("other_")), on="other_application_id", how="left", maintain_order="left"
    )


def tell_apart(
    workspace: Workspace, application_ids: Sequence[str], *, progress: Progress = ignore_progress
) -> frozenset[Pair]:
    """Tell each application apart from those it is shown as one with, for good.

    Args:
        workspace: Where they are kept.
        application_ids: Each the row that stays, which lets go of every row merged into it, or a merged row.
        progress: Told of every step.

    Returns:
        The pairs told apart.

    Raises:
        UsageError: One is not merged with any other.
    """
    merged = merged_applications(workspace).select("application_id", "merged_application_id").rows()
    pairs = _pairs_of(application_ids, [ordered_pair(*pair) for pair in merged], "is not shown as one with another")
    decide(workspace, lambda kept: replace(kept, told_apart=kept.told_apart | pairs), progress=progress)
    return pairs


def put_together(
    workspace: Workspace, application_ids: Sequence[str], *, progress: Progress = ignore_progress
) -> frozenset[Pair]:
    """Take back that each application was told apart; the rule decides again.

    Returns:
        The pairs that are no longer told apart.

    Raises:
        UsageError: One was not told apart from any other.
    """
    known = sorted(load_decisions(workspace).told_apart)
    pairs = _pairs_of(application_ids, known, "was not told apart from another")
    decide(workspace, lambda kept: replace(kept, told_apart=kept.told_apart - pairs), progress=progress)
    return pairs


def _pairs_of(application_ids: Sequence[str], pairs: Sequence[Pair], missing: str) -> frozenset[Pair]:
    """Every pair that has one of the applications in it."""
    known = {name for pair in pairs for name in pair}
    for name in application_ids:
        if name not in known:
            near = nearest_name(name, known)
            raise UsageError(
                f"{name}: this application {missing}.",
                remedy=f"Did you mean {near!r}?" if near else "`debrief apart --list` lists them.",
            )
    return frozenset(pair for pair in pairs if {*pair} & {*application_ids})
