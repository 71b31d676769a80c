"""A second reader's sheet: nothing of the first coding goes out, nothing is lost or guessed on its way back in."""

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import InputRefusedError
from pipeline.readings import Coded, load_readings
from pipeline.themes.codebook import load_codebook
from pipeline.themes.editing import teach
from pipeline.warehouse.codebooks import change_codebook
from pipeline.warehouse.connect import fetch, open_version
from pipeline.warehouse.imports import Incoming, forget, import_file, rebuild_all
from pipeline.warehouse.keep_readings import can_undo_readings, change_readings, undo_readings
from pipeline.warehouse.published import ensure_built
from pipeline.warehouse.second_reader import KnownText, SheetRead, read_second_reader
from pipeline.warehouse.second_reader_sheet import (
    CODINGS,
    MEANT,
    NO_THEME,
    NUMBER,
    REFRAMING,
    TEXT,
    TEXT_ID,
    SheetOptions,
    texts_to_read,
)
from pipeline.warehouse.second_reading import FORMATS, GivenOut, give_out, take_in
from pipeline.workspace import Workspace, open_workspace

CODEBOOK = load_codebook()
LABELS = {theme.theme_id: theme.label for theme in CODEBOOK.themes}
LOG = """Company,Asked on,Asked by,Answered on,What they said
Northwind,2026-05-04,phone,2026-05-06,"You rambled, and the salary was too high."
Fabrikam,2026-05-05,email,2026-05-07,Northwind was chosen. We loved your energy.
Contoso,2026-05-06,email,2026-05-08,"=HYPERLINK(""x"") You rambled."
Tailspin,2026-05-06,email,2026-05-08,The stars were not aligned.
"""
OTHER = """Company,Asked on,Asked by,Answered on,What they said
Globex,2026-05-04,phone,2026-05-06,You rambled.
"""
TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def _imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("second_reader") / "home"
    import_file(Incoming(LOG.encode(), "asks.csv"), open_workspace(home))
    import_file(Incoming(OTHER.encode(), "other.csv"), open_workspace(home))
    return home


@pytest.fixture
def workspace(_imported: Path, tmp_path: Path) -> Workspace:
    return open_workspace(shutil.copytree(_imported, tmp_path / "home"))


def _rows(workspace: Workspace, query: str) -> list[dict[str, Any]]:
    with open_version(ensure_built(workspace)) as connection:
        return fetch(connection, query).to_dicts()


def _given(workspace: Workspace, options: SheetOptions | None = None) -> GivenOut:
    return give_out(ensure_built(workspace), options or SheetOptions())


def _filled(workspace: Workspace, sheet: pl.DataFrame, **cells: dict[str, str | None]) -> pl.DataFrame:
    """The sheet coded as the first coding is; ``cells`` set more, by the first word of a text."""
    first: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(workspace, "select distinct feedback_id, theme_id, polarity from theme_mentions order by all"):
        first.setdefault(row["feedback_id"], []).append((row["theme_id"], row["polarity"]))
    rows = []
    for row in sheet.iter_rows(named=True):
        coded = first.get(row[TEXT_ID], [])
        row["Theme 1"] = None if coded else NO_THEME
        for place, (theme_id, polarity) in enumerate(coded, start=1):
            row |= {f"Theme {place}": LABELS[theme_id], f"Meant as {place}": MEANT[polarity]}
        rows.append(row | next((more for word, more in cells.items() if row[TEXT].startswith(word)), {}))
    return pl.DataFrame(rows, schema=sheet.schema)


def _back(workspace: Workspace, sheet: pl.DataFrame, ending: str = "xlsx") -> SheetRead:
    return take_in(workspace, FORMATS[ending](sheet, CODEBOOK), f"back.{ending}", "Dana")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("is_anonymous", [False, True], ids=["with names", "anonymous"])
def test_a_reader_who_finds_the_same_agrees_with_a_kappa_of_one(
    workspace: Workspace, ending: str, is_anonymous: bool
) -> None:
    sheet = _given(workspace, SheetOptions(is_anonymous=is_anonymous)).rows
    read = _back(workspace, _filled(workspace, sheet), ending)
    assert (len(read.second), read.blank_count, read.missing_count, read.changed_rows, read.unknown_rows) == (
        5,
        0,
        0,
        (),
        (),
    )
    rows = _rows(workspace, "select measure, kappa, agreement from second_reader_agreement")
    assert {(row["kappa"], row["agreement"]) for row in rows} == {(1.0, 1.0)}
    assert {row["measure"] for row in rows} == {"presence", "polarity"}
    assert _rows(workspace, "from second_reader_differences") == []


def test_no_trace_of_the_first_coding_goes_out(workspace: Workspace) -> None:
    before = _given(workspace).rows
    assert all(before[name].null_count() == before.height for name in before.columns if name.startswith(("Th", "Me")))
    change_codebook(workspace, lambda text: teach(text, "stars were not aligned", "timing", "concern"))
    assert _given(workspace).rows.equals(before)


