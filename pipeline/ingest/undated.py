"""What is told of the day of applying: that no header names it, or that another day was taken for it."""

from collections.abc import Iterator

from pipeline.ingest.headers import header_meanings
from pipeline.ingest.model import Caution
from pipeline.ingest.profile import profile_column
from pipeline.ingest.table import Table
from pipeline.vocabulary import Vocabulary, fold

_SURE_SHARE = 0.9
_LEAST_DATES = 2


def undated_caution(table: Table, vocabulary: Vocabulary) -> Iterator[Caution]:
    """Tell of columns that may hold the days of applying, where no column is read as them."""
    if table.plan.kind == "feedback":
        return
    left = [column for column in table.plan.columns if column.how == "unmapped" and column.header.strip()]
    unknown = [column for column in left if next(header_meanings(column.header, vocabulary), None) is None]
    named = []
    for column in unknown:
        profile = profile_column(table.texts(column), vocabulary)
        if profile.filled >= _LEAST_DATES and profile.dates >= _SURE_SHARE:
            named.append(column.header.strip())
    if not named:
        return
    told = " and ".join(f'"{header}"' for header in named)
    hold = "holds" if len(named) == 1 else "hold"
    label = vocabulary.fields["applied_date"].label
    yield Caution(
        "no_applied_date",
        f"No column says when you applied, so nothing is said about time. {told} {hold} dates: where "
        f"these are the days of applying, read the column as “{label}” "
        f'(--column applied_date="{named[0]}").',
        column=named[0] if len(named) == 1 else None,
        rows=table.cells.height,
    )


def contact_day_caution(table: Table, vocabulary: Vocabulary) -> Iterator[Caution]:
    """Tell of days of contacts that were taken for those of applying, unless the user said so."""
    column = table.column("applied_date")
    if column is None or column.how == "given" or fold(column.header) not in vocabulary.words["days_of_activity"]:
        return
    yield Caution(
        "contact_days",
        f'"{column.header.strip()}" is the day of a contact, and was read as the day of applying; where the contact '
        "was an interview or a call, it is not.",
        column=column.header,
        rows=table.cells.height,
    )
