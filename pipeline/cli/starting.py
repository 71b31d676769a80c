"""The command that starts a tracker: template."""

from pathlib import Path

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, write
from pipeline.errors import InputRefusedError, UsageError
from pipeline.template import starter_workbook


@click.command("template", cls=ExampleCommand, epilog="debrief template -o job_search.xlsx")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write it, as XLSX.")
@click.option("--force", "is_forced", is_flag=True, help="Write over a file that is there.")
def template_command(output: Path, *, is_forced: bool) -> None:
    """Write a starter tracker with drop-downs and a guide, ready to fill in and to import unchanged."""
    if output.suffix.lower() != ".xlsx":
        raise UsageError(
            f"{output}: the starter tracker is an XLSX workbook.",
            remedy=f"Name it so: debrief template -o {output.with_suffix('.xlsx').name}",
        )
    if output.exists() and not is_forced:
        raise InputRefusedError(
            f"{output}: this file is there already, and was left as it is.",
            remedy="Choose another name, or write over it with --force; what it holds is then gone.",
        )
    write(starter_workbook(), output)
    say(f"fill it in, then: debrief import {output}")
