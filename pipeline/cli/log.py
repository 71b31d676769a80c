"""The command that writes one feedback entry: log."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand
from pipeline.cli.output import say, show_progress
from pipeline.cli.parameters import CHANNEL, DAY, PERSON, STAGE, Word
from pipeline.dashboard.words import POLARITY
from pipeline.errors import InputRefusedError, UsageError
from pipeline.themes.hearing import hear
from pipeline.vocabulary import Vocabulary, load_vocabulary
from pipeline.warehouse.codebook_files import workspace_codebook
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.journal import KNOWN_NAMES, TRACKER, Entry, KnownNames, log_entry, tidied
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, open_workspace

_END_OF_TEXT = "."


@click.command(
    "log", cls=ExampleCommand, epilog="debrief log --company Northwind --asked-on yesterday --channel phone --text -"
)
@click.option("--company", help="The employer.")
@click.option("--role", help="The job title.")
@click.option("--stage", type=STAGE, help="How far you had got, such as “first interview”.")
@click.option("--asked-on", "asked_date", type=DAY, help="The day you asked: YYYY-MM-DD, today or yesterday.")
@click.option("--channel", "ask_channel", type=CHANNEL, help="How you asked: phone, e-mail, in person …")
@click.option("--asked-of", type=PERSON, help="Whom you asked: recruiter, hiring manager, interviewer, agency.")
@click.option("--answered-on", "responded_date", type=DAY, help="The day they answered.")
@click.option("--answered-by", "response_channel", type=CHANNEL, help="How the answer came.")
@click.option("--text", "feedback_text", help="What they said, word for word; - reads it from standard input.")
@click.option("--reason", "stated_reason", help="The reason they gave, in a few words.")
@click.option("--believed", "believed_reason", help="What you think it was.")
@click.option("--lesson", help="What you take from it.")
@click.option("--next-step", help="What you will do about it.")
@click.option("--seeker", help="Whose search it is; the only one there is unless given.")
@click.option("--yes", "is_sure", is_flag=True, help="Ask nothing: save what is given.")
@click.option("--dry-run", "is_dry_run", is_flag=True, help="Show what would be saved and what is heard in it.")
@click.pass_obj
def log_command(home: Path | None, /, *, is_sure: bool, is_dry_run: bool, **given: Any) -> None:
    """Write one feedback entry into the tracker `journal`; on a terminal, what is missing is asked for."""
    workspace = open_workspace(home)
    if given["feedback_text"] == "-":
        given["feedback_text"] = sys.stdin.buffer.read().decode("utf-8", errors="replace")
        is_sure = True  # nobody is left to ask
    known = _known_names(workspace)
    is_asking = sys.stdin.isatty() and not is_sure
    given["seeker"] = given["seeker"] or known.seeker() or (_ask_seeker(known) if is_asking else _no_seeker(known))
    if is_asking:
        _ask_missing(given, known)
    entry = tidied(Entry(**given))
    if (
        entry.company
        and not is_asking
        and not known.is_known(entry.company)
        and (alike := known.alike(entry.company))
    ):
        say(f"note: {entry.company!r} is new here; alike: {', '.join(alike)}")
    for line in (*_entry_lines(entry), *_heard_lines(entry.feedback_text, workspace)):
        say(line)
    if is_dry_run:
        say("nothing was saved: this was a dry run")
        return
    if is_asking and not click.confirm("Save it?", default=True, err=True):
        raise InputRefusedError("Nothing was saved.")
    logged = log_entry(workspace, entry, progress=show_progress, on_wait=say)
    say(f"saved in the tracker {TRACKER!r} as import {logged.record.import_id}; `debrief undo` takes it back")


def _known_names(workspace: Workspace) -> KnownNames:
    with open_version(ensure_built(workspace, progress=show_progress)) as connection:
        return KnownNames(fetch(connection, KNOWN_NAMES))


def _no_seeker(known: KnownNames) -> str:
    raise UsageError(
        "Whose search it is has to be said.",
        found=f"Kept here: {', '.join(known.seekers)}.",
        remedy="Add --seeker NAME.",
    )


def _ask_seeker(known: KnownNames) -> str:
    return str(click.prompt("Whose search", type=click.Choice(known.seekers), err=True))


def _ask_missing(given: dict[str, Any], known: KnownNames) -> None:
    """Ask for what was not given; Enter leaves a thing out, and what depends on it is then not asked."""
    say("Enter leaves a thing out.")
    if given["company"] is None:
        given["company"] = _ask_company(known)
    roles = known.roles(given["company"]) if given["company"] else []
    named = f"Role ({', '.join(roles)})" if len(roles) > 1 else "Role"
    _ask(given, "role", named, default=roles[0] if len(roles) == 1 else "")
    _ask(given, "stage", _choices("How far you had got", STAGE), STAGE)
    _ask(given, "asked_date", "Day you asked (2026-05-04, today, yesterday; Enter if they told you unasked)", DAY)
    if given["asked_date"]:
        _ask(given, "ask_channel", _choices("How you asked", CHANNEL), CHANNEL)
        _ask(given, "asked_of", _choices("Whom you asked", PERSON), PERSON)
    _ask(given, "responded_date", "Day they answered (Enter while you wait)", DAY)
    if given["feedback_text"] is None:
        given["feedback_text"] = _ask_text()
    if given["responded_date"] or given["feedback_text"]:
        _ask(given, "response_channel", _choices("How the answer came", CHANNEL), CHANNEL)
        _ask(given, "stated_reason", "The reason they gave, in a few words")
        _ask(given, "believed_reason", "What you think it was")
        _ask(given, "lesson", "What you take from it")
        _ask(given, "next_step", "What you will do about it")


def _choices(question: str, word: Word) -> str:
    return f"{question} ({', '.join(word.choices(load_vocabulary()).values())})"


def _ask(
    given: dict[str, Any], name: str, question: str, kind: click.ParamType[Any] | None = None, *, default: str = ""
) -> None:
    if given[name] is None:
        given[name] = click.prompt(
            question, default=default, show_default=bool(default), value_proc=_optional(kind), err=True
        )


def _optional(kind: click.ParamType[Any] | None) -> Callable[[str], Any]:
    """Reads an answer; nothing typed is None."""

    def read(typed: str) -> Any:
        if not typed.strip():
            return None
        return kind.convert(typed, None, None) if kind else typed

    return read


def _ask_company(known: KnownNames) -> str | None:
    """A company; for one that is new here, the known ones that are like it are offered."""
    typed: str | None = click.prompt("Company", default="", show_default=False, value_proc=_optional(None), err=True)
    alike = known.alike(typed) if typed and not known.is_known(typed) else []
    if not alike:
        return typed
    say(f"{typed} is new here. Did you mean:")
    for number, name in enumerate(alike, 1):
        say(f"  {number}  {name}")
    number = click.prompt(
        f"Its number (Enter keeps {typed})",
        type=click.IntRange(0, len(alike)),
        default=0,
        show_default=False,
        err=True,
    )
    return alike[number - 1] if number else typed


def _ask_text() -> str:
    """What they said, over as many lines as it has; a dot alone on a line ends it."""
    say(f"What they said, typed or pasted; end it with a line that holds only {_END_OF_TEXT!r} (Enter: nothing yet)")
    lines: list[str] = []
    for line in iter(sys.stdin.readline, ""):
        if line.strip() == _END_OF_TEXT or (not lines and not line.strip()):
            break
        lines.append(line)
    return "".join(lines)


def _entry_lines(entry: Entry) -> Iterator[str]:
    """The entry in short."""
    vocabulary = load_vocabulary()
    stage = vocabulary.stages[entry.stage].label if entry.stage else None
    yield ", ".join(filter(None, (entry.company, entry.role, stage))) or "no company named"
    asked = (entry.asked_date, entry.ask_channel, entry.asked_of)
    yield f"  asked: {_told(asked, vocabulary)}" if entry.is_asked else "  told without having been asked"
    if entry.has_response:
        yield f"  answered: {_told((entry.responded_date, entry.response_channel), vocabulary)}"


def _told(parts: Iterable[object], vocabulary: Vocabulary) -> str:
    return ", ".join(vocabulary.labels.get(str(part), str(part)) for part in parts if part) or "yes"


def _heard_lines(text: str | None, workspace: Workspace) -> Iterator[str]:
    """The themes in a text with the words they are found in, and what no theme explains."""
    if not text:
        return
    codebook = workspace_codebook(workspace)
    labels = {theme.theme_id: theme.label for theme in codebook.themes}
    heard = hear(text, codebook)
    if not heard.mentions:
        yield "  no theme is heard in it; the words are kept all the same"
    for mention in heard.mentions:
        polarity = POLARITY[mention.polarity].lower()
        yield f"  heard: {labels[mention.theme_id]} ({polarity}): “{text[mention.start : mention.end]}”"
    for start, end in heard.unexplained:
        yield f"  not explained by a theme: “{text[start:end]}”"
