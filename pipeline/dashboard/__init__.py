"""The dashboard: pure charts and thin pages."""
