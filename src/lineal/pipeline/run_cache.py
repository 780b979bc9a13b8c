"""The run cache: what a command made of the same inputs before.

``runs/<2>/<key>/<value>``: the key names command, parameters, dependency hashes and output
paths; each value file is a lock entry that came of it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from lineal.base.errors import DocumentError
from lineal.pipeline.documents.emit import emit_yaml
from lineal.pipeline.documents.read import read_document
from lineal.pipeline.records import run_cache_key, run_cache_value
from lineal.pipeline.schema import validate_lock
from lineal.storage.atomic import write_atomic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lineal.pipeline.model import Stage
    from lineal.storage.cache import Cache


def is_eligible(stage: Stage) -> bool:
    """Only a pure function of local inputs to kept outputs can be looked up."""
    if stage.always_changed or not (stage.cmd and (stage.deps or stage.params) and stage.outs):
        return False
    if any(dep.external for dep in stage.deps):
        return False
    return not any(out.external or out.persist or not out.in_repo for out in stage.outs)


def may_save(stage: Stage) -> bool:
    """Whether every output can be brought back.

    A plain output that is not cached cannot; metrics and plots can, because their few bytes
    are put into the cache for the purpose.
    """
    return is_eligible(stage) and all(out.cache or out.is_report for out in stage.outs)


def find(
    cache: Cache, inputs: Mapping[str, Any], warn: Callable[[str], None]
) -> Mapping[str, Any] | None:
    """The newest entry for a stage's inputs, or None."""
    key = run_cache_key(inputs)
    directory = os.path.join(cache.runs_dir, key[:2], key)
    try:
        names = os.listdir(directory)
    except OSError:
        return None
    paths = [os.path.join(directory, name) for name in names]
    newest = max(paths, key=os.path.getmtime, default=None)
    return None if newest is None else _read(newest, warn)


def save(cache: Cache, entry: Mapping[str, Any], warn: Callable[[str], None]) -> None:
    key, value = run_cache_key(entry), run_cache_value(entry)
    path = os.path.join(cache.runs_dir, key[:2], key, value)
    if os.path.exists(path) and _read(path, warn) is not None:
        return
    cache.make_parent(path)
    write_atomic(path, emit_yaml(entry).encode(), cache.file_mode)


def _read(path: str, warn: Callable[[str], None]) -> Mapping[str, Any] | None:
    """A damaged entry is worth nothing to anybody: it is removed, and the stage runs."""
    try:
        document = read_document(path, None)
        if document is None:
            return None
        entry: Mapping[str, Any] = document.data
        validate_lock({"schema": "2.0", "stages": {"run": entry}}, document)
    except DocumentError:
        warn(f"corrupted run-cache entry '{path}' removed")
        os.unlink(path)
        return None
    return entry
