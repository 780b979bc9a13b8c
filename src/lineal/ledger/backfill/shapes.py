"""What ``dvc.yaml`` says of stages and the lock does not: where they ran, what outputs are for."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING, NamedTuple

from lineal.base.errors import LinealError
from lineal.pipeline.documents.read import document_of
from lineal.pipeline.params.read import read_params_file
from lineal.pipeline.schema import validate_pipeline
from lineal.pipeline.templating.resolve import ParsingOptions, Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lineal.pipeline.workspace import Workspace

_KINDS = ("metrics", "plots")


class Shape(NamedTuple):
    """``wdir`` is relative to the file; ``kinds`` are by path as spelled, of what has one."""

    wdir: str = "."
    kinds: Mapping[str, str] = {}


PLAIN = Shape()


def read_shapes(ws: Workspace, path: str, raw: bytes) -> dict[str, Shape] | None:
    """Of all stages of a ``dvc.yaml`` in a commit, templates filled in; None when it is broken."""
    try:
        document = document_of(raw, path, ws.memo)
        validate_pipeline(document.data, document)
        resolver = Resolver(
            document.data,
            os.path.dirname(f"{ws.root}/{path}"),
            path,
            lambda params: read_params_file(params, ws.memo, ws.files),
            ParsingOptions(ws.config.parsing.bool, ws.config.parsing.list),
            lambda _: None,
            document=document,
        )
        return {name: _shape(resolver.stage(name).data) for name in resolver.names()}
    except LinealError:
        return None


def _shape(data: Mapping[str, object]) -> Shape:
    kinds: dict[str, str] = {}
    for kind in _KINDS:
        items = data.get(kind)
        for item in items if isinstance(items, list) else ():
            kinds.update(dict.fromkeys(item if isinstance(item, dict) else [item], kind))
    wdir = data.get("wdir")
    return Shape(wdir if isinstance(wdir, str) else ".", kinds)
