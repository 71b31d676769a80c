-- Reading files, listing folders, reaching other machines.

select * from read_text('<outside>')

select * from read_blob('<outside>')

select * from read_csv('<outside>')

select * from read_csv_auto('<outside>')

select * from read_json('<outside>')

select * from read_json_auto('<outside>')

select * from read_json_objects('<outside>')

select * from read_ndjson('<outside>')

select * from read_ndjson_objects('<outside>')

select * from read_parquet('<outside>')

select * from parquet_scan('<outside>')

select * from parquet_metadata('<outside>')

select * from parquet_schema('<outside>')

select * from parquet_file_metadata('<outside>')

select * from parquet_kv_metadata('<outside>')

select * from parquet_bloom_probe('<outside>', 'a', 1)

select * from sniff_csv('<outside>')

select * from '<outside>'

from '<outside>'

select * from "<outside>"

select * from '/etc/passwd.csv'

select * from '<folder>/*.duckdb'

select * from glob('/*')

select * from glob('<folder>/*')

select * from glob('~/*')

select * from read_text('/etc/passwd')

select * from read_text('/etc/*')

select * from read_text(['/etc/passwd', '<outside>'])

select content from read_text('file:///etc/passwd')

select * from read_blob('<path>')

select * from read_blob('<path>.wal')

select * from read_text('/proc/self/environ')

select * from read_text('/proc/self/cmdline')

select * from read_text('/proc/self/maps')

select * from read_text('/dev/stdin')

select * from read_csv('/dev/fd/0')

select * from read_text('/proc/self/cwd')

select * from read_text('<folder>/../../../../etc/hostname')

select * from read_csv('http://127.0.0.1:9/x.csv')

select * from read_parquet('https://127.0.0.1:9/x.parquet')

select * from 'https://127.0.0.1:9/x.parquet'

select * from read_json('s3://bucket/x.json')

select * from read_parquet('gcs://bucket/x.parquet')

select * from read_parquet('hf://datasets/a/b/c.parquet')

select * from read_csv('azure://a/b.csv')

select * from read_text('\\\\server\\share\\x.txt')

select * from sqlite_scan('<path>', 'stages')

select * from postgres_scan('host=127.0.0.1', 'public', 'a')

select * from mysql_query('db', 'select 1')

select * from iceberg_scan('<folder>')

select * from delta_scan('<folder>')

select * from st_read('<outside>')

select * from read_xlsx('<outside>')

select * from read_duckdb('<path>')

with secret as (select content from read_text('<outside>')) select length(content) from secret

select (select content from read_text('<outside>')) as secret

select * from stages where exists (from read_text('<outside>'))

select * from (describe from '<outside>')

describe select * from read_csv('<outside>')

summarize from '<outside>'

explain analyze select * from read_text('<outside>')

explain select * from read_csv('<outside>')

select * from query('select * from read_text(''<outside>'')')

select * from query_table(['<outside>'])

from query_table('<outside>')
