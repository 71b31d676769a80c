-- Writing behind a word that reads.

with a as (insert into stages values ('x', 9, 'X') returning *) select * from a

with a as (delete from stages returning *) select count(*) from a

with a as (update stages set stage = 'x' returning *) from a

with a as materialized (delete from applications returning *) select 1

select * from (insert into stages values ('x', 9, 'X') returning *)

select * from (delete from stages)

explain analyze insert into stages values ('x', 9, 'X')

explain analyze delete from stages

explain analyze update stages set stage = 'x'

explain analyze create table x (a int)

explain insert into stages values ('x', 9, 'X')

explain explain analyze delete from stages

explain analyze with a as (delete from stages returning *) from a

explain (format json) drop table stages

select nextval('s')

select currval('s')

select * into x from stages

select * from query('delete from stages')

select * from query('select 1; delete from stages')

from query('insert into stages values (''x'', 9, ''X'') returning *')

select eval('delete from stages')

execute immediate 'delete from stages'

SeLeCt 1; DrOp TaBlE stages

sel/**/ect 1

drop/**/table/**/stages

values (1); delete from stages

(select 1); (delete from stages)

select * from stages for update

table stages; drop table stages

call pragma_version()

call checkpoint()

call force_checkpoint('000001-aaaa')

call query('delete from stages')

from force_checkpoint()

pivot stages on stage using count(*)

-- runs: nothing waits to be written in a file that is open to read
from checkpoint()

-- runs: how the file is laid out is no secret, and is only read
from pragma_storage_info('stages')

-- runs: the path is the user's own; there is no function that could use it
select database_name, readonly from duckdb_databases()
