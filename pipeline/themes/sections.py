"""Sections and lists of a codebook as a person would write them."""

from collections.abc import Iterable, Mapping

import tomlkit
from tomlkit.items import AoT, Table


def sections_of(entries: Iterable[Mapping[str, object]]) -> AoT:
    """Sections of one name, each after a blank line."""
    sections = tomlkit.aot()
    for entry in entries:
        sections.append(new_section(entry))
    return sections


def new_section(content: Mapping[str, object]) -> Table:
    """A section after a blank line; its lists have a line for each entry."""
    table = tomlkit.table()
    for key, value in content.items():
        set_entry(table, key, value)
    table.trivia.indent = "\n"  # a blank line before its heading
    return table


def list_of(texts: list[str]) -> object:
    """A list with a line for each entry."""
    return tomlkit.item(texts).multiline(multiline=True)


def set_entry(table: Table, key: str, value: object) -> None:
    """Make a section say something; what it says already stays as it is written."""
    if table.get(key) != value:
        table[key] = list_of(value) if isinstance(value, list) else value
