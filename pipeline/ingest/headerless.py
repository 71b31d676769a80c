"""A table whose header says nothing: read by its values where they leave no doubt which columns are which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from pipeline.ingest.by_elimination import BY_ELIMINATION
from pipeline.ingest.by_place import names_by_place, speaks_of_jobs
from pipeline.ingest.clean import distinct_texts
from pipeline.ingest.header_words import notions_of_header
from pipeline.ingest.headers import header_meanings
from pipeline.ingest.layout import is_value_like
from pipeline.ingest.looks import legal_forms
from pipeline.ingest.model import BY_VALUES, ColumnPlan
from pipeline.ingest.profile import ColumnProfile, profile_column
from pipeline.ingest.set_aside import column_name
from pipeline.vocabulary import OTHER, Vocabulary, fold

_LEAST_ROWS = 3
_LEAST_WIDTH = 3
_SAMPLE = 1_000
_SURE_SHARE = 0.8
_STATUS_SHARE = 0.6
"""Some statuses are written in one's own words."""

_ROLE_SHARE = 0.2
_LEAST_ROLES = 2
"""Names of companies and places have next to no words of job titles; of the titles of some trades few are known."""

_FULL_SHARE = 0.9
_DISTINCT_SHARE = 0.6
_REPEATED = 0.6
_LONGEST_NAME = 50
_LONGEST_TITLE = 120
"""Job titles of adverts are long, but sentences about a job are longer."""

_MOST_WORDS = 5
_PLACE_SHARE = 0.6
_LEAST_PLACES = 4
_LEAST_LETTERS = 4
_REGION = r"^\p{L}.*[ ,(]([A-Z]{2,3})\)?$"
_KEY = r"^[a-z]+[-_]?\d[a-z\d_-]{5,}$|^[a-z\d_-]*\d[a-z\d_-]*[a-z][a-z\d_-]*\d[a-z\d_-]*$|^\d+$"
"""What programs number rows with: "mjski6i918bj4ze20mi"."""


@dataclass(frozen=True)
class ValuePlan:
    """Columns read by their values; ``header`` is the place of a header row of names we do not know, or None."""

    header: int | None
    columns: tuple[ColumnPlan, ...]


def plan_by_values(cells: pl.DataFrame, vocabulary: Vocabulary) -> ValuePlan | None:
    """The columns of a tracker without a header we know, or None where its values are not clearly those of one.

    Clear means: one column of job titles and one other of names that tell most rows apart, or one that holds both
    in each cell, and one of status words, of dates or of links; beside status words the names alone are enough.
    Dates are not enough beside addresses of people, whose names and jobs look the same. A second candidate for
    one of the first two is a doubt, and a doubt is a no, unless it is plainly a column of places, or settled by place
    beside a status; a second candidate for another leaves that field out, but of several columns of status words
    each says something.
    """
    counts = cells.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.Int32))).to_series()
    wide = (counts >= _LEAST_WIDTH).arg_true()
    if len(wide) < _LEAST_ROWS:
        return None
    first = int(wide[0])
    body = cells.slice(first + 1, _SAMPLE).filter(pl.any_horizontal(pl.all().is_not_null()))
    header = first if _is_header(cells.row(first), body, vocabulary) else None
    if header is None:
        body = pl.concat([cells.slice(first, 1), body])
    profiles = [profile_column(body[name], vocabulary) for name in body.columns]
    known = _by_kind(body, profiles, vocabulary)
    sure = _with_sure_names(body, profiles, known)
    doubtful = {} if sure else _doubtful_names(body, profiles, known, vocabulary)
    if not sure and not doubtful:
        return None
    letters = [column_name(place) for place in range(cells.width)]
    names = letters if header is None else [cell or "" for cell in cells.row(first)]
    fields = {
        place: field
        for place, field in (sure or known | doubtful).items()
        if not _is_of_another(names[place], field, vocabulary)
    }
    named = {} if header is None else _named(names, fields, vocabulary)
    plans = (
        _plan(place, name, fields.get(place), is_doubtful=place in doubtful) if place not in named else named[place]
        for place, name in enumerate(names)
    )
    return ValuePlan(header, tuple(plans))


def _named(names: Sequence[str], fields: Mapping[int, str], vocabulary: Vocabulary) -> dict[int, ColumnPlan]:
    """Of the columns that the values leave open those whose names in the header we know, if not enough of them."""
    plans: dict[int, ColumnPlan] = {}
    taken = set(fields.values())
    for place, name in enumerate(names):
        meaning, trust = next(header_meanings(name, vocabulary), (None, 0.0))
        field = meaning.fields[0] if meaning is not None and len(meaning.fields) == 1 else OTHER
        if place not in fields and field not in {OTHER, *taken}:
            plans[place] = ColumnPlan(
                place, name, field, "exact", trust, f'"{name.strip()}" is a known header for it'
            )
            taken.add(field)
    return plans


