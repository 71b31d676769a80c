"""One thin file a page: query, chart, table."""
