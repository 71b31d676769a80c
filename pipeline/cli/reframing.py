"""The command about what a text could mean for next time: shown, written and taken out again."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click
import polars as pl

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.errors import InputRefusedError, UsageError, nearest_name
from pipeline.readings import YOURSELF
from pipeline.vocabulary import fold
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.reframing import REFRAMED, TEXTS, reframe
from pipeline.workspace import open_workspace

_Row = Mapping[str, Any]


@click.command(
    "reframe", cls=ExampleCommand, epilog='debrief themes reframe Northwind --add "Lead with the result next time"'
)
@click.argument("entry", required=False)
@click.option("--add", "words", metavar="WORDS", help="Write it for this text; it replaces what you wrote before.")
@click.option("--remove", "is_removing", is_flag=True, help="Take out what you wrote for this text.")
@click.option("--all", "is_all", is_flag=True, help="Show the texts that nothing is written for, too.")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.pass_obj
def reframe_command(
    home: Path | None, /, entry: str | None, words: str | None, *, is_removing: bool, is_all: bool, is_json: bool
) -> None:
    """What a text could mean for next time, beside what was said and never over it.

    ENTRY is the company that said it, or the entry's id where it said several things; without it, all are shown.
    """
    if words is not None and is_removing:
        raise UsageError("One thing at a time: --add writes it, --remove takes it out.")
    if entry is None and (words is not None or is_removing):
        raise UsageError(
            "Which text is it about?", remedy="Name the company; `debrief themes reframe --all` lists them."
        )
    if words is not None and not words.strip():
        raise UsageError("There are no words to keep.", remedy="`--remove` takes out what you wrote.")
    workspace = open_workspace(home)
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        texts, written = fetch(connection, TEXTS), fetch(connection, REFRAMED)
    chosen = _found(texts, entry) if entry is not None else texts
    if words is not None or is_removing:
        is_changed = reframe(workspace, _one(chosen, entry), words or "", progress=show_progress)
        done = "taken out" if is_removing else "kept"
        say(f"what it could mean for next time is {done}" if is_changed else "nothing changed")
        return
    _show(chosen, written, is_every=is_all or entry is not None, is_json=is_json)


def _found(texts: pl.DataFrame, entry: str) -> pl.DataFrame:
    """The texts with this id, or of this company.

    Raises:
        InputRefusedError: There is none; the message names the nearest.
    """
    by_id = texts.filter(pl.col("feedback_id") == entry)
    names = [name for name in texts["company"].unique(maintain_order=True).to_list() if name]
    alike = [name for name in names if fold(name) == fold(entry)]
    found = by_id if by_id.height else texts.filter(pl.col("company").is_in(alike))
    if found.is_empty():
        near = nearest_name(entry, names)
        raise InputRefusedError(
            f"“{entry}”: no text is from there.",
            remedy=f'Did you mean "{near}"?' if near else "`debrief themes reframe --all` lists the texts.",
        )
    return found


def _one(chosen: pl.DataFrame, entry: str | None) -> _Row:
    """The one text that is meant.

    Raises:
        InputRefusedError: Several can be meant; the message lists their ids.
    """
    if chosen.height > 1:
        listed = "; ".join(f"{row['feedback_id']} is {_origin(row)}" for row in chosen.iter_rows(named=True))
        raise InputRefusedError(
            f"“{entry}”: {chosen.height} texts are from there.", found=listed, remedy="Name one by its id."
        )
    return chosen.row(0, named=True)


def _show(texts: pl.DataFrame, written: pl.DataFrame, *, is_every: bool, is_json: bool) -> None:
    by_text: dict[str, list[_Row]] = {}
    for row in written.iter_rows(named=True):
        by_text.setdefault(row["feedback_id"], []).append(row)
    shown = [row for row in texts.iter_rows(named=True) if is_every or row["feedback_id"] in by_text]
    if is_json:
        write_json([_as_json(row, by_text.get(row["feedback_id"], ())) for row in shown])
        return
    for row in shown:
        tell(f"{row['feedback_id']}: {_origin(row)}\n    said: “{' '.join(row['feedback_text'].split())}”")
        for each in by_text.get(row["feedback_id"], ()):
            by = "you" if each["written_by"] == YOURSELF else each["written_by"]
            changed = "" if each["is_same_text"] else "; the text has changed since"
            tell(f"    for next time: {each['reframing']} ({by}, {each['written_date']}{changed})")
    if not by_text:
        say('nothing is written yet; write it with: debrief themes reframe COMPANY --add "WORDS"')


def _origin(row: _Row) -> str:
    day = row["feedback_date"]
    return ", ".join(
        filter(None, (row["company"] or "no company named", row["role"], day.isoformat() if day else None))
    )


def _as_json(row: _Row, written: Iterable[_Row]) -> dict[str, Any]:
    day = row["feedback_date"]
    return {
        **row,
        "feedback_date": day.isoformat() if day else None,
        "reframings": [
            {
                "reframing": each["reframing"],
                "written_by": each["written_by"],
                "written_date": each["written_date"].isoformat(),
                "is_same_text": each["is_same_text"],
            }
            for each in written
        ],
    }
