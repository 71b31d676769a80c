"""The SQL page's parts: the editor with the ready questions, running a query, its result, the schema browser."""
