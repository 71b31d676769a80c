"""What Streamlit's theme cannot say: how links look, text on the accent, and room in the list of pages."""

import streamlit as st

from pipeline.dashboard.palette import Palette

BUTTON, LINK = "button_link", "text_link"
"""What the key of a container begins with whose link looks like a button, or is underlined."""


def draw_look(palette: Palette) -> None:
    """Put the rules on the page."""
    st.html(
        f"""<style>
        [class*="st-key-{BUTTON}"] a {{
            border: 1px solid color-mix(in srgb, currentColor 40%, transparent);
            border-radius: 0.5rem;
            padding: 0.3rem 0.8rem;
        }}
        [class*="st-key-{LINK}"] a {{ text-decoration: underline; padding-left: 0; }}
        h2.figure-title {{ margin: 0; padding: 1rem 0; font-size: 1.3rem; font-weight: 600; line-height: 1.2; }}
        p.figure-subtitle {{ margin: 0; font-size: 0.875rem; opacity: 0.6; }}
        .st-key-pages {{ gap: 0.2rem; }}
        .st-key-pages [data-testid="stCaptionContainer"] {{ padding-top: 0.8rem; }}
        [data-testid^="stBaseButton-primary"]:not(:disabled) p {{ color: {palette.on_accent}; }}
        </style>"""
    )
