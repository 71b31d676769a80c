-- One row per week from the first to the last dated event, so that quiet weeks are seen.
--
-- week_start: The week's Monday.
create table weeks (
    week_start date primary key
)
