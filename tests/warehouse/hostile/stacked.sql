-- More than one statement, or none.

select 1; select 2

select 1; drop table stages

select 1;drop table stages;--

select 1;;select 2

; drop table stages; select 1

select 1 /* ; */ ; delete from stages

select ';' ; delete from stages

begin; delete from stages; commit

select 1; copy (select 1 as a) to '<path>' (use_tmp_file false)

select 1; set lock_configuration = false; select 2

set lock_configuration = false; select 1

select 1; attach ':memory:' as other

explain select 1; drop table stages

explain analyze select 1; copy (select 1) to '<folder>/out.csv'

;

;;;

-- only a note

/* only a note */
