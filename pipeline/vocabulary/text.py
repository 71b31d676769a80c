"""Text without what a person would not tell it apart by: case, accents, punctuation, emoji, blanks."""

import re
import unicodedata
from functools import lru_cache

_FOLDED_TEXTS = 50_000
"""Texts whose folding is remembered: more than the distinct words of a tracker, less than its links."""

_DROPPED = re.compile("['`\u2018\u2019\u00b4]")
_SEPARATORS = re.compile(r"[\W_]+")
_LETTERS = str.maketrans({"İ": "i", "I": "i", "\u0131": "i", "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o"})

_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"})


@lru_cache(maxsize=_FOLDED_TEXTS)
def fold(text: str) -> str:
    """The text without case, accents, punctuation and emoji, words parted by one blank.

    Two spellings that a person would call the same word become the same text. The Turkish dotted and dotless i fold
    together, since case tables of other languages mix them up.

    >>> fold("  Şirket / KURUM 🏢 ")
    'sirket kurum'
    """
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", text.translate(_LETTERS)))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", _SEPARATORS.sub(" ", plain.casefold())).strip()


def spelled_out(text: str) -> tuple[str, ...]:
    """The text, and how it is typed on a keyboard without its letters, where that differs.

    >>> spelled_out("Rückmeldung"), spelled_out("Absage")
    (('Rückmeldung', 'Rueckmeldung'), ('Absage',))
    """
    return tuple(dict.fromkeys((text, text.translate(_TWO_LETTERS))))


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> counted(1, "ask"), counted(1200, "ask"), counted(2, "company", "companies")
    ('1 ask', '1,200 asks', '2 companies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def compact(text: str) -> str:
    """The folded text without blanks: ``date_applied``, ``DateApplied`` and ``Date applied`` are one spelling."""
    return fold(text).replace(" ", "")
