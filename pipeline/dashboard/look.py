"""What Streamlit's theme cannot say: how links look, text on the accent, and room in the list of pages."""

import streamlit as st

from pipeline.dashboard.palette import Palette

BUTTON, LINK, SENTENCES = "button_link", "text_link", "sentences"
"""What the key of a container begins with whose links look like buttons, are underlined, or are whole sentences."""


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
        h2.part {{ margin: 0; padding: 1rem 0 0; font-size: 1.3rem; font-weight: 600; line-height: 1.2; }}
        h2.figure-title {{ margin: 0; padding: 1rem 0; font-size: 1.3rem; font-weight: 600; line-height: 1.2; }}
        p.figure-subtitle {{ margin: 0; font-size: 0.875rem; opacity: 0.6; }}
        h3.question {{ margin: 0; padding: 0 0 0.8rem; font-size: 1rem; font-weight: 600; line-height: 1.5; }}
        [class*="st-key-{SENTENCES}"] a {{ text-decoration: none; padding: 0.1rem 0; }}
        [class*="st-key-{SENTENCES}"] :is(a span, a p) {{ white-space: normal; font-size: 1rem; }}
        [class*="st-key-{SENTENCES}"] a em {{ font-style: normal; text-decoration: underline; }}
        dl.key-figures.key-figures {{ display: flex; flex-wrap: wrap; gap: 1rem; margin: 0; padding: 0; }}
        .key-figures > div {{
            position: relative; flex: 1 1 9rem; padding: 0.9rem 1rem;
            border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 0.5rem;
        }}
        .key-figures dt, .key-figures dd {{ margin: 0; font-size: 0.875rem; font-weight: normal; }}
        .key-figures dd {{ opacity: 0.6; }}
        .key-figures dd.value {{ font-size: 2rem; line-height: 1.4; opacity: 1; }}
        .key-figures dd.meaning {{ position: absolute; top: 0.7rem; right: 0.8rem; left: 0.8rem; opacity: 1; }}
        .key-figures summary {{
            list-style: none; width: 1.4rem; margin-left: auto; text-align: center; cursor: pointer; opacity: 0.6;
            border: 1px solid currentColor; border-radius: 50%; line-height: 1.3rem;
        }}
        .key-figures details p {{
            position: relative; z-index: 1; margin: 0.3rem 0 0; padding: 0.6rem; border-radius: 0.5rem;
            background: {palette.background}; border: 1px solid currentColor;
        }}
        .to-do {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 0 3rem; }}
        .to-do h3 {{ margin: 0; padding: 0.5rem 0; font-size: 1.1rem; font-weight: 600; }}
        ul.to-do-list {{ margin: 0 0 0.5rem; padding-left: 1.5rem; }}
        .to-do summary {{ cursor: pointer; }}
        .table-of-text {{ overflow-x: auto; }}
        .table-of-text table {{ width: 100%; border-collapse: collapse; font-size: 0.875rem; }}
        .table-of-text :is(th, td) {{
            padding: 0.5rem; text-align: left; vertical-align: top; min-width: 4.5rem;
            border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent);
        }}
        .table-of-text th {{ font-weight: normal; color: {palette.muted}; }}
        .table-of-text .number {{ text-align: right; }}
        .table-of-text td.day {{ white-space: nowrap; }}
        .st-key-pages {{ gap: 0.2rem; }}
        .st-key-pages [data-testid="stCaptionContainer"] {{ padding-top: 0.8rem; }}
        [data-testid^="stBaseButton-primary"]:not(:disabled) p {{ color: {palette.on_accent}; }}
        </style>"""
    )
