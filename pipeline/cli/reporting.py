"""The command that writes a page to keep or send: report."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
import duckdb
import polars as pl

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress
from pipeline.dashboard.report.making import report_page
from pipeline.dashboard.report.printing import find_browser, to_pdf
from pipeline.dashboard.report.saving import require_writable, save
from pipeline.errors import UsageError
from pipeline.insight.seekers import require_seeker
from pipeline.settings import load_settings
from pipeline.warehouse.connect import EVERYTHING, Scope, fetch, open_version, whole_scope, with_whole_numbers
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace

_PAGE, _PDF = (".html", ".htm"), ".pdf"


@click.command("report", cls=ExampleCommand, epilog="debrief report -o report.html --anonymise")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Where to write it: F.html, or F.pdf."
)
@click.option("--pdf", "with_pdf", is_flag=True, help="Write a PDF beside the page as well; needs Chromium.")
@click.option("--anonymise", "is_anonymous", is_flag=True, help="Replace names, and leave out addresses and numbers.")
@click.option("--seeker", help="Only this person's search.")
@click.option("--force", is_flag=True, help="Replace a file that Debrief did not make.")
@click.pass_obj
def report_command(
    home: Path | None,
    /,
    output: Path,
    *,
    with_pdf: bool,
    is_anonymous: bool,
    seeker: str | None,
    force: bool,
) -> None:
    """Write one page with findings, charts, quotes and definitions that needs no network."""
    outputs = _outputs(output, with_pdf=with_pdf)
    for path in outputs:
        require_writable(path, force=force)
    browser = find_browser() if any(path.suffix.lower() == _PDF for path in outputs) else None
    page = _made(open_workspace(home), seeker, is_anonymous=is_anonymous)
    for path in outputs:
        save(path, to_pdf(page, browser) if browser and path.suffix.lower() == _PDF else page.encode())
        say(f"written: {path}")
    if is_anonymous:
        say("note: a name that stands only in a sentence is not known to be one; read the quotes before you send it")


def _outputs(output: Path, *, with_pdf: bool) -> list[Path]:
    suffix = output.suffix.lower()
    if suffix not in (*_PAGE, _PDF):
        raise UsageError(
            f"{output}: a report is written as HTML or PDF.",
            remedy=f"Name it so: -o {output.with_suffix('.html').name}",
        )
    return [output, output.with_suffix(_PDF)] if with_pdf and suffix != _PDF else [output]


def _made(workspace: Workspace, seeker: str | None, *, is_anonymous: bool) -> str:
    limits = replace(whole_scope(workspace), seeker=seeker)
    gentle = load_settings(workspace).gentle
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        everything = partial(_rows, connection, EVERYTHING)
        require_seeker(everything, seeker)
        rows = partial(_rows, connection, limits)
        return report_page(rows, everything, limits, gentle=gentle, is_anonymous=is_anonymous)


def _rows(connection: duckdb.DuckDBPyConnection, scope: Scope, query: str, **params: Any) -> pl.DataFrame:
    return with_whole_numbers(fetch(connection, query, scope, **params))
