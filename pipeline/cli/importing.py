"""Commands that bring trackers in: demo and import."""

import shlex
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from pipeline.cli.asking import finding_lines
from pipeline.cli.group import ExampleCommand
from pipeline.cli.merging import merged_lines
from pipeline.cli.output import file_content, say, show_progress, tell, write_json
from pipeline.decisions import StatusWord, parse_status_word
from pipeline.demo import load_samples
from pipeline.errors import UsageError
from pipeline.ingest.model import ReadingOptions
from pipeline.ingest.whose import seeker_from_file_name
from pipeline.serving import serve
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.apart import merged_applications
from pipeline.warehouse.import_report import as_json, as_lines
from pipeline.warehouse.imports import Incoming, import_file, preview
from pipeline.warehouse.note_review import undecided_count
from pipeline.workspace import open_workspace


@click.command("demo", cls=ExampleCommand, epilog="debrief demo --no-serve")
@click.option("--serve/--no-serve", "is_serving", default=True, help="Serve the dashboard after the findings.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the dashboard; the first free one from 8501.")
def demo_command(*, is_serving: bool, port: int | None) -> None:
    """Load the sample trackers into a throw-away home, print what they say, and serve the dashboard."""
    with tempfile.TemporaryDirectory(prefix="debrief-demo-", ignore_cleanup_errors=True) as folder:
        workspace = open_workspace(Path(folder))
        for imported in load_samples(workspace, progress=show_progress):
            for line in as_lines(imported):
                say(line)
        for line in finding_lines(workspace):
            tell(line)
        if is_serving:
            serve(port, {"DEBRIEF_HOME": folder, "DEBRIEF_DEMO": "1"}, say)


@click.command("import", cls=ExampleCommand, epilog="debrief import applications.csv feedback.xlsx --seeker Ana")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--tracker", help="The kept spreadsheet this renews; the file's stem unless given.")
@click.option(
    "--seeker",
    help="Whose search it is, for rows that do not say; as for the tracker's last upload, or me, unless given.",
)
@click.option("--sheet", help="The one sheet to read; every sheet with a header we know unless given.")
@click.option("--column", "columns", multiple=True, metavar="FIELD=HEADER", help="What a column is; repeatable.")
@click.option("--kind", type=click.Choice(["applications", "feedback", "auto"]), default="auto", show_default=True)
@click.option(
    "--date-order",
    type=click.Choice(["dmy", "mdy", "ymd", "auto"]),
    default="auto",
    show_default=True,
    help="The order of day, month and year where the file leaves it open.",
)
@click.option(
    "--status",
    "statuses",
    multiple=True,
    metavar="TEXT=MEANING",
    help="What a status text means: a stage, an outcome, both (first_interview/rejected) or ignore; remembered.",
)
@click.option(
    "--seeker-from-name",
    "is_seeker_named",
    is_flag=True,
    help="File each under the person that its file's name names, where it names one.",
)
@click.option("--format", "file_format", help="Format of standard input: csv, tsv, xlsx, xls, xlsb, ods or zip.")
@click.option(
    "--keep-secret",
    is_flag=True,
    help="Store columns that look like passwords or identity numbers too; never unless given.",
)
@click.option(
    "--fresh",
    "is_fresh",
    is_flag=True,
    help="Read it without what you said of the tracker's last upload: columns, sheets, dates, whose search.",
)
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "is_json", is_flag=True, help="The result as JSON on standard output.")
@click.pass_obj
def import_command(
    home: Path | None,
    /,
    files: tuple[Path, ...],
    tracker: str | None,
    file_format: str | None,
    statuses: tuple[str, ...],
    *,
    is_seeker_named: bool,
    is_dry_run: bool,
    is_json: bool,
    **decided: Any,
) -> None:
    """Import trackers: CSV, TSV, XLSX, XLS, XLSB, ODS or a LinkedIn archive (ZIP); - reads standard input.

    A newer copy of a tracker replaces what the older copy said; the older copy is kept, and `debrief undo` goes back
    to it. What you said of the older copy (columns, sheets, dates, whose search) counts for the newer one, unless
    --fresh. When one of several files cannot be read, none is imported.
    """
    if tracker and len(files) > 1:
        raise UsageError(
            "--tracker names one tracker, but there are several files.", remedy="Import them one by one."
        )
    options = _options(**decided)
    words = _status_words(statuses)
    incoming = [
        Incoming(
            *_content(file, file_format),
            _named_options(options, file.name) if is_seeker_named else options,
            tracker,
            status_words=words,
            format=file_format,
        )
        for file in files
    ]
    if len(files) > 1 and options.seeker is None and not is_seeker_named:
        _tell_names(files)
    workspace = open_workspace(home)
    previews = [preview(item, workspace) for item in incoming]
    done = (
        previews
        if is_dry_run
        else [
            import_file(item, workspace, reading=seen.reading, progress=show_progress, on_wait=say)
            for item, seen in zip(incoming, previews, strict=True)
        ]
    )
    if is_json:
        write_json({"imports": [as_json(item, is_dry_run=is_dry_run) for item in done]})
        return
    for item in done:
        for line in as_lines(item, is_dry_run=is_dry_run):
            say(line)
    if not is_dry_run:
        for line in merged_lines(merged_applications(workspace)["application_id"].n_unique()):
            say(line)
    if not is_dry_run and (waiting := undecided_count(workspace)):
        seem = "note seems" if waiting == 1 else "notes seem"
        say(f"{waiting} {seem} to hold feedback; look at them with: debrief notes")


def _options(*, columns: tuple[str, ...], **decided: Any) -> ReadingOptions:
    named: dict[str, str] = {}
    for column in columns:
        field, equals, header = (part.strip() for part in column.partition("="))
        if not equals:
            raise UsageError(f"--column {column!r} is not FIELD=HEADER.", remedy="For example --column company=Firma")
        fields = load_vocabulary().fields
        if field not in fields and header in fields:
            raise UsageError(
                f"--column {column!r} has the field last; it comes first.",
                remedy=f"Did you mean --column {shlex.quote(f'{header}={field}')}?",
            )
        named[field] = header
    return ReadingOptions(columns=named, **decided)


def _status_words(texts: tuple[str, ...]) -> dict[str, StatusWord]:
    words: dict[str, StatusWord] = {}
    for text in texts:
        status, equals, meaning = text.rpartition("=")
        if not equals or not status.strip():
            raise UsageError(
                f"--status {text!r} is not TEXT=MEANING.", remedy='For example --status "Ghosted!=no_response"'
            )
        words[status.strip()] = parse_status_word(meaning, load_vocabulary())
    return words


def _named_options(options: ReadingOptions, file_name: str) -> ReadingOptions:
    return replace(options, seeker=seeker_from_file_name(file_name, load_vocabulary()) or options.seeker)


def _tell_names(files: tuple[Path, ...]) -> None:
    """Offer the names that several files seem to have; nothing is filed under a guess."""
    named = {file.name: seeker_from_file_name(file.name, load_vocabulary()) for file in files}
    told = ", ".join(f"{name} looks like {seeker}'s" for name, seeker in named.items() if seeker)
    if told:
        say(f"note: {told}; --seeker-from-name files each under the name in its file's name")


def _content(file: Path, file_format: str | None) -> tuple[bytes, str]:
    if str(file) != "-":
        return file_content(file), file.name
    if not file_format:
        raise UsageError("Standard input has no name to tell its format.", remedy="Add --format csv, or another.")
    return sys.stdin.buffer.read(), f"stdin.{file_format}"
