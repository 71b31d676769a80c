-- Which columns of my tracker were not understood?
-- Columns with texts that gave no value, and columns that are no field we know; their texts are kept in extras.
select
    tracker,
    sheet,
    header,
    field as read_as,
    state,
    filled_count as filled,
    unparsed_count as not_understood,
    examples
from import_quality
where state in ('in part', 'unmapped', 'not stored')
order by tracker, table_number, unparsed_count desc, column_number
