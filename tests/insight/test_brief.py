"""A brief holds what helps before an interview, nearest first, and is never surer than its numbers."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from pipeline.errors import InputRefusedError
from pipeline.insight.brief import Brief, Rows, briefs_for, rate_sentence
from pipeline.insight.seekers import require_seeker
from pipeline.warehouse.connect import Scope, set_scope
from tests.views.cases import database

RATE: dict[str, Any] = {
    "about": "source_asks",
    "subject": "LinkedIn",
    "settled_count": 8,
    "responded_count": 2,
    "response_rate": 0.25,
    "response_rate_low": 0.07,
    "response_rate_high": 0.59,
}

APPLICATIONS = """\
application_id,seeker,company,company_key,role,stage,outcome,source,applied_date
a1,me,Fern Ltd,fern,Line Cook,first_interview,open,LinkedIn,2026-06-01
a2,me,Fern,fern,Waiter,screening,open,LinkedIn,2026-06-02
a3,me,Moss,moss,Baker,first_interview,rejected,LinkedIn,2026-02-01
a4,me,Reed,reed,Baker,first_interview,rejected,,2026-03-01
"""
FEEDBACK = """\
feedback_id,application_id,company,company_key,stage,is_asked,has_response,responded_date,feedback_text,lesson,next_step
f1,a3,Moss,moss,first_interview,true,true,2026-02-21,Great energy but quiet,,Speak up
f2,a4,Reed,reed,first_interview,true,true,2026-03-21,"So warm. An internal candidate.",Bring proof,
"""
MENTIONS = """\
feedback_id,theme_id,polarity,quote,quote_start,quote_end
f1,energy,strength,Great energy,0,12
f1,voice,concern,quiet,17,22
f2,energy,strength,So warm,0,7
f2,inside,circumstance,An internal candidate,9,30
"""
THEMES = """\
theme_id,label,control
energy,Enthusiasm,mine
voice,Confidence,mine
inside,Internal candidate,not_mine
"""


@pytest.fixture
def rows(tmp_path: Path) -> Iterator[Rows]:
    tables = {"applications": APPLICATIONS, "feedback": FEEDBACK, "theme_mentions": MENTIONS, "themes": THEMES}
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with database(tmp_path) as connection:
        set_scope(connection, Scope())
        yield partial(_fetched, connection)


def _fetched(connection: duckdb.DuckDBPyConnection, sql: str, **params: Any) -> pl.DataFrame:
    """As ``fetch``, on the connection itself: a cursor of its own would not see rows that are never committed."""
    frame: pl.DataFrame = connection.sql(sql, params=params or None).pl()
    return frame


def one(rows: Rows, *, gentle: bool = False) -> Brief:
    (brief,) = briefs_for(rows, "fern", "cook", gentle=gentle)
    return brief


def test_every_open_application_of_a_company_has_its_brief_in_any_spelling(rows: Rows) -> None:
    assert [brief.application["role"] for brief in briefs_for(rows, "FERN GmbH")] == ["Line Cook", "Waiter"]
    assert [brief.application["role"] for brief in briefs_for(rows, "Fern", "waiter")] == ["Waiter"]


def test_what_can_be_acted_on_is_heard_first_and_praise_first_in_gentle_mode(rows: Rows) -> None:
    (heard,) = one(rows).heard
    assert (heard.stage, heard.text_count, heard.company_count) == ("first_interview", 2, 2)
    assert [quote["quote"] for quote in heard.quotes] == ["quiet", "Great energy", "So warm", "An internal candidate"]
    (gently,) = one(rows, gentle=True).heard
    assert [quote["quote"] for quote in gently.quotes][:2] == ["So warm", "Great energy"]


def test_a_strength_counts_employers_and_quotes_the_newest(rows: Rows) -> None:
    (strength,) = one(rows).strengths
    assert (strength.label, strength.company_count) == ("Enthusiasm", 2)
    assert [quote["quote"] for quote in strength.quotes] == ["So warm", "Great energy"]


def test_lessons_and_steps_that_are_still_to_do_are_there(rows: Rows) -> None:
    brief = one(rows)
    assert [row["lesson"] for row in brief.lessons] == ["Bring proof"]
    assert [row["next_step"] for row in brief.steps] == ["Speak up"]
    assert [row["role"] for row in brief.here] == ["Waiter"]


def test_the_json_has_no_folded_key_and_days_as_text(rows: Rows) -> None:
    told = one(rows).as_dict()
    assert told["application"]["applied_date"] == "2026-06-01"
    assert "company_key" not in str(told)


@pytest.mark.parametrize(
    ("company", "says"),
    [
        ("Ferm", "Did you mean 'Fern' or 'Fern Ltd'?"),
        ("Moss", "No application at Moss is open any more."),
        ("Zzyzx Qq", "Open now: Fern Ltd, Fern."),
    ],
)
def test_a_miss_says_what_is_open(rows: Rows, company: str, says: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        briefs_for(rows, company)
    assert says in str(refused.value)


def test_a_role_that_is_not_open_there_is_refused_with_those_that_are(rows: Rows) -> None:
    with pytest.raises(InputRefusedError, match="Open there: Line Cook, Waiter"):
        briefs_for(rows, "Fern", "Pilot")


def test_without_an_open_application_there_is_nothing_to_prepare_for(tmp_path: Path) -> None:
    with database(tmp_path) as connection, pytest.raises(InputRefusedError, match="No application is open"):
        briefs_for(partial(_fetched, connection), "Fern")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, "openings found through LinkedIn: 2 of 8 answered (25%, 95% interval 7% to 59%)."),
        ({"settled_count": 4}, "2 of 4 answered; too few to say more."),
        ({"settled_count": 0, "response_rate": None}, "LinkedIn: none is settled yet."),
        ({"about": "stage_asks", "subject": "first_interview"}, "after “First interview”: 2 of 8"),
    ],
)
def test_a_rate_is_told_with_its_n_and_interval_or_as_too_few(changed: dict[str, Any], says: str) -> None:
    assert says in rate_sentence({**RATE, **changed})


def test_somebody_unknown_is_refused_with_the_nearest_name(rows: Rows) -> None:
    require_seeker(rows, None)
    require_seeker(rows, "me")
    with pytest.raises(InputRefusedError, match="Kept here: me"):
        require_seeker(rows, "mee")
