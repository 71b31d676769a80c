"""Comparisons are judged together: the discoveries of an outside implementation, and hardly one without a cause."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, chi2_contingency
from statsmodels.stats.multitest import multipletests

from tests.views.cases import CASES, database

AS_OF = date(2026, 6, 30)
TAIL_ERROR = 2e-7
"""What the approximation of the normal tail may be off by, and a little for rounding."""

SEARCHES = 100
CHANNELS = ["phone", "email", "message", "video"]
PEOPLE = ["recruiter", "hiring_manager", "interviewer"]
HABITS = ["has_cover_letter", "has_referral", "has_tailored_resume"]
SOURCES = ["LinkedIn", "Indeed", "Referral", "Company website", "Recruiter"]
STAGES = ["applied", "screening", "first_interview", "second_interview", "final_interview"]


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with database(CASES / "no such case") as connection:
        yield connection


def _fill_asks(connection: duckdb.DuckDBPyConnection, answered: dict[str, tuple[int, int]]) -> None:
    connection.execute("delete from applications").fetchall()
    connection.execute("delete from feedback").fetchall()
    rows = [(f"{channel}{place}", channel, place < k) for channel, (k, n) in answered.items() for place in range(n)]
    connection.executemany(
        "insert into feedback (feedback_id, seeker, tracker, is_asked, ask_channel, has_response, import_id,"
        " row_number) values ($1, 'me', 't', true, $2, $3, 1, 2)",
        rows,
    )


GROUP = st.integers(5, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answered=st.fixed_dictionaries(dict.fromkeys(CHANNELS, GROUP)))
def test_discoveries_are_those_of_benjamini_and_hochberg(
    empty: duckdb.DuckDBPyConnection, answered: dict[str, tuple[int, int]]
) -> None:
    _fill_asks(empty, answered)
    rows = empty.execute(
        "select k, n, comparison_k, comparison_n, p_value, comparison_count, is_discovery from comparisons"
        " where kind = 'channel_difference'"
    ).fetchall()
    assert len(rows) == 6
    for k, n, other_k, other_n, p_value, count, _ in rows:
        assert count == 6
        table = [[k, n - k], [other_k, other_n - other_k]]
        if k + other_k in {0, n + other_n}:
            assert p_value == pytest.approx(1, abs=TAIL_ERROR)
            continue
        statistic = chi2_contingency(table, correction=False).statistic
        total = n + other_n
        assert p_value == pytest.approx(chi2.sf(statistic * (total - 1) / total, 1), abs=TAIL_ERROR)
    rejected = multipletests([row[4] for row in rows], alpha=0.05, method="fdr_bh")[0]
    assert [row[6] for row in rows] == list(rejected)


def _simulated_search(connection: duckdb.DuckDBPyConnection, chance: random.Random) -> None:
    """A search in which nothing makes a difference: no channel, person, delay, stage, source or habit."""
    connection.execute("delete from applications").fetchall()
    connection.execute("delete from feedback").fetchall()
    response, advance = chance.uniform(0.2, 0.8), chance.uniform(0.3, 0.7)
    applications: list[tuple[object, ...]] = []
    asks: list[tuple[object, ...]] = []
    for number in range(chance.randint(30, 150)):
        reached = 1
        while reached < len(STAGES) and chance.random() < advance:
            reached += 1
        closed = AS_OF - timedelta(days=chance.randint(40, 200))
        habits = [chance.random() < 0.5 for _ in HABITS]
        stage = STAGES[reached - 1]
        applications.append((f"a{number}", chance.choice(SOURCES), stage, closed, *habits))
        if reached > 1 and len(asks) < 40 and chance.random() < 0.7:
            asked = closed + timedelta(days=chance.choice([1, 2, 5, 10, 20]))
            answered = chance.random() < response
            asks.append(
                (f"f{number}", f"a{number}", stage, chance.choice(CHANNELS), chance.choice(PEOPLE), asked, answered)
            )
    columns = ["application_id", "source", "stage", "closed_date", *HABITS]
    _insert(connection, "applications", pl.DataFrame(applications, schema=columns, orient="row"), "closed")
    columns = ["feedback_id", "application_id", "stage", "ask_channel", "asked_of", "asked_date", "has_response"]
    _insert(connection, "feedback", pl.DataFrame(asks, schema=columns, orient="row"), "asked")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame, event: str) -> None:
    if frame.is_empty():
        return
    plain = {
        "seeker": "me",
        "tracker": "t",
        "import_id": 1,
        "row_number": 2,
        "outcome": "no_response",
        "is_asked": True,
    }
    known = {str(row[0]) for row in connection.execute(f"describe {table}").fetchall()}
    filled = frame.with_columns(
        pl.col(f"{event}_date").cast(pl.Int32).alias(f"{event}_day"),
        *(pl.lit(value).alias(name) for name, value in plain.items() if name in known),
    )
    connection.register("incoming", filled)
    connection.execute(f"insert into {table} by name select * from incoming").fetchall()
    connection.unregister("incoming")


@pytest.mark.thorough
def test_where_nothing_makes_a_difference_hardly_a_search_has_a_clear_finding(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    chance = random.Random(20261125)  # noqa: S311  # a seeded, not a secret, random choice
    misled = compared = 0
    for _ in range(SEARCHES):
        _simulated_search(empty, chance)
        rows = empty.execute("select kind, strength from findings where comparison is not null").fetchall()
        misled += any(strength == "clear" for _, strength in rows)
        # a difference that is found was a comparison; only where none is found is there need to look
        is_found = any(kind.endswith("_difference") for kind, _ in rows)
        compared += is_found or bool(empty.execute("select 1 from comparisons limit 1").fetchall())
    assert compared > SEARCHES * 0.9
    assert misled <= SEARCHES * 0.05, f"{misled} of {SEARCHES} searches"
