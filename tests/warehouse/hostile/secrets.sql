-- Making, showing and finding secrets.

create secret s (type s3, key_id 'a', secret 'b')

create or replace secret s (type http, bearer_token 'a')

create persistent secret s (type s3)

create persistent secret in local_file (type s3)

create temporary secret s (type s3)

drop secret s

drop persistent secret if exists s

-- runs: there are none in this process, and it has no way to load any
from duckdb_secrets()

-- runs: there are none, redacted or not
from duckdb_secrets(redact => true)

from duckdb_secrets(redact => false)

-- runs: none of none
from which_secret('s3://bucket/x', 's3')

set allow_unredacted_secrets = true

set secret_directory = '<folder>'

set default_secret_storage = 'local_file'

call load_aws_credentials()
