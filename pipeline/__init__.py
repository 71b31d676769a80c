"""Debrief: a job-search spreadsheet turned into answers.

The flow is one-directional: ``ingest`` reads a file, ``workspace`` keeps it, ``warehouse`` builds an
immutable DuckDB version from everything kept, and the command line, the console and the dashboard read
the views of that version.
"""
