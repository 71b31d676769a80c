-- Nothing that has happened is later than its import.
select applications.application_id, applications.company, applications.applied_date, applications.row_number
from applications
inner join imports on applications.import_id = imports.import_id
where applications.applied_date > cast(imports.imported_at as date)
