"""Bytes to text: which encoding a text file is in, and what to say when it is not plain UTF-8."""

import codecs
import re
import tomllib
from functools import cache

from charset_normalizer import from_bytes

from pipeline.ingest.model import Caution
from pipeline.resources import resource
from pipeline.vocabulary import counted

ENCODINGS = ["cp1252", "cp1254", "cp1250", "cp1251", "gb18030", "big5", "shift_jis", "euc_kr", "euc_jp"]
"""What spreadsheet programs still write besides Unicode, in the languages that trackers are kept in."""

_SAMPLE_BYTES = 64_000
_MOST_CHAOS = 0.1
_SIGNS = frozenset(
    "\xa0\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026\u2022\u20ac\xa3\xa7\xab\xbb\xb0\xb4\xb7"
)
"""Marks that every language has: quotes, dashes, dots, currencies."""

_STRAY_SHARE = 0.2
"""A file whose invalid bytes are at most this share of its non-ASCII ones is UTF-8 with a few stray bytes."""

_ZERO_SHARE = 0.02
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_text(content: bytes) -> tuple[str, Caution | None]:
    """The text of a file, and a caution when its encoding was guessed or some bytes could not be read.

    Byte order marks are dropped, those too that stand in the middle where files were put one after another. A few
    zero bytes in a sound text are what a crash or a bad copy leaves; they are dropped and told. UTF-8 is tried first
    because nothing else passes for it by accident; what cannot be read in any encoding stands as U+FFFD so that the
    rest of the row survives.
    """
    text, caution = _decode(content)
    text = text.replace("\ufeff", "")
    zeros = text.count("\x00")
    if not zeros or not _is_sound(text, zeros):
        return text, caution
    left = f"{counted(zeros, 'zero byte')} in it {'was' if zeros == 1 else 'were'} left out"
    message = f"{caution.message if caution else 'The file is damaged.'} {left}."
    return text.replace("\x00", ""), Caution("encoding", message)


def _is_sound(text: str, zeros: int) -> bool:
    """Whether zeros are strays in a text: few, or all at its end, and no other control characters beside them."""
    few = zeros <= _ZERO_SHARE * len(text) or not text.rstrip("\x00").count("\x00")
    return few and zeros < len(text) and _CONTROLS.search(text) is None


def _decode(content: bytes) -> tuple[str, Caution | None]:
    if content.startswith(_UTF16_MARKS):
        return content.decode("utf-16", errors="replace"), _told("UTF-16")
    if (wide := _wide_encoding(content)) is not None:
        return content.decode(wide, errors="replace"), _told("UTF-16 without its mark")
    try:
        return content.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        pass
    text = content.decode("utf-8-sig", errors="replace")
    letters = sum(1 for letter in text if letter > "\x7f")
    if text.count("\ufffd") <= _STRAY_SHARE * letters:
        return text, _told("UTF-8 with bytes that are none", replaced=text.count("\ufffd"))
    encoding = _guess(content)
    text = content.decode(encoding, errors="replace")
    return text, _told(encoding, replaced=text.count("\ufffd"))


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 shows by a zero beside every ASCII letter, always on the same side."""
    head = content[:2000]
    left, right = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(left, right) < len(head) * 0.25 or min(left, right) > max(left, right) * 0.2:
        return None
    return "utf-16-le" if right > left else "utf-16-be"


def _guess(content: bytes) -> str:
    lines = [line for line in re.split(rb"\r?\n", content) if re.search(rb"[\x80-\xff]", line)]
    sample = b"\n".join(lines)[:_SAMPLE_BYTES]
    fitting = [encoding for encoding in _alphabets() if _is_of_one_language(sample, encoding)]
    matches = [match for match in from_bytes(sample, cp_isolation=ENCODINGS) if match.chaos < _MOST_CHAOS]
    likely = [match for match in matches if match.encoding in fitting] if fitting else matches
    if not likely:
        return fitting[0] if fitting else "cp1252"
    best = max(likely, key=lambda match: (match.coherence, match.encoding == "cp1252"))
    same_as_cp1252 = str(best) == sample.decode("cp1252", errors="replace")
    return "cp1252" if same_as_cp1252 else best.encoding


def _is_of_one_language(content: bytes, encoding: str) -> bool:
    """Whether all letters of a text, read in an encoding, are those of one language that is written in it."""
    try:
        letters = {letter for letter in content.decode(encoding) if letter > "\x7f"} - _SIGNS
    except UnicodeDecodeError:
        return False
    return bool(letters) and any(
        all(letter in alphabet or letter.lower() in alphabet for letter in letters)
        for alphabet in _alphabets()[encoding].values()
    )


@cache
def _alphabets() -> dict[str, dict[str, str]]:
    """By encoding and language, the letters beside a-z."""
    return tomllib.loads(resource("data", "letters.toml").read_text(encoding="utf-8"))


def _told(encoding: str, replaced: int = 0) -> Caution:
    stand = "stands" if replaced == 1 else "stand"
    lost = f"; {counted(replaced, 'character')} could not be read and {stand} as \ufffd" if replaced else ""
    return Caution("encoding", f"The file is not plain UTF-8; it was read as {encoding}{lost}.")
