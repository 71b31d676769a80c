"""Reads the codebook: the themes as a person wrote them, checked, and ready to be found in a text."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
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
from pipeline.themes.wording import MASKS, CueKind, Wording, load_wording

Control = Literal["mine", "partly", "not_mine"]
Kind = Literal["quality", "circumstance", "comparison"]
Role = Literal["topic", "strength", "concern", "circumstance"]

_CONTROLS = ("mine", "partly", "not_mine")
_KINDS = ("quality", "circumstance", "comparison")
_POLARITIES = ("strength", "concern", "circumstance", "unclear")
_ROLES: Mapping[str, Role] = {
    "strengths": "strength",
    "concerns": "concern",
    "circumstances": "circumstance",
    "topics": "topic",
}
_THEME_KEYS = ("id", "label", "definition", "control", "kind", "parent", *_ROLES, "examples")
_FILE_KEYS = ("language", "words", "themes")


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
        phrases: What it is found by, as (role, phrase), in the order of the file.
        examples: Clauses it is meant to be found in.
    """

    theme_id: str
    label: str
    definition: str
    control: Control
    kind: Kind = "quality"
    parent_id: str | None = None
    phrases: tuple[tuple[Role, str], ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Sense:
    """What a phrase means where it is found.

    Attributes:
        kind: A role within a theme, or the kind of a cue.
        theme: The theme, None for a cue.
    """

    kind: Role | CueKind
    theme: Theme | None = None


@dataclass(frozen=True)
class Codebook:
    """The themes, the wording of their language, and every phrase of both ready to search."""

    themes: tuple[Theme, ...]
    language: str
    wording: Wording
    index: PhraseIndex[Sense] = field(repr=False, compare=False)

    def current(self, theme_id: str) -> Theme | None:
        """The theme that an id stands for now; None when there is none."""
        return next((theme for theme in self.themes if theme.theme_id == theme_id), None)


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook; the built-in one when no path is given.

    Raises:
        InputRefusedError: The file cannot be read, or a theme in it is not usable; the message names both.
    """
    path = path or resource("data", "codebook.toml")
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
    return _read_codebook(text, path.name)


@lru_cache(maxsize=2)
def _read_codebook(text: str, file_name: str) -> Codebook:
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
    lists = _read_lists(content.get("words", {}), file_name)
    index = _build_index(_read_phrases(themes, lists, file_name), wording)
    return Codebook(themes, language, wording, index)


def _read_toml(text: str, file_name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise InputRefusedError(
            f"{file_name}: the codebook is not valid TOML.",
            found=f"Found: {e}",
            remedy="Mend that line; a missing quote, comma or bracket is the usual cause.",
        ) from e


def _read_lists(table: object, file_name: str) -> WordLists:
    if not isinstance(table, dict):
        raise InputRefusedError(f"{file_name}: [words] is not a section.", remedy='Write [words] and name = ["…"].')
    lists = {name: _read_strings(value, f"{file_name}, [words] {name}") for name, value in table.items()}
    try:
        return read_lists(lists)
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
        phrases=tuple(phrases),
        examples=tuple(_read_examples(table.get("examples", {}), where)),
    )


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
    for theme in themes:
        if theme.parent_id is not None and theme.parent_id not in seen - {theme.theme_id}:
            nearest = nearest_name(str(theme.parent_id), seen - {theme.theme_id})
            raise InputRefusedError(
                f'{file_name}, theme "{theme.theme_id}": the parent "{theme.parent_id}" is no other theme.',
                remedy=f'Did you mean "{nearest}"?' if nearest else "Remove parent, or add that theme.",
            )


def _read_phrases(
    themes: tuple[Theme, ...],
    lists: WordLists,
    file_name: str,
) -> list[tuple[Phrase, Sense]]:
    claimed: dict[str, str] = {}
    senses: list[tuple[Phrase, Sense]] = []
    for theme in themes:
        where = f'{file_name}, theme "{theme.theme_id}"'
        for role, written in theme.phrases:
            try:
                phrase = read_phrase(written, lists)
            except PhraseError as e:
                raise _unreadable_phrase(where, e) from e
            for claim in phrase.claims:
                other = claimed.setdefault(claim, theme.theme_id)
                if other != theme.theme_id:
                    raise InputRefusedError(
                        f'{where}: "{claim}" also belongs to "{other}".',
                        remedy="Remove it from one of the two.",
                    )
            senses.append((phrase, Sense(role, theme)))
    return senses


def _build_index(themes: list[tuple[Phrase, Sense]], wording: Wording) -> PhraseIndex[Sense]:
    """Of two phrases on the same words, courtesy wins over a theme, and a theme over the other cues."""
    cues = [(phrase, Sense(kind)) for kind, phrases in wording.cues.items() for phrase in phrases]
    masks = [cue for cue in cues if cue[1].kind in MASKS]
    others = [cue for cue in cues if cue[1].kind not in MASKS]
    return build_index([*masks, *themes, *others])
