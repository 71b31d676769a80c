"""The Import page: nothing is written before the button, every row is accounted for, and there is a way back."""

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from pipeline.dashboard.session import Snapshot
from pipeline.decisions import StatusWord, load_decisions
from pipeline.ingest.model import ReadingOptions
from pipeline.resources import resource
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import ensure_built
from pipeline.workspace import active_records, open_workspace
from tests.dashboard.conftest import OpenPage, said

TRACKER = (
    b"Company,Role,Date applied,Status\nAcme,Analyst,2026-05-04,Rejected\n,,,\nBeta,Analyst,2026-05-06,Applied\n"
)
TWO_TABLES = TRACKER + b",,,\nFeedback,,,\nCompany,Asked on,Channel,Feedback\nAcme,2026-06-01,email,Too junior\n"
BOTH_WAYS = b"Company,Applied,Status\nAcme,03/04/2026,Rejected\nBeta,05/06/2026,Applied\n"


def upload(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Upload files on the page."""
    uploader = at.file_uploader[0]
    uploader.set_value([(name, content, "application/octet-stream") for name, content in files]).run()
    assert not at.exception
    return at


def _said(at: AppTest) -> str:
    return said(at).replace("\\", "")


def test_a_file_is_previewed_and_nothing_is_written_before_the_button(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    assert "3 rows read = 2 loaded + 1 blank + 0 rejected → **2 applications, 0 feedback entries**" in _said(at)
    assert active_records(open_workspace(empty_home)) == ()
    assert not list((empty_home / "uploads").iterdir())


def test_an_empty_workspace_offers_an_empty_tracker(open_page: OpenPage, empty_home: Path) -> None:
    at = open_page(empty_home, "import")
    assert [button.proto.label for button in at.get("download_button")] == ["Start with an empty tracker"]
    upload(at, ("tracker.csv", TRACKER))
    assert not at.get("download_button")


def test_the_button_imports_and_counts_the_rows(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    assert not at.exception
    assert "**tracker.csv** is imported: 3 rows read = 2 loaded + 1 blank + 0 rejected" in _said(at)
    assert [record.tracker for record in active_records(open_workspace(empty_home))] == ["tracker"]
    assert not at.file_uploader[0].value


def test_the_sample_workbook_shows_both_its_sheets(open_page: OpenPage, empty_home: Path) -> None:
    content = resource("data", "samples", "ana_job_search.xlsx").read_bytes()
    at = upload(open_page(empty_home, "import"), ("ana_job_search.xlsx", content))
    assert "##### Sheet Applications" in _said(at)
    assert "**120 applications, 0 feedback entries**" in _said(at)
    assert "**0 applications, 25 feedback entries**" in _said(at)
    columns = [element.value for element in at.dataframe if "Read as" in element.value.columns]
    assert [len(table) for table in columns] == [21, 13]


def test_each_table_of_a_sheet_is_shown_and_imported(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TWO_TABLES))
    assert "##### Its rows, from row 6" in _said(at)
    examples = [list(el.value["First values"]) for el in at.dataframe if "First values" in el.value.columns]
    assert examples[1] == ["Acme", "2026-06-01", "email", "Too junior"]
    at.button(key="import").click().run()
    assert not at.exception
    assert "6 rows read = 3 loaded + 3 blank + 0 rejected" in _said(at)


def test_one_bad_file_does_not_stop_the_others(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("empty.csv", b""), ("tracker.csv", TRACKER))
    assert "empty.csv: the file is empty" in at.error[0].value.replace("\\", "")
    assert "1 file above cannot be imported" in _said(at)
    at.button(key="import").click().run()
    assert [record.file_name for record in active_records(open_workspace(empty_home))] == ["tracker.csv"]


def test_a_file_that_is_no_tracker_cannot_be_imported(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("notes.txt", b"dear diary\nnothing happened today\n"))
    assert len(at.error) == 1
    assert at.button(key="import").disabled


def test_the_names_given_on_the_page_are_kept(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    tracker, seeker = at.text_input
    tracker.set_value("Spring")
    seeker.set_value("Ana").run()
    at.button(key="import").click().run()
    (record,) = active_records(open_workspace(empty_home))
    assert (record.tracker, record.seeker) == ("Spring", "Ana")


def test_dates_that_can_be_read_both_ways_are_asked_about(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", BOTH_WAYS))
    assert "can be day-month or month-day" in at.warning[0].value.replace("\\", "")
    next(box for box in at.selectbox if box.label == "Its dates are written").select("mdy").run()
    assert not at.warning
    at.button(key="import").click().run()
    snapshot = Snapshot(ensure_built(open_workspace(empty_home)))
    days = snapshot.rows("select applied_date from applications order by applied_date")["applied_date"]
    assert [day.isoformat() for day in days] == ["2026-03-04", "2026-05-06"]


def test_a_sheet_can_be_left_out_but_not_every_one(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    next(box for box in at.selectbox if box.label == "What it holds").select("skipped").run()
    assert "Every sheet of this file is left out" in at.error[0].value
    assert at.button(key="import").disabled


def test_two_files_with_one_tracker_name_are_warned_about(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(
        open_page(empty_home, "import"), ("tracker.csv", TRACKER), ("tracker.tsv", TRACKER.replace(b",", b"\t"))
    )
    assert "each replaces the one before" in at.warning[0].value


def test_a_newer_copy_says_what_it_replaces(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    upload(at, ("tracker.csv", TRACKER + b"Gamma,Analyst,2026-05-08,Applied\n"))
    assert "This replaces import 1 of tracker" in _said(at)


def test_an_undo_asks_first(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    at.button(key="undo").click().run()
    assert len(active_records(open_workspace(empty_home))) == 1
    at.button(key="undo_no").click().run()
    at.button(key="undo").click().run()
    at.button(key="undo_yes").click().run()
    assert not at.exception
    assert active_records(open_workspace(empty_home)) == ()
    assert "Import 1 no longer counts" in _said(at)
    assert at.dataframe[0].value["State"].to_list() == ["undone"]


def test_an_answered_question_of_dates_is_remembered_and_said_so(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", BOTH_WAYS))
    next(box for box in at.selectbox if box.label == "Its dates are written").select("mdy").run()
    at.button(key="import").click().run()
    at = upload(at, ("tracker.csv", BOTH_WAYS))
    assert not at.warning
    assert next(box.value for box in at.selectbox if box.label == "Its dates are written") == "mdy"
    assert "Remembered from import 1: dates are written month first." in _said(at)
    at.checkbox[0].check().run()
    assert not at.exception
    assert "can be day-month or month-day" in _said(at)
    assert "Remembered" not in _said(at)


def test_a_column_named_for_the_last_upload_is_shown_as_remembered(open_page: OpenPage, empty_home: Path) -> None:
    text = b"Wohin,Company,Role,Status\nOslo,Acme,Analyst,Applied\n"
    named = Incoming(text, "tracker.csv", ReadingOptions(columns={"notes": "Wohin"}))
    import_file(named, open_workspace(empty_home))
    at = upload(open_page(empty_home, "import"), ("tracker.csv", text.replace(b"Status", b"City")))
    (columns,) = [element.value for element in at.dataframe if "Read as" in element.value.columns]
    assert columns.loc[0].to_list()[:3] == ["Wohin", "Notes", "remembered from import 1"]
    assert '"City" is new and "Status" is gone' in at.warning[0].value.replace("\\", "")


def test_columns_without_a_header_can_be_looked_at_and_changed(open_page: OpenPage, empty_home: Path) -> None:
    rows = b"Acme,Bern,Data Engineer,2026-03-14\nBolt,Ulm,Designer,2026-03-15\nCorp,Graz,Sales Manager,2026-03-16\n"
    at = upload(open_page(empty_home, "import"), ("tracker.csv", rows))
    assert "it has no header" in _said(at)
    assert "How its columns are read: 3 known, 1 kept as it is" in [part.label for part in at.expander]
    at.selectbox[0].select("skipped").run()
    assert "Every sheet of this file is left out" in _said(at)


def test_a_sheet_left_out_once_is_left_out_again_and_can_be_taken_in(open_page: OpenPage, empty_home: Path) -> None:
    content = resource("data", "samples", "ana_job_search.xlsx").read_bytes()

    def kinds(at: AppTest) -> list[Selectbox[str]]:
        return [box for box in at.selectbox if box.label == "What it holds"]

    at = upload(open_page(empty_home, "import"), ("ana.xlsx", content))
    kinds(at)[1].select("skipped").run()
    at.button(key="import").click().run()
    at = upload(at, ("ana.xlsx", content))
    assert [box.value for box in kinds(at)] == ["applications", "skipped"]
    assert "Left out: by you, remembered from import 1." in _said(at)
    kinds(at)[1].select("feedback").run()
    assert not at.exception
    assert "**0 applications, 25 feedback entries**" in _said(at)


def test_a_file_name_cannot_put_markup_on_the_page(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("![x](http://x.example)<b>.csv", TRACKER))
    assert "![x](" not in said(at)


def test_a_status_that_is_not_known_is_asked_about_once_and_remembered(open_page: OpenPage, empty_home: Path) -> None:
    content = TRACKER.replace(b"Applied", b"Vibing")
    at = upload(open_page(empty_home, "import"), ("tracker.csv", content))
    (box,) = [box for box in at.selectbox if box.label == "“Vibing” means"]
    box.select("Reached: First interview").run()
    assert not at.exception
    at.button(key="import").click().run()
    assert not at.exception
    assert load_decisions(open_workspace(empty_home)).status_words == {"Vibing": StatusWord("first_interview")}
    at = upload(open_page(empty_home, "import"), ("tracker.csv", content))
    assert not [box for box in at.selectbox if "Vibing" in box.label]


def test_a_newer_copy_says_what_it_would_change(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at.button(key="import").click().run()
    newer = TRACKER.replace(b"Beta,Analyst,2026-05-06,Applied", b"Gamma,Clerk,2026-05-08,Applied")
    upload(at, ("tracker.csv", newer))
    assert "Applications: 1 new, 1 gone, 1 unchanged." in _said(at)
    upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER))
    assert "Nothing changes." in _said(at)


def test_rows_that_cannot_be_loaded_can_be_downloaded_to_mend(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("tracker.csv", TRACKER + b",,2026-05-09,Interview\n"))
    assert "1 rejected" in _said(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Download just these rows, to mend and upload again"]


def test_the_name_in_a_files_name_is_offered(open_page: OpenPage, empty_home: Path) -> None:
    at = upload(open_page(empty_home, "import"), ("Ana_Silva_job_tracker.csv", TRACKER))
    assert [field.value for field in at.text_input if field.label == "Whose search it is"] == ["Ana Silva"]
