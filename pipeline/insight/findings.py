"""Rows of the ``findings`` view as plain sentences, each with its n and interval."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

CHANNEL_WORDS = {
    "phone": "by phone",
    "video": "by video call",
    "in_person": "in person",
    "email": "by email",
    "message": "by message",
    "letter": "by letter",
    "portal": "through a portal",
    "other": "some other way",
}

_SIDES = ("subject", "comparison")

_DELAY_WORDS = {
    "same or next day": "on the same or next day",
    "2 days": "two days later",
    "3-7 days": "three to seven days later",
    "8-14 days": "eight to fourteen days later",
    "over 14 days": "more than two weeks later",
}

_HABIT_WORDS = {
    "thank_you": "a thank-you note",
    "cover_letter": "a cover letter",
    "referral": "a referral",
    "tailored_resume": "a tailored CV",
    "company_research": "research on the company",
    "mock_interview": "a mock interview",
}

FEWEST_TO_PLAN_FROM = 5
"""From rates of fewer asks nobody can tell how many more it takes: 1 of 1 against 0 of 1 would make it two."""

_WOULD_SHOW = "If the rates are as different as they look, about {} asks each would show it."

_AFTERTHOUGHTS = {"clear": "", "leaning": " A rough figure so far.", "too few to say": " Too few to say more."}

_EVIDENCE = re.compile(r": (?:in )?\d| \(\d")
"""Where the claim of a sentence ends and its numbers begin."""

Row = Mapping[str, Any]


def with_sentences(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with a ``sentence`` for each row, in rank order.

    Args:
        findings: Rows of the view ``findings``.
    """
    ordered = findings.sort("rank")
    sentences = [sentence(row) for row in ordered.iter_rows(named=True)]
    return ordered.with_columns(pl.Series("sentence", sentences, dtype=pl.String))


def claim_of(sentence: str) -> str:
    """What a finding's sentence says before it counts."""
    numbers = _EVIDENCE.search(sentence)
    return sentence[: numbers.start()] if numbers else sentence


def nothing_yet(*, sent: int, waiting: int) -> str:
    """What to say where there is no finding: what there is, and what it takes."""
    applications = f"{sent:,} application{'' if sent == 1 else 's'}"
    asks = f"{waiting:,} ask{'' if waiting == 1 else 's'}"
    if not sent and not waiting:
        return "Nothing to say yet: there is no feedback, and no application that was sent."
    there_is = [f"{applications} sent"] * bool(sent) + [f"{asks} waiting for an answer"] * bool(waiting)
    needs = "an application that came to a screening, or an ask that was answered or silent for three weeks"
    return f"Nothing to say yet. So far {' and '.join(there_is)}; a finding needs {needs}."


def sentence(finding: Row) -> str:
    """One finding in plain words, never more certain than its interval allows."""
    text = _CLAIMS[finding["kind"]](finding)
    return text[:1].upper() + text[1:]


def _response_rate(row: Row) -> str:
    if row["n"] == 1:
        return f"the one request for feedback was {'answered' if row['k'] else 'not answered'} {_share(row)}"
    return f"{row['k']} of {row['n']} requests for feedback were answered {_share(row)}"


def _not_mine(row: Row) -> str:
    who = f"{row['k']} of {row['n']} texts name a"
    if row["n"] == 1:
        who = f"the one text names {'a' if row['k'] else 'no'}"
    elif row["k"] == 0:
        who = f"none of {row['n']} texts names a"
    return f"{who} reason that was out of your hands {_share(row)}"


def _funnel_step(row: Row) -> str:
    stage = str(row["subject"]).replace("_", " ")
    to_stage = f"to {'an' if stage[0] in 'aeiou' else 'a'} {stage}"
    claim = f"the step that fewest pass after screening is {to_stage}"
    if row["strength"] != "clear":
        claim = f"so far fewest pass, of the steps after screening, the one {to_stage}"
    return f"{claim}: {row['k']} of {row['n']} got there {_share(row)}"


def _theme_concern(row: Row) -> str:
    return _theme(row, "something to work on")


def _theme_strength(row: Row) -> str:
    return _theme(row, "something they like")


