"""Every page: it opens on the samples, on nothing, on an empty scope and with nonsense in the address."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard import navigation
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import open_workspace
from tests.dashboard.conftest import PAGES, OpenPage, key_figures, open_parts, said

SAYS = {
    "overview": ["What your search is telling you", "led to a first interview", "What stands out", "this week"],
    "search": ["Where applications go", "applications that ended stopped at", "goes with getting further"],
    "lessons": ["Did it help?", "no proof that the lesson worked"],
    "caseload": ["Who needs you today", "no share is drawn toward it"],
    "brief": ["Before the interview", "Mallowfen Schools: Data Manager", "Keep doing", "Who answers"],
    "report": ["A page to keep or to send", "no network"],
    "settings": ["Settings", "Where your data is"],
    "help": ["What does it mean?", "95% interval"],
    "feedback": ["Asks by phone were answered 8 times in 10", "Whom to ask next", "still waiting"],
    "themes": [
        "What keeps coming up",
        "texts of feedback",
        "<mark",
        "a careful reader finds",
        "What no theme explains",
    ],
    "log": ["Write down what you asked and heard", "Save needs a company"],
    "import": ["Bring in your tracker", "Every import so far"],
    "sql": ["Ask the data yourself", "One row per"],
}
CHARTS = {"overview": 2, "search": 6, "feedback": 3, "themes": 3, "lessons": 1, "caseload": 2}
ABOUT_DATA = [address for address in PAGES if address in CHARTS or address in ("brief", "report")]


def test_the_pages_under_test_are_all_pages() -> None:
    assert {address: entry.file_name for address, entry in navigation.PAGES.items()} == PAGES


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_on_the_samples(open_page: OpenPage, sample_home: Path, address: str) -> None:
    at = open_page(sample_home, address)
    assert at.main[0].type == "title"
    for text in SAYS[address]:
        assert text in said(at).replace("\\", "")
    assert len(at.get("vega_lite_chart")) == CHARTS.get(address, 0)
    assert not at.error


@pytest.mark.parametrize("address", ABOUT_DATA)
def test_every_page_of_an_empty_workspace_says_what_to_do(
    open_page: OpenPage, empty_home: Path, address: str
) -> None:
    at = open_page(empty_home, address)
    assert "Nothing has been imported yet" in said(at)
    links = {link.proto.label: link.proto.page for link in at.get("page_link")}
    assert links["Import my tracker"] == "import"
    assert links["Take the tour with sample data"] == ""


@pytest.mark.parametrize("address", [address for address in PAGES if address not in CHARTS])
def test_the_other_pages_work_in_an_empty_workspace(open_page: OpenPage, empty_home: Path, address: str) -> None:
    assert SAYS[address][0] in said(open_page(empty_home, address))


@pytest.mark.parametrize("address", ABOUT_DATA)
def test_a_scope_with_nothing_in_it_offers_the_way_out(open_page: OpenPage, sample_home: Path, address: str) -> None:
    at = open_page(sample_home, address, **{"from": "2031-01-01"})
    assert "Nothing lies within what you look at" in said(at)
    at.button(key="reset_empty_scope").click().run()
    assert SAYS[address][1] in said(at).replace("\\", "")


@pytest.mark.parametrize("address", PAGES)
def test_nonsense_in_the_address_breaks_no_page(open_page: OpenPage, sample_home: Path, address: str) -> None:
    nonsense = {
        "seeker": "Nobody",
        "from": "soon",
        "to": "2026-13-45",
        "source": "'; drop table applications",
        "dimension": "colour",
        "measure": "",
        "theme": "none-such",
        "data": "elsewhere",
    }
    at = open_page(sample_home, address, **nonsense)
    assert SAYS[address][0] in said(at).replace("\\", "")
    assert at.selectbox(key="seeker").value is None


def test_the_address_limits_what_is_looked_at(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, seeker="Ben")
    assert at.selectbox(key="seeker").value == "Ben"
    assert key_figures(at)["Sent"] == "35"


def test_the_scope_stays_from_page_to_page_and_is_reset_by_one_button(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home)
    everyone = int(key_figures(at)["Sent"])
    at.selectbox(key="seeker").select("Ben").run()
    assert int(key_figures(at)["Sent"]) < everyone
    at.switch_page("pipeline/dashboard/pages/themes.py").run()
    assert at.selectbox(key="seeker").value == "Ben"
    at.button(key="reset_scope").click().run()
    at.switch_page("pipeline/dashboard/pages/overview.py").run()
    assert int(key_figures(at)["Sent"]) == everyone


def test_a_scope_that_ends_before_it_begins_says_so(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, **{"from": "2026-06-01", "to": "2026-05-01"})
    assert "The first day is after the last" in at.warning[0].value


def test_the_overview_states_each_figure_with_its_basis(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home)
    assert list(key_figures(at)) == [
        "Sent",
        "First interviews",
        "Offers",
        "Asks answered",
        "Asks waiting",
    ]
    assert "95% interval" in said(at)


def test_asks_can_be_split_another_way_and_count_useful_answers_only(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "feedback")
    at.selectbox(key="dimension").select("asked_of").run()
    at.segmented_control(key="measure").set_value("useful").run()
    assert not at.exception
    assert "answered usefully" in said(at)
    assert "too few to say" in json.dumps(json.loads(at.get("vega_lite_chart")[0].proto.spec))


def test_whom_to_ask_next_has_a_chance_in_words_with_its_n(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "feedback"), "open_asks_open")
    table = next(element.value for element in at.dataframe if "Chance of an answer" in element.value.columns)
    assert set(table["Do"]) <= {"Ask", "Ask again"}
    assert table["Chance of an answer"].str.contains(r"from \d+ asks").all()


def test_a_request_can_be_had_for_every_ask_and_in_every_form(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "feedback"), "request")
    chosen = at.selectbox(key="request_for")
    first = chosen.value
    assert "To say on the phone" in at.segmented_control(key=f"request_form_{first}").options
    at.segmented_control(key=f"request_form_{first}").set_value("email").run()
    assert str(at.text_input(key=f"request_subject_{first}").value).startswith("Thank you")
    assert str(at.text_area(key=f"request_{first}_email").value).startswith("Dear ")
    for position in range(len(chosen.options)):
        at.selectbox(key="request_for").select_index(position).run()
        assert not at.exception


def test_an_edit_of_a_request_is_what_is_copied_and_mailed(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "feedback"), "request")
    first = at.selectbox(key="request_for").value
    at.segmented_control(key=f"request_form_{first}").set_value("email").run()
    at.text_area(key=f"request_{first}_email").input("Dear you, hello").run()
    assert "Dear you, hello" in at.code[0].value
    (link,) = at.get("link_button")
    assert link.proto.url.startswith("mailto:")
    assert link.proto.url.endswith("body=Dear%20you%2C%20hello")


def test_what_is_known_of_late_answers_and_of_channels_is_said(open_page: OpenPage, sample_home: Path) -> None:
    at = open_parts(open_page(sample_home, "feedback"), "published_feedback_response_rates")
    text = said(at).replace("\\", "")
    assert "You need about 39 asks per channel to tell 80% from 50%; you have 10 and 10" in text
    assert "After 7 days: 20% still come (out of 11 asks, 95% interval 5% to 59%)." in text
    assert "Poll of the LinkedIn Premium Career Group" in text


def test_a_tracker_without_asks_says_how_to_log_them(open_page: OpenPage, empty_home: Path) -> None:
    content = b"Company,Role,Date applied,Status\nAcme,Analyst,2026-05-04,Rejected\nBeta,Analyst,2026-05-06,Applied\n"
    import_file(Incoming(content, "plain.csv"), open_workspace(empty_home))
    at = open_page(empty_home, "feedback")
    assert "No request for feedback is on record yet" in said(at)
    assert "| Company | Asked on |" in said(at)
    assert "No feedback in words yet" in said(open_page(empty_home, "themes"))
    assert "Nothing to say yet. So far 2 applications sent" in said(open_page(empty_home))


def test_a_theme_shows_its_quotes(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "themes", theme="Company research")
    assert at.selectbox(key="theme").value == "company_research"
    cards = _cards(at)
    at.selectbox(key="theme").select("enthusiasm").run()
    assert _cards(at) != cards


def _cards(at: AppTest) -> str:
    return "".join(html.proto.body for html in at.get("html") if "<figure" in html.proto.body)


def test_an_import_made_elsewhere_is_seen_at_the_next_interaction(open_page: OpenPage, empty_home: Path) -> None:
    workspace = open_workspace(empty_home)
    header = b"Company,Role,Date applied,Status\n"
    import_file(Incoming(header + b"Acme,Analyst,2026-05-04,Applied\n", "tracker.csv"), workspace)
    at = open_page(empty_home)
    assert key_figures(at)["Sent"] == "1"
    two = b"Acme,Analyst,2026-05-04,Applied\nBeta,Analyst,2026-05-05,Applied\n"
    import_file(Incoming(header + two, "tracker.csv"), workspace)
    assert key_figures(at.run())["Sent"] == "2"


def test_a_home_that_cannot_be_used_is_one_calm_message(open_page: OpenPage, tmp_path: Path) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("in the way")
    at = open_page(blocked)
    assert "cannot be used as the home of your data" in at.error[0].value
