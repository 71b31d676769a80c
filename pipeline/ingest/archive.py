"""Which tables a zip holds: the lists of a LinkedIn archive, or the one table of any other; no more is unpacked."""

import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.errors import InputRefusedError
from pipeline.ingest.limits import check_count, check_declared, open_zip, unpack

TABLE_SUFFIXES = frozenset({"csv", "tsv", "tab", "xlsx", "xlsm", "xls", "xlsb", "ods"})

_LINKEDIN = re.compile(r"(?:job applications|saved jobs)(?:[ _-]*\(?\d+\)?)?\.csv", re.IGNORECASE)
_WORKBOOK_FILES = frozenset({"[Content_Types].xml", "content.xml", "mimetype"})
_OTHER_KINDS = {
    "word/": "a text document (Word)",
    "ppt/": "a presentation (PowerPoint)",
    "Index/": "an Apple Numbers document; Numbers exports it as Excel or CSV",
}
_NAMED = 8
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Member:
    """One table out of a zip: the name its sheet gets, None for the only table; its file's name; its bytes."""

    sheet: str | None
    file_name: str
    content: bytes


def kind_of_zip(content: bytes, file_name: str) -> str:
    """What a zip is: ``workbook``, ``archive``, or in words what it is that is no table.

    Raises:
        InputRefusedError: It is damaged.
    """
    with open_zip(content, lambda detail: _is_damaged(file_name, detail)) as archive:
        names = archive.namelist()
    for start, kind in _OTHER_KINDS.items():
        if any(name.startswith(start) for name in names):
            return kind
    is_workbook = not _WORKBOOK_FILES.isdisjoint(names) or any(name.startswith("xl/") for name in names)
    return "workbook" if is_workbook else "archive"


def read_members(content: bytes, file_name: str) -> tuple[Member, ...]:
    """The tables of a zip: every list of applications or saved jobs that LinkedIn wrote, else the only table.

    Raises:
        InputRefusedError: It holds no table or several, is damaged, protected, or over a limit.
    """
    with open_zip(content, lambda detail: _is_damaged(file_name, detail)) as archive:
        check_count(archive.infolist(), file_name)
        entries = [entry for entry in archive.infolist() if _is_table(entry)]
        lists = [entry for entry in entries if _LINKEDIN.fullmatch(_file_name(entry))]
        chosen = lists or entries
        if not lists and len(entries) != 1:
            raise _not_one_table(archive, entries, file_name)
        if any(entry.flag_bits & _ENCRYPTED for entry in chosen):
            raise _has_password(file_name)
        check_declared(chosen, len(content), file_name)
        names = Counter(_file_name(entry) for entry in chosen)
        return tuple(
            Member(
                sheet=(_file_name(entry) if names[_file_name(entry)] == 1 else entry.filename) if lists else None,
                file_name=f"{file_name}, {entry.filename}",
                content=b"".join(unpack(archive, entry)),
            )
            for entry in sorted(chosen, key=lambda entry: entry.filename)
        )


def _file_name(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(entry.filename).name


def _is_table(entry: zipfile.ZipInfo) -> bool:
    """Whether it is named like a table; what a Mac or an open spreadsheet program leaves beside one is none."""
    name = _file_name(entry)
    is_left_over = name.startswith(("._", "~$", ".~lock.")) or entry.filename.startswith("__MACOSX/")
    return not entry.is_dir() and not is_left_over and name.rpartition(".")[2].lower() in TABLE_SUFFIXES


def _not_one_table(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file_name: str) -> InputRefusedError:
    if entries:
        return InputRefusedError(
            f"{file_name}: the zip holds several tables.",
            found=f"Found {_named([entry.filename for entry in entries])}.",
            remedy="Unpack it and import the trackers among them, each by itself.",
        )
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    return InputRefusedError(
        f"{file_name}: the zip holds no table.",
        found=f"Found {_named(names)}." if names else "Found no file in it.",
        remedy='A LinkedIn archive has its "Job Applications.csv" only when you asked for that data; '
        "any other zip should hold one CSV or XLSX file.",
    )


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _has_password(file_name: str) -> InputRefusedError:
    return InputRefusedError(
        f"{file_name}: the zip is protected with a password.",
        found="Found encrypted files; their contents cannot be read.",
        remedy="Unpack it and import the table inside.",
    )


def _is_damaged(file_name: str, detail: str) -> InputRefusedError:
    what = "zip" if file_name.lower().endswith(".zip") else "workbook"
    redo = "Download or pack it again" if what == "zip" else "Open it in your spreadsheet program and save it again"
    return InputRefusedError(
        f"{file_name}: the {what} is damaged or is no {what}.",
        found=f"Found: {detail}",
        remedy=f"{redo}, or import the tracker as CSV.",
    )
