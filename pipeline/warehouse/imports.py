"""Changing what is kept: import a file, undo an import, forget a tracker, decide something, rebuild.

Each holds the writer's lock, builds the next version beside the published one and publishes it in one step; when
anything fails before that, what was published stays and nothing is left behind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pipeline.decisions import Decisions, StatusWord, load_decisions, save_decisions
from pipeline.errors import InputRefusedError
from pipeline.ingest.memory import Memory
from pipeline.ingest.model import ME, ReadingOptions, SheetPlan, TrackerReading
from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.ingest.tracker import read_tracker
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.build import Makings
from pipeline.warehouse.changes import Changes, changes_in_tracker, published_rows, rows_of_tracker
from pipeline.warehouse.erase import put_aside, remove_aside
from pipeline.warehouse.forgetting import Along, erase_along, files_along, goes_along
from pipeline.warehouse.published import Progress, ignore_progress, part_of
from pipeline.warehouse.publishing import follow_first, keep_state, publishing, rebuild
from pipeline.warehouse.read_import import ReadImport
from pipeline.workspace import (
    ImportRecord,
    Workspace,
    active_records,
    drop_import,
    keep_record,
    keep_upload,
    mark_undone,
    new_record,
    record_path,
    require_tracker,
    tracker_name,
)
from pipeline.writing import LOCK_SECONDS, writing


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Attributes:
        record: The import itself.
        reading: What was read from its file.
        replaced_import_id: The import of the same tracker that it replaces.
        changes: What it changes in the rows of its tracker.
    """

    record: ImportRecord
    reading: TrackerReading
    replaced_import_id: int | None
    changes: Changes


@dataclass(frozen=True)
class Incoming:
    """A file to import: its bytes, its name, and what the user decided about it.

    Attributes:
        content: The file's bytes.
        file_name: Its name, which also names the tracker unless ``tracker`` does.
        options: What the user decided.
        tracker: The kept spreadsheet it renews; None for the file's stem.
        plans: How its sheets are read, when the user has confirmed that; None to decide from the file.
        status_words: What status texts mean that the words we know do not say; kept for every upload.
        format: The file's format when its name does not say.
        imported_at: The moment the import is dated, UTC; None for now.
    """

    content: bytes
    file_name: str
    options: ReadingOptions = field(default_factory=ReadingOptions)
    tracker: str | None = None
    plans: Sequence[SheetPlan] | None = None
    status_words: Mapping[str, StatusWord] = field(default_factory=dict)
    format: str | None = None
    imported_at: datetime | None = None


def preview(incoming: Incoming, workspace: Workspace) -> Imported:
    """Everything an import would do, without doing it.

    Raises:
        InputRefusedError: The file cannot be read or has nothing we know.
    """
    memory = _memory(incoming, workspace)
    incoming = _as_remembered(incoming, memory)
    reading = _read(incoming, _decided(incoming, workspace), memory)
    return _numbered(incoming, reading, workspace, _changes(incoming, reading, workspace))


def import_file(
    incoming: Incoming,
    workspace: Workspace,
    *,
    reading: TrackerReading | None = None,
    progress: Progress = ignore_progress,
    on_wait: Callable[[str], None] | None = None,
    wait_seconds: float = LOCK_SECONDS,
) -> Imported:
    """Import a file: keep it, build the next version with it, and publish that.

    Args:
        incoming: The file and what the user decided.
        workspace: Where it is kept.
        reading: What a preview has read from it, so that it is not read twice.
        progress: Told of every step.
        on_wait: Told whom a second writer waits for.
        wait_seconds: How long it waits.

    Raises:
        InputRefusedError: The file cannot be read or has nothing we know; nothing was changed.
        WorkspaceError: The home cannot be used, or another writer does not end.
    """
    # before the lock: a file that is refused makes nobody wait
    memory = _memory(incoming, workspace)
    incoming = _as_remembered(incoming, memory)
    reading = reading or _read(incoming, _decided(incoming, workspace), memory, part_of(progress, 0.0, 0.3))
    progress("comparing with what is there", 0.3)
    changes = _changes(incoming, reading, workspace)
    rest = part_of(progress, 0.4, 1.0)
    with writing(
        workspace,
        f"importing {incoming.file_name}",
        seconds=wait_seconds,
        on_wait=on_wait,
        while_waiting=_teller(rest),
    ):
        imported = _numbered(incoming, reading, workspace, changes)
        _keep(incoming, imported, workspace, rest)
    return imported


