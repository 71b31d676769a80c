"""The user's own settings, kept in ``settings.toml`` in the home folder, readable and editable.

They say how the database's views are read and how pages show them; the language of themes also decides what is found.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import tomlkit

from pipeline.errors import InputRefusedError, WorkspaceError
from pipeline.workspace import Workspace, replace_file

FEWEST_WAIT_DAYS, MOST_WAIT_DAYS = 1, 365
"""An answer within the hour needs no waiting, and after a year nobody answers."""

EACH_ITS_OWN = "auto"
THEME_LANGUAGES = (EACH_ITS_OWN, "en", "de", "es")
"""What feedback can be read in."""

_HEADING = "Your settings; an edit counts from the next time something is looked at."


@dataclass(frozen=True)
class Settings:
    """What the user has set.

    Attributes:
        wait_days: An ask without an answer is waiting until it is this many days old.
        gentle: Whether pages show strengths first, and feedback texts only once they are opened.
        theme_language: The language that feedback is read in, as its two letters; EACH_ITS_OWN where each text is
            read in the language it is written in.
    """

    wait_days: int = 21
    gentle: bool = False
    theme_language: str = EACH_ITS_OWN


def load_settings(workspace: Workspace) -> Settings:
    """What is set; the defaults where nothing was.

    Raises:
        WorkspaceError: The file cannot be read, or sets something that cannot be.
    """
    path = workspace.home / "settings.toml"
    try:
        return _checked(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, InputRefusedError) as error:
        raise WorkspaceError(
            f"{path}: the settings cannot be read.",
            found=str(error),
            remedy="Mend the file, or remove it to have every setting as it was at first.",
        ) from error


def save_settings(workspace: Workspace, settings: Settings) -> None:
    """Keep the settings, in one step.

    Raises:
        InputRefusedError: A setting is out of its range.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment(_HEADING))
    document.update(asdict(_checked(asdict(settings))))
    replace_file(workspace.home / "settings.toml", tomlkit.dumps(document).encode())


def _checked(table: Mapping[str, Any]) -> Settings:
    defaults = asdict(Settings())
    if unknown := table.keys() - defaults:
        raise InputRefusedError(
            f"There is no setting called {', '.join(sorted(unknown))}.", found=f"There are: {', '.join(defaults)}."
        )
    for name, value in table.items():
        if type(value) is not type(defaults[name]):
            raise InputRefusedError(f"{name} cannot be {value!r}.", remedy=f"For example: {defaults[name]!r}")
    settings = Settings(**table)
    if not FEWEST_WAIT_DAYS <= settings.wait_days <= MOST_WAIT_DAYS:
        raise InputRefusedError(
            f"wait_days cannot be {settings.wait_days}.",
            remedy=f"Choose {FEWEST_WAIT_DAYS} to {MOST_WAIT_DAYS} days.",
        )
    if settings.theme_language not in THEME_LANGUAGES:
        raise InputRefusedError(
            f"theme_language cannot be {settings.theme_language!r}.",
            remedy=f"Choose one of: {', '.join(THEME_LANGUAGES)}.",
        )
    return settings
