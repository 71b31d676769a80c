"""Columns that are never stored: passwords and identity numbers, by their header or, if certain, by their values."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import polars as pl

from pipeline.ingest.model import Caution, ColumnPlan
from pipeline.vocabulary import Vocabulary

_FEWEST = 3
_NEARLY_ALL = 0.95
_SAMPLE = 200

_US_SOCIAL_SECURITY = re.compile(r"(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}")
_CARD = re.compile(r"\d(?:[ -]?\d){12,18}")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")


def mark_secrets(
    plans: Sequence[ColumnPlan], body: pl.DataFrame, *, keep: Collection[int], vocabulary: Vocabulary
) -> tuple[ColumnPlan, ...]:
    """Write into the plan which columns are not stored, where their headers do not say it already.

    Args:
        plans: The columns as recognised; one that the user named is left to the user.
        body: Rows below the header.
        keep: The places of those that the user insists on storing.
        vocabulary: The headers of such columns.
    """
    return tuple(_marked(plan, body, vocabulary, keep=plan.index in keep) for plan in plans)


def is_stored(plan: ColumnPlan, vocabulary: Vocabulary) -> bool:
    """Whether the cells of a column may be stored."""
    if plan.field is not None:
        return True
    return not (vocabulary.is_secret(plan.header) if plan.is_secret is None else plan.is_secret)


def secret_caution(plan: ColumnPlan, texts: pl.Series, vocabulary: Vocabulary) -> Caution | None:
    """What to say of a column that looks secret, stored or not; None for any other."""
    filled = texts.len() - texts.null_count()
    looks = f'"{plan.header.strip()}" looks like passwords or identity numbers'
    if not is_stored(plan, vocabulary):
        return Caution("secret_column", f"{looks}; its cells were not stored.", column=plan.header, rows=filled)
    if plan.is_secret is False:
        return Caution("secret_kept", f"{looks}; it was stored since you said so.", column=plan.header, rows=filled)
    return None


def _marked(plan: ColumnPlan, body: pl.DataFrame, vocabulary: Vocabulary, *, keep: bool) -> ColumnPlan:
    by_header = plan.field is None and vocabulary.is_secret(plan.header)
    by_values = not by_header and plan.how != "given" and _holds_identity(body[f"c{plan.index}"])
    if not by_header and not by_values:
        return plan
    if keep:
        return replace(plan, is_secret=False, reason="looks secret; stored since you said so")
    if by_header:
        return plan
    reason = "its values are identity or account numbers; never stored"
    return replace(plan, field=None, how="unmapped", confidence=1.0, reason=reason, is_secret=True)


def _holds_identity(texts: pl.Series) -> bool:
    """Whether nearly all values pass for one kind of number that has a fixed form or a check digit."""
    values = [text.strip() for text in texts.drop_nulls().head(_SAMPLE) if text.strip()]
    if len(set(values)) < _FEWEST:
        return False
    return any(sum(test(value) for value in values) >= len(values) * _NEARLY_ALL for test in _KINDS)


def _is_social_security(text: str) -> bool:
    return _US_SOCIAL_SECURITY.fullmatch(text) is not None


def _is_card(text: str) -> bool:
    """The digits of a payment card, whose last one checks the others (Luhn)."""
    if not _CARD.fullmatch(text):
        return False
    digits = [int(letter) for letter in text if letter.isdecimal()][::-1]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return len(set(digits)) > 1 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _is_iban(text: str) -> bool:
    """An account number whose check digits are right (ISO 13616: the remainder of 97 is 1)."""
    if not _IBAN.fullmatch(text):
        return False
    plain = text.replace(" ", "")
    return int("".join(str(int(letter, 36)) for letter in plain[4:] + plain[:4])) % 97 == 1


_KINDS: tuple[Callable[[str], bool], ...] = (_is_social_security, _is_card, _is_iban)
