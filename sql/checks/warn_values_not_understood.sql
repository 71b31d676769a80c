-- Every text of a column that was recognised is understood.
-- remedy: Look at the examples. Choose the order of a date that can be read two ways with --date-order, say what a
-- status means with --status, or mend the cells, and import the file again. The texts are kept as they are.
select import_id, sheet, header, field, filled_count, unparsed_count, examples
from import_columns
where unparsed_count > 0
order by import_id, table_number, column_number
