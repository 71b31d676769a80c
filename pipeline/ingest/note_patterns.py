"""The patterns by which a note's sentence shows who said what, built from the vocabulary's words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.ingest.note_words import NoteWords

_COLON = r"\s*(?::|=|\u2013|\u2014|\s?-\s)\s*"


@dataclass(frozen=True)
class NotePatterns:
    """Each rule's pattern ends where the words begin."""

    told: re.Pattern[str]
    told_loosely: re.Pattern[str]
    judged: re.Pattern[str]
    teller: re.Pattern[str]
    tellers: re.Pattern[str]
    quoted: re.Pattern[str]
    name: re.Pattern[str]
    thinking: re.Pattern[str]
    views: re.Pattern[str]
    according: re.Pattern[str]
    came_back: re.Pattern[str]
    was_told: re.Pattern[str]
    feedback_label: re.Pattern[str]
    reason_label: re.Pattern[str]
    summary: re.Pattern[str]
    wanted: re.Pattern[str]
    because: re.Pattern[str]
    turned_down: re.Pattern[str]
    bare: re.Pattern[str]
    guesses: re.Pattern[str]
    own: re.Pattern[str]
    friends: re.Pattern[str]
    cues: re.Pattern[str]
    standard: re.Pattern[str]
    logistics: re.Pattern[str]
    future: re.Pattern[str]
    nothing: re.Pattern[str]
    refused: re.Pattern[str]
    about_me: re.Pattern[str]
    stops: re.Pattern[str]


@lru_cache(maxsize=1)
def note_patterns(words: NoteWords) -> NotePatterns:
    """Every pattern, compiled.

    Args:
        words: What to look for.
    """
    p = words.parts
    that = rf"(?:\s*[,:]?\s*{p['that']})?\s*"
    to_me = rf"(?:\s+{p['to_me']})?"
    adverbs = rf"(?:\s+{p['adverbs']})?"
    who = r"(?:\s+\w+)?(?:\s*\([^)]{1,30}\))?"

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(text)

    def whole(name: str) -> re.Pattern[str]:
        return re.compile(p[name])

    detail = rf"(?:\s+{p['details']}\s+[^:;=]{{1,40}}?|\s*\([^)]{{1,40}}\))?"
    origin = rf"(?:\s+{p['origins']}\s+[^:;=,]{{1,25}}?|\s*\([^)]{{1,40}}\))?"
    label_end = rf"(?:{_COLON}|\s+{p['label_links']}\s+)"
    return NotePatterns(
        told=pattern(rf"(?:{p['told']}|{p['told_loosely']}){to_me}{that}"),
        told_loosely=pattern(rf"{p['told_loosely']}{to_me}\s*$"),
        judged=whole("judged"),
        tellers=whole("tellers"),
        thinking=whole("thinking"),
        views=whole("views"),
        according=pattern(rf"{p['according']}\s+(?:{p['articles']}\s+)?{p['tellers']}[,:]?"),
        quoted=pattern(rf'{p["tellers"]}{who}\s*:\s*(?=")'),
        teller=pattern(rf"{p['tellers']}{who}{adverbs}(?:\s+{p['auxiliaries']})?\s+$"),
        name=pattern(rf"(?<!\w)\w{{2,}}(?:\s*\([^)]{{1,30}}\))?{adverbs}(?:\s+{p['auxiliaries']})?\s+$"),
        came_back=pattern(rf"{p['came_back']}[^:;]{{0,40}}?(?:{_COLON}|\s+{p['saying']}\s+|,\s*)"),
        was_told=pattern(rf"{p['was_told']}{that}"),
        feedback_label=pattern(rf"{p['feedback_label']}{detail}{label_end}"),
        reason_label=pattern(rf"{p['reason_label']}{origin}{label_end}"),
        summary=pattern(
            rf"(?:{p['got']}\s+(?:\w+\s+)?(?:{p['kinds']}\s*(?:,|and|but)?\s*){{1,3}}(?:interview\s+)?feedback"
            rf"|^\W*(?:{p['kinds']}\s*(?:,|and|but)?\s*){{1,3}}feedback\s+(?:from|on|about|after))(?!\w)"
        ),
        wanted=whole("they_wanted"),
        because=whole("because"),
        turned_down=whole("turned_down"),
        bare=whole("bare"),
        guesses=whole("guesses"),
        own=whole("own"),
        friends=whole("friends"),
        cues=whole("cues"),
        standard=whole("standard"),
        logistics=whole("logistics"),
        future=whole("future"),
        nothing=whole("nothing"),
        refused=whole("refused"),
        about_me=whole("about_me"),
        stops=pattern(rf"(?:[,(]|\s-)\s*(?:{p['stops']})"),
    )
