"""Writing a page where the user says: in one step, for the user's eyes, and never over a file that is not ours."""

from pathlib import Path

from pipeline.dashboard.report.rendering import GENERATOR
from pipeline.errors import InputRefusedError
from pipeline.workspace import replace_file

_START = 2048
"""How far into a page its generator stands at most."""

_MARK = f'<meta name="generator" content="{GENERATOR} '.encode()
_MARK_IN_PDF = f"/Title ({GENERATOR}: ".encode()


def require_writable(path: Path, *, force: bool) -> None:
    """Refuse, before anything is made, what could not be written or would be lost.

    Raises:
        InputRefusedError: There is no such folder, or another file is there and nobody said to replace it.
    """
    if not path.parent.is_dir():
        raise InputRefusedError(f"{path}: this file cannot be written.", found=f"There is no folder {path.parent}.")
    if path.is_dir():
        raise InputRefusedError(f"{path}: this file cannot be written.", found="A folder of that name is there.")
    if not path.exists() or force or _is_ours(path):
        return
    raise InputRefusedError(
        f"{path}: a file that Debrief did not make is there, and is left as it is.",
        remedy="Choose another name with -o, or say --force to replace it.",
    )


def save(path: Path, content: bytes) -> None:
    """Write the file in one step, readable by the user alone.

    Raises:
        InputRefusedError: The system does not let it be written.
    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise InputRefusedError(
            f"{path}: this file cannot be written.", found=f"The system says: {error.strerror}."
        ) from error


def _is_ours(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(_START)
            if start.startswith(b"%PDF-"):
                file.seek(0)
                return _MARK_IN_PDF in file.read()
            return _MARK in start
    except OSError as error:
        raise InputRefusedError(
            f"{path}: the file that is there cannot be read.", found=f"The system says: {error.strerror}."
        ) from error
