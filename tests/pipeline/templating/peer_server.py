"""Runs inside the peer's Python: answers what real DVC makes of given data.

One request and one answer per line, as Python literals, which keep what JSON would lose
(keys that are not text, tuples). Nothing here is imported by the tests themselves.
"""

from __future__ import annotations

import ast
import logging
import sys
from types import SimpleNamespace
from typing import Any

import dpath
from dvc import schema
from dvc.fs import LocalFileSystem
from dvc.parsing import DataResolver
from dvc.utils import serialize

FORMATS = {
    "pipeline": schema.COMPILED_MULTI_STAGE_SCHEMA,
    "lock": schema.COMPILED_LOCKFILE_SCHEMA,
    "dvc": schema.COMPILED_SINGLE_STAGE_SCHEMA,
}
PARSERS = {".py": serialize.parse_py, ".json": serialize.parse_json, ".toml": serialize.parse_toml}


class MemoryFiles(LocalFileSystem):
    """Path arithmetic of a real file system over files that are only in the request."""

    known: dict[str, Any]

    def exists(self, path: str) -> bool:
        return path in self.known

    def isdir(self, path: str) -> bool:
        return False


def resolve(data: dict[str, Any], files: dict[str, Any], parsing: dict[str, str]) -> Any:
    fs = MemoryFiles()
    fs.known = files
    serialize.load_path = lambda path, _fs: files[path]
    resolver = DataResolver(SimpleNamespace(fs=fs, config={"parsing": parsing}), "", data)
    written = data.get("stages", {})
    stages = {}
    names = resolver.get_keys()
    for name in names:
        resolved = attempt(lambda name=name: resolver.resolve_one(name)[name])
        stages[name] = (*resolved, written.get(name, {}) != resolved[1])
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
    return [attempt(lambda key=key: dpath.get(data, key, separator=".")) for key in keys]


def parse(suffix: str, text: str) -> Any:
    return PARSERS[suffix](text, f"params{suffix}")


def attempt(call: Any) -> tuple[bool, Any]:
    try:
        return True, call()
    except Exception as exc:  # noqa: BLE001 - whatever the peer stumbles over is its answer
        return False, f"{type(exc).__name__}: {exc}"


OPERATIONS = {"resolve": resolve, "validate": validate, "lookup": lookup, "parse": parse}


def main() -> None:
    logging.disable()  # warnings are no part of the answer
    for line in sys.stdin:
        name, *arguments = ast.literal_eval(line)
        answer = attempt(lambda name=name, arguments=arguments: OPERATIONS[name](*arguments))
        print(ascii(answer), flush=True)


main()
