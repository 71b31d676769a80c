"""How a home with a whole copy of the codebook, from an earlier release, comes to follow the built-in one."""

from contextlib import suppress

from pipeline.errors import InputRefusedError
from pipeline.themes.built_in import extended_text
from pipeline.themes.codebook import parse_codebook
from pipeline.themes.origins import origin_of, own_changes
from pipeline.warehouse.codebook_files import codebook_text
from pipeline.warehouse.published import WHOLE, built_in_mark
from pipeline.workspace import Workspace, current_version

FOLLOWS = (
    "your codebook.toml now holds only what you changed, and better phrases of later releases reach you; "
    "the whole copy is kept, and this can be undone on the Themes page or with: debrief themes undo"
)
STAYS_WHOLE = (
    "your codebook.toml is a whole copy and stays as it is, so better built-in phrases do not reach it; "
    "debrief doctor says what you can do"
)
NEWER = "this release has other built-in themes or phrases, and your feedback was read again with them"


def following_text(workspace: Workspace) -> str | None:
    """What the home's codebook becomes when it is a whole copy that an earlier release gave out; else None.

    A whole codebook is left alone once this release has published a version with it: its owner wants it so. So is one
    that was copied from nothing known, or that cannot be read or written as changes: `debrief doctor` tells of these.
    """
    version = current_version(workspace)
    if version is not None and built_in_mark(version) is not None:
        return None
    with suppress(InputRefusedError):
        text = codebook_text(workspace)
        parse_codebook(text, workspace.codebook.name)
        if extended_text(text) is None and (origin := origin_of(text)) is not None:
            return own_changes(text, origin)
    return None


def followed(text: str) -> str:
    """A codebook that goes on from the built-in one, with what its owner changed; one that does stays as it is.

    Raises:
        InputRefusedError: It differs in what cannot be written as a change.
    """
    return text if extended_text(text) is not None else own_changes(text, origin_of(text))


def news(earlier: str | None, later: str | None) -> str | None:
    """What to tell of the built-in codebook when one published version has taken the place of another."""
    if earlier is None or later is None:
        return None
    before, after = built_in_mark(earlier), built_in_mark(later)
    if before is None:
        return STAYS_WHOLE if after == WHOLE else FOLLOWS
    return NEWER if WHOLE not in (before, after) and before != after else None
