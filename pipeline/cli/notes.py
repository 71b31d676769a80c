"""The command about notes: what they seem to hold, and what of it is feedback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand, ExampleGroup
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.decisions import Verdict
from pipeline.errors import UsageError
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.note_review import decide_notes, noted, require_notes
from pipeline.workspace import Workspace, open_workspace

_SELECTIONS: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
    click.argument("names", nargs=-1, metavar="[ID]..."),
    click.option("--all", "is_all", is_flag=True, help="All that are undecided."),
    click.option("--min-confidence", type=click.FloatRange(0, 1), help="With --all: only those at least this sure."),
    click.pass_obj,
]


@click.group(
    "notes", cls=ExampleGroup, invoke_without_command=True, epilog="debrief notes accept --all --min-confidence 0.8"
)
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.option("--all", "is_all", is_flag=True, help="Those decided on as well.")
@click.pass_context
def notes_command(ctx: click.Context, *, is_json: bool, is_all: bool) -> None:
    """Notes that seem to hold feedback: list them, accept or dismiss them.

    An ask, or an employer's words, that stands in a free note counts only once you accept it.
    """
    if ctx.invoked_subcommand:
        return
    workspace = open_workspace(ctx.obj)
    findings = noted(workspace, progress=show_progress)
    shown = [finding for finding in findings if is_all or finding["verdict"] is None]
    if is_json:
        write_json([_as_json(finding) for finding in shown])
        return
    for finding in shown:
        for line in _lines(finding):
            tell(line)
    if not shown:
        tell("no note is waiting for a decision" if findings else "no note seems to hold feedback")
        return
    say("count them with: debrief notes accept ID…, or --all --min-confidence 0.8; or not: debrief notes dismiss ID…")


def _deciding(decorated: Callable[..., None]) -> Callable[..., None]:
    """The arguments of a command that decides."""
    for option in reversed(_SELECTIONS):
        decorated = option(decorated)
    return decorated


@notes_command.command("accept", cls=ExampleCommand, epilog="debrief notes accept --all --min-confidence 0.8")
@_deciding
def accept_command(
    home: Path | None, /, names: tuple[str, ...], *, is_all: bool, min_confidence: float | None
) -> None:
    """Count these as feedback."""
    _decide(home, names, "accepted", is_all=is_all, min_confidence=min_confidence)


@notes_command.command("dismiss", cls=ExampleCommand, epilog="debrief notes dismiss n-1f2e3d4c5b6a7988")
@_deciding
def dismiss_command(
    home: Path | None, /, names: tuple[str, ...], *, is_all: bool, min_confidence: float | None
) -> None:
    """These are no feedback; they are not offered again."""
    _decide(home, names, "dismissed", is_all=is_all, min_confidence=min_confidence)


@notes_command.command("reset", cls=ExampleCommand, epilog="debrief notes reset n-1f2e3d4c5b6a7988")
@click.argument("names", nargs=-1, metavar="[ID]...")
@click.option("--all", "is_all", is_flag=True, help="All that are decided.")
@click.pass_obj
def reset_command(home: Path | None, /, names: tuple[str, ...], *, is_all: bool) -> None:
    """Take the decision on these back."""
    _decide(home, names, None, is_all=is_all, min_confidence=None)


def _decide(
    home: Path | None,
    names: tuple[str, ...],
    verdict: Verdict | None,
    *,
    is_all: bool,
    min_confidence: float | None,
) -> None:
    if bool(names) == is_all:
        raise UsageError("Say which notes: their IDs, or --all.", remedy="See them with: debrief notes")
    if min_confidence is not None and not is_all:
        raise UsageError("--min-confidence goes with --all.", remedy="Leave it out, or name no IDs.")
    workspace = open_workspace(home)
    chosen = _chosen(workspace, names, verdict, min_confidence)
    if chosen:
        decide_notes(workspace, chosen, verdict, progress=show_progress)
    told = {"accepted": "accepted: now counted as feedback", "dismissed": "dismissed", None: "undecided again"}
    say(f"{len(chosen)} {'note' if len(chosen) == 1 else 'notes'} {told[verdict]}")


def _chosen(
    workspace: Workspace, names: tuple[str, ...], verdict: Verdict | None, min_confidence: float | None
) -> list[str]:
    findings = noted(workspace, progress=show_progress)
    if names:
        require_notes(names, [finding["note_id"] for finding in findings])
        return list(names)
    return [
        finding["note_id"]
        for finding in findings
        if (finding["verdict"] is None) == (verdict is not None) and finding["confidence"] >= (min_confidence or 0)
    ]


def _as_json(finding: dict[str, Any]) -> dict[str, Any]:
    day = finding["asked_date"]
    return {**finding, "asked_date": day.isoformat() if day else None}


def _lines(finding: dict[str, Any]) -> list[str]:
    about = ", ".join(part for part in (finding["company"], finding["role"]) if part)
    verdict = f", {finding['verdict']}" if finding["verdict"] else ""
    return [
        f"{finding['note_id']}  {about}: {finding['what']}, {finding['confidence']:.0%} sure{verdict}",
        f"    “{' '.join(finding['quote'].split())}”",
        f"    {'; '.join([*_told(finding), finding['reason']])}",
    ]


def _told(finding: dict[str, Any]) -> list[str]:
    """What would be recorded of the ask."""
    if finding["what"] == "feedback":
        return []
    labels = load_vocabulary().labels
    parts = ["asked"]
    if finding["asked_of"]:
        parts.append(labels[finding["asked_of"]].lower())
    if finding["ask_channel"]:
        parts.append(f"by {labels[finding['ask_channel']].lower()}")
    parts.append(f"on {finding['asked_date']}" if finding["asked_date"] else "on a day that is not certain")
    answered = {True: "answered", False: "not answered", None: "whether answered is not said"}
    return [" ".join(parts), answered[finding["has_response"]]]
