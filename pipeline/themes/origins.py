"""What the owner of a whole codebook changed in the built-in one that it was once copied from.

Releases before the key ``extends`` gave every home a whole copy. The codebooks they shipped are known by a
fingerprint of each phrase and each other entry, which is enough to tell what was changed from what is merely old.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import tomlkit

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.themes.built_in import built_in_text, tables
from pipeline.themes.codebook import parse_codebook
from pipeline.themes.extending import WITHOUT
from pipeline.themes.sections import new_section, sections_of
from pipeline.themes.theme import ROLES

_SHARED = 0.5
"""The share of a shipped codebook's entries that a copy of it still has, whatever its owner changed since."""

_DESCRIPTION = ("label", "definition", "control", "kind", "parent")
_STATES = ("merged_into", "retired")
_DEFAULTS = {"kind": "quality"}
_DIGITS = 8

Prints = frozenset[str]
_Table = Mapping[str, Any]


@lru_cache
def shipped_prints() -> tuple[Prints, ...]:
    """The fingerprints of every codebook that homes were given a copy of, oldest first."""
    content = tomllib.loads(resource("data", "shipped_codebooks.toml").read_text(encoding="utf-8"))
    return tuple(frozenset(codebook["prints"].split()) for codebook in content["codebooks"])


def prints_of(codebook: _Table) -> Prints:
    """The fingerprint of every entry of a codebook, from its tables."""
    return frozenset(_print(*part) for part in _parts(codebook))


def origin_of(text: str) -> Prints | None:
    """The shipped codebook that a whole one was copied from; None where it is too unlike all of them."""
    own = prints_of(tables(text))
    likest = max(reversed(shipped_prints()), key=lambda shipped: len(shipped & own) / len(shipped))
    return likest if len(likest & own) >= _SHARED * len(likest) else None


def own_changes(text: str, origin: Prints | None = None) -> str:
    """What the owner of a whole codebook changed, as one that goes on from the built-in codebook of its language.

    What the origin had and the built-in codebook no longer has goes; what it has since is added.

    Args:
        text: The whole codebook.
        origin: What it was copied from; the built-in codebook where nothing is known.

    Raises:
        InputRefusedError: It is not usable, has no built-in codebook to go on from, or differs in what cannot be
            written as a change.
    """
    parse_codebook(text, "codebook.toml")
    whole = tables(text)
    language = str(whole.get("language", "en"))
    shipped = built_in_text(language)
    if shipped is None:
        raise InputRefusedError(f'There is no built-in codebook for the language "{language}" to go on from.')
    built_in = tables(shipped)
    known = prints_of(built_in) if origin is None else origin
    document = tomlkit.parse(resource("data", "own_codebook.toml").read_text(encoding="utf-8"))
    if language != "en":
        document.append("language", tomlkit.item(language))
    if words := _own_words(whole.get("words", {}), built_in["words"], known):
        document.append("words", new_section(words))
    if themes := list(_own_themes(whole["themes"], built_in["themes"], known)):
        document.append("themes", sections_of(themes))
    if whole.get("taught"):
        document.append("taught", sections_of(whole["taught"]))
    changes = tomlkit.dumps(document)
    parse_codebook(changes, "codebook.toml")
    return changes


def _parts(codebook: _Table) -> Iterator[tuple[str, ...]]:
    for name, entries in codebook.get("words", {}).items():
        yield from (("words", name, entry) for entry in entries)
    for theme in codebook["themes"]:
        for key in _DESCRIPTION:
            if (value := theme.get(key, _DEFAULTS.get(key))) is not None:
                yield theme["id"], key, value
        yield from ((theme["id"], key, str(theme[key])) for key in _STATES if theme.get(key))
        for key in ROLES:
            yield from ((theme["id"], key, phrase) for phrase in theme.get(key, []))


def _print(*part: str) -> str:
    return hashlib.sha256("\0".join(part).encode()).hexdigest()[:_DIGITS]


def _own_words(whole: _Table, built_in: _Table, known: Prints) -> dict[str, list[str]]:
    own: dict[str, list[str]] = {}
    for name, here in whole.items():
        there = built_in.get(name, [])
        if any(_print("words", name, entry) in known for entry in there if entry not in here):
            raise InputRefusedError(
                f"The codebook lacks entries of the built-in word list {name}, which no change can say.",
                remedy=f"Put them back under [words] {name}, and leave out phrases instead.",
            )
        added = [e for e in here if e not in there and _print("words", name, e) not in known]
        if added:
            own[name] = added
    return own


def _own_themes(whole: list[_Table], built_in: list[_Table], known: Prints) -> Iterator[dict[str, Any]]:
    by_id = {theme["id"]: theme for theme in whole}
    for shipped in built_in:
        theme = by_id.pop(shipped["id"], None)
        if theme is None:
            if _print(shipped["id"], "control", shipped["control"]) in known:
                yield {"id": shipped["id"], "retired": True}
        elif changed := _own_theme(theme, shipped, known):
            yield {"id": shipped["id"], **changed}
    yield from (dict(theme) for theme in by_id.values())


def _own_theme(theme: _Table, shipped: _Table, known: Prints) -> dict[str, Any]:
    """What one theme's section has to say."""
    name, own = theme["id"], dict[str, Any]()
    for key in _DESCRIPTION:
        value, default = theme.get(key, _DEFAULTS.get(key)), shipped.get(key, _DEFAULTS.get(key))
        if value is None and default is not None and _print(name, key, default) in known:
            raise InputRefusedError(f'Theme "{name}" lacks the built-in {key}, which no change can say.')
        if value is not None and value != default and _print(name, key, value) not in known:
            own[key] = value
    own |= _own_state(theme, shipped, known)
    gone = {
        phrase
        for key in ROLES
        for phrase in shipped.get(key, [])
        if phrase not in theme.get(key, []) and _print(name, key, phrase) in known
    }
    for key in ROLES:
        kept = set(shipped.get(key, [])) - gone
        added = [
            phrase
            for phrase in theme.get(key, [])
            if phrase not in kept and (phrase in gone or _print(name, key, phrase) not in known)
        ]
        if added:
            own[key] = added
    return own | ({WITHOUT: sorted(gone)} if gone else {})


def _own_state(theme: _Table, shipped: _Table, known: Prints) -> dict[str, Any]:
    """Whether it was merged, retired or brought back; what only a release did is not the owner's."""
    states = {key: theme[key] for key in _STATES if theme.get(key)}
    if states:
        return {key: value for key, value in states.items() if shipped.get(key) != value}
    there = [key for key in _STATES if shipped.get(key)]
    is_back = any(_print(theme["id"], key, str(shipped[key])) in known for key in there)
    return {"retired": False} if is_back else {}
