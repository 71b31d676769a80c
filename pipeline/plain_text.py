"""Text from outside as text: what would steer a terminal, or turn the words around it, is spelt out."""

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters but the tab and the line feed, marks that reverse the direction of writing, half characters."""

FORMULA = r"'*[\s\x00-\x1f]*[=+\-@|%\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
"""What spreadsheet programs take for the start of a formula, full-width forms and apostrophes before it included."""

DEFUSED = f"^'({FORMULA})"
"""The same behind an apostrophe, by which an exported cell says that it is text."""


def visible(text: str) -> str:
    r"""The text with every control character written as its code.

    >>> print(visible("Acme\x1b[31m red \u202e"))
    Acme\x1b[31m red \u202e
    """
    return _STEERING.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
