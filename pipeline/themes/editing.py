"""Changes to a codebook, from its text to its text: what a person wrote beside them, comments too, stays.

Every function gives a codebook that can be read, or refuses; none touches a file. In a codebook that goes on from the
built-in one only what differs from that is written.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.themes.built_in import extended_text, tables
from pipeline.themes.clauses import split_words
from pipeline.themes.codebook import Codebook, parse_codebook
from pipeline.themes.extending import WITHOUT
from pipeline.themes.sections import list_of, new_section
from pipeline.themes.taught import COURTESY, Polarity, taught_words
from pipeline.themes.theme import ROLES, STATES, Control, Theme


@dataclass(frozen=True)
class NewTheme:
    """A theme as a person thinks it up; its id is made from the label."""

    label: str
    definition: str
    control: Control


def read(text: str, file_name: str = "codebook.toml") -> Codebook:
    """The codebook that a text is.

    Raises:
        InputRefusedError: It is not usable; the message says where.
    """
    return parse_codebook(text, file_name)


def teach(text: str, wording: str, theme_id: str, polarity: Polarity | None) -> str:
    """Add a wording under a theme, or under COURTESY; one taught before is taught anew.

    Raises:
        InputRefusedError: The wording has no word, or there is no such theme.
    """
    words = taught_words(wording)
    if not words:
        raise InputRefusedError("There are no words to teach.", found=f"Found: {wording!r}")
    if theme_id != COURTESY:
        _require(read(text), theme_id)
    document = tomlkit.parse(text)
    sections = _sections(document, "taught")
    for place in reversed(range(len(sections))):
        if taught_words(str(sections[place]["clause"])) == words:
            del sections[place]
    section = {"clause": " ".join(wording.split()), "theme": theme_id}
    sections.append(new_section(section if theme_id == COURTESY else {**section, "polarity": polarity}))
    return _checked(document)


def unteach(text: str, wording: str) -> str:
    """Take a taught wording out again.

    Raises:
        InputRefusedError: It is not taught; the message names the nearest that is.
    """
    document = tomlkit.parse(text)
    sections = _sections(document, "taught") if "taught" in document else []
    for place, section in enumerate(sections):
        if taught_words(str(section["clause"])) == taught_words(wording):
            del sections[place]
            if not sections:
                del document["taught"]
            return _checked(document)
    near = nearest_name(wording, [str(section["clause"]) for section in sections])
    raise InputRefusedError(
        f'"{wording}" is not taught.', remedy=f'Did you mean "{near}"?' if near else "The list shows what is."
    )


def add_theme(text: str, theme: NewTheme) -> tuple[str, str]:
    """Add a theme; returns the codebook and the theme's id.

    Raises:
        InputRefusedError: It has no label, or another theme is called so.
    """
    label, definition = " ".join(theme.label.split()), " ".join(theme.definition.split())
    if not label:
        raise InputRefusedError("A theme needs a name.", remedy="Give it one of a word or two, such as Remote work.")
    codebook = read(text)
    _refuse_taken(codebook, label, None)
    theme_id = _new_id(label, codebook)
    document = tomlkit.parse(text)
    content = {"id": theme_id, "label": label, "definition": definition or label, "control": theme.control}
    _sections(document, "themes").append(new_section(content))
    return _checked(document), theme_id


def accept(text: str, theme: NewTheme, wordings: Iterable[str], polarity: Polarity) -> tuple[str, str]:
    """Make a suggestion a theme of its own in one step; returns the codebook and the theme's id.

    Raises:
        InputRefusedError: It has no label, or another theme is called so.
    """
    text, theme_id = add_theme(text, theme)
    for wording in wordings:
        text = teach(text, wording, theme_id, polarity)
    return text, theme_id


def describe(text: str, theme_id: str, theme: NewTheme) -> str:
    """Give a theme another name, definition or control; its id stays, so that nothing loses its past.

    Raises:
        InputRefusedError: There is no such theme, it would have no name, or another is called so.
    """
    label = " ".join(theme.label.split())
    if not label:
        raise InputRefusedError("A theme needs a name.", remedy="Give it one of a word or two, such as Remote work.")
    _refuse_taken(read(text), label, theme_id)
    document = tomlkit.parse(text)
    built_in = _built_in(text, theme_id)
    section = _theme(document, theme_id, built_in)
    described = {"label": label, "definition": theme.definition.strip() or label, "control": theme.control}
    for key, value in described.items():
        if built_in.get(key) == value:
            section.pop(key, None)
        else:
            section[key] = value
    _drop_empty(document, theme_id, built_in)
    return _checked(document)


def merge(text: str, theme_id: str, into: str) -> str:
    """Let one theme be part of another from now on; its phrases and what was taught for it count there.

    Raises:
        InputRefusedError: One of them does not exist or is no longer in force, or they are the same.
    """
    codebook = read(text)
    _require(codebook, theme_id)
    if theme_id == _require(codebook, into):
        raise InputRefusedError("A theme cannot be merged into itself.", remedy="Choose another one.")
    document = tomlkit.parse(text)
    section = _theme(document, theme_id, _built_in(text, theme_id))
    _bring_back(section)
    section["merged_into"] = into
    return _checked(document)


def retire(text: str, theme_id: str) -> str:
    """Look for a theme no longer; its phrases and what was taught for it are kept.

    Raises:
        InputRefusedError: There is no such theme in force, or it is the last one.
    """
    codebook = read(text)
    _require(codebook, theme_id)
    if len(codebook.themes) == 1:
        raise InputRefusedError("This is the last theme.", remedy="Add another before you retire it.")
    document = tomlkit.parse(text)
    section = _theme(document, theme_id, _built_in(text, theme_id))
    _bring_back(section)
    section["retired"] = True
    return _checked(document)


def restore(text: str, theme_id: str) -> str:
    """Bring a merged or retired theme back as it was.

    Raises:
        InputRefusedError: There is no such theme.
    """
    document = tomlkit.parse(text)
    built_in = _built_in(text, theme_id)
    section = _theme(document, theme_id, built_in)
    _bring_back(section)
    if STATES & built_in.keys():
        section["retired"] = False
    _drop_empty(document, theme_id, built_in)
    return _checked(document)


def split(
    text: str, theme_id: str, new: NewTheme, wordings: Iterable[str], phrases: Iterable[str]
) -> tuple[str, str]:
    """Move some of a theme's taught wordings and phrases to a new theme; returns the codebook and the new id.

    Raises:
        InputRefusedError: There is nothing to move, or something is not the theme's.
    """
    moving, wanted = {taught_words(wording) for wording in wordings}, set(phrases)
    if not moving and not wanted:
        raise InputRefusedError("Nothing was chosen to move.", remedy="Choose at least one wording or phrase.")
    built_in = _built_in(text, theme_id)
    text, new_id = add_theme(text, new)
    document = tomlkit.parse(text)
    old, added = _theme(document, theme_id, built_in), _theme(document, new_id)
    kind = old.get("kind", built_in.get("kind"))
    if kind is not None:
        added["kind"] = kind
    wanted -= _move_phrases(old, added, built_in, wanted)
    _drop_empty(document, theme_id, built_in)
    sections = _sections(document, "taught") if "taught" in document else []
    for section in sections:
        if section["theme"] == theme_id and taught_words(str(section["clause"])) in moving:
            moving.discard(taught_words(str(section["clause"])))
            section["theme"] = new_id
    if wanted or moving:
        strange = sorted(wanted) or [" ".join(words) for words in sorted(moving)]
        raise InputRefusedError(f'"{strange[0]}" is not in the theme "{theme_id}".', remedy="Look at it again.")
    return _checked(document), new_id


def _move_phrases(old: Table, added: Table, built_in: Mapping[str, Any], wanted: set[str]) -> set[str]:
    """Move phrases from one section to another, each with its role; returns those that were there."""
    without, found = [str(phrase) for phrase in old.get(WITHOUT, [])], set[str]()
    for key in ROLES:
        own, shipped = [str(phrase) for phrase in old.get(key, [])], built_in.get(key, [])
        there = dict.fromkeys([*(phrase for phrase in shipped if phrase not in without), *own])
        if moved := [phrase for phrase in there if phrase in wanted]:
            found |= set(moved)
            added[key] = list_of(moved)
            if set(own) & wanted:
                old[key] = list_of([phrase for phrase in own if phrase not in wanted])
    gone = {phrase for key in ROLES for phrase in built_in.get(key, [])} & found
    if gone:
        old[WITHOUT] = list_of([*without, *sorted(gone - set(without))])
    return found


def what_changed(before: Codebook, after: Codebook) -> list[str]:
    """What makes one codebook another, as short sentences for a list."""
    lines = [*_kind_changes(before, after), *_taught_changes(before, after), *_theme_changes(before, after)]
    return lines or ["phrases edited"]


def _kind_changes(before: Codebook, after: Codebook) -> Iterable[str]:
    if after.extends and not before.extends:
        yield "follows the built-in codebook from now on, and holds only what you changed"
    elif before.extends and not after.extends:
        yield "a whole codebook from now on, which later releases do not change"


def _taught_changes(before: Codebook, after: Codebook) -> Iterable[str]:
    old, new = ({each.words: each for each in book.taught} for book in (before, after))
    for words in new.keys() - old.keys():
        yield f"taught “{new[words].clause}”: {_meaning(new[words].theme_id, new[words].polarity, after)}"
    for words in old.keys() - new.keys():
        yield f"no longer taught “{old[words].clause}”"
    for words in new.keys() & old.keys():
        if (old[words].theme_id, old[words].polarity) != (new[words].theme_id, new[words].polarity):
            yield f"taught “{new[words].clause}” anew: {_meaning(new[words].theme_id, new[words].polarity, after)}"


def _meaning(theme_id: str, polarity: str | None, codebook: Codebook) -> str:
    if theme_id == COURTESY:
        return "not a theme"
    theme = codebook.current(theme_id)
    return f"{theme.label if theme else theme_id}, {polarity}"


def _theme_changes(before: Codebook, after: Codebook) -> Iterable[str]:
    old, new = ({theme.theme_id: theme for theme in (*book.themes, *book.former)} for book in (before, after))
    for theme_id, theme in new.items():
        if theme_id not in old:
            yield f"new theme {theme.label}"
            continue
        earlier = old[theme_id]
        if (earlier.label, earlier.definition, earlier.control) != (theme.label, theme.definition, theme.control):
            yield (
                f"{earlier.label} described anew"
                if earlier.label == theme.label
                else (f"{earlier.label} renamed to {theme.label}")
            )
        state = (theme.is_retired, theme.merged_into)
        if (earlier.is_retired, earlier.merged_into) != state:
            yield f"{theme.label} {_state(theme.merged_into, new, is_retired=theme.is_retired)}"
        if earlier.phrases != theme.phrases:
            yield f"phrases of {theme.label} edited"
    yield from (f"theme {old[theme_id].label} removed" for theme_id in old.keys() - new.keys())


def _state(merged_into: str | None, themes: Mapping[str, Any], *, is_retired: bool) -> str:
    if is_retired:
        return "retired"
    return f"merged into {themes[merged_into].label}" if merged_into else "brought back"


def _checked(document: tomlkit.TOMLDocument) -> str:
    text = tomlkit.dumps(document)
    read(text)
    return text


def _sections(document: tomlkit.TOMLDocument, name: str) -> AoT:
    """The sections of a name, to be changed; none yet where there are none."""
    if name not in document:
        document.append(name, tomlkit.aot())
    sections = document[name]
    if isinstance(sections, AoT):
        return sections
    raise InputRefusedError(
        f"{name} is written as one list, which cannot be changed here.", remedy=f"Write [[{name}]] above each entry."
    )


def _built_in(text: str, theme_id: str) -> Mapping[str, Any]:
    """A theme as the built-in codebook has it, where a codebook goes on from that; else nothing."""
    built_in = extended_text(text)
    themes = tables(built_in)["themes"] if built_in else ()
    return next((theme for theme in themes if theme["id"] == theme_id), {})


def _theme(document: tomlkit.TOMLDocument, theme_id: str, built_in: Mapping[str, Any] | None = None) -> Table:
    """A theme's section, to be changed; a new one where so far it is as built in."""
    sections = _sections(document, "themes")
    for section in sections:
        if isinstance(section, Table) and section["id"] == theme_id:
            return section
    if built_in:
        sections.append(new_section({"id": theme_id}))
        return _theme(document, theme_id)
    raise _no_theme(theme_id, [theme.theme_id for theme in _all_themes(document)])


