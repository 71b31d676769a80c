"""Reads the codebook: the themes as a person wrote them, checked, and ready to be found in a text."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import InputRefusedError
from pipeline.themes.built_in import EXTENDS, shipped_beside, shipped_path, tables
from pipeline.themes.extending import OwnPhrase, lay_over
from pipeline.themes.phrase_index import PhraseIndex, build_index
from pipeline.themes.phrases import Phrase, PhraseError, WordLists, read_lists, read_phrase
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

    @cached_property
    def feature(self) -> str:
        """The name of the feature that the model weighs where it is found."""
        return f"k:phrase {self.theme.theme_id} {self.kind}" if self.theme else f"k:cue {self.kind}"


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
        own: The phrases that the user wrote or moved.
        set_aside: Built-in phrases that are left out, because what they claim is claimed otherwise by the user.
        extends: Whether it goes on from the built-in codebook, and has its later phrases too.
        notes: Where the user and the built-in codebook want different things, as sentences; the user's wish counts.
        read_as: The language that every text is read in, or AUTO where each is read in its own.
    """

    themes: tuple[Theme, ...]
    language: str
    wording: Wording
    index: PhraseIndex[Sense] = field(repr=False, compare=False)
    former: tuple[Theme, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    taught: tuple[Taught, ...] = ()
    own: frozenset[OwnPhrase] = frozenset()
    set_aside: frozenset[OwnPhrase] = frozenset()
    extends: bool = field(default=False, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)
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


def parse_codebook(text: str, file_name: str) -> Codebook:
    """Read a codebook from its text, whole or laid over the built-in one; ``file_name`` is for messages.

    Raises:
        InputRefusedError: It is not valid, or a theme or taught wording in it is not usable.
    """
    return _parse(text, file_name, shipped_beside(text))


@lru_cache(maxsize=8)
def _parse(text: str, file_name: str, shipped: str | None) -> Codebook:
    content, own, notes = _read_content(text, file_name, shipped)
    refuse_unknown_keys(content, _FILE_KEYS, file_name)
    language = str(content.get("language", "en"))
    wording = load_wording(language, file_name)
    sections = content.get("themes", [])
    if not isinstance(sections, list) or not all(isinstance(table, dict) for table in sections) or not sections:
        raise InputRefusedError(
            f"{file_name}: no themes.",
            remedy="Give each theme a [[themes]] section with id, label, definition and control.",
        )
    themes = tuple(read_theme(table, number, file_name) for number, table in enumerate(sections, start=1))
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
        own=_not_shipped(themes, shipped) if own is None else own,
        extends=own is not None,
        notes=notes,
    )
    written = _read_phrases(themes, codebook, _read_lists(words, wording, file_name), file_name)
    set_aside = _settle_claims(written, file_name, is_laid=own is not None)
    codebook = replace(
        codebook,
        themes=tuple(_with_current_parent(theme, codebook) for theme in codebook.themes),
        set_aside=frozenset(set_aside),
        notes=(*notes, *set_aside.values()),
    )
    by_id = {theme.theme_id: theme for theme in codebook.themes}
    senses = [
        (each.phrase, Sense(each.role, by_id[each.in_force.theme_id], is_own=each.is_own or each.is_moved))
        for each in written
        if each.in_force is not None and each.key not in set_aside
    ]
    return replace(codebook, index=index_of(senses, wording))


def _read_content(
    text: str, file_name: str, shipped: str | None
) -> tuple[Mapping[str, Any], frozenset[OwnPhrase] | None, tuple[str, ...]]:
    """The whole codebook as tables; for one that goes on from the built-in one its own phrases and notes too."""
    content = _read_toml(text, file_name)
    if EXTENDS not in content:
        return content, None, ()
    return lay_over(tables(shipped) if shipped else None, content, file_name)


def _not_shipped(themes: tuple[Theme, ...], shipped: str | None) -> frozenset[OwnPhrase]:
    """What the user wrote or moved in a whole codebook: what the built-in one does not have."""
    phrases = ((theme.theme_id, role, phrase) for theme in themes for role, phrase in theme.phrases)
    return frozenset(phrases) - (shipped_phrases(shipped) if shipped else frozenset())


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


def _read_toml(text: str, file_name: str) -> Mapping[str, Any]:
    try:
        return tables(text)
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


class _Written(NamedTuple):
    """A phrase of a theme as it was written and as it is read.

    Attributes:
        theme: The theme whose section has it.
        role: Its role there.
        phrase: The phrase.
        in_force: The theme it stands for now; None for one that was retired.
        is_own: Whether the user wrote it there.
    """

    theme: Theme
    role: Role
    phrase: Phrase
    in_force: Theme | None
    is_own: bool

    @property
    def key(self) -> OwnPhrase:
        return (self.theme.theme_id, self.role, self.phrase.text)

    @property
    def is_moved(self) -> bool:
        return self.in_force is not None and self.in_force.theme_id != self.theme.theme_id


def _read_phrases(
    themes: tuple[Theme, ...],
    codebook: Codebook,
    lists: WordLists,
    file_name: str,
) -> list[_Written]:
    written: list[_Written] = []
    for theme in themes:
        in_force = codebook.current(theme.theme_id)
        for role, text in theme.phrases:
            try:
                phrase = read_phrase(text, lists, codebook.wording.letters)
            except PhraseError as e:
                raise _unreadable_phrase(f'{file_name}, theme "{theme.theme_id}"', e) from e
            is_own = (theme.theme_id, role, text) in codebook.own
            written.append(_Written(theme, role, phrase, in_force, is_own))
    return written


def _settle_claims(written: Sequence[_Written], file_name: str, *, is_laid: bool) -> dict[OwnPhrase, str]:
    """See that no words belong to two themes: a built-in phrase gives way to the user's, and a sentence says so.

    Raises:
        InputRefusedError: Two phrases of the user's claim the same words, or two of a whole codebook do.
    """
    claimed: dict[str, Theme] = {}
    set_aside: dict[OwnPhrase, str] = {}
    for each in sorted(written, key=lambda item: is_laid and not item.is_own):
        if each.in_force is None:
            continue
        for claim in each.phrase.claims:
            other = claimed.get(claim, each.in_force)
            if other.theme_id == each.in_force.theme_id:
                claimed[claim] = each.in_force
            elif is_laid and not each.is_own:
                set_aside[each.key] = (
                    f"“{each.phrase.text}” of {each.theme.label} is left out: “{claim}” belongs to {other.label}."
                )
            else:
                raise InputRefusedError(
                    f'{file_name}, theme "{each.theme.theme_id}": "{claim}" also belongs to "{other.theme_id}".',
                    remedy="Remove it from one of the two.",
                )
    return set_aside


@lru_cache
def shipped_phrases(shipped: str) -> frozenset[OwnPhrase]:
    """Every phrase of a codebook that is shipped, with its theme and role."""
    return frozenset(
        (theme["id"], role, phrase)
        for theme in tables(shipped)["themes"]
        for key, role in ROLES.items()
        for phrase in theme.get(key, ())
    )


def index_of(themes: list[tuple[Phrase, Sense]], wording: Wording) -> PhraseIndex[Sense]:
    """Of two phrases on the same words, courtesy wins over a theme, and a theme over the other cues."""
    cues = [(phrase, Sense(kind)) for kind, phrases in wording.cues.items() for phrase in phrases]
    masks = [cue for cue in cues if cue[1].kind in MASKS]
    others = [cue for cue in cues if cue[1].kind not in MASKS]
    return build_index([*masks, *themes, *others])
