"""The text of a merged ``dvc.lock``: each stage in the very bytes of the side it comes from. Pure.

Cut by lines, whatever wrote them, so that neither layout nor comments of a stage nobody changed
are touched. Whether the result says what it should is for the caller to prove by parsing it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from lineal.pipeline.documents.lockblocks import block_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_STAGES = re.compile(r"stages:\s*(#.*)?$")
_KEY = re.compile(r"  [^\s#-]")
_COMMENT = re.compile(r" {0,2}#")
_TOP = re.compile(r"[^\s#]")


class LockLines(NamedTuple):
    """What precedes the stages, the lines of each, and what follows them."""

    head: str
    stages: dict[str, str]
    tail: str


def cut_lines(text: str, names: list[str]) -> LockLines | None:
    """None for a text whose stages do not stand in lines of their own, two columns in."""
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
    start = next((at for at, line in enumerate(lines) if _STAGES.match(line)), None)
    if start is None:
        return None
    end = next((at for at in range(start + 1, len(lines)) if _TOP.match(lines[at])), len(lines))
    while lines[end - 1].startswith("#") or not lines[end - 1].strip():
        # What is said at the margin after the last stage is said of the file.
        end -= 1
    starts = [_with_comments(lines, at) for at in range(start + 1, end) if _KEY.match(lines[at])]
    if len(starts) != len(names) or not starts:
        return None
    stops = [*starts[1:], end]
    pieces = ["".join(lines[a:b]) for a, b in zip(starts, stops, strict=True)]
    head = "".join(lines[: starts[0]])
    return LockLines(head, dict(zip(names, pieces, strict=True)), "".join(lines[end:]))


def _with_comments(lines: list[str], at: int) -> int:
    """Comments above a stage belong to it."""
    while _COMMENT.match(lines[at - 1]):
        at -= 1
    return at


def spliced(
    ours: tuple[str, Mapping[str, Any]],
    theirs: tuple[str, Mapping[str, Any]],
    merged: Mapping[str, Any],
) -> str | None:
    """Our text with the stages of the merge; None where it cannot be cut.

    Each side is its text and the data it parses to.
    """
    our_stages = ours[1].get("stages") or {}
    their_stages = theirs[1].get("stages") or {}
    our_lines = cut_lines(ours[0], list(our_stages))
    their_lines = cut_lines(theirs[0], list(their_stages))
    if our_lines is None:
        return None
    pieces = [our_lines.head]
    for name, entry in (merged.get("stages") or {}).items():
        if our_stages.get(name) == entry:
            pieces.append(our_lines.stages[name])
        elif their_lines and their_stages.get(name) == entry:
            pieces.append(their_lines.stages[name])
        else:
            pieces.append(block_of(name, entry).text)
    return "".join((*pieces, our_lines.tail))
