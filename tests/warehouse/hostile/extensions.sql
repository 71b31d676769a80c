-- Installing, loading and updating code.

install httpfs

install httpfs from core_nightly

install h3 from community

install spatial from 'http://127.0.0.1:9'

install '<folder>/evil.duckdb_extension'

force install httpfs

load httpfs

load '<folder>/evil.duckdb_extension'

load '<outside>'

load icu

load json

load 'sqlite_scanner'

update extensions

update extensions (httpfs)

set extension_directory = '<folder>'

set custom_extension_repository = 'http://127.0.0.1:9'

set autoload_known_extensions = true

set allow_community_extensions = true

set allow_unsigned_extensions = true

set allow_extension_repositories = 'all'

select * from st_point(1, 2)

select h3_latlng_to_cell(1, 2, 3)

call load_extension('httpfs')

-- runs: a list of what exists in the world, with nothing installed
from duckdb_extensions() select extension_name limit 3
