"""What to read before an interview, put together from the ``brief_`` views for one open application."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl
from rapidfuzz import fuzz, process

from pipeline.errors import InputRefusedError, nearest_name
from pipeline.insight.findings import FEWEST_TO_PLAN_FROM, percent
from pipeline.insight.quoting import with_said
from pipeline.vocabulary import fold, load_vocabulary
from pipeline.warehouse.match import company_key

Rows = Callable[..., pl.DataFrame]
"""Runs a query with its named values on the views and gives the rows."""

OPEN = """
select *
from open_applications
order by outcome = 'offer', stage_rank desc, applied_date desc nulls last, application_id
"""
"""Every open application: where an interview is likeliest next first, an offer last."""

_QUOTES = """
select *
from brief_quotes
where application_id = $application_id
order by nearness_order, feedback_id, quote_start
"""
_LESSONS = """
select *
from brief_lessons
where application_id = $application_id
order by is_to_do desc, nearness_order, feedback_date desc nulls last, feedback_id
"""
_EARLIER = """
select *
from brief_earlier
where application_id = $application_id
order by nearness, entry_date desc nulls last, kind, entry_id
"""
_RATES = "select * from brief_rates where application_id = $application_id order by about_order"

_LIKENESS = 70
"""Percent; below it, the suggested companies have little to do with what was typed."""

_MOST_HERE, _MOST_NEXT, _MOST_STRENGTHS, _QUOTES_OF_A_STRENGTH = 5, 3, 4, 2

_CLAIMS = {
    "source_applications": "Your other applications found through {}",
    "contact_applications": "Your other applications with {}",
    "source_asks": "Your asks for feedback about openings found through {}",
    "contact_asks": "Your asks for feedback about applications with {}",
    "stage_asks": "Your asks for feedback after “{}”",
}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Heard:
    """Quotes from one stage, with how much there is in all.

    Attributes:
        stage: The stage that they are about.
        text_count: Texts about it.
        company_count: The employers that they come from.
        quotes: Rows of ``brief_quotes`` with the sentence ``said``: those worth reading first.
        more: How many sentences are left out.
    """

    stage: str
    text_count: int
    company_count: int
    quotes: tuple[Row, ...]
    more: int = 0


@dataclass(frozen=True)
class Strength:
    """Something that was praised.

    Attributes:
        label: The theme in words.
        company_count: The employers that praised it.
        quotes: Rows of ``brief_quotes``, the nearest and newest first.
    """

    label: str
    company_count: int
    quotes: tuple[Row, ...]


@dataclass(frozen=True)
class Brief:
    """Everything on the page for one application.

    Attributes:
        application: The row of ``open_applications``.
        heard: What was heard at its stage, and at the one after it where there is something.
        strengths: What to keep doing, what most employers praised first.
        steps: Rows of ``brief_lessons`` whose next step is still to do.
        lessons: Rows of ``brief_lessons`` with a lesson.
        here: Rows of ``brief_earlier`` about the same company.
        same_role: Rows of ``brief_earlier`` about the same role elsewhere.
        rates: Sentences on how often its channel and its people answered.
        gentle: Whether what is good comes first.
    """

    application: Row
    heard: tuple[Heard, ...]
    strengths: tuple[Strength, ...]
    steps: tuple[Row, ...]
    lessons: tuple[Row, ...]
    here: tuple[Row, ...]
    same_role: tuple[Row, ...]
    rates: tuple[str, ...]
    gentle: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing from before says anything about it."""
        return not any((self.heard, self.strengths, self.steps, self.lessons, self.here, self.same_role, self.rates))

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON-ready values."""
        told = (
            "label",
            "control",
            "polarity",
            "quote",
            "said",
            "company",
            "role",
            "stage",
            "feedback_date",
            "feedback_id",
        )
        written = ("lesson", "next_step", "next_step_done_date", "company", "role", "stage", "feedback_date")
        before = ("kind", "company", "role", "stage", "outcome", "entry_date", "stated_reason", "feedback_text")
        return {
            "application": _plain(self.application, [name for name in self.application if name != "company_key"]),
            "heard": [
                {
                    "stage": each.stage,
                    "text_count": each.text_count,
                    "company_count": each.company_count,
                    "quotes": [_plain(quote, told) for quote in each.quotes],
                }
                for each in self.heard
            ],
            "strengths": [
                {
                    "theme": each.label,
                    "company_count": each.company_count,
                    "quotes": [_plain(quote, told) for quote in each.quotes],
                }
                for each in self.strengths
            ],
            "next_steps": [_plain(row, written) for row in self.steps],
            "lessons": [_plain(row, written) for row in self.lessons],
            "same_company": [_plain(row, before) for row in self.here],
            "same_role": [_plain(row, before) for row in self.same_role],
            "rates": list(self.rates),
        }


def briefs_for(rows: Rows, company: str, role: str | None = None, *, gentle: bool = False) -> list[Brief]:
    """The brief of every open application at a company, the furthest first.

    Args:
        rows: Runs a query on the views.
        company: The company, in any spelling.
        role: Only the application for this role, in any spelling or a part of it.
        gentle: Whether what is good comes first.

    Raises:
        InputRefusedError: No application there is open, or none for that role.
    """
    return [read_brief(rows, application, gentle=gentle) for application in chosen(rows, company, role)]


def chosen(rows: Rows, company: str, role: str | None = None) -> list[dict[str, Any]]:
    """The open applications at a company, or those for a role there.

    Raises:
        InputRefusedError: No application there is open, or none for that role.
    """
    known = rows(OPEN).to_dicts()
    wanted = company_key(company)
    there = [each for each in known if each["company"] and each["company_key"] == wanted]
    if not there:
        raise _nothing_open(rows, company, [each["company"] for each in known if each["company"]])
    if role is None:
        return there
    fitting = [each for each in there if fold(role) in fold(each["role"] or "")]
    if not fitting:
        roles = [each["role"] for each in there if each["role"]]
        near = nearest_name(role, roles)
        raise InputRefusedError(
            f"No open application at {there[0]['company']} is for {role!r}.",
            found=f"Open there: {', '.join(roles) or 'a role that is not written down'}.",
            remedy=f"Did you mean {near!r}?" if near else None,
        )
    return fitting


def _nothing_open(rows: Rows, company: str, open_companies: Sequence[str]) -> InputRefusedError:
    if not open_companies:
        return InputRefusedError(
            "No application is open, so there is nothing to prepare for.",
            remedy="An application is open once it was sent and until it ends; import the newest tracker.",
        )
    ended = rows(
        "select distinct company from stg_applications where company_key = $company_key",
        company_key=company_key(company),
    )
    alike = [
        name
        for name, _, _ in process.extract(
            company,
            sorted(set(open_companies)),
            scorer=fuzz.WRatio,
            processor=company_key,
            limit=3,
            score_cutoff=_LIKENESS,
        )
    ]
    remedy = f"Did you mean {' or '.join(map(repr, alike))}?" if alike else f"Open now: {_listed(open_companies)}."
    if not ended.is_empty():
        return InputRefusedError(f"No application at {ended['company'][0]} is open any more.", remedy=remedy)
    return InputRefusedError(f"No application at {company!r} is known.", remedy=remedy)


def _listed(names: Sequence[str], most: int = 8) -> str:
    distinct = list(dict.fromkeys(names))
    more = f" and {len(distinct) - most} more" if len(distinct) > most else ""
    return ", ".join(distinct[:most]) + more


def read_brief(rows: Rows, application: Row, *, gentle: bool = False) -> Brief:
    """The brief for a row of ``open_applications``."""
    name = application["application_id"]
    quotes = with_said(rows(_QUOTES, application_id=name)).to_dicts()
    lessons = rows(_LESSONS, application_id=name).to_dicts()
    earlier = rows(_EARLIER, application_id=name).to_dicts()
    return Brief(
        application=application,
        heard=_heard(quotes, gentle=gentle),
        strengths=_strengths(quotes),
        steps=tuple(row for row in lessons if row["is_to_do"]),
        lessons=tuple(row for row in lessons if row["lesson"]),
        here=tuple(row for row in earlier if row["nearness"] == "company"),
        same_role=tuple(row for row in earlier if row["nearness"] == "role"),
        rates=tuple(rate_sentence(row) for row in rows(_RATES, application_id=name).iter_rows(named=True)),
        gentle=gentle,
    )


def _heard(quotes: Sequence[Row], *, gentle: bool) -> tuple[Heard, ...]:
    near = [quote for quote in quotes if quote["nearness"] in ("this stage", "next stage")]
    groups = [list(group) for _, group in groupby(near, key=lambda quote: quote["nearness_order"])]
    return tuple(_heard_at([*group], gentle=gentle) for group in groups)


def _heard_at(quotes: Sequence[Row], *, gentle: bool) -> Heard:
    ordered = sorted(quotes, key=lambda quote: _urgency(quote, gentle=gentle))
    sentences = list(dict.fromkeys(map(_sentence, ordered)))
    shown = sentences[: _MOST_HERE if quotes[0]["nearness"] == "this stage" else _MOST_NEXT]
    return Heard(
        stage=quotes[0]["stage"],
        text_count=len({quote["feedback_id"] for quote in quotes}),
        company_count=_companies(quotes),
        quotes=tuple(sorted((quote for quote in ordered if _sentence(quote) in shown), key=_place_in(shown))),
        more=len(sentences) - len(shown),
    )


def _sentence(quote: Row) -> tuple[str, str]:
    return quote["feedback_id"], quote["said"]


def _place_in(shown: Sequence[tuple[str, str]]) -> Callable[[Row], int]:
    return lambda quote: shown.index(_sentence(quote))


def _urgency(quote: Row, *, gentle: bool) -> tuple[bool, bool, int]:
    """What one can act on before the rest, the newest first; in gentle mode after what was praised."""
    is_praise = quote["polarity"] == "strength"
    is_to_act_on = quote["polarity"] == "concern" and quote["control"] != "not_mine"
    first, second = (is_praise, is_to_act_on) if gentle else (is_to_act_on, is_praise)
    return not first, not second, _days_back(quote)


def _strengths(quotes: Sequence[Row]) -> tuple[Strength, ...]:
    praised = sorted((quote for quote in quotes if quote["polarity"] == "strength"), key=lambda quote: quote["label"])
    found = [
        Strength(label, _companies(group), tuple(sorted(group, key=_nearest)[:_QUOTES_OF_A_STRENGTH]))
        for label, group in ((label, list(of)) for label, of in groupby(praised, key=lambda quote: quote["label"]))
    ]
    return tuple(sorted(found, key=lambda each: (-each.company_count, _nearest(each.quotes[0])))[:_MOST_STRENGTHS])


def _nearest(quote: Row) -> tuple[int, int]:
    return quote["nearness_order"], _days_back(quote)


def _days_back(quote: Row) -> int:
    day: date | None = quote["feedback_date"]
    return -day.toordinal() if day else 0


def _companies(quotes: Sequence[Row]) -> int:
    return len({quote["company_key"] or quote["feedback_id"] for quote in quotes})


def rate_sentence(row: Row) -> str:
    """What a row of ``brief_rates`` says, never more certain than its interval allows."""
    stage = load_vocabulary().stages.get(row["subject"]) if row["about"] == "stage_asks" else None
    claim = _CLAIMS[row["about"]].format(stage.label if stage else row["subject"])
    settled, answered = row["settled_count"], row["responded_count"]
    if not settled:
        return f"{claim}: none is settled yet."
    counts = f"{claim}: {answered:,} of {settled:,} answered"
    if settled < FEWEST_TO_PLAN_FROM:
        return f"{counts}; too few to say more."
    low, high = percent(row["response_rate_low"]), percent(row["response_rate_high"])
    return f"{counts} ({percent(row['response_rate'])}, 95% interval {low} to {high})."


def _plain(row: Row, names: Sequence[str]) -> dict[str, Any]:
    return {name: _iso(row[name]) for name in names}


def _iso(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
