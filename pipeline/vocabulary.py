"""The words that trackers are written in, loaded from ``data/vocabulary/``: headers, statuses, channels, yes and no.

Vocabulary is data so that a spelling can be added without touching code. A spelling that two places claim is refused
when loading, because whichever was read last would win silently.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from pipeline.errors import DebriefError
from pipeline.resources import resource

T = TypeVar("T")
Belongs = Literal["applications", "feedback", "both"]
OTHER = "other"
"""What a header is called that is known and belongs to no field."""

_RULE_RANK = 200
"""A header that is read by its words stands behind every listed spelling of the field."""

_FOLDED_TEXTS = 50_000
"""Texts whose folding is remembered: more than the distinct words of a tracker, less than its links."""

_DROPPED = re.compile("['`\u2018\u2019\u00b4]")
_SEPARATORS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"İ": "i", "I": "i", "\u0131": "i", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"})


@lru_cache(maxsize=_FOLDED_TEXTS)
def fold(text: str) -> str:
    """The text without case, accents, punctuation and emoji, words parted by one blank.

    Two spellings that a person would call the same word become the same text. The Turkish dotted and dotless i fold
    together, since case tables of other languages mix them up.

    >>> fold("  Şirket / KURUM 🏢 ")
    'sirket kurum'
    """
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", text.translate(_LETTERS)))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", _SEPARATORS.sub(" ", plain.casefold())).strip()


def compact(text: str) -> str:
    """The folded text without blanks: ``date_applied``, ``DateApplied`` and ``Date applied`` are one spelling."""
    return fold(text).replace(" ", "")


@dataclass(frozen=True)
class Field:
    """One field that a column can be read as.

    Attributes:
        name: The field's name, such as ``company`` or ``event:offer``.
        belongs: Whether applications, feedback or both have it.
        type: What its cells should look like: text, date, flag, number, url, status, event, channel, person or
            work_mode.
        label: Its name for people.
        spellings: Headers that mean it, the surest first within each language.
    """

    name: str
    belongs: Belongs
    type: str
    label: str
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One word of a closed list (a stage, an outcome, a channel), its order and its name for people."""

    name: str
    label: str
    rank: int


@dataclass(frozen=True)
class StatusMeaning:
    """What a status phrase says; None where it does not say it.

    ``is_posting_gone`` marks the end of a posting that one may never have applied to.
    """

    stage: str | None
    outcome: str | None
    is_posting_gone: bool = False


@dataclass(frozen=True)
class HeaderMeaning:
    """The fields a header spelling may mean, the likeliest first, and its place in its list (0 is first)."""

    fields: tuple[str, ...]
    rank: int


