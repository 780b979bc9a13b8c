"""One error for everything that is wrong in a file, each problem with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.read import line_of
from lineal.pipeline.schema.dvc_format import DVC
from lineal.pipeline.schema.lock_format import LOCK
from lineal.pipeline.schema.pipeline_format import PIPELINE
from lineal.pipeline.schema.resolved_format import RESOLVED_STAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lineal.pipeline.documents.read import Document
    from lineal.pipeline.schema.spec import Path, Problem, Spec
    from lineal.pipeline.templating.resolve import ResolvedStage

_MOST_SHOWN = 20


def validate_pipeline(data: object, document: Document) -> None:
    """The content of a ``dvc.yaml`` as written, before templates are filled in."""
    _validate(PIPELINE, data, document, "see which keys a stage may have: lineal stage add --help")


def validate_lock(data: object, document: Document) -> None:
    _validate(
        LOCK,
        data,
        document,
        "take the file from Git again, or remove it: the next run writes a new one",
    )


def validate_dvc(data: object, document: Document) -> None:
    _validate(
        DVC, data, document, "take the file from Git again, or remove it and add the data anew"
    )


def validate_resolved(stage: ResolvedStage, document: Document) -> None:
    """A stage after its templates were filled in: paths and commands have to be text."""
    hint = "a whole '${…}' keeps the type of its value: quote the value where it is defined"
    path = ("stages", stage.generated_from or stage.name)
    _validate(RESOLVED_STAGE, stage.data, document, hint, path)


def _validate(form: Spec, data: object, document: Document, hint: str, path: Path = ()) -> None:
    if form.accepts(data):
        return
    lines = list(_described(form.problems(data, path), document))
    hidden = len(lines) - _MOST_SHOWN
    if hidden > 0:
        lines = [*lines[:_MOST_SHOWN], f"and {hidden} more"]
    raise DocumentError("\n".join(lines), hint=hint)


def _described(problems: Iterator[Problem], document: Document) -> Iterator[str]:
    from lineal.pipeline.documents.faults import shown  # deferred: errors only

    name = shown(document.path)
    for problem in problems:
        position = line_of(document, problem.path)
        place = f"{name}:{position[0]}" if position else name
        where = ".".join(map(str, problem.path))
        yield ": ".join(part for part in (place, where, problem.message) if part)
