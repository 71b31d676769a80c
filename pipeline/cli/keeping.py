"""Commands about what is kept: dashboard, status, history, undo, forget, rebuild and doctor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.merging import merged_lines
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.errors import InputRefusedError
from pipeline.serving import HOST, SIGN_IN, Place, serve
from pipeline.sign_in import load_sign_in, require_sign_in
from pipeline.vocabulary import counted
from pipeline.warehouse.doctor import Diagnosis, examine
from pipeline.warehouse.imports import forget, rebuild_all, undo
from pipeline.warehouse.status import workspace_status
from pipeline.workspace import active_records, open_workspace, records, require_tracker


@click.command("dashboard", cls=ExampleCommand, epilog="debrief dashboard --port 8600")
@click.option("--port", type=click.IntRange(1, 65535), help="The first free one from 8501 unless given.")
@click.option("--host", default=HOST, show_default=True, help="Another address needs a sign-in: docs/security.md.")
@click.option("--browser/--no-browser", "is_opening", default=True, help="Open the browser.")
@click.pass_obj
def dashboard_command(home: Path | None, /, port: int | None, host: str, *, is_opening: bool) -> None:
    """Serve the dashboard on this machine, or to the people on a list."""
    workspace = open_workspace(home)
    sign_in = load_sign_in(workspace.home)
    require_sign_in(host, sign_in, workspace.home)
    environment = {"DEBRIEF_HOME": str(workspace.home)}
    if sign_in:
        environment[SIGN_IN] = str(workspace.home)
    place = Place(host, sign_in.host if sign_in else None)
    serve(port, environment, say, place=place, on_ready=click.launch if is_opening else None)


@click.command("status", cls=ExampleCommand, epilog="debrief status --json")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.pass_obj
def status_command(home: Path | None, /, *, is_json: bool) -> None:
    """What is loaded, and where it is kept."""
    found = workspace_status(open_workspace(home))
    if is_json:
        write_json(found)
        return
    tell(f"home: {found['home']}\nversion: {found['version']}")
    for row in found["trackers"]:
        tell(
            f"tracker {row['tracker']} ({row['seeker']}): {row['applications']} applications,"
            f" {row['feedback']} feedback entries, {row['rows_rejected']} rows rejected;"
            f" import {row['import_id']} of {row['imported_at']}"
        )
        for line in _column_lines(row["columns"]):
            tell(f"    {line}")
    for line in merged_lines(found["merged_applications"]):
        tell(line)
    if not found["trackers"]:
        tell("nothing imported yet; try: debrief import FILE, or debrief demo")


def _column_lines(columns: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What was not understood of a tracker's columns, and where to look at it."""
    in_part = [
        f"{c['header']} ({c['unparsed_count']:,} of {c['filled_count']:,})"
        for c in columns
        if c["state"] == "in part"
    ]
    if in_part:
        yield f"not understood in part: {', '.join(in_part)}"
    unmapped = [c["header"] for c in columns if c["state"] == "unmapped" and c["filled_count"]]
    if unmapped:
        yield f"kept as they are, in extras: {', '.join(unmapped)}"
    if in_part or unmapped:
        yield "look at them with: debrief questions which-columns-were-not-understood"


@click.command("history", cls=ExampleCommand, epilog="debrief history")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.pass_obj
def history_command(home: Path | None, /, *, is_json: bool) -> None:
    """Every import, newest first."""
    rows = [
        {
            "import_id": record.import_id,
            "imported_at": f"{record.imported_at:%Y-%m-%dT%H:%M:%SZ}",
            "tracker": record.tracker,
            "seeker": record.seeker,
            "file_name": record.file_name,
            "is_undone": record.undone_at is not None,
        }
        for record in reversed(records(open_workspace(home)))
    ]
    if is_json:
        write_json(rows)
        return
    for row in rows:
        undone = ", undone" if row["is_undone"] else ""
        tell(f"{row['import_id']}  {row['imported_at']}  {row['tracker']}  {row['file_name']}{undone}")
    if not rows:
        tell("no imports yet; try: debrief import FILE")


@click.command("undo", cls=ExampleCommand, epilog="debrief undo")
@click.pass_obj
def undo_command(home: Path | None, /) -> None:
    """Go back one import; its file is kept."""
    record = undo(open_workspace(home), progress=show_progress)
    say(f"import {record.import_id} ({record.file_name}) no longer counts; its file is kept")


@click.command("forget", cls=ExampleCommand, epilog="debrief forget ana_job_search")
@click.argument("tracker")
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask.")
@click.option("--keep-taught", "is_keeping", is_flag=True, help="Keep taught wordings that stand in its texts alone.")
@click.pass_obj
def forget_command(home: Path | None, /, tracker: str, *, is_sure: bool, is_keeping: bool) -> None:
    """Erase a tracker, its copies, what was taught and read from its texts alone, and every version with its rows."""
    workspace = open_workspace(home)
    require_tracker(workspace, tracker)
    if not is_sure and not click.confirm(f"Erase tracker {tracker!r} and its copies for good?", err=True):
        raise InputRefusedError("Nothing was erased.")
    along = forget(workspace, tracker, keep_taught=is_keeping, progress=show_progress)
    say(f"tracker {tracker!r} and its copies are erased")
    for line in along.sentences():
        say(line)


@click.command("rebuild", cls=ExampleCommand, epilog="debrief rebuild")
@click.pass_obj
def rebuild_command(home: Path | None, /) -> None:
    """Build the database again from the kept uploads and the codebook."""
    workspace = open_workspace(home)
    version = rebuild_all(workspace, progress=show_progress)
    say(f"rebuilt from {counted(len(active_records(workspace)), 'import')}: version {version.stem}")


@click.command("doctor", cls=ExampleCommand, epilog="debrief doctor")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.pass_context
def doctor_command(context: click.Context, /, *, is_json: bool) -> None:
    """Check everything and say what to do; exits with 1 when something is broken."""
    found = list(examine(open_workspace(context.obj)))
    if is_json:
        write_json([asdict(diagnosis) for diagnosis in found])
    else:
        for diagnosis in found:
            tell("\n".join(_diagnosis_lines(diagnosis)))
    context.exit(1 if any(diagnosis.state == "broken" for diagnosis in found) else 0)


def _diagnosis_lines(diagnosis: Diagnosis) -> list[str]:
    lines = [f"{diagnosis.state}: {diagnosis.subject}: {diagnosis.found}"]
    lines += [
        f"    {', '.join(f'{name} {value}' for name, value in row.items() if value is not None)}"
        for row in diagnosis.rows
    ]
    return [*lines, f"    What to do: {diagnosis.remedy}"] if diagnosis.remedy else lines