@dataclass(frozen=True)
class HeaderRule:
    """What notions mean together: all of ``required``, any of ``optional``, no other unless ``allows_any``."""

    required: frozenset[str]
    optional: frozenset[str]
    allows_any: bool
    meaning: HeaderMeaning


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Everything ingest knows about words. All keys are folded; header keys are compact as well.

    One vocabulary equals only itself, so that what is derived from it can be cached by it.

    Attributes:
        fields: Field by name.
        headers: What a header means, by compact spelling.
        spellings: What a header means, by spelling as listed, for those of two words and more.
        notions: What a word or phrase of a header speaks of.
        header_rules: What notions mean together.
        secret_headers: Compact spellings of headers whose cells are never stored.
        secret_words: Folded words that make any header secret.
        stages: Stages by name, in order.
        outcomes: Outcomes by name; the higher rank counts where columns disagree.
        statuses: Status phrase to meaning.
        lone_statuses: Status phrases that count only where they are the whole text or a part of its own in it.
        failures: Words that say that the stage beside them was not passed.
        user_statuses: What the user says of a whole text; it wins over every phrase.
        channels: Spelling to channel.
        asked_of: Spelling to who was asked.
        sources: Spelling to source.
        source_hosts: Part of a web address to source.
        months: Month name to number.
        weekdays: Name of a weekday to its number, Monday is 1.
        days_back: Word for a day to how many days before today it is.
        time_units: Unit of time to its days, 0 where that is not exact.
        words: The other word lists (yes, no, nothing, no_answer, ditto, totals …) by name.
        labels: Names for people of channels and of who was asked.
    """

    fields: Mapping[str, Field]
    headers: Mapping[str, HeaderMeaning]
    spellings: Mapping[str, HeaderMeaning]
    notions: Mapping[str, tuple[str, ...]]
    header_rules: tuple[HeaderRule, ...]
    secret_headers: frozenset[str]
    secret_words: frozenset[str]
    stages: Mapping[str, Term]
    outcomes: Mapping[str, Term]
    statuses: Mapping[str, StatusMeaning]
    lone_statuses: frozenset[str]
    failures: frozenset[str]
    channels: Mapping[str, str]
    asked_of: Mapping[str, str]
    sources: Mapping[str, str]
    source_hosts: Mapping[str, str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days_back: Mapping[str, int]
    time_units: Mapping[str, int]
    words: Mapping[str, frozenset[str]]
    labels: Mapping[str, str]
    user_statuses: Mapping[str, StatusMeaning] = field(default_factory=dict)

    def with_status_words(self, words: Mapping[str, tuple[str | None, str | None]]) -> "Vocabulary":
        """This vocabulary with the user's own meaning of whole status texts, which wins over the shipped ones.

        Args:
            words: Status text to stage and outcome, None for what it does not say; case, accents and punctuation of
                the text do not matter.

        Raises:
            DebriefError: A stage or outcome is none of ours.
        """
        for stage, outcome in words.values():
            for name, known in ((stage, self.stages), (outcome, self.outcomes)):
                if name is not None and name not in known:
                    raise DebriefError(
                        f'There is no stage or outcome "{name}".',
                        found=f"Known: {', '.join(known)}.",
                        remedy="Use one of them, or leave it out.",
                    )
        meanings = {fold(text) or text.strip(): StatusMeaning(*said) for text, said in words.items()}
        return replace(self, user_statuses={**self.user_statuses, **meanings})

    def is_secret(self, header: str) -> bool:
        """Whether a header names a column that is never stored."""
        folded = fold(header)
        return folded.replace(" ", "") in self.secret_headers or not self.secret_words.isdisjoint(folded.split())


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
    spelled = tuple(_spelled_headers(fields, tables["ambiguous"], tables["other_columns"], secrets))
    return Vocabulary(
        fields=fields,
        headers=_claimed(((compact(s), meaning, place) for s, meaning, place in spelled), "the headers"),
        spellings={spelling: meaning for spelling, meaning, _ in spelled},
        notions=_notions(tables["header_words"]),
        header_rules=tuple(_header_rules(tables["header_words"]["rule"])),
        secret_headers=frozenset(compact(spelling) for spelling in secrets["headers"]),
        secret_words=frozenset(fold(word) for word in secrets["words"]),
        stages={term["name"]: Term(term["name"], term["label"], term["rank"]) for term in stages["stage"]},
        outcomes={term["name"]: Term(term["name"], term["label"], term["weight"]) for term in stages["outcome"]},
        statuses=_statuses(tables["status"]["status"]),
        lone_statuses=_word_list(tables["status"]["alone"]),
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
    return frozenset(fold(word) or word for word in words)


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


def _notions(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    def claims() -> Iterator[tuple[str, tuple[str, ...], str]]:
        for notion, words in table["notions"].items():
            yield from ((fold(word), (notion,), notion) for word in words)
        for word, notions in table["joined"].items():
            yield fold(word), tuple(notions), f"joined {word}"

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
                    yield from ((fold(phrase) or phrase, meaning, place) for phrase in words)

    return _claimed(claims(), "status.toml")


def _spellings(tables: Mapping[str, Any], place: str) -> dict[str, str]:
    return _claimed(
        ((fold(word), name, f"{place} [{name}]") for name, entry in tables.items() for word in entry["spellings"]),
        place,
    )


def _numbered(table: Mapping[str, Any], place: str) -> dict[str, int]:
    """Word to number, of a table of words by number."""
    return _claimed(((fold(word), int(number), number) for number, words in table.items() for word in words), place)


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
