-- One row per row of a current import that could not be loaded.
--
-- import_id: The import.
-- sheet: The sheet; null for a text file.
-- row_number: The row that the spreadsheet program shows.
-- reason: Why, and what to do about it.
-- cells: The row's filled cells by header, as written, as JSON.
create table rejected_rows (
    import_id integer not null,
    sheet varchar,
    row_number bigint not null,
    reason varchar not null,
    cells varchar not null
)
