-- Opening other databases, or this one again to write.

attach '<path>' as other

attach '<path>' as other (read_only)

attach '<path>' as other (read_write)

attach '<path>' (type duckdb)

attach ':memory:' as other

attach '' as other

attach if not exists '<folder>/new.duckdb' as other

attach '<folder>/new.sqlite' as other (type sqlite)

attach 'host=127.0.0.1' as pg (type postgres)

attach 'ducklake:<folder>/lake' as lake

attach 'quack:127.0.0.1' as remote

attach 'https://127.0.0.1:9/x.duckdb' as remote

detach memory

detach "000001-aaaa"

use system

use temp

use memory.main

select * from other.stages

call quack_serve('quack:127.0.0.1')
