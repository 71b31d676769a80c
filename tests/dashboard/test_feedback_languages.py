"""What the pages say of feedback in other languages: which was read, how well, and what could not be."""

from pathlib import Path

import pytest

from pipeline.settings import Settings, load_settings
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.workspace import open_workspace
from tests.dashboard.conftest import OpenPage, said

LOG = """Company,Asked On,Asked How,Answered On,What They Said
Moss,2026-01-20,Phone,2026-01-22,Es fehlte Ihnen leider an Begeisterung
Fern,2026-01-21,Phone,2026-01-23,Vous n'avez pas donné d'exemples concrets pendant notre entretien
Reed,2026-01-21,Phone,2026-01-23,You didn't show enough energy
"""


@pytest.fixture
def home(empty_home: Path) -> Path:
    import_file(Incoming(LOG.encode(), "asks.csv"), open_workspace(empty_home))
    return empty_home


def test_the_themes_page_says_what_it_cannot_read_and_how_well_it_reads_the_rest(
    open_page: OpenPage, home: Path
) -> None:
    at = open_page(home, "themes")
    assert at.warning[0].value.startswith("1 text is in a language that Debrief cannot read yet")
    assert "1 text read in German." in said(at)
    assert "Debrief's own authors made up" in said(at)
    assert "read in Spanish" not in said(at)


def test_the_language_of_feedback_is_set_on_the_settings_page(open_page: OpenPage, home: Path) -> None:
    at = open_page(home, "settings")
    assert at.selectbox(key="theme_language").options == ["Each text its own", "English", "German", "Spanish"]
    at.selectbox(key="theme_language").set_value("de").run()
    assert not at.exception
    assert load_settings(open_workspace(home)) == Settings(theme_language="de")
    assert "3 texts read in German." in said(open_page(home, "themes"))
