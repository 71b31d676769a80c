"""One uploaded file: what was recognised in it, what a person decides about it, and what importing it would do."""

import hashlib
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl
import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.importing.change_table import draw_changes
from pipeline.dashboard.importing.column_choices import (
    DATE_ORDERS,
    EXAMPLES,
    HEADER,
    HOW,
    KINDS,
    READ_AS,
    choice_table,
    chosen_plan,
    chosen_twice,
    field_choices,
    left_out,
)
from pipeline.dashboard.importing.previews import FIRST_ROWS, first_rows, preview_of
from pipeline.dashboard.importing.status_choices import draw_status_choices, unknown_statuses
from pipeline.dashboard.words import counted
from pipeline.errors import InputRefusedError
from pipeline.ingest.model import ME, DateOrder, Kind, ReadingOptions, ShapedSheet, SheetPlan, TrackerReading
from pipeline.ingest.set_aside import column_letters
from pipeline.ingest.whose import seeker_from_file_name
from pipeline.vocabulary import load_vocabulary
from pipeline.warehouse.export import to_csv
from pipeline.warehouse.import_report import change_counts, remembered_words
from pipeline.warehouse.imports import Imported, Incoming
from pipeline.workspace import Workspace, active_records, tracker_name


class Ready(NamedTuple):
    """A file with what was decided about it, and what was read from it accordingly."""

    incoming: Incoming
    reading: TrackerReading


@dataclass(frozen=True)
class FileForm:
    """A file on the page.

    Attributes:
        content: Its bytes.
        file_name: Its name.
        workspace: Where it would be imported.
        version: The published version's name.
    """

    content: bytes
    file_name: str
    workspace: Workspace
    version: str

    @property
    def key(self) -> str:
        """A prefix for the file's widgets, the same on every rerun."""
        return hashlib.sha256(self.file_name.encode() + self.content).hexdigest()[:12]

    def draw(self) -> Ready:
        """Draw the file with its decisions and what would come of them; returns it ready to import.

        Raises:
            DebriefError: It cannot be imported as it is.
        """
        incoming = self._named()
        recognised = preview_of(self.workspace, incoming, self.version)
        rows = first_rows(self.content, self.file_name, tuple(sheet.plan for sheet in recognised.reading.sheets))
        plans = []
        places = []
        for place, sheet in enumerate(recognised.reading.sheets):
            places.append(st.container())
            with st.container():
                plans.append(self._decisions(sheet, place, rows[place]))
        if all(plan.kind == "skipped" for plan in plans):
            raise InputRefusedError(
                "Every sheet of this file is left out.", remedy="Say what at least one of them holds."
            )
        words = draw_status_choices(unknown_statuses(recognised.reading), load_vocabulary(), self.key)
        decided = replace(incoming, plans=tuple(plans), status_words=words)
        result = preview_of(self.workspace, decided, self.version)
        for place, (above, sheet) in enumerate(zip(places, result.reading.sheets, strict=True)):
            with above:
                _outcome(sheet, f"{self.key}_{place}")
        _say_replaced(result)
        draw_changes(result, self.key)
        return Ready(decided, result.reading)

    def _named(self) -> Incoming:
        name, person = st.columns(2)
        tracker = name.text_input(
            "Name of this tracker",
            value=tracker_name(self.file_name.rpartition(".")[0]),
            key=f"{self.key}_tracker",
            help="A newer copy under the same name replaces what the older one said.",
        )
        last = {record.tracker: record for record in active_records(self.workspace)}.get(tracker_name(tracker))
        seeker = person.text_input(
            "Whose search it is",
            value=last.seeker if last else seeker_from_file_name(self.file_name, load_vocabulary()) or ME,
            key=f"{self.key}_seeker",
            help="For rows that do not say; a column such as Client or Candidate says so for each row.",
        )
        is_fresh = last is not None and st.checkbox(
            f"Read it without what you said for import {last.import_id}",
            key=f"{self.key}_fresh",
            help="What you said of columns, sheets and dates for the last upload of this tracker counts again "
            "unless you tick this.",
        )
        return Incoming(
            content=self.content,
            file_name=self.file_name,
            options=ReadingOptions(seeker=seeker.strip() or ME, is_fresh=is_fresh),
            tracker=tracker.strip() or None,
        )

    def _decisions(self, sheet: ShapedSheet, place: int, rows: tuple[pl.DataFrame, pl.Series]) -> SheetPlan:
        """Draw what can be decided about a sheet; returns the plan that comes of it."""
        plan, vocabulary = sheet.plan, load_vocabulary()
        # with another memory the sheet is read otherwise, and what was changed on the page is no longer about it
        key = f"{self.key}_{place}_{plan.remembered_from}"
        if plan.header_row is None and plan.kind == "skipped":
            return plan
        cells, numbers = rows
        holds, dates = st.columns(2)
        kinds: list[Kind] = list(KINDS)
        kind = holds.selectbox(
            "What it holds", kinds, kinds.index(plan.kind), format_func=KINDS.__getitem__, key=f"{key}_kind"
        )
        orders: list[DateOrder] = list(DATE_ORDERS)
        date_order = dates.selectbox(
            "Its dates are written",
            orders,
            orders.index(plan.date_order),
            format_func=DATE_ORDERS.__getitem__,
            key=f"{key}_dates",
            help="Matters only for columns in which every date could be read both ways.",
        )
        if kind == "skipped":
            return left_out(plan)
        with st.expander(_columns_title(plan), expanded=_needs_a_look(plan)):
            st.caption("To change how a column is read, double-click its cell under “Read as”.")
            table = choice_table(plan, kind, cells.filter(numbers > _last_header_row(plan)), vocabulary)
            chosen = _edit(table, field_choices(kind, vocabulary), key=f"{key}_{kind}_columns")
        with st.expander("Its first rows, as they are in the file"):
            shown = cells.head(FIRST_ROWS).insert_column(0, numbers.head(FIRST_ROWS).alias("row"))
            st.dataframe(shown, hide_index=True, placeholder="", key=f"{key}_rows")
        if twice := chosen_twice(chosen, vocabulary):
            raise InputRefusedError(
                f"Two columns are read as “{twice[0]}”.", remedy="Choose one of them and keep the other as it is."
            )
        return chosen_plan(plan, kind, chosen, date_order, vocabulary)


