"""What tells a job title: a word of one, the end of a compound, a part of a script without blanks."""

import pytest

from pipeline.ingest.job_titles import names_job
from pipeline.vocabulary import load_vocabulary


@pytest.mark.parametrize(
    "text", ["Senior Data Analyst", "Softwareentwickler (m/w/d)", "后端开发工程师", "嵌软与运维"]
)
def test_a_job_title_is_told(text: str) -> None:
    assert names_job(text, load_vocabulary())


@pytest.mark.parametrize("text", ["Fernbank", "Bancook Ltd", "云竹", "Berlin", ""])
def test_a_name_or_a_place_is_none(text: str) -> None:
    assert not names_job(text, load_vocabulary())
