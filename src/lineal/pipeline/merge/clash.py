"""What both sides of a merge changed, each in its own way. Pure."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

OURS: Final = "ours"
THEIRS: Final = "theirs"

STAGE: Final = "stage"
OUTPUT: Final = "output"
MEMBER: Final = "member"
FIELD: Final = "field"


class Clash(NamedTuple):
    """One thing two branches disagree about, and what the merged file says for now.

    ``file`` is the project file, from the root of the Git repository. ``name`` is the stage, the
    path of the data, or the key. ``ours`` and ``theirs`` are what each side recorded, None for
    "removed". While ``is_open`` a person has to choose; otherwise the next run settles it.
    """

    kind: str
    name: str
    ours: Any
    theirs: Any
    why: str
    kept: str = OURS
    is_open: bool = True
    file: str = ""
