"""A brief as titled lists, the same on the dashboard's page, on paper and on a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.dashboard.report.rendering import render
from pipeline.dashboard.words import CONTROL, GENTLE_POLARITY, POLARITY, counted, day_in_words, label
from pipeline.insight.aliases import MYSELF
from pipeline.insight.brief import Brief, Heard, Strength

_MOST, _MOST_EARLIER = 5, 3
"""More than this in one list nobody reads on the way to an interview; what was said earlier is whole texts."""

_FEW_EMPLOYERS = 2

_SENTENCE = itemgetter("feedback_id", "said")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing on a list.

    Attributes:
        text: What was said, or is to be done.
        about: Where it comes from and how it was meant; empty when there is nothing to say.
        polarity: How a quote was meant; None for what is no quote.
        is_quote: Whether the text is in their words.
    """

    text: str
    about: str = ""
    polarity: str | None = None
    is_quote: bool = False

    @property
    def told(self) -> str:
        """The text, in quotation marks where it is theirs."""
        return f"“{self.text}”" if self.is_quote else self.text


@dataclass(frozen=True)
class Section:
    """A list with its title.

    Attributes:
        title: What is on it.
        items: The things on it, the most useful first.
        nothing: What to say where it is empty.
        basis: How much it rests on; empty when the items say it.
        more: How many things are left out.
        is_told: Whether it holds what was said about the seeker, which gentle mode shows once it is opened.
    """

    title: str
    items: tuple[Item, ...]
    nothing: str
    basis: str = ""
    more: int = 0
    is_told: bool = False


def title_of(brief: Brief) -> str:
    """The company and the role."""
    application = brief.application
    return ": ".join(filter(None, (application["company"] or "A company not written down", application["role"])))


def facts_of(brief: Brief) -> list[str]:
    """How the application stands, in short lines."""
    application = brief.application
    applied, source, contact = application["applied_date"], application["source"], application["contact"]
    facts = [
        f"Whose search: {application['seeker']}" if application["seeker"] != MYSELF else None,
        f"Reached: {label(application['stage'])}",
        f"Applied: {day_in_words(applied)}" if applied else None,
        f"Found through: {source}" if source else None,
        f"Contact: {contact}" if contact else None,
        _next_action(application),
        f"Your notes: {application['notes']}" if application["notes"] else None,
    ]
    return [fact for fact in facts if fact]


def _next_action(application: Row) -> str | None:
    if not application["next_action"]:
        return None
    day = application["next_action_date"]
    return f"Next: {application['next_action']}" + (f", by {day_in_words(day)}" if day else "")


def sections_of(brief: Brief) -> list[Section]:
    """The lists in the order of reading; in gentle mode what to keep doing comes first."""
    heard, keep = [*_heard(brief)], _keep_doing(brief.strengths)
    first = [keep, *heard] if brief.gentle else [*heard, keep]
    return [*first, _steps(brief), _lessons(brief), _earlier(brief), _who_answers(brief)]


def page_of(briefs: Sequence[Brief], *, as_of: date) -> str:
    """The briefs as one HTML page to print."""
    return render("brief.html", title="Before the interview", briefs=_told(briefs), as_of=as_of)


def text_of(briefs: Sequence[Brief]) -> str:
    """The briefs as plain text."""
    return render("brief.txt", briefs=_told(briefs))


def _told(briefs: Sequence[Brief]) -> list[dict[str, Any]]:
    return [
        {"title": title_of(brief), "facts": facts_of(brief), "sections": sections_of(brief), "gentle": brief.gentle}
        for brief in briefs
    ]


def _heard(brief: Brief) -> list[Section]:
    nothing = "Nothing yet: no feedback in words is about this stage or the next."
    if not brief.heard:
        return [Section("Heard at this stage before", (), nothing, is_told=True)]
    return [
        Section(
            title=_where(brief, heard),
            items=tuple(
                _said([*quotes], GENTLE_POLARITY if brief.gentle else POLARITY)
                for _, quotes in groupby(heard.quotes, key=itemgetter("feedback_id", "said"))
            ),
            nothing=nothing,
            basis=f"From {counted(heard.text_count, 'text')} by {counted(heard.company_count, 'employer')}."
            + (" Too few to say what is usual." if heard.company_count <= _FEW_EMPLOYERS else ""),
            more=heard.more,
            is_told=True,
        )
        for heard in brief.heard
    ]


def _where(brief: Brief, heard: Heard) -> str:
    which = "this stage" if heard.stage == brief.application["stage"] else "the next stage"
    return f"Heard at {which} before: {label(heard.stage)}"


def _keep_doing(strengths: Sequence[Strength]) -> Section:
    items = tuple(
        Item(quote["quote"], f"{strength.label}: {_praise(strength)}; {_origin(quote)}", "strength", is_quote=True)
        for strength in strengths
        for quote in strength.quotes
    )
    return Section("Keep doing", items, "Nothing praised yet, in the words that are on record.")


def _praise(strength: Strength) -> str:
    if strength.company_count == 1:
        return "praised by one employer so far"
    return f"praised by {counted(strength.company_count, 'employer')}"


def _said(quotes: Sequence[Row], words: Mapping[str, str]) -> Item:
    """A sentence with everything that it was about."""
    first = quotes[0]
    meant = dict.fromkeys(
        f"{words[each['polarity']]}: {each['label']}, {CONTROL[each['control']]}" for each in quotes
    )
    return Item(first["said"], "; ".join([*meant, _origin(first)]), first["polarity"], is_quote=True)


def _steps(brief: Brief) -> Section:
    items = [Item(row["next_step"], _origin(row)) for row in brief.steps]
    return _cut("Next steps still to do", items, "No next step that you wrote down is still to do.")


def _lessons(brief: Brief) -> Section:
    items = [
        Item(
            row["lesson"],
            _origin(row)
            + (f"; done {day_in_words(row['next_step_done_date'])}" if row["next_step_done_date"] else ""),
        )
        for row in brief.lessons
    ]
    return _cut("Your lessons", items, "No lesson is written down yet.")


def _earlier(brief: Brief) -> Section:
    items = [_before(row) for row in (*brief.here, *brief.same_role)]
    nothing = "Nothing: this is the first time there, and nobody else spoke about this role."
    return _cut("What this company or role said earlier", items, nothing, is_told=True, most=_MOST_EARLIER)


def _before(row: Row) -> Item:
    if row["kind"] == "application":
        ended = label(row["outcome"]).lower()
        how = f"You applied there before: {label(row['stage']).lower()} reached, {ended}"
        return Item(how, _origin({**row, "stage": None, "feedback_date": row["entry_date"]}))
    origin = _origin({**row, "feedback_date": row["entry_date"]})
    if row["feedback_text"]:
        return Item(row["feedback_text"], origin, is_quote=True)
    return Item(row["stated_reason"], f"the reason they gave; {origin}", is_quote=True)


def _who_answers(brief: Brief) -> Section:
    nothing = "Not known yet: nothing else went through this channel or these people."
    return Section("Who answers", tuple(Item(told) for told in brief.rates), nothing)


def _cut(title: str, items: Sequence[Item], nothing: str, *, is_told: bool = False, most: int = _MOST) -> Section:
    return Section(title, tuple(items[:most]), nothing, more=max(0, len(items) - most), is_told=is_told)


def _origin(row: Row) -> str:
    day = row["feedback_date"]
    parts = (
        row["company"],
        row["role"],
        label(row["stage"]) if row["stage"] else None,
        day_in_words(day) if day else None,
    )
    return ", ".join(part for part in parts if part) or "no company written down"
