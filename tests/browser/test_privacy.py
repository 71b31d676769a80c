"""Nothing leaves the machine."""

from urllib.parse import urlsplit

import pytest

from pipeline.serving import HOST
from tests.browser.conftest import OpenWindow

PAGES = {
    "": "What your search is telling you",
    "search": "Where applications go",
    "lessons": "Did it help?",
    "caseload": "Who needs you today",
    "settings": "Where your data is",
    "help": "What does it mean?",
    "feedback": "Who gives feedback",
    "themes": "What keeps coming up",
    "log": "Write down what you asked and heard",
    "import": "Bring in your tracker",
    "sql": "Ask the data yourself",
}


@pytest.mark.browser
def test_no_page_asks_another_machine_for_anything(open_window: OpenWindow, sample_server: str) -> None:
    visit = open_window(sample_server)
    for path, title in PAGES.items():
        visit.go_to(path, title)
        visit.page.wait_for_load_state("networkidle")
    asked = {urlsplit(address) for address in visit.requested}
    assert any(address.path.endswith("/_stcore/stream") for address in asked)
    assert {address.hostname for address in asked if address.scheme not in ("data", "blob")} == {HOST}
