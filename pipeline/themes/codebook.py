"""Reads the codebook: the themes as a person wrote them, checked, and ready to be found in a text."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.themes.phrases import (
    Phrase,
    PhraseError,
    PhraseIndex,
    WordLists,
    build_index,
    read_lists,
    read_phrase,
)
from pipeline.themes.taught import Taught, read_taught
from pipeline.themes.theme import ROLES, Role, Theme, check_ids, read_strings, read_theme, refuse_unknown_keys
from pipeline.themes.wording import MASKS, CueKind, Wording, load_wording

AUTO = "auto"
"""In place of a language: each text is read in its own."""

_FILE_KEYS = ("language", "words", "themes", "taught")


@dataclass(frozen=True)
class Sense:
    """What a phrase means where it is found.

    Attributes:
        kind: A role within a theme, or the kind of a cue.
        theme: The theme, None for a cue.
        is_own: Whether the user wrote the phrase or moved it here: nothing that is trained may overrule it.
    """

    kind: Role | CueKind
    theme: Theme | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Codebook:
    """The themes, the wording of their language, and every phrase of both ready to search.

    Attributes:
        themes: The themes in force, in the order of the file.
        language: Two-letter code of the language.
        wording: What no theme owns.
        index: Every phrase of the themes in force and of the wording.
        former: Themes that were merged into another or retired, as the file has them.
        words: The word lists that phrases use, by name.
        taught: What the user taught; ``themes.hearing`` applies it.
        read_as: The language that every text is read in, or AUTO where each is read in its own.
    """

    themes: tuple[Theme, ...]
    language: str
    wording: Wording
    index: PhraseIndex[Sense] = field(repr=False, compare=False)
    former: tuple[Theme, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    taught: tuple[Taught, ...] = ()
    read_as: str = AUTO

    @cached_property
    def by_language(self) -> dict[str, "Codebook"]:
        """The same codebook for texts in other languages, as ``themes.in_language`` has made it so far."""
        return {}

    def current(self, theme_id: str) -> Theme | None:
        """The theme that an id stands for now: itself, or what it was merged into; None when retired or unknown."""
        return self._current.get(theme_id)

    @cached_property
    def _current(self) -> Mapping[str, Theme]:
        in_force = {theme.theme_id: theme for theme in self.themes}
        survivors = {theme.theme_id: _survivor(theme, self.former) for theme in self.former}
        return in_force | {
            theme_id: in_force[survivor] for theme_id, survivor in survivors.items() if survivor in in_force
        }


def shipped_path(language: str) -> Path:
    """Where the codebook that is shipped for a language lies, whether it is there or not."""
    return (
        resource("data", "codebook.toml") if language == "en" else resource("data", "codebooks", f"{language}.toml")
    )


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook; the built-in one when no path is given.

    Raises:
        InputRefusedError: The file cannot be read, or a theme in it is not usable; the message names both.
    """
    path = path or shipped_path("en")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as e:
        raise InputRefusedError(f"{path}: the codebook cannot be read.", found=str(e)) from e
    except UnicodeDecodeError as e:
        raise InputRefusedError(
            f"{path.name}: the codebook is not UTF-8 text.",
            found=str(e),
            remedy="Save it again as UTF-8.",
        ) from e
    return parse_codebook(text, path.name)


