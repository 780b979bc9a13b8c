"""``dvc.api`` as a process: runs under the peer's Python and answers calls by forking.

A list of calls per line on stdin, a list of answers per line on stdout, both JSON.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import Any


def serve() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for name in ("dvc.api", "dvc.repo.metrics.show", "dvc.repo.params.show", "gto.tag"):
        importlib.import_module(name)
    for line in sys.stdin:
        print(answer(json.loads(line)), file=answers, flush=True)


def answer(request: dict[str, Any]) -> str:
    """What calls in one child of our own said."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(request["env"])
        os.chdir(request["cwd"])
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            file.write(json.dumps([call(one) for one in request["calls"]]))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as file:
        said = file.read()
    os.waitpid(child, 0)
    return said


def call(request: dict[str, Any]) -> dict[str, Any]:
    api = importlib.import_module("dvc.api")
    try:
        if request["name"].startswith("fs."):
            fs = api.DVCFileSystem(**request["fs"])
            value = getattr(fs, request["name"][3:])(*request["args"], **request["kwargs"])
        else:
            value = getattr(api, request["name"])(*request["args"], **request["kwargs"])
    except Exception as error:  # noqa: BLE001  whatever it says no with
        return {"refused": f"{type(error).__name__}: {error}"}
    return {"value": value.hex() if isinstance(value, bytes) else value}


if __name__ == "__main__":
    serve()
