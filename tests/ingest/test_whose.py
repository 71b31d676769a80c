"""A file's name is offered as whose search it is only where a name remains of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.whose import seeker_from_file_name
from pipeline.vocabulary import load_vocabulary

NAMES = [
    ("Ana_Silva_job_tracker_2026.xlsx", "Ana Silva"),
    ("tracker (ben).csv", "Ben"),
    ("Job Search - María José.csv", "María José"),
    ("ben's applications.csv", "Ben"),
    ("OBrien job log.xlsx", "OBrien"),
    ("Chloé.xlsx", "Chloé"),
    ("bewerbungen_jürgen.csv", "Jürgen"),
    ("applications.csv", None),
    ("Job Applications.csv", None),
    ("linkedin jobs.csv", None),
    ("tracker March 2026.csv", None),
    ("jobs 2026-03-01 final v2.xlsx", None),
    ("tech companies.csv", None),
    ("ben.csv", None),
    ("a list of many words that is no name at all.csv", None),
    ("rejected.csv", None),
    ("", None),
]


@pytest.mark.parametrize(("file_name", "seeker"), NAMES)
def test_a_file_name_names_a_person_or_nobody(file_name: str, seeker: str | None) -> None:
    assert seeker_from_file_name(file_name, load_vocabulary()) == seeker


@given(st.text(max_size=40))
def test_any_file_name_is_read_without_an_error(file_name: str) -> None:
    seeker = seeker_from_file_name(file_name, load_vocabulary())
    assert seeker is None or seeker.strip()
