"""A stranger's SQL reads the data and does nothing else: no write, no file, no network, no end of memory or time."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import QueryRefusedError
from pipeline.warehouse.connect import Scope
from pipeline.warehouse.console import MOST_SQL_BYTES, Console
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


REFUSED = [
    "",
    "-- only a note",
    "select 1; select 2",
    "select 1; drop table stages",
    "insert into stages values ('x', 9, 'X')",
    "update stages set stage = 'x'",
    "delete from stages",
    "drop view funnel",
    "create table x (a int)",
    "create temp view stages as select 1",
    "create macro f() as 1",
    "set variable seeker = 'Ana'",
    "set memory_limit = '100GB'",
    "reset lock_configuration",
    "pragma enable_profiling",
    "attach '{path}' as other",
    "attach ':memory:' as other",
    "copy (select 1) to '{folder}/out.csv'",
    "copy (select 1 as a) to '{path}' (use_tmp_file false)",
    "explain copy (select 1) to '{folder}/out.csv'",
    "explain analyze copy (select 1 as a) to '{path}' (use_tmp_file false)",
    "export database '{folder}/out'",
    "install httpfs",
    "load httpfs",
    "call pragma_version()",
    "checkpoint",
    "vacuum",
    "begin",
    "prepare p as select 1",
    "create persistent secret s (type s3)",
    "use system",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_does_not_only_read_is_refused_and_changes_nothing(console: Console, version: Path, query: str) -> None:
    before = _fingerprint(version)
    with pytest.raises(QueryRefusedError):
        console.run(version, query.format(path=version, folder=version.parent))
    assert _fingerprint(version) == before
    assert [path.name for path in version.parent.iterdir()] == [version.name]


READING_OUT = [
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('{path}')",
    "select * from read_csv('/etc/passwd')",
    "select * from read_parquet('https://127.0.0.1:9/x.parquet')",
    "select * from '/etc/passwd'",
    "select * from glob('/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('{path}')",
    "select getenv('HOME')",
    "select * from sqlite_scan('{path}', 'stages')",
    "select * from python_variable",
]


@pytest.mark.parametrize("query", READING_OUT)
def test_nothing_outside_the_data_can_be_read(console: Console, version: Path, query: str) -> None:
    with pytest.raises(QueryRefusedError, match="The query failed"):
        console.run(version, query.format(path=version))


BOMBS = [
    "select repeat('x', 4000000000)",
    "select range(500000000)",
    "select lpad('x', 2000000000, 'y')",
    "select array_agg(range) from range(1000000000)",
    "select levenshtein(repeat('a', 100000), repeat('b', 100000))",
    "select count(*) from range(100000000000)",
]


@pytest.mark.parametrize("query", BOMBS)
def test_a_query_ends_at_its_memory_or_its_deadline(console: Console, version: Path, query: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"more memory|stopped after 2 s|The query failed"):
        console.run(version, query, timeout=2)


def test_a_long_text_is_refused_before_it_is_parsed(console: Console, version: Path) -> None:
    query = f"select 1 in ({', '.join(map(str, range(MOST_SQL_BYTES)))})"
    with pytest.raises(QueryRefusedError, match="bytes long; at most 20,000 are read"):
        console.run(version, query)


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


def test_an_error_keeps_the_databases_own_words(console: Console, version: Path) -> None:
    with pytest.raises(QueryRefusedError) as refusal:
        console.run(version, "select * from stage_event")
    assert 'Did you mean "stage_events"?' in str(refusal.value)


def test_a_spare_child_serves_one_query_after_another(version: Path) -> None:
    with Console(keep_spare=True) as console:
        assert [console.run(version, f"select {n}").frame.item() for n in range(3)] == [0, 1, 2]


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
