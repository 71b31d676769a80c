"""Names replaced by stable stand-ins, in columns and inside sentences, so that a page can be shown to others.

A name is known when a column holds it: companies, contacts and seekers. A full name is found in any case and any
accents; one of its words alone ("Kestlewick" of Kestlewick Bank, the first name of a contact) is found with a
capital, unless the same word is an ordinary one. Addresses and numbers are found by their shape.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import polars as pl

from pipeline.ingest.looks import legal_forms
from pipeline.vocabulary import fold, load_vocabulary

Kind = Literal["Company", "Person", "Seeker"]

KNOWN = """
with everyone as (
    select 'Seeker' as kind, seeker as name, min(applied_date) as first_date from applications group by seeker
    union all
    select 'Seeker', seeker, min(asked_date) from feedback group by seeker
    union all
    select 'Company', company, min(applied_date) from applications group by company
    union all
    select 'Company', company, min(asked_date) from feedback group by company
    union all
    select 'Person', contact, min(applied_date) from applications group by contact
)
select kind, name
from everyone
where name is not null
group by kind, name
order by min(first_date) nulls last, name
"""
"""Every name that a column holds, in the order in which they came up: a new one changes no older stand-in."""

ROLES = "select distinct company, role from applications where company is not null and role is not null"
"""The words that several companies' roles share are ordinary ones: Manager, Marketing."""

MYSELF = "me"
"""The seeker that nobody named; there is nothing to hide."""

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?<![\w@])@\w{2,}")
LINK = re.compile(
    r"\b(?:https?|ftp)://\S+|\bwww\.\S+"
    r"|\b(?:[\w-]+\.)+(?:com|org|net|io|co|ai|app|dev|edu|gov|uk|de|fr|es|it|nl|eu|ch|at|example)\b(?:/\S*)?",
    re.IGNORECASE,
)
_DAY = r"(?!\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d))"
_REST = r"\d[\d ()./-]{6,}\d"
PHONE = re.compile(rf"(?<![\w.,+-]){_DAY}(?:\+{_REST}|\(?0{_REST}|\(?\d{{3}}\)?[ .-]\d{{3}}[ .-]\d{{4}})(?!\w)")
_BY_SHAPE = ((MAIL, "[mail address]"), (LINK, "[link]"), (PHONE, "[phone number]"))

_WORD = re.compile(r"[^\W_]+")
_BESIDE = re.compile(r"[(<\[,;/|]| [-\u2013\u2014] ")
"""What comes after it is no longer the contact's name: (recruiter), <mail>, a second line of work."""
_WITHOUT_SPACES = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
_SHORTEST_PART = 3
"""Letters of a word that stands for the whole name: Jo and HR are too often something else."""


@dataclass(frozen=True)
class Name:
    """A known name.

    Attributes:
        kind: Whose name it is.
        text: The name as written.
        alias: What stands in for it.
    """

    kind: Kind
    text: str
    alias: str


@dataclass(frozen=True)
class _Spelling:
    """One way of writing a name: its folded words, and whether it needs the capital letter that it has."""

    words: tuple[str, ...]
    alias: str
    is_exact: bool = False


