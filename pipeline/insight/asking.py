"""What the views say about asking: how sure a difference of channels is, what it would take, how late is too late."""

from collections.abc import Mapping
from typing import Any, Literal

from pipeline.insight.findings import FEWEST_TO_PLAN_FROM, percent

Verdict = Literal["clear", "leaning", "not known"]

Row = Mapping[str, Any]


def higher_first(pair: Row) -> dict[str, Any]:
    """A row of ``feedback_channel_comparison`` with the channel that is answered more often as the first one.

    Differences are then of the first over the second; a column that is null stays so.
    """
    if pair["rate_difference"] >= 0:
        return dict(pair)
    turned = dict(pair)
    for name in ("channel", "settled", "responded"):
        first, second = ("channel_a", "channel_b") if name == "channel" else (f"{name}_a_count", f"{name}_b_count")
        turned[first], turned[second] = pair[second], pair[first]
    for name in ("rate_difference", "adjusted_difference"):
        turned[name] = _negative(pair[name])
        turned[f"{name}_low"], turned[f"{name}_high"] = (
            _negative(pair[f"{name}_high"]),
            _negative(pair[f"{name}_low"]),
        )
    return turned


def verdict(pair: Row) -> Verdict:
    """How sure it is that the first channel of a pair is answered more often, judged as the findings judge it.

    Args:
        pair: A row with the higher rate first, and ``is_discovery``: whether the difference stands among all
            comparisons that are made.
    """
    if pair["rate_difference_low"] <= 0:
        return "not known"
    points_the_same_way = pair["adjusted_difference"] is None or pair["adjusted_difference"] > 0
    return "clear" if pair["is_discovery"] and points_the_same_way else "leaning"


def needed_sentence(pair: Row) -> str:
    """How many asks it takes to tell two rates apart, and how many there are.

    The rates are the pair's own where they differ and are of five asks or more, else half against a fifth.
    """
    n_a, n_b = pair["settled_a_count"], pair["settled_b_count"]
    needed, rates = 39, (0.5, 0.2)
    if pair["asks_needed"] is not None and min(n_a, n_b) >= FEWEST_TO_PLAN_FROM:
        needed, rates = pair["asks_needed"], (pair["responded_a_count"] / n_a, pair["responded_b_count"] / n_b)
    first, second = map(percent, rates)
    return f"You need about {needed:,} asks per channel to tell {first} from {second}; you have {n_a:,} and {n_b:,}"


def late_answer_sentence(row: Row) -> str:
    """What a row of ``feedback_late_answers`` says: the chance that an answer still comes after so many days."""
    days = f"{row['silent_days']} days" if row["silent_days"] != 1 else "1 day"
    waited = row["still_waiting_count"]
    if row["late_probability"] is None:
        return f"After {days}: no ask has waited that long yet."
    if row["later_count"] == 0:
        return f"After {days}: no answer came later than that yet (out of {_asks(waited)} that waited longer)."
    bounds = ""
    if row["late_probability_low"] is not None:
        low, high = percent(row["late_probability_low"]), percent(row["late_probability_high"])
        bounds = f", 95% interval {low} to {high}"
    return f"After {days}: {percent(row['late_probability'])} still come (out of {_asks(waited)}{bounds})."


def _asks(count: int) -> str:
    return f"{count:,} ask" if count == 1 else f"{count:,} asks"


def _negative(value: float | None) -> float | None:
    return None if value is None else -value
