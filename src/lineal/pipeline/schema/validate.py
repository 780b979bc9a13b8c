"""One error for everything that is wrong in a file, each problem with its place."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DocumentError
from lineal.pipeline.schema.dvc_format import DVC
from lineal.pipeline.schema.lock_format import LOCK
from lineal.pipeline.schema.pipeline_format import PIPELINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.documents.read import Document
    from lineal.pipeline.schema.spec import Problem, Spec

_MOST_SHOWN = 20


def validate_pipeline(data: Any, document: Document) -> None:
    """The content of a ``dvc.yaml`` as written, before templates are filled in."""
    _validate(PIPELINE, data, document, "see which keys a stage may have: lineal stage add --help")


def validate_lock(data: Any, document: Document) -> None:
    _validate(
        LOCK,
        data,
        document,
        "take the file from Git again, or remove it: the next run writes a new one",
    )


def validate_dvc(data: Any, document: Document) -> None:
    _validate(
        DVC, data, document, "take the file from Git again, or remove it and add the data anew"
    )


def _validate(form: Spec, data: Any, document: Document, hint: str) -> None:
    if form.accepts(data):
        return
    lines = list(_described(form.problems(data, ()), document))
    hidden = len(lines) - _MOST_SHOWN
    if hidden > 0:
        lines = [*lines[:_MOST_SHOWN], f"and {hidden} more"]
    raise DocumentError("\n".join(lines), hint=hint)


def _described(problems: Iterator[Problem], document: Document) -> Iterator[str]:
    # deferred: positions are only looked for once something is wrong
    from lineal.pipeline.documents.read import line_of

    name = os.path.relpath(document.path)
    for problem in problems:
        position = line_of(document, problem.path)
        place = f"{name}:{position[0]}" if position else name
        where = ".".join(map(str, problem.path))
        yield ": ".join(part for part in (place, where, problem.message) if part)
