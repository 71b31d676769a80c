"""The wording of a language that no theme owns: praise, criticism, negation, courtesy, and where clauses end."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, get_args

from pipeline.errors import InputRefusedError
from pipeline.resources import resource
from pipeline.themes.clauses import ClauseWords, Letters, fold_in
from pipeline.themes.phrases import Phrase, read_phrase

CueKind = Literal[
    "courtesy",
    "neutral",
    "ruled_out",
    "cleared",
    "missed",
    "praise",
    "criticism",
    "shown",
    "wish",
    "comparative",
    "excess",
    "negation",
    "lack",
    "reason",
    "middling",
    "good_heading",
    "bad_heading",
]
"""What a cue does to the themes around it; ``data/themes/en.toml`` explains each."""

MASKS: frozenset[CueKind] = frozenset({"courtesy", "neutral"})
"""Cues that only keep what lies inside them from being taken for something else."""


@dataclass(frozen=True)
class Wording:
    """The word lists of one language.

    Attributes:
        cues: Phrases by what they do to the themes around them.
        clause_words: What ends a clause.
        subjects: Words that start a new statement after a comma ("your", "we").
        joiners: Words that start one when a subject follows ("and you").
        breaks: Words that start one by themselves ("because").
        not_only: Phrases that look like a "not" and add something ("not only").
        verbs: Words that give what stands before them a predicate of its own ("was", "had").
        attachers: Words that tie a theme to the one before it ("examples *of* leadership").
        plain_words: Words that say nothing by themselves.
        letters: Letters that are also spelled with others; both spellings are the same word.
    """

    cues: Mapping[CueKind, tuple[Phrase, ...]]
    clause_words: ClauseWords
    subjects: frozenset[str]
    joiners: frozenset[str]
    breaks: frozenset[str]
    not_only: tuple[str, ...]
    verbs: frozenset[str]
    attachers: frozenset[str]
    plain_words: frozenset[str]
    letters: Letters

    @cached_property
    def parting(self) -> frozenset[str]:
        """Words without which a clause is one statement without a pause."""
        return self.joiners | self.breaks | {",", ":"}


@lru_cache
def load_wording(language: str, asked_by: str) -> Wording:
    """The wording of a language, by its two-letter code.

    Raises:
        InputRefusedError: There is none; the message names the codebook that asked for it.
    """
    folder = resource("data", "themes")
    known = sorted(path.stem for path in folder.glob("??.toml"))
    if language not in known:
        raise InputRefusedError(
            f'{asked_by}: no wording for the language "{language}".',
            found=f"There is one for: {', '.join(known)}.",
            remedy='Write, for example, language = "en".',
        )
    content = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    kinds: tuple[CueKind, ...] = get_args(CueKind)
    clauses = content["clauses"]
    letters = _read_letters(content.get("letters", {}))

    def folded(name: str) -> frozenset[str]:
        return frozenset(fold_in(word, letters) for word in clauses[name])

    return Wording(
        cues={
            kind: tuple(read_phrase(text, {}, letters) for text in content["cues"].get(kind, ())) for kind in kinds
        },
        clause_words=ClauseWords(
            contrast=tuple(clauses["contrast"]),
            contrast_after_comma=tuple(clauses["contrast_after_comma"]),
            not_contrast=tuple(clauses["not_contrast"]),
            abbreviations=tuple(clauses["abbreviations"]),
        ),
        subjects=folded("subjects"),
        joiners=folded("joiners"),
        breaks=folded("breaks"),
        not_only=tuple(" ".join(fold_in(word, letters) for word in each.split()) for each in clauses["not_only"]),
        verbs=folded("verbs"),
        attachers=folded("attachers"),
        plain_words=folded("plain_words"),
        letters=letters,
    )


def _read_letters(spellings: Mapping[str, str]) -> Letters:
    capitals = {letter.upper(): spelling for letter, spelling in spellings.items() if len(letter.upper()) == 1}
    return str.maketrans({**capitals, **spellings})
