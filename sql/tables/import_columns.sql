-- One row per column of each table that a current import was read from: how it was read, and how much of it.
--
-- Columns beside the table, and those without header and cells, are not in it.
--
-- import_id: The import.
-- table_number: 1 for the import's first table; a file has one for each sheet, or more.
-- sheet: The sheet; null for a text file.
-- column_number: The column's place in the sheet, 1 for A; for a table that runs sideways, its row.
-- header: The header, as written; null where it is blank.
-- field: The field it is read as; null for a column that is kept as it is in extras.
-- how: exact, the header is known; fuzzy, it is like one that is; values, its cells say so; given, the user said so;
--     unmapped, it is no field we know.
-- confidence: How sure that is, 0 to 1.
-- is_stored: Whether its cells are stored; those of passwords and identity numbers are not.
-- row_count: Rows of data in the table: loaded and rejected ones.
-- filled_count: Of those, with a text in this column.
-- unparsed_count: Of those, with a text that gave no value of the field, or none for sure: a date that can be read two
--     ways, a status or channel no word is known for. A word for nothing (N/A) is not one of them.
-- examples: The commonest texts that gave no value, at most 5, as a JSON array; of a column without a field, the
--     commonest it holds. Null where there are none.
create table import_columns (
    import_id integer not null,
    table_number integer not null,
    sheet varchar,
    column_number integer not null,
    header varchar,
    field varchar,
    how varchar not null,
    confidence double not null,
    is_stored boolean not null,
    row_count bigint not null,
    filled_count bigint not null,
    unparsed_count bigint not null,
    examples varchar
)
