"""Cells to values, one column at a time: text, yes and no, channels, sources. Each distinct text is read once."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

import polars as pl

from pipeline.vocabulary import Vocabulary, fold

T = TypeVar("T")

_BLANKS = " \t\r\n\u00a0\u200b\ufeff"
_LONGEST_NOTHING = 60
_FEW_TEXTS = 1_000
_SURELY_SOMETHING = r"://|@|\d{3}"
_FIRST_LETTER = r"^[^\p{L}\p{N}]*([a-z0-9])[\x00-\x7f]*$"
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?:[/?#:]|$)", re.IGNORECASE)
_MARKED_LINK = re.compile(r"\[[^\]]*\]\(\s*<?(?P<labelled>[^\s>]+)>?\s*\)|[<`](?P<bare>\S+)[>`]")
_SOURCE_ENDINGS = re.compile(
    r"\s+(?:easy ?apply|quick ?apply|jobs?|job (?:board|alert|search)|search|com|app|website|portal|posting|ad)$"
)
_SOURCE_OPENINGS = re.compile(
    r"^(?:(?:found|saw|seen|applied|posted|beworben|gefunden|trouve|encontrado|trovato|gevonden) )?"
    r"(?:via|on|through|from|at|uber|auf|bei|sur|par|en|por|su|op|through the|using) "
)


@dataclass(frozen=True)
class Cleaned:
    """A column's values, and where the cell said more than its value does and must be kept beside it."""

    values: pl.Series
    kept: pl.Series


def strip_texts(cells: pl.DataFrame) -> pl.DataFrame:
    """The texts without blanks around them; null where nothing is left."""
    stripped = pl.all().str.strip_chars(_BLANKS)
    return cells.select(pl.when(stripped != "").then(stripped))


def in_each_row(value: object, count: int, dtype: pl.DataType) -> pl.Series:
    """One value in each of so many rows; Polars' own ``repeat`` plans a query, which takes ten times as long."""
    return pl.Series([value], dtype=dtype).new_from_index(0, count)


def distinct_texts(texts: pl.Series) -> pl.Series:
    """Each text once, in any order, without null; in one step, since every step of a Series is a query of its own."""
    return texts.to_frame().select(pl.all().drop_nulls().unique()).to_series()


def is_one_of(texts: pl.Series, some: Collection[str]) -> pl.Series:
    """Which texts are among some; null is not."""
    if not some:
        return in_each_row(value=False, count=len(texts), dtype=pl.Boolean())
    return texts.to_frame().select(pl.all().is_in(list(some)).fill_null(value=False)).to_series()


def map_distinct(texts: pl.Series, read: Callable[[str], T | None], dtype: pl.DataType) -> pl.Series:
    """Read each distinct text once; null stays null."""
    distinct = distinct_texts(texts)
    if distinct.is_empty():
        return in_each_row(None, len(texts), dtype)
    values = pl.Series([read(text) for text in distinct], dtype=dtype)
    return texts.replace_strict(distinct, values, default=None, return_dtype=dtype)


def drop_nothing(texts: pl.Series, vocabulary: Vocabulary, *, more: frozenset[str] = frozenset()) -> pl.Series:
    """Null in place of words for nothing (N/A, null, "not provided in the email")."""
    starts = tuple(vocabulary.words["nothing_starts"])
    nothing = vocabulary.words["nothing"] | more
    marks = vocabulary.words["yes"] | vocabulary.words["no"] | vocabulary.words["ditto"]

    def says_nothing(text: str) -> bool:
        folded = fold(text)
        return (
            (not folded and text not in marks and text not in vocabulary.statuses)
            or folded in nothing
            or folded.startswith(starts)
        )

    distinct = distinct_texts(texts).to_frame("text")
    could_be = (pl.col("text").str.len_chars() <= _LONGEST_NOTHING) & ~pl.col("text").str.contains(_SURELY_SOMETHING)
    if distinct.height > _FEW_TEXTS:
        opening = pl.col("text").str.to_lowercase().str.extract(_FIRST_LETTER, 1)
        could_be &= opening.is_in(sorted({word[:1] for word in (*nothing, *starts)})) | opening.is_null()
    empty = [text for text in distinct.filter(could_be).to_series() if says_nothing(text)]
    return texts.replace(empty, [None] * len(empty)) if empty else texts


