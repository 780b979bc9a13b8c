"""How many transfers go side by side, by what they spend their time on.

Where a call waits for somebody else, many at once are quicker. Where it is work for this very
machine, small objects are all overhead of ours, and two threads only get in each other's way;
big ones are hashed and copied outside the interpreter, so several are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lineal.storage.objects import ObjectId
    from lineal.storage.remotes.port import Remote

_BIG: Final = 1 << 21


class Lane(NamedTuple):
    items: Sequence[ObjectId]
    jobs: int


def lanes(
    remote: Remote,
    items: Sequence[ObjectId],
    jobs: int,
    size_of: Callable[[ObjectId], int | None],
) -> list[Lane]:
    """In the order in which to go through them; none is empty."""
    if remote.waits or jobs <= 1:
        return [Lane(items, jobs)] if items else []
    big = {item for item in items if (size_of(item) or 0) > _BIG}
    small = [item for item in items if item not in big]
    found = [Lane(small, 1), Lane([item for item in items if item in big], jobs)]
    return [lane for lane in found if lane.items]
