"""What goes with a tracker that is erased: what people read in its texts, and what was taught in their words alone.

A wording that a text of another tracker has too is no trace of the erased one and stays.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from pipeline.decisions import load_decisions
from pipeline.errors import DebriefError, InputRefusedError
from pipeline.readings import Readings, load_readings
from pipeline.themes.codebook import Codebook, load_codebook, parse_codebook
from pipeline.themes.editing import unteach
from pipeline.themes.hearing import find_taught
from pipeline.themes.taught import Taught
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.build import read_kept
from pipeline.warehouse.codebook_files import codebook_text, decoded
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.keep_readings import forget_readings, reading_files
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import Workspace, records, replace_file

_TEXT_COLUMNS = ("feedback_text", "stated_reason", "believed_reason")
_OTHERS = """
select feedback_text, stated_reason, believed_reason from feedback where tracker <> $tracker
"""


@dataclass(frozen=True)
class Along:
    """What goes with a tracker.

    Attributes:
        taught: The taught wordings, as written.
        codebook_text: The codebook without them.
        readings: The readings without those of its texts.
        reading_count: How many of those there were.
    """

    taught: tuple[str, ...]
    codebook_text: str
    readings: Readings
    reading_count: int

    def sentences(self) -> Iterator[str]:
        """What goes, in plain words; nothing where nothing does."""
        if self.taught:
            wordings = "; ".join(f"“{each}”" for each in self.taught)
            yield f"no longer taught, since only its texts had the words: {wordings}"
        if self.reading_count:
            yield f"erased with it: second readings and reframings of its texts ({self.reading_count:,})"


def goes_along(workspace: Workspace, tracker: str, *, keep_taught: bool = False) -> Along:
    """What is to go with a tracker; nothing is erased yet.

    Args:
        workspace: Where it is kept.
        tracker: The tracker.
        keep_taught: Keep every taught wording all the same.
    """
    readings = load_readings(workspace)
    left = readings.without_tracker(tracker)
    gone = len(readings.second) + len(readings.reframed) - len(left.second) - len(left.reframed)
    text = codebook_text(workspace)
    taught = () if keep_taught else tuple(_quotes(workspace, tracker))
    return Along(tuple(each.clause for each in taught), _without(text, taught), left, gone)


def files_along(workspace: Workspace) -> list[Path]:
    """Every file that erasing what goes along may change."""
    return [*reading_files(workspace), *_codebooks(workspace)]


def erase_along(workspace: Workspace, tracker: str, along: Along) -> None:
    """Erase it, in the files from before earlier changes too; the caller holds the writer's lock."""
    forget_readings(workspace, tracker)
    if not along.taught:
        return
    words = [Taught(clause, "", None) for clause in along.taught]
    for path in _codebooks(workspace):
        content = path.read_bytes()
        with suppress(InputRefusedError):  # an earlier one that only an older release could read
            replace_file(path, _without(decoded(content, path.name), words).encode())
    history = [path for path in _codebooks(workspace) if path.stem.isdecimal()]
    for path, after in pairwise([*history, workspace.codebook]):
        if path.read_bytes() == after.read_bytes():
            path.unlink()


def _codebooks(workspace: Workspace) -> list[Path]:
    """The codebook and every earlier one that is kept."""
    return [*sorted((workspace.home / "codebooks").glob("*.toml")), workspace.codebook]


def _quotes(workspace: Workspace, tracker: str) -> Iterable[Taught]:
    """Every wording taught now or earlier that stands in a text of the tracker and in no other text that is kept."""
    codebook = load_codebook(workspace.codebook)
    known = {each.words: each for each in _ever_taught(workspace)}
    if not known:
        return ()
    here = _standing(_own_texts(workspace, tracker), known.values(), codebook)
    with open_version(ensure_built(workspace)) as connection:
        elsewhere = _standing(_stacked([fetch(connection, _OTHERS, tracker=tracker)]), known.values(), codebook)
    return [each for words, each in known.items() if words in here - elsewhere]


def _ever_taught(workspace: Workspace) -> Iterator[Taught]:
    for path in _codebooks(workspace):
        with suppress(InputRefusedError):  # as in erase_along
            yield from parse_codebook(decoded(path.read_bytes(), path.name), path.name).taught


def _own_texts(workspace: Workspace, tracker: str) -> pl.DataFrame:
    """Every text of every upload of the tracker; what can no longer be read has no text to be found in."""
    vocabulary = load_decisions(workspace).vocabulary(load_vocabulary())
    frames = []
    for record in records(workspace):
        if record.tracker == tracker:
            with suppress(DebriefError):
                reading = read_kept(workspace, record, vocabulary)
                frames += [sheet.feedback for sheet in reading.sheets]
    with open_version(ensure_built(workspace)) as connection:
        frames.append(fetch(connection, f"{_OTHERS.replace('<>', '=')}", tracker=tracker))
    return _stacked(frames)


def _stacked(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Every text once, under a name of its own."""
    columns = [frame[name].cast(pl.String) for frame in frames for name in _TEXT_COLUMNS]
    texts = pl.concat(column.rename("feedback_text") for column in columns).drop_nulls().unique()
    return texts.to_frame().with_row_index("feedback_id").with_columns(pl.col("feedback_id").cast(pl.String))


def _standing(texts: pl.DataFrame, taught: Iterable[Taught], codebook: Codebook) -> set[tuple[str, ...]]:
    """The wordings that stand in the texts, each looked for alone: a longer one must not hide a shorter."""
    return {each.words for each in taught if find_taught(texts, [Taught(each.clause, "courtesy", None)], codebook)}


def _without(text: str, taught: Iterable[Taught]) -> str:
    there = {each.words for each in parse_codebook(text, "codebook.toml").taught}
    for each in taught:
        if each.words in there:
            text = unteach(text, each.clause)
    return text
