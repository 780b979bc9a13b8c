"""What changed inside a file or directory, both versions of which are in the cache."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lineal.base.errors import DataError
from lineal.storage.algorithm import LEGACY_MD5, MD5
from lineal.storage.tree import is_tree_oid
from lineal.tables.data_diff import Dataset, FileNames
from lineal.tables.kinds import Part, Source, is_marker, kind_of, kind_of_directory
from lineal.tables.options import CompareOptions
from lineal.tables.text_diff import compare_files

if TYPE_CHECKING:
    from lineal.pipeline.workspace import Workspace


def inside(ws: Workspace, path: str, old: str, new: str) -> Dataset:
    """Tables by rows, files by lines, directories by the names of their files."""
    files = [_files(ws, path, oid) for oid in (old, new)]
    sources = [_source(path, one) for one in files]
    if sources[0] is not None and sources[1] is not None:
        from lineal.tables.compare import compare_tables, one_table  # deferred: polars
        from lineal.tables.extras import require_polars  # deferred: as above

        require_polars()
        if all(one_table(source) for source in sources if source is not None):
            table = compare_tables(sources[0], sources[1], CompareOptions())
            return Dataset(path, "modified", table=table)
    if all(list(one) == [""] for one in files):
        text = compare_files(files[0][""], files[1][""])
        return Dataset(path, "modified", text=text)
    return Dataset(path, "modified", files=_names(*files))


def _files(ws: Workspace, path: str, oid: str) -> dict[str, str]:
    """Where each file is, by name; a single file is named ``""``."""
    for algorithm in (MD5, LEGACY_MD5):
        if not is_tree_oid(oid):
            place = ws.cache.object_path(oid, algorithm)
            if os.path.isfile(place):
                return {"": place}
        else:
            tree = ws.cache.read_tree(oid, algorithm)
            if tree is not None:
                members = dict(tree.members)
                return {name: ws.cache.object_path(one, algorithm) for name, one in members.items()}
    raise DataError(
        f"'{path}' as of {oid[:8]} is not in the cache, so what changed inside is not known",
        hint="lineal fetch --all-commits brings what was pushed",
    )


def _source(path: str, files: dict[str, str]) -> Source | None:
    names = sorted(name for name in files if not name or not is_marker(name))
    kind = kind_of(path) if names == [""] else kind_of_directory(names)
    if kind is None or not all(os.path.isfile(files[name]) for name in names):
        return None
    return Source(kind, tuple(Part(files[name], name) for name in names), path)


def _names(old: dict[str, str], new: dict[str, str]) -> FileNames:
    return FileNames(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name])),
    )
