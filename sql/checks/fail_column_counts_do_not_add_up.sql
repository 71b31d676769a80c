-- A column has no more texts than its table has rows, and no more that were not understood than it has texts.
-- remedy: This is a defect: please report it; `debrief rebuild` may mend it meanwhile.
select import_id, table_number, column_number, row_count, filled_count, unparsed_count
from import_columns
where filled_count > row_count or unparsed_count > filled_count
