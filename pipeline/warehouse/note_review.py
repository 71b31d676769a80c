"""Looking through what notes seem to hold, and deciding what of it is feedback."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pipeline.decisions import Decisions, Verdict
from pipeline.errors import UsageError, nearest_name
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import decide
from pipeline.warehouse.published import Progress, ensure_built, ignore_progress
from pipeline.workspace import Workspace

SURE = 0.8
"""A finding at least this sure is stated outright: somebody asked or told, in so many words."""

FINDINGS = """
select
    note_findings.note_id,
    applications.company,
    applications.role,
    note_findings.what,
    note_findings.quote,
    note_findings.confidence,
    note_findings.reason,
    note_findings.asked_date,
    note_findings.ask_channel,
    note_findings.asked_of,
    note_findings.has_response,
    note_findings.verdict,
    note_findings.header,
    note_findings.note,
    note_findings.quote_start,
    note_findings.quote_end,
    note_findings.application_id,
    applications.seeker,
    applications.tracker
from note_findings
inner join applications on note_findings.application_id = applications.application_id
order by
    note_findings.confidence desc,
    applications.company nulls last,
    applications.role nulls last,
    note_findings.note_id
"""
"""Every finding with its application, the surest first."""


def noted(workspace: Workspace, *, progress: Progress = ignore_progress) -> list[dict[str, Any]]:
    """Every finding of the published version, the surest first."""
    with open_version(ensure_built(workspace, progress=progress)) as connection:
        return fetch(connection, FINDINGS).to_dicts()


def undecided_count(workspace: Workspace) -> int:
    """How many findings wait for a decision."""
    return sum(finding["verdict"] is None for finding in noted(workspace))


def decide_notes(
    workspace: Workspace, names: Iterable[str], verdict: Verdict | None, *, progress: Progress = ignore_progress
) -> None:
    """Keep a verdict on some findings, or take it back, and publish the database that follows from it.

    Args:
        workspace: Where it is kept.
        names: The ``note_id`` of each.
        verdict: What they are; None to leave them undecided.
        progress: Told of every step.
    """
    chosen = frozenset(names)

    def change(decisions: Decisions) -> Decisions:
        others = {name: kept for name, kept in decisions.notes.items() if name not in chosen}
        return replace(decisions, notes=others | (dict.fromkeys(chosen, verdict) if verdict else {}))

    decide(workspace, change, progress=progress)


def require_notes(names: Iterable[str], known: Iterable[str]) -> None:
    """Refuse a name that no finding has.

    Raises:
        UsageError: There is no such finding.
    """
    there = list(known)
    for name in names:
        if name not in there:
            near = nearest_name(name, there)
            raise UsageError(
                f"There is no note {name!r}.",
                found=f"Did you mean {near!r}?" if near else None,
                remedy="See them all with: debrief notes --all",
            )
