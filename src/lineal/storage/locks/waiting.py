"""How a lock waits: backing off, saying once for whom, giving up when told to."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from lineal.base.errors import BusyError, ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

TIMEOUT_VARIABLE = "LINEAL_LOCK_TIMEOUT"

_FIRST_PAUSE = 0.01
_LONGEST_PAUSE = 0.25
_QUIET_FOR = 0.3


def say_on_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


class Wait:
    """One wait, from the first refusal until the lock is ours."""

    __slots__ = ("_began", "_limit", "_pause", "_say", "_told")

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._limit = timeout_from(os.environ)
        self._began = time.monotonic()
        self._pause = _FIRST_PAUSE
        self._told = False

    def sleep(self, describe: Callable[[], str]) -> None:
        """Pause before the next attempt; ``describe`` says who is in the way, of what."""
        waited = time.monotonic() - self._began
        if self._limit is not None and waited >= self._limit:
            raise BusyError(
                f"gave up after {self._limit:g} s waiting for {describe()}",
                hint=f"let it finish, or raise {TIMEOUT_VARIABLE}",
            )
        if not self._told and waited >= _QUIET_FOR:
            self._say(f"waiting for {describe()}")
            self._told = True
        time.sleep(self._pause)
        self._pause = min(self._pause * 1.5, _LONGEST_PAUSE)


def timeout_from(environ: os._Environ[str] | dict[str, str]) -> float | None:
    """Seconds to wait at most, or None: wait as long as it takes."""
    text = environ.get(TIMEOUT_VARIABLE, "")
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not seconds >= 0:
        raise ConfigError(
            f"{TIMEOUT_VARIABLE}={text!r} is not a number of seconds",
            hint=f"for example {TIMEOUT_VARIABLE}=60, or unset it to wait without limit",
        )
    return seconds
