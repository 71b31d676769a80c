"""The group of commands; a command's module is loaded when it is called, so that help and errors come at once."""

import importlib
from pathlib import Path
from typing import Any

import click

from pipeline.errors import nearest_name

MODULES = {
    "demo": "importing",
    "template": "starting",
    "import": "importing",
    "log": "log",
    "words": "deciding",
    "sql": "asking",
    "views": "asking",
    "questions": "asking",
    "findings": "asking",
    "themes": "themes",
    "notes": "notes",
    "brief": "briefing",
    "report": "reporting",
    "dashboard": "keeping",
    "status": "keeping",
    "history": "keeping",
    "undo": "keeping",
    "forget": "keeping",
    "apart": "merging",
    "rebuild": "keeping",
    "doctor": "keeping",
}
"""Every command, in the order of the help, and the module that has it as ``<name>_command``."""


class _WithExample(click.Command):
    """Help that ends with an example, kept in the ``epilog`` as written."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example on a line of its own."""
        del ctx
        if self.epilog:
            with formatter.section("Example"):
                formatter.write(f"{' ' * formatter.current_indent}{self.epilog}\n")


class ExampleCommand(_WithExample):
    """A command whose help ends with an example; it tells as well when a release has changed the built-in themes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        from pipeline.cli.news import telling_news  # noqa: PLC0415  # loaded when a command is called

        with telling_news(ctx.obj):
            return super().invoke(ctx)


class ExampleGroup(_WithExample, click.Group):
    """A command with commands of its own, whose help ends with an example."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in MODULES:
            return None
        module = importlib.import_module(f"pipeline.cli.{MODULES[cmd_name]}")
        command = getattr(module, f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in MODULES and (near := nearest_name(args[0], MODULES)):
            raise click.UsageError(f"There is no command {args[0]!r}. Did you mean {near!r}?", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 the input or query was refused, 2 usage, 3 the workspace is unusable, "
    "130 interrupted.",
)
@click.option("--home", type=click.Path(path_type=Path), help="Where your data is kept; DEBRIEF_HOME sets the same.")
@click.version_option(package_name="job-debrief", prog_name="debrief")
@click.pass_context
def cli(ctx: click.Context, home: Path | None) -> None:
    """What your job search is trying to tell you. Everything stays on this machine."""
    ctx.obj = home
