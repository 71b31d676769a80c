-- Changing rows and tables.

insert into stages values ('x', 9, 'X')

insert into stages select * from stages

insert or replace into stages values ('applied', 1, 'Applied')

insert into stages values ('x', 9, 'X') returning *

update stages set stage = 'x'

update imports set seeker = 'somebody else' where true returning *

delete from stages

delete from applications using stages where true

truncate stages

merge into stages using (select 'x' as stage) as s on stages.stage = s.stage when matched then delete

drop table stages

drop table if exists stages cascade

drop view funnel

drop view if exists scope cascade

drop schema main cascade

create table x (a int)

create table x as from stages

create or replace table stages as select 1 as a

create table if not exists stages (a int)

create schema other

create sequence s start 1

create index i on stages (stage)

create type mood as enum ('sad', 'ok')

create view v as select 1

create or replace view funnel as select 1 as stage

create macro f() as 1

create or replace macro wilson(a, b) as 1

create function f(a) as a + 1

alter table stages add column a int

alter table stages rename to steps

alter table stages drop column label

alter view funnel rename to tunnel

comment on table stages is 'mine'

comment on column stages.stage is 'mine'

analyze

vacuum

vacuum full

checkpoint

force checkpoint
