"""Commands about what the user decided: words."""

from dataclasses import replace
from pathlib import Path

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress, tell, write_json
from pipeline.decisions import Decisions, load_decisions
from pipeline.errors import UsageError, nearest_name
from pipeline.warehouse.imports import decide
from pipeline.workspace import open_workspace


@click.command("words", cls=ExampleCommand, epilog="debrief words --forget 'Chatting with the team'")
@click.option("--forget", "forgotten", metavar="TEXT", help="Take the meaning of a status text back.")
@click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
@click.pass_obj
def words_command(home: Path | None, /, forgotten: str | None, *, is_json: bool) -> None:
    """What your own status texts mean, as you said with `debrief import --status`."""
    workspace = open_workspace(home)
    if forgotten is not None:
        decide(workspace, lambda decisions: without_word(decisions, forgotten), progress=show_progress)
        say(f"{forgotten!r} has no meaning of its own any more")
        return
    words = load_decisions(workspace).status_words
    if is_json:
        write_json([{"status": text, "stage": word.stage, "outcome": word.outcome} for text, word in words.items()])
        return
    for text, word in words.items():
        tell(f"{text} = {word}")
    if not words:
        tell('none yet; say what one means with: debrief import FILE --status "TEXT=MEANING"')


def without_word(decisions: Decisions, text: str) -> Decisions:
    """The decisions without the meaning of one status text.

    Raises:
        UsageError: It has none; the message names the nearest.
    """
    words = dict(decisions.status_words)
    if text not in words:
        near = nearest_name(text, words)
        raise UsageError(
            f'"{text}" has no meaning of its own.',
            found=f"Known: {', '.join(words) or 'none'}.",
            remedy=f'Did you mean "{near}"?' if near else "`debrief words` lists them.",
        )
    del words[text]
    return replace(decisions, status_words=words)
