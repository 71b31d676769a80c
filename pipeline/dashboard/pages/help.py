"""Help: what a word means, what a number means, and the tour."""

import streamlit as st

from pipeline.dashboard.figures import escaped
from pipeline.dashboard.glossary import Word, find_columns, find_words, glossary
from pipeline.dashboard.tour import offer_tour
from pipeline.dashboard.words import counted
from pipeline.warehouse.views import relations

_WIDTH = 880
_MOST_COLUMNS = 40


def render() -> None:
    """Draw the page."""
    st.title("What does it mean?", anchor=False)
    with st.container(width=_WIDTH):
        st.markdown("New here? The tour shows five pages in two minutes, with two invented job searches.")
        offer_tour()
        wanted = st.text_input(
            "Look up a word or a number",
            placeholder="waiting, interval, response_rate …",
            key="lookup",
            bind="query-params",
        )
        if wanted and wanted.strip():
            _found(wanted)
        else:
            _everything()


def _found(wanted: str) -> None:
    words, columns = find_words(wanted), find_columns(wanted)
    if not words and not columns:
        st.info(
            f"**Nothing is called {escaped(wanted)} here.** Try a shorter word, or clear the field for all words."
        )
    if words:
        st.header("Words", anchor=False)
        _draw_words(words)
    if columns:
        st.header("Columns", anchor=False)
        shown = columns[:_MOST_COLUMNS]
        st.markdown(
            "\n".join(
                f"- **{escaped(each.column)}** in {escaped(each.relation)}: {escaped(each.meaning)}" for each in shown
            )
        )
        if len(columns) > len(shown):
            st.caption(f"{counted(len(columns) - len(shown), 'more column')}; look up a longer word to see fewer.")


def _everything() -> None:
    st.header("Words", anchor=False)
    _draw_words(glossary())
    st.header("Tables and views", anchor=False)
    known = {relation.name: relation for relation in relations()}
    name = st.selectbox("The columns of", sorted(known), index=None, placeholder="Choose a table or view", key="view")
    if name:
        relation = known[name]
        st.markdown(escaped(relation.grain))
        if relation.description:
            st.caption(escaped(relation.description))
        st.markdown(
            "\n".join(f"- **{escaped(column)}**: {escaped(text)}" for column, text in relation.columns.items())
        )


def _draw_words(words: tuple[Word, ...] | list[Word]) -> None:
    st.markdown("\n".join(f"- **{escaped(word.name)}**: {escaped(word.meaning)}" for word in words))


if __name__ == "__main__":
    render()
