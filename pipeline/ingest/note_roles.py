"""Whether an employer's words are about the role, the team or whom they are after, rather than about the seeker."""

import re
from functools import lru_cache

from pipeline.ingest.note_words import NoteWords

_MOST_BEFORE = 3
"""The words that may stand before the role itself: "that this senior role needs …"."""


def describes_role(clause: str, words: NoteWords) -> bool:
    """Whether a clause, flattened, says what a role or team is like or who is wanted, and names no reason by that.

    One that speaks of the seeker too ("needs more experience than I have") is a reason, and so is the end of a role.
    """
    own, describing = _patterns(words)
    return own.search(clause) is None and describing.search(clause) is not None


@lru_cache(maxsize=1)
def _patterns(words: NoteWords) -> tuple[re.Pattern[str], re.Pattern[str]]:
    p = words.parts
    role = rf"(?:\w+\s+){{0,{_MOST_BEFORE}}}?{p['role_words']}(?:\s+\w+ly)?\s+{p['role_is']}"
    return (
        re.compile(rf"{p['about_me']}|(?<!\w)mine(?!\w)|{p['role_ended']}"),
        re.compile(rf"^\W*(?:{role}|{p['they_seek']})|{p['is_asked_for']}\W*$"),
    )
