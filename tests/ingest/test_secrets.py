"""What secrets promise: passwords and identity numbers are stored nowhere, unless the user insists, and always so."""

import pytest

from pipeline.ingest.model import ReadingOptions, ShapedSheet
from pipeline.ingest.record import plans_from_reading, reading_from_plans
from pipeline.ingest.tracker import read_tracker
from tests.ingest.reading import UPLOADED_ON, codes_of, csv_bytes, read_rows

SOCIAL_SECURITY = ["123-45-6789", "234-56-7890", "345-67-8901", "456-78-9012"]
CARDS = ["4111 1111 1111 1111", "5500-0000-0000-0004", "340000000000009", "6011000000000004"]
IBANS = ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "FR1420041010050500013M02606"]


def sheet_of(header: str, values: list[str], **options: object) -> ShapedSheet:
    """A tracker with one more column."""
    rows = [[f"Firm {n}", "Engineer", value, ""] for n, value in enumerate(values)]
    return read_rows([["Company", "Role", header, "Salary"], *rows, ["", "", values[0], "as agreed"]], **options)


def everything_in(sheet: ShapedSheet) -> str:
    """All that is stored or shown of a sheet."""
    return repr((sheet.applications.rows(), sheet.feedback.rows(), sheet.rejected, sheet.warnings))


SECRET = [
    pytest.param("pw", ["hunter2", "letmein", "s3cret", "qwerty"], id="password-by-header"),
    pytest.param("Ref", SOCIAL_SECURITY, id="social-security-by-values"),
    pytest.param("Number", CARDS, id="card-by-values"),
    pytest.param("Contact", IBANS, id="account-by-values-under-a-known-header"),
]


@pytest.mark.parametrize(("header", "values"), SECRET)
def test_secret_cells_are_stored_nowhere(header: str, values: list[str]) -> None:
    sheet = sheet_of(header, values)
    assert not any(value in everything_in(sheet) for value in values)
    assert "secret_column" in codes_of(sheet)
    assert sheet.rows_rejected == 1


@pytest.mark.parametrize(("header", "values"), SECRET)
def test_the_user_may_insist_and_a_rebuild_does_the_same(header: str, values: list[str]) -> None:
    rows = [["Company", "Role", header], *([f"Firm {n}", "Engineer", value] for n, value in enumerate(values))]
    content = csv_bytes(rows)
    for keep in (False, True):
        options = ReadingOptions(keep_secret=keep)
        first = read_tracker(content, "t.csv", options=options, uploaded_on=UPLOADED_ON).sheets[0]
        plans = plans_from_reading(reading_from_plans([first.plan]))
        again = read_tracker(content, "t.csv", options=ReadingOptions(), uploaded_on=UPLOADED_ON, plans=plans).sheets[
            0
        ]
        assert (values[1] in everything_in(first), values[1] in everything_in(again)) == (keep, keep)
        assert codes_of(first) == codes_of(again) == {"secret_kept" if keep else "secret_column"}


NOT_SECRET = [
    pytest.param(["555-01-0000", "123-45-6789", "call", "tomorrow"], id="some-only"),
    pytest.param(["123-45-6789"] * 4, id="one-number-again-and-again"),
    pytest.param(["4111111111111112", "4111111111111113", "4111111111111114", "4111111111111115"], id="job-numbers"),
    pytest.param(["2026-03-14", "2026-03-15", "2026-03-16", "2026-03-17"], id="dates"),
    pytest.param(["DE12ABCDEFGHIJKLMN", "DE13ABCDEFGHIJKLMN", "DE14ABCDEFGHIJKLMN"], id="codes"),
    pytest.param(["0000000000000000", "1111111111111111", "2222222222222222"], id="one-digit"),
]


@pytest.mark.parametrize("values", NOT_SECRET)
def test_numbers_that_only_look_alike_are_kept(values: list[str]) -> None:
    sheet = sheet_of("Ref", values)
    assert "secret_column" not in codes_of(sheet)
    assert values[0] in everything_in(sheet)
