"""Runs inside the peer's Python: answers what real DVC makes of given data.

One request and one answer per line, as Python literals, which keep what JSON would lose
(keys that are not text, tuples). Nothing here is imported by the tests themselves.
"""

from __future__ import annotations

import ast
import logging
import sys
from functools import partial
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# By name, because they exist in the peer's environment only.
dpath: Any = import_module("dpath")
parsing: Any = import_module("dvc.parsing")
schema: Any = import_module("dvc.schema")
serialize: Any = import_module("dvc.utils.serialize")
filesystems: Any = import_module("dvc.fs")

FORMATS = {
    "pipeline": schema.COMPILED_MULTI_STAGE_SCHEMA,
    "lock": schema.COMPILED_LOCKFILE_SCHEMA,
    "dvc": schema.COMPILED_SINGLE_STAGE_SCHEMA,
}
PARSERS = {".py": serialize.parse_py, ".json": serialize.parse_json, ".toml": serialize.parse_toml}


def resolve(data: dict[str, Any], files: dict[str, Any], options: dict[str, str]) -> Any:
    """Path arithmetic is that of a real file system; the files are only in the request."""
    fs = filesystems.LocalFileSystem()
    fs.exists = files.__contains__
    fs.isdir = lambda _path: False
    serialize.load_path = lambda path, _fs: files[path]
    repo = SimpleNamespace(fs=fs, config={"parsing": options})
    resolver = parsing.DataResolver(repo, "", data)
    written = data.get("stages", {})
    stages = {}
    names = resolver.get_keys()
    for name in names:
        fine, resolved = attempt(partial(resolver.resolve_one, name))
        if fine:
            resolved = resolved[name]
        stages[name] = (fine, resolved, written.get(name, {}) != resolved)
    top = {
        "artifacts": attempt(resolver.resolve_artifacts),
        "metrics": attempt(resolver.resolve_metrics),
        "params": attempt(resolver.resolve_params),
        "plots": attempt(resolver.resolve_plots),
    }
    return {"names": names, "stages": stages, "top": top}


def validate(form: str, data: Any) -> Any:
    return FORMATS[form](data)


def lookup(data: Any, keys: list[str]) -> Any:
    return [attempt(partial(dpath.get, data, key, separator=".")) for key in keys]


def parse(suffix: str, text: str) -> Any:
    return PARSERS[suffix](text, f"params{suffix}")


def attempt(call: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, call()
    except Exception as exc:  # noqa: BLE001 - whatever the peer stumbles over is its answer
        return False, f"{type(exc).__name__}: {exc}"


OPERATIONS: dict[str, Callable[..., Any]] = {
    "resolve": resolve,
    "validate": validate,
    "lookup": lookup,
    "parse": parse,
}


def main() -> None:
    logging.disable()  # warnings are no part of the answer
    for line in sys.stdin:
        name, *arguments = ast.literal_eval(line)
        answer = attempt(partial(OPERATIONS[name], *arguments))
        sys.stdout.write(ascii(answer) + "\n")
        sys.stdout.flush()


main()
