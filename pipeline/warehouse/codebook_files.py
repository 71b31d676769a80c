"""Earlier codebooks: every change keeps the file as it was before, so that it can be listed and undone."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import InputRefusedError
from pipeline.settings import load_settings
from pipeline.themes.codebook import Codebook, load_codebook, parse_codebook
from pipeline.themes.editing import what_changed
from pipeline.warehouse.published import mark_of_codebook
from pipeline.workspace import PRIVATE_FOLDER, Workspace, replace_file


@dataclass(frozen=True)
class CodebookChange:
    """A change of the codebook.

    Attributes:
        number: Counts up; the file before the change is kept under it.
        changed_at: When it was made, UTC.
        what: What it did, as short sentences.
    """

    number: int
    changed_at: datetime
    what: tuple[str, ...]


def workspace_codebook(workspace: Workspace, text: str | None = None) -> Codebook:
    """The codebook of a workspace, told to read in the language that is set.

    Args:
        workspace: Where it is kept.
        text: The codebook; the one that is kept when left out.
    """
    path = workspace.codebook
    codebook = load_codebook(path) if text is None else parse_codebook(text, path.name)
    return replace(codebook, read_as=load_settings(workspace).theme_language)


def codebook_text(workspace: Workspace) -> str:
    """The codebook that is kept, byte for byte.

    Raises:
        InputRefusedError: It is not UTF-8 text.
    """
    return decoded(workspace.codebook.read_bytes(), workspace.codebook.name)


def decoded(content: bytes, file_name: str) -> str:
    """The text of a codebook file.

    Raises:
        InputRefusedError: It is not UTF-8 text.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputRefusedError(
            f"{file_name}: the codebook is not UTF-8 text.", found=str(error), remedy="Save it again as UTF-8."
        ) from error


def keep_earlier(workspace: Workspace) -> Path:
    """Keep the codebook as it is, before it changes; returns where. The caller holds the writer's lock."""
    folder = _folder(workspace)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    number = max(_kept(workspace), default=0) + 1
    path = folder / f"{number:04d}.toml"
    replace_file(path, workspace.codebook.read_bytes())
    return path


def codebook_history(workspace: Workspace) -> tuple[Path, ...]:
    """Every file that ``drop_from`` may write or remove."""
    return (_folder(workspace) / "undone.toml", *_kept(workspace).values())


def earlier_text(workspace: Workspace, number: int) -> str:
    """The codebook before a change.

    Raises:
        InputRefusedError: There is no such change.
    """
    path = _kept(workspace).get(number)
    if path is None:
        raise InputRefusedError(
            "There is no such change of the codebook to undo.", remedy="The list shows every change that can be."
        )
    return decoded(path.read_bytes(), path.name)


def drop_from(workspace: Workspace, number: int) -> None:
    """Forget a change and all later ones; the codebook as it is stays beside them as ``undone.toml``."""
    folder = _folder(workspace)
    replace_file(folder / "undone.toml", workspace.codebook.read_bytes())
    for kept, path in _kept(workspace).items():
        if kept >= number:
            path.unlink()


def codebook_changes(workspace: Workspace) -> tuple[CodebookChange, ...]:
    """Every change that can be undone, newest first."""
    kept = sorted(_kept(workspace).items())
    files = [path for _, path in kept] + [workspace.codebook]
    changes = [
        CodebookChange(
            number, datetime.fromtimestamp(path.stat().st_mtime, UTC), _what(path.read_bytes(), after.read_bytes())
        )
        for (number, path), after in zip(kept, files[1:], strict=True)
    ]
    return tuple(reversed(changes))


def kept_codebook(workspace: Workspace, mark: str) -> Codebook | None:
    """The codebook with a mark, where it is the one that is kept or an earlier one."""
    for path in (workspace.codebook, *reversed(_kept(workspace).values())):
        content = path.read_bytes()
        if mark_of_codebook(content, load_settings(workspace).theme_language) == mark:
            with suppress(InputRefusedError):  # one that an older release could read
                return workspace_codebook(workspace, decoded(content, path.name))
    return None


def _what(before: bytes, after: bytes) -> tuple[str, ...]:
    try:
        texts = [decoded(content, "codebook.toml") for content in (before, after)]
        return tuple(what_changed(*(parse_codebook(text, "codebook.toml") for text in texts)))
    except InputRefusedError:
        return ("edited; one of the two files cannot be read",)


def _folder(workspace: Workspace) -> Path:
    return workspace.home / "codebooks"


def _kept(workspace: Workspace) -> dict[int, Path]:
    paths = sorted(_folder(workspace).glob("[0-9]*.toml"))
    return {int(path.stem): path for path in paths if path.stem.isdecimal()}
