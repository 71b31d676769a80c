"""The errors that are a user's to mend; every other exception is a defect of ours and keeps its traceback."""

import difflib
from collections.abc import Iterable


class DebriefError(Exception):
    """A problem with what was given: one line of what, what was found, and what to do.

    Attributes:
        problem: One line that says where and what is wrong.
        found: What was there, beside what would have worked.
        remedy: What to do next.
        exit_code: The command line's exit status for it.
    """

    exit_code = 1

    def __init__(self, problem: str, *, found: str | None = None, remedy: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.found = found
        self.remedy = remedy

    def __str__(self) -> str:
        return "\n".join(part for part in (self.problem, self.found, self.remedy) if part)


class InputRefusedError(DebriefError):
    """A file or its contents cannot be used; nothing was changed."""


class QueryRefusedError(DebriefError):
    """A user's SQL was refused, failed, or ran out of its time or memory."""


class UsageError(DebriefError):
    """A name or option that does not exist."""

    exit_code = 2


class WorkspaceError(DebriefError):
    """The home folder cannot be used as it is."""

    exit_code = 3


class WorkspaceBusyError(WorkspaceError):
    """Another writer holds the home folder and does not end."""


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or none when nothing is close enough to be worth offering."""
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
