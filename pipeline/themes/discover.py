"""Phrases that different employers repeat in what no theme explains: suggestions for new themes, never findings.

A phrase is one to four words as stems, so that "portfolios" repeats "portfolio". On texts this short, counting found
the hidden themes about as well as embedding models, and it says why it suggests something.
"""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import polars as pl
import snowballstemmer

from pipeline.resources import resource
from pipeline.themes.annotate import language_for
from pipeline.themes.clauses import fold_in, split_words
from pipeline.themes.codebook import Codebook
from pipeline.themes.in_language import in_language

_STEMMERS: Mapping[str, str] = {"en": "english", "de": "german", "es": "spanish"}
"""The language's name for the stemmer; a language without one is counted by its words as they are."""

_LONGEST = 4
_SHORTEST_WORD = 4
"""Letters; a shorter word by itself is hardly ever a theme."""

LEAST_EMPLOYERS = 2
MOST_SUGGESTIONS = 12
_SAME_CLAUSES = 0.6
"""Two phrases that share this much of their clauses are one suggestion."""


class Quote(NamedTuple):
    """A clause that holds a phrase, and who said it."""

    clause: str
    company: str | None
    feedback_id: str


@dataclass(frozen=True)
class Suggestion:
    """A phrase that no theme explains and that employers repeat.

    Attributes:
        phrase: The phrase in its commonest wording.
        wordings: Every wording of it, the commonest first; teaching these explains all of its quotes.
        company_count: Employers that used it.
        text_count: Texts that have it.
        lift: How many times as frequent it is in what no theme explains as in everything that was said; 1 is as
            frequent.
        quotes: The clauses with it.
    """

    phrase: str
    wordings: tuple[str, ...]
    company_count: int
    text_count: int
    lift: float
    quotes: tuple[Quote, ...]


class _Clause(NamedTuple):
    words: tuple[str, ...]
    stems: tuple[str, ...]
    says: tuple[bool, ...]
    company_key: str | None
    quote: Quote


_Stems = tuple[str, ...]


def suggest_themes(
    unexplained: pl.DataFrame, texts: Iterable[str], codebook: Codebook, *, most: int = MOST_SUGGESTIONS
) -> tuple[Suggestion, ...]:
    """The phrases that two or more employers repeat in what no theme explains, the widest spread first.

    Args:
        unexplained: Columns ``clause``, ``company``, ``company_key`` (null when unknown) and ``feedback_id``.
        texts: Everything that was said, to compare with.
        codebook: Its language, and the words that say nothing by themselves.
        most: The most suggestions to give.
    """
    languages = language_for(unexplained["clause"].to_list(), codebook)
    books = {language: in_language(codebook, str(language)) for language in set(languages)}
    plain = {language: _plain_words(book) for language, book in books.items()}
    clauses = [
        _read(row, books[language], plain[language])
        for row, language in zip(unexplained.iter_rows(named=True), languages, strict=True)
    ]
    places: dict[_Stems, list[tuple[int, int]]] = defaultdict(list)
    for number, clause in enumerate(clauses):
        for start, end in _phrases(clause.words, clause.says):
            places[clause.stems[start:end]].append((number, start))
    repeated = {
        stems: found
        for stems, found in places.items()
        if len({clauses[number].company_key for number, _ in found} - {None}) >= LEAST_EMPLOYERS
    }
    lifts = _lifts(repeated, clauses, texts, codebook)
    ranked = sorted(
        (_suggestion(stems, repeated[stems], clauses, lift) for stems, lift in lifts.items() if lift >= 1),
        key=lambda each: (-each.company_count, -len(each.phrase.split()), -each.lift, -each.text_count, each.phrase),
    )
    return tuple(_without_repeats(ranked, most))


@cache
def _hollow_words(language: str) -> tuple[str, ...]:
    content = tomllib.loads(resource("data", "themes", "discovery.toml").read_text(encoding="utf-8"))
    return tuple(content["hollow"].get(language, ()))


def _plain_words(codebook: Codebook) -> frozenset[str]:
    """Words that say nothing by themselves in the codebook's language, as it spells them."""
    wording = codebook.wording
    return wording.plain_words | {fold_in(word, wording.letters) for word in _hollow_words(codebook.language)}


def _read(row: Mapping[str, str], codebook: Codebook, plain: frozenset[str]) -> _Clause:
    """A clause as it is counted; whether a word says something is looked up as the language spells it."""
    words = tuple(split_words(row["clause"]).folded)
    spelled = split_words(row["clause"], codebook.wording.letters).folded
    says = tuple(word not in plain and word not in ",:" and not word.isdecimal() for word in spelled)
    stems = tuple(_stem(word, codebook.language) for word in words)
    return _Clause(words, stems, says, row["company_key"], Quote(row["clause"], row["company"], row["feedback_id"]))


@lru_cache(maxsize=50_000)
def _stem(word: str, language: str) -> str:
    name = _STEMMERS.get(language)
    return str(_stemmer(name).stemWord(word)) if name else word


@cache
def _stemmer(name: str) -> Any:
    return snowballstemmer.stemmer(name)


def _phrases(words: Sequence[str], says: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of words that start and end with one that says something, and hold no comma."""
    for start in range(len(words)):
        if not says[start]:
            continue
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            if words[end - 1] in ",:":
                break
            if says[end - 1] and (end - start > 1 or len(words[start]) >= _SHORTEST_WORD):
                yield start, end


def _lifts(
    repeated: Mapping[_Stems, Sequence[tuple[int, int]]],
    clauses: Sequence[_Clause],
    texts: Iterable[str],
    codebook: Codebook,
) -> dict[_Stems, float]:
    """How much denser each phrase is, per word, among the clauses than in everything that was said."""
    counts: Counter[_Stems] = Counter()
    total = 0
    said = list(texts)
    for text, language in zip(said, language_for(said, codebook), strict=True):
        stems = tuple(_stem(word, str(language)) for word in split_words(text).folded if word not in ",:")
        total += len(stems)
        for start in range(len(stems)):
            for end in range(start + 1, min(start + _LONGEST, len(stems)) + 1):
                if stems[start:end] in repeated:
                    counts[stems[start:end]] += 1
    left = sum(len(clause.words) for clause in clauses)
    return {
        stems: (len(found) / left) / (max(counts[stems], len(found)) / max(total, left))
        for stems, found in repeated.items()
    }


def _suggestion(
    stems: _Stems, found: Sequence[tuple[int, int]], clauses: Sequence[_Clause], lift: float
) -> Suggestion:
    wordings = Counter(
        " ".join(clauses[number].words[start : start + len(stems)]) for number, start in found
    ).most_common()
    quotes = tuple(dict.fromkeys(clauses[number].quote for number, _ in found))
    return Suggestion(
        phrase=wordings[0][0],
        wordings=tuple(wording for wording, _ in wordings),
        company_count=len({clauses[number].company_key for number, _ in found} - {None}),
        text_count=len({quote.feedback_id for quote in quotes}),
        lift=lift,
        quotes=quotes,
    )


def _without_repeats(ranked: Iterable[Suggestion], most: int) -> Iterator[Suggestion]:
    """Leave out what another suggestion before it already shows."""
    shown: list[set[Quote]] = []
    for suggestion in ranked:
        quotes = set(suggestion.quotes)
        if any(len(quotes & other) >= _SAME_CLAUSES * min(len(quotes), len(other)) for other in shown):
            continue
        shown.append(quotes)
        yield suggestion
        if len(shown) == most:
            return
