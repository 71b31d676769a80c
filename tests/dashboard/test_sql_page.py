"""The SQL page: a query is answered, refused or failed in words, always within the scope, and never writes."""

import hashlib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.asking.code_editor import TEXT
from pipeline.dashboard.asking.outcome import all_rows
from pipeline.dashboard.asking.running import Asked, run
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.console import Result
from tests.dashboard.conftest import OpenPage, said


def _write(at: AppTest, sql: str) -> AppTest:
    """What the browser's editor does when a person has written something."""
    at.session_state[TEXT] = sql
    return at


def _click(at: AppTest, button: str) -> AppTest:
    """Click, and wait while the query runs."""
    at.button(key=button).click().run()
    while any(button.key == "sql_cancel" for button in at.button):
        at.run()
    assert not at.exception
    return at


def _run(at: AppTest, sql: str) -> AppTest:
    return _click(_write(at, sql), "sql_run")


def _text(at: AppTest) -> str:
    return str(at.session_state[TEXT])


def _rows(at: AppTest) -> list[tuple[object, ...]]:
    return [tuple(row) for row in at.dataframe[0].value.itertuples(index=False)]


def test_a_query_is_answered_with_its_rows_and_their_count(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(open_page(sample_home, "sql"), "select 1 as one, 'x' as letter union all select 2, 'y' order by one")
    assert _rows(at) == [(1, "x"), (2, "y")]
    assert "2 rows ·" in said(at)
    assert [button.proto.label for button in at.get("download_button")] == [
        "CSV",
        "XLSX",
        "Parquet",
        "JSON",
        "Markdown",
    ]


def test_a_result_has_a_chart(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(open_page(sample_home, "sql"), "select stage_label, reached_count from funnel")
    assert len(at.get("vega_lite_chart")) == 1
    assert (at.selectbox(key="sql_x").value, at.selectbox(key="sql_y").value) == ("stage_label", "reached_count")


def test_more_rows_than_wanted_are_said_to_be_cut(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.selectbox(key="sql_limit").select(100)
    assert "more rows were left out" in said(_run(at, "select * from range(101)"))


def test_a_mistake_is_shown_in_the_databases_own_words(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(open_page(sample_home, "sql"), "select compny from applications")
    assert at.error[0].value == "This query gave no rows."
    assert "compny" in at.code[0].value


@pytest.mark.parametrize("sql", ["delete from applications", "copy (select 1) to 'x.csv'", "select 1; select 2", ""])
def test_nothing_but_one_reading_query_runs(
    open_page: OpenPage, sample: Snapshot, sample_home: Path, sql: str
) -> None:
    before = hashlib.sha256(sample.version.read_bytes()).hexdigest()
    at = _run(open_page(sample_home, "sql"), sql)
    assert len(at.error) == 1
    assert hashlib.sha256(sample.version.read_bytes()).hexdigest() == before


def test_the_scope_limits_a_query_and_a_new_scope_asks_again(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(open_page(sample_home, "sql", seeker="Ben"), "select distinct seeker from stg_applications")
    assert _rows(at) == [("Ben",)]
    at.selectbox(key="seeker").select("Ana").run()
    assert _rows(at) == [("Ana",)]


def test_a_ready_question_fills_the_editor_and_its_parameters(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.selectbox(key="sql_question").select("what-did-they-say").run()
    assert "$theme" in _text(at)
    theme = at.selectbox(key="sql_param_what-did-they-say_theme")
    assert (theme.label, theme.value) == ("\\$theme", "enthusiasm")
    assert "company_research" in theme.options
    theme.select("company_research")
    _click(at, "sql_run")
    assert not at.error
    assert len(_rows(at)) > 0


def test_a_parameter_of_ones_own_gets_a_field(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    _run(at, "select $n + 1 as more")
    at.text_input[0].set_value("41")
    _click(at, "sql_run")
    assert _rows(at) == [(42,)]


def test_the_schema_browser_says_what_a_column_means_and_shows_rows(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.selectbox(key="relation").select("recurring_themes").run()
    assert "`is_recurring`" in said(at)
    at.button(key="show_rows").click().run()
    assert _text(at) == "select *\nfrom recurring_themes\nlimit 100"


def test_every_kind_of_value_can_be_shown(open_page: OpenPage, sample_home: Path) -> None:
    sql = (
        "select interval 3 day as i, [1, 2] as l, {'a': 1} as s, 1.5::decimal(9, 2) as d, uuid() as u, true as b, "
        "'x'::blob as raw, timestamptz '2026-01-01 10:00' as t, time '10:00' as h, null as n, 'nan'::double as f"
    )
    at = _run(open_page(sample_home, "sql"), sql)
    assert not at.error
    assert len(at.dataframe[0].value) == 1


def test_an_error_points_at_the_word_and_names_the_nearest(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(open_page(sample_home, "sql"), "select compny from applications")
    assert at.code[0].value.splitlines()[1:] == [
        "line 1: select compny from applications",
        "               ^^^^^^",
    ]
    assert "Did you mean" in said(at)


def test_every_row_can_be_had_where_the_page_shows_some(sample: Snapshot) -> None:
    answered = run(Asked("select * from range(1500)", {}, 1000), sample)
    assert isinstance(answered.outcome, Result)
    assert answered.outcome.is_truncated
    assert len(all_rows(answered).splitlines()) == 1501


def test_a_query_can_be_explained_instead_of_run(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    _write(at, "select count(*) from stg_applications")
    _click(at, "sql_explain")
    assert not at.error
    assert "applications" in at.code[0].value


def test_a_link_reproduces_a_query_and_runs_nothing_by_itself(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql", sql="select 41 + 1 as answer")
    assert _text(at) == "select 41 + 1 as answer"
    assert len(at.dataframe) == 0
    _click(at, "sql_run")
    assert _rows(at) == [(42,)]


def test_an_earlier_query_can_be_gone_back_to(open_page: OpenPage, sample_home: Path) -> None:
    at = _run(_run(open_page(sample_home, "sql"), "select 1 as a"), "select compny from applications")
    earlier = at.selectbox(key="sql_earlier")
    assert [option.split(" · ")[0] for option in earlier.options] == [
        "select compny from applications",
        "select 1 as a",
    ]
    at.run()
    earlier = at.selectbox(key="sql_earlier")
    earlier.select_index(1).run()
    assert _text(at) == "select 1 as a"


def test_the_schema_browser_shows_values_of_the_data(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.selectbox(key="relation").select("funnel").run()
    assert "Recruiter call" in said(at) or "Screening" in said(at)
