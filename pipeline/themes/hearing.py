"""What is heard in feedback: the recogniser's mentions, with what the user taught laid over them.

A taught wording always wins: where it stands, it takes the place of every mention and unexplained clause it touches.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import polars as pl

from pipeline.themes.annotate import Progress, annotate_texts, with_languages
from pipeline.themes.clauses import Span, split_clauses, split_words, whole_characters
from pipeline.themes.codebook import AUTO, Codebook
from pipeline.themes.in_language import in_language
from pipeline.themes.language import language_of
from pipeline.themes.taught import COURTESY, Polarity, Taught

CONFIRMED = "confirmed"
"""The method of a mention that the user taught."""

_STOPS = frozenset(".!?;\u2026\n\r\u2028\u2029")
_APOSTROPHES_AND_UNDERSCORES = "['_\u2019\u02bc]"
_PLAIN = r"^[\x00-\x7f\u2010-\u2026\u20ac\u00a3\u02bc]*$"
"""Texts in which folding a word is no more than lower case without apostrophes."""


class HeardMention(NamedTuple):
    """A theme in a text; ``text[start:end]`` is the quote, ``method`` how it was found."""

    theme_id: str
    polarity: Polarity
    start: int
    end: int
    method: str


class Heard(NamedTuple):
    """What is heard in one text, both from left to right, and the language it was read in."""

    mentions: tuple[HeardMention, ...]
    unexplained: tuple[Span, ...]
    language: str


class Match(NamedTuple):
    """A taught wording in a text: ``text[start:end]``."""

    start: int
    end: int
    taught: Taught


def hear(text: str, codebook: Codebook) -> Heard:
    """The mentions in a text and what no theme explains, with what the user taught."""
    texts = with_languages(pl.DataFrame({"feedback_id": [""], "feedback_text": [text]}), codebook)
    mentions, unexplained = hear_texts(texts, codebook)
    columns = ("theme_id", "polarity", "quote_start", "quote_end", "method")
    return Heard(
        tuple(HeardMention(*row) for row in mentions.select(columns).iter_rows()),
        tuple(Span(*row) for row in unexplained.select("clause_start", "clause_end").iter_rows()),
        texts["language"][0],
    )


def hear_texts(
    feedback: pl.DataFrame, codebook: Codebook, *, progress: Progress | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions and the unexplained clauses of many texts, with what the user taught.

    Args:
        feedback: Columns ``feedback_id``, unique, and ``feedback_text``, both String; a null text has neither. A
            column ``language`` says what each text is read in; without it, these texts alone decide.
        codebook: The themes to look for, and what was taught.
        progress: Told after every thousand texts.

    Returns:
        Frames of MENTION_SCHEMA and of UNEXPLAINED_SCHEMA, in the order of the rows and, in a text, of its words.
    """
    mentions, unexplained = annotate_texts(feedback, codebook, progress=progress)
    matches = find_taught(feedback, codebook.taught, codebook)
    return _laid_over(feedback, mentions, unexplained, matches, codebook) if matches else (mentions, unexplained)


def find_taught(feedback: pl.DataFrame, taught: Sequence[Taught], codebook: Codebook) -> dict[str, tuple[Match, ...]]:
    """Where taught wordings stand, by ``feedback_id``; texts without any are left out.

    Args:
        feedback: As for :func:`hear_texts`.
        taught: The wordings to look for; one whose theme is retired is passed over.
        codebook: Where clauses end.
    """
    in_force = [each for each in taught if each.theme_id == COURTESY or codebook.current(each.theme_id)]
    if not in_force:
        return {}
    known: dict[str, tuple[Match, ...]] = {}
    found: dict[str, tuple[Match, ...]] = {}
    for feedback_id, text in _candidates(feedback, in_force).iter_rows():
        if text not in known:
            known[text] = matches_in(text, in_force, codebook)
        if known[text]:
            found[feedback_id] = known[text]
    return found


def _candidates(feedback: pl.DataFrame, taught: Sequence[Taught]) -> pl.DataFrame:
    """The texts that may hold one of the wordings: those with the longest word of one, and those hard to fold."""
    texts = feedback.select("feedback_id", "feedback_text").filter(pl.col("feedback_text").is_not_null())
    anchors = {max(each.words, key=len) for each in taught}
    if not all(word.isalnum() and word.isascii() and not word.endswith("mark") and word != "and" for word in anchors):
        return texts
    folded = pl.col("feedback_text").str.to_lowercase().str.replace_all(_APOSTROPHES_AND_UNDERSCORES, "")
    is_plain = pl.col("feedback_text").str.contains(_PLAIN)
    return texts.filter(~is_plain | folded.str.contains_any(sorted(anchors)))


