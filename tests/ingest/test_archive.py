"""What zips promise: a LinkedIn archive gives its lists, another zip its only table, and nothing else is unpacked."""

import io
import zipfile

import pytest

from pipeline.errors import InputRefusedError
from pipeline.ingest.model import ReadingOptions, TrackerReading
from pipeline.ingest.read import read_sheets
from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON
from tests.ingest.spreadsheets import pack, write_xlsx

APPLICATIONS = (
    "Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
    "Question And Answers\n"
    '"11/23/24, 11:39 PM",me@mail.example,5550100,Acme,Engineer,https://jobs.example/1,cv.pdf,"Years? : 3"\n'
)
MORE = APPLICATIONS.replace("Acme", "Corp").replace("11/23/24", "11/30/24")
SAVED = (
    "Saved Date,Job Url,Job Title,Company Name\n"
    '"3/14/25, 10:01 PM",https://jobs.example/7,Designer,Bolt\n'
    '"3/20/25, 9:01 AM",https://jobs.example/8,Analyst,Dyne\n'
)
ARCHIVE: dict[str, bytes | str] = {
    "Profile.csv": "First Name,Last Name\nKim,Doe\n",
    "Connections.csv": "Notes:\n\nFirst Name,Company,Position\nKim,Acme,Engineer\n",
    "Jobs/Saved Job Alerts.csv": "Alert\nx\n",
    "Jobs/Job Applications.csv": APPLICATIONS,
    "Jobs/Job Applications_1.csv": MORE,
    "Jobs/Saved Jobs.csv": SAVED,
    "inner.zip": pack({"Job Applications.csv": APPLICATIONS}),
}


def read_zip(files: dict[str, bytes | str], name: str = "Basic_LinkedInDataExport.zip") -> TrackerReading:
    """Files packed and read as a tracker."""
    return read_tracker(pack(files), name, options=ReadingOptions(), uploaded_on=UPLOADED_ON)


def test_every_list_of_a_linkedin_archive_is_read_under_its_own_name() -> None:
    reading = read_zip(ARCHIVE)
    found = {
        sheet.plan.sheet: [tuple(row) for row in sheet.applications.select("company", "stage").iter_rows()]
        for sheet in reading.sheets
    }
    assert found == {
        "Job Applications.csv": [("Acme", "applied")],
        "Job Applications_1.csv": [("Corp", "applied")],
        "Saved Jobs.csv": [("Bolt", "saved"), ("Dyne", "saved")],
    }
    for sheet in reading.sheets:
        assert sheet.rows_read == sheet.rows_loaded + sheet.rows_blank + sheet.rows_rejected


def test_a_kept_plan_of_an_archive_reads_the_same() -> None:
    content = pack(ARCHIVE)
    first = read_zip(ARCHIVE)
    plans = plans_from_reading(reading_from_plans([sheet.plan for sheet in first.sheets]))
    again = read_tracker(content, "x.zip", options=ReadingOptions(), uploaded_on=UPLOADED_ON, plans=plans)
    assert [sheet.applications.rows() for sheet in again.sheets] == [
        sheet.applications.rows() for sheet in first.sheets
    ]


def test_lists_of_one_name_in_two_folders_are_told_apart() -> None:
    reading = read_zip({"a/Saved Jobs.csv": SAVED, "b/Saved Jobs.csv": SAVED})
    assert [sheet.plan.sheet for sheet in reading.sheets] == ["a/Saved Jobs.csv", "b/Saved Jobs.csv"]


WORKBOOK = write_xlsx({"Jobs": [["Company", "Role"], ["Acme", "Chef"]]})


@pytest.mark.parametrize(
    ("name", "content", "sheet"), [("jobs/tracker.csv", SAVED, None), ("jobs.xlsx", WORKBOOK, "Jobs")]
)
def test_the_only_table_of_a_zip_is_read_as_if_it_came_alone(
    name: str, content: bytes | str, sheet: str | None
) -> None:
    beside: dict[str, bytes | str] = {"letter.txt": "hi", "__MACOSX/._tracker.csv": "x", "~$jobs.xlsx": "x"}
    assert [found.name for found in read_sheets(pack(beside | {name: content}), "t.zip")] == [sheet]


REFUSED: list[object] = [
    pytest.param({"a.csv": SAVED, "b/c.xlsx": "x"}, "the zip holds several tables", "a.csv, b/c.xlsx", id="several"),
    pytest.param({"letter.txt": "hello"}, "the zip holds no table", "letter.txt", id="none"),
    pytest.param({}, "the zip holds no table", "no file", id="empty"),
    pytest.param({"in.zip": pack({"a.csv": SAVED})}, "the zip holds no table", "in.zip", id="nested"),
    pytest.param({"a.csv": pack({"b.csv": SAVED})}, "this is not a table", "a zip inside the zip", id="disguised"),
    pytest.param({"Index/Document.iwa": "x"}, "this is not a table", "Apple Numbers", id="numbers"),
    pytest.param({"[Content_Types].xml": "", "word/document.xml": ""}, "not a table", "Word", id="word"),
]


@pytest.mark.parametrize(("files", "problem", "found"), REFUSED)
def test_a_zip_without_one_table_is_refused_with_what_was_found(
    files: dict[str, bytes | str], problem: str, found: str
) -> None:
    with pytest.raises(InputRefusedError, match=problem) as refused:
        read_sheets(pack(files), "t.zip")
    assert found in str(refused.value.found)
    assert refused.value.remedy


def test_what_is_no_table_is_never_unpacked() -> None:
    beside: dict[str, bytes | str] = {"media.csv.gz": b"\0" * 5_000_000, "broken.bin": "12345678"}
    content = pack({"Saved Jobs.csv": SAVED, **beside}, zipfile.ZIP_STORED)
    damaged = content.replace(b"12345678", b"87654321")
    assert [sheet.name for sheet in read_sheets(damaged, "t.zip")] == ["Saved Jobs.csv"]


def test_a_bomb_among_the_tables_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(InputRefusedError, match="unpacks to too much"):
        read_sheets(pack({"Saved Jobs.csv": b"," * 30_000_000}), "t.zip")


def test_a_table_that_holds_more_than_it_declares_is_refused() -> None:
    content = pack({"Saved Jobs.csv": SAVED * 5_000})
    size = len(SAVED * 5_000).to_bytes(4, "little")
    with pytest.raises(InputRefusedError, match="the zip is damaged"):
        read_sheets(content.replace(size, (500).to_bytes(4, "little")), "t.zip")


def test_a_zip_with_a_password_says_so() -> None:
    content = bytearray(pack({"a.csv": SAVED}, zipfile.ZIP_STORED))
    entry = zipfile.ZipFile(io.BytesIO(content)).infolist()[0]
    content[entry.header_offset + 6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputRefusedError, match="protected with a password"):
        read_sheets(bytes(content), "t.zip")
