"""Writes what is made from the code: data dictionary, command reference, cookbook, and the README's outputs.

With ``--check`` it changes nothing and fails when a document is out of date.
"""

import argparse
import contextlib
import io
import re
import shlex
import sys
import tempfile
from pathlib import Path

import click
import duckdb

from pipeline.cli import run
from pipeline.cli.group import MODULES, cli
from pipeline.demo import load_samples
from pipeline.warehouse.connect import open_version
from pipeline.warehouse.export import FORMATS
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.questions import Question, questions
from pipeline.warehouse.views import data_dictionary, relations
from pipeline.workspace import open_workspace

ROOT = Path(__file__).parent.parent
_CONSOLE = re.compile(r"```console\n\$ (.+)\n[\s\S]*?```")
_WIDTH = 100
_ROWS_SHOWN = 8


def cli_reference() -> str:
    """Every command's help as Markdown."""
    context = cli.make_context("debrief", [], resilient_parsing=True, terminal_width=_WIDTH)
    parts = ["# Commands", "", "Made from the commands' own help by `make docs`.", ""]
    parts += ["```", cli.get_help(context), "```", ""]
    for name in MODULES:
        command = cli.get_command(context, name)
        assert command is not None
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        parts += [f"## `debrief {name}`", "", "```", command.get_help(inner), "```", ""]
        for sub, part in command.commands.items() if isinstance(command, click.Group) else ():
            innermost = part.make_context(sub, [], parent=inner, resilient_parsing=True)
            parts += [f"### `debrief {name} {sub}`", "", "```", part.get_help(innermost), "```", ""]
    return "\n".join(parts)


def cookbook() -> str:
    """Every ready question with its query, and what it gives on the samples."""
    with tempfile.TemporaryDirectory() as home:
        workspace = open_workspace(Path(home))
        load_samples(workspace)
        with open_version(ensure_built(workspace)) as connection:
            parts = [_recipe(question, connection) for question in questions().values()]
    head = [
        "# Cookbook",
        "",
        "Every ready question with its query, and its answer from the two invented searches in `data/samples/`, made",
        "by `make docs`. Run one with `debrief questions NAME`, or take its query to the SQL page and change it.",
        "",
    ]
    return "\n".join([*head, *parts])


def _recipe(question: Question, connection: duckdb.DuckDBPyConnection) -> str:
    params = {name: param.default for name, param in question.params.items()}
    rows = connection.sql(question.sql, params=params or None).pl()
    answer = FORMATS["markdown"](rows.head(_ROWS_SHOWN)).decode()
    more = f"\n… and {rows.height - _ROWS_SHOWN} more rows\n" if rows.height > _ROWS_SHOWN else ""
    told = [f"- `{name} = {param.default}`: {param.meaning}" for name, param in question.params.items()]
    parts = [f"## {question.title}", "", f"`debrief questions {question.name}`", "", question.description, ""]
    parts += [*told, ""] if told else []
    return "\n".join([*parts, "```sql", question.sql, "```", "", answer + more])


def readme() -> str:
    """The README with the output of each of its commands as they print it now, one after another in one home."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as home, contextlib.chdir(ROOT):
        return _CONSOLE.sub(lambda match: _with_output(match[1], home), text)


def _with_output(command: str, home: str) -> str:
    program, *arguments = shlex.split(command)
    assert program == "debrief", command
    bytes_printed = io.BytesIO()
    printed = io.TextIOWrapper(bytes_printed, encoding="utf-8")
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = run(["--home", home, *arguments])
    assert code == 0, command
    printed.flush()
    output = bytes_printed.getvalue().decode()
    return f"```console\n$ {command}\n{output}```"


def documents() -> dict[Path, str]:
    """Every generated document's path and content."""
    return {
        ROOT / "docs" / "data-dictionary.md": data_dictionary(relations()),
        ROOT / "docs" / "cli.md": cli_reference(),
        ROOT / "docs" / "cookbook.md": cookbook(),
        ROOT / "README.md": readme(),
    }


def main() -> None:
    """Write the documents, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a document is out of date")
    is_check = parser.parse_args().check
    stale = {
        path: text
        for path, text in documents().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if is_check:
            print(f"{path.relative_to(ROOT)} is out of date; run: make docs")
        else:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")
    sys.exit(1 if is_check and stale else 0)


if __name__ == "__main__":
    main()
