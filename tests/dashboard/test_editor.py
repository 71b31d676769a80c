"""The SQL page's editor: it suggests what there is, and what is shipped is what is pinned and asks nobody."""

import json
import re
from pathlib import Path

import duckdb

from pipeline.dashboard.asking.suggestions import suggestions
from pipeline.resources import resource
from pipeline.warehouse.views import relations
from tests.dashboard.conftest import OpenPage

_LIBRARY = resource("data", "editor", "codemirror.min.js")


def test_every_relation_and_column_is_suggested_with_its_meaning() -> None:
    suggested = suggestions()["relations"]
    assert suggested.keys() == {relation.name for relation in relations()}
    assert suggested["funnel"]["columns"]["reached_count"]
    assert suggested["funnel"]["meaning"]


def test_functions_are_suggested_and_those_that_read_elsewhere_are_not() -> None:
    functions = {name: (parameters, meaning) for name, parameters, meaning in suggestions()["functions"]}
    assert functions["date_diff"][0]
    assert "middle value" in functions["median"][1]
    assert {"row_number", "count", "unnest", "range"} <= functions.keys()
    assert not {"read_csv", "read_parquet", "glob", "read_text", "duckdb_settings"} & functions.keys()


def test_no_column_of_ours_is_coloured_as_a_word_of_the_language() -> None:
    words = {*suggestions()["keywords"].split(), *suggestions()["types"].split()}
    assert words.isdisjoint(column for relation in relations() for column in relation.columns)
    assert {"select", "from", "where", "group", "by", "order", "qualify", "over", "with", "join"} <= words


def test_every_word_is_one_of_the_databases() -> None:
    with duckdb.connect() as connection:
        known = {word for (word,) in connection.execute("select keyword_name from duckdb_keywords()").fetchall()}
    assert set(suggestions()["keywords"].split()) <= known


def test_the_shipped_library_asks_no_machine_for_anything() -> None:
    text = _LIBRARY.read_text(encoding="utf-8")
    assert set(re.findall(r"https?://[\w./-]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|importScripts|\bimport\(", text)


def test_every_library_that_is_shipped_is_pinned_and_its_licence_is_there() -> None:
    pinned = json.loads(resource("scripts", "editor", "package.json").read_text(encoding="utf-8"))["dependencies"]
    licence = resource("data", "editor", "LICENSE.txt").read_text(encoding="utf-8")
    assert dict(re.findall(r"^- (\S+) ([\d.]+): Copyright", licence, re.MULTILINE)) == pinned
    assert "Permission is hereby granted" in licence


def test_what_was_written_is_still_there_after_a_look_at_another_page(open_page: OpenPage, sample_home: Path) -> None:
    at = open_page(sample_home, "sql")
    at.session_state["sql_text"] = "select 1 as kept"
    at.run()
    at.switch_page("pipeline/dashboard/pages/help.py").run()
    at.switch_page("pipeline/dashboard/pages/sql.py").run()
    assert at.session_state["sql_text"] == "select 1 as kept"
