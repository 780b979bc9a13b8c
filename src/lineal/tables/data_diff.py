"""What changed in each dataset between two revisions: tables by rows, the rest by files and lines.

Polars is imported when there is a table to look into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError
from lineal.pipeline.comparing.data_changes import places_of
from lineal.tables.extras import require_polars
from lineal.tables.kinds import Part, Source, is_marker, kind_of, kind_of_directory
from lineal.tables.text_diff import compare_files

if TYPE_CHECKING:
    from lineal.pipeline.comparing.data_changes import DataChange, Version
    from lineal.pipeline.workspace import Workspace
    from lineal.tables.options import CompareOptions
    from lineal.tables.report import TableDiff
    from lineal.tables.text_diff import TextDiff


class FileNames(NamedTuple):
    """The files of a directory that differ."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    modified: tuple[str, ...]


class Dataset(NamedTuple):
    """One changed dataset, or one changed file of a directory.

    Of ``table``, ``rows`` and ``text`` at most one is set: two versions of a table, the rows of
    a table that is on one side only, or anything else that is a file.
    """

    path: str
    kind: str
    table: TableDiff | None = None
    rows: int | None = None
    text: TextDiff | None = None
    files: FileNames | None = None
    members: tuple[Dataset, ...] = ()


class DiffOptions(NamedTuple):
    compare: CompareOptions
    tables: bool = True
    most_members: int = 20


def dataset_diff(ws: Workspace, change: DataChange, options: DiffOptions) -> Dataset:
    """Reads what has to be read of both versions, and no more."""
    if options.tables:
        compare = options.compare
        if not compare.key:
            compare = compare._replace(declared=change.declared_key)
        whole = _as_table(ws, change, compare)
        if whole is not None:
            return whole
    names = _names(change)
    if names == {change.inside}:
        return _one_file(ws, change, change.inside, options, change.path)
    files = _file_names(change)
    top = change.top
    members = tuple(
        _one_file(ws, change, name, options, f"{top}/{name}")
        for name in files.modified[: options.most_members]
    )
    return Dataset(change.path, change.kind, files=files, members=members)


def row_counts(ws: Workspace, change: DataChange) -> tuple[int | None, int | None] | None:
    """How many rows each side has; None for what is no table, or cannot be read here."""
    try:
        require_polars()
        sources = [_source(ws, version, change) for version in (change.old, change.new)]
        from lineal.tables.compare import count_rows  # deferred: polars

        old, new = (None if source is None else count_rows(source) for source in sources)
    except DataError:
        # A count is a remark beside what was merged, and must not fail it.
        return None
    return None if old is None and new is None else (old, new)


def _as_table(ws: Workspace, change: DataChange, options: CompareOptions) -> Dataset | None:
    """None when it is not one table on each side that has it."""
    sides = [_source(ws, version, change) for version in (change.old, change.new)]
    present = [s for s, v in zip(sides, (change.old, change.new), strict=True) if v is not None]
    if any(source is None for source in present) or not present:
        return None
    require_polars()
    from lineal.tables.compare import (  # deferred: polars
        compare_tables,
        count_rows,
        one_table,
    )

    old, new = sides
    if not all(one_table(source) for source in sides if source is not None):
        return None
    files = None if _names(change) == {change.inside} else _file_names(change)
    if old is None or new is None:
        only = old or new
        rows = count_rows(only) if only is not None else None
        return Dataset(change.path, change.kind, rows=rows, files=files)
    table = compare_tables(old, new, options)
    return Dataset(change.path, change.kind, table=table, files=files)


def _source(ws: Workspace, version: Version | None, change: DataChange) -> Source | None:
    if version is None:
        return None
    names = [name for name in version.files if not is_marker(name)]
    if not version.is_dir or list(version.files) == [change.inside]:
        kind = kind_of(change.path)
        names = list(version.files)
    else:
        kind = kind_of_directory(names)
    if kind is None:
        return None
    places = places_of(ws, version, sorted(names))
    return Source(kind, tuple(Part(places[name], name) for name in sorted(names)), change.path)


def _one_file(
    ws: Workspace, change: DataChange, name: str, options: DiffOptions, path: str
) -> Dataset:
    """A file on its own, also when it is a table within a directory of other things."""
    old, new = (_only(version, name) for version in (change.old, change.new))
    single = change._replace(path=path, old=old, new=new, inside=name)
    if options.tables and name != change.inside:
        found = _as_table(ws, single, options.compare)
        if found is not None:
            return found
    places = [
        None if version is None else places_of(ws, version, list(version.files))
        for version in (old, new)
    ]
    paths = [None if found is None else next(iter(found.values())) for found in places]
    return Dataset(path, single.kind, text=compare_files(paths[0], paths[1]))


def _only(version: Version | None, name: str) -> Version | None:
    if version is None:
        return None
    oid = version.files.get(name, version.files.get(""))
    return None if oid is None else version._replace(files={name: oid})


def _names(change: DataChange) -> set[str]:
    return {name for version in (change.old, change.new) if version for name in version.files}


def _file_names(change: DataChange) -> FileNames:
    old = change.old.files if change.old else {}
    new = change.new.files if change.new else {}
    return FileNames(
        tuple(sorted(new.keys() - old.keys())),
        tuple(sorted(old.keys() - new.keys())),
        tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name])),
    )
