"""Whose search it is, where somebody was named."""

from collections.abc import Callable

import polars as pl

from pipeline.errors import InputRefusedError, nearest_name

_SEEKERS = "select seeker from applications union select seeker from feedback order by seeker"


def require_seeker(rows: Callable[..., pl.DataFrame], seeker: str | None) -> None:
    """Refuse the name of somebody whose search is not kept; nobody named is everybody.

    Args:
        rows: Runs a query on all that is loaded.
        seeker: The name that was given.

    Raises:
        InputRefusedError: Nobody of that name has a search here.
    """
    if seeker is None:
        return
    known = rows(_SEEKERS)["seeker"].to_list()
    if seeker not in known:
        near = nearest_name(seeker, known)
        raise InputRefusedError(
            f"No search of {seeker!r} is kept here.",
            found=f"Kept here: {', '.join(known) or 'none'}.",
            remedy=f"Did you mean {near!r}?" if near else None,
        )
