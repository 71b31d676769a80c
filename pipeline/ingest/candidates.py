"""The fields each column could be: by its header, by likeness, by its values; each with a score and a reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.header_words import counts_interviews, notions_of_header
from pipeline.ingest.headers import (
    alike_meanings,
    header_meanings,
    round_stage,
    stage_that_ends,
    status_of_header,
    tick_meaning,
)
from pipeline.ingest.model import How
from pipeline.ingest.profile import ColumnProfile
from pipeline.vocabulary import OTHER, HeaderMeaning, Vocabulary, compact, fold

_KEYS = (["id"], ["ids"], ["key"], ["uuid"], ["hash"])
_STEPS = 3
"""So many columns of stages or outcomes make a sheet a tracker whatever its first column is called."""

_MOSTLY = 0.8
_LONGEST_ANSWER = 40
_LEAST_STATUSES = 0.6
_LEAST_ROLES = 0.6
_TICKED = 0.6
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
    is_ticked = column.profile.flags >= _TICKED and not any(_takes_ticks(field) for field in found)
    if tick is not None and is_ticked and found.keys() != {OTHER}:
        event = f"event:{tick.stage}"
        field = "outcome" if tick.outcome else event if event in vocabulary.fields else "stage"
        found[field] = Candidate(0.9, "values", "the values are yes and no")
    is_event = any(field.startswith("event:") for field in found)
    if (
        tick is not None
        and tick.outcome
        and column.profile.dates >= _TICKED
        and not is_event
        and found.keys() != {OTHER}
    ):
        known = found.get("outcome", _DATED_OUTCOME)
        found["outcome"] = max(known, _DATED_OUTCOME, key=lambda candidate: candidate.score)
    if compact(column.header) in vocabulary.open_headers and column.profile.flags >= _TICKED:
        found["outcome"] = Candidate(0.9, "values", "the values are yes and no")
    if column.profile.counts >= _MOSTLY and counts_interviews(column.header, vocabulary):
        found["stage"] = Candidate(0.99, "values", "the values are numbers of interviews")
    return found


def _told_by_header(column: Column, vocabulary: Vocabulary) -> Candidates:
    """What the header alone settles: that nothing is stored, or that it is feedback of one round."""
    if vocabulary.is_secret(column.header):
        return {OTHER: Candidate(2.0, "unmapped", "looks like a password or an identity number; never stored")}
    is_prose = max(column.profile.flags, column.profile.dates) < _TICKED
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
    is_dateless = column.profile.flags >= _TICKED and column.profile.dates == 0
    for place, field in enumerate(meaning.fields):
        if _type_of(field) == "event" and is_dateless and _names_a_date(column.header, vocabulary):
            continue
        fit = value_fit(field, column.profile, is_tick=is_tick)
        is_misfit = _type_of(field) == "event" and column.profile.numbers >= _TICKED and column.profile.dates == 0
        is_misfit |= field == "work_mode" and column.profile.numbers >= _TICKED
        is_misfit |= _type_of(field) == "date" and is_dateless
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
        if field == "feedback_text" and column.profile.flags >= _TICKED:
            found["has_response"] = Candidate(0.8, "values", "the values are yes and no")
            continue
        if field not in found or score > found[field].score:
            found[field] = Candidate(score, how, told)
    if "source" in found and column.profile.urls >= 0.8:
        found["url"] = Candidate(0.8, "values", "the values are web addresses")


def _names_a_date(header: str, vocabulary: Vocabulary) -> bool:
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
        "event": max(profile.dates + profile.flags, profile.statuses),
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
        if share >= (_LEAST_ROLES if field == "role" else _MOSTLY):
            found[field] = Candidate(0.5 + 0.12 * share, "values", reason)
    if column.is_headed and not compact(column.header) and profile.dates >= 0.9:
        found["applied_date"] = Candidate(0.55, "values", "the values are dates and the header is blank")


def _add_event(found: Candidates, column: Column, stage: str | None, vocabulary: Vocabulary) -> None:
    """Dates under a header that is, or ends in, the name of a stage ("Final", "Visiting offer") are its days."""
    if not found and f"event:{stage}" in vocabulary.fields and column.profile.dates >= _TICKED:
        found[f"event:{stage}"] = Candidate(0.8, "values", "the header names a stage and the values are its dates")


_ANSWERS = frozenset({"feedback_text", "first_response_date", "responded_date", "has_response", "outcome", OTHER})
"""What a column of answers may be by its header; where its cells are status words, it says what came of a row."""

_NEXT = frozenset({"next_action", "next_step", "next_action_date"})
_PLACES = frozenset({"location"})
_LATEST = frozenset({"last_contact", "last_updated", "first_response_date", OTHER})
_STATUS_FIELDS = frozenset({"status_text", "stage", "outcome"})
_LEAST_DISTINCT = 0.4
"""Names of companies differ from row to row; a column of a few words is a kind of something."""

_BY_MANAGER = "event:first_interview"
_LEAST_FILLED = 3
_NAMED = 0.5
_OF_ASKS = frozenset({"is_asked", "asked_date", "ask_channel", "asked_of"})
"""A column that can be nothing else makes a log of asks, whose answers are feedback."""


def add_by_neighbours(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """What a column is beside the others: answers that are status words, and ticks beside other ticks."""
    pairs = list(zip(columns, candidates, strict=True))
    if not any(found and found.keys() <= _OF_ASKS for found in candidates):
        _add_answers(pairs, vocabulary)
    for column, found in pairs:
        if found and found.keys() <= _PLACES and column.profile.statuses >= _MOSTLY:
            found.clear()
            found["status_text"] = Candidate(0.95, "values", "the values are status words")
    if not any(found[field].score > _NAMED for found in candidates for field in _STATUS_FIELDS & found.keys()):
        _add_status(pairs, vocabulary)
    _add_ticks(pairs, vocabulary)
    if not any("source" in found for found in candidates):
        _add_source(pairs)


def _add_source(pairs: Sequence[tuple[Column, Candidates]]) -> None:
    """Where no header names a source, the column of job boards, whose header ("Applied") surely says nothing else."""
    for column, found in pairs:
        is_open = all(field == OTHER or candidate.score < _NAMED for field, candidate in found.items())
        if is_open and column.profile.filled >= 2 and column.profile.sources >= _MOSTLY:
            found["source"] = Candidate(0.85, "values", "the values are job boards and other ways to a job")
            return


def _add_status(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    """Where no header names a status, the column most of whose texts say one, if its header leaves that open.

    Else a column of colours, whose meaning is then asked for.
    """
    open_pairs = [
        (column, found)
        for column, found in pairs
        if column.profile.filled >= _LEAST_FILLED
        and column.profile.status_hints >= _LEAST_STATUSES
        and (found.keys() <= _NEXT | _LATEST or (found.keys() <= _ANSWERS and column.profile.status_hints >= _MOSTLY))
    ]
    if open_pairs:
        _, found = max(open_pairs, key=lambda pair: pair[0].profile.status_hints)
        found["status_text"] = Candidate(0.95, "values", "most of the values say a stage or an outcome")
        return
    for column, found in pairs:
        is_coloured = fold(column.header) in vocabulary.words["colour_headers"]
        if is_coloured and column.profile.colours >= _MOSTLY:
            found.clear()
            found["status_text"] = Candidate(0.8, "values", "the values are colours, which stand for a status")
            return


def _add_answers(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    """Answers whose cells are status words; one word alone, under the header of a date, only says that none came."""
    has_status = any("status_text" in found for _, found in pairs)
    for column, found in pairs:
        is_short = column.profile.mean_length < _LONGEST_ANSWER
        is_answer = bool(found.keys() - {OTHER}) and found.keys() <= _ANSWERS
        is_answer &= column.profile.filled > 1 or not _names_a_date(column.header, vocabulary)
        if found.keys() == {"stated_reason"}:  # "Why closed: I withdrew" tells the outcome and no reason for it
            is_told = column.profile.statuses >= max(_MOSTLY, 2 * column.profile.no_answers)
            is_answer = is_told and column.profile.filled >= _LEAST_FILLED and not has_status
        least = _LEAST_STATUSES
        if found.keys() == {"feedback_text"}:  # what was said may well be one status word now and then
            least = 2.0 if column.profile.no_answers >= column.profile.statuses else _MOSTLY
        if is_answer and is_short and column.profile.statuses >= least:
            found["outcome"] = Candidate(0.93, "values", "the values are status words")


def _add_ticks(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    steps = sum(
        any(field.startswith("event:") for field in found)
        or (bool(found.keys() & {"stage", "outcome"}) and column.profile.flags >= _TICKED)
        for column, found in pairs
    )
    for column, found in pairs:
        if column.profile.flags < _TICKED:
            continue
        tick = status_of_header(column.header, vocabulary)
        if steps >= _STEPS and tick is not None and found.keys() == {OTHER}:
            found["outcome" if tick.outcome else "stage"] = Candidate(0.9, "values", "a tick beside other ticks")
        elif steps >= _STEPS and found.keys() == {"contact"} and _names_manager(column.header, vocabulary):
            found[_BY_MANAGER] = Candidate(0.9, "values", "a tick beside other ticks, under who interviews")
        elif steps < _STEPS and {"outcome", "event:offer"} <= found.keys():
            found["outcome"] = replace(found["outcome"], score=found["event:offer"].score + 0.01)


def _names_manager(header: str, vocabulary: Vocabulary) -> bool:
    return notions_of_header(header, vocabulary) == {"hm"}


def add_company_by_place(columns: Sequence[Column], candidates: Sequence[Candidates]) -> None:
    """The company where its header leaves it open: the only column that may be it, else the first of short words.

    A row is named by its company, so a sheet that seems to lack one has it under another name.

    Where three other columns are ticks or dates of stages, it is the first column that tells the rows apart.
    """
    offering = [found for found in candidates if "company" in found]
    if len(offering) == 1:
        best = max(candidate.score for candidate in offering[0].values())
        offering[0]["company"] = replace(offering[0]["company"], score=max(best + 0.01, offering[0]["company"].score))
    if offering:
        return
    steps = sum(any(field.startswith("event:") or field == "outcome" for field in found) for found in candidates)
    first = columns[0].profile if columns else ColumnProfile(0)
    if (
        steps >= _STEPS
        and first.filled >= 2
        and first.is_distinct
        and "role" not in {f for c in candidates for f in c}
    ):
        candidates[0]["company"] = Candidate(0.96, "values", "the first column tells the rows apart")
        return
    for column, found in zip(columns, candidates, strict=True):
        profile = column.profile
        is_words = (
            max(profile.dates, profile.calendar, profile.urls, profile.flags, profile.numbers, profile.statuses) < 0.5
        )
        is_key = fold(column.header).split()[-1:] in _KEYS
        is_kind = profile.distinctness < _LEAST_DISTINCT
        if not found and profile.filled >= 2 and is_words and not (is_key or is_kind) and profile.mean_length < 60:
            found["company"] = Candidate(
                0.55, "values", "the first column of short words, and no header names a company"
            )
            return
