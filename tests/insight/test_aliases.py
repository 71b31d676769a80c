"""Known names are replaced wherever they stand, and the leak check finds what the replacing does not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.insight.aliases import Aliases, aliases_for
from pipeline.insight.leaks import leaks_in, told_by

KNOWN = pl.DataFrame(
    {
        "kind": ["Company", "Company", "Company", "Company", "Person", "Person", "Person", "Seeker", "Seeker"],
        "name": [
            "Kestlewick Bank Ltd",
            "kestlewick bank",
            "Search",
            "株式会社山田",
            "Amina Okoro (recruiter), amina@kestlewick.example",
            "Hiring manager",
            "Jo",
            "Ana",
            "me",
        ],
    }
)
ROLES = pl.DataFrame({"company": ["A", "B"], "role": ["Bank Manager", "Bank Clerk"]})
OWN = ["Search the page", "We saw a bank"]


@pytest.fixture(scope="module")
def aliases() -> Aliases:
    return aliases_for(KNOWN, ROLES, OWN)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Kestlewick Bank Ltd said no", "Company A said no"),
        ("at KESTLEWICK BANK's office", "at Company A's office"),
        ("the team at Kestlewick", "the team at Company A"),
        ("the bank and the search", "the bank and the search"),
        ("I applied to Search", "I applied to Company B"),
        ("山田: 株式会社山田です", "山田: Company Cです"),
        ("Amina told me, then Okoro", "Person A told me, then Person A"),
        ("AMINA OKORO rang", "Person A rang"),
        ("The hiring manager liked Ana", "The hiring manager liked Seeker A"),
        ("write to a.b@c.example or +44 20 7946 0958", "write to [mail address] or [phone number]"),
        ("see https://kestlewick.example/jobs?id=1 and www.x.org", "see [link] and [link]"),
        ("ring 020 7946 0958 or (555) 123-4567", "ring [phone number] or [phone number]"),
        ("on 2026-05-04, 04.05.2026 and 01/02/2026", "on 2026-05-04, 04.05.2026 and 01/02/2026"),
    ],
)
def test_a_known_name_is_replaced_and_an_ordinary_word_is_not(aliases: Aliases, text: str, hidden: str) -> None:
    assert aliases.hide(text) == hidden


def test_spellings_of_one_company_share_a_stand_in(aliases: Aliases) -> None:
    assert {name.alias for name in aliases.names if "estlewick" in name.text} == {"Company A"}


def test_a_new_name_changes_no_older_stand_in() -> None:
    first = pl.DataFrame({"kind": ["Company"] * 2, "name": ["Zinc Works", "Alder House"]})
    later = pl.concat([first, pl.DataFrame({"kind": ["Company"], "name": ["Birch Row"]})])
    for known in (first, later):
        assert aliases_for(known, ROLES, OWN).hide("Zinc Works, Alder House") == "Company A, Company B"


def test_rows_keep_the_words_of_the_data_itself(aliases: Aliases) -> None:
    rows = pl.DataFrame({"stage": ["first_interview"], "company": ["Kestlewick Bank"], "n": [1], "none": [None]})
    assert aliases.hide_rows(rows).row(0) == ("first_interview", "Company A", 1, None)


@pytest.mark.parametrize(
    ("page", "what"),
    [
        ("<p>They at kestlewick-bank ltd</p>", "Kestlewick Bank Ltd"),
        ("<p>Késtlewick <b>x</b></p><p>KESTLEWICK BANK</p>", "kestlewick bank"),
        ("<svg aria-label='Okoro: 3 of 5'></svg>", "Okoro"),
        ("<p>&#65;na</p>", "Ana"),
        ("<a href='https://x.example/y'>here</a>", "https://x.example/y"),
        ("<td>a@b.example</td>", "a@b.example"),
        ("<td>+44 20 7946 0958</td>", "+44 20 7946 0958"),
    ],
)
def test_a_name_an_address_or_a_number_that_is_left_is_found(aliases: Aliases, page: str, what: str) -> None:
    leaks = leaks_in(page, aliases)
    assert what in [leak.what for leak in leaks]
    assert all(leak.where for leak in leaks)


def test_our_own_sentences_are_no_leak(aliases: Aliases) -> None:
    assert leaks_in("<style>a.example{}</style><p>Search the bank on 2026-05-04: 0.123 of 1,234</p>", aliases) == []


def test_what_a_page_tells_is_its_texts_and_what_is_read_out() -> None:
    page = '<title>T</title><style>x{}</style><p class="no">a  b</p><svg aria-label="c"><text>d</text></svg>'
    assert told_by(page) == ["T", "a b", "c", "d"]


@given(st.text(), st.sampled_from(["Kestlewick Bank", "AMINA OKORO", "Ana", "a@b.example"]), st.text())
def test_whatever_stands_around_a_name_nothing_of_it_is_left(before: str, name: str, after: str) -> None:
    aliases = aliases_for(KNOWN, ROLES, OWN)
    hidden = aliases.hide(f"{before} {name} {after}")
    assert name not in [leak.what for leak in leaks_in(f"<p>{hidden.replace('<', ' ')}</p>", aliases)]
