"""Doing something again while it fails for now, as ``retry`` says."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from lineal.storage.remotes.retry import SECONDS, waits

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class TryAgainError(Exception):
    """Raised by an attempt that may be repeated; its cause is what to raise in the end."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def until_it_works(attempt: Callable[[], T]) -> T:
    begun = time.monotonic()
    for wait in waits(random.random):
        try:
            return attempt()
        except TryAgainError as exc:
            if time.monotonic() - begun + wait > SECONDS:
                raise exc.error from exc.error.__cause__
        time.sleep(wait)
    try:
        return attempt()
    except TryAgainError as exc:
        raise exc.error from exc.error.__cause__
