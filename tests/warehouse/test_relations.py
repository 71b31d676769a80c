"""The files of ``sql/`` document themselves, and their order is derived."""

import re
from pathlib import Path

import duckdb
import pytest

from pipeline.errors import UsageError
from pipeline.resources import resource
from pipeline.warehouse.questions import find_question, questions, read_question, typed
from pipeline.warehouse.views import (
    checks,
    create_tables,
    create_views,
    data_dictionary,
    find_relation,
    read_relation,
    relations,
    tables_read,
)

RATE = re.compile(r"(^|_)(rate|share)$")


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_a_relation_comes_after_everything_it_reads(connection: duckdb.DuckDBPyConnection) -> None:
    before: set[str] = set()
    names = {relation.name for relation in relations()}
    for relation in relations():
        if not relation.is_table:
            assert tables_read(connection, relation.sql) & names - {relation.name} <= before
        before.add(relation.name)


def test_what_a_select_reads_is_seen_through_joins_and_subqueries(connection: duckdb.DuckDBPyConnection) -> None:
    sql = "with a as (select * from one) select * from a join two using (x) where x in (select y from three)"
    assert tables_read(connection, sql) == {"a", "one", "two", "three"}


def test_what_is_no_select_is_no_view(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(ValueError, match="not a select"):
        tables_read(connection, "drop table x")


def test_a_header_gives_grain_description_and_columns(tmp_path: Path) -> None:
    path = tmp_path / "things.sql"
    path.write_text(
        "-- One row per thing.\n--\n-- Only some.\n--\n-- a: The first,\n--     and more.\nselect 1 as a\n"
    )
    relation = read_relation(path, "marts")
    assert (relation.name, relation.grain, relation.description) == ("things", "One row per thing.", "Only some.")
    assert (dict(relation.columns), relation.sql) == ({"a": "The first, and more."}, "select 1 as a")


def test_every_relation_begins_with_its_grain() -> None:
    for relation in relations():
        assert relation.grain.startswith("One row"), relation.name


def test_the_database_carries_every_comment(connection: duckdb.DuckDBPyConnection) -> None:
    create_tables(connection)
    create_views(connection)
    rows = connection.execute("select table_name, column_name, comment from duckdb_columns()").fetchall()
    found = {(table, column): comment for table, column, comment in rows}
    for relation in relations():
        for column, meaning in relation.columns.items():
            assert found[relation.name, column] == meaning


def test_every_rate_has_its_interval_beside_it() -> None:
    for relation in relations():
        for column in relation.columns:
            if RATE.search(column) or column.endswith("_probability"):
                assert {f"{column}_low", f"{column}_high"} <= set(relation.columns), f"{relation.name}.{column}"


def test_every_rate_states_what_it_is_out_of() -> None:
    stated = {}
    for relation in relations():
        for column, meaning in relation.columns.items():
            if RATE.search(column):
                parts = re.match(r"(\w+) / (\w+)[,.]", meaning)
                assert parts, f"{relation.name}.{column}: {meaning}"
                assert {*parts.groups()} <= set(relation.columns), f"{relation.name}.{column}: {meaning}"
                stated[relation.name, column] = parts[2]
    assert stated["source_outcomes", "response_rate"] == "settled_count"


def test_every_chance_states_the_count_it_rests_on() -> None:
    for relation in relations():
        for column, meaning in relation.columns.items():
            if re.search(r"(_probability|^chance)$", column):
                counts = [name for name in relation.columns if name.endswith(("_count", "_n"))]
                assert any(name in meaning for name in counts), f"{relation.name}.{column}: {meaning}"


def test_views_keep_to_what_other_engines_understand() -> None:
    for relation in relations():
        if relation.layer != "tables" and relation.name != "scope":
            for word in ("filter (", "qualify", "date_diff", "unnest", "regexp", "group by all", "exclude", "::"):
                assert word not in relation.sql, f"{relation.name} uses {word}"


def test_every_check_states_a_promise_and_runs(connection: duckdb.DuckDBPyConnection) -> None:
    create_tables(connection)
    assert {check.is_fatal for check in checks()} == {True, False}
    for check in checks():
        assert check.promise.endswith(".")
        assert check.remedy.endswith(".")
        assert connection.execute(check.sql).fetchall() == []


BROKEN = [
    (
        "fail_column_counts_do_not_add_up",
        "insert into import_columns values (1,1,null,1,'Firm','company','exact',1,true,2,3,0,null)",
    ),
    (
        "warn_values_not_understood",
        """insert into import_columns values (1,1,null,1,'Day','applied_date','exact',1,true,3,3,1,'["x"]')""",
    ),
    ("fail_rows_do_not_add_up", "insert into imports values (1,'t','me','f','',now()::timestamp,false,3,1,1,0)"),
    (
        "fail_rejected_rows_are_not_all_kept",
        "insert into imports values (1,'t','me','f','',now()::timestamp,true,1,0,0,1)",
    ),
    ("fail_loaded_rows_are_missing", "insert into imports values (1,'t','me','f','',now()::timestamp,true,1,1,0,0)"),
    ("fail_quote_is_not_in_its_text", "insert into theme_mentions values ('f','t','concern','q',0,1,'codebook')"),
    (
        "fail_merged_application_is_lost",
        (
            "insert into applications"
            " (application_id, seeker, tracker, stage, outcome, import_id, row_number, merged_into)"
            " values ('a','me','t','applied','open',1,2,'b')"
        ),
    ),
    (
        "fail_note_quote_is_not_in_its_note",
        (
            "insert into note_findings (note_id, application_id, header, note, what, quote, quote_start, quote_end,"
            " confidence, reason, import_id, row_number) values ('n','a','Notes','abc','ask','b',0,1,1,'r',1,2)"
        ),
    ),
    (
        "fail_unknown_word",
        (
            "insert into applications (application_id, seeker, tracker, stage, outcome, import_id, row_number)"
            " values ('a','me','t','nowhere','open',1,2)"
        ),
    ),
    (
        "warn_answer_before_ask",
        (
            "insert into feedback (feedback_id, seeker, tracker, is_asked, asked_day, has_response, responded_day,"
            " import_id, row_number) values ('f','me','t',true,5,true,4,1,2)"
        ),
    ),
    (
        "warn_feedback_without_application",
        (
            "insert into feedback (feedback_id, seeker, tracker, is_asked, has_response, import_id, row_number)"
            " values ('f','me','t',true,true,1,2)"
        ),
    ),
    (
        "warn_future_date",
        (
            "insert into imports values (1,'t','me','f','',timestamp '2026-01-01',false,0,0,0,0);"
            " insert into applications"
            " (application_id, seeker, tracker, applied_date, stage, outcome, import_id, row_number)"
            " values ('a','me','t',date '2026-01-02','applied','open',1,2)"
        ),
    ),
]


@pytest.mark.parametrize(("name", "statement"), BROKEN, ids=[name for name, _ in BROKEN])
def test_a_check_finds_what_breaks_its_promise(
    connection: duckdb.DuckDBPyConnection, name: str, statement: str
) -> None:
    create_tables(connection)
    connection.execute(statement).fetchall()
    (check,) = [check for check in checks() if check.name == name]
    assert len(connection.execute(check.sql).fetchall()) == 1


def test_every_check_is_proved_to_find_something() -> None:
    assert {name for name, _ in BROKEN} == {check.name for check in checks()}


def test_an_unknown_relation_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'applications'"):
        find_relation("aplications")


def test_the_data_dictionary_names_every_column() -> None:
    text = data_dictionary(relations())
    for relation in relations():
        assert f"## `{relation.name}`" in text
        assert all(f"| `{column}` |" in text for column in relation.columns)


def test_a_question_has_a_title_and_its_parameters_have_defaults() -> None:
    for question in questions().values():
        assert question.title.endswith("?")
        assert question.description
        assert {name for name in question.params if f"${name}" not in question.sql} == set()


def test_a_question_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.sql"
    path.write_text("-- How many?\n-- All of them.\n-- param least = 2: The fewest.\nselect $least as n\n")
    question = read_question(path)
    assert (question.title, question.description, question.sql) == ("How many?", "All of them.", "select $least as n")
    assert (question.params["least"].default, question.params["least"].meaning) == (2, "The fewest.")


def test_an_unknown_question_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean 'which-sources-work'"):
        find_question("which-source-work")


VALUES = [("3", 3), ("-2.5", -2.5), ("true", True), ("False", False), ("null", None), ("x", "x"), ("", "")]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_parameters_text_is_the_value_it_looks_like(text: str, value: object) -> None:
    assert typed(text) == value


def test_every_sql_file_ends_with_one_newline_and_has_no_tab() -> None:
    for path in resource("sql").rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert text.endswith("\n")
        assert "\t" not in text
