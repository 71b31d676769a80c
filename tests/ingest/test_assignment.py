"""The best assignment of columns to fields is the one that an outside implementation finds, ties and all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from pipeline.ingest.assignment import best_assignment

SCORE = st.sampled_from([0.0, 0.5, 0.9, 1.0]) | st.floats(-1, 2)
MATRICES = st.integers(1, 8).flatmap(
    lambda height: st.integers(height, 16).flatmap(
        lambda width: st.lists(st.lists(SCORE, min_size=width, max_size=width), min_size=height, max_size=height)
    )
)


@given(MATRICES)
def test_the_assignment_is_that_of_an_outside_implementation(scores: list[list[float]]) -> None:
    _, columns = linear_sum_assignment(np.array(scores), maximize=True)
    assert best_assignment(scores) == columns.tolist()


def test_no_rows_have_no_columns() -> None:
    assert best_assignment([]) == []
