"""The journal: feedback written down one entry at a time, kept as a tracker of its own like any other upload.

Each new entry is a new import of ``journal.csv`` with one row more, so that undo, history, rebuild and forget do with
it what they do with any tracker.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property

import polars as pl
from rapidfuzz import fuzz, process

from pipeline.errors import InputRefusedError
from pipeline.ingest.model import ColumnPlan, SheetPlan
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.imports import Imported, Incoming, import_made, preview, undo
from pipeline.warehouse.match import company_key
from pipeline.warehouse.published import Progress, ignore_progress
from pipeline.workspace import ImportRecord, Workspace, active_records

TRACKER = "journal"
"""The name of the tracker that entries go to."""

FILE_NAME = "journal.csv"

KNOWN_NAMES = """
select seeker, company, company_key, role from applications
union
select seeker, company, company_key, role from feedback
"""
"""The names that an entry can be about."""

_FIRST_DAY = date(2000, 1, 1)
_LIKENESS = 75.0
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BLANKS = "\u200b\ufeff"


@dataclass(frozen=True)
class Entry:
    """One entry of the feedback log, by the names of its fields; None where nothing was said.

    Attributes:
        seeker: Whose search it is.
        company: The employer.
        role: The job title.
        stage: How far it had got.
        is_asked: Whether feedback was asked for.
        asked_date: The day of asking.
        ask_channel: How it was asked for.
        asked_of: Who was asked.
        has_response: Whether an answer came.
        responded_date: The day of the answer.
        response_channel: How the answer came.
        feedback_text: What was said, verbatim.
        stated_reason: The reason they gave.
        believed_reason: What the seeker thinks it was.
        lesson: What the seeker takes from it.
        next_step: What the seeker will do about it.
    """

    seeker: str = "me"
    company: str | None = None
    role: str | None = None
    stage: str | None = None
    is_asked: bool = False
    asked_date: date | None = None
    ask_channel: str | None = None
    asked_of: str | None = None
    has_response: bool = False
    responded_date: date | None = None
    response_channel: str | None = None
    feedback_text: str | None = None
    stated_reason: str | None = None
    believed_reason: str | None = None
    lesson: str | None = None
    next_step: str | None = None

    @property
    def is_enough(self) -> bool:
        """Whether it says what it is about: a company, or what was said."""
        return bool(self.company or self.feedback_text)


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class KnownNames:
    """The people, companies and roles that the data has, for suggestions; what is made of them is made once.

    Attributes:
        rows: Columns ``seeker``, ``company``, ``company_key`` and ``role``, as ``KNOWN_NAMES`` gives them.
    """

    rows: pl.DataFrame

    @cached_property
    def seekers(self) -> list[str]:
        """Everyone whose search is kept."""
        return self._sorted("seeker")

    @cached_property
    def companies(self) -> list[str]:
        """Every company."""
        return self._sorted("company")

    def seeker(self) -> str | None:
        """Whose search it is where nobody says: the only one there is, or me; None where it has to be asked."""
        seekers = self.seekers
        if len(seekers) == 1:
            return seekers[0]
        return "me" if not seekers or "me" in seekers else None

    def is_known(self, company: str) -> bool:
        """Whether a company is in the data, in whatever spelling."""
        return company_key(company) in self._keys.values()

    def alike(self, company: str, *, most: int = 5) -> list[str]:
        """The known companies that a name may have been meant for, the likeliest first."""
        found = process.extract(
            company_key(company), self._keys, scorer=fuzz.WRatio, limit=most, score_cutoff=_LIKENESS
        )
        return [name for _, _, name in found]

    def roles(self, company: str) -> list[str]:
        """The roles that are known at a company."""
        return sorted(set(self.rows.filter(pl.col("company_key") == company_key(company))["role"].drop_nulls()))

    @cached_property
    def _keys(self) -> dict[str, str]:
        """Every company, folded for matching."""
        return dict(self.rows.select("company", "company_key").drop_nulls().unique().sort("company").iter_rows())

    def _sorted(self, column: str) -> list[str]:
        return sorted(self.rows[column].drop_nulls().unique().to_list(), key=str.casefold)


def tidied(entry: Entry) -> Entry:
    """The entry as it will be kept: texts without blanks around them and signs that no table holds.

    Raises:
        InputRefusedError: It is about nothing, or its days cannot be.
    """
    texts = {name: _tidy(value) for name in _FIELDS if isinstance(value := getattr(entry, name), str)}
    tidy = replace(entry, **{**texts, "seeker": texts.get("seeker") or "me"})  # type: ignore[arg-type]  # all are texts
    tidy = replace(
        tidy,
        is_asked=bool(tidy.is_asked or tidy.asked_date or tidy.ask_channel or tidy.asked_of),
        has_response=bool(tidy.has_response or tidy.responded_date or tidy.response_channel),
    )
    if not tidy.is_enough:
        raise InputRefusedError(
            "The entry does not say what it is about.", remedy="Give it a company, or what they said."
        )
    _check_days(tidy)
    return tidy


def journal_content(entries: Iterable[Entry]) -> bytes:
    """A journal of tidied entries as it is kept, from its header on."""
    return b"".join([_line(_headers()), *(_line(_cells(entry)) for entry in entries)])


def log_entry(
    workspace: Workspace,
    entry: Entry,
    *,
    progress: Progress = ignore_progress,
    on_wait: Callable[[str], None] | None = None,
) -> Imported:
    """Write an entry into the journal, after those that are in it.

    Args:
        workspace: Where the journal is kept.
        entry: What to write; it is tidied first.
        progress: Told of every step.
        on_wait: Told whom a second writer waits for.

    Raises:
        InputRefusedError: The entry would not be kept as it is, or the tracker of this name is no journal; nothing
            was changed.
        WorkspaceError: The home cannot be used, or another writer does not end.
    """
    tidy = tidied(entry)

    def longer() -> tuple[Incoming, Imported]:
        incoming = Incoming(
            _kept_rows(workspace) + _line(_cells(tidy)), FILE_NAME, tracker=TRACKER, plans=(journal_plan(),)
        )
        seen = preview(incoming, workspace)
        _require_whole(seen)
        return incoming, seen

    return import_made(longer, workspace, purpose="writing into the journal", progress=progress, on_wait=on_wait)


def take_back(workspace: Workspace, import_id: int, *, progress: Progress = ignore_progress) -> ImportRecord:
    """Undo the import that an entry was, if nothing was imported since.

    Raises:
        InputRefusedError: It is not the newest import any more; nothing was changed.
    """
    newest = active_records(workspace)[-1:]
    if not newest or newest[0].import_id != import_id:
        raise InputRefusedError(
            "Something else was imported since, so the entry was not taken back.",
            remedy="The Import page and `debrief history` list every import and can go back one by one.",
        )
    return undo(workspace, progress=progress)


def _tidy(text: str) -> str | None:
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.strip().strip(_BLANKS).strip() or None


def _check_days(entry: Entry) -> None:
    today = datetime.now().astimezone().date()
    for what, day in (("asking", entry.asked_date), ("the answer", entry.responded_date)):
        if day is not None and not _FIRST_DAY <= day <= today:
            raise InputRefusedError(
                f"The day of {what} cannot be {day}.", remedy=f"Choose one from {_FIRST_DAY} to today, {today}."
            )
    if entry.asked_date and entry.responded_date and entry.responded_date < entry.asked_date:
        raise InputRefusedError(
            "The answer cannot have come before it was asked for.",
            found=f"Asked on {entry.asked_date}, answered on {entry.responded_date}.",
            remedy="Mend one of the days, or leave out the asking if they told you unasked.",
        )


def _headers() -> list[str]:
    """The surest spelling of each field, so that a copy of the file is understood anywhere."""
    known = load_vocabulary().fields
    return [known[name].spellings[0].capitalize() for name in _FIELDS]


def journal_plan() -> SheetPlan:
    """How the file is read: exactly as it was written, nothing recognised."""
    columns = tuple(
        ColumnPlan(place, header, name, "given", 1.0, "written by the journal")
        for place, (header, name) in enumerate(zip(_headers(), _FIELDS, strict=True))
    )
    return SheetPlan(None, "feedback", 1, columns, date_order="ymd")


def _cells(entry: Entry) -> list[str]:
    vocabulary = load_vocabulary()
    labels = {"stage": {name: term.label for name, term in vocabulary.stages.items()}}
    for name in ("ask_channel", "asked_of", "response_channel"):
        labels[name] = dict(vocabulary.labels)
    return [_cell(getattr(entry, name), labels.get(name, {})) for name in _FIELDS]


def _cell(value: str | bool | date | None, labels: dict[str, str]) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "Yes"
        case date():
            return value.isoformat()
        case _:
            return labels.get(value, value)


def _line(cells: list[str]) -> bytes:
    """One row, every cell in quotes, so that nothing in a text can part it."""
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(cells)
    return buffer.getvalue().encode()


def _kept_rows(workspace: Workspace) -> bytes:
    """The journal as it is kept now, or only its header.

    Raises:
        InputRefusedError: A file of another make is kept under its name.
    """
    header = journal_content([])
    kept = [record for record in active_records(workspace) if record.tracker == TRACKER]
    if not kept:
        return header
    content = workspace.upload_path(kept[-1]).read_bytes()
    if not content.startswith(header):
        raise InputRefusedError(
            f"The tracker {TRACKER!r} is a file that you imported, {kept[-1].file_name}, and not the journal.",
            found="An entry written into it would take the place of what it says.",
            remedy=f"Import that file under another --tracker name, then `debrief forget {TRACKER}`, and try again.",
        )
    return content


def _require_whole(seen: Imported) -> None:
    """Refuse an entry of which anything would be set aside when it is read again."""
    (sheet,) = seen.reading.sheets
    doubts = [warning.message for warning in sheet.warnings] + [row.reason for row in sheet.rejected]
    if doubts or sheet.rows_loaded != sheet.rows_read:
        raise InputRefusedError(
            "The entry would not be kept as you wrote it, so nothing was saved.",
            found=" ".join(doubts) or "It would be read as no entry.",
            remedy="Put it in other words, such as another first word, and try again.",
        )
