-- One row per current import and column: what was understood of it, what was not, and what is kept as it is.
--
-- The scope does not limit it: it is about files, not about the applications in them.
--
-- import_id: The import.
-- tracker: The kept spreadsheet it renewed.
-- seeker: Whose search it is, for rows that do not say.
-- file_name: The file's name when it was imported.
-- table_number: 1 for the import's first table; a file has one for each sheet, or more.
-- sheet: The sheet; null for a text file.
-- column_number: The column's place in the sheet, 1 for A.
-- header: The header, as written; null where it is blank.
-- field: The field it is read as; null for a column that is kept as it is in extras.
-- how: exact, the header is known; fuzzy, it is like one that is; values, its cells say so; given, the user said so;
--     unmapped, it is no field we know.
-- confidence: How sure that is, 0 to 1.
-- row_count: Rows of data in the table: loaded and rejected ones.
-- filled_count: Of those, with a text in this column.
-- parsed_count: Of those, understood: filled_count = parsed_count + unparsed_count + unmapped_count.
-- unparsed_count: Of those, with a text that gave no value of the field, or none for sure. Most are kept in extras.
-- unmapped_count: Of those, in a column that is no field; they are kept in extras, but for secret ones.
-- state: understood, every text; in part, some texts were not; unmapped, no field is known for it; not stored, it
--     looks like passwords or identity numbers; empty, there is nothing in it.
-- examples: The commonest texts that gave no value, at most 5, as a JSON array; of a column without a field, the
--     commonest it holds. Null where there are none.
select
    import_columns.import_id,
    imports.tracker,
    imports.seeker,
    imports.file_name,
    import_columns.table_number,
    import_columns.sheet,
    import_columns.column_number,
    import_columns.header,
    import_columns.field,
    import_columns.how,
    import_columns.confidence,
    import_columns.row_count,
    import_columns.filled_count,
    case
        when import_columns.field is null then cast(0 as bigint)
        else import_columns.filled_count - import_columns.unparsed_count
    end as parsed_count,
    import_columns.unparsed_count,
    case when import_columns.field is null then import_columns.filled_count else cast(0 as bigint) end
        as unmapped_count,
    case
        when not import_columns.is_stored then 'not stored'
        when import_columns.filled_count = 0 then 'empty'
        when import_columns.field is null then 'unmapped'
        when import_columns.unparsed_count > 0 then 'in part'
        else 'understood'
    end as state,
    import_columns.examples
from import_columns
inner join imports on import_columns.import_id = imports.import_id
