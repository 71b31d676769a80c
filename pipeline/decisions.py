"""What the user decided that no upload says: what their status words mean, which notes hold feedback, what is one.

Kept in ``decisions.toml`` in the home folder, readable and editable; the database is built from it as well, so that
a decision counts for every upload, earlier and later ones alike, and can be taken back.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import tomlkit

from pipeline.errors import UsageError, WorkspaceError
from pipeline.vocabulary import Vocabulary
from pipeline.workspace import Workspace, replace_file

Verdict = Literal["accepted", "dismissed"]

SAYS_NOTHING = "ignore"
"""How a status text is called that says nothing of stage or outcome."""

_VERDICTS: tuple[Verdict, ...] = ("accepted", "dismissed")
_HEADING = "What you decided while importing; the database is built from it. `debrief rebuild` applies an edit."


@dataclass(frozen=True)
class StatusWord:
    """What a status text means: a stage, an outcome or both; None where it does not say, both None for nothing."""

    stage: str | None = None
    outcome: str | None = None

    def __str__(self) -> str:
        return "/".join(word for word in (self.stage, self.outcome) if word) or SAYS_NOTHING


@dataclass(frozen=True)
class Decisions:
    """Everything decided so far.

    Attributes:
        status_words: Status text, as written, to its meaning.
        notes: Name of a note that seems to hold feedback, to whether it does.
        told_apart: Pairs of application names that are two applications although they look like one; each pair in
            alphabetical order.
    """

    status_words: Mapping[str, StatusWord] = field(default_factory=dict)
    notes: Mapping[str, Verdict] = field(default_factory=dict)
    told_apart: frozenset[tuple[str, str]] = frozenset()

    def vocabulary(self, shipped: Vocabulary) -> Vocabulary:
        """The shipped words with the user's own; the same words give the same vocabulary, by which much is cached."""
        return _extended(shipped, frozenset(self.status_words.items())) if self.status_words else shipped

    def as_toml(self) -> str:
        """The decisions as they are kept; the same decisions give the same text."""
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEADING))
        words = tomlkit.table()
        for text, word in sorted(self.status_words.items()):
            meaning = tomlkit.inline_table()
            meaning.update({name: said for name, said in (("stage", word.stage), ("outcome", word.outcome)) if said})
            words.add(tomlkit.key(text), meaning)
        document.add("status_words", words)
        notes = tomlkit.table()
        notes.update(dict(sorted(self.notes.items())))
        document.add("notes", notes)
        document.add("told_apart", tomlkit.item([list(pair) for pair in sorted(self.told_apart)]))
        return tomlkit.dumps(document)


@lru_cache(maxsize=8)
def _extended(shipped: Vocabulary, words: frozenset[tuple[str, StatusWord]]) -> Vocabulary:
    return shipped.with_status_words({text: (word.stage, word.outcome) for text, word in words})


def parse_status_word(text: str, vocabulary: Vocabulary) -> StatusWord:
    """A meaning as it is typed: a stage, an outcome, both parted by a slash, or ``ignore``.

    Raises:
        UsageError: A word is neither a stage nor an outcome, or there are two of one kind.
    """
    if text.strip() == SAYS_NOTHING:
        return StatusWord()
    words = [word.strip() for word in text.split("/")]
    # offer is the name of a stage and of an outcome; alone it says both, beside another it is the other kind
    if words == ["offer"]:
        return StatusWord("offer", "offer")
    stages = [word for word in words if word in vocabulary.stages]
    outcomes = [word for word in words if word in vocabulary.outcomes and (word != "offer" or len(words) == 1)]
    if len(stages) > 1 or len(outcomes) > 1 or len(stages) + len(outcomes) != len(words):
        raise UsageError(
            f'"{text}" is no meaning of a status.',
            found=f"Stages: {', '.join(vocabulary.stages)}. Outcomes: {', '.join(vocabulary.outcomes)}.",
            remedy=f"Say a stage, an outcome, or both, such as first_interview/rejected; {SAYS_NOTHING} for nothing.",
        )
    return StatusWord(stages[0] if stages else None, outcomes[0] if outcomes else None)


def load_decisions(workspace: Workspace) -> Decisions:
    """What was decided so far; nothing where nothing was.

    Raises:
        WorkspaceError: The file cannot be read.
    """
    try:
        table = tomllib.loads(workspace.decisions.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Decisions()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _unreadable(workspace, str(error)) from error
    try:
        return _decisions(table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _unreadable(workspace, f"{type(error).__name__}: {error}") from error


def save_decisions(workspace: Workspace, decisions: Decisions) -> None:
    """Keep what was decided, in one step; the caller holds the writer's lock."""
    replace_file(workspace.decisions, decisions.as_toml().encode())


def _decisions(table: Mapping[str, Any]) -> Decisions:
    verdicts: Mapping[str, Verdict] = {verdict: verdict for verdict in _VERDICTS}
    return Decisions(
        status_words={
            text: StatusWord(meaning.get("stage"), meaning.get("outcome"))
            for text, meaning in table.get("status_words", {}).items()
        },
        notes={name: verdicts[verdict] for name, verdict in table.get("notes", {}).items()},
        told_apart=frozenset(_pair(*names) for names in table.get("told_apart", [])),
    )


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)


def _unreadable(workspace: Workspace, found: str) -> WorkspaceError:
    return WorkspaceError(
        f"{workspace.decisions}: what you decided cannot be read.",
        found=found,
        remedy="Mend the file, or remove it to let every decision go.",
    )
