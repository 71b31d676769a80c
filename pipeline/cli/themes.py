"""The commands about themes: the codebook, what it hears in a text or a file, and changing it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from pipeline.cli.group import ExampleCommand, ExampleGroup
from pipeline.cli.output import file_content, say, show_progress, tell, write, write_json
from pipeline.cli.reframing import reframe_command
from pipeline.cli.second_reader import second_reader_command
from pipeline.dashboard.words import METHOD
from pipeline.errors import DebriefError, InputRefusedError, UsageError
from pipeline.themes.codebook import Codebook, load_codebook
from pipeline.themes.editing import teach
from pipeline.themes.files import annotate_file
from pipeline.themes.hearing import hear
from pipeline.themes.language import NAMES, NAMES_IN_WORDS, OTHER
from pipeline.themes.measured import load_measured
from pipeline.themes.taught import COURTESY, POLARITIES, Polarity
from pipeline.themes.whole import whole_text
from pipeline.warehouse.codebook_files import codebook_text, workspace_codebook
from pipeline.warehouse.codebooks import change_codebook, follow_built_in, import_codebook, undo_codebook
from pipeline.warehouse.export import FORMATS
from pipeline.warehouse.following import followed
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.suggestions import suggestions
from pipeline.workspace import open_workspace

_JSON = click.option("--json", "is_json", is_flag=True, help="As JSON on standard output.")
_Decorated = Callable[..., None]


@click.group(
    "themes", cls=ExampleGroup, invoke_without_command=True, epilog='debrief themes test "You rambled a bit"'
)
@_JSON
@click.pass_context
def themes_command(ctx: click.Context, *, is_json: bool) -> None:
    """The codebook: every theme, and what you taught it."""
    if ctx.invoked_subcommand:
        return
    workspace = open_workspace(ctx.obj)
    codebook = load_codebook(workspace.codebook)
    if is_json:
        write_json(_as_json(codebook))
        return
    for theme in codebook.themes:
        tell(f"{theme.theme_id}: {theme.label} ({theme.control}). {theme.definition}")
    for theme in codebook.former:
        survivor = codebook.current(theme.theme_id)
        tell(f"{theme.theme_id}: {theme.label}, {f'now part of {survivor.label}' if survivor else 'retired'}")
    for taught in codebook.taught:
        about = "no theme" if taught.theme_id == COURTESY else f"{taught.theme_id}, {taught.polarity}"
        tell(f"taught: “{taught.clause}” is {about}")
    for note in codebook.notes:
        say(note)
    say(f"{load_measured().sentence()} What you change is in {workspace.codebook}; open it with: debrief themes edit")


@themes_command.command(
    "test", cls=ExampleCommand, epilog='debrief themes test "Strong technically, but you rambled"'
)
@click.argument("text")
@_JSON
@click.pass_obj
def test_command(home: Path | None, /, text: str, *, is_json: bool) -> None:
    """The mentions in a text, what no theme explains, and the language it was read in."""
    codebook = workspace_codebook(open_workspace(home))
    labels = {theme.theme_id: theme.label for theme in codebook.themes}
    heard = hear(text, codebook)
    if is_json:
        mentions = [{**each._asdict(), "quote": text[each.start : each.end]} for each in heard.mentions]
        left = [{"clause": text[start:end], "start": start, "end": end} for start, end in heard.unexplained]
        write_json({"language": heard.language, "mentions": mentions, "unexplained": left})
        return
    for each in heard.mentions:
        how = METHOD[each.method]
        tell(f"{labels[each.theme_id]}, {each.polarity}: “{text[each.start : each.end]}” ({how})")
    for start, end in heard.unexplained:
        tell(f"no theme explains: “{text[start:end]}”")
    if heard.language == OTHER:
        say(f"this is in a language that Debrief cannot read yet; those it reads are {NAMES_IN_WORDS}")
        return
    if not heard.mentions and not heard.unexplained:
        tell("nothing that a theme is about")
    say(f"read as {NAMES[heard.language]}")


@themes_command.command("discover", cls=ExampleCommand, epilog="debrief themes discover --json")
@_JSON
@click.pass_obj
def discover_command(home: Path | None, /, *, is_json: bool) -> None:
    """Phrases that two or more employers repeat and no theme explains, as suggestions for new themes."""
    workspace = open_workspace(home)
    version = ensure_built(workspace, progress=show_progress)
    found = suggestions(version, load_codebook(workspace.codebook))
    if is_json:
        write_json(
            [{**vars(suggestion), "quotes": [quote._asdict() for quote in suggestion.quotes]} for suggestion in found]
        )
        return
    for suggestion in found:
        tell(
            f"{suggestion.phrase}: {suggestion.company_count} employers, {suggestion.text_count} texts, "
            f"{suggestion.lift:.1f} times as frequent as elsewhere"
        )
        for quote in suggestion.quotes:
            tell(f"    “{' '.join(quote.clause.split())}” ({quote.company or 'no company named'})")
    if not found:
        tell("nothing: no phrase that the themes leave unexplained is repeated by two employers")
        return
    say('these are suggestions, no findings; teach one with: debrief themes teach "WORDS" --theme THEME')


@themes_command.command(
    "teach", cls=ExampleCommand, epilog='debrief themes teach "you dragged on" --theme communication --as concern'
)
@click.argument("wording")
@click.option("--theme", "theme_id", required=True, help=f"The theme's short name; {COURTESY} for no theme at all.")
@click.option("--as", "polarity", type=click.Choice(POLARITIES), default="concern", show_default=True)
@click.pass_obj
def teach_command(home: Path | None, /, wording: str, theme_id: str, polarity: Polarity) -> None:
    """Say what a wording is about; it then wins over everything else, in every text that has it."""
    meaning = None if theme_id == COURTESY else polarity
    workspace = open_workspace(home)
    _tell(change_codebook(workspace, lambda text: teach(text, wording, theme_id, meaning), progress=show_progress))


@themes_command.command("undo", cls=ExampleCommand, epilog="debrief themes undo")
@click.pass_obj
def undo_command(home: Path | None, /) -> None:
    """Take the newest change of the codebook back."""
    undone = undo_codebook(open_workspace(home), progress=show_progress)
    say(f"undone: {'; '.join(undone)}")


@themes_command.command("edit", cls=ExampleCommand, epilog="debrief themes edit")
@click.option("--import", "file", type=click.Path(path_type=Path, dir_okay=False), help="Use this codebook instead.")
@click.pass_obj
def edit_command(home: Path | None, /, file: Path | None) -> None:
    """Open the codebook in your editor; what you save is checked, and the earlier file is kept.

    It holds what you changed in the built-in codebook; its head says how that is written.
    """
    workspace = open_workspace(home)
    if file:
        _tell(import_codebook(workspace, file_content(file), file.name, progress=show_progress))
        return
    with suppress(InputRefusedError):  # a codebook that cannot be read is opened to be mended
        ensure_built(workspace, progress=show_progress)
    edited = click.edit(codebook_text(workspace), extension=".toml")
    if edited is None:
        say("nothing was saved, so nothing changed")
        return
    try:
        _tell(change_codebook(workspace, lambda _before: edited, progress=show_progress))
    except DebriefError:
        draft = workspace.home / "codebook-draft.toml"
        draft.write_text(edited, encoding="utf-8")
        say(f"what you wrote is in {draft}; mend it, then: debrief themes edit --import {draft}")
        raise


@themes_command.command("export", cls=ExampleCommand, epilog="debrief themes export -o codebook.toml")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; else shown here.")
@click.option("--changes", "is_changes", is_flag=True, help="Only what you changed in the built-in codebook.")
@click.pass_obj
def export_command(home: Path | None, /, output: Path | None, *, is_changes: bool) -> None:
    """Write the whole codebook, or only your changes, as a file that `themes edit --import` takes."""
    text = codebook_text(open_workspace(home))
    write((followed(text) if is_changes else whole_text(text)).encode(), output)


@themes_command.command("follow", cls=ExampleCommand, epilog="debrief themes follow")
@click.pass_obj
def follow_command(home: Path | None, /) -> None:
    """Keep of a whole codebook only what you changed; the rest then comes from each release."""
    _tell(follow_built_in(open_workspace(home), progress=show_progress))


def _tell(changed: tuple[str, ...]) -> None:
    say("; ".join(changed) if changed else "nothing changed")


@themes_command.command(
    "annotate", cls=ExampleCommand, epilog="debrief themes annotate feedback.csv --text Feedback -o themes.csv"
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--text", "column", required=True, metavar="COLUMN", help="The column with the texts.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="CSV, or by ending."
)
@click.option("--codebook", "codebook_file", type=click.Path(path_type=Path), help="Another than the built-in one.")
def annotate_command(file: Path, column: str, output: Path, codebook_file: Path | None) -> None:
    """Find the themes in a file of texts, without a workspace: a row for each mention, with its exact words."""
    ending = output.suffix.lstrip(".").lower()
    if ending not in FORMATS:
        raise UsageError(f"{output}: results of this kind are not written.", found=f"Known: {', '.join(FORMATS)}.")
    if output.resolve() == file.resolve():
        raise InputRefusedError(f"{output}: this would overwrite the texts.", remedy="Name another file.")

    def tell(share: float) -> None:
        show_progress("finding themes", share)

    done = annotate_file(file_content(file), file.name, column, load_codebook(codebook_file), progress=tell)
    write(FORMATS[ending](done.rows), output)
    say(
        f"{done.text_count:,} texts, {done.themed_count:,} with a theme, {done.unexplained_count:,} with something "
        "that no theme explains"
    )


themes_command.add_command(second_reader_command)
themes_command.add_command(reframe_command)


def _as_json(codebook: Codebook) -> dict[str, Any]:
    return {
        "themes": [
            {name: getattr(theme, name) for name in ("theme_id", "label", "definition", "control", "parent_id")}
            for theme in codebook.themes
        ],
        "former": [
            {"theme_id": theme.theme_id, "label": theme.label, "merged_into": theme.merged_into}
            for theme in codebook.former
        ],
        "taught": [
            {"clause": taught.clause, "theme_id": taught.theme_id, "polarity": taught.polarity}
            for taught in codebook.taught
        ],
    }