def test_an_anonymous_sheet_has_no_name_of_a_company(workspace: Workspace) -> None:
    sheet = _given(workspace, SheetOptions(is_anonymous=True)).rows
    assert "Company" not in sheet.columns
    assert "[company] was chosen. We loved your energy." in sheet[TEXT].to_list()
    assert not [text for text in sheet[TEXT] if "Northwind" in text]


def test_a_sample_is_the_same_for_the_same_seed_and_says_of_how_many(workspace: Workspace) -> None:
    one, again, other = (_given(workspace, SheetOptions(most=3, seed=seed)) for seed in (1, 1, 2))
    assert one.rows.equals(again.rows)
    assert not one.rows.equals(other.rows)
    assert one.sentence == "3 of 5 texts, a sample that the seed decides"
    assert one.rows[NUMBER].to_list() == ["1 of 3", "2 of 3", "3 of 3"]


def test_the_workbook_has_drop_downs_of_the_themes_and_no_formula(workspace: Workspace) -> None:
    content = FORMATS["xlsx"](_given(workspace).rows, CODEBOOK)
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts, themes = (book.read(f"xl/worksheets/sheet{place}.xml").decode() for place in (1, 2))
    assert texts.count(f"Themes!$A$2:$A${len(CODEBOOK.themes) + 2}") == CODINGS
    assert texts.count("Concern,Strength,Circumstance,No verdict") == CODINGS
    assert "<f>" not in texts + themes


SLIPS: list[tuple[dict[str, str | None], str]] = [
    ({"Theme 1": "Comunication"}, "“Comunication” is no theme; did you mean “Communication”?"),
    ({"Meant as 1": "conern"}, "“conern” is no way to mean it; did you mean “Concern”?"),
    ({"Theme 1": "Dancing"}, "“Dancing” is no theme."),
    ({"Theme 4": NO_THEME}, "“No theme” stands beside a theme."),
    ({"Theme 4": None, "Meant as 4": "Concern"}, "“Concern” stands beside no theme."),
]


@pytest.mark.parametrize(("cells", "says"), SLIPS, ids=[says for _, says in SLIPS])
def test_a_cell_that_is_not_understood_is_named_and_nothing_is_read_in(
    workspace: Workspace, cells: dict[str, str | None], says: str
) -> None:
    sheet = _filled(workspace, _given(workspace).rows, **{"You rambled,": cells})
    with pytest.raises(InputRefusedError, match="1 cell is not understood, so nothing was read in") as refused:
        _back(workspace, sheet)
    row = sheet[TEXT].to_list().index("You rambled, and the salary was too high.") + 2
    assert str(refused.value.found).startswith(f"Row {row}, ")
    assert says in str(refused.value.found)
    assert not workspace.readings.exists()


def test_what_is_not_certain_is_told_and_kept_out_of_the_counts(workspace: Workspace) -> None:
    changes: dict[str, dict[str, str | None]] = {
        "The": {"Theme 1": None},
        "Northwind": {TEXT: "Somebody changed this."},
        "=HYPER": {TEXT_ID: "f-unknown"},
    }
    sheet = _filled(workspace, _given(workspace).rows, **changes)
    read = _back(workspace, sheet.filter(pl.col(TEXT) != "You rambled."))
    assert (read.blank_count, read.missing_count) == (1, 1)
    assert (len(read.changed_rows), len(read.unknown_rows)) == (1, 1)
    assert len(read.second) == 2
    said = " | ".join(read.sentences())
    for words in (
        "1 row left empty",
        "1 row of the sheet that was given out missing",
        "differs",
        "no such text here",
    ):
        assert words in said
    (row,) = _rows(
        workspace, "select text_count from second_reader_agreement where theme_id is null and measure = 'presence'"
    )
    assert row == {"text_count": 1}
    assert len(_rows(workspace, "select distinct feedback_id from second_readings")) == 2


def test_an_empty_sheet_another_file_and_the_users_own_name_are_refused(workspace: Workspace) -> None:
    empty = _given(workspace).rows
    with pytest.raises(InputRefusedError, match="nothing is filled in yet"):
        _back(workspace, empty)
    with pytest.raises(InputRefusedError, match="not a sheet for a second reader"):
        take_in(workspace, LOG.encode(), "asks.csv")
    with pytest.raises(InputRefusedError, match="cannot be called 'me'"):
        take_in(workspace, LOG.encode(), "asks.csv", "me")
    twice = pl.concat([_filled(workspace, empty)] * 2)
    with pytest.raises(InputRefusedError, match="5 cells are not understood"):
        _back(workspace, twice)


