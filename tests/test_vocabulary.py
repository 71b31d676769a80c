"""What the vocabulary promises: it loads, folds what a person would call the same, and refuses a double claim."""

import shutil
from pathlib import Path

import pytest

from pipeline.errors import DebriefError
from pipeline.ingest.model import APPLICATION_SCHEMA, FEEDBACK_SCHEMA
from pipeline.resources import resource
from pipeline.vocabulary import OTHER, compact, fold, load_vocabulary

FOLDED = [
    pytest.param("  Date   APPLIED ", "date applied", id="case-and-blanks"),
    pytest.param("📅 Applied!", "applied", id="emoji-and-punctuation"),
    pytest.param("Société", "societe", id="accents"),
    pytest.param("İŞ İLANI", "is ilani", id="turkish-dotted-capital"),
    pytest.param("\u0131s\u0131", "isi", id="turkish-dotless"),
    pytest.param("What's unique?", "whats unique", id="apostrophe-joins"),
    pytest.param("date_applied", "date applied", id="underscore-parts"),
    pytest.param("Straße", "strasse", id="sharp-s"),
    pytest.param("公司 (Company)", "公司 company", id="chinese-stays"),
    pytest.param("—", "", id="nothing-left"),
]


@pytest.mark.parametrize(("written", "expected"), FOLDED)
def test_spellings_a_person_calls_the_same_fold_together(written: str, expected: str) -> None:
    assert fold(written) == expected


@pytest.mark.parametrize("header", ["DateApplied", "date_applied", "Date applied", "DATE-APPLIED"])
def test_a_header_key_has_no_word_breaks(header: str) -> None:
    assert compact(header) == "dateapplied"


def test_the_shipped_vocabulary_is_read_once() -> None:
    assert load_vocabulary() is load_vocabulary()


def test_every_column_of_the_tables_can_be_recognised() -> None:
    known = set(load_vocabulary().fields)
    made_by_ingest = {"sheet", "row_number", "extras"}
    assert set(APPLICATION_SCHEMA) - made_by_ingest <= known
    assert set(FEEDBACK_SCHEMA) - made_by_ingest <= known


def test_every_field_has_a_header_spelling_of_its_own() -> None:
    vocabulary = load_vocabulary()
    own = {meaning.fields[0] for meaning in vocabulary.headers.values() if len(meaning.fields) == 1}
    assert set(vocabulary.fields) <= own


def test_ambiguous_headers_name_fields_that_exist() -> None:
    vocabulary = load_vocabulary()
    named = {field for meaning in vocabulary.headers.values() for field in meaning.fields}
    assert named <= {*vocabulary.fields, OTHER}


def test_every_stage_event_names_a_stage() -> None:
    vocabulary = load_vocabulary()
    events = {name.removeprefix("event:") for name in vocabulary.fields if name.startswith("event:")}
    assert events <= set(vocabulary.stages)


def test_statuses_name_stages_and_outcomes_that_exist() -> None:
    vocabulary = load_vocabulary()
    meanings = vocabulary.statuses.values()
    assert {meaning.stage for meaning in meanings} <= {*vocabulary.stages, None}
    assert {meaning.outcome for meaning in meanings} <= {*vocabulary.outcomes, None}


def test_stages_are_those_of_the_product_in_order() -> None:
    ranks = {name: term.rank for name, term in load_vocabulary().stages.items()}
    expected = [
        "saved",
        "applied",
        "screening",
        "first_interview",
        "second_interview",
        "final_interview",
        "offer",
        "hired",
    ]
    assert ranks == {name: rank for rank, name in enumerate(expected)}


def test_every_month_has_names_in_every_shipped_language() -> None:
    months = load_vocabulary().months
    assert set(months.values()) == set(range(1, 13))
    assert {months[fold(name)] for name in ("märz", "mars", "marzo", "março", "maart", "mart")} == {3}


@pytest.mark.parametrize(
    "header", ["Password", "portal password", "pw", "PIN", "SSN", "Passport No.", "Passwort (Portal)"]
)
def test_headers_of_secrets_are_known(header: str) -> None:
    assert load_vocabulary().is_secret(header)


@pytest.mark.parametrize("header", ["Company", "Passed on", "Pinned", "Notes"])
def test_other_headers_are_no_secrets(header: str) -> None:
    assert not load_vocabulary().is_secret(header)


def copied_vocabulary(target: Path) -> Path:
    """A copy of the shipped vocabulary that a test may break."""
    return Path(shutil.copytree(resource("data", "vocabulary"), target / "vocabulary"))


def test_a_header_claimed_by_two_fields_is_refused_and_both_are_named(tmp_path: Path) -> None:
    folder = copied_vocabulary(tmp_path)
    path = folder / "fields.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"url", "job url"', '"URL!", "Employer", "job url"'),
        encoding="utf-8",
    )
    with pytest.raises(DebriefError) as refused:
        load_vocabulary(folder)
    assert refused.value.problem == 'Vocabulary: "employer" is claimed twice in the headers.'
    assert refused.value.found == "Claimed by fields.toml [company] and by fields.toml [url]."


def test_a_status_phrase_with_two_meanings_is_refused(tmp_path: Path) -> None:
    folder = copied_vocabulary(tmp_path)
    with (folder / "status.toml").open("a", encoding="utf-8") as stream:
        stream.write('\n[[status]]\nstage = "offer"\nen = ["REJECTED"]\n')
    with pytest.raises(DebriefError, match='"rejected" is claimed twice'):
        load_vocabulary(folder)


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    folder = copied_vocabulary(tmp_path)
    (folder / "words.toml").write_text("yes = [", encoding="utf-8")
    with pytest.raises(DebriefError, match=r"words\.toml: the vocabulary cannot be read"):
        load_vocabulary(folder)
