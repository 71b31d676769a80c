"""Comparisons, late answers and shrinkage agree with outside implementations, and flow is conserved, on any data."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from scipy.stats import beta, f_oneway
from statsmodels.api import OLS
from statsmodels.stats.proportion import confint_proportions_2indep, samplesize_proportions_2indep_onetail

from tests.views.cases import CASES, database

AS_OF = date(2026, 6, 30)
CLOSE = 1e-9
FEWEST_PEOPLE = 5
FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Trial = tuple[str, str, bool]
"""The group (a channel, or whether a habit was kept), the stratum, and whether it succeeded."""

TRIALS = st.lists(
    st.tuples(st.sampled_from(["email", "phone"]), st.sampled_from(["screening", "offer", "applied"]), st.booleans()),
    min_size=2,
    max_size=60,
)


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with database(CASES / "no such case") as connection:
        yield connection


def _fill_asks(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]) -> None:
    connection.execute("delete from feedback").fetchall()
    connection.executemany(
        """
        insert into feedback (feedback_id, seeker, tracker, is_asked, ask_channel, stage, has_response, import_id,
            row_number)
        values ($1, 'me', 't', true, $2, $3, $4, 1, 2)
        """,
        [(f"f{number}", *trial) for number, trial in enumerate(trials)],
    )


def _stratified(trials: Sequence[Trial], group: str) -> tuple[float, float] | None:
    """Mantel-Haenszel difference and Greenland-Robins standard error, by ordinary least squares.

    With a dummy for each stratum the coefficient of the group has the Mantel-Haenszel weights; with a mean for each
    cell and the HC0 covariance, the same contrast of the cell means has the variance of Greenland and Robins.
    """
    strata = sorted({s for g, s, _ in trials if g == group} & {s for g, s, _ in trials if g != group})
    shared = [trial for trial in trials if trial[1] in strata]
    if not shared:
        return None
    success = np.array([float(ok) for _, _, ok in shared])
    in_group = np.array([float(g == group) for g, _, _ in shared])
    dummies = np.array([[float(s == stratum) for stratum in strata] for _, s, _ in shared])
    estimate = OLS(success, np.column_stack([in_group, dummies])).fit().params[0]
    cells = np.column_stack([dummies * in_group[:, None], dummies * (1 - in_group)[:, None]])
    sizes = cells.sum(axis=0)
    of_group, of_other = sizes[: len(strata)], sizes[len(strata) :]
    weights = of_group * of_other / (of_group + of_other)
    contrast = np.concatenate([weights, -weights]) / weights.sum()
    covariance = np.asarray(OLS(success, cells).fit(cov_type="HC0").cov_params())
    return float(estimate), float(np.sqrt(max(0.0, contrast @ covariance @ contrast)))


@FEW
@given(trials=TRIALS)
def test_channels_are_compared_crude_within_stages_and_by_what_it_would_take(
    empty: duckdb.DuckDBPyConnection, trials: list[Trial]
) -> None:
    _fill_asks(empty, trials)
    row = empty.execute("from feedback_channel_comparison").fetchall()
    names = [str(name[0]) for name in empty.execute("describe feedback_channel_comparison").fetchall()]
    if len({channel for channel, _, _ in trials}) < 2:
        assert row == []
        return
    found = dict(zip(names, row[0], strict=True))
    email = [ok for channel, _, ok in trials if channel == "email"]
    phone = [ok for channel, _, ok in trials if channel == "phone"]
    assert (found["rate_difference_low"], found["rate_difference_high"]) == pytest.approx(
        confint_proportions_2indep(sum(email), len(email), sum(phone), len(phone), method="newcomb", compare="diff"),
        abs=CLOSE,
    )
    difference = sum(email) / len(email) - sum(phone) / len(phone)
    if difference:
        needed = samplesize_proportions_2indep_onetail(difference, sum(phone) / len(phone), 0.8, alpha=0.05)
        assert found["asks_needed"] == pytest.approx(np.ceil(needed - CLOSE), abs=1e-6)
    else:
        assert found["asks_needed"] is None
    expected = _stratified(trials, "email")
    if expected is None:
        assert (found["stage_count"], found["adjusted_difference"]) == (0, None)
        return
    estimate, error = expected
    assert found["adjusted_difference"] == pytest.approx(estimate, abs=CLOSE)
    if found["adjusted_difference_low"] is not None:
        assert found["adjusted_difference_low"] == pytest.approx(
            max(-1, estimate - 1.959963984540054 * error), abs=CLOSE
        )
        assert found["adjusted_difference_high"] == pytest.approx(
            min(1, estimate + 1.959963984540054 * error), abs=CLOSE
        )


def test_an_example_of_the_literature_needs_39_asks_to_tell_half_from_a_fifth(
    empty: duckdb.DuckDBPyConnection,
) -> None:
    trials = [(channel, "offer", place < k) for channel, k in (("email", 2), ("phone", 5)) for place in range(10)]
    _fill_asks(empty, trials)
    assert empty.execute("select asks_needed from feedback_channel_comparison").fetchall() == [(39,)]


HABITS = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from(["L", "M"]), st.sampled_from(["applied", "screening", "first_interview"])
    ),
    min_size=1,
    max_size=40,
)


@FEW
@given(habits=HABITS)
def test_a_habit_is_compared_within_each_source(
    empty: duckdb.DuckDBPyConnection, habits: list[tuple[bool, str, str]]
) -> None:
    empty.execute("delete from applications").fetchall()
    empty.executemany(
        """
        insert into applications (application_id, seeker, tracker, has_referral, source, stage, outcome, import_id,
            row_number)
        values ($1, 'me', 't', $2, $3, $4, 'rejected', 1, 2)
        """,
        [(f"a{number}", *habit) for number, habit in enumerate(habits)],
    )
    row = empty.execute(
        """
        select with_count, with_passed_count, without_count, without_passed_count, rate_difference_low,
            rate_difference_high, adjusted_difference, adjusted_difference_low
        from habit_effects where step = 'screening'
        """
    ).fetchall()[0]
    trials = [("with" if has else "without", source, stage != "applied") for has, source, stage in habits]
    kept = [ok for group, _, ok in trials if group == "with"]
    not_kept = [ok for group, _, ok in trials if group == "without"]
    assert row[:4] == (len(kept), sum(kept), len(not_kept), sum(not_kept))
    if kept and not_kept:
        assert row[4:6] == pytest.approx(
            confint_proportions_2indep(
                sum(kept), len(kept), sum(not_kept), len(not_kept), method="newcomb", compare="diff"
            ),
            abs=CLOSE,
        )
    expected = _stratified(trials, "with")
    if expected is None:
        assert row[6] is None
        return
    assert row[6] == pytest.approx(expected[0], abs=CLOSE)
    if row[7] is not None:
        assert row[7] == pytest.approx(max(-1, expected[0] - 1.959963984540054 * expected[1]), abs=CLOSE)


ASKS = st.lists(
    st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)).map(
        lambda ask: (ask[0], ask[1] if ask[1] is not None and ask[1] <= ask[0] else None)
    ),
    min_size=1,
    max_size=30,
)


@FEW
@given(asks=ASKS)
def test_late_answers_are_the_curve_of_the_asks_still_waiting(
    empty: duckdb.DuckDBPyConnection, asks: list[tuple[int, int | None]]
) -> None:
    empty.execute("delete from feedback").fetchall()
    rows = []
    for number, (age, days) in enumerate(asks):
        asked = AS_OF - timedelta(days=age)
        rows.append((f"f{number}", asked, days is not None, None if days is None else asked + timedelta(days=days)))
    empty.executemany(
        """
        insert into feedback (feedback_id, seeker, tracker, is_asked, asked_date, asked_day, has_response,
            responded_date, responded_day, import_id, row_number)
        select $1, 'me', 't', true, $2, $2 - date '1970-01-01', $3, $4, $4 - date '1970-01-01', 1, 2
        """,
        rows,
    )
    found = empty.execute(
        """
        select silent_days, still_waiting_count, later_count, late_probability, late_probability_low,
            late_probability_high
        from feedback_late_answers where ask_channel = 'all'
        """
    ).fetchall()
    assert bool(found) == any(days is not None for _, days in asks)
    for silent_days, waiting, later, probability, low, high in found:
        still = [(age if days is None else days, days is not None) for age, days in asks]
        still = [(watched, answered) for watched, answered in still if watched > silent_days]
        assert (waiting, later) == (len(still), sum(answered for _, answered in still))
        if not still:
            assert (probability, low, high) == (None, None, None)
            continue
        fitted = KaplanMeierFitter().fit([days for days, _ in still], [answered for _, answered in still])
        silence = float(fitted.survival_function_.iloc[-1].iloc[0])
        assert probability == pytest.approx(1 - silence, abs=CLOSE)
        if low is not None:
            upper, lower = 1 - fitted.confidence_interval_.iloc[-1]
            assert (low, high) == pytest.approx((lower, upper), abs=CLOSE)
        else:
            assert later == 0 or silence < CLOSE


CASELOADS = st.lists(st.lists(st.booleans(), min_size=1, max_size=12), min_size=4, max_size=8)


@FEW
@given(caseload=CASELOADS)
def test_a_shrunk_rate_is_the_mean_of_a_beta_binomial_posterior(
    empty: duckdb.DuckDBPyConnection, caseload: list[list[bool]]
) -> None:
    empty.execute("delete from applications").fetchall()
    empty.execute("delete from feedback").fetchall()
    rows = [
        (f"f{seeker}-{place}", f"seeker {seeker}", answered)
        for seeker, answers in enumerate(caseload)
        for place, answered in enumerate(answers)
    ]
    empty.executemany(
        """
        insert into feedback (feedback_id, seeker, tracker, is_asked, has_response, import_id, row_number)
        values ($1, $2, 't', true, $3, 1, 2)
        """,
        rows,
    )
    found = empty.execute(
        "select settled_count, responded_count, response_shrunk, response_prior_weight from seeker_overview"
        " order by seeker"
    ).fetchall()
    sizes = np.array([len(answers) for answers in caseload])
    mean = sum(map(sum, caseload)) / sizes.sum()
    weight = _prior_weight(caseload, sizes)
    for (settled, responded, shrunk, prior_weight), answers in zip(found, caseload, strict=True):
        assert (settled, responded) == (len(answers), sum(answers))
        if len(caseload) < FEWEST_PEOPLE:
            assert (shrunk, prior_weight) == (None, None)
            continue
        assert prior_weight == pytest.approx(weight, rel=1e-6)
        if 0 < mean < 1:
            posterior = beta(mean * prior_weight + responded, (1 - mean) * prior_weight + settled - responded)
            assert shrunk == pytest.approx(posterior.mean(), abs=CLOSE)
        else:
            assert shrunk == pytest.approx(mean, abs=CLOSE)


@FEW
@given(
    asks=st.lists(
        st.tuples(st.sampled_from("ABCDEFG"), st.sampled_from(["email", "phone", "letter", "video"]), st.booleans()),
        min_size=1,
        max_size=30,
    )
)
def test_no_figure_of_a_group_is_of_fewer_than_five_people_nor_is_what_the_rest_leaves(
    empty: duckdb.DuckDBPyConnection, asks: list[tuple[str, str, bool]]
) -> None:
    empty.execute("delete from applications").fetchall()
    empty.execute("delete from feedback").fetchall()
    empty.executemany(
        "insert into feedback (feedback_id, seeker, tracker, is_asked, ask_channel, has_response, import_id,"
        " row_number) values ($1, $2, 't', true, $3, $4, 1, 2)",
        [(f"f{number}", *ask) for number, ask in enumerate(asks)],
    )
    found = empty.execute(
        "select segment, is_hidden, seeker_count, n, k from caseload_rates where dimension = 'ask_channel'"
    ).fetchall()
    named = {segment for segment, *_ in found}
    for segment, is_hidden, seeker_count, n, k in found:
        inside = [ask for ask in asks if ask[1] == segment or (ask[1] not in named and segment == "others together")]
        people = {seeker for seeker, _, _ in inside}
        assert is_hidden == (len(people) < FEWEST_PEOPLE)
        shown = (None, None, None) if is_hidden else (len(people), len(inside), sum(ok for _, _, ok in inside))
        assert (seeker_count, n, k) == shown
    assert not any(is_hidden for _, is_hidden, *_ in found) or len({seeker for seeker, _, _ in asks}) < FEWEST_PEOPLE


def _prior_weight(caseload: list[list[bool]], sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> float:
    """From the F statistic of a one-way analysis of variance: how much the seekers differ beyond chance."""
    within = sum(len(a) * (sum(a) / len(a)) * (1 - sum(a) / len(a)) for a in caseload)
    if sizes.sum() == len(sizes) or len({sum(a) / len(a) for a in caseload}) == 1:
        return 1e4
    if within < CLOSE:
        return 1.0
    ratio = float(f_oneway(*[[float(ok) for ok in answers] for answers in caseload]).statistic)
    average = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
    return 1e4 if ratio <= 1 else float(np.clip(average / (ratio - 1), 1, 1e4))


STAGES = ["saved", "applied", "screening", "first_interview", "second_interview", "final_interview", "offer", "hired"]
OUTCOMES = ["open", "rejected", "no_response", "withdrawn"]


@FEW
@given(st.lists(st.tuples(st.sampled_from(STAGES), st.sampled_from(OUTCOMES)), min_size=1, max_size=30))
def test_what_enters_a_stage_leaves_it_or_ends_there(
    empty: duckdb.DuckDBPyConnection, applications: list[tuple[str, str]]
) -> None:
    empty.execute("delete from applications").fetchall()
    empty.executemany(
        "insert into applications (application_id, seeker, tracker, stage, outcome, import_id, row_number)"
        " values ($1, 'me', 't', $2, $3, 1, 2)",
        [(f"a{number}", *application) for number, application in enumerate(applications)],
    )
    rows = empty.execute("select from_node, to_node, application_count, is_outcome from stage_flow").fetchall()
    sent = sum(stage != "saved" for stage, _ in applications)
    assert sum(count for _, _, count, is_outcome in rows if is_outcome) == sent
    for stage in STAGES[1:]:
        entered = sent if stage == "applied" else sum(c for _, to, c, is_end in rows if to == stage and not is_end)
        assert entered == sum(count for source, _, count, _ in rows if source == stage)
