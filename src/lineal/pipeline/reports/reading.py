"""Files named by a project, as values: directories spread out, each failure kept to its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.reports.values import FileValues
from lineal.storage.files import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lineal.pipeline.reports.contents import Contents
    from lineal.pipeline.reports.values import Value
    from lineal.pipeline.workspace import Workspace


def expanded(contents: Contents, paths: Iterable[str]) -> list[str]:
    """Each file once; a directory stands for every file below it."""
    found: dict[str, None] = {}
    for path in paths:
        found.update(dict.fromkeys(_below(contents, path)))
    return list(found)


def _below(contents: Contents, path: str) -> Iterable[str]:
    try:
        return list(walk(contents, path)) if contents.is_dir(path) else [path]
    except LinealError:
        # A directory whose list of files is nowhere: reading it says so, under its name.
        return [path]


def read_each(
    ws: Workspace, contents: Contents, paths: Sequence[str], extract: Callable[[Value], Value]
) -> dict[str, FileValues]:
    """What each file says, or why it says nothing."""
    return {path: _read(ws, contents, path, extract) for path in paths}


def _read(
    ws: Workspace, contents: Contents, path: str, extract: Callable[[Value], Value]
) -> FileValues:
    try:
        data = read_params_file(path, ws.memo, contents)
        if data is None:
            raise _missing(ws, path)
        return FileValues(extract(data))
    except LinealError as error:
        return FileValues(error=error)


def _missing(ws: Workspace, path: str) -> DataError:
    where = "in the workspace" if ws.revision is None else f"at {ws.revision[:7]}"
    return DataError(
        f"'{ws.show(path)}' does not exist {where}",
        hint="lineal run makes what stages report; lineal checkout brings it from the cache",
    )