def import_made(
    make: Callable[[], tuple[Incoming, Imported]],
    workspace: Workspace,
    *,
    purpose: str,
    progress: Progress = ignore_progress,
    on_wait: Callable[[str], None] | None = None,
) -> Imported:
    """Import a file that is made from what is kept; no other writer comes in between.

    Args:
        make: Gives the file and its preview; called once this is the only writer.
        workspace: Where it is kept.
        purpose: What a waiting writer is told.
        progress: Told of every step.
        on_wait: Told whom a second writer waits for.

    Raises:
        InputRefusedError: What was made cannot be read; nothing was changed.
        WorkspaceError: The home cannot be used, or another writer does not end.
    """
    with writing(workspace, purpose, on_wait=on_wait, while_waiting=_teller(progress)):
        incoming, imported = make()
        _keep(incoming, imported, workspace, progress)
    return imported


def _keep(incoming: Incoming, imported: Imported, workspace: Workspace, progress: Progress) -> None:
    """Keep what was read, build the next version with it and publish that; the caller holds the lock."""
    decisions = _decided(incoming, workspace)
    record = imported.record
    with publishing(
        workspace,
        [*active_records(workspace), record],
        makings=Makings(decisions=decisions),
        already_read={record.import_id: imported.reading},
        progress=progress,
    ) as taking_back:
        taking_back.callback(drop_import, workspace, record)
        keep_upload(workspace, record, incoming.content)
        keep_record(workspace, record)
        if incoming.status_words:
            taking_back.callback(keep_state(workspace.decisions))
            save_decisions(workspace, decisions)


def _teller(progress: Progress) -> Callable[[str], None]:
    """Tells for whom a writer waits."""
    return lambda text: progress(text, 0.0)


def _decided(incoming: Incoming, workspace: Workspace) -> Decisions:
    """What was decided so far, and what the file comes with."""
    decisions = load_decisions(workspace)
    return replace(decisions, status_words={**decisions.status_words, **incoming.status_words})


def _memory(incoming: Incoming, workspace: Workspace) -> Memory | None:
    """How the newest import of the same tracker that counts was read; None where there is none, or by choice."""
    if incoming.options.is_fresh:
        return None
    kept = [record for record in active_records(workspace) if record.tracker == _tracker(incoming)]
    if not kept:
        return None
    last = kept[-1]
    return Memory(last.import_id, plans_from_reading(last.reading), last.seeker)


def _as_remembered(incoming: Incoming, memory: Memory | None) -> Incoming:
    """The file with whose search it is; the person of the tracker's last upload where nobody is named."""
    seeker = incoming.options.seeker or (memory.seeker if memory else ME)
    return replace(incoming, options=replace(incoming.options, seeker=seeker))


def _tracker(incoming: Incoming) -> str:
    return tracker_name(incoming.tracker or Path(incoming.file_name).stem)


def _read(
    incoming: Incoming, decisions: Decisions, memory: Memory | None, progress: Progress = ignore_progress
) -> TrackerReading:
    return read_tracker(
        incoming.content,
        incoming.file_name,
        options=incoming.options,
        uploaded_on=(incoming.imported_at or datetime.now(UTC)).date(),
        vocabulary=decisions.vocabulary(load_vocabulary()),
        plans=incoming.plans,
        memory=memory,
        format=incoming.format,
        progress=progress,
    )


