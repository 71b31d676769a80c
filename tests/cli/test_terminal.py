"""Whatever a tracker holds, no command writes a code that would steer the terminal."""

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import Shell

ESCAPE = "\x1b[31mred\x07\u009b2J\u202e"
SHOWN = r"\x1b[31mred\x07\x9b2J\u202e"

TRACKER = f"""Company,Role,Applied on,Status,Asked for feedback on,Asked by,What they said,Notes
Acme {ESCAPE},Chef {ESCAPE},2026-01-05,{ESCAPE},2026-01-10,phone,They said {ESCAPE} too little experience,{ESCAPE}
Bolt,Cook,2026-01-06,Rejected,2026-01-11,email,,{ESCAPE}
{ESCAPE},,,,,,,
"""

COMMANDS = [
    ["sql", "select * from applications"],
    ["sql", "select * from applications", "--format", "markdown"],
    ["sql", f"select '{ESCAPE}'::int"],
    ["sql", f'select "{ESCAPE}" from applications'],
    ["questions", ESCAPE],
    ["views", ESCAPE],
    ["questions", "what-did-they-say"],
    ["findings"],
    ["status"],
    ["history"],
    ["notes"],
    ["words"],
    ["doctor"],
    ["apart"],
    ["forget", ESCAPE],
    [ESCAPE],
    ["import", f"{ESCAPE}.csv"],
    ["import", f"{ESCAPE}.csv", "--column", f"company={ESCAPE}"],
    ["sql", "select 1", "--format", ESCAPE],
    ["sql", "select 1", "--param", ESCAPE],
    ["undo"],
]


@pytest.fixture
def shell(empty_home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> Shell:
    return Shell(empty_home, capfdbinary)


@pytest.mark.parametrize("steered", ["--dry-run", "--json", None])
def test_an_import_tells_of_a_hostile_file_without_its_codes(
    shell: Shell,
    tmp_path: Path,
    steered: str | None,
) -> None:
    file = tmp_path / f"jobs {ESCAPE}.csv"
    file.write_text(TRACKER, encoding="utf-8")
    _, out, err = shell("import", str(file), *([steered] if steered else []))
    _assert_plain(err)
    if steered != "--json":
        _assert_plain(out.decode())


def test_no_command_steers_the_terminal(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / f"jobs {ESCAPE}.csv"
    file.write_text(TRACKER, encoding="utf-8")
    assert shell("import", str(file))[0] == 0
    for command in COMMANDS:
        _, out, err = shell(*command)
        _assert_plain(out.decode())
        _assert_plain(err)
    assert SHOWN in shell("history")[1].decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "table"])
def test_data_is_plain_on_a_terminal_and_as_it_is_in_a_pipe(shell: Shell, kind: str) -> None:
    query = f"select 'x{ESCAPE}' as a"
    command = [sys.executable, "-m", "pipeline", "--home", str(shell.home), "sql", query, "--format", kind]
    _assert_plain(_on_a_terminal(command))
    if kind == "csv":
        assert ESCAPE in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_bytes_do_not_go_to_a_terminal(shell: Shell) -> None:
    command = [sys.executable, "-m", "pipeline", "--home", str(shell.home), "sql", "select 1", "--format", "xlsx"]
    assert "debrief: error: This format is not text" in _on_a_terminal(command)


def _on_a_terminal(command: list[str]) -> str:
    """What a command writes where its output and errors are a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL) as process:
        os.close(theirs)
        written = io.BytesIO()
        while chunk := _read(ours):
            written.write(chunk)
        process.wait()
    os.close(ours)
    return written.getvalue().decode().replace("\r\n", "\n").replace("\r\x1b[K", "")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux's way to say that the other side is closed
        return b""


def _assert_plain(text: str) -> None:
    steering = {sign for sign in text if ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or sign == "\u202e"}
    assert steering <= {"\n", "\t"}, text
