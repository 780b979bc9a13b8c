"""Did you mean …: the nearest of the words that would have been right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def closest(word: str, candidates: Iterable[str]) -> str | None:
    import difflib  # deferred: only when something is already wrong

    known = {candidate.lower(): candidate for candidate in candidates}
    matches = difflib.get_close_matches(word.lower(), known, n=1)
    return known[matches[0]] if matches else None


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """``; did you mean 'deps'?`` to follow a message, or nothing."""
    match = closest(word, candidates)
    return f"; did you mean {match!r}?" if match else ""
