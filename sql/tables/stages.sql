-- One row per stage an application can reach, from saved to hired.
--
-- stage: Short name of the stage.
-- stage_rank: Its place, 0 to 7.
-- stage_label: The stage in words.
create table stages (
    stage varchar primary key,
    stage_rank integer not null,
    stage_label varchar not null
)
