"""Agreement of two readers is Cohen's kappa with the error of Fleiss, Cohen and Everitt, on any codings."""

import warnings
from collections import Counter
from collections.abc import Iterator

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from tests.views.cases import CASES, database

CLOSE = 1e-9
Z = 1.959963984540054
THEMES = ("pace", "depth")
POLARITIES = ("strength", "concern", "unclear")

Coding = tuple[str | None, str | None]
"""How the first and the second reader mean one theme in one text; None where it is not found."""

SAID = st.none() | st.sampled_from(POLARITIES)
TEXTS = st.lists(st.tuples(*[st.tuples(SAID, SAID)] * len(THEMES)), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    with database(CASES / "no such case") as connection:
        for theme in THEMES:
            connection.execute("insert into themes values (?, ?, 'as it says', 'mine', null)", [theme, theme])
        yield connection


def _fill(connection: duckdb.DuckDBPyConnection, texts: list[tuple[Coding, ...]]) -> None:
    connection.execute("delete from feedback").fetchall()
    connection.execute("delete from second_readings").fetchall()
    for number, codings in enumerate(texts):
        connection.execute(
            "insert into feedback (feedback_id, seeker, tracker, is_asked, has_response, import_id, row_number, "
            "feedback_text) values ($1, 'me', 't', false, true, 1, 2, 'q')",
            [f"f{number}"],
        ).fetchall()
        named: list[tuple[str | None, str | None, str | None]] = [
            (theme, *coding) for theme, coding in zip(THEMES, codings, strict=True) if coding != (None, None)
        ]
        connection.executemany(
            "insert into second_readings values ('Dana', $1, $2, $3, $4, true, false, null, date '2026-05-01')",
            [(f"f{number}", *row) for row in named or [(None, None, None)]],
        )


def _expected(pairs: list[tuple[str, str]]) -> tuple[float | None, float | None, float | None]:
    """Kappa and the ends of its interval, from outside; None where the formula has no value or no width."""
    answers = sorted({answer for pair in pairs for answer in pair})
    counts = Counter(pairs)
    table = np.array([[counts[one, other] for other in answers] for one in answers], dtype=float)
    if len(answers) == 1:
        return None, None, None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found = cohens_kappa(table)
    if not found.std_kappa > 1e-7:  # a rounding error below zero has no root
        return found.kappa, None, None
    return found.kappa, max(-1, found.kappa - Z * found.std_kappa), min(1, found.kappa + Z * found.std_kappa)


def _presence(coding: Coding) -> tuple[str, str]:
    first, second = ("no" if said is None else "yes" for said in coding)
    return first, second


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_kappa_and_its_interval_are_those_of_an_outside_implementation(
    empty: duckdb.DuckDBPyConnection, texts: list[tuple[Coding, ...]]
) -> None:
    _fill(empty, texts)
    wanted: dict[tuple[str, str | None], list[tuple[str, str]]] = {
        ("presence", None): [_presence(coding) for codings in texts for coding in codings],
        ("polarity", None): [
            (first, second)
            for codings in texts
            for first, second in codings
            if first is not None and second is not None
        ],
        **{
            ("presence", theme): [_presence(codings[place]) for codings in texts]
            for place, theme in enumerate(THEMES)
            if any(codings[place] != (None, None) for codings in texts)
        },
    }
    rows = empty.execute(
        "select measure, theme_id, decision_count, agreed_count, kappa, kappa_low, kappa_high, verdict, text_count "
        "from second_reader_agreement"
    ).fetchall()
    assert {row[:2] for row in rows} == {key for key, pairs in wanted.items() if pairs}
    for measure, theme, decisions, agreed, *numbers, verdict, text_count in rows:
        pairs = wanted[measure, theme]
        assert (decisions, agreed) == (len(pairs), sum(one == other for one, other in pairs))
        assert numbers == [None if each is None else pytest.approx(each, abs=CLOSE) for each in _expected(pairs)]
        if min(text_count, decisions) < 20:
            assert verdict == "too few texts to say"