def _theme(row: Row, meaning: str) -> str:
    verb = {"clear": "keeps coming up", "leaning": "seems to keep coming up", "too few to say": "came up"}
    return f"“{row['subject']}” {verb[row['strength']]} as {meaning}: in {row['k']} of {row['n']} texts {_share(row)}"


def _channel_difference(row: Row) -> str:
    return _difference(row, *_channels(row))


def _asked_of_difference(row: Row) -> str:
    first, second = (f"asking the {row[side].replace('_', ' ')}" for side in _SIDES)
    return _difference(row, first, second)


def _delay_difference(row: Row) -> str:
    first, second = (f"asking {_DELAY_WORDS.get(row[side], row[side])}" for side in _SIDES)
    return _difference(row, first, second)


def _stage_difference(row: Row) -> str:
    first, second = (f"asking after the stage {row[side].replace('_', ' ')}" for side in _SIDES)
    return _difference(row, first, second)


def _source_difference(row: Row) -> str:
    return _difference(row, f"an application through {row['subject']}", f"one through {row['comparison']}")


def _habit_difference(row: Row) -> str:
    habit = _HABIT_WORDS.get(row["subject"], row["subject"])
    far = "further" if row["effect"] >= 0 else "less far"
    claim = f"go {far} than those without"
    if row["strength"] != "clear":
        claim = f"seem to {claim}, {_doubt(row)}"
    counts = f"{row['k']} of {row['n']} steps passed against {row['comparison_k']} of {row['comparison_n']}"
    caveat = "That they go together is no proof that one causes the other."
    return f"applications with {habit} {claim}: {counts} (difference within each step {_interval(row)}). {caveat}"


def _not_known(row: Row) -> str:
    first, second = _channels(row)
    is_few = min(row["n"], row["comparison_n"]) < FEWEST_TO_PLAN_FROM
    settled = "Telling 50% from 20% takes about 39 asks each."
    if row["needed_n"] and not is_few:
        settled = _WOULD_SHOW.format(row["needed_n"])
    return f"whether {first} gets an answer more often than {second} is not known yet: {_counts(row)}. {settled}"


def _channels(row: Row) -> tuple[str, str]:
    first, second = (CHANNEL_WORDS.get(row[side], row[side]) for side in _SIDES)
    return f"asking {first}", f"asking {second}"


def _difference(row: Row, first: str, second: str) -> str:
    evidence = f"{_counts(row)} (difference {_interval(row)})."
    needed = f" {_WOULD_SHOW.format(row['needed_n'])}" if row["needed_n"] else ""
    if row["strength"] == "clear":
        return f"{first} gets an answer more often than {second}: {evidence}"
    if row["strength"] == "leaning":
        return f"{first} seems to get an answer more often than {second}, {_doubt(row)}: {evidence}{needed}"
    return f"{first} or {second}: too few, or too alike, to say which is answered more often: {evidence}"


def _doubt(row: Row) -> str:
    """What keeps a difference from being clear; its own interval may leave out zero."""
    leaves_out_zero = row["effect_low"] > 0 or row["effect_high"] < 0
    return "but among so many compared that is not certain" if leaves_out_zero else "but chance could explain it"


def _counts(row: Row) -> str:
    return f"{row['k']} of {row['n']} against {row['comparison_k']} of {row['comparison_n']}"


def _interval(row: Row) -> str:
    ends = f"95% interval {_points(row['effect_low'])} to {_points(row['effect_high'])}"
    return f"{_points(row['effect'])} points, {ends}"


def _share(row: Row) -> str:
    interval = f"95% interval {percent(row['effect_low'])} to {percent(row['effect_high'])}"
    return f"({percent(row['effect'])}, {interval}).{_AFTERTHOUGHTS[row['strength']]}"


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{share:.0%}"


def _points(difference: float) -> str:
    return f"{round(100 * difference):+d}"


_CLAIMS: Mapping[str, Callable[[Row], str]] = {
    "response_rate": _response_rate,
    "channel_difference": _channel_difference,
    "asked_of_difference": _asked_of_difference,
    "delay_difference": _delay_difference,
    "stage_difference": _stage_difference,
    "habit_difference": _habit_difference,
    "not_known": _not_known,
    "theme_concern": _theme_concern,
    "theme_strength": _theme_strength,
    "not_mine": _not_mine,
    "funnel_step": _funnel_step,
    "source_difference": _source_difference,
}
