"""Files of one or many states of a project, as values; each failure is kept to its file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import DataError, LinealError
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.reports.contents import bring_missing
from lineal.pipeline.reports.values import FileValues
from lineal.storage.files import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from lineal.pipeline.reports.contents import Contents
    from lineal.pipeline.reports.values import Value
    from lineal.pipeline.workspace import Workspace


class Question(NamedTuple):
    """The files that are asked for, each with what to take of it; ``known`` needs no reading."""

    ws: Workspace
    contents: Contents
    extract: Mapping[str, Callable[[Value], Value]]
    known: Mapping[str, FileValues]


def answers(questions: Sequence[Question]) -> list[dict[str, FileValues]]:
    """What is nowhere on this machine is fetched for all of them at once."""
    bring_missing([(question.contents, question.extract) for question in questions])
    return [
        {
            **{path: _read(question, path, extract) for path, extract in question.extract.items()},
            **question.known,
        }
        for question in questions
    ]


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


def _read(question: Question, path: str, extract: Callable[[Value], Value]) -> FileValues:
    try:
        data = read_params_file(path, question.ws.memo, question.contents)
        if data is None:
            raise missing_file(question.ws, path)
        return FileValues(extract(data))
    except LinealError as error:
        return FileValues(error=error)


def missing_file(ws: Workspace, path: str) -> DataError:
    return DataError(
        f"'{ws.show(path)}' does not exist",
        hint="lineal run makes what stages report; lineal checkout brings it from the cache",
    )
