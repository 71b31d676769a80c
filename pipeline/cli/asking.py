"""Commands that read the data: sql, views, questions and findings."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import file_content, say, show_progress, tell, write, write_json
from pipeline.errors import UsageError
from pipeline.insight.findings import nothing_yet, with_sentences
from pipeline.warehouse.connect import Scope, fetch, open_version, whole_scope
from pipeline.warehouse.console import Console
from pipeline.warehouse.export import FORMATS
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.questions import Value, find_question, questions, typed
from pipeline.warehouse.views import find_relation, relations
from pipeline.workspace import Workspace, open_workspace

_TERMINAL_ROWS = 1000

_LOADED = """
select
    (select count(*) from stg_applications where is_sent) as sent,
    (select count(*) from stg_feedback where is_waiting) as waiting
"""

_Decorator = Callable[[Callable[..., None]], Callable[..., None]]

_DAY = click.DateTime(["%Y-%m-%d"])

_RESULT_OPTIONS = [
    click.option("--param", "params", multiple=True, metavar="K=V", help="Value of a $K parameter; repeatable."),
    click.option("--format", "result_format", help="table, csv, json, jsonl, parquet, xlsx or markdown."),
    click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the result to a file."),
    click.option("--limit", type=click.IntRange(1), help="Most rows; 1000 for a table on a terminal, else all."),
    click.option("--timeout", type=click.FloatRange(0.1), default=30.0, show_default=True, help="Seconds."),
]

_SCOPE_OPTIONS = [
    click.option("--seeker", help="Only this person's search."),
    click.option("--from", "from_date", type=_DAY, help="First day, YYYY-MM-DD."),
    click.option("--to", "to_date", type=_DAY, help="Last day, YYYY-MM-DD."),
    click.option("--source", help="Only applications found there."),
    click.option(
        "--as-of", "as_of", type=_DAY, help="The day that counts as today; the newest import's unless given."
    ),
]


def _with(options: Sequence[_Decorator]) -> _Decorator:
    """The options as one decorator, so that every command has them in the same words and order."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


@click.command(
    "sql",
    cls=ExampleCommand,
    epilog="debrief sql \"select * from feedback_response_rates where dimension = 'ask_channel'\"",
)
@click.argument("query", required=False)
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Read the query from a file.")
@_with(_RESULT_OPTIONS)
@_with(_SCOPE_OPTIONS)
@click.pass_obj
def sql_command(
    home: Path | None, /, query: str | None, file: Path | None, params: tuple[str, ...], **options: Any
) -> None:
    """Run one read-only statement; - reads it from standard input."""
    if query == "-":
        query = sys.stdin.read()
    elif file:
        query = file_content(file).decode("utf-8-sig")
    if not query:
        raise UsageError("There is no query.", remedy='Give one, as in: debrief sql "select * from funnel"')
    _run_query(open_workspace(home), query, _params(params), **options)


@click.command("views", cls=ExampleCommand, epilog="debrief views feedback_response_rates")
@click.argument("name", required=False)
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
def views_command(name: str | None, *, is_json: bool) -> None:
    """The tables and views with their columns and meanings."""
    shown = [find_relation(name)] if name else list(relations())
    if is_json:
        write_json([relation.as_dict() for relation in shown])
        return
    for relation in shown:
        tell(f"{relation.name}: {relation.grain}")
    if name:
        if shown[0].description:
            tell(shown[0].description)
        for column, meaning in shown[0].columns.items():
            tell(f"  {column}: {meaning}")


@click.command("questions", cls=ExampleCommand, epilog="debrief questions what-did-they-say --param theme=enthusiasm")
@click.argument("name", required=False)
@_with(_RESULT_OPTIONS)
@_with(_SCOPE_OPTIONS)
@click.pass_obj
def questions_command(home: Path | None, /, name: str | None, params: tuple[str, ...], **options: Any) -> None:
    """The ready questions; with a name, runs one."""
    workspace = open_workspace(home)
    if name is None:
        for known in questions(workspace.home).values():
            named = "".join(f" --param {param}={details.default}" for param, details in known.params.items())
            tell(f"{known.name}: {known.title}{named}")
        return
    question = find_question(name, workspace.home)
    given = _params(params)
    if unknown := given.keys() - question.params.keys():
        raise UsageError(
            f"{name} has no parameter {', '.join(sorted(unknown))}.",
            found=f"It has: {', '.join(question.params) or 'none'}.",
        )
    values = {param: given.get(param, details.default) for param, details in question.params.items()}
    _run_query(workspace, question.sql, values, **options)


@click.command("findings", cls=ExampleCommand, epilog="debrief findings --json")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@_with(_SCOPE_OPTIONS)
@click.pass_obj
def findings_command(home: Path | None, /, *, is_json: bool, **scope: Any) -> None:
    """What the data says, in plain sentences, strongest first."""
    workspace = open_workspace(home)
    if is_json:
        write_json(_findings(workspace, _scope(workspace, **scope)))
        return
    for line in finding_lines(workspace, _scope(workspace, **scope)):
        tell(line)


def finding_lines(workspace: Workspace, scope: Scope | None = None) -> list[str]:
    """The findings as numbered sentences, or one that says there is nothing to say yet."""
    scope = scope or whole_scope(workspace)
    rows = _findings(workspace, scope)
    if not rows:
        with open_version(ensure_built(workspace)) as connection:
            (counts,) = fetch(connection, _LOADED, scope).to_dicts()
        return [nothing_yet(**counts)]
    return [f"{row['rank']}. {row['sentence']}" for row in rows]


def _findings(workspace: Workspace, scope: Scope) -> list[dict[str, Any]]:
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        return with_sentences(fetch(connection, "select * from findings", scope)).to_dicts()


def _params(texts: tuple[str, ...]) -> dict[str, Value]:
    params: dict[str, Value] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(f"--param {text!r} is not K=V.", remedy="For example --param theme=enthusiasm")
        params[name.strip()] = typed(value)
    return params


def _scope(
    workspace: Workspace,
    *,
    seeker: str | None,
    from_date: datetime | None,
    to_date: datetime | None,
    source: str | None,
    as_of: datetime | None,
) -> Scope:
    return replace(
        whole_scope(workspace),
        seeker=seeker,
        from_date=_day(from_date),
        to_date=_day(to_date),
        source=source,
        as_of_date=_day(as_of),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _run_query(
    workspace: Workspace,
    query: str,
    params: dict[str, Value],
    *,
    result_format: str | None,
    output: Path | None,
    limit: int | None,
    timeout: float,
    **scope: Any,
) -> None:
    chosen = result_format or (_format_of(output) if output else "table")
    if chosen not in FORMATS:
        raise UsageError(f"There is no format {chosen!r}.", found=f"Known formats: {', '.join(FORMATS)}.")
    is_shown = chosen == "table" and output is None and sys.stdout.isatty()
    most = limit or (_TERMINAL_ROWS if is_shown else None)
    version = ensure_built(workspace, progress=show_progress)
    limits = _scope(workspace, **scope)
    with Console() as console:
        result = console.run(version, query, params=params, scope=limits, limit=most, timeout=timeout)
    write(FORMATS[chosen](result.frame), output)
    if result.is_truncated:
        say(f"note: only the first {result.frame.height} rows are here; --limit N asks for more")


def _format_of(output: Path) -> str:
    suffix = output.suffix.lstrip(".").lower()
    return {"md": "markdown", "txt": "table"}.get(suffix, suffix)