def matches_in(text: str, taught: Iterable[Taught], codebook: Codebook) -> tuple[Match, ...]:
    """Where taught wordings stand in a text, from left to right; of two that overlap the longer one counts."""
    words = list(_words(text, codebook))
    by_first: dict[str, list[Taught]] = {}
    for each in taught:
        by_first.setdefault(each.words[0], []).append(each)
    found: list[tuple[int, int, Taught]] = []
    for place, word in enumerate(words):
        for each in by_first.get(word.folded, ()):
            end = place + len(each.words)
            here = words[place:end]
            if tuple(w.folded for w in here) == each.words and not any(w.is_start for w in here[1:]):
                found.append((place, end, each))
    found.sort(key=lambda item: (item[0] - item[1], item[0]))
    taken: set[int] = set()
    kept: list[Match] = []
    for first, last, each in found:
        if taken.isdisjoint(range(first, last)):
            taken.update(range(first, last))
            kept.append(Match(words[first].start, whole_characters(text, words[last - 1].end), each))
    return tuple(sorted(kept, key=lambda match: match.start))


class _Word(NamedTuple):
    """A word of a text; ``is_start`` when a sentence starts with it."""

    folded: str
    start: int
    end: int
    is_start: bool


def _words(text: str, codebook: Codebook) -> Iterator[_Word]:
    """The words of a text without commas and colons; a sentence ends with a clause that a stop ends."""
    wording = in_language(codebook, _told(text, codebook)).wording
    before = 0
    for clause in split_clauses(text, wording.clause_words):
        is_first = True
        words = split_words(clause.text)
        for folded, (start, end) in zip(words.folded, words.spans, strict=True):
            if folded in ",:":
                continue
            at = clause.start + start
            is_start = is_first and not _STOPS.isdisjoint(text[before:at])
            yield _Word(folded, at, clause.start + end, is_start)
            before, is_first = clause.start + end, False


def _told(text: str, codebook: Codebook) -> str:
    """The language whose abbreviations end no sentence in a text."""
    return (language_of(text) if codebook.read_as == AUTO else codebook.read_as) or codebook.language


def _laid_over(
    feedback: pl.DataFrame,
    mentions: pl.DataFrame,
    unexplained: pl.DataFrame,
    matches: dict[str, tuple[Match, ...]],
    codebook: Codebook,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    is_touched = pl.col("feedback_id").is_in(list(matches))
    texts = dict(feedback.select("feedback_id", "feedback_text").filter(is_touched).iter_rows())
    heard = [
        row
        for row in mentions.filter(is_touched).iter_rows()
        if not _touches(row[4], row[5], matches[row[0]])  # quote_start, quote_end, feedback_id
    ]
    left = [
        row for row in unexplained.filter(is_touched).iter_rows() if not _touches(row[2], row[3], matches[row[0]])
    ]
    for feedback_id, found in matches.items():
        for start, end, taught in found:
            theme = codebook.current(taught.theme_id)
            if theme is not None:
                quote = texts[feedback_id][start:end]
                heard.append((feedback_id, theme.theme_id, taught.polarity, quote, start, end, CONFIRMED))
    order = feedback.select("feedback_id").with_row_index("_row")
    return (
        _put_back(mentions.filter(~is_touched), heard, order, ["quote_start", "quote_end", "theme_id"]),
        _put_back(unexplained.filter(~is_touched), left, order, ["clause_start"]),
    )


def _touches(start: int, end: int, matches: Iterable[Match]) -> bool:
    return any(start < match.end and match.start < end for match in matches)


def _put_back(
    untouched: pl.DataFrame, rows: list[tuple[object, ...]], order: pl.DataFrame, within: list[str]
) -> pl.DataFrame:
    touched = pl.DataFrame(rows, schema=untouched.schema, orient="row")
    whole = pl.concat([untouched, touched]).join(order, on="feedback_id", how="left")
    return whole.sort("_row", *within, maintain_order=True).drop("_row")
