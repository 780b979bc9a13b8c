"""The table of who reads and who writes which paths: DVC's ``rwlock`` file, decided purely.

Every function takes a table and returns another; reading, writing and asking
whether a process lives are done in ``rwlock``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Holder(NamedTuple):
    pid: int
    cmd: str


class Table(NamedTuple):
    write: dict[str, Holder]
    read: dict[str, tuple[Holder, ...]]


class Blocker(NamedTuple):
    path: str
    holder: Holder


EMPTY = Table({}, {})


def parse_table(text: str) -> Table:
    """Raises ValueError for what DVC could not have written."""
    raw = json.loads(text)
    if not isinstance(raw, dict) or raw.keys() - {"write", "read"}:
        message = "expected an object with 'write' and 'read'"
        raise ValueError(message)
    write = {path: _holder(info) for path, info in _items(raw.get("write", {}))}
    read = {
        path: tuple(_holder(info) for info in _list(infos))
        for path, infos in _items(raw.get("read", {}))
    }
    return Table(write, read)


def dump_table(table: Table) -> str:
    raw: dict[str, object] = {}
    if table.write:
        raw["write"] = {path: holder._asdict() for path, holder in table.write.items()}
    if table.read:
        raw["read"] = {path: [one._asdict() for one in held] for path, held in table.read.items()}
    return json.dumps(raw)


def blockers_of(table: Table, read: Iterable[str], write: Iterable[str], pid: int) -> list[Blocker]:
    """Writers of anything we touch, and readers of what we write; never ourselves.

    One process is one run: the graph keeps its stages out of each other's way.
    """
    wanted, written = [*read, *write], list(write)
    found = [
        Blocker(path, holder)
        for path, holder in table.write.items()
        if holder.pid != pid and _touches(path, wanted)
    ]
    found += [
        Blocker(path, holder)
        for path, holders in table.read.items()
        if _touches(path, written)
        for holder in holders
        if holder.pid != pid
    ]
    return found


def with_claim(table: Table, read: Iterable[str], write: Iterable[str], holder: Holder) -> Table:
    readers = dict(table.read)
    for path in read:
        held = readers.get(path, ())
        readers[path] = held if holder in held else (*held, holder)
    return Table({**table.write, **dict.fromkeys(write, holder)}, readers)


def without_claim(table: Table, read: Iterable[str], write: Iterable[str], pid: int) -> Table:
    gone_read, gone_write = set(read), set(write)
    return _keep(
        table,
        lambda path, holder: holder.pid != pid or path not in gone_write,
        lambda path, holder: holder.pid != pid or path not in gone_read,
    )


def without_processes(table: Table, pids: set[int]) -> Table:
    def keep(_: str, holder: Holder) -> bool:
        return holder.pid not in pids

    return _keep(table, keep, keep)


def _keep(
    table: Table,
    writer: Callable[[str, Holder], bool],
    reader: Callable[[str, Holder], bool],
) -> Table:
    write = {path: holder for path, holder in table.write.items() if writer(path, holder)}
    read = {
        path: kept
        for path, holders in table.read.items()
        if (kept := tuple(holder for holder in holders if reader(path, holder)))
    }
    return Table(write, read)


def _touches(path: str, others: list[str]) -> bool:
    return any(
        path == other or path.startswith(other + "/") or other.startswith(path + "/")
        for other in others
    )


def _items(raw: object) -> Iterator[tuple[str, object]]:
    if not isinstance(raw, dict):
        message = "expected an object of paths"
        raise ValueError(message)  # noqa: TRY004  one error type for a malformed file
    yield from raw.items()


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        message = "expected a list of readers"
        raise ValueError(message)  # noqa: TRY004  as above
    return raw


def _holder(raw: object) -> Holder:
    match raw:
        case {"pid": int(pid), "cmd": str(cmd), **rest} if not rest:
            return Holder(pid, cmd)
        case _:
            message = f"expected a pid and a cmd, not {raw!r}"
            raise ValueError(message)
