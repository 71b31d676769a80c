"""One theme of the codebook: what it holds, and how it is read from its section of the file and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.themes.taught import COURTESY

Control = Literal["mine", "partly", "not_mine"]
Kind = Literal["quality", "circumstance", "comparison"]
Role = Literal["topic", "strength", "concern", "circumstance"]

_CONTROLS = ("mine", "partly", "not_mine")
_KINDS = ("quality", "circumstance", "comparison")
_POLARITIES = ("strength", "concern", "circumstance", "unclear")
ROLES: Mapping[str, Role] = {
    "strengths": "strength",
    "concerns": "concern",
    "circumstances": "circumstance",
    "topics": "topic",
}
"""The keys that hold a theme's phrases, with the role of each."""

STATES = frozenset({"merged_into", "retired"})
"""The keys that say that a theme is no longer in force."""

THEME_KEYS = ("id", "label", "definition", "control", "kind", "parent", "merged_into", "retired", *ROLES, "examples")
"""Every key of a theme's section."""


@dataclass(frozen=True)
class Example:
    """A clause that the theme is meant to be found in, with the polarity it should get."""

    text: str
    polarity: str


@dataclass(frozen=True)
class Theme:
    """One theme of the codebook.

    Attributes:
        theme_id: Its name in tables and views.
        label: Its name for a reader.
        definition: What belongs to it, in a line.
        control: Who has it in hand: ``mine``, ``partly`` or ``not_mine``.
        kind: ``quality`` is praised or criticised; ``circumstance`` is a reason that does neither;
            ``comparison`` is one that praises somebody else, in the words that follow it.
        parent_id: The theme it is a part of, or None.
        merged_into: The theme that has taken it over, or None; its phrases are that theme's now.
        is_retired: Whether it is no longer looked for; its phrases are kept, so that it can come back.
        phrases: What it is found by, as (role, phrase), in the order of the file.
        examples: Clauses it is meant to be found in.
    """

    theme_id: str
    label: str
    definition: str
    control: Control
    kind: Kind = "quality"
    parent_id: str | None = None
    merged_into: str | None = None
    is_retired: bool = False
    phrases: tuple[tuple[Role, str], ...] = ()
    examples: tuple[Example, ...] = ()


def read_theme(table: Mapping[str, Any], number: int, file_name: str) -> Theme:
    """A theme from its section of the file.

    Args:
        table: The section.
        number: Its place in the file, from 1, for messages.
        file_name: For messages.

    Raises:
        InputRefusedError: The section is not usable.
    """
    theme_id = table.get("id")
    if not isinstance(theme_id, str) or not theme_id.isidentifier():
        raise InputRefusedError(
            f"{file_name}, theme {number}: no usable id.",
            found=f"Found: {theme_id!r}",
            remedy='Give it one of small letters and underscores, such as id = "remote_work".',
        )
    where = f'{file_name}, theme "{theme_id}"'
    refuse_unknown_keys(table, THEME_KEYS, where)
    for key in ("label", "definition"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise InputRefusedError(f"{where}: no {key}.", remedy=f'Add {key} = "…".')
    phrases = (
        (role, phrase)
        for key, role in ROLES.items()
        for phrase in read_strings(table.get(key, []), f"{where}: {key}")
    )
    return Theme(
        theme_id=theme_id,
        label=table["label"],
        definition=table["definition"],
        control=_read_choice(table, "control", _CONTROLS, where),  # type: ignore[arg-type]  # checked there
        kind=_read_choice({"kind": "quality", **table}, "kind", _KINDS, where),  # type: ignore[arg-type]  # checked there
        parent_id=table.get("parent"),
        merged_into=table.get("merged_into"),
        is_retired=_read_yes(table, "retired", where),
        phrases=tuple(phrases),
        examples=tuple(_read_examples(table.get("examples", {}), where)),
    )


def _read_yes(table: Mapping[str, Any], key: str, where: str) -> bool:
    value = table.get(key, False)
    if isinstance(value, bool):
        return value
    raise InputRefusedError(f"{where}: {key} is neither true nor false.", found=f"Found: {value!r}")


def _read_choice(table: Mapping[str, Any], key: str, choices: tuple[str, ...], where: str) -> str:
    value = table.get(key)
    if value in choices:
        return str(value)
    nearest = nearest_name(str(value), choices)
    raise InputRefusedError(
        f"{where}: {f'unknown {key} {value!r}' if key in table else f'no {key}'}.",
        found=f"It can be: {', '.join(choices)}.",
        remedy=f'Did you mean "{nearest}"?' if nearest else f'Write, for example, {key} = "{choices[0]}".',
    )


def _read_examples(table: object, where: str) -> Iterator[Example]:
    if not isinstance(table, dict):
        raise InputRefusedError(f"{where}: examples is not a section.", remedy='Write examples.strength = ["…"].')
    refuse_unknown_keys(table, _POLARITIES, f"{where}, examples")
    for polarity, texts in table.items():
        for text in read_strings(texts, f"{where}: examples.{polarity}"):
            yield Example(text, polarity)


def read_strings(value: object, where: str) -> tuple[str, ...]:
    """A list of texts, none of them empty; ``where`` is for the refusal."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise InputRefusedError(
            f"{where} is not a list of texts.",
            found=f"Found: {value!r}",
            remedy='Write it as ["one", "two"].',
        )
    return tuple(value)


def refuse_unknown_keys(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    """Refuse a section with a key that means nothing, with the nearest one that does."""
    for key in table:
        if key not in known:
            nearest = nearest_name(key, known)
            raise InputRefusedError(
                f'{where}: unknown key "{key}".',
                found=f"Known keys: {', '.join(known)}.",
                remedy=f'Did you mean "{nearest}"?' if nearest else "Remove it, or use one of those.",
            )


def check_ids(themes: tuple[Theme, ...], file_name: str) -> None:
    """Refuse themes that share an id, or that name a parent or successor that is none."""
    seen: set[str] = set()
    for theme in themes:
        if theme.theme_id in seen:
            raise InputRefusedError(
                f'{file_name}: two themes have the id "{theme.theme_id}".',
                remedy="Rename one, or move its phrases to the other.",
            )
        seen.add(theme.theme_id)
    if COURTESY in seen:
        raise InputRefusedError(
            f'{file_name}: no theme can have the id "{COURTESY}".', remedy="What is taught as that names no theme."
        )
    for theme in themes:
        others = seen - {theme.theme_id}
        for key, name in (("parent", theme.parent_id), ("merged_into", theme.merged_into)):
            if name is not None and name not in others:
                nearest = nearest_name(str(name), others)
                raise InputRefusedError(
                    f'{file_name}, theme "{theme.theme_id}": the {_WHAT[key]} "{name}" is no other theme.',
                    remedy=f'Did you mean "{nearest}"?' if nearest else f"Remove {key}, or add that theme.",
                )
        _refuse_circle(theme, themes, file_name)


_WHAT = {"parent": "parent", "merged_into": "theme it was merged into,"}


def _refuse_circle(theme: Theme, themes: tuple[Theme, ...], file_name: str) -> None:
    by_id = {each.theme_id: each for each in themes}
    at = theme
    for _ in themes:
        if at.merged_into is None:
            return
        at = by_id.get(at.merged_into, theme)
    raise InputRefusedError(
        f'{file_name}, theme "{theme.theme_id}": it was merged into a theme that was merged into it.',
        remedy="Remove merged_into from one of them.",
    )