def _is_of_another(name: str, field: str, vocabulary: Vocabulary) -> bool:
    """Whether a name that we do not know in full says that its days are those of something else than applying."""
    told = notions_of_header(name, vocabulary) - {"date"} if field == "applied_date" else set()
    return bool(told) and told.isdisjoint({"apply", "send"})


def _by_kind(body: pl.DataFrame, profiles: Sequence[ColumnProfile], vocabulary: Vocabulary) -> dict[int, str]:
    """Place to field for the columns whose values are of a kind of their own; of two for one field neither."""
    sources = [_source_share(body[name], vocabulary) for name in body.columns]
    fields: dict[int, str] = {}
    for field, least, shares in (
        ("status_text", _STATUS_SHARE, [p.statuses for p in profiles]),
        ("applied_date", _SURE_SHARE, [p.dates for p in profiles]),
        ("url", _SURE_SHARE, [p.urls for p in profiles]),
        ("work_mode", _SURE_SHARE, [p.work_modes for p in profiles]),
        ("source", _SURE_SHARE, sources),
    ):
        sure = [place for place, share in enumerate(shares) if share >= least and place not in fields]
        if len(sure) == 1 or (sure and field == "status_text"):
            fields |= {sure[0]: field} | dict.fromkeys(sure[1:], "stage")
    return fields


def _typed(profiles: Sequence[ColumnProfile]) -> set[int]:
    return {place for place, p in enumerate(profiles) if max(p.statuses, p.dates, p.urls, p.emails) >= _SURE_SHARE}


def _with_sure_names(
    body: pl.DataFrame, profiles: Sequence[ColumnProfile], fields: dict[int, str]
) -> dict[int, str] | None:
    """The fields with those of the names, or None where the values leave a doubt which columns these are."""
    typed = _typed(profiles)
    role = _role([0.0 if place in typed else p.roles * p.filled for place, p in enumerate(profiles)], profiles)
    taken = {*fields, *typed, role}
    names = [place for place in range(body.width) if place not in taken and _is_name(body, place, profiles[place])]
    joint = [place for place, p in enumerate(profiles) if p.is_joint and place not in typed]
    is_people = _is_of_people(profiles)
    tells = {"status_text", "url"} if is_people else {"status_text", "url", "applied_date"}
    is_dated = not is_people and any(p.dates >= _SURE_SHARE for p in profiles)  # of several, none is that of applying
    if not tells & set(fields.values()) and not is_dated:
        return None
    if len(joint) == 1 and not any(place not in joint for place in names):
        return fields | {joint[0]: "role"}
    company, location = _company_and_place(
        body, names, [place for place, p in enumerate(profiles) if p.urls or p.emails]
    )
    is_told = role is not None or ("status_text" in fields.values() and not is_people)
    if not is_told or company is None:
        return None
    found = {company: "company"} | ({} if role is None else {role: "role"})
    return fields | found | ({} if location is None else {location: "location"})


def _doubtful_names(
    body: pl.DataFrame, profiles: Sequence[ColumnProfile], fields: dict[int, str], vocabulary: Vocabulary
) -> dict[int, str]:
    """Place to field for status, company and role, where words for a status or titles of jobs say enough."""
    if _is_of_people(profiles):
        return {}
    told = [place for place, p in enumerate(profiles) if speaks_of_jobs(body.to_series(place), p, vocabulary)]
    status = {told[0]: "status_text"} if told and "status_text" not in fields.values() else {}
    if not told and not any(max(p.dates, p.urls) >= _SURE_SHARE for p in profiles):
        return {}
    names = names_by_place(body, profiles, {*fields, *status, *_typed(profiles)}, is_tracker=bool(told))
    return status | names if names else {}


def _is_of_people(profiles: Sequence[ColumnProfile]) -> bool:
    return any(p.emails >= _SURE_SHARE for p in profiles)


def _company_and_place(
    body: pl.DataFrame, names: Sequence[int], links: Sequence[int]
) -> tuple[int | None, int | None]:
    """Which column of names is the company's and which the place's; no company where more than one may be it.

    Web and mail addresses beside names settle it, since those of companies are made of their names.
    """
    texts = {place: body.to_series(place) for place in names}
    linked = [place for place in names if any(_is_in_links(texts[place], body.to_series(link)) for link in links)]
    coded = [place for place in names if place not in linked and _has_region_codes(texts[place])]
    again = [place for place in names if place not in linked and _is_place(texts[place])]
    places = coded or (again if len(names) == _LEAST_ROLES or linked else [])
    location = places[0] if len(places) == 1 else None
    companies = linked or [place for place in names if place != location]
    return (companies[0] if len(companies) == 1 else None), location


