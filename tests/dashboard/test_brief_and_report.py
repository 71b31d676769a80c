"""The pages Brief and Report: the same content as the commands, gentle where that is set, and clear when empty."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.cli import run
from pipeline.ingest.model import ReadingOptions
from pipeline.settings import Settings, save_settings
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import open_workspace
from tests.dashboard.conftest import OpenPage, open_parts, said

CLOSED = b"Company,Role,Date Applied,Status\nFern,Cook,2026-05-01,Rejected\n"
HOSTILE = (
    b"Company,Role,Date Applied,Status,Next Action\n"
    b'"Fern <script>alert(1)</script> $x$ **b**","[Cook](javascript:alert(1))",2026-05-01,Screening,$y$ <b>go</b>\n'
)


def home_with(empty_home: Path, content: bytes) -> Path:
    import_file(Incoming(content, "jobs.csv", ReadingOptions()), open_workspace(empty_home))
    return empty_home


@pytest.fixture
def gentle_home(sample_home: Path, tmp_path: Path) -> Path:
    home = shutil.copytree(sample_home, tmp_path / "gentle")
    save_settings(open_workspace(home), Settings(gentle=True))
    return home


def test_a_brief_is_for_the_application_in_the_address(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "brief", application="Gadwhistle Games: Product Marketing Manager")
    told = said(at).replace("\\", "")
    assert at.header[0].value.replace("\\", "") == "Gadwhistle Games: Product Marketing Manager"
    assert "Heard at the next stage before: First interview" in told
    assert "18 of 22 answered" not in told
    assert "19 of 23 answered (83%, 95% interval 63% to 93%)" in told
    at.selectbox(key="application").set_value("Hesperside Furniture: Product Marketing Manager").run()
    assert not at.exception
    assert "18 of 22 answered" in said(at)


def test_an_application_in_the_address_that_is_not_there_gives_the_first(
    open_page: OpenPage, sample_home: Path
) -> None:
    at = open_page(sample_home, "brief", application="Nowhere: Nothing")
    assert "Before the interview" in said(at)


def test_of_very_many_open_applications_letters_find_one_and_so_does_the_address(
    open_page: OpenPage, empty_home: Path
) -> None:
    rows = "".join(f"Company {place:03},Cook,2026-05-01,Applied\n" for place in range(600))
    home = home_with(empty_home, f"Company,Role,Date Applied,Status\n{rows}".encode())
    at = open_page(home, "brief", application="Company 599: Cook")
    assert at.header[0].value.replace("\\", "") == "Company 599: Cook"
    assert len(at.selectbox(key="application").options) <= 501
    assert "600 applications are open; the first 500 are below." in said(at)
    at.text_input(key="brief_find").set_value("company 57").run()
    assert len(at.selectbox(key="application").options) == 10
    at.text_input(key="brief_find").set_value("Zorglub").run()
    assert "None of them has “Zorglub”." in said(at)
    assert not at.exception


def test_gentle_mode_says_what_to_keep_doing_first_and_opens_the_rest_on_a_click(
    open_page: OpenPage, gentle_home: Path
) -> None:
    at = open_page(gentle_home, "brief", application="Hesperside Furniture: Product Marketing Manager")
    titles = [each.value for each in at.subheader]
    assert titles.index("Keep doing") < titles.index(r"Heard at this stage before\: First interview")
    assert [each.label for each in at.expander if each.label == "Open what was said"]
    closed = said(at)
    keys = [str(key) for key in at.session_state if str(key).startswith("said_")]
    assert len(said(open_parts(at, *keys))) > len(closed)


def test_without_an_open_application_a_brief_says_what_makes_one(open_page: OpenPage, empty_home: Path) -> None:
    at = open_page(home_with(empty_home, CLOSED), "brief")
    assert "No application is open." in said(at)


def test_what_a_tracker_holds_is_text_on_a_brief(open_page: OpenPage, empty_home: Path) -> None:
    at = open_page(home_with(empty_home, HOSTILE), "brief")
    title = at.header[0].value
    assert r"\<script\>" in title
    assert r"\$x\$" in title
    assert r"\[Cook\]" in title
    assert r"\$y\$ \<b\>go" in said(at)


def test_home_leads_to_the_brief_while_an_interview_may_come(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home)
    links = {link.proto.label: link.proto.page for link in at.get("page_link")}
    assert links["What to read before your next interview"] == "brief"


def _make(at: AppTest) -> AppTest:
    at.button(key="make_report").click().run(timeout=60)
    assert not at.exception
    return at


def test_the_page_makes_the_same_report_as_the_command(
    open_page: OpenPage, sample_home: Path, tmp_path: Path
) -> None:
    at = _make(open_page(sample_home, "report"))
    assert "The report is made" in said(at)
    file = tmp_path / "report.html"
    assert run(["--home", str(sample_home), "report", "-o", str(file)]) == 0
    assert at.session_state["report_made"].content == file.read_bytes()


def test_another_choice_takes_the_made_report_away(open_page: OpenPage, sample_home: Path) -> None:
    at = _make(open_page(sample_home, "report"))
    at.toggle(key="anonymise").set_value(True).run()
    assert "The report is made" not in said(at)
    _make(at)
    assert "read the quotes before you send it" in said(at)
    assert b"Arkenby" not in at.session_state["report_made"].content


def test_a_leak_is_told_and_nothing_is_offered(
    open_page: OpenPage, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.insight.aliases.Aliases.hide", lambda _, text: text)
    at = open_page(sample_home, "report")
    at.toggle(key="anonymise").set_value(True).run()
    _make(at)
    assert "would still name somebody" in said(at)
    assert "report_made" not in at.session_state


def test_without_a_browser_the_page_says_what_a_pdf_needs(
    open_page: OpenPage, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.dashboard.report.printing.browser_path", lambda: None)
    at = open_page(sample_home, "report")
    assert "A PDF needs Chromium, Chrome or Edge" in said(at)