def _all_themes(document: tomlkit.TOMLDocument) -> tuple[Theme, ...]:
    codebook = read(tomlkit.dumps(document))
    return (*codebook.themes, *codebook.former)


def _bring_back(section: Table) -> None:
    for key in STATES:
        section.pop(key, None)


def _drop_empty(document: tomlkit.TOMLDocument, theme_id: str, built_in: Mapping[str, Any]) -> None:
    """Leave out the section of a built-in theme that says nothing more."""
    sections = _sections(document, "themes")
    for place in reversed(range(len(sections))):
        if built_in and sections[place]["id"] == theme_id and set(sections[place]) == {"id"}:
            del sections[place]
    if not sections:
        del document["themes"]


def _require(codebook: Codebook, theme_id: str) -> str:
    """Refuse the id of a theme that is not in force."""
    names = [theme.theme_id for theme in codebook.themes]
    if theme_id not in names:
        raise _no_theme(theme_id, names)
    return theme_id


def _no_theme(theme_id: str, names: list[str]) -> InputRefusedError:
    near = nearest_name(theme_id, names)
    return InputRefusedError(
        f'There is no theme "{theme_id}".',
        found=f"There are: {', '.join(names)}.",
        remedy=f'Did you mean "{near}"?' if near else "Choose one of these, or add it first.",
    )


def _refuse_taken(codebook: Codebook, label: str, own_id: str | None) -> None:
    for theme in codebook.themes:
        if theme.theme_id != own_id and theme.label.casefold() == label.casefold():
            raise InputRefusedError(
                f"There is a theme called {theme.label} already.", remedy="Choose that one, or another name."
            )


def _new_id(label: str, codebook: Codebook) -> str:
    """An id from a label: Remote work becomes remote_work; a number is put behind one that is taken."""
    plain = re.sub(r"[\W_]+", "_", "_".join(word for word in split_words(label).folded if word not in ",:")).strip(
        "_"
    )
    name = plain if plain.isidentifier() else f"theme_{plain}".strip("_")
    taken = {theme.theme_id for theme in (*codebook.themes, *codebook.former)} | {COURTESY}
    candidates = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)
