-- The process around the query: its environment, Python's variables, its arguments, its user.

select getenv('HOME')

select getenv('PATH')

select getvariable('HOME') || 'x' from environment

select * from environ

select * from os.environ

select * from request

select * from connection

select * from answer

select * from sys.argv

select * from python_variable

select * from df

select * from globals()

select * from locals()

select * from pandas_scan('df')

select * from arrow_scan(1, 2, 3)

select * from arrow_scan_dumb(1, 2, 3)

select * from python_map_function(1)

select * from pyarrow_scan(0)

select * from seq_scan(0)

select system('id')

select shell('id')

select exec('id')

select load_extension('x')

select pg_read_file('/etc/passwd')

select xp_cmdshell('id')

select lo_import('/etc/passwd')

select * from shell_command('id')

.shell id

.read <outside>

\! id
