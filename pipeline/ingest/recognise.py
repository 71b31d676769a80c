"""Columns to fields: the assignment with the best total, one column a field, and what kind of sheet that makes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.ingest.among_others import add_by_neighbours, settle_company
from pipeline.ingest.by_elimination import add_by_elimination
from pipeline.ingest.candidates import Candidates, Column, candidates_of
from pipeline.ingest.days_applied import settle_days_applied
from pipeline.ingest.headers import header_meanings, round_stage
from pipeline.ingest.model import ColumnPlan, Kind
from pipeline.ingest.neighbours import (
    add_client_of_agency,
    add_company_by_its_place,
    add_days_of_actions,
    add_further_statuses,
    add_joint_names,
    add_names_by_kind,
    add_numbered_steps,
    add_role_by_values,
)
from pipeline.vocabulary import OTHER, Vocabulary, fold

UNSURE = 0.5
"""A column whose best candidate scores no more than this stays unmapped; its cells go to ``extras``."""

_NAMED = "named by you"
_PLACE_COST = 1e-6
"""Of two equal columns the first is the field."""

ASKING_FIELDS = frozenset(
    {
        "is_asked",
        "asked_date",
        "ask_channel",
        "asked_of",
        "has_response",
        "responded_date",
        "response_channel",
        "feedback_text",
    }
)
"""Fields that only a log of asks and answers has."""

_ASK_FIELDS = frozenset({"is_asked", "ask_channel", "asked_of"})
_OF_A_LOG = frozenset({"is_asked", "asked_date", "ask_channel", "asked_of", "response_channel"})
"""Fields that a list of applications, each with its day and an answer, does not have."""

_APPLICATION_FIELDS = frozenset(
    {
        "status_text",
        "outcome",
        "url",
        "source",
        "salary_text",
        "location",
        "work_mode",
        "resume_version",
        "has_referral",
    }
)
"""Fields that a log of asks and answers does not have."""

_WHY = frozenset({"stated_reason", "believed_reason"})
_SURELY = 0.75


def recognise(
    columns: Sequence[Column],
    *,
    kind: Kind | None,
    given: Mapping[int, str],
    vocabulary: Vocabulary,
    unread: Collection[int] = (),
) -> tuple[Kind, tuple[ColumnPlan, ...]]:
    """Decide what kind of sheet the columns make and which field each one is.

    Args:
        columns: All columns of the table in order.
        kind: The user's decision, or None.
        given: Column index to field, for columns the user named.
        vocabulary: Spellings and words.
        unread: Indexes of columns that the user wants kept as they are.

    Returns:
        ``skipped`` as the kind when nothing says whose or which application a row is.
    """
    candidates = [candidates_of(column, vocabulary) for column in columns]
    add_by_neighbours(columns, candidates, vocabulary)
    add_days_of_actions(columns, candidates, vocabulary)
    settle_days_applied(columns, candidates, vocabulary)
    add_numbered_steps(columns, candidates)
    add_further_statuses(columns, candidates)
    add_client_of_agency(candidates)
    add_names_by_kind(columns, candidates, vocabulary)
    add_role_by_values(columns, candidates)
    add_company_by_its_place(columns, candidates, vocabulary)
    joint = add_joint_names(columns, candidates)
    if joint is None:
        settle_company(candidates)
    add_by_elimination(columns, candidates, vocabulary, joint=joint)
    candidates = [{} if column.index in unread else found for column, found in zip(columns, candidates, strict=True)]
    found = kind or _kind_of(columns, _assigned_fields(columns, candidates, "both", given, vocabulary), vocabulary)
    read_as: Kind = "applications" if found == "skipped" else found
    fields = _assigned_fields(columns, candidates, read_as, given, vocabulary)
    plans = tuple(
        ColumnPlan(column.index, column.header, None, "given", 1.0, _NAMED)
        if column.index in unread
        else _plan(column, candidate, fields.get(place), given, vocabulary)
        for place, (column, candidate) in enumerate(zip(columns, candidates, strict=True))
    )
    return found, plans


def _assigned_fields(
    columns: Sequence[Column],
    candidates: Sequence[Candidates],
    kind: Kind,
    given: Mapping[int, str],
    vocabulary: Vocabulary,
) -> dict[int, str]:
    """Place of the column to field: the assignment with the best total; given columns are settled beforehand."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # takes longer to load than most commands take

    settled = {place: given[column.index] for place, column in enumerate(columns) if column.index in given}
    contexts = _contexts(candidates, vocabulary)
    slots: list[str] = [field for field in vocabulary.fields if _belongs(field, kind, vocabulary)]
    repeated = [field for field in slots if may_be_several(field)]
    slots += [field for field in repeated for _ in range(3)]
    taken = set(settled.values())
    scores = np.full((len(columns), len(slots) + len(columns)), 0.0)
    for place, found in enumerate(candidates):
        scores[place, len(slots) + place] = max(UNSURE, found[OTHER].score if OTHER in found else 0.0)
        if place in settled:
            continue
        for slot, field in enumerate(slots):
            is_first = slots.index(field) == slot and field not in taken
            if field in found and (is_first or _may_repeat(field, columns[place], vocabulary)):
                weight = contexts[place].weight(field, vocabulary) * _ask_or_answer(found, contexts[place])
                scores[place, slot] = found[field].score * weight - place * _PLACE_COST
    rows, chosen = linear_sum_assignment(scores, maximize=True)
    assigned = {
        int(row): slots[int(slot)]
        for row, slot in zip(rows, chosen, strict=True)
        if slot < len(slots) and scores[row, slot] > UNSURE
    }
    return {**assigned, **settled}


