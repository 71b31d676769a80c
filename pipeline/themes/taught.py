"""What the user taught: wordings with the theme they belong to, read from the codebook's ``[[taught]]`` sections."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.themes.clauses import split_words

COURTESY = "courtesy"
"""What a taught wording has as its theme when it says nothing: it names no theme and is not shown as unexplained."""

Polarity = Literal["strength", "concern", "circumstance", "unclear"]
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)

_KEYS = ("clause", "theme", "polarity")
_PAUSES = frozenset(",:")
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*taught[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class Taught:
    """A wording and what the user said it is about; it counts wherever these words follow each other.

    Attributes:
        clause: The wording, as written.
        theme_id: The theme, or COURTESY.
        polarity: How the theme is meant; None for a courtesy.
    """

    clause: str
    theme_id: str
    polarity: Polarity | None

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The wording as it is compared: folded words without commas and colons."""
        return taught_words(self.clause)


def taught_words(wording: str) -> tuple[str, ...]:
    """The folded words of a wording, without commas and colons; two wordings with the same are the same."""
    return tuple(word for word in split_words(wording).folded if word not in _PAUSES)


def read_taught(
    tables: Sequence[object], known_themes: Iterable[str], *, text: str, file_name: str
) -> tuple[Taught, ...]:
    """The taught wordings of a codebook, checked.

    Args:
        tables: The ``[[taught]]`` sections as TOML has them.
        known_themes: Every theme's id, merged and retired ones too.
        text: The whole file, to name the line of a slip.
        file_name: Its name, for messages.

    Raises:
        InputRefusedError: One of them is not usable; the message names its line.
    """
    lines = [text.count("\n", 0, found.start()) + 1 for found in _HEADER.finditer(text)]
    names = list(known_themes)
    read: dict[tuple[str, ...], Taught] = {}
    for number, table in enumerate(tables):
        place = f"line {lines[number]}" if len(lines) == len(tables) else f"taught wording {number + 1}"
        where = f"{file_name}, {place}"
        taught = _read_one(table, names, where)
        if taught.words in read:
            raise InputRefusedError(
                f'{where}: "{taught.clause}" is taught twice.', remedy="Remove one of the two sections."
            )
        read[taught.words] = taught
    return tuple(read.values())


def _read_one(table: object, names: Sequence[str], where: str) -> Taught:
    if not isinstance(table, Mapping):
        raise InputRefusedError(f"{where}: not a section.", remedy="Write [[taught]] and the keys below it.")
    for key in table:
        if key not in _KEYS:
            nearest = nearest_name(str(key), _KEYS)
            raise InputRefusedError(
                f'{where}: unknown key "{key}".',
                found=f"Known keys: {', '.join(_KEYS)}.",
                remedy=f'Did you mean "{nearest}"?' if nearest else "Remove it, or use one of those.",
            )
    clause, theme_id, polarity = table.get("clause"), table.get("theme"), table.get("polarity")
    if not isinstance(clause, str) or not taught_words(clause):
        raise InputRefusedError(f"{where}: no words.", found=f"Found: {clause!r}", remedy='Write clause = "…".')
    if theme_id == COURTESY:
        return Taught(clause, COURTESY, None)
    if theme_id not in names:
        nearest = nearest_name(str(theme_id), names)
        raise InputRefusedError(
            f"{where}: there is no theme {theme_id!r}.",
            found=f"There are: {', '.join([*names, COURTESY])}.",
            remedy=f'Did you mean "{nearest}"?' if nearest else "Add that theme, or name another.",
        )
    return Taught(clause, str(theme_id), _read_polarity(table, polarity, where))


def _read_polarity(table: Mapping[str, Any], polarity: object, where: str) -> Polarity:
    for known in POLARITIES:
        if polarity == known:
            return known
    nearest = nearest_name(str(polarity), POLARITIES)
    raise InputRefusedError(
        f"{where}: {f'unknown polarity {polarity!r}' if 'polarity' in table else 'no polarity'}.",
        found=f"It can be: {', '.join(POLARITIES)}.",
        remedy=f'Did you mean "{nearest}"?' if nearest else 'Write, for example, polarity = "concern".',
    )
