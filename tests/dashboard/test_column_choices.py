"""What the Import page promises about columns: what was recognised is shown, and a choice becomes the plan."""

import polars as pl

from pipeline.dashboard.importing.column_choices import (
    EXAMPLES,
    HEADER,
    HOW,
    KEPT,
    READ_AS,
    choice_table,
    chosen_plan,
    chosen_twice,
    field_choices,
)
from pipeline.ingest.model import ColumnPlan, SheetPlan
from pipeline.vocabulary import load_vocabulary

PLAN = SheetPlan(
    sheet="2026",
    kind="applications",
    header_row=1,
    columns=(
        ColumnPlan(0, "Firm", "company", "exact", 1.0),
        ColumnPlan(1, "Wenn", "applied_date", "values", 0.7),
        ColumnPlan(2, "", None, "unmapped", 0.0),
    ),
)
FIRST_ROWS = pl.DataFrame({"c0": ["Acme", "Acme", None], "c1": ["1.2.2026", "x" * 60, None], "c2": [None] * 3})
VOCABULARY = load_vocabulary()


def test_every_column_is_shown_with_what_it_is_read_as_and_how_sure_that_is() -> None:
    table = choice_table(PLAN, "applications", FIRST_ROWS, VOCABULARY)
    assert table[HEADER].to_list() == ["Firm", "Wenn", "(column C)"]
    assert table[READ_AS].to_list() == ["Company", "Applied on", KEPT]
    assert table[HOW].to_list() == ["100%, by its header", "70%, by its values", "not known"]
    assert table[EXAMPLES].to_list() == ["Acme", "1.2.2026 · " + "x" * 39 + "…", ""]


def test_a_plan_nobody_changed_stays_as_it_is() -> None:
    chosen = choice_table(PLAN, "applications", FIRST_ROWS, VOCABULARY)[READ_AS].to_list()
    assert chosen_plan(PLAN, "applications", chosen, "auto", VOCABULARY) == PLAN


def test_a_changed_column_is_certain_and_the_others_stay() -> None:
    plan = chosen_plan(PLAN, "applications", ["Company", KEPT, "Role"], "dmy", VOCABULARY)
    assert plan.columns[0] == PLAN.columns[0]
    assert (plan.columns[1].field, plan.columns[1].how) == (None, "given")
    assert (plan.columns[2].field, plan.columns[2].how, plan.columns[2].confidence) == ("role", "given", 1.0)
    assert plan.date_order == "dmy"


def test_a_field_of_the_other_kind_is_not_offered() -> None:
    assert "What they said" not in field_choices("applications", VOCABULARY)
    assert "Salary" not in field_choices("feedback", VOCABULARY)
    assert {"What they said", "Salary", "Company"} <= set(field_choices("both", VOCABULARY))
    assert choice_table(PLAN, "feedback", FIRST_ROWS, VOCABULARY)[READ_AS].to_list()[0] == "Company"


def test_a_field_given_to_two_columns_is_noticed() -> None:
    assert chosen_twice(["Company", KEPT, "Company", KEPT], VOCABULARY) == ["Company"]
    assert chosen_twice(["Company", KEPT, KEPT], VOCABULARY) == []