def _is_in_links(names: pl.Series, links: pl.Series) -> bool:
    """Whether most links beside names have a word of the name in them: larkspur.example for Larkspur Veterinary."""
    pairs = [(fold(name).split(), fold(link)) for name, link in zip(names, links, strict=True) if name and link]
    shared = sum(any(len(word) >= _LEAST_LETTERS and word in link for word in words) for words, link in pairs)
    return len(pairs) >= _LEAST_ROWS and shared >= _PLACE_SHARE * len(pairs)


def _has_region_codes(texts: pl.Series) -> bool:
    """Whether most texts end in the letters of a state or a country, and not in those of a form of company."""
    ends = texts.drop_nulls().str.extract(_REGION)
    regions = sum(end is not None and fold(end) not in legal_forms() for end in ends)
    return len(ends) >= _LEAST_ROWS and regions >= _PLACE_SHARE * len(ends)


def _role(counts: Sequence[float], profiles: Sequence[ColumnProfile]) -> int | None:
    """The column of job titles, where no other column has a third of their words, in number or for its texts.

    Where its titles are all different, a column whose texts come again is the kind of job, and no second one.
    """
    counts = [0.0 if p.mean_length > _LONGEST_TITLE else count for count, p in zip(counts, profiles, strict=True)]
    best = max(counts)
    place = counts.index(best)
    share = profiles[place].roles
    is_sure = best >= max(_LEAST_ROLES, _ROLE_SHARE * profiles[place].filled) or share == 1
    kinds = {other for other, p in enumerate(profiles) if profiles[place].is_distinct and p.distinctness < _REPEATED}
    others = [other for other in range(len(counts)) if other != place and other not in kinds]
    is_alone = all(counts[other] <= best / 3 or profiles[other].roles <= share / 3 for other in others)
    return place if is_sure and is_alone else None


def _source_share(texts: pl.Series, vocabulary: Vocabulary) -> float:
    distinct = distinct_texts(texts)
    return sum(fold(text) in vocabulary.sources for text in distinct) / max(1, len(distinct))


def _is_name(body: pl.DataFrame, place: int, profile: ColumnProfile) -> bool:
    """A few words, filled in nearly every row and mostly different: what companies look like and places do not."""
    texts = body.to_series(place).drop_nulls()
    odd = max(profile.dates, profile.urls, profile.flags, profile.numbers, profile.statuses, profile.work_modes)
    if not len(texts) or max(odd, profile.emails) >= 1 - _SURE_SHARE + 0.1:
        return False
    is_full = len(texts) >= _FULL_SHARE * body.height
    is_distinct = texts.n_unique() >= _DISTINCT_SHARE * body.height
    is_short = profile.mean_length <= _LONGEST_NAME and sum(len(t.split()) for t in texts) <= _MOST_WORDS * len(texts)
    is_key = texts.str.contains(_KEY).sum() >= _PLACE_SHARE * len(texts)
    is_place = texts.str.contains(r"\w, \w").sum() >= _PLACE_SHARE * len(texts)
    return is_full and is_distinct and is_short and not (is_place or is_key)


def _is_place(texts: pl.Series) -> bool:
    """One or two words, of which some come again: what towns look like beside companies that are all different."""
    words = texts.drop_nulls().str.split(" ").list.len()
    comes_again = texts.drop_nulls().n_unique() < texts.len() - texts.null_count()
    return comes_again and len(words) >= _LEAST_PLACES and bool((words <= _LEAST_ROLES).all())


def _is_header(row: Sequence[str | None], body: pl.DataFrame, vocabulary: Vocabulary) -> bool:
    """Whether a row is words above columns of dates, links or status words, and so no row of them."""
    texts = [cell for cell in row if cell]
    if any(is_value_like(text) for text in texts):
        return False
    differs = False
    for name, text in zip(body.columns, row, strict=True):
        if not text:
            continue
        below, own = (profile_column(series, vocabulary) for series in (body[name], pl.Series([text])))
        for share, is_same in ((below.dates, own.dates), (below.urls, own.urls), (below.statuses, own.statuses)):
            if share >= _SURE_SHARE and is_same:
                return False
            differs |= share >= _SURE_SHARE
    return differs


def _plan(place: int, header: str, field: str | None, *, is_doubtful: bool) -> ColumnPlan:
    why = "there is no header we know"
    if field is None:
        return ColumnPlan(place, header, None, "unmapped", 0.0, f"{why}, and the values do not say")
    if field == "applied_date":
        return ColumnPlan(place, header, field, "values", BY_ELIMINATION, f"{why}; the one column of days")
    if is_doubtful:
        return ColumnPlan(
            place, header, field, "values", BY_ELIMINATION, f"{why}; short words where it mostly stands"
        )
    return ColumnPlan(place, header, field, "values", BY_VALUES, f"{why}; the values look like it")
