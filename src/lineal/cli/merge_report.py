"""What a merge could not decide, said so that the next command is clear."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from lineal.pipeline.merge.clash import FIELD, OURS, STAGE, Clash

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lineal.cli.output import Console

_MOST = 10


def show_clashes(console: Console, clashes: Sequence[Clash]) -> None:
    """On stderr: Git's own words about a merge go there as well."""
    waiting = [clash for clash in clashes if clash.is_open]
    for clash in [clash for clash in clashes if not clash.is_open]:
        console.note(f"{clash.file}: {named(clash)} was changed on both sides")
        console.note(f"    kept {_side(clash.kept)}: {clash.why}")
    for clash in waiting[:_MOST]:
        console.note(f"{clash.file}: {named(clash)}: {clash.why}")
        console.note(f"    ours: {brief(clash.ours)}; theirs: {brief(clash.theirs)}")
    if len(waiting) > _MOST:
        console.note(f"{waiting[0].file}: and {len(waiting) - _MOST} more")
    if waiting:
        name = shlex.quote(waiting[0].name) if len(waiting) == 1 else "PATH"
        console.note(
            f"    ours is in place; lineal data merge --take theirs {name} takes the other"
        )


def named(clash: Clash) -> str:
    if clash.kind == STAGE:
        return f"stage '{clash.name}'"
    if clash.kind == FIELD:
        return f"the key '{clash.name}'"
    return clash.name


def brief(side: Any) -> str:  # noqa: ANN401  what one side recorded
    """What one side says, in a few words."""
    if side is None:
        return "removed"
    if isinstance(side, dict):
        oid = str(side.get("md5") or side.get("etag") or "")
        size = side.get("size")
        count = side.get("nfiles")
        parts = [f"md5 {oid[:8]}"] if oid else []
        parts += [f"{count} files"] if count is not None else []
        parts += [f"{size} bytes"] if size is not None else []
        return ", ".join(parts) or "changed"
    text = str(side)
    return f"md5 {text[:8]}" if len(text) == 32 and text.isalnum() else text  # noqa: PLR2004


def _side(kept: str) -> str:
    return "our record" if kept == OURS else "their record"
