-- One value that is too large; DuckDB's own memory limit does not count it.

select repeat('x', 4000000000)

select repeat('x', 1000000000) || repeat('y', 1000000000)

select length(repeat(repeat('x', 1000000), 4000))

select lpad('x', 2000000000, 'y')

select rpad('x', 2000000000, 'y')

select format('{:>2000000000}', 'x')

select printf('%2000000000d', 1)

select range(500000000)

select generate_series(1, 500000000)

select list_sum(range(500000000))

select len(list_transform(range(100000000), lambda x: x + 1))

select list_sort(range(300000000, 0, -1))

select list_distinct(range(100000000))

select flatten(list_transform(range(30000), lambda x: range(30000)))

select list_reduce(range(100000000), lambda a, b: a + b)

select array_to_string(range(200000000), ',')

select string_agg(range::varchar, ',') from range(1000000000)

select array_agg(range) from range(1000000000)

select map_from_entries(list_transform(range(50000000), lambda x: (x, x)))

select histogram(range) from range(500000000)

select json_group_array(range) from range(500000000)

select to_json(range(200000000))

select regexp_replace(repeat('x', 1000000), 'x', repeat('y', 10000), 'g')

select replace(repeat('x', 1000000), 'x', repeat('y', 10000))

select string_split(repeat('x,', 500000000), ',')

select unnest(range(500000000)) as n order by hash(n)

select 1::bignum * repeat('9', 10000000)::bignum * repeat('9', 10000000)::bignum

select bit_count(repeat('1', 2000000000)::bit)

select to_base64(repeat('x', 1500000000)::blob)

select range(timestamp '0001-01-01', timestamp '9999-01-01', interval 1 second)
