"""Frames in, figures out: pure functions that know neither Streamlit nor the database."""
