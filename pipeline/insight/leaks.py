"""Whether a page still names somebody: a search of its own, apart from how names were replaced."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from pipeline.insight.aliases import LINK, MAIL, PHONE, Aliases
from pipeline.vocabulary import fold

_TOLD = ("alt", "title", "aria-label", "content", "href", "src")
"""The attributes of a page that a reader, or a reader's program, is told."""

_AROUND = 30
_MOST_WORDS = 8
"""Words of a name that are looked for together; longer ones are looked for by these."""


@dataclass(frozen=True)
class Leak:
    """Something that should not be there.

    Attributes:
        what: The name, address or number.
        where: The words around it.
    """

    what: str
    where: str


class _Told(HTMLParser):
    """Collects what a page tells, without its style."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._is_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_style = tag == "style"
        self.texts += [value for name, value in attrs if value and name in _TOLD]

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._is_style = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._is_style:
            self.texts.append(" ".join(data.split()))


def told_by(page: str) -> list[str]:
    """Every text that a page shows or reads out."""
    reader = _Told()
    reader.feed(page)
    reader.close()
    return reader.texts


def leaks_in(page: str, aliases: Aliases) -> list[Leak]:
    """Every known name that the page still holds, and every address and number.

    Args:
        page: The page, as HTML.
        aliases: The names that it must not hold.
    """
    texts = told_by(page)
    return list(dict.fromkeys([*_by_shape(texts), *_by_name(texts, aliases)]))


def _by_shape(texts: list[str]) -> Iterator[Leak]:
    for text in texts:
        for shape in (MAIL, LINK, PHONE):
            yield from (Leak(found[0], _around(text, found)) for found in shape.finditer(text))


def _by_name(texts: list[str], aliases: Aliases) -> Iterator[Leak]:
    # an ordinary word is no leak: the page's own sentences may hold it
    full = {fold(name.text): name.text for name in aliases.names if not aliases.is_ordinary(name)}
    parts = {part for _, part in aliases.parts()}
    for text in texts:
        yield from (Leak(full[said], _cut(text)) for said in _phrases(fold(text)) & full.keys())
        yield from (Leak(word, _cut(text)) for word in set(re.findall(r"[^\W_]+", text)) & parts)


def _phrases(folded: str) -> set[str]:
    words = folded.split()
    return {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(len(words), start + _MOST_WORDS) + 1)
    }


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(0, found.start() - _AROUND) : found.end() + _AROUND]


def _cut(text: str) -> str:
    return text if len(text) <= 2 * _AROUND else f"{text[: 2 * _AROUND]}…"
