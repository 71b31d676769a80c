-- Writing files. The COPY onto the database's own file passes on a read-only, locked connection and destroys it.

copy (select 1) to '<folder>/out.csv'

copy stages to '<folder>/out.parquet' (format parquet)

copy stages to '<folder>/out.json' (format json)

copy (select 1 as a) to '<path>' (use_tmp_file false)

copy (select 1 as a) to '<path>' (format csv, use_tmp_file false, header false)

copy (select 1 as a) to '<path>' (format parquet, use_tmp_file false)

copy (select 1 as a) to '<path>.wal' (use_tmp_file false)

copy (select 1 as a) to '<path>.wal' (format csv)

copy (select 1 as a) to '<path>.tmp'

copy (select 1 as a) to '<folder>/CURRENT' (use_tmp_file false)

copy stages to '<folder>/parts' (format parquet, partition_by (stage), overwrite_or_ignore)

copy stages to '<folder>/parts' (format csv, partition_by (stage), overwrite)

copy stages to '<folder>' (format csv, per_thread_output true)

copy (select 1) to '/dev/stdout'

copy (select 1) to '/dev/stderr'

copy (select 1) to '/dev/fd/1'

copy (select 1) to '/proc/self/fd/1' (use_tmp_file false)

copy (select 1) to '/dev/null'

copy (select 'x') to 'relative.csv'

copy (select 'x') to '~/home.csv'

copy (select 1) to 'http://127.0.0.1:9/x.csv'

copy (select 1) to 's3://bucket/x.csv'

copy from database memory to main

copy stages from '<outside>'

copy stages from '/etc/passwd' (format csv)

export database '<folder>/out'

export database '<folder>/out' (format parquet)

import database '<folder>/out'

explain copy (select 1) to '<folder>/out.csv'

explain analyze copy (select 1 as a) to '<path>' (use_tmp_file false)

explain (analyze) copy (select 1 as a) to '<path>' (use_tmp_file false)

explain (analyze, format json) copy (select 1 as a) to '<path>' (use_tmp_file false)

EXPLAIN ANALYZE COPY (SELECT 1 AS a) TO '<path>' (USE_TMP_FILE FALSE)

explain/**/analyze/**/copy (select 1 as a) to '<path>' (use_tmp_file false)

explain analyze /* select 1 */ copy (select 1 as a) to '<path>' (use_tmp_file false)