@lru_cache(maxsize=8)
def parse_codebook(text: str, file_name: str) -> Codebook:
    """Read a codebook from its text; ``file_name`` is for messages.

    Raises:
        InputRefusedError: It is not valid, or a theme or taught wording in it is not usable.
    """
    content = _read_toml(text, file_name)
    refuse_unknown_keys(content, _FILE_KEYS, file_name)
    language = str(content.get("language", "en"))
    wording = load_wording(language, file_name)
    tables = content.get("themes", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        raise InputRefusedError(
            f"{file_name}: no themes.",
            remedy="Give each theme a [[themes]] section with id, label, definition and control.",
        )
    themes = tuple(read_theme(table, number, file_name) for number, table in enumerate(tables, start=1))
    check_ids(themes, file_name)
    words = _read_word_lists(content.get("words", {}), file_name)
    former = tuple(theme for theme in themes if theme.merged_into or theme.is_retired)
    codebook = Codebook(
        themes=tuple(theme for theme in themes if theme not in former),
        language=language,
        wording=wording,
        index=build_index([]),
        former=former,
        words=words,
        taught=_read_taught(content.get("taught", []), themes, text, file_name),
    )
    lists = _read_lists(words, wording, file_name)
    codebook = replace(codebook, themes=tuple(_with_current_parent(theme, codebook) for theme in codebook.themes))
    return replace(codebook, index=index_of(_read_phrases(themes, codebook, lists, file_name), wording))


def _read_taught(tables: object, themes: tuple[Theme, ...], text: str, file_name: str) -> tuple[Taught, ...]:
    if not isinstance(tables, list):
        raise InputRefusedError(
            f"{file_name}: taught is not a list of sections.", remedy="Write [[taught]] above each wording."
        )
    return read_taught(tables, [theme.theme_id for theme in themes], text=text, file_name=file_name)


def _with_current_parent(theme: Theme, codebook: Codebook) -> Theme:
    parent = codebook.current(theme.parent_id) if theme.parent_id else None
    return replace(theme, parent_id=parent.theme_id if parent and parent.theme_id != theme.theme_id else None)


def _survivor(theme: Theme, former: tuple[Theme, ...]) -> str | None:
    """The id that a former theme's chain of mergers ends in; None where it ends in a retired one or in a circle."""
    by_id = {each.theme_id: each for each in former}
    seen = set()
    at: Theme | None = theme
    while at is not None and at.merged_into is not None and not at.is_retired and at.theme_id not in seen:
        seen.add(at.theme_id)
        if at.merged_into not in by_id:
            return at.merged_into
        at = by_id[at.merged_into]
    return None


def _read_toml(text: str, file_name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise InputRefusedError(
            f"{file_name}: the codebook is not valid TOML.",
            found=f"Found: {e}",
            remedy="Mend that line; a missing quote, comma or bracket is the usual cause.",
        ) from e


def _read_word_lists(table: object, file_name: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise InputRefusedError(f"{file_name}: [words] is not a section.", remedy='Write [words] and name = ["…"].')
    return {name: read_strings(value, f"{file_name}, [words] {name}") for name, value in table.items()}


def _read_lists(words: Mapping[str, tuple[str, ...]], wording: Wording, file_name: str) -> WordLists:
    try:
        return read_lists(words, wording.letters)
    except PhraseError as e:
        raise _unreadable_phrase(f"{file_name}, [words]", e) from e


def _unreadable_phrase(where: str, error: PhraseError) -> InputRefusedError:
    return InputRefusedError(
        f"{where}: a phrase cannot be read.",
        found=f"Found: {error}.",
        remedy="The head of the built-in codebook shows how phrases are written.",
    )


def _read_phrases(
    themes: tuple[Theme, ...],
    codebook: Codebook,
    lists: WordLists,
    file_name: str,
) -> list[tuple[Phrase, Sense]]:
    claimed: dict[str, str] = {}
    senses: list[tuple[Phrase, Sense]] = []
    for theme in themes:
        where = f'{file_name}, theme "{theme.theme_id}"'
        in_force = codebook.current(theme.theme_id)
        for role, written in theme.phrases:
            try:
                phrase = read_phrase(written, lists, codebook.wording.letters)
            except PhraseError as e:
                raise _unreadable_phrase(where, e) from e
            if in_force is None:
                continue
            for claim in phrase.claims:
                other = claimed.setdefault(claim, in_force.theme_id)
                if other != in_force.theme_id:
                    raise InputRefusedError(
                        f'{where}: "{claim}" also belongs to "{other}".',
                        remedy="Remove it from one of the two.",
                    )
            is_own = (in_force.theme_id, role, written) not in shipped_phrases(codebook.language)
            senses.append((phrase, Sense(role, in_force, is_own=is_own)))
    return senses


@lru_cache
def shipped_phrases(language: str) -> frozenset[tuple[str, Role, str]]:
    """Every phrase of the codebook that is shipped for a language, with its theme and role; none where none is."""
    path = shipped_path(language)
    if not path.is_file():
        return frozenset()
    shipped = tomllib.loads(path.read_text(encoding="utf-8"))
    return frozenset(
        (theme["id"], role, phrase)
        for theme in shipped["themes"]
        for key, role in ROLES.items()
        for phrase in theme.get(key, ())
    )


def index_of(themes: list[tuple[Phrase, Sense]], wording: Wording) -> PhraseIndex[Sense]:
    """Of two phrases on the same words, courtesy wins over a theme, and a theme over the other cues."""
    cues = [(phrase, Sense(kind)) for kind, phrases in wording.cues.items() for phrase in phrases]
    masks = [cue for cue in cues if cue[1].kind in MASKS]
    others = [cue for cue in cues if cue[1].kind not in MASKS]
    return build_index([*masks, *themes, *others])
