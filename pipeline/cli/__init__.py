"""The command line: arguments in, data on standard output, narration on standard error, exit codes.

Exit codes: 0 done, 1 the input or query was refused, 2 usage, 3 the workspace is unusable, 130 interrupted.
"""

import sys

import click

from pipeline.cli.group import cli
from pipeline.cli.output import say
from pipeline.errors import DebriefError

EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line; a user's mistake is a plain line, a defect of ours keeps its traceback."""
    try:
        code = cli.main(arguments, prog_name="debrief", standalone_mode=False)
    except DebriefError as error:
        first, *rest = str(error).splitlines()
        say("\n".join([f"debrief: error: {first}", *rest]))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        say(error.format_message())
        return EXIT_USAGE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "debrief"
        say(f"debrief: error: {error.format_message()}\nSee '{command} --help'.")
        return EXIT_USAGE
    except (click.Abort, KeyboardInterrupt):
        say("debrief: interrupted")
        return EXIT_INTERRUPTED
    return code if isinstance(code, int) else 0
