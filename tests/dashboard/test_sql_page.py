"""The SQL page: a query is answered, refused or failed in words, always within the scope, and never writes."""

import hashlib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.dashboard.asking.code_editor import TEXT
from pipeline.dashboard.asking.outcome import all_rows
from pipeline.dashboard.asking.running import Asked, run
from pipeline.dashboard.asking.schema import shown
from pipeline.dashboard.session import Snapshot
from pipeline.warehouse.console import Result
from pipeline.warehouse.own_questions import own_questions
from pipeline.warehouse.questions import find_question
from pipeline.workspace import open_workspace
from tests.dashboard.conftest import OpenPage, said


def _write(at: AppTest, sql: str) -> AppTest:
    """What the browser's editor does when a person has written something."""
    at.session_state[TEXT] = sql
    return at


def _click(at: AppTest, button: str) -> AppTest:
    """Click, and wait while the query runs."""
    return _settled(at.button(key=button).click().run())


def _settled(at: AppTest) -> AppTest:
    while any(button.key == "sql_cancel" for button in at.button):
        at.run()
    assert not at.exception
    return at


def _run(at: AppTest, sql: str) -> AppTest:
    return _click(_write(at, sql), "sql_run")


def _columns(at: AppTest) -> str:
    (found,) = [element.proto.body for element in at.get("html") if "<dl>" in element.proto.body]
    return str(found)


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
    picked = {box.label: box.value for box in at.selectbox}
    assert (picked["Across"], picked["Up"], picked["Drawn as"]) == ("stage_label", "reached_count", "bar")


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
    _settled(at.selectbox(key="seeker").select("Ana").run())
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
    assert "<dt>is_recurring</dt>" in _columns(at)
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
    assert "Applied · Final interview · First interview" in _columns(at)


def test_a_value_of_the_data_is_text_in_the_schema_browser() -> None:
    assert shown('<img src=x onerror="a">') == "&lt;img src=x onerror=&quot;a&quot;&gt;"


def test_a_link_holds_the_query_its_values_and_the_limit(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.selectbox(key="sql_limit").select(100)
    _run(at, "select $n + 1 as more")
    at.text_input(key="sql_param__n").set_value("41")
    _click(at, "sql_run")
    link = {name: str(value) for name, value in at.query_params.items()}
    assert {name: link[name] for name in ("sql", "limit", "value.n")} == {
        "sql": "select $n + 1 as more",
        "limit": "100",
        "value.n": "41",
    }
    other = open_page(sample_home, "sql", **link)
    assert "came with the address" in said(other)
    assert len(other.dataframe) == 0
    assert other.selectbox(key="sql_limit").value == 100
    assert _rows(_click(other, "sql_run")) == [(42,)]
    assert "came with the address" not in said(other)


def test_a_slow_query_shows_its_seconds_and_can_be_cancelled(open_page: OpenPage, sample_home: Path) -> None:
    at = _write(open_page(sample_home, "sql"), "select count(*) from range(100000000000)")
    at.button(key="sql_run").click().run()
    (progress,) = at.get("progress")
    assert "Running for" in progress.proto.text
    at.button(key="sql_cancel").click().run()
    at.run()
    assert "You cancelled this query after" in said(at)
    assert _rows(_run(at, "select 1 as a")) == [(1,)]


def test_ones_own_question_is_saved_renamed_deleted_and_put_back(open_page: OpenPage, empty_home: Path) -> None:
    at = _run(open_page(empty_home, "sql"), "select $n + 1 as more")
    at.text_input(key="sql_param__n").set_value("41")
    at.text_input(key="sql_save_title").set_value("One more?")
    _click(at, "sql_save")
    assert _own(empty_home) == {"one-more": ("One more?", "select $n + 1 as more", 41)}
    assert at.selectbox(key="sql_question").value == "one-more"
    at.text_input(key="sql_save_title").set_value("Two more?")
    _click(_write(at, "select $n + 2 as more"), "sql_save")
    assert _own(empty_home) == {"two-more": ("Two more?", "select $n + 2 as more", 41)}
    _click(at, "sql_delete")
    assert _own(empty_home) == {}
    _click(at, "sql_save_undo")
    assert list(_own(empty_home)) == ["two-more"]


def test_a_saved_question_takes_no_other_ones_place(open_page: OpenPage, empty_home: Path) -> None:
    at = _write(open_page(empty_home, "sql"), "select 1")
    at.text_input(key="sql_save_title").set_value("What keeps coming up?")
    _click(at, "sql_save")
    assert "There is a ready question called" in said(at)
    assert _own(empty_home) == {}


def _own(home: Path) -> dict[str, tuple[str, str, object]]:
    found = (find_question(name, home) for name in own_questions(open_workspace(home)))
    return {one.name: (one.title, one.sql, one.params["n"].default) for one in found}
