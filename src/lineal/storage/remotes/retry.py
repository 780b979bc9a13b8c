"""When to try again what a remote refused for now. Pure: chance and the clock are arguments.

obstore has its own schedule for object stores; ``client`` sets it to the same bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RETRIES: Final = 6
FIRST_WAIT: Final = 0.1
LONGEST_WAIT: Final = 3.0
# No further attempt begins later than this after the first one.
SECONDS: Final = 8.0
# Too early, too many, and what a proxy or a server says while it cannot.
TRANSIENT: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


def waits(chance: Callable[[], float]) -> Iterator[float]:
    """Seconds before each further attempt: doubling, half of it by chance.

    Many clients that failed together must not come back together.
    """
    for attempt in range(RETRIES):
        whole: float = min(FIRST_WAIT * 2**attempt, LONGEST_WAIT)
        yield whole * (0.5 + chance() / 2)


def is_transient(status: int) -> bool:
    return status in TRANSIENT
