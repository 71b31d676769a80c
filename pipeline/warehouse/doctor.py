"""Everything that can be looked at to say whether a home folder is sound, and what to do where it is not."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import duckdb
import polars as pl
from polars.selectors import temporal

from pipeline.decisions import load_decisions
from pipeline.errors import DebriefError
from pipeline.readings import load_readings
from pipeline.themes.codebook import load_codebook
from pipeline.warehouse.connect import open_version
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.views import Check, checks
from pipeline.workspace import ImportRecord, Workspace, active_records, is_private

State = Literal["fine", "look", "broken"]

_EXAMPLES = 5


@dataclass(frozen=True)
class Diagnosis:
    """What one look found.

    Attributes:
        subject: What was looked at: a check's name, or a part of the home folder.
        state: fine; look, a row or two need the user's eye; broken, something cannot be used as it is.
        found: What is so, in a sentence or two.
        remedy: What to do; empty where all is fine.
        rows: The first few rows concerned, by column; dates as ISO text.
    """

    subject: str
    state: State
    found: str
    remedy: str = ""
    rows: tuple[dict[str, object], ...] = ()


def examine(workspace: Workspace) -> Iterator[Diagnosis]:
    """Look at who may read the home, the uploads, the files beside them and the database, then run the checks.

    What is broken is a diagnosis and no error, so that one broken part does not hide the next.
    """
    yield _privacy(workspace)
    readable = True
    for subject, look in (
        ("uploads", _uploads),
        ("codebook", _codebook),
        ("decisions", _decisions),
        ("readings", _readings),
    ):
        try:
            found = look(workspace)
            yield found if isinstance(found, Diagnosis) else Diagnosis(subject, "fine", found)
        except DebriefError as error:
            readable = False
            yield _broken(subject, error)
    if not readable:
        yield Diagnosis(
            "database", "look", "Not looked at, because what it is built from is broken.", "Mend that first."
        )
        return
    try:
        with open_version(ensure_built(workspace)) as connection:
            yield Diagnosis("database", "fine", f"Version {ensure_built(workspace).stem} opens.")
            yield from (_checked(check, connection) for check in checks())
    except DebriefError as error:
        yield _broken("database", error)


def _broken(subject: str, error: DebriefError) -> Diagnosis:
    found = " ".join(part for part in (error.problem, error.found) if part)
    return Diagnosis(subject, "broken", found, error.remedy or "")


def _privacy(workspace: Workspace) -> Diagnosis:
    if is_private(workspace):
        return Diagnosis("privacy", "fine", "Nobody but you may look into the home folder.")
    remedy = f"Keep it on a disk with permissions, in a folder of your own: chmod 700 {workspace.home}"
    return Diagnosis("privacy", "look", "Other users of this machine may look into the home folder.", remedy)


def _uploads(workspace: Workspace) -> str:
    records = active_records(workspace)
    for record in records:
        _require_upload(workspace, record)
    return f"{len(records)} kept uploads are what was imported."


def _require_upload(workspace: Workspace, record: ImportRecord) -> None:
    path = workspace.upload_path(record)
    remedy = f"Put the file back, or let the tracker go with `debrief forget {record.tracker!r}`."
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DebriefError(
            f"{path}: the kept copy of import {record.import_id} cannot be read.",
            found=f"The system says: {error.strerror}.",
            remedy=remedy,
        ) from error
    if hashlib.sha256(content).hexdigest() != record.sha256:
        raise DebriefError(
            f"{path}: the kept copy of import {record.import_id} is no longer what was imported.", remedy=remedy
        )


def _codebook(workspace: Workspace) -> str | Diagnosis:
    codebook = load_codebook(workspace.codebook)
    count = f"{len(codebook.themes)} themes"
    if not codebook.extends:
        return Diagnosis(
            "codebook",
            "look",
            f"{count}, in a whole codebook of its own: better built-in phrases of later releases do not reach it.",
            "To keep what you changed and get the rest from each release: debrief themes follow",
        )
    if codebook.notes:
        remedy = "Your wish counts. Look at each with: debrief themes edit"
        return Diagnosis("codebook", "look", f"{count}. {' '.join(codebook.notes)}", remedy)
    return f"{count}."


def _decisions(workspace: Workspace) -> str:
    decisions = load_decisions(workspace)
    return f"{len(decisions.status_words) + len(decisions.notes) + len(decisions.told_apart)} decisions."


def _readings(workspace: Workspace) -> str:
    readings = load_readings(workspace)
    return f"{len(readings.second)} second readings, {len(readings.reframed)} texts with words for next time."


def _checked(check: Check, connection: duckdb.DuckDBPyConnection) -> Diagnosis:
    frame = connection.sql(check.sql).pl().with_columns(temporal().cast(pl.String))
    if frame.is_empty():
        return Diagnosis(check.name, "fine", check.promise)
    state: State = "broken" if check.is_fatal else "look"
    count = f"{frame.height:,} {'row does' if frame.height == 1 else 'rows do'} not hold to it"
    return Diagnosis(
        check.name, state, f"{check.promise} {count}.", check.remedy, tuple(frame.head(_EXAMPLES).to_dicts())
    )
