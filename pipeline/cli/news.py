"""What a command tells besides its own answer: that a new release has changed what feedback is read with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.cli.output import say
from pipeline.workspace import Workspace, current_version, default_home


@contextmanager
def telling_news(home: Path | None) -> Iterator[None]:
    """Tell in one line, once what is inside is done, if it published the first version with other built-in themes."""
    workspace = Workspace((home or default_home()).expanduser().absolute())
    earlier = current_version(workspace)
    try:
        yield
    finally:
        later = current_version(workspace)
        if later != earlier:
            _tell(earlier, later)


def _tell(earlier: str | None, later: str | None) -> None:
    from pipeline.warehouse.following import news  # noqa: PLC0415  # most commands publish nothing

    if told := news(earlier, later):
        say(told)
