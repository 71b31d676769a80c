"""A coach's list that names each client once counts every row below as theirs, where no doubt is left."""

from tests.ingest.reading import grid, read_rows

GROUPED = """
    Client | Company | Position | Date submitted | Employer response
    Ana R. | Fern    | Presser  | 2026-02-03     | Interview
           | Moss    | Packer   | 2026-02-03     | Rejected
           | Reed    | Cook     | 2026-02-10     | Hired
    Ben M. | Ash     | Valeter  | 2026-02-05     | Rejected
           | Elm     | Gardener | 2026-02-19     | Applied
"""


def test_rows_below_a_client_are_theirs_and_it_is_told() -> None:
    sheet = read_rows(grid(GROUPED))
    assert sheet.applications["seeker"].to_list() == ["Ana R."] * 3 + ["Ben M."] * 2
    (told,) = [caution for caution in sheet.warnings if caution.code == "no_seeker"]
    assert told.rows == 3
    assert "rows 3, 4, 6" in told.message


def test_nothing_is_filled_in_where_names_come_and_go() -> None:
    rows = [*grid(GROUPED), ["Ana R.", "Oak", "Clerk", "2026-02-20", "Applied"]]
    sheet = read_rows(rows)
    assert sheet.applications["seeker"].to_list() == ["Ana R.", "me", "me", "Ben M.", "me", "Ana R."]
    (told,) = [caution for caution in sheet.warnings if caution.code == "no_seeker"]
    assert "write it there" in told.message


def test_rows_above_the_first_client_are_nobodys() -> None:
    header, first, *rest = grid(GROUPED)
    sheet = read_rows([header, ["", *first[1:]], *rest[2:]])
    assert sheet.applications["seeker"].to_list() == ["me", "Ben M.", "Ben M."]
