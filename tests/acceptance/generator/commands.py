"""Shell commands of generated stages: deterministic, and able to fail when told to.

``$DVC_ROOT/fail-NAME`` makes a stage fail before it writes; ``$DVC_ROOT/lazy-NAME`` makes
it succeed without writing. Neither file is tracked, so both model the outside world.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.acceptance.generator.scene import Output

RECIPES = {
    "file": "{read} > {out}",
    "empty": ": > {out}",
    "script": "{read} > {out} && chmod +x {out}",
    "dir": "mkdir -p {out} && {read} > {out}/part && : > {out}/nothing",
    "deep": "mkdir -p {out}/a/b {out}/void && {read} > {out}/a/b/x && cp {out}/a/b/x {out}/'y z'",
    "hollow": "mkdir -p {out}",
    "json": "{read} | wc -c | sed 's/.*/{{\"size\": &}}/' > {out}",
}


def commands(marker: str, outputs: Sequence[Output], inputs: Sequence[str], said: str) -> list[str]:
    """One shell line per output; all paths are in terms of the wdir."""
    guard = f'test ! -e "$DVC_ROOT"/fail-{marker}'
    read = reading(inputs, said)
    lines = [guard]
    for path, kind in outputs:
        made = RECIPES[kind].format(read=read, out=quote(dashless(path)))
        lines.append(f'test -e "$DVC_ROOT"/lazy-{marker} || {{ {parent(path)}{made}; }}')
    return lines


def reading(inputs: Sequence[str], said: str) -> str:
    """Names and contents of all inputs, whatever they are, in one order."""
    paths = " ".join(quote(dashless(path)) for path in inputs)
    words = f'echo "{said}";' if said else ""
    listing = f"find {paths} -type f | LC_ALL=C sort; " if inputs else ""
    bytes_of = f"find {paths} -type f -print0 | LC_ALL=C sort -z | xargs -0 cat;" if inputs else ""
    return f"{{ {words} {listing}{bytes_of} }}" if (words or inputs) else "echo nothing"


def parent(path: str) -> str:
    directory = path.rpartition("/")[0]
    return f"mkdir -p {quote(dashless(directory))} && " if directory else ""


def dashless(path: str) -> str:
    return path if path.startswith(("../", "./")) else f"./{path}"
