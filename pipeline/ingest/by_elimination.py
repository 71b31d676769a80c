"""What a column must be since no header names it and no other column is that: status, company, role, day of applying.

All but the status, whose words speak for themselves, are told of when the sheet is read.
"""

from collections.abc import Iterator, Sequence

from pipeline.ingest.candidates import STATUS_FIELDS, Candidate, Candidates, Column
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.headers import tick_meaning
from pipeline.ingest.model import Caution, ColumnPlan, SheetPlan
from pipeline.ingest.profile import ColumnProfile
from pipeline.ingest.set_aside import column_letters
from pipeline.vocabulary import Vocabulary, fold

BY_ELIMINATION = 0.56
"""How sure such a column is: above what stays unmapped, below whatever a header or values of a kind say."""

_COMPANY, _ROLE, _DAY = _TOLD = ("company", "role", "applied_date")
_NAMED = 0.5
_STEPS = 3
"""So many columns of stages or outcomes make a sheet a tracker whatever its first column is called."""

_HALF = 0.5
_LEAST_FILLED = 2
_LEAST_DISTINCT = 0.4
"""Names of companies differ from row to row; a column of few words is a kind of something."""

_SOME_TITLES = 0.2
_LONGEST_NAME = 60
_LONGEST_TITLE = 45
_SHORTEST_TITLE = 3
_MOSTLY_DAYS = 0.8
_KEYS = (["id"], ["ids"], ["key"], ["uuid"], ["hash"])
_OF_ASKS = frozenset({"is_asked", "asked_date", "ask_channel", "asked_of", "responded_date"})
"""What only a log of asks has, whose days and words are those of asks."""

_SOMETHING_ELSE = frozenset({"link", "website", "location", "person", "source", "salary", "resume", "cover_letter"})
"""Words of a header under which a status word is none."""

_OF_APPLYING = frozenset({"date", "when", "apply", "send", "resume", "papers", "company", "role", "job"})
"""Words that the header of a day of applying may have beside one that nobody knows."""

_SAYING = STATUS_FIELDS | {"first_response_date", "closed_date"}

Pairs = Sequence[tuple[Column, Candidates]]


def is_key(header: str) -> bool:
    """Whether a header says that its cells are numbers that a program gave."""
    return fold(header).split()[-1:] in _KEYS


def is_by_elimination(column: ColumnPlan) -> bool:
    """Whether nothing but the lack of another column says what this one is."""
    return column.field in _TOLD and column.how == "values" and column.confidence <= BY_ELIMINATION


def elimination_cautions(plan: SheetPlan, vocabulary: Vocabulary) -> Iterator[Caution]:
    """Tell of each column that is what it is since no other was."""
    columns = [column for column in plan.columns if is_by_elimination(column)]
    if plan.header_row is None:
        yield from _without_header(plan, columns, vocabulary)
        return
    for column in columns:
        if column.field == _DAY:
            lacking, since, other = "says when you applied", "nothing else explains its days", "last_updated"
        else:
            label = vocabulary.fields[str(column.field)].label.lower()
            lacking, since, other = f"names the {label}", "its short words may be it", "notes"
        header = column.header.strip()
        named = f'"{header}"' if header else f"Column {column_letters(column.index)}, which has no header,"
        remedy = f'with --column {other}="{header}"' if header else "give it a header"
        yield Caution(
            "by_elimination",
            f"No header {lacking}. {named} was read as that, since {since}; where it is another, say so on the "
            f"Import page, or {remedy}.",
            column=column.header,
        )


def _without_header(plan: SheetPlan, columns: Sequence[ColumnPlan], vocabulary: Vocabulary) -> Iterator[Caution]:
    """One word for all such columns of a table that has no header at all."""
    if columns:
        first, other = columns[0], next(column for column in plan.columns if column is not columns[0])
        taken = ", ".join(f"{each.header} for “{vocabulary.fields[str(each.field)].label}”" for each in columns)
        taken = taken.replace(" for ", " was taken for ", 1)
        yield Caution(
            "by_elimination",
            f"{taken[0].upper()}{taken[1:]}: no header says so, and the values leave it open. Where that is wrong, "
            "choose what it is on the Import page, or name the column that is right, as in "
            f'--column {first.field}="{other.header}".',
        )


def add_by_elimination(
    columns: Sequence[Column], candidates: Sequence[Candidates], vocabulary: Vocabulary, *, joint: int | None
) -> None:
    """Give columns whose headers say nothing the fields that a tracker has and no column of this one is.

    Args:
        columns: All columns of the table in order.
        candidates: What each may be; changed in place.
        vocabulary: Spellings and words.
        joint: Place of the column that holds role and company, where there is one.
    """
    pairs = list(zip(columns, candidates, strict=True))
    if not _is_named(_COMPANY, candidates):
        _add_company(pairs if joint is None else pairs[max(0, joint - 1) : joint])
    if any(found and found.keys() <= _OF_ASKS for found in candidates):
        return
    if not any(_is_named(field, candidates) for field in STATUS_FIELDS):
        _add_status(pairs, vocabulary)
    if not _tells(candidates):
        return
    if not _is_named(_ROLE, candidates):
        _add_role(pairs, vocabulary)
    if not _is_named(_DAY, candidates):
        _add_day(pairs, vocabulary)