def _changes(incoming: Incoming, reading: TrackerReading, workspace: Workspace) -> Changes:
    """The tracker's rows as they would be against those that are published."""
    item = ReadImport(_record(incoming, reading, workspace), reading)
    before = published_rows(workspace, item.record.tracker)
    return changes_in_tracker(before, rows_of_tracker(item))


def _numbered(incoming: Incoming, reading: TrackerReading, workspace: Workspace, changes: Changes) -> Imported:
    record = _record(incoming, reading, workspace)
    replaced = [earlier.import_id for earlier in active_records(workspace) if earlier.tracker == record.tracker]
    return Imported(record, reading, replaced[-1] if replaced else None, changes)


def _record(incoming: Incoming, reading: TrackerReading, workspace: Workspace) -> ImportRecord:
    return new_record(
        workspace,
        incoming.content,
        tracker=_tracker(incoming),
        seeker=incoming.options.seeker or ME,
        file_name=incoming.file_name,
        reading=reading_from_plans([sheet.plan for sheet in reading.sheets], incoming.format),
        imported_at=incoming.imported_at,
    )


def undo(workspace: Workspace, *, progress: Progress = ignore_progress) -> ImportRecord:
    """Go back one import: the newest one no longer counts; its file stays among the uploads.

    Raises:
        InputRefusedError: There is no import to undo.
    """
    with writing(workspace, "undoing an import", while_waiting=_teller(progress)):
        active = active_records(workspace)
        if not active:
            raise InputRefusedError("There is no import to undo.", remedy="See `debrief history` for every import.")
        with publishing(workspace, active[:-1], progress=progress) as taking_back:
            taking_back.callback(keep_state(record_path(workspace, active[-1])))
            mark_undone(workspace, active[-1])
    return active[-1]


def forget(
    workspace: Workspace, tracker: str, *, keep_taught: bool = False, progress: Progress = ignore_progress
) -> Along:
    """Erase a tracker: its uploads, its records, what was read in its texts, every version that had its rows.

    Args:
        workspace: Where it is kept.
        tracker: The tracker.
        keep_taught: Keep taught wordings that stand in its texts alone.
        progress: Told of every step.

    Returns:
        What goes with it.

    Raises:
        UsageError: There is no such tracker.
    """
    require_tracker(workspace, tracker)
    with writing(workspace, f"forgetting {tracker}", while_waiting=_teller(progress)):
        follow_first(workspace, progress=progress)
        kept = [record for record in active_records(workspace) if record.tracker != tracker]
        along = goes_along(workspace, tracker, keep_taught=keep_taught)
        with publishing(
            workspace,
            kept,
            makings=Makings(codebook_text=along.codebook_text, readings=along.readings),
            keep=1,
            progress=progress,
        ) as taking_back:
            for path in files_along(workspace):
                taking_back.callback(keep_state(path))
            put_aside(workspace, [workspace.uploads / tracker], taking_back)
            erase_along(workspace, tracker, along)
        remove_aside(workspace)
    return along


def decide(
    workspace: Workspace, change: Callable[[Decisions], Decisions], *, progress: Progress = ignore_progress
) -> None:
    """Keep what ``change`` makes of the decisions so far, and publish the database that follows from it.

    Args:
        workspace: Where it is kept.
        change: Given what is kept at that moment, so that two writers do not undo each other's decisions.
        progress: Told of every step.
    """
    with writing(workspace, "keeping a decision", while_waiting=_teller(progress)):
        decisions = change(load_decisions(workspace))
        with publishing(
            workspace, active_records(workspace), makings=Makings(decisions=decisions), progress=progress
        ) as taking_back:
            taking_back.callback(keep_state(workspace.decisions))
            save_decisions(workspace, decisions)


def rebuild_all(workspace: Workspace, *, progress: Progress = ignore_progress) -> Path:
    """Build the database again from the kept uploads and the codebook, and publish it."""
    with writing(workspace, "rebuilding", while_waiting=_teller(progress)):
        return rebuild(workspace, progress=progress, force=True)
