"""The command about applications that several trackers have: apart."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import polars as pl
from polars.selectors import temporal

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.errors import UsageError
from pipeline.warehouse.apart import merged_applications, put_together, tell_apart, told_apart
from pipeline.workspace import Workspace, open_workspace


@click.command("apart", cls=ExampleCommand, epilog="debrief apart a-2f1c9d0b7e66a415")
@click.argument("application_ids", nargs=-1, metavar="[APPLICATION_ID]...")
@click.option("--list", "is_list", is_flag=True, help="List what is shown as one, and what was told apart.")
@click.option("--together", "is_together", is_flag=True, help="Take back that they were told apart.")
@click.option("--json", "is_json", is_flag=True, help="The list as JSON on standard output.")
@click.pass_obj
def apart_command(
    home: Path | None, /, application_ids: tuple[str, ...], *, is_list: bool, is_together: bool, is_json: bool
) -> None:
    """Tell applications apart that are shown as one because two trackers have them.

    Rows of different trackers are one application when seeker, company and role are the same and the applied dates
    are at most 3 days apart, or missing where nothing else could be meant. Where that is wrong, name either of the
    two; it holds for every later upload too.
    """
    workspace = open_workspace(home)
    if is_list or is_json:
        _list(workspace, is_json=is_json)
        return
    if not application_ids:
        raise UsageError("Which application?", remedy="`debrief apart --list` lists those that are shown as one.")
    change = put_together if is_together else tell_apart
    for one, other in sorted(change(workspace, application_ids, progress=show_progress)):
        say(f"{one} and {other}: {'the rule decides again' if is_together else 'two applications from now on'}")


def merged_lines(count: int) -> Iterator[str]:
    """Say that applications are in several trackers, where any are."""
    if count:
        applications = "1 application is" if count == 1 else f"{count} applications are"
        yield f"{applications} in several trackers and counted once; see: debrief apart --list"


def _list(workspace: Workspace, *, is_json: bool) -> None:
    merged, apart = (
        frame.with_columns(temporal().cast(pl.String)).to_dicts()
        for frame in (merged_applications(workspace), told_apart(workspace))
    )
    if is_json:
        write_json({"merged": merged, "told_apart": apart})
        return
    for row in merged:
        tell(f"{_described(row, '')} has merged into it {_described(row, 'merged_')}: {_rule(row)}")
    for row in apart:
        tell(f"{_described(row, '')} was told apart from {_described(row, 'other_')}")
    if not merged and not apart:
        tell("no application is in two trackers")


def _described(row: Mapping[str, Any], side: str) -> str:
    """One side of a pair: its name, what it is, and where and when."""
    name = row[f"{side}application_id"]
    if row[f"{side}tracker"] is None:
        return f"{name} (no longer there)"
    day = row[f"{side}applied_date"] or "no date"
    return f"{name} ({row[f'{side}company']}, {row[f'{side}role']}; {row[f'{side}tracker']}, {day})"


def _rule(row: Mapping[str, Any]) -> str:
    if row["rule"] != "days apart":
        return str(row["rule"])
    return f"{row['days_apart']} day{'s' if row['days_apart'] > 1 else ''} apart"
