"""Kept uploads become an immutable DuckDB version; readers open it read-only."""
