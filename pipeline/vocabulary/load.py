"""The vocabulary's files read into one; a spelling that two places claim is refused when loading."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import DebriefError
from pipeline.resources import resource
from pipeline.vocabulary.text import compact, fold, spelled_out
from pipeline.vocabulary.words import OTHER, Export, Field, HeaderMeaning, HeaderRule, StatusMeaning, Term, Vocabulary

T = TypeVar("T")

_DAY_FIRST = ("de", "fr", "es", "pt", "it", "nl", "tr", "pl", "da", "no", "cs")
_RULE_RANK = 200
"""A header that is read by its words stands behind every listed spelling of the field."""


def load_vocabulary(folder: Path | None = None) -> Vocabulary:
    """The vocabulary of a folder; the shipped one when left out, which is read once.

    Raises:
        DebriefError: A file is missing or no TOML, or two places claim one spelling.
    """
    return _shipped() if folder is None else _read(folder)


@cache
def _shipped() -> Vocabulary:
    return _read(resource("data", "vocabulary"))


def _read(folder: Path) -> Vocabulary:
    tables = {name: _table(folder / f"{name}.toml") for name in _FILES}
    fields = {name: _field(name, entry) for name, entry in tables["fields"].items()}
    secrets = tables["secrets"]
    stages = tables["stages"]
    channels, asked_of, sources = tables["channels"], tables["asked_of"], tables["sources"]
    spelled = tuple(
        (form, meaning, place)
        for spelling, meaning, place in _spelled_headers(
            fields, tables["ambiguous"], tables["other_columns"], secrets
        )
        for form in spelled_out(spelling)
    )
    return Vocabulary(
        fields=fields,
        headers=_claimed(((compact(s), meaning, place) for s, meaning, place in spelled), "the headers"),
        spellings={spelling: meaning for spelling, meaning, _ in spelled},
        notions=_notions(tables["header_words"]),
        header_rules=tuple(_header_rules(tables["header_words"]["rule"])),
        ticks={notion: fold(phrase) for notion, phrase in tables["header_words"]["ticks"].items()},
        day_first_headers=_day_first(tables["fields"]),
        secret_headers=frozenset(compact(spelling) for spelling in secrets["headers"]),
        secret_words=frozenset(fold(word) for word in secrets["words"]),
        stages={term["name"]: Term(term["name"], term["label"], term["rank"]) for term in stages["stage"]},
        outcomes={term["name"]: Term(term["name"], term["label"], term["weight"]) for term in stages["outcome"]},
        statuses=_statuses(tables["status"]["status"]),
        lone_statuses=_word_list(tables["status"]["alone"]),
        open_headers=frozenset(compact(header) for header in tables["status"]["still_open"]["headers"]),
        failures=_word_list(tables["status"]["beside_a_stage"]),
        channels=_spellings(channels, "channels.toml"),
        asked_of=_spellings(asked_of, "asked_of.toml"),
        sources=_spellings(sources, "sources.toml"),
        source_hosts={host: name for name, entry in sources.items() for host in entry["hosts"]},
        months=_numbered(tables["months"], "months.toml"),
        weekdays=_numbered(tables["date_words"]["weekdays"], "date_words.toml"),
        days_back=_numbered(tables["date_words"]["days_back"], "date_words.toml"),
        time_units=_numbered(tables["date_words"]["units"], "date_words.toml"),
        words={name: _word_list(words) for name, words in tables["words"].items()}
        | {f"date_{name}": _word_list(words) for name, words in tables["date_words"]["words"].items()},
        exports={entry["name"]: _export(entry) for entry in tables["exports"]["export"]},
        labels={name: entry["label"] for table in (channels, asked_of) for name, entry in table.items()},
    )


_FILES = (
    "fields",
    "ambiguous",
    "other_columns",
    "secrets",
    "stages",
    "status",
    "channels",
    "asked_of",
    "sources",
    "months",
    "words",
    "header_words",
    "date_words",
    "exports",
)


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DebriefError(
            f"{path}: the vocabulary cannot be read.", found=str(error), remedy="Mend or restore the file."
        ) from error


def _field(name: str, entry: Mapping[str, Any]) -> Field:
    spellings = tuple(word for words in entry.values() if isinstance(words, list) for word in words)
    return Field(name, entry["belongs"], entry["type"], entry["label"], spellings)


def _word_list(words: list[str]) -> frozenset[str]:
    """The folded words; a mark that folds to nothing, such as a tick, stays as it is."""
    return frozenset(fold(form) or form for word in words for form in spelled_out(word))


def _spelled_headers(
    fields: Mapping[str, Field],
    ambiguous: Mapping[str, Any],
    others: Mapping[str, Any],
    secrets: Mapping[str, Any],
) -> Iterator[tuple[str, HeaderMeaning, str]]:
    """Every spelling with its meaning and the place that claims it."""
    for known in fields.values():
        for rank, spelling in enumerate(known.spellings):
            yield spelling, HeaderMeaning((known.name,), rank), f"fields.toml [{known.name}]"
    for entry in ambiguous["header"]:
        for spelling in entry["spellings"]:
            place = f"ambiguous.toml [{', '.join(entry['fields'])}]"
            yield spelling, HeaderMeaning(tuple(entry["fields"]), 0), place
    for group, words in others["other"].items():
        for spelling in words:
            yield spelling, HeaderMeaning((OTHER,), 0), f"other_columns.toml [{group}]"
    for spelling in secrets["headers"]:
        yield spelling, HeaderMeaning((OTHER,), 0), "secrets.toml"


def _day_first(fields: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """Spellings that only languages have which write the day before the month."""
    by_language: dict[str, set[str]] = {}
    for entry in fields.values():
        for language, words in entry.items():
            if isinstance(words, list):
                forms = (form for word in words for form in spelled_out(word))
                by_language.setdefault(language, set()).update(compact(form) for form in forms)
    day_first = {word for language in _DAY_FIRST for word in by_language.get(language, ())}
    return frozenset(day_first - by_language.get("en", set()))


def _notions(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    def claims() -> Iterator[tuple[str, tuple[str, ...], str]]:
        for notion, words in table["notions"].items():
            yield from ((fold(form), (notion,), notion) for word in words for form in spelled_out(word))
        for word, notions in table["joined"].items():
            yield from ((fold(form), tuple(notions), f"joined {word}") for form in spelled_out(word))

    return _claimed(claims(), "header_words.toml")


def _header_rules(tables: Iterable[Mapping[str, Any]]) -> Iterator[HeaderRule]:
    for entry in tables:
        for said in entry["says"]:
            needed, _, inside = said.partition("(")
            optional = frozenset(inside.rstrip(")").split())
            meaning = HeaderMeaning(tuple(entry["fields"]), _RULE_RANK)
            yield HeaderRule(frozenset(needed.split()), optional - {"*"}, "*" in optional, meaning)


def _statuses(tables: Iterable[Mapping[str, Any]]) -> dict[str, StatusMeaning]:
    def claims() -> Iterator[tuple[str, StatusMeaning, str]]:
        for number, entry in enumerate(tables, 1):
            meaning = StatusMeaning(entry.get("stage"), entry.get("outcome"), entry.get("is_posting_gone", False))
            place = f"status.toml table {number} [stage {meaning.stage}, outcome {meaning.outcome}]"
            for words in entry.values():
                if isinstance(words, list):
                    forms = (form for phrase in words for form in spelled_out(phrase))
                    yield from ((fold(form) or form, meaning, place) for form in forms)

    return _claimed(claims(), "status.toml")


def _spellings(tables: Mapping[str, Any], place: str) -> dict[str, str]:
    return _claimed(
        (
            (fold(form), name, f"{place} [{name}]")
            for name, entry in tables.items()
            for word in entry["spellings"]
            for form in spelled_out(word)
        ),
        place,
    )


def _export(entry: Mapping[str, Any]) -> Export:
    missing = entry.get("missing")
    return Export(
        name=entry["name"],
        looks_like=entry["looks_like"],
        headers=frozenset(compact(header) for header in entry["headers"]),
        is_exact=entry.get("is_exact", False),
        columns={compact(header): field or None for header, field in entry.get("columns", {}).items()},
        date_order=entry.get("date_order", "auto"),
        missing=StatusMeaning(missing["stage"], missing["outcome"]) if missing else None,
    )


def _numbered(table: Mapping[str, Any], place: str) -> dict[str, int]:
    """Word to number, of a table of words by number."""
    claims = (
        (fold(form), int(number), number)
        for number, words in table.items()
        for word in words
        for form in spelled_out(word)
    )
    return _claimed(claims, place)


def _claimed(claims: Iterable[tuple[str, T, str]], what: str) -> dict[str, T]:
    """Spelling to meaning; the same place may repeat a spelling, two places may not share one."""
    meanings: dict[str, T] = {}
    places: dict[str, str] = {}
    for spelling, meaning, place in claims:
        if not spelling:
            continue
        first = places.setdefault(spelling, place)
        if first != place:
            raise DebriefError(
                f'Vocabulary: "{spelling}" is claimed twice in {what}.',
                found=f"Claimed by {first} and by {place}.",
                remedy="Take it out of one of the two.",
            )
        meanings.setdefault(spelling, meaning)
    return meanings
