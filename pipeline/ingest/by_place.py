"""Which columns of a tracker without a known header name the company and the job, where values alone leave a doubt.

Only where something else says that it is a tracker: words for a status that speak of jobs, or a column of titles of
jobs beside days or links. The doubt is told of then.
"""

from collections.abc import Container, Sequence

import polars as pl

from pipeline.ingest.clean import distinct_texts
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.profile import ColumnProfile
from pipeline.ingest.status import read_status
from pipeline.vocabulary import Vocabulary

_SAID = 0.6
_SOME_TITLES, _MOSTLY_TITLES = 0.2, 0.6
_FILLED = 0.5
_DISTINCT = 0.4
_SHORTEST, _LONGEST = 3, 60
_KEY = r"^\S*\d\S*$"
"""One word with a digit: what programs number rows with, and no name."""

_OF_JOBS = frozenset({"screening", "first_interview", "second_interview", "final_interview"})


def names_by_place(
    body: pl.DataFrame, profiles: Sequence[ColumnProfile], known: Container[int], *, is_tracker: bool
) -> dict[int, str]:
    """Place to field for the company and, where there is one, the role.

    The role is the column with most titles of jobs, the company the first other one of short words. Where no title
    is known the first is the company and the one right of it the role: six trackers in seven have that order.

    Args:
        body: The cells.
        profiles: What each column looks like.
        known: Places of columns that are something else.
        is_tracker: Whether other columns say that it is a tracker; else most titles of jobs have to be known.
    """
    fitting = [
        place for place, p in enumerate(profiles) if place not in known and _is_short_words(body.to_series(place), p)
    ]
    titles, titled = max(((profiles[place].roles, -place) for place in fitting), default=(0.0, 0))
    role = -titled
    if titles < (_SOME_TITLES if is_tracker else _MOSTLY_TITLES):
        if not is_tracker or not fitting:
            return {}
        role = fitting[0] + 1
    company = next((place for place in fitting if place != role), None)
    if company is None:
        return {}
    return {company: "company"} | ({role: "role"} if role in fitting else {})


def speaks_of_jobs(texts: pl.Series, profile: ColumnProfile, vocabulary: Vocabulary) -> bool:
    """Whether most cells of a column are statuses, and one says that somebody applied or was seen."""
    return profile.told >= _SAID and any(
        read_status(text, vocabulary).stage in _OF_JOBS or "apply" in notions_of_header(text, vocabulary)
        for text in distinct_texts(texts)
    )


def _is_short_words(texts: pl.Series, profile: ColumnProfile) -> bool:
    filled = texts.drop_nulls()
    return (
        len(filled) >= _FILLED * len(texts)
        and max(profile.oddest, profile.emails, profile.sources) < _FILLED
        and _SHORTEST <= profile.mean_length < _LONGEST
        and (profile.distinctness >= _DISTINCT or profile.roles >= _MOSTLY_TITLES)
        and int(filled.str.contains(_KEY).sum()) < _FILLED * len(filled)
    )