@dataclass(frozen=True)
class Aliases:
    """Stand-ins for every known name.

    Attributes:
        names: The names.
        own: The folded words of our own sentences, which a page holds anyway.
        ordinary: Those, and the words that roles are named by.
    """

    names: tuple[Name, ...]
    own: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()

    def hide(self, text: str) -> str:
        """The text with a stand-in for every known name, address and number."""
        for shape, instead in _BY_SHAPE:
            text = shape.sub(instead, text)
        for name in self._without_spaces:
            text = text.replace(name.text, name.alias)
        return self._with_names_hidden(text)

    def hide_rows(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with every text hidden; our own words for stages, channels and the like stay."""
        texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
        return rows.with_columns(self._hidden(rows[name]) for name in texts)

    def parts(self) -> Iterator[tuple[Name, str]]:
        """The words of longer names that stand for the whole name when they are written with a capital."""
        for name in self.names:
            words = _WORD.findall(name.text)
            if len(words) > 1:
                yield from ((name, word) for word in words if self._is_telling(word))

    def is_ordinary(self, name: Name) -> bool:
        """Whether the name is nothing but a word of ours, so that finding it on a page says nothing."""
        words = _folded_words(name.text)
        return len(words) == 1 and words[0] in self.own

    def _hidden(self, values: pl.Series) -> pl.Series:
        distinct = values.drop_nulls().unique()
        hidden = [text if text in _our_words() else self.hide(text) for text in distinct.to_list()]
        return values.replace_strict(distinct, pl.Series(hidden, dtype=pl.String), default=None)

    def _with_names_hidden(self, text: str) -> str:
        found = [(match, fold(match[0])) for match in _WORD.finditer(text)]
        parts, place, at = [], 0, 0
        while at < len(found):
            spelling = self._spelling_at(found, at)
            if spelling is None:
                at += 1
                continue
            first, last = found[at][0], found[at + len(spelling.words) - 1][0]
            parts += [text[place : first.start()], spelling.alias]
            place, at = last.end(), at + len(spelling.words)
        return "".join([*parts, text[place:]])

    def _spelling_at(self, found: Sequence[tuple[re.Match[str], str]], at: int) -> _Spelling | None:
        match, word = found[at]
        for spelling in self._by_first_word.get(word, ()):
            here = tuple(each for _, each in found[at : at + len(spelling.words)])
            if here == spelling.words and not (spelling.is_exact and match[0][:1].islower()):
                return spelling
        return None

    @cached_property
    def _by_first_word(self) -> Mapping[str, Sequence[_Spelling]]:
        spellings: dict[tuple[str, ...], _Spelling] = {}
        for name in self.names:
            words = tuple(_folded_words(name.text))
            short = tuple(word for word in words if word not in legal_forms()) if name.kind == "Company" else words
            for each in filter(None, (words, short)):
                is_exact = len(each) == 1 and each[0] in self.own
                spellings.setdefault(each, _Spelling(each, name.alias, is_exact=is_exact))
        for name, part in self.parts():
            spellings.setdefault((fold(part),), _Spelling((fold(part),), name.alias, is_exact=True))
        by_first: dict[str, list[_Spelling]] = {}
        for spelling in sorted(spellings.values(), key=lambda each: -len(each.words)):
            by_first.setdefault(spelling.words[0], []).append(spelling)
        return by_first

    @cached_property
    def _without_spaces(self) -> tuple[Name, ...]:
        found = [name for name in self.names if _WITHOUT_SPACES.search(name.text)]
        return tuple(sorted(found, key=lambda name: -len(name.text)))

    def _is_telling(self, word: str) -> bool:
        return (
            len(word) >= _SHORTEST_PART
            and not word[0].islower()
            and not word.isdigit()
            and fold(word) not in self.ordinary
            and fold(word) not in legal_forms()
        )


def aliases_for(known: pl.DataFrame, roles: pl.DataFrame, own_words: Iterable[str]) -> Aliases:
    """Stand-ins for every name: Company A, Person B, and so on.

    Args:
        known: Rows of the query ``KNOWN``.
        roles: Rows of the query ``ROLES``.
        own_words: Texts of ours, whose words a name may share by chance.
    """
    own = frozenset(fold(word) for text in own_words for word in _WORD.findall(text))
    ordinary = own | _shared_words(roles)
    given: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    names = []
    for kind, written in known.iter_rows():
        text = _bare(kind, written, ordinary)
        key = (kind, " ".join(_key_words(kind, text)))
        if not key[1]:
            continue
        if key not in given:
            given[key] = f"{kind} {_letters(counts.get(kind, 0))}"
            counts[kind] = counts.get(kind, 0) + 1
        names.append(Name(kind, text, given[key]))
    return Aliases(tuple(names), own, ordinary)


def _shared_words(roles: pl.DataFrame) -> frozenset[str]:
    companies: dict[str, set[str]] = {}
    for company, role in roles.iter_rows():
        for word in _folded_words(role):
            companies.setdefault(word, set()).add(fold(company))
    return frozenset(word for word, named in companies.items() if len(named) > 1)


def _bare(kind: str, written: str, ordinary: frozenset[str]) -> str:
    """The name alone; of a contact that is only a job title or an address, nothing."""
    if kind == "Seeker":
        return "" if written == MYSELF else written
    if kind == "Company":
        return written
    text = MAIL.sub(" ", LINK.sub(" ", PHONE.sub(" ", written)))
    text = _BESIDE.split(text.strip(), maxsplit=1)[0].strip()
    words = _folded_words(text)
    is_title = all(word in _title_words() for word in words) or (
        len(words) > 1 and all(word in ordinary for word in words)
    )
    return "" if is_title else text


def _key_words(kind: str, text: str) -> list[str]:
    words = _folded_words(text)
    kept = [word for word in words if word not in legal_forms()] if kind == "Company" else words
    return kept or words


def _folded_words(text: str) -> list[str]:
    return [folded for word in _WORD.findall(text) if (folded := fold(word))]


def _title_words() -> frozenset[str]:
    return frozenset(word for spelling in load_vocabulary().asked_of for word in spelling.split())


def _our_words() -> frozenset[str]:
    """The names that the data's own columns hold, which no company can be meant by."""
    vocabulary = load_vocabulary()
    return frozenset({*vocabulary.stages, *vocabulary.outcomes, *vocabulary.labels, "all", "unknown", "overall"})


def _letters(place: int) -> str:
    """A to Z, then AA, AB and so on.

    >>> _letters(0), _letters(25), _letters(26)
    ('A', 'Z', 'AA')
    """
    first, last = divmod(place, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
