-- Sorting, grouping and joining more than fits.

select * from range(1000000000) order by hash(range)

select range, count(*) from range(1000000000) group by range order by 2 limit 1

select distinct hash(range) from range(1000000000)

select a.range, b.range from range(100000000) a join range(100000000) b using (range) order by hash(a.range)

select range, row_number() over (partition by hash(range) order by range) from range(500000000)

select list(range) from range(1000000000) group by range % 3

select repeat('x', 100000) || range as a from range(10000000) order by a

with t as materialized (select repeat('x', 1000) || range as a from range(100000000)) select max(a) from t

select * from (unpivot (select range as a, hash(range) as b, sha256(range::varchar) from range(1000000000)) on a, b) order by value

select mode(range), median(range) from range(2000000000)

select approx_top_k(range, 999999) from range(1000000000)

select repeat('x', 1000000) from range(1000000)
