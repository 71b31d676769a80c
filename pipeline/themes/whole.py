"""A codebook that goes on from the built-in one, written out whole: readable by itself and the same from then on."""

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from pipeline.themes.built_in import extended_text, tables
from pipeline.themes.codebook import parse_codebook
from pipeline.themes.extending import lay_over
from pipeline.themes.sections import new_section, sections_of, set_entry
from pipeline.themes.theme import ROLES


def whole_text(text: str, file_name: str = "codebook.toml") -> str:
    """The whole codebook that a text stands for, with the built-in comments; one that is whole stays as it is.

    Raises:
        InputRefusedError: It is not usable; the message says where.
    """
    built_in = extended_text(text)
    codebook = parse_codebook(text, file_name)
    if built_in is None:
        return text
    content = lay_over(tables(built_in), tables(text), file_name).content
    document = tomlkit.parse(built_in)
    for name, entries in content["words"].items():
        set_entry(document["words"], name, entries)
    themes = document["themes"]
    assert isinstance(themes, AoT)
    written: dict[str, Table] = {str(section["id"]): section for section in themes}
    for theme in content["themes"]:
        table = _without(theme, codebook.set_aside)
        if theme["id"] in written:
            _update(written[theme["id"]], table)
        else:
            themes.append(new_section(table))
    if content.get("taught"):
        document.append("taught", sections_of(content["taught"]))
    return tomlkit.dumps(document)


def _without(theme: dict[str, Any], set_aside: frozenset[tuple[str, Any, str]]) -> dict[str, Any]:
    return {
        key: [phrase for phrase in value if (theme["id"], ROLES[key], phrase) not in set_aside]
        if key in ROLES
        else value
        for key, value in theme.items()
    }


def _update(section: Table, content: Mapping[str, object]) -> None:
    """Make a section say what ``content`` does; what it says already stays as it is written."""
    for key in set(section) - content.keys():
        del section[key]
    for key, value in content.items():
        set_entry(section, key, value)
