"""The dashboard: thin pages that go from a query to a figure to the table behind it.

``session`` says which version of which workspace is looked at, ``charts`` turns frames into figures without
knowing Streamlit, ``figures`` shows them, and ``pages`` puts them together. Only this package and ``app.py``
import streamlit.
"""
