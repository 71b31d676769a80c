"""The fields each column could be: by its header, by likeness, by its values; each with a score and a reason."""

import re
from dataclasses import dataclass

from pipeline.ingest.header_words import counts_interviews, notions_of_header
from pipeline.ingest.headers import (
    alike_meanings,
    header_meanings,
    round_stage,
    stage_that_ends,
    tick_meaning,
)
from pipeline.ingest.model import How
from pipeline.ingest.profile import ColumnProfile
from pipeline.vocabulary import OTHER, HeaderMeaning, StatusMeaning, Vocabulary, compact

MOSTLY = 0.8
LEAST_STATUSES = 0.6
_LEAST_ROLES = 0.6
_ADDRESS_ONLY = 0.95
"""A mail address is a contact; the name of a person beside it is a better one."""

STATUS_FIELDS = frozenset({"status_text", "stage", "outcome"})
_SENTENCE = 20
"""Letters that most statuses do not have."""

TICKED = 0.6
_YES_NO_HINT = re.compile(r"\by\s*/?\s*n\b|\?", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """One field a column could be, and why."""

    score: float
    how: How
    reason: str


@dataclass(frozen=True)
class Column:
    """A column as recognition sees it.

    Attributes:
        index: Its place in the sheet.
        header: Its name; blank where it has none.
        profile: What its cells look like.
        is_headed: Whether the header row reaches it; cells beyond have moved there.
    """

    index: int
    header: str
    profile: ColumnProfile
    is_headed: bool = True


Candidates = dict[str, Candidate]
_DAY_OF_ANSWER = "the header names an answer and the values are days"
_DATED_OUTCOME = Candidate(0.76, "values", "the header names an outcome and the values are its dates")


def candidates_of(column: Column, vocabulary: Vocabulary) -> Candidates:
    """The fields a column could be by its header, else by likeness, else by its values."""
    found: Candidates = _told_by_header(column, vocabulary)
    if found:
        return found
    tick = tick_meaning(column.header, vocabulary)
    is_tick = tick is not None
    for meaning, trust in header_meanings(column.header, vocabulary):
        _add_meaning(found, column, meaning, trust, "exact", is_tick=is_tick, vocabulary=vocabulary)
    if not found:
        for meaning, trust in alike_meanings(column.header, vocabulary):
            _add_meaning(found, column, meaning, trust, "fuzzy", is_tick=is_tick, vocabulary=vocabulary)
    if not found:
        _add_by_values(found, column)
        _add_event(found, column, tick.stage if tick else stage_that_ends(column.header, vocabulary), vocabulary)
    if tick is not None:
        _add_by_tick(found, column, tick, vocabulary)
    _add_by_counts_and_words(found, column, vocabulary)
    return found


def _add_by_tick(found: Candidates, column: Column, tick: StatusMeaning, vocabulary: Vocabulary) -> None:
    """What a yes or a day says under a header that is a status itself."""
    profile = column.profile
    is_ticked = profile.flags >= TICKED and not any(_takes_ticks(field) for field in found)
    if is_ticked and found.keys() != {OTHER}:
        event = f"event:{tick.stage}"
        field = "outcome" if tick.outcome else event if event in vocabulary.fields else "stage"
        found[field] = Candidate(0.9, "values", "the values are yes and no")
    is_event = any(field.startswith("event:") for field in found)
    if tick.outcome and profile.dates >= TICKED and not is_event and found.keys() != {OTHER}:
        known = found.get("outcome", _DATED_OUTCOME)
        found["outcome"] = max(known, _DATED_OUTCOME, key=lambda candidate: candidate.score)


def _add_by_counts_and_words(found: Candidates, column: Column, vocabulary: Vocabulary) -> None:
    """What yes and no, numbers of interviews and sentences say under a header that allows for them."""
    profile = column.profile
    if compact(column.header) in vocabulary.open_headers and profile.flags >= TICKED:
        found["outcome"] = Candidate(0.9, "values", "the values are yes and no")
    is_plural = compact(column.header).endswith("s")
    is_only_once = profile.flags >= MOSTLY and "event:first_interview" in found and not is_plural
    if profile.counts >= MOSTLY and counts_interviews(column.header, vocabulary) and not is_only_once:
        for field in [field for field in found if field.startswith("event:")]:
            found.pop(field)
        found["stage"] = Candidate(0.99, "values", "the values are numbers of interviews")
    if (
        found
        and all(_type_of(field) == "date" for field in found)
        and profile.dates == 0
        and profile.statuses >= MOSTLY
    ):
        found["outcome"] = Candidate(0.9, "values", "the values are status words and no days")
    is_prose = profile.mean_length >= _SENTENCE and profile.statuses < LEAST_STATUSES
    if is_prose and found and found.keys() <= STATUS_FIELDS:
        found["notes"] = Candidate(0.6, "values", "the header speaks of the status and the values are sentences")


def _told_by_header(column: Column, vocabulary: Vocabulary) -> Candidates:
    """What the header alone settles: that nothing is stored, or that it is feedback of one round."""
    if vocabulary.is_secret(column.header):
        return {OTHER: Candidate(2.0, "unmapped", "looks like a password or an identity number; never stored")}
    is_prose = max(column.profile.flags, column.profile.dates) < TICKED
    if is_prose and round_stage(column.header, vocabulary) is not None:
        return {"feedback_text": Candidate(0.95, "exact", "the header names feedback and the round it is of")}
    return {}


def _takes_ticks(field: str) -> bool:
    return field in {"stage", "outcome", "work_mode"} or field.startswith(("event:", "has_", "is_"))


def _add_meaning(
    found: Candidates,
    column: Column,
    meaning: HeaderMeaning,
    trust: float,
    how: How,
    *,
    is_tick: bool,
    vocabulary: Vocabulary,
) -> None:
    is_open = len(meaning.fields) > 1
    is_dateless = column.profile.flags >= TICKED and column.profile.dates == 0
    for place, field in enumerate(meaning.fields):
        if field == "seeker" and column.profile.flags >= TICKED:
            continue  # "Student?" asks whether one, not who
        if _type_of(field) == "event" and is_dateless and names_a_date(column.header, vocabulary):
            continue
        fit = value_fit(field, column.profile, is_tick=is_tick)
        has_days = max(column.profile.dates, column.profile.serials) > 0
        is_misfit = _type_of(field) == "event" and column.profile.numbers >= TICKED and not has_days
        is_misfit |= field == "work_mode" and column.profile.numbers >= TICKED
        is_misfit |= _type_of(field) == "date" and (
            is_dateless or (not has_days and column.profile.statuses >= TICKED)
        )
        is_misfit |= field == "url" and column.profile.filled > 1 and column.profile.urls == 0
        floor = 0.3 if is_open or is_misfit else 0.75
        score = trust * (0.94 - 0.02 * place if is_open else 1.0 - 0.0002 * min(meaning.rank, 200))
        score *= max(fit, floor) if field != OTHER else 0.8
        if is_open and field == "applied_date" and _YES_NO_HINT.search(column.header):
            score *= 0.7
        told = (
            f'"{column.header.strip()}" is a known header for it'
            if how == "exact"
            else "the header is like a known one"
        )
        if is_open:
            told += "; the values agree" if fit >= 1 else "; the values leave it open"
        if field == "feedback_text" and column.profile.flags >= TICKED:
            found["has_response"] = Candidate(0.8, "values", "the values are yes and no")
            continue
        if field == "feedback_text" and column.profile.dates >= MOSTLY > column.profile.statuses:
            found["first_response_date"] = Candidate(0.8, "values", _DAY_OF_ANSWER)
            found["responded_date"] = Candidate(0.78, "values", _DAY_OF_ANSWER)
            continue
        if field not in found or score > found[field].score:
            found[field] = Candidate(score, how, told)
    if "source" in found and column.profile.urls >= 0.8:
        found["url"] = Candidate(0.8, "values", "the values are web addresses")


def names_a_date(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a header has a word for a date."""
    return "date" in notions_of_header(header, vocabulary)


def value_fit(field: str, profile: ColumnProfile, *, is_tick: bool = False) -> float:
    """How well the values of a column suit a field, 0 to 1; a column without values suits every field.

    A yes or no is a status only under a header that names one.
    """
    if profile.filled == 0 or field == OTHER:
        return 1.0
    shares = {
        "date": max(profile.dates, profile.serials),
        "url": profile.urls,
        "flag": max(profile.flags, 0.5),
        "status": max(profile.statuses, profile.flags * 0.9 * is_tick),
        "event": max(max(profile.dates, profile.serials) + profile.flags, profile.statuses),
        "channel": max(profile.channels, 0.5),
        "person": max(profile.people, 0.5),
        "work_mode": max(profile.work_modes, profile.flags * 0.9),
        "number": profile.numbers,
    }
    if field == "stage":
        shares["status"] = max(shares["status"], profile.counts)
    share = shares.get(_type_of(field))
    if share is None:
        odd = max(profile.dates, profile.flags, profile.urls)
        if field == "contact" and profile.emails >= MOSTLY:
            return _ADDRESS_ONLY
        if field == "source":
            odd = max(profile.dates, profile.flags, profile.urls * 0.6)
        return 1.0 - 0.7 * odd if odd > 0.5 else 1.0
    return 1.0 if share >= 0.6 else 0.3 + share


_TYPES = {
    "url": "url",
    "status_text": "status",
    "stage": "status",
    "outcome": "status",
    "work_mode": "work_mode",
    "ask_channel": "channel",
    "response_channel": "channel",
    "asked_of": "person",
    "salary_min": "number",
    "salary_max": "number",
}


def _type_of(field: str) -> str:
    """What a field's cells look like; links are as good as yes and no in a column of attachments."""
    if field.endswith("_date") or field in {"last_updated", "last_contact"}:
        return "date"
    if field.startswith("event:"):
        return "event"
    if field.startswith(("has_", "is_")):
        return "flag"
    return _TYPES.get(field, "text")


def _add_by_values(found: Candidates, column: Column) -> None:
    """What the values alone say, for a header that says nothing; weaker than any header."""
    profile = column.profile
    if profile.filled < 2:
        return
    looks = {
        "url": (profile.urls, "the values are web addresses"),
        "status_text": (profile.statuses, "the values are status words"),
        "work_mode": (profile.work_modes, "the values are ways of working"),
        "role": (profile.roles, "the values are titles of jobs"),
    }
    for field, (share, reason) in looks.items():
        if share >= (_LEAST_ROLES if field == "role" else MOSTLY):
            found[field] = Candidate(0.5 + 0.12 * share, "values", reason)
    if column.is_headed and not compact(column.header) and profile.dates >= 0.9:
        found["applied_date"] = Candidate(0.55, "values", "the values are dates and the header is blank")


def _add_event(found: Candidates, column: Column, stage: str | None, vocabulary: Vocabulary) -> None:
    """Dates under a header that is, or ends in, the name of a stage ("Final", "Visiting offer") are its days."""
    if not found and f"event:{stage}" in vocabulary.fields and column.profile.dates >= TICKED:
        found[f"event:{stage}"] = Candidate(0.8, "values", "the header names a stage and the values are its dates")
