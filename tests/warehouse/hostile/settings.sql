-- Unlocking, loosening limits, logging and profiling into files.

set lock_configuration = false

reset lock_configuration

set global lock_configuration = false

set enable_external_access = true

set disabled_filesystems = ''

reset disabled_filesystems

set allowed_paths = ['/']

set allowed_directories = ['/']

set memory_limit = '100GB'

set max_memory = '100GB'

reset memory_limit

set threads = 64

set temp_directory = '<folder>/tmp'

set max_temp_directory_size = '100GB'

set home_directory = '<folder>'

set file_search_path = '/etc'

set python_enable_replacements = true

set python_scan_all_frames = true

set max_expression_depth = 1000000

set enable_logging = true

set logging_storage = 'file'

set log_query_path = '<folder>/log.txt'

set profile_output = '<folder>/profile.json'

set enable_profiling = 'json'

set enable_progress_bar = true

set access_mode = 'read_write'

set variable seeker = 'Ana'

reset variable seeker

set session time zone = 'UTC'

set local x = 1

pragma enable_profiling

pragma enable_profiling = 'json'

pragma enable_logging

pragma enable_object_cache

pragma memory_limit = '100GB'

pragma threads = 64

pragma profile_output = '<folder>/profile.json'

pragma enable_external_access = true

pragma force_checkpoint

pragma database_list

pragma user_agent

call enable_logging()

call enable_logging(storage => 'file', storage_config => {'path': '<folder>/log'})

call enable_profiling()

from enable_logging()

from enable_logging(storage => 'stdout')

from enable_profiling()

from disable_logging()

-- runs: the log is off and empty
from truncate_duckdb_logs()

select set_config('memory_limit', '100GB', false)

-- runs: what the settings are is no secret; they cannot be changed
select value from duckdb_settings() where name = 'lock_configuration'

-- runs: the same by name
select current_setting('memory_limit')

-- runs: the log is off and empty
from duckdb_logs

-- runs: with the log off this goes nowhere
select write_log('{"columns": [], "rows": 0, "truncated": false}')

-- runs: a seed lives as long as its process, which is one query
select setseed(0.5)
