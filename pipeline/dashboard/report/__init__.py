"""Pages to keep, send and print: a report and a brief, each as one file that needs nothing else.

They are made the same way for the command line and for the dashboard, so nothing here knows Streamlit.
"""
