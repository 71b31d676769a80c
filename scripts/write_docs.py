"""Writes the documents that are made from the code: the data dictionary and the command-line reference.

With ``--check`` it changes nothing and fails when a document is out of date.
"""

import argparse
import sys
from pathlib import Path

import click

from pipeline.cli.group import MODULES, cli
from pipeline.warehouse.views import data_dictionary, relations

DOCS = Path(__file__).parent.parent / "docs"


def cli_reference() -> str:
    """Every command's help as Markdown."""
    context = click.Context(cli, info_name="debrief", max_content_width=100, terminal_width=100)
    parts = ["# Commands", "", "Made from the commands' own help by `make docs`.", ""]
    parts += ["```", cli.get_help(context), "```", ""]
    for name in MODULES:
        command = cli.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, max_content_width=100, terminal_width=100)
        parts += [f"## `debrief {name}`", "", "```", command.get_help(inner), "```", ""]
    return "\n".join(parts)


def documents() -> dict[Path, str]:
    """Every generated document's path and content."""
    return {
        DOCS / "data-dictionary.md": data_dictionary(relations()),
        DOCS / "cli.md": cli_reference(),
    }


def main() -> None:
    """Write the documents, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail when a document is out of date")
    is_check = parser.parse_args().check
    stale = [
        path for path, text in documents().items() if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if is_check:
            print(f"{path.relative_to(DOCS.parent)} is out of date; run: make docs")
        else:
            path.write_text(documents()[path], encoding="utf-8")
            print(f"written: {path.relative_to(DOCS.parent)}")
    sys.exit(1 if is_check and stale else 0)


if __name__ == "__main__":
    main()