def _is_named(field: str, candidates: Sequence[Candidates]) -> bool:
    return any(field in found and found[field].score > _NAMED for found in candidates)


def _tells(candidates: Sequence[Candidates]) -> bool:
    """Whether the columns are of a list of applications: who, and what came of it."""
    is_who = _is_named(_COMPANY, candidates) or _is_named(_ROLE, candidates)
    return is_who and any(field in _SAYING or field.startswith("event:") for found in candidates for field in found)


def _open(pairs: Pairs) -> Iterator[tuple[int, Column, Candidates]]:
    """The columns that nothing is known of, by place."""
    for place, (column, found) in enumerate(pairs):
        if not found and column.profile.filled:
            yield place, column, found


def _add_status(pairs: Pairs, vocabulary: Vocabulary) -> None:
    """The column most of whose cells are status words, be they all the same one."""
    told = [
        (column.profile.told, found)
        for _, column, found in _open(pairs)
        if column.profile.told >= _HALF
        and not is_key(column.header)
        and _words_known(column.header, vocabulary).isdisjoint(_SOMETHING_ELSE)
    ]
    if told:
        _, found = max(told, key=lambda each: each[0])
        found["status_text"] = Candidate(0.9, "values", "half of the cells or more are status words")


def _add_company(pairs: Pairs) -> None:
    """The first column of short words; where three others are ticks or days of stages, one that tells rows apart.

    A row is named by its company, so a sheet that seems to lack one has it under another name.
    """
    named = {field for _, found in pairs for field in found}
    steps = sum(any(field.startswith("event:") or field == "outcome" for field in found) for _, found in pairs)
    first = pairs[0][0].profile if pairs else ColumnProfile(0)
    if steps >= _STEPS and first.filled >= _LEAST_FILLED and first.is_distinct and _ROLE not in named:
        pairs[0][1][_COMPANY] = Candidate(0.96, "values", "the first column tells the rows apart")
        return
    for _, column, found in _open(pairs):
        profile = column.profile
        is_kind = profile.distinctness < _LEAST_DISTINCT
        if (
            profile.filled >= _LEAST_FILLED
            and profile.oddest < _HALF
            and profile.mean_length < _LONGEST_NAME
            and not (is_kind or is_key(column.header))
        ):
            reason = "the first column of short words, and no header names a company"
            found[_COMPANY] = Candidate(BY_ELIMINATION, "values", reason)
            return


def _add_role(pairs: Pairs, vocabulary: Vocabulary) -> None:
    """The column with most titles of jobs, else the one beside the company, of short words."""
    companies = [place for place, (_, found) in enumerate(pairs) if _COMPANY in found]
    fitting = {
        place: (column, found)
        for place, column, found in _open(pairs)
        if column.header.strip()
        and column.profile.filled >= _LEAST_FILLED
        and column.profile.oddest < _HALF
        and _SHORTEST_TITLE <= column.profile.mean_length <= _LONGEST_TITLE
        and not (is_key(column.header) or _words_known(column.header, vocabulary))
    }
    titled = [place for place, (column, _) in fitting.items() if column.profile.roles >= _SOME_TITLES]
    beside = [
        place + step
        for step in (1, -1)
        for place in companies
        if place + step in fitting and fitting[place + step][0].profile.distinctness >= _HALF
    ]
    chosen = max(titled, key=lambda place: fitting[place][0].profile.roles) if titled else next(iter(beside), None)
    if chosen is not None:
        reason = "the values may be titles of jobs, and no header names a role"
        fitting[chosen][1][_ROLE] = Candidate(BY_ELIMINATION, "values", reason)


def _add_day(pairs: Pairs, vocabulary: Vocabulary) -> None:
    """The one column of days whose header says nothing of which days they are."""
    fitting = [
        found
        for _, column, found in _open(pairs)
        if column.profile.dates >= _MOSTLY_DAYS and _words_known(column.header, vocabulary) <= _OF_APPLYING
    ]
    if len(fitting) == 1:
        reason = "the one column of days that nothing else explains, and no header says when you applied"
        fitting[0][_DAY] = Candidate(BY_ELIMINATION, "values", reason)


def _words_known(header: str, vocabulary: Vocabulary) -> set[str]:
    """What single words of a header speak of, where the whole of it is not known; a status speaks of itself."""
    words = fold(header).split()
    notions = {notion for word in words for notion in notions_of_header(word, vocabulary)}
    return notions | {word for word in words if tick_meaning(word, vocabulary) is not None}
