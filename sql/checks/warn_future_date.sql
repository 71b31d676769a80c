-- Nothing that has happened is later than its import.
-- remedy: Look at the date in these rows; often day and month, or the year, are mixed up.
select applications.application_id, applications.company, applications.applied_date, applications.row_number
from applications
inner join imports on applications.import_id = imports.import_id
where applications.applied_date > cast(imports.imported_at as date)
