"""What a column is among the others: answers that are status words, ticks beside ticks, the only possible company."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.by_elimination import is_key
from pipeline.ingest.candidates import (
    LEAST_STATUSES,
    MOSTLY,
    STATUS_FIELDS,
    TICKED,
    Candidate,
    Candidates,
    Column,
    names_a_date,
)
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.headers import status_of_header
from pipeline.vocabulary import OTHER, Vocabulary, fold

_LONGEST_ANSWER = 40
_LONGEST_STORY = 250
"""What a person tells of an application is shorter than a letter, which has a word for everything."""

_STEPS = 3
"""So many columns of stages or outcomes make a sheet a tracker whatever its first column is called."""

_ANSWERS = frozenset({"feedback_text", "first_response_date", "responded_date", "has_response", "outcome", OTHER})
"""What a column of answers may be by its header; where its cells are status words, it says what came of a row."""

_NEXT = frozenset({"next_action", "next_step", "next_action_date"})
_PLACES = frozenset({"location"})
_BOARDS = frozenset({"source"})
_LATEST = frozenset({"last_contact", "last_updated", "first_response_date", OTHER})
_LEAST_STATES = 0.3
"""No state of a country is called like a status, so that a few words show what the column is."""

_CALL = "event:screening"
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
    _add_states_and_boards(pairs)
    _settle_phones(pairs, vocabulary)
    if not any(found[field].score > _NAMED for found in candidates for field in STATUS_FIELDS & found.keys()):
        _add_status(pairs, vocabulary)
    _add_ticks(pairs, vocabulary)
    if not any("source" in found for found in candidates):
        _add_source(pairs)


def _add_states_and_boards(pairs: Sequence[tuple[Column, Candidates]]) -> None:
    """A state may be that of an application; so may a board, where no column says it and no job board is named."""
    has_status = any("status_text" in found for _, found in pairs)
    for column, found in pairs:
        profile = column.profile
        is_state = bool(found) and found.keys() <= _PLACES and profile.statuses >= _LEAST_STATES
        is_board = bool(found) and found.keys() <= _BOARDS and profile.statuses >= MOSTLY and not profile.sources
        if is_state or (is_board and not has_status):
            found.clear()
            found["status_text"] = Candidate(0.95, "values", "the values are status words")


def _least_hints(column: Column, found: Candidates) -> float:
    """Half of the texts are enough under the header of an answer ("Heard back?") that has no day at all."""
    return _NAMED if found and found.keys() <= _LATEST - {OTHER} and not column.profile.dates else LEAST_STATUSES


def _settle_phones(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    """A phone beside an address, or in a sheet without stages, is a number, unless its cells tell of calls."""
    has_address = any(fold(column.header) in vocabulary.words["address_headers"] for column, _ in pairs)
    stages = {field for _, found in pairs for field in found if field.startswith("event:")}
    if stages != {_CALL} and not has_address:
        return
    for column, found in pairs:
        told = column.profile.dates + column.profile.flags + column.profile.statuses
        if {_CALL, "contact"} <= found.keys() and not told:
            del found[_CALL]


def _add_source(pairs: Sequence[tuple[Column, Candidates]]) -> None:
    """Where no header names a source, the column of job boards, whose header ("Applied") surely says nothing else."""
    for column, found in pairs:
        is_open = all(field == OTHER or candidate.score < _NAMED for field, candidate in found.items())
        if is_open and column.profile.filled >= 2 and column.profile.sources >= MOSTLY:
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
        and column.profile.status_hints >= _least_hints(column, found)
        and column.profile.mean_length < _LONGEST_STORY
        and not is_key(column.header)
        and (found.keys() <= _NEXT | _LATEST or (found.keys() <= _ANSWERS and column.profile.status_hints >= MOSTLY))
    ]
    if open_pairs:
        _, found = max(open_pairs, key=lambda pair: pair[0].profile.status_hints)
        found["status_text"] = Candidate(0.95, "values", "most of the values say a stage or an outcome")
        return
    for column, found in pairs:
        is_coloured = fold(column.header) in vocabulary.words["colour_headers"]
        if is_coloured and column.profile.colours >= MOSTLY:
            found.clear()
            found["status_text"] = Candidate(0.8, "values", "the values are colours, which stand for a status")
            return


def _add_answers(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    """Answers whose cells are status words; one word alone, under the header of a date, only says that none came."""
    has_status = any("status_text" in found for _, found in pairs)
    fields = {field for _, found in pairs for field in found}
    is_silent_list = "applied_date" in fields and fields.isdisjoint({"status_text", "stage"})
    for column, found in pairs:
        is_short = column.profile.mean_length < _LONGEST_ANSWER
        is_answer = bool(found.keys() - {OTHER}) and found.keys() <= _ANSWERS
        is_answer &= column.profile.filled > 1 or not names_a_date(column.header, vocabulary)
        if found.keys() == {"stated_reason"}:  # "Why closed: I withdrew" tells the outcome and no reason for it
            is_told = column.profile.statuses >= max(MOSTLY, 2 * column.profile.no_answers)
            is_answer = is_told and column.profile.filled >= _LEAST_FILLED and not has_status
        least = LEAST_STATUSES
        if found.keys() == {"feedback_text"}:  # what was said may well be one status word now and then
            least = LEAST_STATUSES if is_silent_list else MOSTLY
            least = 2.0 if column.profile.no_answers >= column.profile.statuses else least
        is_told = column.profile.statuses >= least
        if "outcome" in found and not has_status:  # answers in one's own words, and nothing else tells of the rows
            is_told |= column.profile.filled >= _LEAST_FILLED and column.profile.status_hints >= MOSTLY
        if is_answer and is_short and is_told:
            found["outcome"] = Candidate(0.93, "values", "the values are status words")


def _add_ticks(pairs: Sequence[tuple[Column, Candidates]], vocabulary: Vocabulary) -> None:
    steps = sum(
        any(field.startswith("event:") for field in found)
        or (bool(found.keys() & {"stage", "outcome"}) and column.profile.flags >= TICKED)
        for column, found in pairs
    )
    for column, found in pairs:
        if column.profile.flags < TICKED:
            continue
        _prefer_event(found, [other for _, other in pairs if other is not found])
        tick = status_of_header(column.header, vocabulary)
        if steps >= _STEPS and tick is not None and found.keys() == {OTHER}:
            found["outcome" if tick.outcome else "stage"] = Candidate(0.9, "values", "a tick beside other ticks")
        elif steps >= _STEPS and found.keys() == {"contact"} and _names_manager(column.header, vocabulary):
            found[_BY_MANAGER] = Candidate(0.9, "values", "a tick beside other ticks, under who interviews")
        elif steps < _STEPS and {"outcome", "event:offer"} <= found.keys():
            found["outcome"] = replace(found["outcome"], score=found["event:offer"].score + 0.01)


def _prefer_event(found: Candidates, others: Sequence[Candidates]) -> None:
    """Ticks under the name of a step are that step's, where no other column has its days."""
    event = next((field for field in found if field.startswith("event:")), None)
    is_count = "stage" in found and found["stage"].how == "values"
    if "stage" in found and event is not None and not is_count and not any(event in other for other in others):
        found[event] = found.pop("stage")


def _names_manager(header: str, vocabulary: Vocabulary) -> bool:
    return notions_of_header(header, vocabulary) == {"hm"}


def settle_company(candidates: Sequence[Candidates]) -> None:
    """The only column that may be the company is it: a row is named by its company."""
    offering = [found for found in candidates if "company" in found]
    if len(offering) == 1:
        best = max(candidate.score for candidate in offering[0].values())
        offering[0]["company"] = replace(offering[0]["company"], score=max(best + 0.01, offering[0]["company"].score))
