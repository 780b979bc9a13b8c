"""Drawings in the shape of DVC's ``plots show --json``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.pipeline.reports.values import error_entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lineal.plots.draw import Drawing
    from lineal.plots.model import RevisionPlots


def described(
    drawings: Iterable[Drawing], collected: Mapping[str, RevisionPlots], directory: str
) -> dict[str, Any]:
    """Images are named by their files in ``directory``, where `write_images` puts them."""
    drawings = list(drawings)
    errors = [entry for drawing in drawings for entry in _errors(drawing)]
    errors += [
        {"rev": rev, **error_entry(found.error)}
        for rev, found in collected.items()
        if found.error is not None
    ]
    data = {drawing.name: _entries(drawing, directory) for drawing in drawings}
    return {key: value for key, value in (("errors", errors), ("data", data)) if value}


def image_path(directory: str, rev: str, name: str) -> str:
    """A flat name, so that nothing in it leads out of the directory."""
    return os.path.join(directory, f"{rev}_{name}".replace("/", "_"))


def write_images(drawings: Iterable[Drawing], directory: str) -> None:
    from lineal.storage.atomic import write_atomic  # deferred: only programs want files

    for drawing in drawings:
        for rev, data in drawing.images:
            os.makedirs(directory, exist_ok=True)
            write_atomic(image_path(directory, rev, drawing.name), data)


def _entries(drawing: Drawing, directory: str) -> list[dict[str, Any]]:
    if drawing.is_image:
        return [
            {"type": "image", "revisions": [rev], "url": image_path(directory, rev, drawing.name)}
            for rev, _ in drawing.images
        ]
    if drawing.spec is None:
        return []
    entry = {"type": "vega", "revisions": list(drawing.revs), "content": drawing.spec}
    return [{**entry, "anchor_definitions": drawing.apart} if drawing.apart else entry]


def _errors(drawing: Drawing) -> Iterable[dict[str, Any]]:
    for fault in drawing.faults:
        place = {"source": fault.source} if fault.source is not None else {}
        yield {"name": drawing.name, "rev": fault.rev, **place, **error_entry(fault.error)}
    if drawing.undrawable is not None:
        yield {"name": drawing.name, **error_entry(drawing.undrawable)}
