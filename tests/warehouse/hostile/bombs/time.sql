-- Work without end.

select count(*) from range(100000000000)

select count(*) from range(10000000) a, range(10000000) b

select count(*) from range(100000) a, range(100000) b, range(100000) c

select sum(a.range * b.range) from range(1000000) a join range(1000000) b on a.range % 7 <> b.range % 7

select max(levenshtein(repeat('a', 3000) || range, repeat('b', 3000))) from range(100000)

select levenshtein(repeat('a', 200000), repeat('b', 200000))

select jaro_winkler_similarity(repeat('ab', 500000), repeat('ba', 500000))

select damerau_levenshtein(repeat('a', 20000), repeat('b', 20000))

select sleep_ms(60000)

select count(sleep_ms(1000)) from range(100)

select count(*) from range(1000000000) where md5(range::varchar) = ''

select max(sha256(repeat('x', 100000) || range)) from range(10000000)

with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t

with recursive t(n) as (select 1 union all select n from t) select * from t where n = 2

with recursive t(a, b) as (select 1, 1::double union select a + 1, b + a from t where a < 100000000) select max(b) from t

with recursive t(n) as (select 1 union all select n + 1 from t, range(1000)) select count(*) from t

select count(*) from generate_series(timestamp '0001-01-01', timestamp '9999-01-01', interval 1 second)

-- runs: the expressions are of a kind that takes no longer than the text is long
select regexp_matches(repeat('a', 100000), '(a*)*b') from range(100000)

select count(*) from range(100000) where regexp_matches(repeat('a', 5000) || range, '(.*)(.*)(.*)(.*)(.*)x')

select quantile_cont(random(), 0.5) from range(2000000000)

select count(distinct random()) from range(2000000000)

select sum(range) over (order by hash(range) desc) from range(1000000000) limit 1

select * from range(1000000000) order by random() limit 1

select a.range from range(100000000) a semi join range(100000000) b on a.range > b.range and a.range < b.range

select count(*) from (select * from range(1000000000) using sample 99% (bernoulli))
