"""What people read in the feedback texts: a second reader's codings, and what a text could mean for next time.

Kept in ``readings.toml`` in the home folder, readable and editable; the database is built from it as well. Nothing
in it replaces a word of the tracker: the texts stay what was said.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import tomlkit

from pipeline.errors import WorkspaceError
from pipeline.workspace import Workspace

YOURSELF = "me"
"""The name of what the user wrote themselves."""

_HEADING = "What a second reader and you read in your feedback texts; the database is built from it."


@dataclass(frozen=True, order=True)
class Coded:
    """A theme that somebody finds in a text.

    Attributes:
        theme_id: The theme.
        polarity: How it is meant there; ``mixed`` for several ways at once, None where the reader did not say.
    """

    theme_id: str
    polarity: str | None


@dataclass(frozen=True)
class SecondReading:
    """One text as a second reader coded it, beside the coding that was there then.

    Attributes:
        reader: Who read it.
        text_id: The feedback entry.
        tracker: Where the entry comes from, so that it goes with its tracker.
        text: The text that was read.
        read_date: The day its sheet was read in.
        first: What the themes were before the reader's sheet came in: agreement is counted against this, since what
            is taken over later would agree with itself.
        second: What the reader found; empty for no theme.
        notes: What the reader wrote beside it.
        kept: Themes in which the user has kept their own reading.
    """

    reader: str
    text_id: str
    tracker: str
    text: str
    read_date: date
    first: tuple[Coded, ...]
    second: tuple[Coded, ...]
    notes: str | None = None
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reframing:
    """What a text could mean for next time, in the words of whoever wrote this.

    Attributes:
        written_by: Who wrote it; YOURSELF for the user.
        text_id: The feedback entry it stands beside.
        tracker: Where the entry comes from.
        text: The text that it is about.
        reframing: The words.
        written_date: The day they were written or read in.
    """

    written_by: str
    text_id: str
    tracker: str
    text: str
    reframing: str
    written_date: date


@dataclass(frozen=True)
class Readings:
    """Everything that was read so far: one reading a reader and text, one reframing a writer and text."""

    second: tuple[SecondReading, ...] = ()
    reframed: tuple[Reframing, ...] = ()

    def with_second(self, readings: Iterable[SecondReading]) -> "Readings":
        """These with more; a text that its reader has read before is what it is read as now.

        The first coding of a text that is the same stays what it was before its reader's first sheet, and so does
        what was kept.
        """
        kept = {(each.reader, each.text_id): each for each in self.second}
        for each in readings:
            before = kept.get((each.reader, each.text_id))
            if before is not None and before.text == each.text:
                kept[each.reader, each.text_id] = replace(each, first=before.first, kept=before.kept)
            else:
                kept[each.reader, each.text_id] = each
        return replace(self, second=tuple(kept.values()))

    def with_reframed(self, reframed: Iterable[Reframing]) -> "Readings":
        """These with more; each replaces what its writer wrote beside the same text, and empty words take it out."""
        kept = {(each.written_by, each.text_id): each for each in self.reframed}
        kept |= {(each.written_by, each.text_id): each for each in reframed}
        return replace(self, reframed=tuple(each for each in kept.values() if each.reframing.strip()))

    def keeping(self, reader: str, text_id: str, theme_id: str) -> "Readings":
        """These with the user's own reading kept where a reader's differs."""
        return replace(
            self,
            second=tuple(
                replace(each, kept=each.kept | {theme_id})
                if (each.reader, each.text_id) == (reader, text_id)
                else each
                for each in self.second
            ),
        )

    def without_tracker(self, tracker: str) -> "Readings":
        """These without what is about a tracker's texts."""
        return Readings(
            tuple(each for each in self.second if each.tracker != tracker),
            tuple(each for each in self.reframed if each.tracker != tracker),
        )

    def as_toml(self) -> str:
        """The readings as they are kept; the same readings give the same text."""
        document = tomlkit.document()
        document.add(tomlkit.comment(_HEADING))
        seconds, reframed = tomlkit.aot(), tomlkit.aot()
        for reading in sorted(self.second, key=lambda each: (each.reader, each.text_id)):
            seconds.append(_second_table(reading))
        for each in sorted(self.reframed, key=lambda each: (each.written_by, each.text_id)):
            reframed.append(_table({name: getattr(each, name) for name in _REFRAMING_KEYS}))
        for name, sections in (("second", seconds), ("reframed", reframed)):
            if sections:
                document.add(name, sections)
        return tomlkit.dumps(document)


_REFRAMING_KEYS = ("written_by", "text_id", "tracker", "text", "reframing", "written_date")


def load_readings(workspace: Workspace) -> Readings:
    """What was read so far; nothing where nothing was.

    Raises:
        WorkspaceError: The file cannot be read.
    """
    try:
        return parse_readings(workspace.readings.read_bytes(), str(workspace.readings))
    except FileNotFoundError:
        return Readings()


def parse_readings(content: bytes, file_name: str) -> Readings:
    """The readings that a file holds; ``file_name`` is for messages.

    Raises:
        WorkspaceError: It cannot be read.
    """
    try:
        table = tomllib.loads(content.decode())
        return Readings(
            tuple(_read_second(each) for each in table.get("second", [])),
            tuple(Reframing(**{name: each[name] for name in _REFRAMING_KEYS}) for each in table.get("reframed", [])),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            f"{file_name}: what a second reader or you read in the texts cannot be read.",
            found=f"{type(error).__name__}: {error}",
            remedy="Mend the file, or remove it to let every such reading go.",
        ) from error


def _read_second(table: Mapping[str, Any]) -> SecondReading:
    return SecondReading(
        reader=table["reader"],
        text_id=table["text_id"],
        tracker=table["tracker"],
        text=table["text"],
        read_date=table["read_date"],
        first=_read_coded(table["first"]),
        second=_read_coded(table["second"]),
        notes=table.get("notes"),
        kept=frozenset(table.get("kept", [])),
    )


def _read_coded(tables: Iterable[Mapping[str, Any]]) -> tuple[Coded, ...]:
    return tuple(Coded(table["theme"], table.get("polarity")) for table in tables)


def _second_table(reading: SecondReading) -> Any:
    named = {name: getattr(reading, name) for name in ("reader", "text_id", "tracker", "text", "read_date")}
    coded = {"first": _coded_list(reading.first), "second": _coded_list(reading.second)}
    more = {"notes": reading.notes, "kept": sorted(reading.kept)}
    return _table({**named, **coded, **{name: value for name, value in more.items() if value}})


def _coded_list(coded: Iterable[Coded]) -> list[dict[str, str]]:
    return [
        {"theme": each.theme_id, **({"polarity": each.polarity} if each.polarity else {})}
        for each in sorted_coded(coded)
    ]


def sorted_coded(coded: Iterable[Coded]) -> tuple[Coded, ...]:
    """Codings by theme."""
    return tuple(sorted(coded, key=lambda each: (each.theme_id, each.polarity or "")))


def _table(content: Mapping[str, object]) -> Any:
    table = tomlkit.table()
    for name, value in content.items():
        table.add(name, _inline(value) if isinstance(value, list) and name != "kept" else value)
    table.trivia.indent = "\n"  # a blank line before its heading
    return table


def _inline(rows: list[dict[str, str]]) -> Any:
    array = tomlkit.array()
    for row in rows:
        table = tomlkit.inline_table()
        table.update(row)
        array.append(table)
    return array