def _last_header_row(plan: SheetPlan) -> int:
    return max(plan.header_row or 0, plan.second_header_row or 0)


def _columns_title(plan: SheetPlan) -> str:
    columns = plan.own_columns
    known = sum(column.field is not None for column in columns)
    kept = len(columns) - known
    return f"How its columns are read: {known} known, {kept} kept as {'it is' if kept == 1 else 'they are'}"


def _needs_a_look(plan: SheetPlan) -> bool:
    """Whether a column was neither recognised by its very header nor named by the user."""
    return any(column.how not in {"exact", "given"} for column in plan.own_columns)


def _edit(table: pl.DataFrame, choices: list[str], *, key: str) -> list[str]:
    edited = st.data_editor(
        table,
        hide_index=True,
        key=key,
        disabled=[HEADER, HOW, EXAMPLES],
        column_config={READ_AS: st.column_config.SelectboxColumn(options=choices, required=True)},
    )
    return [str(choice) for choice in edited[READ_AS]]


def _header_place(plan: SheetPlan) -> str:
    if plan.header_row is None:
        return "it has no header"
    what = "column" if plan.is_transposed else "row"
    return f"its header is in {what} {plan.header_row}"


def _table_title(plan: SheetPlan) -> str:
    title = f"Sheet {plan.sheet}" if plan.sheet else "Its rows"
    if plan.first_row is not None:
        title += f", from row {plan.first_row}"
    return title if plan.band is None else f"{title}, from column {column_letters(plan.band[0])}"


def _outcome(sheet: ShapedSheet, key: str) -> None:
    """What would come of a sheet: its rows accounted for, what needs a look, what cannot be loaded."""
    st.markdown(f"##### {escaped(_table_title(sheet.plan))}")
    if sheet.plan.kind == "skipped":
        st.caption(f"Left out: {escaped(sheet.plan.reason.removeprefix('left out '))}.")
        return
    st.markdown(
        f"{counted(sheet.rows_read, 'row')} read = {sheet.rows_loaded:,} loaded + {sheet.rows_blank:,} blank "
        f"+ {sheet.rows_rejected:,} rejected → **{counted(sheet.applications.height, 'application')}, "
        f"{counted(sheet.feedback.height, 'feedback entry', 'feedback entries')}**; "
        f"{_header_place(sheet.plan)}"
    )
    if sheet.plan.remembered_from is not None:
        said = remembered_words(sheet.plan)
        st.caption(f"{escaped(said[0].upper() + said[1:])}.")
    for warning in sheet.warnings:
        st.warning(escaped(warning.message))
    if sheet.rejected:
        with st.expander(f"{counted(sheet.rows_rejected, 'row')} that cannot be loaded", expanded=True):
            st.dataframe(
                pl.DataFrame(
                    {
                        "Row": [row.row_number for row in sheet.rejected],
                        "Why": [row.reason for row in sheet.rejected],
                        "What is in it": [" · ".join(row.cells.values()) for row in sheet.rejected],
                    }
                ),
                hide_index=True,
            )
            st.download_button(
                "Download just these rows, to mend and upload again",
                lambda: to_csv(pl.DataFrame([dict(row.cells) for row in sheet.rejected], infer_schema_length=None)),
                file_name="rows_to_mend.csv",
                mime="text/csv",
                key=f"{key}_rejected",
            )


def _say_replaced(result: Imported) -> None:
    if result.replaced_import_id is None:
        return
    changes = result.changes
    told = "Nothing changes." if changes.applications.is_nothing and changes.feedback.is_nothing else ""
    if not changes.applications.is_nothing:
        told += f" Applications: {change_counts(changes.applications)}."
    if not changes.feedback.is_nothing:
        told += f" Feedback: {change_counts(changes.feedback)}."
    replaced = f"This replaces import {result.replaced_import_id} of {escaped(result.record.tracker)}."
    st.info(f"{replaced} {escaped(told.strip())} The older copy is kept, and an undo goes back to it.")
