"""What a check finds, and the seam that checks are written to. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.workspace import Workspace

#: Broken: a verb would fail, or lose something. Advice: it works, and could be better.
BROKEN, ADVICE, GOOD = "broken", "advice", "good"


class Finding(NamedTuple):
    """One line for a person; the hint is the command or edit that mends it."""

    level: str
    text: str
    hint: str = ""


class Asked(NamedTuple):
    """What may be done to find out: ``remote`` allows the network."""

    remote: bool = False


class Check(Protocol):
    """Looks at one thing. What raises a `LinealError` is broken, with its hint."""

    def __call__(self, ws: Workspace, asked: Asked, /) -> Iterator[Finding]: ...


class Examined(NamedTuple):
    """What one check found, under the name of what it looked at."""

    name: str
    findings: tuple[Finding, ...]

    @property
    def is_broken(self) -> bool:
        return any(one.level == BROKEN for one in self.findings)
