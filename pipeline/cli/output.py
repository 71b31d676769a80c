"""What the command line says: data to standard output, narration to standard error, no code that steers a terminal.

Every other module of the command line says things through this one.
"""

import json
import sys
from pathlib import Path

import click

from pipeline.errors import InputRefusedError, UsageError, nearest_name
from pipeline.plain_text import visible


def say(text: str) -> None:
    """Tell the reader something that is not data."""
    click.echo(visible(text), err=True)


def tell(line: str) -> None:
    """Write a line of an answer that is made to be read."""
    click.echo(visible(line))


def show_progress(stage: str, share: float) -> None:
    """Show one line of progress on a terminal, and nothing elsewhere."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{visible(stage)} {share:.0%}" if share < 1 else "\r\x1b[K", nl=False, err=True)


def write(content: bytes, output: Path | None = None) -> None:
    """Write data to standard output, or to a file and say so; a terminal gets it as text.

    Raises:
        InputRefusedError: The file cannot be written.
        UsageError: It is no text, and would go to a terminal.
    """
    if output is None:
        sys.stdout.buffer.write(_for_terminal(content) if sys.stdout.isatty() else content)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise InputRefusedError(
            f"{output}: this file cannot be written.", found=f"The system says: {error.strerror}."
        ) from error
    say(f"written: {output}")


def _for_terminal(content: bytes) -> bytes:
    try:
        return visible(content.decode().replace("\r\n", "\n")).encode()
    except UnicodeDecodeError as error:
        raise UsageError(
            "This format is not text, so a terminal cannot show it.", remedy="Name a file with --output, or pipe it."
        ) from error


def write_json(value: object) -> None:
    """Write one JSON value to standard output."""
    write((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def file_content(file: Path) -> bytes:
    """The bytes of a file that the user names.

    Raises:
        InputRefusedError: There is no such file, or it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        beside = [path.name for path in file.parent.glob("*")] if file.parent.is_dir() else []
        near = nearest_name(file.name, beside)
        raise InputRefusedError(
            f"{file}: there is no such file.", remedy=f"Did you mean {near!r}?" if near else "Check the path."
        ) from error
    except OSError as error:
        raise InputRefusedError(
            f"{file}: this file cannot be read.", found=f"The system says: {error.strerror}."
        ) from error
