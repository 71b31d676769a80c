-- One row: what every view of this connection is limited to; null means everything.
--
-- The only view that differs between engines. Here it reads session variables of the same names:
-- set variable seeker = 'Ana' limits every view to Ana.
--
-- seeker: Whose search to look at.
-- from_date: The first day to look at.
-- to_date: The last day to look at.
-- source: The source of applications to look at.
-- as_of_date: The day that counts as today; the date of the newest import unless set.
-- as_of_day: as_of_date as days since 1970-01-01.
-- wait_days: An ask without an answer, or an open application, is too young for a rate until it is this many days old;
--     21 unless set.
with

newest_import as (
    select cast(max(imported_at) as date) as imported_date
    from imports
),

settings as (
    select
        cast(getvariable('seeker') as varchar) as seeker,
        cast(getvariable('from_date') as date) as from_date,
        cast(getvariable('to_date') as date) as to_date,
        cast(getvariable('source') as varchar) as source,
        coalesce(cast(getvariable('as_of_date') as date), newest_import.imported_date) as as_of_date,
        coalesce(cast(getvariable('wait_days') as integer), 21) as wait_days
    from newest_import
)

select
    seeker,
    from_date,
    to_date,
    source,
    as_of_date,
    as_of_date - date '1970-01-01' as as_of_day,
    wait_days
from settings
