"""How two snapshots differ, in words a person can act on.

What is tolerated is listed here and nowhere else:

- The order in which stages are *appended* to a ``dvc.lock``, and their outputs' lines to a
  ``.gitignore``. DVC appends in the order of its depth-first walk, an implementation detail of
  its graph library; any topological order is legal. Blocks and lines are compared exactly.
- For the same reason, which of several equal files is the hard link to their one object.
- Spaces at the end of a line of a ``dvc.lock``: they are where a long command was folded, and
  mean nothing. DVC drops some whenever it rewrites the entries of other stages.
- DVC's ``checkout`` makes the parent directory of an output it then has nothing to put into.

What a failed run leaves behind is the matter of ``reconcile.py``.
"""

from __future__ import annotations

import difflib
import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.acceptance.harness.snapshot import Entry, Snapshot

SHOWN = 40


def differences(expected: Snapshot, actual: Snapshot) -> list[str]:
    """One line, or one small diff, per difference; empty when both are alike."""
    found = _tree_differences("workspace", expected.workspace, actual.workspace)
    found += _tree_differences("cache", expected.cache, actual.cache)
    if expected.staged != actual.staged:
        found.append(_text_diff("git index", expected.staged.encode(), actual.staged.encode()))
    return found


def assert_same(expected: Snapshot, actual: Snapshot, *, after: str = "") -> None:
    """Fail with every difference; ``expected`` is the peer's side."""
    found = differences(expected, actual)
    if found:
        title = f"after `{after}`: " if after else ""
        message = f"{title}{len(found)} difference(s)\n" + "\n".join(found[:SHOWN])
        raise AssertionError(message)


def _tree_differences(
    title: str, expected: dict[str, Entry], actual: dict[str, Entry]
) -> list[str]:
    actual = _with_links_traded(expected, actual)
    found = [
        f"{title}: only dvc has {path}"
        for path in sorted(expected.keys() - actual.keys())
        if not _is_hollow(path, expected)
    ]
    found += [
        f"{title}: only lineal has {path}" for path in sorted(actual.keys() - expected.keys())
    ]
    for path in sorted(expected.keys() & actual.keys()):
        found += _entry_differences(f"{title}: {path}", path, expected[path], actual[path])
    return found


def _is_hollow(path: str, entries: dict[str, Entry]) -> bool:
    """A directory with nothing but directories below it."""
    below = (entry for other, entry in entries.items() if other.startswith(f"{path}/"))
    return all(entry.kind == "dir" for entry in (entries[path], *below))


def _with_links_traded(expected: dict[str, Entry], actual: dict[str, Entry]) -> dict[str, Entry]:
    """Ours, with theirs in place of any group of equal files that differs in order only."""
    groups: dict[bytes, list[str]] = {}
    for path, entry in actual.items():
        if entry.kind in {"file", "hardlink"}:
            groups.setdefault(entry.content, []).append(path)
    traded = dict(actual)
    for paths in groups.values():
        theirs = [expected[path] for path in paths if path in expected]
        if sorted(theirs) == sorted(actual[path] for path in paths):
            traded.update(zip(paths, theirs, strict=True))
    return traded


def _entry_differences(label: str, path: str, expected: Entry, actual: Entry) -> list[str]:
    found: list[str] = []
    if expected.kind != actual.kind:
        found.append(f"{label}: dvc has a {expected.kind}, lineal a {actual.kind}")
    if expected.mode != actual.mode:
        found.append(f"{label}: mode {expected.mode:04o} by dvc, {actual.mode:04o} by lineal")
    if _comparable(path, expected.content) != _comparable(path, actual.content):
        found.append(_text_diff(label, expected.content, actual.content))
    return found


def _comparable(path: str, content: bytes) -> object:
    if os.path.basename(path).endswith(".lock"):
        return lock_blocks(content)
    if os.path.basename(path) == ".gitignore":
        return sorted(content.split(b"\n"))
    return content


def lock_blocks(content: bytes) -> tuple[bytes, list[bytes]]:
    """A lock's head, and its stage blocks sorted: equal when only the order differs."""
    head, _, stages = re.sub(rb"(?m) +$", b"", content).partition(b"\nstages:\n")
    blocks = re.split(rb"(?m)^(?=  [^ \n])", stages)
    return head, sorted(blocks)


def _text_diff(label: str, expected: bytes, actual: bytes) -> str:
    before, after = (
        content.decode(errors="backslashreplace").splitlines(keepends=True)
        for content in (expected, actual)
    )
    lines = difflib.unified_diff(before, after, f"{label} (dvc)", f"{label} (lineal)", n=2)
    return "".join(line if line.endswith("\n") else f"{line}\\ no newline\n" for line in lines)
