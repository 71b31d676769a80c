-- Texts that are small to write and large to plan. A query that is built by another query has no cap on its length.

with a0 as (select 1 as x), a1 as (from a0 union all from a0), a2 as (from a1 union all from a1), a3 as (from a2 union all from a2), a4 as (from a3 union all from a3), a5 as (from a4 union all from a4), a6 as (from a5 union all from a5), a7 as (from a6 union all from a6), a8 as (from a7 union all from a7), a9 as (from a8 union all from a8), a10 as (from a9 union all from a9), a11 as (from a10 union all from a10), a12 as (from a11 union all from a11), a13 as (from a12 union all from a12), a14 as (from a13 union all from a13), a15 as (from a14 union all from a14), a16 as (from a15 union all from a15), a17 as (from a16 union all from a16), a18 as (from a17 union all from a17), a19 as (from a18 union all from a18), a20 as (from a19 union all from a19), a21 as (from a20 union all from a20), a22 as (from a21 union all from a21), a23 as (from a22 union all from a22), a24 as (from a23 union all from a23) select count(*) from a24, a24 as b

with a0 as not materialized (select 1 as x), a1 as not materialized (from a0, a0 as b), a2 as not materialized (from a1, a1 as b), a3 as not materialized (from a2, a2 as b), a4 as not materialized (from a3, a3 as b), a5 as not materialized (from a4, a4 as b), a6 as not materialized (from a5, a5 as b), a7 as not materialized (from a6, a6 as b), a8 as not materialized (from a7, a7 as b), a9 as not materialized (from a8, a8 as b), a10 as not materialized (from a9, a9 as b), a11 as not materialized (from a10, a10 as b), a12 as not materialized (from a11, a11 as b), a13 as not materialized (from a12, a12 as b), a14 as not materialized (from a13, a13 as b), a15 as not materialized (from a14, a14 as b), a16 as not materialized (from a15, a15 as b) select count(*) from a16, a16 as b, a16 as c

select 1 <<20000: union all select 1>>

select * from query(repeat('select 1 union all ', 20000) || 'select 1')

select * from query(repeat('select 1 union ', 5000) || 'select 1')

select * from query('select ' || repeat('(', 100000) || '1' || repeat(')', 100000))

select * from query('select ' || repeat('1, ', 100000) || '1')

select * from query('select 1 in (' || repeat('1, ', 3000000) || '1)')

select * from query('select ' || repeat('not ', 1000000) || 'true')

select * from query('select 1' || repeat(' + 1', 1000000))

select * from query('from ' || repeat('(from ', 20000) || 'stages' || repeat(')', 20000))

select * from query(repeat('with a as (', 5000) || 'select 1' || repeat(') from a', 5000))

select * from query('select count(*) from range(9)' || repeat(', range(9)', 900))

select * from query('select count(*) from stages' || array_to_string(list_transform(range(900), lambda i: ' join stages a' || i || ' on true'), ''))

select * from query('select case ' || repeat('when true then 1 ', 1000000) || 'end')

select * from query('select [' || repeat('[', 100000) || repeat(']', 100000) || ']')

select * from query('select ''' || repeat('x', 1000000000) || '''')

-- runs: as many values as fit are no bomb
select * from stages where stage in (<<9000: 1,>> 1)

select <<9000: (>> 1 <<9000: )>>

select <<4900: not >>true

select 1 <<9000: +1>>

select <<6000: -(>> 1 <<6000: )>>

-- runs: nested as deeply as is allowed
select <<800: case when true then >>1<<800:  end>>

select <<15000: [>> 1

select * from <<3000: (from >>stages<<3000: )>>

select count(*) from stages <<1200: , stages>>

select count(*) from <<1200: applications,>> stages

select <<1700: count(*),>> 1 from stages group by cube (stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage, stage)

select count(*) from stages group by cube (<<1600: stage,>> stage)

select <<900: (select max(1) from >>stages<<900: )>>

select <<3200: 'a'||>>'b'

select /* <<19000: x>> */ 1 from

<<19990: x>>

select '<<19000: x>>'::json::int
