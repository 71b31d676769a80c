"""The statements in ``hostile/`` as the tests run them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "hostile"

_MAY_RUN = re.compile(r"-- runs: .+\n")
_REPEATED = re.compile(r"<<(\d+): (.*?)>>")


@dataclass(frozen=True)
class Attack:
    """A statement and whether it may run, since it does no harm."""

    sql: str
    may_run: bool

    def against(self, paths: Mapping[str, Path]) -> str:
        """The statement with ``<path>`` and the like in place, and ``<<3: x>>`` as xxx."""
        sql = _REPEATED.sub(lambda found: found[2] * int(found[1]), self.sql)
        for name, path in paths.items():
            sql = sql.replace(f"<{name}>", str(path))
        return sql


def kinds(folder: Path) -> list[str]:
    """The names of a folder's files, which are kinds of attack."""
    return sorted(path.stem for path in folder.glob("*.sql"))


def attacks(folder: Path, kind: str) -> list[Attack]:
    """The statements of a file, without its first block, which says what they have in common."""
    _, *blocks = (folder / f"{kind}.sql").read_text(encoding="utf-8").strip().split("\n\n")
    return list(_read(blocks))


def _read(blocks: list[str]) -> Iterator[Attack]:
    for block in blocks:
        mark = _MAY_RUN.match(block)
        yield Attack(block[mark.end() :] if mark else block, may_run=mark is not None)
