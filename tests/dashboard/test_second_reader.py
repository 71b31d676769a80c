"""The Themes page takes a second reader in, Lessons words for next time; gentle mode changes no number."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard import words
from pipeline.readings import load_readings
from pipeline.settings import Settings, save_settings
from pipeline.themes.codebook import load_codebook
from pipeline.warehouse.imports import Incoming, import_file
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.second_reader_sheet import MEANT, NO_THEME, TEXT, SheetOptions, sheet_as_xlsx
from pipeline.warehouse.second_reading import give_out, take_in
from pipeline.workspace import open_workspace
from tests.dashboard.conftest import OpenPage, open_parts, said

LOG = """Company,Role,Asked on,Asked by,Answered on,What they said
Northwind,Clerk,2026-05-04,phone,2026-05-06,The stars were not aligned.
Fabrikam,Clerk,2026-05-05,email,2026-05-07,You rambled. We loved your energy.
Contoso,Clerk,2026-05-06,email,2026-05-08,You rambled a bit.
"""


@pytest.fixture(scope="session")
def _read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("second_reader_page") / "home"
    import_file(Incoming(LOG.encode(), "asks.csv"), open_workspace(home))
    return home


@pytest.fixture
def home(_read_home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(_read_home, tmp_path / "home")


def _filled_sheet(home: Path, *, theme: str = "Timing") -> bytes:
    """A sheet whose reader finds another theme in the stars, no theme in one text, and leaves one empty."""
    workspace = open_workspace(home)
    rows = give_out(ensure_built(workspace), SheetOptions()).rows
    stars = pl.col(TEXT).str.starts_with("The stars")
    a_bit = pl.col(TEXT).str.ends_with("a bit.")
    filled = rows.with_columns(
        pl.when(stars).then(pl.lit(theme)).when(a_bit).then(pl.lit(NO_THEME)).alias("Theme 1"),
        pl.when(stars).then(pl.lit("Circumstance")).alias("Meant as 1"),
    )
    return sheet_as_xlsx(filled, load_codebook(workspace.codebook))


def _plain(at: AppTest) -> str:
    return said(at).replace("\\", "")


def _read_in(at: AppTest, content: bytes) -> None:
    at.file_uploader(key="second_upload_0").set_value([("back.xlsx", content, "")]).run()
    at.text_input(key="second_name").input("Dana").run()
    at.button(key="second_read").click().run()
    assert not at.exception


def _key(at: AppTest, ending: str, theme: str) -> str:
    (key,) = [
        str(b.key) for b in at.button if str(b.key).startswith("differ_") and str(b.key).endswith(f"{theme}_{ending}")
    ]
    return key


def test_a_sheet_is_read_in_and_what_the_reader_found_is_taken_or_not(open_page: OpenPage, home: Path) -> None:
    at = open_parts(open_page(home, "themes"), "second_out", "second_in")
    assert "3 texts; nothing of your own coding is in it." in _plain(at)
    _read_in(at, _filled_sheet(home))
    told = _plain(at)
    assert "2 texts coded, 1 of them with no theme; 1 row left empty: not read, so not counted." in told
    assert "Dana, every theme together: the same in" in told
    assert "too few texts to say more" in told
    assert "2 differences to look at" in told
    at.button(key=_key(at, "take", "timing")).click().run()
    assert "Taught “The stars were not aligned”: Timing, circumstance." in _plain(at)
    at.button(key=_key(at, "keep", "communication")).click().run()
    assert "Your reading of Communication is kept." in _plain(at)
    assert "0 differences to look at" in _plain(at)
    assert "2 settled" in _plain(at)
    at.button(key="readings_undo").click().run()
    assert "1 difference to look at" in _plain(at)


def test_a_slip_in_the_sheet_is_told_and_nothing_is_read_in(open_page: OpenPage, home: Path) -> None:
    at = open_parts(open_page(home, "themes"), "second_in")
    _read_in(at, _filled_sheet(home, theme="Timming"))
    assert "“Timming” is no theme; did you mean “Timing”?" in _plain(at)
    assert not load_readings(open_workspace(home)).second


def test_words_for_next_time_are_written_shown_beside_the_quote_and_taken_back(
    open_page: OpenPage, home: Path
) -> None:
    at = open_parts(open_page(home, "lessons"), "reframe")
    picker = at.selectbox(key="reframe_text")
    picker.select_index(next(at for at, title in enumerate(picker.options) if "rambled a bit" in title)).run()
    (area,) = [area for area in at.text_area if str(area.key).startswith("reframe_words_")]
    area.input("Open with the <b>result</b>.").run()
    at.button(key="reframe_save").click().run()
    assert "Open with the <b>result</b>." in _plain(at)
    at = open_page(home, "themes", theme="communication")
    assert "Open with the &lt;b&gt;result&lt;/b&gt;." in said(at)
    assert ">rambled</mark>" in said(at)
    at = open_page(home, "lessons")
    at.button(key="readings_undo").click().run()
    assert "result" not in _plain(at)


def test_gentle_mode_puts_strengths_first_and_folds_the_words_without_changing_a_number(
    open_page: OpenPage, home: Path
) -> None:
    take_in(open_workspace(home), _filled_sheet(home), "back.xlsx", "Dana")
    plainly = open_page(home, "themes")
    assert plainly.title[0].value == "What keeps coming up"
    assert plainly.selectbox(key="theme").value == "communication"
    save_settings(open_workspace(home), Settings(gentle=True))
    gently = open_page(home, "themes")
    assert gently.title[0].value == "What they value, and what to try"
    assert gently.selectbox(key="theme").value == "enthusiasm"
    assert "1 of 3 texts say what you did well" in said(gently)
    assert "is what they valued most: 1 employer praised it" in _plain(gently)
    assert sorted(gently.selectbox(key="theme").options) == sorted(plainly.selectbox(key="theme").options)
    folded = {expander.label for expander in gently.expander} - {expander.label for expander in plainly.expander}
    assert folded == {
        "Their words about Enthusiasm",
        "What no theme explains",
        "Where you read a text differently",
    }
    assert "1 clause, courtesies left out" not in _plain(gently)
    assert "</mark>" not in said(gently)
    open_parts(gently, "quotes_folded", "clauses_folded", "differences_folded")
    assert "</mark>" in said(gently)
    for text in ("every theme together: the same in", "1 clause, courtesies left out", "differences to look at"):
        assert text in _plain(plainly)
        assert text in _plain(gently)


def test_the_sheets_words_for_how_a_theme_is_meant_are_those_of_the_pages() -> None:
    assert MEANT == words.POLARITY
