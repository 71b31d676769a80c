"""What a column is by its neighbours, or since no other column is that: days of actions, names by kind, steps."""

import re
from collections.abc import Collection, Sequence

from pipeline.ingest.candidates import LEAST_STATUSES, Candidate, Candidates, Column
from pipeline.vocabulary import OTHER, Vocabulary, fold

_DATED = 0.8
_ODD = 0.2
_LEAST_FILLED = 2
_DISTINCT = 0.8
_UNLIKELY = 0.5
_NUMBERED = re.compile(r"(.*\D) ?\d{1,2}")
_NAME = "company"
_ACTION = "next_action"
_ITS_DAY = "next_action_date"
_NO_NAMES = frozenset({"notes", "location", "contact", "feedback_text", "source", "next_action", "status_text"})


def add_days_of_actions(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """Dates are the day of an action, not its words; so are those under "By" right of a column of actions."""
    for place, (column, found) in enumerate(zip(columns, candidates, strict=True)):
        if column.profile.filled < 1 or column.profile.dates < _DATED:
            continue
        if _ACTION in found:
            said = found.pop(_ACTION)
            found[_ITS_DAY] = Candidate(said.score, said.how, f"{said.reason}; the values are its dates")
        elif place and fold(column.header) in vocabulary.words["action_days"] and _ACTION in candidates[place - 1]:
            found.clear()
            found[_ITS_DAY] = Candidate(0.9, "values", "dates right of the next action")


def add_company_by_its_place(
    columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary
) -> None:
    """A column "Where" or the like names the company where no other does, and each of its names stands about once.

    Towns come again. A first column "Place" does so too where another column says where it is.
    """
    named = {field for found in candidates for field in found}
    places = [place for place, found in enumerate(candidates) if found.keys() != {OTHER}]
    if _NAME in named or "role" not in named or not places:
        return
    opening = [
        place
        for place in places
        if columns[place].profile.filled >= _LEAST_FILLED
        and columns[place].profile.oddest < _ODD
        and _is_place_to_work(columns[place], vocabulary)
    ]
    first = places[0]
    is_elsewhere = any("location" in found for place, found in enumerate(candidates) if place != first)
    if is_elsewhere and fold(columns[first].header) in vocabulary.words["place_names"]:
        opening = [first] if columns[first].profile.oddest < _ODD else []
    if len(opening) == 1 and columns[opening[0]].profile.filled >= _LEAST_FILLED:
        candidates[opening[0]].clear()
        candidates[opening[0]][_NAME] = Candidate(0.9, "values", "where one works, and no other names a company")


def _is_place_to_work(column: Column, vocabulary: Vocabulary) -> bool:
    is_each_once = column.profile.distinctness >= _DISTINCT
    return fold(column.header) in vocabulary.words["places_to_work"] and is_each_once


def add_client_of_agency(candidates: Sequence[Candidates]) -> None:
    """Beside an agency, and where no other column names a company, the client is the employer and nobody's coach."""
    offering = [found for found in candidates if _NAME in found]
    clients = [found for found in offering if "seeker" in found]
    agencies = [found for found in offering if "contact" in found]
    if len(clients) == len(agencies) == 1 and len(offering) == 2:
        clients[0].pop("seeker")
        agencies[0].pop(_NAME)


def add_names_by_kind(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """Where no header names a company, or a role, the one column headed by a kind of it ("Agency", "Subject")."""
    for field, words in (
        (_NAME, vocabulary.words["kinds_of_employers"]),
        ("role", vocabulary.words["kinds_of_roles"]),
    ):
        headed = [
            found
            for column, found in zip(columns, candidates, strict=True)
            if all(name in {OTHER, "notes", field} or each.score < _UNLIKELY for name, each in found.items())
            and column.profile.filled >= _LEAST_FILLED
            and column.profile.oddest < _ODD
            and _is_made_of(column.header, words, vocabulary)
        ]
        others = [found for found in candidates if all(found is not each for each in headed)]
        if any(field in found and found[field].score >= _UNLIKELY for found in others):
            continue
        if len(headed) == 1:
            headed[0].clear()
            headed[0][field] = Candidate(0.85, "values", f"the header is a kind of {field}, and no other names one")


def _is_made_of(header: str, words: Collection[str], vocabulary: Vocabulary) -> bool:
    named = fold(header).split()
    told = [word for word in named if word not in vocabulary.words["fillers"]] or named
    return bool(told) and all(word in words for word in told)


def add_numbered_steps(columns: Sequence[Column], candidates: Sequence[Candidates]) -> None:
    """Columns that are numbered alike and hold stages ("Step 1", "Step 2", "Round 1") each say one stage more."""
    series: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        numbered = _NUMBERED.fullmatch(fold(column.header))
        if numbered:
            series.setdefault(numbered[1], []).append(place)
    for places in series.values():
        filled = [place for place in places if columns[place].profile.filled]
        told = [place for place in filled if columns[place].profile.statuses >= LEAST_STATUSES]
        if len(places) < _LEAST_FILLED or len(told) < _LEAST_FILLED or len(told) * 2 <= len(filled):
            continue
        named = [_event_of(candidates[place]) for place in places]
        if None not in named and len({*named}) == len(named):
            continue  # each header names its stage itself
        for place in filled:
            candidates[place].clear()
            candidates[place]["stage"] = Candidate(0.9, "values", "a numbered step, and the values are stages")


def _event_of(found: Candidates) -> str | None:
    return next((field for field in found if field.startswith("event:")), None)


def add_further_statuses(columns: Sequence[Column], candidates: Sequence[Candidates]) -> None:
    """Of several columns of statuses ("Progress" beside "Status") each says something: the further ones the stage.

    A legend beside the table holds status words under a header that names none, and says nothing of its rows.
    """
    named = [
        (column, found)
        for column, found in zip(columns, candidates, strict=True)
        if found.keys() == {"status_text"} and found["status_text"].how == "exact"
    ]
    if len(named) < _LEAST_FILLED or any(found.keys() == {"stage"} for found in candidates):
        return
    for column, found in named:
        if column.profile.statuses >= _DATED:
            found["stage"] = Candidate(0.7, "values", "the values are status words, beside another column of them")


def add_role_by_values(columns: Sequence[Column], candidates: Sequence[Candidates]) -> None:
    """Where no header names a role, the one column of no field ("Ward") whose values are titles of jobs."""
    if any("role" in found for found in candidates):
        return
    open_ones = [
        found
        for column, found in zip(columns, candidates, strict=True)
        if all(field == OTHER or each.score < _UNLIKELY for field, each in found.items())
        and column.profile.filled > _LEAST_FILLED
        and column.profile.roles >= _DATED
    ]
    if len(open_ones) == 1:
        open_ones[0].clear()
        open_ones[0]["role"] = Candidate(0.85, "values", "the values are titles of jobs, and no header names a role")


def add_joint_names(columns: Sequence[Column], candidates: Sequence[Candidates]) -> int | None:
    """Place of the column that holds role and company where no header names the other; None where there is none.

    A header that says neither ("Application") becomes the role's, since its cells are both.
    """
    surely = [{field for field, each in found.items() if each.how == "exact"} for found in candidates]
    named = {_NAME, "role"}.intersection(*([set().union(*surely)] if surely else []))
    for place, (column, found) in enumerate(zip(columns, candidates, strict=True)):
        if column.profile.is_joint and not found.keys() & _NO_NAMES and named <= surely[place]:
            if not found.keys() & {_NAME, "role"}:
                found["role"] = Candidate(0.95, "values", "the values are a role and a company in one cell")
            return place
    return None