def may_be_several(field: str) -> bool:
    """Whether several columns of a table can be one field: dates of a stage, statuses, feedback by round."""
    return field.startswith("event:") or field in {"stage", "outcome", "feedback_text"}


def _ask_or_answer(found: Candidates, context: "_Context") -> float:
    """A bare date beside asks without a date of their own may be the day of the ask or of the answer: too unsure."""
    is_open = {"asked_date", "responded_date"} <= found.keys()
    return 0.5 if is_open and context.has_undated_asks else 1.0


def _may_repeat(field: str, column: Column, vocabulary: Vocabulary) -> bool:
    """Several columns may be dates of one stage; several stages or outcomes where each is ticks or status words.

    Several are feedback where each names its round.
    """
    if field == "feedback_text":
        return round_stage(column.header, vocabulary) is not None
    profile = column.profile
    counts = profile.counts if field == "stage" else 0.0
    return field.startswith("event:") or max(profile.flags, profile.statuses, profile.dates, counts) >= 0.6


def _belongs(field: str, kind: Kind, vocabulary: Vocabulary) -> bool:
    belongs = vocabulary.fields[field].belongs
    return kind == "both" or belongs in {"both", kind}


@dataclass(frozen=True)
class _Context:
    """Whether the other headers speak of feedback, of applications, or both."""

    is_feedback: bool
    is_applications: bool
    has_undated_asks: bool = False

    def weight(self, field: str, vocabulary: Vocabulary) -> float:
        belongs = vocabulary.fields[field].belongs
        if belongs == "feedback" and not self.is_feedback:
            return 0.9 if field in {"stated_reason", "believed_reason", "lesson", "feedback_text"} else 0.5
        if self.is_feedback and not self.is_applications and (belongs == "applications" or field == "applied_date"):
            return 0.9
        return 1.0


def _contexts(candidates: Sequence[Candidates], vocabulary: Vocabulary) -> list[_Context]:
    """What each column stands among: the whole sheet, or feedback alone where both its sure neighbours are that."""
    sure = [_sure_field(found) for found in candidates]
    names = {field for field in sure if field}
    undated = bool(names & _ASK_FIELDS) and not names & {"asked_date", "responded_date", "applied_date"}
    whole = _Context(bool(names & ASKING_FIELDS), bool(names & _APPLICATION_FIELDS), undated)
    belongs = [vocabulary.fields[field].belongs if field else None for field in sure]
    contexts = []
    for place in range(len(sure)):
        left = next((side for side in reversed(belongs[:place]) if side), None)
        right = next((side for side in belongs[place + 1 :] if side), None)
        is_amid = left == "feedback" and right in {"feedback", None}
        contexts.append(_Context(is_feedback=True, is_applications=False) if is_amid else whole)
    return contexts


def _sure_field(found: Candidates) -> str | None:
    """The field of a column that has one exact reading only."""
    if len(found) != 1:
        return None
    field, candidate = next(iter(found.items()))
    is_sure = candidate.how == "exact" and candidate.score > _SURELY and field != OTHER
    return field if is_sure else None


def _kind_of(columns: Sequence[Column], fields: Mapping[int, str], vocabulary: Vocabulary) -> Kind:
    names = set(fields.values())
    is_list = any(
        field == "applied_date" and not _may_be_of_an_ask(columns[place].header, vocabulary)
        for place, field in fields.items()
    ) and names.isdisjoint(_OF_A_LOG)
    feedback = {name for name in names if vocabulary.fields[name].belongs == "feedback"}
    applications = {name for name in names if vocabulary.fields[name].belongs == "applications"}
    has_key = bool(names & {"company", "role"})
    if feedback and (has_key or "feedback_text" in names):
        says_status = bool(names & {"status_text", "outcome"})
        is_both = has_key and (
            says_status or is_list or ("applied_date" in names and applications) or len(applications) >= 3
        )
        is_wished = "applied_date" not in names and bool(applications) and feedback <= _WHY
        if has_key and not is_both and is_wished and _asks_why(columns, fields, vocabulary):
            return "applications"  # why somebody wants a job that is yet to be applied for
        return "both" if is_both else "feedback"
    return "applications" if has_key and len(names) >= 2 else "skipped"


def _asks_why(columns: Sequence[Column], fields: Mapping[int, str], vocabulary: Vocabulary) -> bool:
    """Whether the header of the reasons only asks why, and names no rejection."""
    return any(
        field in _WHY and fold(columns[place].header) in vocabulary.words["whys"] for place, field in fields.items()
    )


def _may_be_of_an_ask(header: str, vocabulary: Vocabulary) -> bool:
    """Whether the header of a day leaves open whether it is that of applying, as a bare "Date" does."""
    return any("asked_date" in meaning.fields for meaning, _ in header_meanings(header, vocabulary))


def _plan(
    column: Column, found: Candidates, field: str | None, given: Mapping[int, str], vocabulary: Vocabulary
) -> ColumnPlan:
    plan = ColumnPlan(column.index, column.header, field, "unmapped", 0.0)
    if field is not None and column.index in given:
        return replace(plan, how="given", confidence=1.0, reason=_NAMED)
    if field is not None:
        candidate = found[field]
        return replace(
            plan, how=candidate.how, confidence=round(min(1.0, candidate.score), 3), reason=candidate.reason
        )
    if OTHER in found:
        secret = vocabulary.is_secret(column.header)
        reason = found[OTHER].reason if secret else "a known column that no question needs"
        return replace(plan, confidence=1.0, reason=reason)
    best = max(found.items(), key=lambda item: item[1].score, default=None)
    if best is None:
        return replace(plan, reason="neither the header nor the values are known")
    label = vocabulary.fields[best[0]].label
    return replace(
        plan, confidence=round(best[1].score, 3), reason=f'may be "{label}", which another column is, or too unsure'
    )
