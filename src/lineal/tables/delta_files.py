"""What lies in the directory of a Delta table: looked up only to say what is not there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lineal.storage.remotes.opening import open_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lineal.storage.config import Config
    from lineal.tables.delta_place import TablePlace

_COMMIT = re.compile(r"(\d{20})\.json")
_CHECKPOINT = re.compile(r"(\d{20})\.checkpoint\.")
_LOG = "_delta_log"


def versions_in(config: Config, place: TablePlace) -> set[int]:
    """Those whose commits are still in the log."""
    return set(_numbers(config, place, _COMMIT))


def oldest_in(config: Config, place: TablePlace) -> int:
    """Where reading can begin: at commit 0, or at a checkpoint."""
    if 0 in versions_in(config, place):
        return 0
    return min(_numbers(config, place, _CHECKPOINT), default=0)


def missing_files(
    config: Config, place: TablePlace, table_uri: str, uris: Sequence[str]
) -> list[str]:
    """Of a version's data files those that are gone. Files outside the table are believed in."""
    names = [name for uri in uris for name in _below(table_uri, uri)]
    there = set(_keys(config, place, ""))
    # Partition values are escaped in some URIs, and in some names of files.
    return [name for name in names if not there & {name, unquote(name)}]


def _below(table_uri: str, uri: str) -> Iterator[str]:
    base = table_uri.removeprefix("file://").rstrip("/")
    path = uri.removeprefix("file://")
    for top in dict.fromkeys((base, unquote(base))):
        if path.startswith(f"{top}/"):
            yield path[len(top) + 1 :]
            return


def _numbers(config: Config, place: TablePlace, pattern: re.Pattern[str]) -> Iterator[int]:
    for key in _keys(config, place, _LOG):
        found = pattern.match(key.rpartition("/")[2])
        if found:
            yield int(found[1])


def _keys(config: Config, place: TablePlace, below: str) -> Iterator[str]:
    """Relative to the table."""
    remote, top = open_url(config, place.written)
    try:
        for info in remote.list(f"{top}/{below}" if below else top):
            yield info.key.removeprefix(f"{top}/")
    finally:
        remote.close()
