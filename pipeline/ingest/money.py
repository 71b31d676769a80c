"""Salary texts to a range in one currency, only where the text leaves no doubt."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(
    r"(?P<whole>\d{1,3}(?:[.,' \u2019]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?P<part>[.,]\d{1,2})?"
    r"\s*(?P<unit>k\b|lpa\b|lakhs?\b|lacs?\b|crores?\b|cr\b)?",
    re.IGNORECASE,
)
_SHORTER_THAN_A_YEAR = re.compile(
    r"/\s*(?:h|hr|hour|d|day|w|wk|week|m|mo|mth|month|std|stunde|monat|mois|m[eê]s|mese|maand|uur|ay)\b"
    r"|\b(?:per|an?|pro|par|por|al)\s+"
    r"(?:hour|day|week|month|stunde|tag|woche|monat|heure|jour|mois|hora|d[ií]a|m[eê]s|mese)\b"
    r"|\b(?:hourly|daily|weekly|monthly|ph|pm|pcm)\b|月|时|時|日|薪",
    re.IGNORECASE,
)
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "₹": "INR", "inr": "INR",
    "lpa": "INR", "lakh": "INR", "lakhs": "INR", "lac": "INR", "lacs": "INR", "crore": "INR", "crores": "INR",
    "rs": "INR", "$": "USD", "usd": "USD", "us$": "USD", "cad": "CAD", "ca$": "CAD", "c$": "CAD", "aud": "AUD",
    "a$": "AUD", "chf": "CHF", "sek": "SEK", "pln": "PLN", "zł": "PLN", "₺": "TRY", "try": "TRY", "tl": "TRY",
    "r$": "BRL", "brl": "BRL", "jpy": "JPY", "cny": "CNY", "rmb": "CNY",
}  # fmt: skip
_CURRENCY = re.compile(r"(?:us|ca|c|a|r)\$|[€£₹$₺]|\b[a-zł]+\b|lpa\b", re.IGNORECASE)
_RANGE = re.compile(
    r"^[^\d]*NUMBER(?:\s*(?:[-\u2013\u2014~]|to|bis|à|a|até|tot)\s*[^\d]*NUMBER)?[^\d]*$", re.IGNORECASE
)
_AT_MOST = re.compile(r"\b(?:up to|max(?:imum)?|bis(?: zu)?|jusqu|hasta|até|fino a|tot)\b|[<≤]", re.IGNORECASE)
_AT_LEAST = re.compile(r"\b(?:from|min(?:imum)?|at least|ab|à partir|desde|a partir|da|vanaf)\b|[+>≥]", re.IGNORECASE)
_FACTORS = {"k": 1_000, "lpa": 100_000, "lakh": 100_000, "lac": 100_000, "cr": 10_000_000}
_LEAST_YEARLY = 5_000
_LEAST_IN = {
    "BRL": 30_000, "CNY": 40_000, "INR": 100_000, "JPY": 1_000_000, "PLN": 30_000, "SEK": 100_000, "TRY": 150_000,
}  # fmt: skip
"""Less than this is surely what a month brings, where the currency is small or pay is told by the month."""

_MOST_YEARLY = 100_000_000


@dataclass(frozen=True)
class Salary:
    """A yearly range; every part None where the text leaves it open."""

    low: float | None = None
    high: float | None = None
    currency: str | None = None


def parse_salary(text: str) -> Salary:
    """The range and currency of a salary text; amounts by the hour, day or month are left alone.

    >>> parse_salary("$90k - $110k")
    Salary(low=90000.0, high=110000.0, currency='USD')
    """
    currency = _currency(text)
    found = list(_NUMBER.finditer(text))
    if _SHORTER_THAN_A_YEAR.search(text) or len(found) not in {1, 2} or not _is_range(text, found):
        return Salary(currency=currency)
    units = [match["unit"].lower() if match["unit"] else "" for match in found]
    shared = units[-1]
    amounts = [_amount(match, unit or shared) for match, unit in zip(found, units, strict=True)]
    least = _LEAST_IN.get(currency or "", _LEAST_YEARLY)
    if not all(least <= amount <= _MOST_YEARLY for amount in amounts) or amounts[0] > amounts[-1]:
        return Salary(currency=currency)
    low: float | None = amounts[0]
    high: float | None = amounts[-1]
    if len(found) == 1:
        low = None if _AT_MOST.search(text) else low
        high = None if _AT_LEAST.search(text) else high
    return Salary(low, high, currency)


def parse_amount(text: str) -> float | None:
    """One amount as a number, or None where the text holds none or several."""
    found = list(_NUMBER.finditer(text))
    if len(found) != 1 or _SHORTER_THAN_A_YEAR.search(text):
        return None
    return _amount(found[0], (found[0]["unit"] or "").lower())


def _is_range(text: str, found: list["re.Match[str]"]) -> bool:
    bare = text
    for match in reversed(found):
        bare = f"{bare[: match.start()]}NUMBER{bare[match.end() :]}"
    return re.sub(r"\d", "", bare) == bare and _RANGE.match(bare) is not None


def _amount(match: "re.Match[str]", unit: str) -> float:
    whole = re.sub(r"[^\d]", "", match["whole"])
    part = (match["part"] or "").replace(",", ".")
    factor = next((factor for start, factor in _FACTORS.items() if unit.startswith(start)), 1)
    return float(f"{whole}{part}") * factor


def _currency(text: str) -> str | None:
    found = {
        _CURRENCIES[word] for word in (match.lower() for match in _CURRENCY.findall(text)) if word in _CURRENCIES
    }
    return found.pop() if len(found) == 1 else None
