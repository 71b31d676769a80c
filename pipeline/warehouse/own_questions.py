"""A person's own questions: files in the home's ``questions``, of the same form as the ready ones.

No question is written over, renamed onto another or deleted without what was there being handed back, so that it can
be put back.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import InputRefusedError, UsageError
from pipeline.warehouse.questions import PARAM, Question, Value, questions, typed
from pipeline.workspace import PRIVATE_FOLDER, Workspace, replace_file

Before = Mapping[str, bytes | None]
"""What the files of some questions held before a change, by name; None where there was none."""

_LONGEST_NAME = 60
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps for devices."""


def own_questions(workspace: Workspace) -> frozenset[str]:
    """The names of the person's own questions."""
    return frozenset(path.stem for path in _folder(workspace).glob("*.sql"))


def question_name(title: str) -> str:
    """The name of a question with this title: its plain letters and digits, never a path.

    >>> question_name("Wo hört's auf? ../x")
    'wo-hort-s-auf-x'
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].strip("-")
    return f"question-{name}".strip("-") if not name or _RESERVED.fullmatch(name) else name


def save_question(workspace: Workspace, question: Question, *, replaces: str | None = None) -> Before:
    """Keep a question under its name.

    Args:
        workspace: Whose question it is.
        question: The question; its name has to be that of its title.
        replaces: The own question that it takes the place of, under this name or another.

    Raises:
        InputRefusedError: It has no title or no text, or another question has its name.
    """
    if not question.title.strip() or not question.sql.strip():
        raise InputRefusedError("A question needs a title and a query.")
    if question.name != replaces:
        _require_free(workspace, question.name)
    folder = _folder(workspace)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    touched = {question.name, *({replaces} if replaces else ())}
    before = {name: _content(folder / f"{name}.sql") for name in touched}
    replace_file(folder / f"{question.name}.sql", as_file(question).encode())
    if replaces and replaces != question.name:
        (folder / f"{replaces}.sql").unlink(missing_ok=True)
    return before


def delete_question(workspace: Workspace, name: str) -> Before:
    """Delete one of the person's own questions.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in own_questions(workspace):
        raise UsageError(f"You have no question called {name!r}.")
    path = _folder(workspace) / f"{name}.sql"
    before = {name: _content(path)}
    path.unlink()
    return before


def put_back(workspace: Workspace, before: Before) -> None:
    """Undo a change."""
    folder = _folder(workspace)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    for name, content in before.items():
        path = folder / f"{name}.sql"
        if content is None:
            path.unlink(missing_ok=True)
        else:
            replace_file(path, content)


def as_file(question: Question) -> str:
    """A question as the text of its file."""
    description = " ".join(question.description.split())
    header = [
        " ".join(question.title.split()),
        *([f"({description})" if PARAM.match(description) else description] if description else []),
        *(
            f"param {name} = {_default(param.default)}: {' '.join(param.meaning.split())}"
            for name, param in question.params.items()
        ),
    ]
    # the empty line keeps comments at the top of the query out of the header
    return "\n".join([*(f"-- {line}" for line in header), "", question.sql.strip(), ""])


def _default(value: Value) -> str:
    """A parameter's default as it is read back: a text that reads as something else stands in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    is_plain = typed(text) == value and text == text.strip() and ":" not in text and not text.startswith('"')
    return text if is_plain and text.isprintable() else json.dumps(value)


def _require_free(workspace: Workspace, name: str) -> None:
    known = questions(workspace.home)
    if name not in known:
        return
    whose = "You already have a question" if name in own_questions(workspace) else "There is a ready question"
    raise InputRefusedError(
        f"{whose} called {name!r}.",
        found=f"Its title: {known[name].title}",
        remedy="Give yours another title; nothing was saved.",
    )


def _folder(workspace: Workspace) -> Path:
    return workspace.home / "questions"


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
