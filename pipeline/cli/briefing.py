"""The command that prepares for an interview: brief."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.dashboard.report.brief import page_of, text_of
from pipeline.dashboard.report.saving import require_writable, save
from pipeline.errors import UsageError
from pipeline.insight.brief import briefs_for
from pipeline.insight.seekers import require_seeker
from pipeline.settings import load_settings
from pipeline.warehouse.connect import fetch, open_version, whole_scope
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import open_workspace


@click.command("brief", cls=ExampleCommand, epilog='debrief brief "Hesperside Furniture"')
@click.argument("company")
@click.option("--role", help="Only the application for this role, where several are open there.")
@click.option("--seeker", help="Only this person's search.")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write a page to print, F.html.")
@click.option("--force", is_flag=True, help="Replace a file that Debrief did not make.")
@click.pass_obj
def brief_command(
    home: Path | None,
    /,
    company: str,
    *,
    role: str | None,
    seeker: str | None,
    is_json: bool,
    output: Path | None,
    force: bool,
) -> None:
    """What to read before the next interview at a company."""
    if is_json and output:
        raise UsageError("--json and -o ask for two things at once.", remedy="Leave one of them out.")
    if output:
        _require_page(output)
        require_writable(output, force=force)
    workspace = open_workspace(home)
    everything = whole_scope(workspace)
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        require_seeker(partial(fetch, connection), seeker)
        rows = partial(fetch, connection, scope=replace(everything, seeker=seeker))
        briefs = briefs_for(rows, company, role, gentle=load_settings(workspace).gentle)
        as_of = rows("select as_of_date from scope")["as_of_date"][0]
    if is_json:
        write_json([brief.as_dict() for brief in briefs])
    elif output:
        save(output, page_of(briefs, as_of=as_of).encode())
        say(f"written: {output}")
    else:
        tell(text_of(briefs).rstrip("\n"))


def _require_page(output: Path) -> None:
    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(
            f"{output}: a brief is written as HTML, which any browser prints.",
            remedy=f"Name it so: -o {output.with_suffix('.html').name}",
        )
