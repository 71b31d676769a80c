"""Which column is the day of applying where several headers may name it, or one says only when a row began."""

from collections.abc import Sequence

from pipeline.ingest.candidates import Candidate, Candidates, Column
from pipeline.ingest.header_words import notions_of_header, split_words
from pipeline.vocabulary import OTHER, Vocabulary, fold

_FIELD = "applied_date"
_DATED = 0.8
_APPLYING = frozenset({"apply", "send"})
_STEPS = 2
"""With so many days of later steps, the day at which an application began stands for a row of the person's own."""

_LATER = frozenset({"first_response_date", "closed_date", "outcome"})


def settle_days_applied(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """A bare day ("Timestamp" of a form) yields to dates whose header speaks of applying; else a start may be it."""
    named = [
        found
        for column, found in zip(columns, candidates, strict=True)
        if _FIELD in found
        and column.profile.dates >= _DATED
        and notions_of_header(column.header, vocabulary) & _APPLYING
    ]
    if named:
        for column, found in zip(columns, candidates, strict=True):
            if _FIELD in found and notions_of_header(column.header, vocabulary) == {"date"}:
                found.pop(_FIELD)
    elif not any(_FIELD in found for found in candidates):
        _add_start(columns, candidates, vocabulary)
        _add_activity(columns, candidates, vocabulary)


def _add_start(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """The start of an application beside days of later steps; beside a deadline it is that of a call for them."""
    has_deadline = any("deadline" in notions_of_header(column.header, vocabulary) for column in columns)
    steps = sum(
        column.profile.dates >= _DATED and any(field.startswith("event:") or field in _LATER for field in found)
        for column, found in zip(columns, candidates, strict=True)
    )
    starts = [
        found
        for column, found in zip(columns, candidates, strict=True)
        if found.keys() <= {OTHER} and column.profile.dates >= _DATED and _is_start(column.header, vocabulary)
    ]
    if len(starts) == 1 and steps >= _STEPS and not has_deadline:
        reason = "the header says when an application began, and other columns have the days of its later steps"
        starts[0].clear()
        starts[0][_FIELD] = Candidate(0.8, "values", reason)


def _add_activity(columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary) -> None:
    """The day of a contact, in a record of activities for an office that asks for one, is mostly that of applying."""
    headers = {fold(column.header) for column in columns}
    days = [
        found
        for column, found in zip(columns, candidates, strict=True)
        if fold(column.header) in vocabulary.words["days_of_activity"] and column.profile.dates >= _DATED
    ]
    if len(days) == 1 and not headers.isdisjoint(vocabulary.words["records_of_activity"]):
        days[0].clear()
        days[0][_FIELD] = Candidate(0.8, "values", "the day of a contact in a record of activities")


def _is_start(header: str, vocabulary: Vocabulary) -> bool:
    """Whether a header is made of a word for applying and one for beginning, and says nothing else."""
    words = split_words(header)
    begun = [word for word in words if word in vocabulary.words["begins"]]
    rest = [word for word in words if word not in begun]
    return len(begun) == 1 and notions_of_header(" ".join(rest), vocabulary) in ({"apply"}, {"apply", "date"})
