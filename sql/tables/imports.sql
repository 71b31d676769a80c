-- One row per import that was not undone; rows_read = rows_loaded + rows_blank + rows_rejected.
--
-- import_id: Number of the import, counting up.
-- tracker: The kept spreadsheet it renewed.
-- seeker: Whose search it is, for rows that do not say.
-- file_name: The file's name when it was imported.
-- sha256: Fingerprint of the file, hexadecimal.
-- imported_at: When it was imported, UTC.
-- is_current: Whether it is the newest import of its tracker, the one that counts.
-- rows_read: Rows of its sheets, header rows aside.
-- rows_loaded: Rows that became an application, a feedback entry, or both.
-- rows_blank: Rows with nothing to load: blank, title, section, total, example and repeated header rows.
-- rows_rejected: Rows that could not be loaded; they are in rejected_rows.
create table imports (
    import_id integer primary key,
    tracker varchar not null,
    seeker varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    imported_at timestamp not null,
    is_current boolean not null,
    rows_read bigint not null,
    rows_loaded bigint not null,
    rows_blank bigint not null,
    rows_rejected bigint not null
)
