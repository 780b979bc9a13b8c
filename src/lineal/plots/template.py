"""Templates by name: those of the project first, then files, then those that come with Lineal."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DataError, DocumentError
from lineal.base.suggest import did_you_mean

if TYPE_CHECKING:
    from lineal.plots.anchors import Spec

DEFAULT = "linear"
_FOLDER = os.path.join(os.path.dirname(__file__), "templates")
_SUFFIX = ".json"


def template_names() -> list[str]:
    return sorted(name.removesuffix(_SUFFIX) for name in os.listdir(_FOLDER))


def built_in(name: str) -> Spec:
    known = template_names()
    if name not in known:
        raise DataError(
            f"there is no template '{name}'{did_you_mean(name, known)}",
            hint="lineal plots templates lists those there are; your own go into .dvc/plots/",
        )
    return _read(os.path.join(_FOLDER, f"{name}{_SUFFIX}"))


def find_template(name: str | None, dvc_dir: str, cwd: str) -> Spec:
    """A name is looked up in ``.dvc/plots``, as a file, and among the built-in ones."""
    name = name or DEFAULT
    own = os.path.join(dvc_dir, "plots", name)
    for path in (own, f"{os.path.splitext(own)[0]}{_SUFFIX}", os.path.join(cwd, name)):
        if os.path.isfile(path):
            return _read(path)
    return built_in(name)


def _read(path: str) -> Spec:
    try:
        with open(path, encoding="utf-8") as file:
            spec: Any = json.load(file)
    except ValueError as exc:
        raise DocumentError(f"{path}: {exc}", hint="a template is one JSON object") from exc
    except OSError as exc:
        from lineal.pipeline.documents.faults import unreadable_fault  # deferred: errors only

        raise unreadable_fault(exc, path) from exc
    if not isinstance(spec, dict):
        raise DocumentError(f"{path} holds no object", hint="a template is one JSON object")
    return spec
