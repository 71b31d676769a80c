"""Reads the codebook: the themes as a person wrote them, checked, and ready to be found in a text."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

from pipeline.errors import InputRefusedError, nearest_name
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
from pipeline.themes.taught import COURTESY, Taught, read_taught
from pipeline.themes.wording import MASKS, CueKind, Wording, load_wording

Control = Literal["mine", "partly", "not_mine"]
Kind = Literal["quality", "circumstance", "comparison"]
Role = Literal["topic", "strength", "concern", "circumstance"]

AUTO = "auto"
"""In place of a language: each text is read in its own."""

_CONTROLS = ("mine", "partly", "not_mine")
_KINDS = ("quality", "circumstance", "comparison")
_POLARITIES = ("strength", "concern", "circumstance", "unclear")
_ROLES: Mapping[str, Role] = {
    "strengths": "strength",
    "concerns": "concern",
    "circumstances": "circumstance",
    "topics": "topic",
}
_STATES = ("merged_into", "retired")
_THEME_KEYS = ("id", "label", "definition", "control", "kind", "parent", *_STATES, *_ROLES, "examples")
_FILE_KEYS = ("language", "words", "themes", "taught")


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
    _refuse_unknown_keys(content, _FILE_KEYS, file_name)
    language = str(content.get("language", "en"))
    wording = load_wording(language, file_name)
    tables = content.get("themes", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables) or not tables:
        raise InputRefusedError(
            f"{file_name}: no themes.",
            remedy="Give each theme a [[themes]] section with id, label, definition and control.",
        )
    themes = tuple(_read_theme(table, number, file_name) for number, table in enumerate(tables, start=1))
    _check_ids(themes, file_name)
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
    return {name: _read_strings(value, f"{file_name}, [words] {name}") for name, value in table.items()}


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


def _read_strings(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise InputRefusedError(
            f"{where} is not a list of texts.",
            found=f"Found: {value!r}",
            remedy='Write it as ["one", "two"].',
        )
    return tuple(value)


def _refuse_unknown_keys(table: Mapping[str, object], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            nearest = nearest_name(key, known)
            raise InputRefusedError(
                f'{where}: unknown key "{key}".',
                found=f"Known keys: {', '.join(known)}.",
                remedy=f'Did you mean "{nearest}"?' if nearest else "Remove it, or use one of those.",
            )


def _read_theme(table: Mapping[str, Any], number: int, file_name: str) -> Theme:
    theme_id = table.get("id")
    if not isinstance(theme_id, str) or not theme_id.isidentifier():
        raise InputRefusedError(
            f"{file_name}, theme {number}: no usable id.",
            found=f"Found: {theme_id!r}",
            remedy='Give it one of small letters and underscores, such as id = "remote_work".',
        )
    where = f'{file_name}, theme "{theme_id}"'
    _refuse_unknown_keys(table, _THEME_KEYS, where)
    for key in ("label", "definition"):
        if not isinstance(table.get(key), str) or not table[key].strip():
            raise InputRefusedError(f"{where}: no {key}.", remedy=f'Add {key} = "…".')
    phrases = (
        (role, phrase)
        for key, role in _ROLES.items()
        for phrase in _read_strings(table.get(key, []), f"{where}: {key}")
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
    _refuse_unknown_keys(table, _POLARITIES, f"{where}, examples")
    for polarity, texts in table.items():
        for text in _read_strings(texts, f"{where}: examples.{polarity}"):
            yield Example(text, polarity)


def _check_ids(themes: tuple[Theme, ...], file_name: str) -> None:
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
        for key, role in _ROLES.items()
        for phrase in theme.get(key, ())
    )


def index_of(themes: list[tuple[Phrase, Sense]], wording: Wording) -> PhraseIndex[Sense]:
    """Of two phrases on the same words, courtesy wins over a theme, and a theme over the other cues."""
    cues = [(phrase, Sense(kind)) for kind, phrases in wording.cues.items() for phrase in phrases]
    masks = [cue for cue in cues if cue[1].kind in MASKS]
    others = [cue for cue in cues if cue[1].kind not in MASKS]
    return build_index([*masks, *themes, *others])
