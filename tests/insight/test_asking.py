"""What is said of channels and late answers is never more certain than the numbers behind it."""

from typing import Any

import pytest

from pipeline.insight.asking import higher_first, late_answer_sentence, needed_sentence, verdict

PAIR: dict[str, Any] = {
    "channel_a": "email",
    "channel_b": "phone",
    "settled_a_count": 9,
    "responded_a_count": 2,
    "settled_b_count": 6,
    "responded_b_count": 4,
    "rate_difference": -0.4,
    "rate_difference_low": -0.7,
    "rate_difference_high": 0.1,
    "adjusted_difference": -0.3,
    "adjusted_difference_low": -0.8,
    "adjusted_difference_high": 0.2,
    "asks_needed": 22,
    "is_discovery": False,
}


def test_a_pair_is_turned_so_that_the_higher_rate_comes_first() -> None:
    turned = higher_first(PAIR)
    assert (turned["channel_a"], turned["responded_a_count"], turned["settled_a_count"]) == ("phone", 4, 6)
    assert (turned["channel_b"], turned["responded_b_count"], turned["settled_b_count"]) == ("email", 2, 9)
    assert [turned[f"rate_difference{end}"] for end in ("", "_low", "_high")] == [0.4, -0.1, 0.7]
    assert [turned[f"adjusted_difference{end}"] for end in ("", "_low", "_high")] == [0.3, -0.2, 0.8]
    assert higher_first(turned) == turned
    unknown = {**PAIR, "adjusted_difference": None, "adjusted_difference_low": None, "adjusted_difference_high": None}
    assert higher_first(unknown)["adjusted_difference"] is None


VERDICTS = [
    ({"rate_difference_low": -0.01, "is_discovery": True}, "not known"),
    ({"rate_difference_low": 0.1, "is_discovery": False}, "leaning"),
    ({"rate_difference_low": 0.1, "is_discovery": True}, "clear"),
    ({"rate_difference_low": 0.1, "is_discovery": True, "adjusted_difference": None}, "clear"),
    ({"rate_difference_low": 0.1, "is_discovery": True, "adjusted_difference": -0.1}, "leaning"),
]


@pytest.mark.parametrize(("changes", "expected"), VERDICTS)
def test_a_difference_is_clear_only_as_a_discovery_that_holds_within_stages(
    changes: dict[str, Any], expected: str
) -> None:
    assert verdict({**higher_first(PAIR), **changes}) == expected


def test_what_it_would_take_stands_beside_what_there_is() -> None:
    assert needed_sentence(higher_first(PAIR)) == (
        "You need about 22 asks per channel to tell 67% from 22%; you have 6 and 9"
    )
    assert needed_sentence({**PAIR, "settled_b_count": 4, "asks_needed": 2}) == (
        "You need about 39 asks per channel to tell 50% from 20%; you have 9 and 4"
    )
    assert needed_sentence({**PAIR, "asks_needed": None}) == (
        "You need about 39 asks per channel to tell 50% from 20%; you have 9 and 6"
    )


LATE: dict[str, Any] = {
    "silent_days": 7,
    "still_waiting_count": 9,
    "later_count": 2,
    "late_probability": 0.25,
    "late_probability_low": 0.06,
    "late_probability_high": 0.6,
}
LATE_SENTENCES = [
    ({}, "After 7 days: 25% still come (out of 9 asks, 95% interval 6% to 60%)."),
    ({"late_probability_low": None}, "After 7 days: 25% still come (out of 9 asks)."),
    (
        {"silent_days": 1, "later_count": 0, "still_waiting_count": 1, "late_probability": 0.0},
        "After 1 day: no answer came later than that yet (out of 1 ask that waited longer).",
    ),
    ({"late_probability": None}, "After 7 days: no ask has waited that long yet."),
]


@pytest.mark.parametrize(("changes", "expected"), LATE_SENTENCES)
def test_the_chance_of_a_late_answer_is_said_with_what_it_rests_on(changes: dict[str, Any], expected: str) -> None:
    assert late_answer_sentence({**LATE, **changes}) == expected
