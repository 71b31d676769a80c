"""Lays a codebook that says ``extends = "built-in"`` over the built-in one: what its owner changed always counts.

A newer built-in codebook may not make such a codebook unusable: where the two want different things its owner's wish
counts, and a note says so.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.themes.built_in import BUILT_IN, EXTENDS
from pipeline.themes.theme import ROLES, STATES, THEME_KEYS, Role, read_strings, refuse_unknown_keys

WITHOUT = "without"
"""The key of a theme's section that names built-in phrases it is not found by."""

OwnPhrase = tuple[str, Role, str]
"""A theme's id, the role of the phrase, and the phrase."""

_Table = Mapping[str, Any]


class Laid(NamedTuple):
    """A codebook laid over the built-in one.

    Attributes:
        content: The whole codebook, as tables.
        own: The phrases that its owner wrote or moved.
        notes: Where the two wanted different things, as sentences.
    """

    content: dict[str, Any]
    own: frozenset[OwnPhrase]
    notes: tuple[str, ...]


def lay_over(built_in: _Table | None, own: _Table, file_name: str) -> Laid:
    """Lay the tables of a codebook over those of the built-in one.

    Args:
        built_in: The built-in codebook of its language, None where none is shipped.
        own: What its owner changed.
        file_name: For messages.

    Raises:
        InputRefusedError: A section cannot be laid over anything; the message names it.
    """
    if own[EXTENDS] != BUILT_IN or built_in is None:
        raise InputRefusedError(
            f"{file_name}: there is no codebook to extend.",
            found=f"Found: {EXTENDS} = {own[EXTENDS]!r}, language = {own.get('language', 'en')!r}",
            remedy=f'Write {EXTENDS} = "{BUILT_IN}", and a language that Debrief has a codebook for.',
        )
    sections = _sections_by_id(own.get("themes", []), built_in, file_name)
    notes: list[str] = []
    survivors = {section.get("merged_into") for section in sections.values()}
    themes = [
        _laid(theme, sections.pop(theme["id"], {}), survivors, notes, file_name) for theme in built_in["themes"]
    ]
    themes += [dict(section) for section in sections.values()]
    notes += _shared_labels(themes)
    content = {key: value for key, value in own.items() if key != EXTENDS}
    content |= {"words": _with_words(built_in.get("words", {}), own.get("words", {}), file_name), "themes": themes}
    return Laid(content, frozenset(_own_phrases(own.get("themes", []), file_name)), tuple(notes))


def _sections_by_id(sections: object, built_in: _Table, file_name: str) -> dict[str, _Table]:
    """The owner's sections by the id of their theme; one that is no theme at all is refused here."""
    if not isinstance(sections, list) or not all(isinstance(section, dict) for section in sections):
        raise InputRefusedError(
            f"{file_name}: themes is not a list of sections.", remedy="Write [[themes]] above each theme."
        )
    names = [theme["id"] for theme in built_in["themes"]]
    by_id: dict[str, _Table] = {}
    for number, section in enumerate(sections, start=1):
        theme_id = section.get("id")
        if not isinstance(theme_id, str):
            raise InputRefusedError(f"{file_name}, theme {number}: no id.", found=f"Found: {theme_id!r}")
        if theme_id in by_id:
            raise InputRefusedError(
                f'{file_name}: two themes have the id "{theme_id}".', remedy="Put what they say into one section."
            )
        if theme_id not in names and "label" not in section:
            near = nearest_name(theme_id, names)
            raise InputRefusedError(
                f'{file_name}, theme "{theme_id}": the built-in codebook has no such theme, and it has no label.',
                remedy=f'Did you mean "{near}"?' if near else "Give it label, definition and control to make it one.",
            )
        by_id[theme_id] = section
    return by_id


def _laid(theme: _Table, own: _Table, survivors: set[Any], notes: list[str], file_name: str) -> dict[str, Any]:
    """A built-in theme with what its owner changed."""
    where = f'{file_name}, theme "{theme["id"]}"'
    refuse_unknown_keys(own, (*THEME_KEYS, WITHOUT), where)
    laid = dict(theme)
    if STATES & own.keys():
        laid = {key: value for key, value in laid.items() if key not in STATES}
    elif STATES & theme.keys() and theme["id"] in survivors:
        laid = {key: value for key, value in laid.items() if key not in STATES}
        notes.append(f"{theme['label']} stays a theme of its own, because you merged another into it.")
    elif STATES & theme.keys() and ROLES.keys() & own.keys():
        notes.append(f"{theme['label']} is no longer a built-in theme, and your phrases for it went with it.")
    without = set(read_strings(own.get(WITHOUT, []), f"{where}: {WITHOUT}"))
    for key in ROLES:
        kept = [phrase for phrase in theme.get(key, []) if phrase not in without]
        added = read_strings(own.get(key, []), f"{where}: {key}")
        if kept or added:
            laid[key] = list(dict.fromkeys([*kept, *added]))
        else:
            laid.pop(key, None)
    known = {phrase for key in ROLES for phrase in theme.get(key, [])}
    notes += [
        f"{theme['label']} has no built-in phrase “{phrase}” to be without." for phrase in sorted(without - known)
    ]
    return laid | {key: value for key, value in own.items() if key not in {*ROLES, WITHOUT}}


def _with_words(built_in: _Table, own: object, file_name: str) -> object:
    """The built-in word lists, with the owner's entries and lists after them."""
    if not isinstance(own, dict):
        return own  # refused where word lists are read
    added = {name: read_strings(entries, f"{file_name}, [words] {name}") for name, entries in own.items()}
    return dict(built_in) | {
        name: list(dict.fromkeys([*built_in.get(name, []), *entries])) for name, entries in added.items()
    }


def _own_phrases(sections: Sequence[_Table], file_name: str) -> Iterator[OwnPhrase]:
    for section in sections:
        for key, role in ROLES.items():
            phrases = read_strings(section.get(key, []), f'{file_name}, theme "{section["id"]}": {key}')
            yield from ((section["id"], role, phrase) for phrase in phrases)


def _shared_labels(themes: Sequence[_Table]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for theme in themes:
        if theme.get("merged_into") or theme.get("retired"):
            continue
        label = str(theme.get("label", ""))
        other = seen.setdefault(label.casefold(), theme["id"])
        if other != theme["id"]:
            yield f"Two themes are called {label}: {other} and {theme['id']}. Rename one of them, or merge them."
