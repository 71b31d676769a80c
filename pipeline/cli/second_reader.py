"""The command about a second reader: the sheet out, the sheet in, and how far the two readings agree."""

from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import file_content, say, show_progress, tell, write, write_json
from pipeline.errors import InputRefusedError, UsageError
from pipeline.insight.agreement import agreement_in_words
from pipeline.themes.codebook import load_codebook
from pipeline.vocabulary import counted
from pipeline.warehouse.connect import Scope, fetch, open_version
from pipeline.warehouse.keep_readings import undo_readings
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.second_reader_sheet import MOST_TEXTS, SheetOptions, themes_as_csv
from pipeline.warehouse.second_reading import ADVISER, FORMATS, give_out, take_in
from pipeline.workspace import Workspace, open_workspace

AGREEMENT = """
select * from second_reader_agreement
order by reader, measure <> 'presence', theme_id is not null, decision_count desc, label
"""
DIFFERENCES = (
    "select * from second_reader_differences order by reader, feedback_date desc nulls last, feedback_id, label"
)


@click.command("second-reader", cls=ExampleCommand, epilog="debrief themes second-reader -o texts.xlsx")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the sheet to give out, XLSX or CSV.",
)
@click.option(
    "--read", "file", type=click.Path(path_type=Path, dir_okay=False), help="Read a filled-in sheet back in."
)
@click.option("--undo", "is_undoing", is_flag=True, help="Take the newest reading or reframing back.")
@click.option("--reader", default=ADVISER, show_default=True, help="Who reads it a second time.")
@click.option(
    "--at-most", "most", type=click.IntRange(1), default=MOST_TEXTS, show_default=True, help="Of more, a sample."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Which sample, and in which order.")
@click.option("--anonymise", "is_anonymous", is_flag=True, help="Leave the names of companies out.")
@click.option("--seeker", help="Only the texts of this person.")
@click.option("--json", "is_json", is_flag=True, help="The agreement and the differences as JSON.")
@click.pass_obj
def second_reader_command(
    home: Path | None,
    /,
    output: Path | None,
    file: Path | None,
    reader: str,
    *,
    is_undoing: bool,
    is_json: bool,
    **chosen: Any,
) -> None:
    """Let an adviser code the same texts without seeing your coding, and say how far you agree."""
    if sum((output is not None, file is not None, is_undoing)) > 1:
        raise UsageError("One thing at a time: -o writes a sheet, --read reads one, --undo takes one back.")
    workspace = open_workspace(home)
    if output:
        _write_sheet(workspace, output, **chosen)
        return
    if is_undoing:
        undo_readings(workspace, progress=show_progress)
        say("the newest reading is taken back")
        return
    if file:
        read = take_in(workspace, file_content(file), file.name, reader, progress=show_progress)
        for line in read.sentences():
            say(line)
    _tell_agreement(workspace, is_json=is_json)


def _write_sheet(
    workspace: Workspace, output: Path, *, seeker: str | None, most: int, seed: int, is_anonymous: bool
) -> None:
    ending = output.suffix.lstrip(".").lower()
    if ending not in FORMATS:
        raise UsageError(f"{output}: sheets of this kind are not written.", found=f"Known: {', '.join(FORMATS)}.")
    codebook = load_codebook(workspace.codebook)
    version = ensure_built(workspace, progress=show_progress)
    given = give_out(version, SheetOptions(most, seed, is_anonymous), Scope(seeker=seeker))
    beside = output.with_name(f"{output.stem}-themes.csv") if ending == "csv" else None
    if beside and beside.exists():
        raise InputRefusedError(
            f"{beside}: this file is there already, and the themes would go into it.",
            remedy="Move it, or name another sheet.",
        )
    write(FORMATS[ending](given.rows, codebook), output)
    if beside:
        write(themes_as_csv(codebook), beside)
    say(f"{given.sentence}; nothing of your own coding is in it. When it is filled in: {_how_to_read(output)}")
    if is_anonymous:
        say("names of companies are left out; look through it for other names before you pass it on")


def _how_to_read(output: Path) -> str:
    return f"debrief themes second-reader --read {output}"


def _tell_agreement(workspace: Workspace, *, is_json: bool) -> None:
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        rows, differences = fetch(connection, AGREEMENT), fetch(connection, DIFFERENCES)
    if is_json:
        write_json({"agreement": rows.to_dicts(), "differences": _plain(differences.to_dicts())})
        return
    if rows.is_empty():
        tell("nobody has read your texts a second time yet")
        say("write a sheet to give out with: debrief themes second-reader -o texts.xlsx")
        return
    for row in rows.iter_rows(named=True):
        tell(agreement_in_words(row))
    left = differences.filter(differences["state"] == "open").height
    say(f"{counted(differences.height, 'difference')}, {left:,} open; see them with --json, or on the Themes page")


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "feedback_date": day.isoformat() if (day := row["feedback_date"]) else None} for row in rows]
