"""The statistics of the views agree with outside implementations on any data."""

from collections.abc import Iterator
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from statsmodels.stats.proportion import proportion_confint

from tests.views.cases import CASES, database

AS_OF = date(2026, 6, 30)
CLOSE = 1e-9

Ask = tuple[str, int, int | None]
"""Channel, age in days on the as-of date, and days to the answer if one came."""

ASKS = st.lists(
    st.tuples(st.sampled_from(["phone", "email"]), st.integers(0, 60), st.none() | st.integers(0, 60)).map(
        lambda ask: (ask[0], ask[1], ask[2] if ask[2] is not None and ask[2] <= ask[1] else None)
    ),
    min_size=1,
    max_size=40,
)

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with database(CASES / "no such case") as connection:
        yield connection


def _fill(connection: duckdb.DuckDBPyConnection, asks: list[Ask]) -> None:
    connection.execute("delete from feedback").fetchall()
    rows = []
    for number, (channel, age, answered_after) in enumerate(asks):
        asked = AS_OF - timedelta(days=age)
        answered = None if answered_after is None else asked + timedelta(days=answered_after)
        rows.append((f"f{number}", channel, asked, answered is not None, answered))
    connection.executemany(
        """
        insert into feedback (feedback_id, seeker, tracker, is_asked, ask_channel, asked_date, asked_day,
            has_response, responded_date, responded_day, import_id, row_number)
        select $1, 'me', 't', true, $2, $3, $3 - date '1970-01-01', $4, $5, $5 - date '1970-01-01', 1, 2
        """,
        rows,
    )


@FEW
@given(asks=ASKS)
def test_response_rates_have_wilson_intervals(empty: duckdb.DuckDBPyConnection, asks: list[Ask]) -> None:
    _fill(empty, asks)
    rows = empty.execute(
        """
        select segment, settled_count, responded_count, waiting_count, asked_count,
            response_rate, response_rate_low, response_rate_high
        from feedback_response_rates where dimension = 'ask_channel'
        """
    ).fetchall()
    assert sum(row[4] for row in rows) == len(asks)
    for _, settled, responded, waiting, asked, rate, low, high in rows:
        assert settled + waiting == asked
        if settled == 0:
            assert (rate, low, high) == (None, None, None)
            continue
        expected = proportion_confint(responded, settled, method="wilson")
        assert rate == pytest.approx(responded / settled, abs=CLOSE)
        assert (low, high) == pytest.approx(expected, abs=CLOSE)
        assert 0 <= low <= rate <= high <= 1


@FEW
@given(asks=ASKS)
def test_response_curves_are_kaplan_meier_with_log_log_greenwood(
    empty: duckdb.DuckDBPyConnection, asks: list[Ask]
) -> None:
    _fill(empty, asks)
    rows = empty.execute(
        """
        select day, at_risk_count, responded_count, response_probability,
            response_probability_low, response_probability_high
        from feedback_response_curves where ask_channel = 'all' order by day
        """
    ).fetchall()
    durations = [age if answered is None else answered for _, age, answered in asks]
    fitted = KaplanMeierFitter().fit(durations, [answered is not None for _, _, answered in asks])
    table = fitted.event_table
    assert [row[0] for row in rows] == [day for day in table.index if table.loc[day, "observed"] > 0]
    for day, at_risk, responded, probability, low, high in rows:
        assert (at_risk, responded) == (table.loc[day, "at_risk"], table.loc[day, "observed"])
        silence = float(fitted.survival_function_.loc[day].iloc[0])
        assert probability == pytest.approx(1 - silence, abs=CLOSE)
        if silence < CLOSE:
            assert (low, high) == (None, None)
        else:
            upper, lower = 1 - fitted.confidence_interval_.loc[day]
            assert (low, high) == pytest.approx((lower, upper), abs=CLOSE)
