-- Leaving something behind that a later query would meet in place of the real thing.

create temp table stages as select 'fake' as stage

create temporary table applications (a int)

create or replace temp view funnel as select 'fake' as stage

create temp view scope as select 'Ana' as seeker

create temp macro count(a) as 0

create or replace temp macro round(a, b) as 0

create temp sequence s

create temp type date as varchar

create temporary trigger t after insert on stages for each statement select 1

set search_path = 'temp'

set schema = 'temp'

use temp.main

prepare p as select 1

execute p

deallocate p

begin

begin transaction read only

start transaction

commit

rollback

abort

declare c cursor for select 1

lock table stages
