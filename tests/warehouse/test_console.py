"""A query that reads gives its rows, typed, cut and scoped as asked; one that fails says where and what was meant."""

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import QueryRefusedError
from pipeline.warehouse.connect import Scope
from pipeline.warehouse.console import MOST_SQL_BYTES, Console, Stop
from pipeline.warehouse.views import create_tables, create_views


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("console") / "000001-aaaa.duckdb"
    with duckdb.connect(str(path)) as connection:
        create_tables(connection)
        create_views(connection)
        connection.execute("insert into stages values ('applied', 1, 'Applied')").fetchall()
        connection.execute(
            "insert into imports values (1, 't', 'me', 't.csv', '', timestamp '2026-06-30', true, 0, 0, 0, 0)"
        ).fetchall()
    return path


@pytest.fixture(scope="module")
def console() -> Iterator[Console]:
    with Console() as opened:
        yield opened


READING = [
    pytest.param("select 1 as one", [(1,)], id="select"),
    pytest.param("from stages select stage", [("applied",)], id="from-first"),
    pytest.param("with a as (select 2 as x) select x from a;", [(2,)], id="trailing-semicolon"),
    pytest.param("-- a note\nselect 'x' as a, 'y' as a", [("x", "y")], id="same-name-twice"),
    pytest.param("select interval 1 day as i, null as n", [("1 day", None)], id="types-arrow-lacks"),
    pytest.param("select sum(x) as total from range(4) as t(x)", [(6,)], id="a-sum-is-a-number"),
    pytest.param("select count(*) > 20 from (show tables)", [(True,)], id="show"),
]


@pytest.mark.parametrize(("query", "rows"), READING)
def test_a_query_that_reads_gives_its_rows(console: Console, version: Path, query: str, rows: list[object]) -> None:
    assert console.run(version, query).frame.rows() == rows


@pytest.mark.parametrize(
    "query", ["explain select 1", "explain analyze select 1", "describe stages", "summarize stages"]
)
def test_looking_at_a_plan_or_a_table_is_reading(console: Console, version: Path, query: str) -> None:
    assert console.run(version, query).frame.height > 0


def test_a_long_text_is_refused_before_it_is_parsed(console: Console, version: Path) -> None:
    query = f"select 1 in ({', '.join(map(str, range(MOST_SQL_BYTES)))})"
    with pytest.raises(QueryRefusedError, match="bytes long; at most 20,000 are read"):
        console.run(version, query)


def test_a_pivot_that_reads_its_columns_from_the_data_says_how_it_can_run(console: Console, version: Path) -> None:
    with pytest.raises(QueryRefusedError, match="has to say its columns"):
        console.run(version, "pivot stages on stage using count(*)")


def test_a_result_is_cut_at_the_limit_and_says_so(console: Console, version: Path) -> None:
    cut = console.run(version, "select range from range(100000) order by range desc", limit=3)
    assert (cut.frame.rows(), cut.is_truncated) == ([(99999,), (99998,), (99997,)], True)
    whole = console.run(version, "select range from range(3)", limit=3)
    assert (whole.frame.height, whole.is_truncated) == (3, False)


def test_a_result_without_rows_keeps_its_columns(console: Console, version: Path) -> None:
    result = console.run(version, "select 1 as a, 'x' as b where false")
    assert (result.frame.columns, result.frame.height, result.types) == (["a", "b"], 0, ("INTEGER", "VARCHAR"))


def test_parameters_are_values_and_never_sql(console: Console, version: Path) -> None:
    result = console.run(version, "select $a as a, $b + 1 as b", params={"a": "'; drop table stages", "b": 2})
    assert result.frame.rows() == [("'; drop table stages", 3)]


def test_a_scope_limits_every_view_of_the_query(console: Console, version: Path) -> None:
    scope = Scope(seeker="O'Brien", from_date=date(2026, 1, 2), wait_days=7)
    result = console.run(version, "select seeker, from_date, wait_days, as_of_date from scope", scope=scope)
    assert result.frame.rows() == [("O'Brien", date(2026, 1, 2), 7, date(2026, 6, 30))]


FAILING = [
    pytest.param(
        "select *\nfrom stage_event",
        """\
The query failed: Catalog Error: Table with name stage_event does not exist!
line 2: from stage_event
             ^^^^^^^^^^^
Did you mean "stage_events"?""",
        id="table",
    ),
    pytest.param(
        "select compny from applications",
        """\
The query failed: Binder Error: Referenced column "compny" not found in FROM clause!
line 1: select compny from applications
               ^^^^^^
Did you mean "company"?""",
        id="column",
    ),
    pytest.param(
        "select uper('x')",
        """\
The query failed: Catalog Error: Scalar Function with name uper does not exist!
line 1: select uper('x')
               ^^^^^^^^^
Did you mean "upper"?""",
        id="function",
    ),
    pytest.param(
        "selct 1",
        """\
The query failed: Parser Error: syntax error at or near "selct"
line 1: selct 1
        ^^^^^""",
        id="syntax",
    ),
    pytest.param(
        "select company, count(*) from applications",
        """\
The query failed: Binder Error: column "company" must appear in the GROUP BY clause or must be part of an aggregate \
function.
line 1: select company, count(*) from applications
               ^^^^^^^
Either add it to the GROUP BY list, or use ANY_VALUE("company") if the exact value of "company" is not important.""",
        id="advice",
    ),
    pytest.param(
        "select $day",
        "The query failed: Invalid Input Error: Values were not provided for the following parameters: day",
        id="no-place",
    ),
]


@pytest.mark.parametrize(("query", "said"), FAILING)
def test_an_error_points_at_the_word_and_names_the_nearest(
    console: Console, version: Path, query: str, said: str
) -> None:
    with pytest.raises(QueryRefusedError) as refusal:
        console.run(version, query)
    assert str(refusal.value) == said


def test_a_query_can_be_stopped_from_another_thread(console: Console, version: Path) -> None:
    stop = Stop()
    threading.Timer(0.5, stop.ask).start()
    started = time.monotonic()
    with pytest.raises(QueryRefusedError, match="stopped, as you asked"):
        console.run(version, "select count(*) from range(100000000000)", timeout=60, stop=stop)
    assert time.monotonic() - started < 10


def test_a_query_that_was_stopped_before_it_began_does_not_run(console: Console, version: Path) -> None:
    stop = Stop()
    stop.ask()
    with pytest.raises(QueryRefusedError, match="stopped, as you asked"):
        console.run(version, "select 1", stop=stop)


def test_a_spare_child_serves_one_query_after_another(version: Path) -> None:
    with Console(keep_spare=True) as console:
        assert [console.run(version, f"select {n}").frame.item() for n in range(3)] == [0, 1, 2]