def clean_flags(texts: pl.Series, vocabulary: Vocabulary) -> Cleaned:
    """True, False or null; a text that is neither yes nor no (a file name, a person) is a yes and is kept."""

    def read(text: str) -> bool:
        return (fold(text) or text) not in vocabulary.words["no"]

    values = map_distinct(texts, read, pl.Boolean())
    known = vocabulary.words["yes"] | vocabulary.words["no"]
    return Cleaned(values, _elsewhere(texts, lambda text: (fold(text) or text) in known))


def clean_terms(texts: pl.Series, terms: Mapping[str, str], vocabulary: Vocabulary) -> Cleaned:
    """A closed list's word for each text; ``other`` for a text no word is known for, which is kept."""

    def read(text: str) -> str:
        folded = fold(text)
        if folded in terms:
            return terms[folded]
        inside = {terms[word] for word in terms if f" {word} " in f" {folded} "}
        return inside.pop() if len(inside) == 1 else "other"

    values = map_distinct(texts, read, pl.String())
    labels = {fold(label) for label in vocabulary.labels.values()}
    return Cleaned(values, _elsewhere(texts, lambda text: fold(text) in terms or fold(text) in labels))


def clean_sources(texts: pl.Series, vocabulary: Vocabulary) -> Cleaned:
    """One name for the ways a source is written, links to a board included; an unknown source stays as written."""

    def read(text: str) -> str:
        folded = fold(text)
        bare = _SOURCE_OPENINGS.sub("", folded)
        known = next(
            (
                known
                for short in (folded, bare, _SOURCE_ENDINGS.sub("", bare))
                if (known := vocabulary.sources.get(short))
            ),
            None,
        )
        return known or source_of_link(text, vocabulary) or text

    values = map_distinct(texts, read, pl.String())
    frame = pl.DataFrame({"text": texts, "value": values})
    is_link = pl.col("text").str.contains(r"://|/").fill_null(value=False)
    return Cleaned(
        values, frame.select((pl.col("text") != pl.col("value")).fill_null(value=False) & is_link).to_series()
    )


def clean_links(texts: pl.Series) -> Cleaned:
    """The address of a link that is marked up ("[Careers](https://…)"); any other text as written."""

    def read(text: str) -> str:
        found = _MARKED_LINK.fullmatch(text)
        return found["labelled"] or found["bare"] if found else text

    values = map_distinct(texts, read, pl.String())
    has_label = map_distinct(texts, lambda text: text.startswith("[") and read(text) != text, pl.Boolean())
    return Cleaned(values, has_label.fill_null(value=False))


def source_of_link(text: str, vocabulary: Vocabulary) -> str | None:
    """The job board a web address belongs to, or None."""
    found = _HOST.match(text.strip())
    if not found:
        return None
    host = found[1].lower()
    return next(
        (name for known, name in vocabulary.source_hosts.items() if host == known or host.endswith(f".{known}")), None
    )


def repeat_ditto(companies: pl.Series, vocabulary: Vocabulary) -> pl.Series:
    """The company of the row above in place of a mark that repeats it."""
    marks = [text for text in distinct_texts(companies) if (fold(text) or text) in vocabulary.words["ditto"]]
    if not marks:
        return companies
    named = companies.replace(marks, [None] * len(marks))
    frame = pl.DataFrame({"is_mark": companies.is_in(marks), "named": named, "above": named.forward_fill()})
    return frame.select(pl.when("is_mark").then("above").otherwise("named")).to_series()


def _elsewhere(texts: pl.Series, is_plain: Callable[[str], bool]) -> pl.Series:
    """Rows whose text is not fully said by its value."""
    plain = [text for text in distinct_texts(texts) if is_plain(text)]
    return texts.is_not_null() & ~is_one_of(texts, plain)