def test_a_rebuild_and_an_undo_give_the_same_tables_again(workspace: Workspace) -> None:
    tables = ("from second_readings order by all", "from reframings order by all", "from theme_mentions order by all")
    nothing = [_rows(workspace, table) for table in tables]
    sheet = _filled(workspace, _given(workspace).rows, Northwind={"Theme 1": "Salary", REFRAMING: "Keep the energy."})
    _back(workspace, sheet)
    read = [_rows(workspace, table) for table in tables]
    assert [row["reframing"] for row in read[1]] == ["Keep the energy."]
    assert read[2] == nothing[2]
    rebuild_all(workspace)
    assert [_rows(workspace, table) for table in tables] == read
    undo_readings(workspace)
    assert [_rows(workspace, table) for table in tables] == nothing
    assert not can_undo_readings(workspace)
    with pytest.raises(InputRefusedError, match="no reading to undo"):
        undo_readings(workspace)


def test_what_is_taken_over_later_changes_no_agreement(workspace: Workspace) -> None:
    sheet = _filled(workspace, _given(workspace).rows, The={"Theme 1": "Timing", "Meant as 1": "Circumstance"})
    _back(workspace, sheet)
    query = (
        "select measure, theme_id, decision_count, agreed_count, round(kappa, 9) as kappa "
        "from second_reader_agreement order by all"
    )
    before = _rows(workspace, query)
    assert [row["state"] for row in _rows(workspace, "from second_reader_differences")] == ["open"]
    change_codebook(workspace, lambda text: teach(text, "stars were not aligned", "timing", "circumstance"))
    assert [row["state"] for row in _rows(workspace, "from second_reader_differences")] == ["taken"]
    assert _rows(workspace, query) == before
    _back(workspace, sheet)
    assert _rows(workspace, query) == before


def test_keeping_ones_own_is_remembered(workspace: Workspace) -> None:
    _back(workspace, _filled(workspace, _given(workspace).rows, The={"Theme 1": "Timing"}))
    (row,) = _rows(workspace, "from second_reader_differences")
    assert change_readings(workspace, lambda kept: kept.keeping("Dana", row["feedback_id"], "timing"))
    assert [row["state"] for row in _rows(workspace, "from second_reader_differences")] == ["kept"]
    assert not change_readings(workspace, lambda kept: kept.keeping("Dana", row["feedback_id"], "timing"))


def test_a_forgotten_tracker_takes_its_readings_and_what_quotes_it_along(workspace: Workspace) -> None:
    change_codebook(workspace, lambda text: teach(text, "stars were not aligned", "communication", "concern"))
    change_codebook(workspace, lambda text: teach(text, "you rambled", "communication", "concern"))
    _back(workspace, _filled(workspace, _given(workspace).rows))
    _back(
        workspace,
        _filled(workspace, _given(workspace).rows, Northwind={"Theme 1": "Salary", "Meant as 1": "Concern"}),
    )
    along = forget(workspace, "asks")
    assert along.taught == ("stars were not aligned",)
    assert along.reading_count == 4
    assert [each.clause for each in load_codebook(workspace.codebook).taught] == ["you rambled"]
    assert {each.tracker for each in load_readings(workspace).second} == {"other"}
    kept = [path for path in workspace.home.rglob("*.toml") if path.is_file()]
    for words in ("stars were not", "Northwind was chosen"):
        assert not [path for path in kept if words in path.read_text(encoding="utf-8")]
    assert len(_rows(workspace, "from second_readings")) == 1


def test_what_was_taught_can_be_kept_when_its_tracker_is_forgotten(workspace: Workspace) -> None:
    change_codebook(workspace, lambda text: teach(text, "stars were not aligned", "timing", "concern"))
    assert forget(workspace, "asks", keep_taught=True).taught == ()
    assert [each.clause for each in load_codebook(workspace.codebook).taught] == ["stars were not aligned"]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"),  # no file with a zero byte in a text is read
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=5), ending=st.sampled_from(sorted(FORMATS)), is_anonymous=st.booleans()
)
def test_any_text_comes_back_as_the_one_that_was_given_out(texts: list[str], ending: str, is_anonymous: bool) -> None:
    frame = pl.DataFrame(
        {
            "feedback_id": [f"f-{place}" for place in range(len(texts))],
            "tracker": "t",
            "company": "Acme",
            "role": "Clerk",
            "stage": "offer",
            "feedback_text": texts,
        }
    )
    names = ["Acme", "A", "0"]
    sheet = texts_to_read(frame, names, SheetOptions(is_anonymous=is_anonymous))
    coded = sheet.with_columns(pl.lit("Salary").alias("Theme 1"), pl.lit("Concern").alias("Meant as 1"))
    known = {f"f-{place}": KnownText("t", text, ()) for place, text in enumerate(texts)}
    content = FORMATS[ending](coded, CODEBOOK)
    read = read_second_reader(content, f"x.{ending}", "Dana", known, CODEBOOK, companies=names, today=TODAY)
    assert (read.changed_rows, read.unknown_rows, read.missing_count, read.blank_count) == ((), (), 0, 0)
    assert sorted((each.text_id, each.text) for each in read.second) == sorted((k, v.text) for k, v in known.items())
    assert {each.second for each in read.second} == {(Coded("salary", "concern"),)}
