"""What the editor suggests and colours: tables, views, columns with meanings, functions, the language's words."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import duckdb

from pipeline.warehouse.views import relations

_TABLE_FUNCTIONS = ("generate_series", "range", "unnest")
"""Of the functions that give tables, those that a query may use here: the others read files or settings."""

_FUNCTIONS = f"""
select
    function_name as name,
    any_value(array_to_string(parameters, ', ') order by len(parameters)) as parameters,
    coalesce(any_value(description), '') as meaning
from duckdb_functions()
where
    (function_type in ('scalar', 'aggregate', 'window') or function_name in {_TABLE_FUNCTIONS})
    and regexp_full_match(function_name, '[a-z][a-z0-9_]*')
    and not regexp_matches(function_name, '(^|_)collate_')
group by function_name
order by function_name
"""

_WORDS = "select keyword_name, keyword_category from duckdb_keywords()"
_TYPES = "select distinct type_name from duckdb_types() where regexp_full_match(type_name, '[a-z][a-z0-9_]*')"

_OF_QUERIES = frozenset(
    {
        *("by", "current", "exclude", "explain", "filter", "first", "following", "if", "ignore", "last", "nulls"),
        *(
            "materialized",
            "over",
            "partition",
            "preceding",
            "range",
            "recursive",
            "replace",
            "respect",
            "row",
            "rows",
        ),
        *("sample", "ties", "unbounded", "values", "within"),
    }
)
"""Words of queries among those that may be names too; most others only stand in statements that are refused here."""


@cache
def suggestions() -> Mapping[str, Any]:
    """Everything that the editor knows, as JSON-ready values; the same for every query."""
    with duckdb.connect() as connection:
        functions = connection.execute(_FUNCTIONS).fetchall()
        words = dict(connection.execute(_WORDS).fetchall())
        types = {str(name) for (name,) in connection.execute(_TYPES).fetchall()}
    columns = {column for relation in relations() for column in relation.columns}
    keywords = sorted(_keywords(words, columns, {str(name) for name, *_ in functions}) - types)
    return {
        "relations": {
            relation.name: {"meaning": relation.grain, "columns": dict(relation.columns)} for relation in relations()
        },
        "functions": [
            [str(name), str(parameters or ""), _plain(str(meaning))] for name, parameters, meaning in functions
        ],
        "keywords": " ".join(keywords),
        "types": " ".join(sorted(types - columns)),
    }


def _keywords(words: Mapping[str, str], columns: set[str], functions: set[str]) -> set[str]:
    """The words to colour and suggest as the language's own: none that is a column of ours or reads as a function."""
    reserved = {word for word, category in words.items() if category == "reserved"}
    half_reserved = {word for word, category in words.items() if category != "unreserved"} - functions
    return (reserved | half_reserved | _OF_QUERIES) - columns


def _plain(text: str) -> str:
    """A meaning without Markdown's code signs, since it is shown as text."""
    return re.sub(r"`+", "", text)
