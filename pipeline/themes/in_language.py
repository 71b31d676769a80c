"""The user's codebook for texts in a language it is not written in.

The themes, their names and what was merged or retired are the user's, and so are the phrases the user added; the
other phrases and the wording are those that are shipped for the language.
"""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.themes.built_in import shipped_path
from pipeline.themes.codebook import Codebook, Sense, index_of, load_codebook
from pipeline.themes.language import OTHER
from pipeline.themes.phrases import Phrase, read_lists, read_phrase
from pipeline.themes.wording import Wording, load_wording


def in_language(codebook: Codebook, language: str) -> Codebook:
    """The codebook to read texts of a language with; for OTHER it knows nothing but the user's own phrases."""
    if language == codebook.language:
        return codebook
    known = codebook.by_language
    if language not in known:
        known[language] = _made_for(language, codebook)
    return known[language]


def _made_for(language: str, codebook: Codebook) -> Codebook:
    wording = codebook.wording if language == OTHER else load_wording(language, f"{language}.toml")
    phrases = list(_own(codebook, wording))
    if language != OTHER:
        phrases += _shipped(language, codebook, wording)
    return replace(codebook, language=language, wording=wording, index=index_of(phrases, wording))


def _own(codebook: Codebook, wording: Wording) -> Iterator[tuple[Phrase, Sense]]:
    """What the user added; it comes first, so that it wins over what is shipped."""
    lists = read_lists(codebook.words, wording.letters)
    for theme in (*codebook.themes, *codebook.former):
        current = codebook.current(theme.theme_id)
        for role, written in theme.phrases:
            if current is not None and (theme.theme_id, role, written) in codebook.own:
                yield read_phrase(written, lists, wording.letters), Sense(role, current, is_own=True)


def _shipped(language: str, codebook: Codebook, wording: Wording) -> Iterator[tuple[Phrase, Sense]]:
    """What is shipped for the themes that the user still has."""
    shipped = load_codebook(shipped_path(language))
    lists = read_lists(shipped.words, wording.letters)
    for theme in shipped.themes:
        current = codebook.current(theme.theme_id)
        for role, written in theme.phrases:
            if current is not None:
                yield read_phrase(written, lists, wording.letters), Sense(role, current)
