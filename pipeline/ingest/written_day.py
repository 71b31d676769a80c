"""The day a sheet says it was written or copied on, which is what "3 days ago" in it counts from."""

import datetime as dt
from collections.abc import Iterable

from pipeline.ingest.dates import split_date
from pipeline.vocabulary import Vocabulary, fold

_LONGEST = 120


def find_written_day(remarks: Iterable[str], latest: dt.date, vocabulary: Vocabulary) -> dt.date | None:
    """The one day that lines around a table name as theirs ("Copied 14 May 2025"); None where none or several do.

    Args:
        remarks: Lines above, below and between the rows.
        latest: The last day that is believed.
        vocabulary: For the words that say so, and the names of months.
    """
    days = {day for text in remarks if (day := _written_day(text, latest, vocabulary)) is not None}
    return days.pop() if len(days) == 1 else None


def _written_day(text: str, latest: dt.date, vocabulary: Vocabulary) -> dt.date | None:
    if len(text) > _LONGEST:
        return None
    rest, day = split_date(text, latest=latest, vocabulary=vocabulary)
    told = f" {fold(rest)} "
    return day if any(f" {word} " in told for word in vocabulary.words["date_written"]) else None
