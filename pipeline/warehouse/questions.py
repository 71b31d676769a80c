"""Ready questions: SQL files with a title, a meaning and parameters that have defaults.

The first header line is the question; ``-- param name = default: meaning`` lines are its parameters.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError, nearest_name
from pipeline.resources import resource
from pipeline.warehouse.views import split_header

PARAM = re.compile(r'^param ([A-Za-z_]\w*) = ("(?:[^"\\]|\\.)*"|.*?): (.+)$')
"""A parameter's line in a header; a default in quotes is text as JSON writes it."""

Value = str | int | float | bool | None


@dataclass(frozen=True)
class Param:
    """A parameter of a question: its default and what it means."""

    default: Value
    meaning: str


@dataclass(frozen=True)
class Question:
    """A ready question.

    Attributes:
        name: The file's stem.
        title: The question in words.
        description: What the answer shows, and what it does not.
        params: Parameter name to default and meaning.
        sql: The query.
    """

    name: str
    title: str
    description: str
    params: Mapping[str, Param]
    sql: str


def read_question(path: Path) -> Question:
    """Read one question from its file."""
    header, body = split_header(path.read_text(encoding="utf-8-sig", errors="replace"))
    params = {m[1]: Param(_default(m[2]), m[3]) for line in header[1:] if (m := PARAM.match(line))}
    prose = [line for line in header[1:] if line and not PARAM.match(line)]
    return Question(path.stem, header[0] if header else path.stem, " ".join(prose), params, body)


def _default(text: str) -> Value:
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        with suppress(ValueError):
            return str(json.loads(text))
    return typed(text)


def questions(home: Path | None = None) -> dict[str, Question]:
    """Every ready question by name, and the user's own from ``home/questions``, which win over ours."""
    folders = [resource("sql", "questions"), *([home / "questions"] if home else [])]
    return {path.stem: read_question(path) for folder in folders for path in sorted(folder.glob("*.sql"))}


def find_question(name: str, home: Path | None = None) -> Question:
    """The question of that name.

    Raises:
        UsageError: There is none; the message names the nearest.
    """
    known = questions(home)
    if name not in known:
        near = nearest_name(name, known)
        raise UsageError(
            f"There is no question called {name!r}.",
            remedy=f"Did you mean {near!r}?" if near else "`debrief questions` lists them.",
        )
    return known[name]


def typed(text: str) -> Value:
    """A parameter's text as the value it looks like: a whole number, a number, true, false, null, else text.

    >>> typed("3"), typed("0.5"), typed("true"), typed("null"), typed("Ana")
    (3, 0.5, True, None, 'Ana')
    """
    words: dict[str, Value] = {"true": True, "false": False, "null": None}
    if text.lower() in words:
        return words[text.lower()]
    for parse in (int, float):
        try:
            return parse(text)
        except ValueError:
            continue
    return text
