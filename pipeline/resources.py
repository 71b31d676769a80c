"""Where the files that are not Python live: ``sql/``, ``data/`` and ``app.py``.

In a checkout they are at its top; in an installed wheel they lie inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_PACKED = _PACKAGE / "_resources"


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, such as ``resource("sql", "marts")``."""
    root = _PACKED if _PACKED.is_dir() else _PACKAGE.parent
    return root.joinpath(*parts)
